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

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Bases as bytes.
 */
final class Bases
{
    private static final byte[] UPPER = new byte[256];
    private static final byte[] PLAIN = new byte[256];
    private static final byte[] COMPLEMENT = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            UPPER[i] = (byte) (i >= 'a' && i <= 'z' ? i - 'a' + 'A' : i);
            PLAIN[i] = 'N';
            COMPLEMENT[i] = (byte) i;
        }
        for (byte base : "ACGTacgt".getBytes(US_ASCII)) {
            PLAIN[base] = base;
        }
        PLAIN['n'] = 'n';
        // SAM specification and IUPAC: a code stands for the bases whose complements its complement stands for
        String codes = "ACGTURYKMBVDHSWN";
        String complements = "TGCAAYRMKVBHDSWN";
        for (int i = 0; i < codes.length(); i++) {
            COMPLEMENT[codes.charAt(i)] = (byte) complements.charAt(i);
            COMPLEMENT[codes.charAt(i) - 'A' + 'a'] = (byte) (complements.charAt(i) - 'A' + 'a');
        }
    }

    private Bases() {}

    static byte upper(byte base)
    {
        return UPPER[base & 0xFF];
    }

    /**
     * A base of a reference as bcftools takes it: an ambiguity code is N. Its case stays.
     */
    static byte plain(byte base)
    {
        return PLAIN[base & 0xFF];
    }

    static boolean isPlain(byte base)
    {
        byte upper = upper(base);
        return upper == 'A' || upper == 'C' || upper == 'G' || upper == 'T' || upper == 'N';
    }

    static byte complement(byte base)
    {
        return COMPLEMENT[base & 0xFF];
    }

    static byte[] reverseComplement(Slice bases)
    {
        byte[] result = new byte[bases.length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = complement(bases.getByte(result.length - 1 - i));
        }
        return result;
    }

    /**
     * Whether an ALT has no bases that could be aligned: symbolic ({@code <DEL>}), a breakend, {@code *} or missing.
     */
    static boolean isSymbolic(Slice alt)
    {
        int length = alt.length();
        if (length == 0) {
            return false;
        }
        byte first = alt.getByte(0);
        byte last = alt.getByte(length - 1);
        if (first == '<' || first == '*' || first == '.' || last == '.') {
            return true;
        }
        if (isPlain(first) && isPlain(last) && length == 1) {
            return false;
        }
        return alt.indexOfByte('[') >= 0 || alt.indexOfByte(']') >= 0;
    }
}
