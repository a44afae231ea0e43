/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.genolake.connector.functions;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.genolake.connector.functions.CatalogFunction.Argument;
import io.genolake.connector.reference.References;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.SchemaFunctionName;
import io.trino.spi.type.ArrayType;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * The functions of the catalog, which need its configuration: those with a reference genome or a chain file. They are in the schema
 * {@value #SCHEMA}.
 */
public final class CatalogFunctions
{
    public static final String SCHEMA = "functions";

    private static final Argument REFERENCE = new Argument("reference", VARCHAR);
    private static final Argument CHAIN = new Argument("chain", VARCHAR);
    private static final Argument CHROM = new Argument("chrom", VARCHAR);
    private static final Argument POS = new Argument("pos", BIGINT);
    private static final Argument END_POS = new Argument("end_pos", BIGINT);
    private static final Argument REF = new Argument("ref", VARCHAR);
    private static final Argument ALT = new Argument("alt", VARCHAR);
    private static final Argument ALTS = new Argument("alts", new ArrayType(VARCHAR));

    private static final List<Argument> VARIANT = ImmutableList.of(REFERENCE, CHROM, POS, REF, ALT);

    private final Map<FunctionId, CatalogFunction> functions;

    @Inject
    public CatalogFunctions(References references)
    {
        functions = ImmutableList.of(
                        CatalogFunction.create(
                                "normalize_variant",
                                "Left-aligned and parsimonious form of a variant, as bcftools norm gives it",
                                NormalizeVariantFunction.TYPE,
                                false,
                                VARIANT,
                                NormalizeVariantFunction.class,
                                () -> new NormalizeVariantFunction(references)),
                        CatalogFunction.create(
                                "normalize_variants",
                                "Left-aligned and parsimonious form of each ALT of a record, as bcftools norm -m -any gives it",
                                NormalizeVariantsFunction.TYPE,
                                false,
                                ImmutableList.of(REFERENCE, CHROM, POS, REF, ALTS),
                                NormalizeVariantsFunction.class,
                                () -> new NormalizeVariantsFunction(references)),
                        CatalogFunction.create(
                                "check_ref",
                                "Whether REF is what the reference genome has there",
                                BOOLEAN,
                                false,
                                ImmutableList.of(REFERENCE, CHROM, POS, REF),
                                CheckRefFunction.class,
                                () -> new CheckRefFunction(references)),
                        CatalogFunction.create(
                                "reference_bases",
                                "Bases of the reference genome, both ends included",
                                VARCHAR,
                                false,
                                ImmutableList.of(REFERENCE, CHROM, POS, END_POS),
                                ReferenceBasesFunction.class,
                                () -> new ReferenceBasesFunction(references)),
                        CatalogFunction.create(
                                "lift_over",
                                "Where an interval lies in another assembly, by a UCSC chain file",
                                LiftOverFunction.TYPE,
                                false,
                                ImmutableList.of(CHAIN, CHROM, POS, END_POS),
                                LiftOverFunction.class,
                                () -> new LiftOverFunction(references)),
                        CatalogFunction.create(
                                "lift_over_variant",
                                "What a variant is in another assembly, by a UCSC chain file and the reference genome of that assembly",
                                LiftOverVariantFunction.TYPE,
                                false,
                                ImmutableList.of(CHAIN, REFERENCE, CHROM, POS, REF, ALT),
                                LiftOverVariantFunction.class,
                                () -> new LiftOverVariantFunction(references)),
                        CatalogFunction.create(
                                "hgvs_g",
                                "HGVS description of a variant on the genome",
                                VARCHAR,
                                true,
                                VARIANT,
                                HgvsFunction.class,
                                () -> new HgvsFunction(references)),
                        CatalogFunction.create(
                                "spdi",
                                "Canonical SPDI expression of a variant",
                                VARCHAR,
                                true,
                                VARIANT,
                                SpdiFunction.class,
                                () -> new SpdiFunction(references)),
                        CatalogFunction.create(
                                "vrs_id",
                                "GA4GH VRS 2 identifier of a variant",
                                VARCHAR,
                                true,
                                VARIANT,
                                VrsIdFunction.class,
                                () -> new VrsIdFunction(references)),
                        CatalogFunction.create(
                                "refget_digest",
                                "GA4GH refget identifier of a sequence of the reference genome",
                                VARCHAR,
                                false,
                                ImmutableList.of(REFERENCE, CHROM),
                                RefgetDigestFunction.class,
                                () -> new RefgetDigestFunction(references)))
                .stream()
                .collect(toImmutableMap(function -> function.metadata().getFunctionId(), function -> function));
    }

    public Collection<FunctionMetadata> list(String schema)
    {
        if (!schema.equals(SCHEMA)) {
            return ImmutableList.of();
        }
        return functions.values().stream()
                .map(CatalogFunction::metadata)
                .collect(toImmutableList());
    }

    public Collection<FunctionMetadata> get(SchemaFunctionName name)
    {
        return list(name.schemaName()).stream()
                .filter(function -> function.getCanonicalName().equals(name.functionName()))
                .collect(toImmutableList());
    }

    public FunctionMetadata metadata(FunctionId id)
    {
        return get(id).metadata();
    }

    CatalogFunction get(FunctionId id)
    {
        CatalogFunction function = functions.get(id);
        checkArgument(function != null, "Unknown function: %s", id);
        return function;
    }
}
