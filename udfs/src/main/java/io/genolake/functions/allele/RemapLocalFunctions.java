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
package io.genolake.functions.allele;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.function.TypeParameter;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.Type;

import java.util.Arrays;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.genolake.functions.Values.NULL_ELEMENT;
import static io.genolake.functions.Values.select;
import static io.trino.spi.type.BigintType.BIGINT;

/**
 * Fields that have values only for the alleles of their sample, which LAA names (VCF 4.5 specification, section
 * 1.6.2), as fields of all alleles of the record.
 */
public final class RemapLocalFunctions
{
    private static final int MAX_ALLELES = 1 << 20;

    private RemapLocalFunctions() {}

    @ScalarFunction("remap_local")
    @Description("The values of a field of Number=LA, LR or LG for all alleles of the record, NULL where LAA lacks an allele")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapLocal(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("laa") @SqlType("array(bigint)") Block laa,
            @Name("n_alleles") @SqlType(StandardTypes.BIGINT) long alleles,
            @Name("number") @SqlType(StandardTypes.VARCHAR) Slice number)
    {
        int[] sources = sources(laa, alleles);
        char kind = kind(number);
        if (kind == 'G') {
            int ploidy = GenotypeOrder.ploidy("remap_local", values.getPositionCount(), laa.getPositionCount() + 1);
            return select(type, values, GenotypeOrder.positions("remap_local", sources, ploidy));
        }
        return remap(type, values, laa, sources, kind);
    }

    @ScalarFunction("remap_local")
    @Description("The values of a field of Number=LA, LR or LG for all alleles of the record, NULL where LAA lacks an allele")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapLocal(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("laa") @SqlType("array(bigint)") Block laa,
            @Name("n_alleles") @SqlType(StandardTypes.BIGINT) long alleles,
            @Name("number") @SqlType(StandardTypes.VARCHAR) Slice number,
            @Name("ploidy") @SqlType(StandardTypes.BIGINT) long ploidy)
    {
        int[] sources = sources(laa, alleles);
        int checkedPloidy = GenotypeOrder.checkPloidy("remap_local", ploidy);
        char kind = kind(number);
        if (kind == 'G') {
            GenotypeOrder.checkCount("remap_local", values.getPositionCount(), laa.getPositionCount() + 1, checkedPloidy);
            return select(type, values, GenotypeOrder.positions("remap_local", sources, checkedPloidy));
        }
        return remap(type, values, laa, sources, kind);
    }

    private static Block remap(Type type, Block values, Block laa, int[] sources, char kind)
    {
        int expected = kind == 'A' ? laa.getPositionCount() : laa.getPositionCount() + 1;
        if (values.getPositionCount() != expected) {
            throw invalid("remap_local: there are %s values, and %s alleles by laa", values.getPositionCount(), expected);
        }
        if (kind == 'R') {
            return select(type, values, sources);
        }
        int[] positions = new int[sources.length - 1];
        for (int alt = 0; alt < positions.length; alt++) {
            positions[alt] = sources[alt + 1] == NULL_ELEMENT ? NULL_ELEMENT : sources[alt + 1] - 1;
        }
        return select(type, values, positions);
    }

    /**
     * By allele of the record the allele of the sample.
     */
    private static int[] sources(Block laa, long alleles)
    {
        if (alleles < 1 || alleles > MAX_ALLELES) {
            throw invalid("remap_local: n_alleles %s is out of range: it is 1 to %s, REF included", alleles, MAX_ALLELES);
        }
        int[] sources = new int[(int) alleles];
        Arrays.fill(sources, NULL_ELEMENT);
        sources[0] = 0;
        for (int index = 0; index < laa.getPositionCount(); index++) {
            if (laa.isNull(index)) {
                throw invalid("remap_local: laa has a NULL element");
            }
            long allele = BIGINT.getLong(laa, index);
            if (allele < 1 || allele >= alleles) {
                throw invalid("remap_local: laa has allele %s, and the record has ALT alleles 1 to %s", allele, alleles - 1);
            }
            if (sources[(int) allele] != NULL_ELEMENT) {
                throw invalid("remap_local: laa has allele %s twice", allele);
            }
            sources[(int) allele] = index + 1;
        }
        return sources;
    }

    private static char kind(Slice number)
    {
        return switch (number.toStringUtf8()) {
            case "A", "LA" -> 'A';
            case "R", "LR" -> 'R';
            case "G", "LG" -> 'G';
            default -> throw invalid("remap_local: number %s is none of LA, LR and LG", shown(number));
        };
    }
}
