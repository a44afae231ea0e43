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

import io.genolake.formats.text.Bytes;

import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.UTF_8;

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

    /**
     * What {@link Dosages#fill} and {@link CallCounts#count} give where they could read all samples of a record.
     */
    public static final int ALL_READ = -1;

    private static final int MAX_SHOWN = 50;

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
            int alleleEnd = alleleEnd(bytes, position, end);
            int allele = allele(bytes, position, alleleEnd, altCount);
            if (allele == MALFORMED || (alleleEnd < end && !isSeparator(bytes[alleleEnd]))) {
                return MALFORMED;
            }
            if (count < alleles.length) {
                alleles[count] = allele;
            }
            count++;
            if (alleleEnd == end) {
                return count;
            }
            position = alleleEnd + 1;
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
                return first > altCount || second > altCount ? MALFORMED : min(first, 1) + min(second, 1);
            }
        }
        if (start == end) {
            return MISSING;
        }
        int position = isSeparator(bytes[start]) ? start + 1 : start;
        int dosage = 0;
        boolean missing = false;
        while (true) {
            int alleleEnd = alleleEnd(bytes, position, end);
            int allele = allele(bytes, position, alleleEnd, altCount);
            if (allele == MALFORMED || (alleleEnd < end && !isSeparator(bytes[alleleEnd]))) {
                return MALFORMED;
            }
            missing |= allele == MISSING;
            dosage += min(allele, 1);
            if (alleleEnd == end) {
                return missing ? MISSING : dosage;
            }
            position = alleleEnd + 1;
        }
    }

    /**
     * Says why a genotype is {@link #MALFORMED}.
     */
    public static String describeMalformed(byte[] bytes, int start, int end, int altCount)
    {
        String text = new String(bytes, start, min(end - start, MAX_SHOWN), UTF_8) + (end - start > MAX_SHOWN ? "..." : "");
        if (alleles(bytes, start, end, Integer.MAX_VALUE, new int[0]) == MALFORMED) {
            return "'%s' is not a genotype".formatted(text);
        }
        return "'%s' has an allele that the record has not: it has %s ALT".formatted(text, altCount);
    }

    static boolean isSeparator(byte value)
    {
        return value == '/' || value == '|';
    }

    private static int alleleEnd(byte[] bytes, int start, int end)
    {
        if (start < end && bytes[start] == '.') {
            return start + 1;
        }
        int position = start;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            position++;
        }
        return position;
    }

    private static int allele(byte[] bytes, int start, int end, int altCount)
    {
        if (end - start == 1) {
            int digit = bytes[start] - '0';
            // a dot, as alleleEnd stops at everything else
            return digit < 0 ? MISSING : digit > altCount ? MALFORMED : digit;
        }
        long allele = Bytes.parseLong(bytes, start, end);
        return allele < 0 || allele > altCount ? MALFORMED : (int) allele;
    }
}
