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

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.function.TypeParameter;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.Type;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Values.NULL_ELEMENT;
import static io.genolake.functions.Values.select;
import static io.trino.spi.type.BigintType.BIGINT;
import static java.lang.Math.addExact;

/**
 * The values that an ALT keeps when a record is split ({@code bcftools norm -m -}), or the values of a record whose
 * alleles are those of another by an allele_map ({@code bcftools norm -a}).
 */
public final class RemapFunctions
{
    private RemapFunctions() {}

    @ScalarFunction("remap_a")
    @Description("The value of an ALT in a field of Number=A, as an array of one")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapA(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele)
    {
        if (allele < 1 || allele > values.getPositionCount()) {
            throw invalid("remap_a: there is no ALT %s: there are %s values, the first for ALT 1", allele, values.getPositionCount());
        }
        return select(type, values, new int[] {(int) allele - 1});
    }

    @ScalarFunction("remap_a")
    @Description("The values of a field of Number=A in a record whose alleles are those of another by an allele_map; NULL for a *")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapA(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("allele_map") @SqlType("array(bigint)") Block alleleMap,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        int[] sources = AlleleMap.sources("remap_a", alleleMap, alts);
        checkCount("remap_a", values, alleleMap.getPositionCount() - 1, "ALT");
        int[] positions = new int[alts.getPositionCount()];
        for (int alt = 0; alt < positions.length; alt++) {
            positions[alt] = sources[alt + 1] == NULL_ELEMENT ? NULL_ELEMENT : sources[alt + 1] - 1;
        }
        return select(type, values, positions);
    }

    @ScalarFunction("remap_r")
    @Description("The values of REF and of an ALT in a field of Number=R")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapR(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele)
    {
        if (allele < 1 || allele >= values.getPositionCount()) {
            throw invalid("remap_r: there is no ALT %s: there are %s values, the first for REF", allele, values.getPositionCount());
        }
        return select(type, values, new int[] {0, (int) allele});
    }

    @ScalarFunction("remap_r")
    @Description("The values of a field of Number=R in a record whose alleles are those of another by an allele_map; NULL for a *")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapR(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("allele_map") @SqlType("array(bigint)") Block alleleMap,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        int[] sources = AlleleMap.sources("remap_r", alleleMap, alts);
        checkCount("remap_r", values, alleleMap.getPositionCount(), "alleles");
        return select(type, values, sources);
    }

    @ScalarFunction("remap_r_sum")
    @Description("As remap_r by an allele_map, for counts such as AD: of ALT alleles that become the same one the values are added")
    @SqlType("array(bigint)")
    public static Block remapRSum(
            @Name("values") @SqlType("array(bigint)") Block values,
            @Name("allele_map") @SqlType("array(bigint)") Block alleleMap,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        AlleleMap.check("remap_r_sum", alleleMap);
        checkCount("remap_r_sum", values, alleleMap.getPositionCount(), "alleles");
        long[] sums = new long[alts.getPositionCount() + 1];
        boolean[] known = new boolean[sums.length];
        for (int allele = 0; allele < values.getPositionCount(); allele++) {
            int mapped = AlleleMap.get("remap_r_sum", alleleMap, allele, alts.getPositionCount());
            // an ALT that becomes REF is one that the new record does not have
            if (mapped == NULL_ELEMENT || (mapped == 0 && allele > 0) || AlleleMap.isStar(alts, mapped) || values.isNull(allele)) {
                continue;
            }
            known[mapped] = true;
            long value = BIGINT.getLong(values, allele);
            try {
                sums[mapped] = addExact(sums[mapped], value);
            }
            catch (ArithmeticException e) {
                throw invalid("remap_r_sum: the sum of %s and %s is out of range", sums[mapped], value);
            }
        }
        BlockBuilder builder = BIGINT.createFixedSizeBlockBuilder(sums.length);
        for (int allele = 0; allele < sums.length; allele++) {
            if (known[allele]) {
                BIGINT.writeLong(builder, sums[allele]);
            }
            else {
                builder.appendNull();
            }
        }
        return builder.build();
    }

    @ScalarFunction("remap_g")
    @Description("The values of the genotypes of REF and an ALT in a field of Number=G, of the ploidy that so many values have")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapG(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("n_alleles") @SqlType(StandardTypes.BIGINT) long alleles,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele)
    {
        int checked = checkAllele(alleles, allele);
        return select(type, values, GenotypeOrder.positions("remap_g", new int[] {0, checked}, GenotypeOrder.ploidy("remap_g", values.getPositionCount(), alleles)));
    }

    @ScalarFunction("remap_g")
    @Description("The values of the genotypes of REF and an ALT in a field of Number=G")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapG(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("n_alleles") @SqlType(StandardTypes.BIGINT) long alleles,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele,
            @Name("ploidy") @SqlType(StandardTypes.BIGINT) long ploidy)
    {
        int checked = checkAllele(alleles, allele);
        int checkedPloidy = GenotypeOrder.checkPloidy("remap_g", ploidy);
        GenotypeOrder.checkCount("remap_g", values.getPositionCount(), alleles, checkedPloidy);
        return select(type, values, GenotypeOrder.positions("remap_g", new int[] {0, checked}, checkedPloidy));
    }

    @ScalarFunction("remap_g")
    @Description("The values of a field of Number=G in a record whose alleles are those of another by an allele_map, of the ploidy that so many values have; NULL for genotypes with a *")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapG(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("allele_map") @SqlType("array(bigint)") Block alleleMap,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        int[] sources = AlleleMap.sources("remap_g", alleleMap, alts);
        int ploidy = GenotypeOrder.ploidy("remap_g", values.getPositionCount(), alleleMap.getPositionCount());
        return select(type, values, GenotypeOrder.positions("remap_g", sources, ploidy));
    }

    @ScalarFunction("remap_g")
    @Description("The values of a field of Number=G in a record whose alleles are those of another by an allele_map; NULL for genotypes with a *")
    @TypeParameter("E")
    @SqlType("array(E)")
    public static Block remapG(
            @TypeParameter("E") Type type,
            @Name("values") @SqlType("array(E)") Block values,
            @Name("allele_map") @SqlType("array(bigint)") Block alleleMap,
            @Name("alts") @SqlType("array(varchar)") Block alts,
            @Name("ploidy") @SqlType(StandardTypes.BIGINT) long ploidy)
    {
        int[] sources = AlleleMap.sources("remap_g", alleleMap, alts);
        int checkedPloidy = GenotypeOrder.checkPloidy("remap_g", ploidy);
        GenotypeOrder.checkCount("remap_g", values.getPositionCount(), alleleMap.getPositionCount(), checkedPloidy);
        return select(type, values, GenotypeOrder.positions("remap_g", sources, checkedPloidy));
    }

    private static int checkAllele(long alleles, long allele)
    {
        if (allele < 1 || allele >= alleles || alleles > Integer.MAX_VALUE) {
            throw invalid("remap_g: there is no ALT %s of %s alleles, REF included", allele, alleles);
        }
        return (int) allele;
    }

    private static void checkCount(String function, Block values, int expected, String what)
    {
        if (values.getPositionCount() != expected) {
            throw invalid("%s: there are %s values, and %s %s by allele_map", function, values.getPositionCount(), expected, what);
        }
    }
}
