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
package io.genolake.functions.variant;

import io.airlift.slice.Slice;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static java.lang.Math.min;

/**
 * REF and ALT of a variant as bytes. Bases are those of IUPAC, in either case, which compare without regard to it.
 */
public final class Alleles
{
    private static final boolean[] IS_BASE = new boolean[256];

    static {
        for (char base : "ACGTUNRYSWKMBDHVacgtunryswkmbdhv".toCharArray()) {
            IS_BASE[base] = true;
        }
    }

    private Alleles() {}

    static boolean isBases(Slice allele)
    {
        return isBases(allele, 0, allele.length());
    }

    /**
     * Whether there is a base, and nothing but bases.
     */
    static boolean isBases(Slice allele, int start, int end)
    {
        for (int position = start; position < end; position++) {
            if (!IS_BASE[allele.getByte(position) & 0xFF]) {
                return false;
            }
        }
        return end > start;
    }

    public static void checkRef(String function, Slice ref)
    {
        if (!isBases(ref)) {
            throw invalid("%s: ref %s is not a sequence of bases", function, shown(ref));
        }
    }

    /**
     * Whether the ALT says what it is by a name or by a place and not by bases: symbolic alleles, breakends,
     * {@code *} and {@code .}.
     */
    static boolean isSymbol(Slice alt)
    {
        int length = alt.length();
        if (length == 0) {
            return false;
        }
        byte first = alt.getByte(0);
        byte last = alt.getByte(length - 1);
        if (length == 1) {
            return first == '*' || first == '.';
        }
        return first == '.' || last == '.' || (last == '>' && alt.indexOfByte('<') >= 0) || alt.indexOfByte('[') >= 0 || alt.indexOfByte(']') >= 0;
    }

    /**
     * The number of bases at the end that both alleles have.
     *
     * @param kept the number of bases of each allele that do not count
     */
    static int commonSuffix(Slice ref, Slice alt, int kept)
    {
        int limit = min(ref.length(), alt.length()) - kept;
        int length = 0;
        while (length < limit && sameBase(ref.getByte(ref.length() - 1 - length), alt.getByte(alt.length() - 1 - length))) {
            length++;
        }
        return length;
    }

    /**
     * The number of bases at the beginning that both alleles have.
     *
     * @param limit the most that count
     */
    static int commonPrefix(Slice ref, Slice alt, int limit)
    {
        int length = 0;
        while (length < limit && sameBase(ref.getByte(length), alt.getByte(length))) {
            length++;
        }
        return length;
    }

    private static boolean sameBase(byte left, byte right)
    {
        return upper(left) == upper(right);
    }

    static int upper(byte base)
    {
        return base & 0xDF;
    }
}
