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
package io.genolake.formats.vcf;

/**
 * Reads the text of a GT value (VCF 4.5 specification, section 1.6.2): alleles separated by {@code /} or {@code |}, each an index
 * into REF (0) and ALT (from 1) or a dot, and since version 4.4 one separator more before the first.
 * Ranges are {@code [start, end)}. Nothing allocates.
 */
public final class Genotypes
{
    /**
     * An allele that is not called, or the dosage of a genotype with such an allele.
     */
    public static final int MISSING = -1;

    /**
     * The text is not a genotype, or it has an allele that the record has not.
     */
    public static final int MALFORMED = -2;

    private Genotypes() {}

    /**
     * The alleles of a genotype, in their order.
     *
     * @param altCount the number of ALT alleles of the record, the largest index that is valid
     * @param alleles takes the allele indexes, {@link #MISSING} for a dot, as far as there is room
     * @return the number of alleles, which may be more than there is room for; 0 for no text; {@link #MALFORMED}
     */
    public static int alleles(byte[] bytes, int start, int end, int altCount, int[] alleles)
    {
        if (start == end) {
            return 0;
        }
        int position = isSeparator(bytes[start]) ? start + 1 : start;
        int count = 0;
        while (true) {
            int allele = MISSING;
            if (position < end && bytes[position] == '.') {
                position++;
            }
            else {
                int first = position;
                allele = 0;
                while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
                    allele = 10 * allele + bytes[position] - '0';
                    if (allele > altCount) {
                        return MALFORMED;
                    }
                    position++;
                }
                if (position == first) {
                    return MALFORMED;
                }
            }
            if (count < alleles.length) {
                alleles[count] = allele;
            }
            count++;
            if (position == end) {
                return count;
            }
            if (!isSeparator(bytes[position])) {
                return MALFORMED;
            }
            position++;
        }
    }

    /**
     * Whether no separator is {@code /}, the one before the first allele included: true for a haploid {@code 0}.
     */
    public static boolean isPhased(byte[] bytes, int start, int end)
    {
        for (int position = start; position < end; position++) {
            if (bytes[position] == '/') {
                return false;
            }
        }
        return true;
    }

    /**
     * The number of alleles that are not REF.
     *
     * @param altCount the number of ALT alleles of the record, the largest index that is valid
     * @return {@link #MISSING} if any allele is missing, or there is no text; {@link #MALFORMED}
     */
    public static int dosage(byte[] bytes, int start, int end, int altCount)
    {
        if (end - start == 3 && isSeparator(bytes[start + 1])) {
            int first = bytes[start] - '0';
            int second = bytes[start + 2] - '0';
            if (first >= 0 && first <= 9 && second >= 0 && second <= 9) {
                return first > altCount || second > altCount ? MALFORMED : (first > 0 ? 1 : 0) + (second > 0 ? 1 : 0);
            }
        }
        return generalDosage(bytes, start, end, altCount);
    }

    private static int generalDosage(byte[] bytes, int start, int end, int altCount)
    {
        if (start == end) {
            return MISSING;
        }
        int position = isSeparator(bytes[start]) ? start + 1 : start;
        int dosage = 0;
        boolean missing = false;
        while (true) {
            if (position < end && bytes[position] == '.') {
                missing = true;
                position++;
            }
            else {
                int first = position;
                int allele = 0;
                while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
                    allele = 10 * allele + bytes[position] - '0';
                    if (allele > altCount) {
                        return MALFORMED;
                    }
                    position++;
                }
                if (position == first) {
                    return MALFORMED;
                }
                if (allele > 0) {
                    dosage++;
                }
            }
            if (position == end) {
                return missing ? MISSING : dosage;
            }
            if (!isSeparator(bytes[position])) {
                return MALFORMED;
            }
            position++;
        }
    }

    static boolean isSeparator(byte value)
    {
        return value == '/' || value == '|';
    }
}
