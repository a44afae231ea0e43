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
package io.genolake.formats.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.checkFromToIndex;

/**
 * A number of 27 bits for the name of a contig, the same in every file and on every node. It makes a sortable key of
 * a position ({@link Locus}) and of an interval ({@link RecordBin}).
 * <ul>
 * <li>1 to 22, 23, 24 and 25 are the human chromosomes 1 to 22, X, Y and M: {@code 1}, {@code chr1}, {@code X},
 * {@code chrX}, {@code M}, {@code MT}, {@code chrM}, {@code chrMT}, and the RefSeq names of the human assemblies,
 * whatever their version: {@code NC_000001} to {@code NC_000024} (NCBI36, GRCh37, GRCh38), {@code NC_060925} to
 * {@code NC_060948} (T2T-CHM13) and {@code NC_012920} (the mitochondrion, rCRS).</li>
 * <li>Any other name, {@code 23} or {@code chr01} among them, which other species use, has a hash: 2<sup>26</sup> and
 * above, the 32-bit FNV-1a of the name's UTF-8 bytes, folded to 26 bits by xor.</li>
 * <li>0 and 26 to 2<sup>26</sup> - 1 are never the code of a name.</li>
 * </ul>
 * A code is a key, <em>never identity</em>: chr1 and 1 share one by design, and hashes collide. Whoever uses it
 * compares the names too.
 */
public final class ContigCode
{
    /**
     * Number of bits of a code.
     */
    public static final int BITS = 27;

    private static final int X = 23;
    private static final int Y = 24;
    private static final int M = 25;

    private static final int FIRST_HASH = 1 << (BITS - 1);
    private static final int FNV_OFFSET_BASIS = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private static final int ACCESSION_LENGTH = "NC_000001".length();
    private static final int LAST_CHROMOSOME = 24;
    private static final int FIRST_T2T_CHROMOSOME = 60925;
    private static final int MITOCHONDRION = 12920;

    private ContigCode() {}

    public static int of(String name)
    {
        return of(name.getBytes(UTF_8));
    }

    public static int of(byte[] name)
    {
        return of(name, 0, name.length);
    }

    /**
     * @param bytes holds the name, in UTF-8
     * @param start position of its first byte
     * @param end position after its last byte
     */
    public static int of(byte[] bytes, int start, int end)
    {
        int code = ofHuman(bytes, start, end);
        return code == 0 ? hash(bytes, start, end) : code;
    }

    /**
     * Whether the code is that of a human chromosome.
     */
    public static boolean isHuman(int code)
    {
        return code > 0 && code <= M;
    }

    /**
     * Returns 0 for a name that is none of a human chromosome.
     */
    private static int ofHuman(byte[] bytes, int start, int end)
    {
        checkFromToIndex(start, end, bytes.length);
        if (end - start >= ACCESSION_LENGTH) {
            return ofAccession(bytes, start, end);
        }
        int position = start;
        if (end - start > 3 && bytes[start] == 'c' && bytes[start + 1] == 'h' && bytes[start + 2] == 'r') {
            position += 3;
        }
        byte first = position < end ? bytes[position] : 0;
        if (end - position == 1) {
            return switch (first) {
                case 'X' -> X;
                case 'Y' -> Y;
                case 'M' -> M;
                default -> first > '0' && first <= '9' ? first - '0' : 0;
            };
        }
        if (end - position == 2) {
            byte second = bytes[position + 1];
            if (first == 'M' && second == 'T') {
                return M;
            }
            if ((first == '1' && isDigit(second)) || (first == '2' && second >= '0' && second <= '2')) {
                return (first - '0') * 10 + second - '0';
            }
        }
        return 0;
    }

    private static int ofAccession(byte[] bytes, int start, int end)
    {
        if (bytes[start] != 'N' || bytes[start + 1] != 'C' || bytes[start + 2] != '_') {
            return 0;
        }
        int accessionEnd = start + ACCESSION_LENGTH;
        int number = 0;
        for (int position = start + 3; position < accessionEnd; position++) {
            if (!isDigit(bytes[position])) {
                return 0;
            }
            number = number * 10 + bytes[position] - '0';
        }
        if (end > accessionEnd && !isVersion(bytes, accessionEnd, end)) {
            return 0;
        }
        if (number == MITOCHONDRION) {
            return M;
        }
        int chromosome = number >= FIRST_T2T_CHROMOSOME ? number - FIRST_T2T_CHROMOSOME + 1 : number;
        return chromosome <= LAST_CHROMOSOME ? chromosome : 0;
    }

    private static boolean isVersion(byte[] bytes, int start, int end)
    {
        if (bytes[start] != '.' || end - start < 2) {
            return false;
        }
        for (int position = start + 1; position < end; position++) {
            if (!isDigit(bytes[position])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte value)
    {
        return value >= '0' && value <= '9';
    }

    private static int hash(byte[] bytes, int start, int end)
    {
        int hash = FNV_OFFSET_BASIS;
        for (int position = start; position < end; position++) {
            hash = (hash ^ (bytes[position] & 0xFF)) * FNV_PRIME;
        }
        return FIRST_HASH | ((hash ^ (hash >>> (BITS - 1))) & (FIRST_HASH - 1));
    }
}
