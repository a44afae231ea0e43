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
import io.airlift.slice.Slices;

import static io.airlift.slice.Slices.utf8Slice;

/**
 * The 64 bits of a VariantKey: 5 of the chromosome, 28 of the 0-based position, and 31 of REF and ALT, which are the
 * bases themselves where there are at most 11 of A, C, G and T, and a hash otherwise.
 *
 * @see <a href="https://doi.org/10.1101/473744">Asuni and Wilder, VariantKey: a reversible numerical representation of human genetic variants</a>
 */
final class VariantKey
{
    static final int CHROM_SHIFT = 59;
    static final int POS_SHIFT = 31;
    static final long MAX_POS = (1L << 28) - 1;
    static final int MAX_CHROM = 25;

    private static final int REF_LENGTH_SHIFT = 27;
    private static final int ALT_LENGTH_SHIFT = 23;
    private static final int LENGTH_MASK = 0xF;
    private static final int MAX_REVERSIBLE_LENGTH = 11;
    private static final int NOT_REVERSIBLE = -1;
    private static final int BITS_OF_BASE = 2;
    private static final int BASES_OF_BLOCK = 6;
    private static final int BITS_OF_LETTER = 5;

    private static final int X = 23;
    private static final int Y = 24;

    private VariantKey() {}

    /**
     * Returns 0 for a contig that is no human chromosome.
     */
    static int encodeChrom(Slice chrom)
    {
        int start = hasPrefix(chrom) ? 3 : 0;
        int length = chrom.length() - start;
        if (length == 0) {
            return 0;
        }
        byte first = chrom.getByte(start);
        if (first >= '0' && first <= '9') {
            int number = 0;
            for (int position = start; position < chrom.length(); position++) {
                int digit = chrom.getByte(position) - '0';
                if (digit < 0 || digit > 9 || number > MAX_CHROM) {
                    return 0;
                }
                number = number * 10 + digit;
            }
            return number <= MAX_CHROM ? number : 0;
        }
        if (length == 1 || (length == 2 && Alleles.upper(chrom.getByte(start + 1)) == 'T')) {
            return switch (first) {
                case 'X', 'x' -> X;
                case 'Y', 'y' -> Y;
                case 'M', 'm' -> MAX_CHROM;
                default -> 0;
            };
        }
        return 0;
    }

    static Slice decodeChrom(int code)
    {
        return utf8Slice(switch (code) {
            case X -> "X";
            case Y -> "Y";
            case MAX_CHROM -> "MT";
            default -> String.valueOf(code);
        });
    }

    static int encodeRefAlt(Slice ref, Slice alt)
    {
        if (ref.length() + alt.length() <= MAX_REVERSIBLE_LENGTH) {
            int code = encodeReversible(ref, alt);
            if (code != NOT_REVERSIBLE) {
                return code;
            }
        }
        return encodeHash(ref, alt);
    }

    static boolean isReversible(int refAlt)
    {
        return (refAlt & 1) == 0;
    }

    static int refLength(int refAlt)
    {
        return refAlt >>> REF_LENGTH_SHIFT & LENGTH_MASK;
    }

    static int altLength(int refAlt)
    {
        return refAlt >>> ALT_LENGTH_SHIFT & LENGTH_MASK;
    }

    /**
     * @param first the place of the first base, REF and ALT counted as one
     */
    static Slice decodeBases(int refAlt, int first, int length)
    {
        byte[] bases = new byte[length];
        for (int index = 0; index < length; index++) {
            int shift = ALT_LENGTH_SHIFT - BITS_OF_BASE * (first + index + 1);
            bases[index] = (byte) "ACGT".charAt(refAlt >>> shift & 3);
        }
        return Slices.wrappedBuffer(bases);
    }

    private static boolean hasPrefix(Slice chrom)
    {
        return chrom.length() > 3
                && Alleles.upper(chrom.getByte(0)) == 'C'
                && Alleles.upper(chrom.getByte(1)) == 'H'
                && Alleles.upper(chrom.getByte(2)) == 'R';
    }

    private static int encodeReversible(Slice ref, Slice alt)
    {
        int code = ref.length() << REF_LENGTH_SHIFT | alt.length() << ALT_LENGTH_SHIFT;
        int shift = ALT_LENGTH_SHIFT;
        for (int index = 0; index < ref.length() + alt.length(); index++) {
            byte base = index < ref.length() ? ref.getByte(index) : alt.getByte(index - ref.length());
            int encoded = switch (base) {
                case 'A', 'a' -> 0;
                case 'C', 'c' -> 1;
                case 'G', 'g' -> 2;
                case 'T', 't' -> 3;
                default -> NOT_REVERSIBLE;
            };
            if (encoded == NOT_REVERSIBLE) {
                return NOT_REVERSIBLE;
            }
            shift -= BITS_OF_BASE;
            code |= encoded << shift;
        }
        return code;
    }

    private static int encodeHash(Slice ref, Slice alt)
    {
        // a 3 separates REF and ALT
        int hash = mix(hash(alt), mix(3, hash(ref)));
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >>> 13;
        hash *= 0xC2B2AE35;
        hash ^= hash >>> 16;
        // the last bit says that it is a hash
        return hash >>> 1 | 1;
    }

    private static int hash(Slice allele)
    {
        int hash = 0;
        for (int start = 0; start < allele.length(); start += BASES_OF_BLOCK) {
            int block = 0;
            for (int index = 0; index < BASES_OF_BLOCK && start + index < allele.length(); index++) {
                block ^= packLetter(allele.getByte(start + index)) << 1 + BITS_OF_LETTER * (BASES_OF_BLOCK - 1 - index);
            }
            hash = mix(block, hash);
        }
        return hash;
    }

    private static int packLetter(byte letter)
    {
        if (letter < 'A') {
            return 27;
        }
        return letter >= 'a' ? letter - 'a' + 1 : letter - 'A' + 1;
    }

    /**
     * As MurmurHash3 does.
     */
    private static int mix(int block, int hash)
    {
        int mixed = hash ^ Integer.rotateRight(block * 0xCC9E2D51, 17) * 0x1B873593;
        return Integer.rotateRight(mixed, 19) * 5 + 0xE6546B64;
    }
}
