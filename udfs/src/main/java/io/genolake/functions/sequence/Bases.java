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
package io.genolake.functions.sequence;

import io.airlift.slice.Slice;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;

/**
 * The letters that stand for one or several bases (IUPAC-IUB, 1984), as sets: a bit each for A, C, G and T.
 */
final class Bases
{
    static final int A = 1;
    static final int C = 1 << 1;
    static final int G = 1 << 2;
    static final int T = 1 << 3;

    private static final String LETTERS = "ACMGRSVTWYHKDBN";

    // the sets of bases by letter, in either case; 0 for anything else
    private static final byte[] SETS = new byte[256];
    private static final byte[] COMPLEMENTS = new byte[256];

    static {
        for (int set = 1; set <= LETTERS.length(); set++) {
            char letter = LETTERS.charAt(set - 1);
            char complement = LETTERS.charAt(complement(set) - 1);
            SETS[letter] = (byte) set;
            SETS[Character.toLowerCase(letter)] = (byte) set;
            COMPLEMENTS[letter] = (byte) complement;
            COMPLEMENTS[Character.toLowerCase(letter)] = (byte) Character.toLowerCase(complement);
        }
        SETS['U'] = T;
        SETS['u'] = T;
        COMPLEMENTS['U'] = 'A';
        COMPLEMENTS['u'] = 'a';
        // gaps, and the = of SAM, which is no letter of its own
        for (char other : "-.*=".toCharArray()) {
            COMPLEMENTS[other] = (byte) other;
        }
    }

    private Bases() {}

    /**
     * The bases that a letter stands for, or 0 for what is no such letter.
     */
    static int set(byte letter)
    {
        return SETS[letter & 0xFF];
    }

    /**
     * The letter for the complements, in the same case; a gap for a gap; 0 for anything else.
     */
    static byte complement(byte letter)
    {
        return COMPLEMENTS[letter & 0xFF];
    }

    static RuntimeException noBase(String function, Slice sequence, int position)
    {
        return invalid("%s: %s has a character that is no base: %s, the number %s", function, shown(sequence), shown(sequence.getByte(position)), position + 1);
    }

    private static int complement(int set)
    {
        // A and T, and C and G, are mirrored in the four bits
        return (set & A) << 3 | (set & C) << 1 | (set & G) >> 1 | (set & T) >> 3;
    }
}
