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

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.genolake.connector.reference.References;
import io.genolake.formats.chain.Chain.Lifted;
import io.genolake.formats.chain.ContigChains;
import io.genolake.formats.chain.ContigChains.LiftOver;
import io.genolake.formats.fasta.FastaCursor;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.RowType;

import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.RowType.field;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * As Picard's LiftoverVcf with RECOVER_SWAPPED_REF_ALT does: all bases of REF must be lifted side by side; on the reverse strand the alleles are
 * complemented, trimmed and left-aligned anew; REF must be that of the target, or, of a single base, its ALT must, and the two are
 * swapped. What cannot be lifted has a status that says why, and NULL else.
 */
public final class LiftOverVariantFunction
{
    static final RowType TYPE = RowType.rowType(
            field("chrom", VARCHAR),
            field("pos", BIGINT),
            field("ref", VARCHAR),
            field("alt", VARCHAR),
            field("strand", VARCHAR),
            field("swapped", BOOLEAN),
            field("status", VARCHAR));

    private static final Slice STRADDLES_INTERVALS = utf8Slice("straddles_intervals");
    private static final Slice REFERENCE_MISMATCH = utf8Slice("reference_mismatch");
    private static final Slice CONTIG_NOT_IN_REFERENCE = utf8Slice("contig_not_in_reference");
    private static final Slice SYMBOLIC_ALLELE = utf8Slice("symbolic_allele");

    private final ChainArgument chains;
    private final ReferenceArgument references;
    private final VariantNormalizer normalizer = new VariantNormalizer();

    LiftOverVariantFunction(References references)
    {
        chains = new ChainArgument(references);
        this.references = new ReferenceArgument(references);
    }

    public SqlRow evaluate(Slice chain, Slice reference, Slice chrom, long pos, Slice ref, Slice alt)
    {
        ReferenceCheck.checkBases("ref", ref);
        boolean plain = hasBases(alt);
        if (!plain && Bases.isSymbolic(alt) && !isPlaceholder(alt)) {
            return notLifted(SYMBOLIC_ALLELE);
        }
        if (!plain && !isPlaceholder(alt)) {
            ReferenceCheck.checkBases("alt", alt);
        }
        if (pos < 1) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "pos is not positive: %s".formatted(pos));
        }
        Optional<ContigChains> contig = chains.chains(chain, chrom);
        // no contig reaches so far that the end has no number
        if (contig.isEmpty() || pos > Long.MAX_VALUE - ref.length()) {
            return notLifted(LiftOverFunction.NO_TARGET);
        }
        LiftOver result = contig.orElseThrow().lift(pos - 1, pos - 1 + ref.length(), LiftOverFunction.MIN_MATCH);
        return switch (result.status()) {
            case LIFTED -> lift(reference, result.lifted().orElseThrow(), ref, alt, plain);
            case NO_TARGET -> notLifted(LiftOverFunction.NO_TARGET);
            case MULTIPLE_TARGETS -> notLifted(LiftOverFunction.MULTIPLE_TARGETS);
        };
    }

    private SqlRow lift(Slice reference, Lifted lifted, Slice ref, Slice alt, boolean plain)
    {
        if (lifted.end() - lifted.start() != ref.length()) {
            return notLifted(STRADDLES_INTERVALS);
        }
        if (!references.resolve(reference).hasContig(lifted.chain().targetContig())) {
            return notLifted(CONTIG_NOT_IN_REFERENCE);
        }
        Slice chrom = Slices.wrappedBuffer(lifted.chain().targetName());
        FastaCursor cursor = references.cursor(reference, chrom);
        boolean reverse = lifted.chain().isReverse();
        long pos = lifted.start() + 1;
        Slice targetRef = reverse ? Slices.wrappedBuffer(Bases.reverseComplement(ref)) : ref;
        Slice targetAlt = reverse && plain ? Slices.wrappedBuffer(Bases.reverseComplement(alt)) : alt;
        boolean swapped = false;
        if (!ReferenceCheck.matches(cursor, pos, targetRef)) {
            if (ref.length() != 1 || alt.length() != 1 || !plain || !ReferenceCheck.matches(cursor, pos, targetAlt)) {
                return notLifted(REFERENCE_MISMATCH);
            }
            Slice base = targetRef;
            targetRef = targetAlt;
            targetAlt = base;
            swapped = true;
        }
        if (reverse && plain) {
            normalizer.align(cursor, pos, targetRef, targetAlt);
            pos = normalizer.pos();
            targetRef = normalizer.ref();
            targetAlt = normalizer.alt();
        }
        return new SqlRow(0, new Block[] {
                Rows.varchar(chrom),
                Rows.bigint(pos),
                Rows.varchar(targetRef),
                Rows.varchar(targetAlt),
                Rows.varchar(reverse ? LiftOverFunction.REVERSE : LiftOverFunction.FORWARD),
                Rows.bool(swapped),
                Rows.varchar(LiftOverFunction.LIFTED),
        });
    }

    private static boolean hasBases(Slice alt)
    {
        for (int i = 0; i < alt.length(); i++) {
            if (!Bases.isPlain(alt.getByte(i))) {
                return false;
            }
        }
        return alt.length() > 0;
    }

    /**
     * {@code *} and {@code .} are the same on both strands.
     */
    private static boolean isPlaceholder(Slice alt)
    {
        return alt.length() == 1 && (alt.getByte(0) == '*' || alt.getByte(0) == '.');
    }

    private static SqlRow notLifted(Slice status)
    {
        return new SqlRow(0, new Block[] {
                Rows.NULL_VARCHAR,
                Rows.NULL_BIGINT,
                Rows.NULL_VARCHAR,
                Rows.NULL_VARCHAR,
                Rows.NULL_VARCHAR,
                Rows.NULL_BOOLEAN,
                Rows.varchar(status),
        });
    }
}
