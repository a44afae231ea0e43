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
package io.genolake.functions.statistics;

import io.airlift.slice.Slice;
import io.genolake.formats.vcf.Genotypes;
import io.trino.spi.TrinoException;
import io.trino.spi.block.VariableWidthBlock;

import java.util.Arrays;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

/**
 * Reads values of the column {@code gt} out of a block, mostly without an object for each.
 */
public final class Calls
{
    /**
     * A genotype that is not diploid, or has a missing allele.
     */
    public static final int OTHER = -1;

    private static final int PLOIDY = 2;

    private Calls() {}

    /**
     * The number of alleles that are not REF in a complete diploid genotype, else {@link #OTHER}.
     *
     * @param function who asks, for the message if the text is no genotype
     */
    public static int diploidDosage(VariableWidthBlock block, int position, String function)
    {
        Slice slice = block.getRawSlice();
        int start = block.getRawSliceOffset(position);
        int length = block.getSliceLength(position);
        if (length == 3) {
            int first = slice.getByte(start) - '0';
            int separator = slice.getByte(start + 1);
            int second = slice.getByte(start + 2) - '0';
            if ((separator == '/' || separator == '|') && first >= 0 && first <= 9 && second >= 0 && second <= 9) {
                return (first > 0 ? 1 : 0) + (second > 0 ? 1 : 0);
            }
        }
        int[] alleles = alleles(block, position, function);
        if (alleles.length != PLOIDY || alleles[0] < 0 || alleles[1] < 0) {
            return OTHER;
        }
        return (alleles[0] > 0 ? 1 : 0) + (alleles[1] > 0 ? 1 : 0);
    }

    /**
     * The alleles of a genotype, {@link Genotypes#MISSING} for one that is not called.
     */
    public static int[] alleles(VariableWidthBlock block, int position, String function)
    {
        byte[] text = block.getSlice(position).getBytes();
        int[] alleles = new int[PLOIDY];
        int ploidy = Genotypes.alleles(text, 0, text.length, Integer.MAX_VALUE, alleles);
        if (ploidy == Genotypes.MALFORMED) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, function + ": " + Genotypes.describeMalformed(text, 0, text.length, Integer.MAX_VALUE));
        }
        if (ploidy > alleles.length) {
            alleles = new int[ploidy];
            Genotypes.alleles(text, 0, text.length, Integer.MAX_VALUE, alleles);
        }
        return ploidy == alleles.length ? alleles : Arrays.copyOf(alleles, ploidy);
    }

    /**
     * Whether no separator of a genotype is a slash.
     */
    public static boolean isPhased(VariableWidthBlock block, int position)
    {
        Slice slice = block.getRawSlice();
        int start = block.getRawSliceOffset(position);
        for (int i = start; i < start + block.getSliceLength(position); i++) {
            if (slice.getByte(i) == '/') {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the first allele of a genotype is REF.
     */
    public static boolean isRefFirst(VariableWidthBlock block, int position)
    {
        Slice slice = block.getRawSlice();
        int start = block.getRawSliceOffset(position);
        // version 4.4 allows a separator before the first allele
        int first = slice.getByte(start);
        return (first == '|' || first == '/' ? slice.getByte(start + 1) : first) == '0';
    }
}
