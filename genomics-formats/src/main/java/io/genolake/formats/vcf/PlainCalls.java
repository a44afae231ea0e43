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

/**
 * Records whose samples have nothing but calls of three characters, as {@code 0|1}: most of the world's genotypes. Two of them
 * with their tabs are one word, read at once.
 */
final class PlainCalls
{
    /**
     * Bytes of a call and the tab after it.
     */
    static final int LENGTH = 4;

    // "0|0\t0|0\t"
    private static final long REFERENCE = 0x0930_7C30_0930_7C30L;
    private static final long SEPARATORS = 0x0000_FF00_0000_FF00L;
    private static final long UNPHASED = (long) ('|' ^ '/') << 8 | (long) ('|' ^ '/') << 40;
    private static final long ALLELES = 0x0001_0001_0001_0001L;

    private PlainCalls() {}

    /**
     * Whether the sample columns of a record have the length that they would have.
     */
    static boolean mayBe(int start, int end, int samples)
    {
        return end - start + 1L == (long) LENGTH * samples;
    }

    /**
     * Reads two calls, each of which has a tab after it. If they {@link #areBiallelic}, the alleles are bits 0, 16, 32 and 48.
     */
    static long read(byte[] bytes, int position)
    {
        long calls = Bytes.word(bytes, position) ^ REFERENCE;
        return (calls & SEPARATORS) == UNPHASED ? calls & ~SEPARATORS : calls;
    }

    /**
     * Whether what was read is two calls with the alleles 0 and 1.
     */
    static boolean areBiallelic(long calls)
    {
        return (calls & ~ALLELES) == 0;
    }

    /**
     * Whether a sample's first value is a call of three characters, and is not the end of the line.
     *
     * @param end the end of the line
     */
    static boolean startAt(byte[] bytes, int position, int end)
    {
        return position < end - 3
                && isAllele(bytes[position])
                && Genotypes.isSeparator(bytes[position + 1])
                && isAllele(bytes[position + 2])
                && (bytes[position + 3] == ':' || bytes[position + 3] == '\t');
    }

    private static boolean isAllele(byte value)
    {
        return (value >= '0' && value <= '9') || value == '.';
    }
}
