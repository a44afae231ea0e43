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
package io.genolake.functions.genotype;

import io.airlift.slice.Slice;
import io.genolake.formats.vcf.Genotypes;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.trino.spi.type.IntegerType.INTEGER;

/**
 * The text of a genotype, of any ploidy. What a missing allele leaves open is NULL, as in SQL's logic: {@code ./1} is
 * not homozygous for the reference, and may or may not be heterozygous.
 */
public final class GenotypeFunctions
{
    private static final int REF = 1;
    private static final int ALT = 1 << 1;
    private static final int MISSING = 1 << 2;
    private static final int DIFFERENT = 1 << 3;

    private static final int MAX_ALLELE = Integer.MAX_VALUE;

    private GenotypeFunctions() {}

    @ScalarFunction("gt_alleles")
    @Description("The alleles of a genotype: 0 for REF, 1 for the first ALT, NULL for a missing one")
    @SqlType("array(integer)")
    public static Block gtAlleles(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        int start = gt.byteArrayOffset();
        int[] alleles = new int[gt.length() / 2 + 1];
        int count = Genotypes.alleles(gt.byteArray(), start, start + gt.length(), MAX_ALLELE, alleles);
        if (count <= 0) {
            throw malformed("gt_alleles", gt);
        }
        BlockBuilder elements = INTEGER.createFixedSizeBlockBuilder(count);
        for (int index = 0; index < count; index++) {
            if (alleles[index] == Genotypes.MISSING) {
                elements.appendNull();
            }
            else {
                INTEGER.writeInt(elements, alleles[index]);
            }
        }
        return elements.build();
    }

    @ScalarFunction("gt_phased")
    @Description("Whether a genotype is phased: no separator of it is /; true for a haploid one")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean gtPhased(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        summarize("gt_phased", gt);
        int start = gt.byteArrayOffset();
        return Genotypes.isPhased(gt.byteArray(), start, start + gt.length());
    }

    @SqlNullable
    @ScalarFunction("gt_dosage")
    @Description("The number of alleles that are not REF; NULL if any allele is missing")
    @SqlType(StandardTypes.BIGINT)
    public static Long gtDosage(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        int start = gt.byteArrayOffset();
        int dosage = Genotypes.dosage(gt.byteArray(), start, start + gt.length(), MAX_ALLELE);
        if (dosage == Genotypes.MALFORMED || gt.length() == 0) {
            throw malformed("gt_dosage", gt);
        }
        return dosage == Genotypes.MISSING ? null : (long) dosage;
    }

    @SqlNullable
    @ScalarFunction("gt_is_het")
    @Description("Whether two alleles of a genotype differ; NULL if a missing allele leaves it open")
    @SqlType(StandardTypes.BOOLEAN)
    public static Boolean gtIsHet(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        int summary = summarize("gt_is_het", gt);
        if ((summary & DIFFERENT) != 0) {
            return true;
        }
        // a dot alone too, which is how a genotype of any ploidy is left out
        return (summary & MISSING) != 0 ? null : (Boolean) false;
    }

    @SqlNullable
    @ScalarFunction("gt_is_hom_ref")
    @Description("Whether all alleles of a genotype are REF; NULL if a missing allele leaves it open")
    @SqlType(StandardTypes.BOOLEAN)
    public static Boolean gtIsHomRef(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        int summary = summarize("gt_is_hom_ref", gt);
        if ((summary & ALT) != 0) {
            return false;
        }
        return (summary & MISSING) != 0 ? null : (Boolean) true;
    }

    @SqlNullable
    @ScalarFunction("gt_is_hom_alt")
    @Description("Whether all alleles of a genotype are the same ALT; NULL if a missing allele leaves it open")
    @SqlType(StandardTypes.BOOLEAN)
    public static Boolean gtIsHomAlt(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        int summary = summarize("gt_is_hom_alt", gt);
        if ((summary & (REF | DIFFERENT)) != 0) {
            return false;
        }
        return (summary & MISSING) != 0 ? null : (Boolean) true;
    }

    @ScalarFunction("gt_is_missing")
    @Description("Whether any allele of a genotype is missing")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean gtIsMissing(@Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt)
    {
        return (summarize("gt_is_missing", gt) & MISSING) != 0;
    }

    /**
     * What kinds of alleles there are, as a set of flags.
     */
    private static int summarize(String function, Slice gt)
    {
        byte[] bytes = gt.byteArray();
        int position = gt.byteArrayOffset();
        int end = position + gt.length();
        if (position < end && isSeparator(bytes[position])) {
            position++;
        }
        int summary = 0;
        int first = -1;
        while (true) {
            if (position < end && bytes[position] == '.') {
                summary |= MISSING;
                position++;
            }
            else {
                int start = position;
                long allele = 0;
                while (position < end && bytes[position] >= '0' && bytes[position] <= '9' && allele <= MAX_ALLELE) {
                    allele = allele * 10 + bytes[position] - '0';
                    position++;
                }
                if (position == start || allele > MAX_ALLELE) {
                    throw malformed(function, gt);
                }
                summary |= allele == 0 ? REF : ALT;
                if (first < 0) {
                    first = (int) allele;
                }
                else if (first != allele) {
                    summary |= DIFFERENT;
                }
            }
            if (position == end) {
                return summary;
            }
            if (!isSeparator(bytes[position])) {
                throw malformed(function, gt);
            }
            position++;
        }
    }

    private static boolean isSeparator(byte value)
    {
        return value == '/' || value == '|';
    }

    private static TrinoException malformed(String function, Slice gt)
    {
        return invalid("%s: %s is not a genotype such as 0/1, 1|0 or ./.", function, shown(gt));
    }
}
