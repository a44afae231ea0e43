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
package io.genolake.formats.bam;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The fields of a BAM record (SAM specification, section 4.2), read where they lie. {@code start} is always the position
 * of the record's {@code block_size} field, {@code end} the position after its last byte, as {@link BamBatch} gives
 * them.
 * <p>
 * The record must be one that {@link BamReader} gave, or another whose lengths were checked: nothing is checked
 * here. Tags are read by {@link BamTags}.
 */
public final class BamRecord
{
    public static final int FLAG_UNMAPPED = 4;
    public static final int MAX_QUALITY = 93;

    /**
     * Length of the fields before the read name, {@code block_size} included.
     */
    static final int FIXED_LENGTH = 36;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    private static final byte[] CIGAR_OPERATIONS = "MIDNSHP=X".getBytes(ISO_8859_1);
    private static final byte[] BASES = "=ACMGRSVTWYHKDBN".getBytes(ISO_8859_1);
    // two bases, as the little-endian short of their letters, for each stored byte
    private static final short[] BASE_PAIRS = new short[256];

    // a bit for each CIGAR operation that consumes the reference: M, D, N, = and X
    private static final int CONSUMES_REFERENCE = 0b1_1000_1101;
    // and one for each that consumes the read: M, I, S, = and X
    private static final int CONSUMES_READ = 0b1_1001_0011;
    private static final int SOFT_CLIP = 4;

    static {
        for (int pair = 0; pair < BASE_PAIRS.length; pair++) {
            BASE_PAIRS[pair] = (short) (BASES[pair >> 4] | BASES[pair & 0xF] << 8);
        }
    }

    private BamRecord() {}

    /**
     * Length of the record after this field.
     */
    public static int blockSize(byte[] bytes, int start)
    {
        return getInt(bytes, start);
    }

    /**
     * Index of the reference in the header's dictionary, -1 if there is none.
     */
    public static int refId(byte[] bytes, int start)
    {
        return getInt(bytes, start + 4);
    }

    /**
     * Leftmost base, 0-based as stored, -1 if there is none.
     */
    public static int pos(byte[] bytes, int start)
    {
        return getInt(bytes, start + 8);
    }

    /**
     * Mapping quality, 255 if it is unknown.
     */
    public static int mapq(byte[] bytes, int start)
    {
        return bytes[start + 13] & 0xFF;
    }

    /**
     * The bin of the BAI scheme, as stored: often stale, and meaningless beyond 2^29.
     */
    public static int bin(byte[] bytes, int start)
    {
        return getShort(bytes, start + 14);
    }

    public static int flag(byte[] bytes, int start)
    {
        return getShort(bytes, start + 18);
    }

    /**
     * Index of the mate's reference in the header's dictionary, -1 if there is none.
     */
    public static int mateRefId(byte[] bytes, int start)
    {
        return getInt(bytes, start + 24);
    }

    /**
     * Leftmost base of the mate, 0-based as stored, -1 if there is none.
     */
    public static int matePos(byte[] bytes, int start)
    {
        return getInt(bytes, start + 28);
    }

    public static int templateLength(byte[] bytes, int start)
    {
        return getInt(bytes, start + 32);
    }

    public static int readNameStart(int start)
    {
        return start + FIXED_LENGTH;
    }

    /**
     * End of the read name, its NUL left out; a name that lacks it counts to its last byte, as in htslib.
     */
    public static int readNameEnd(byte[] bytes, int start)
    {
        int end = cigarStart(bytes, start);
        return bytes[end - 1] == 0 ? end - 1 : end;
    }

    /**
     * Number of bases of the read, 0 if they are not stored ({@code *} in SAM).
     */
    public static int sequenceLength(byte[] bytes, int start)
    {
        return getInt(bytes, start + 20);
    }

    /**
     * Position of the first operation of the CIGAR in its place, which may be a placeholder,
     * see {@link #isLongCigar}.
     */
    static int cigarStart(byte[] bytes, int start)
    {
        return start + FIXED_LENGTH + (bytes[start + 12] & 0xFF);
    }

    static int storedCigarCount(byte[] bytes, int start)
    {
        return getShort(bytes, start + 16);
    }

    /**
     * Position of the bases, two in a byte.
     */
    public static int sequenceStart(byte[] bytes, int start)
    {
        return cigarStart(bytes, start) + 4 * storedCigarCount(bytes, start);
    }

    /**
     * Position of the qualities: a byte for each base.
     */
    public static int qualitiesStart(byte[] bytes, int start)
    {
        return sequenceStart(bytes, start) + (sequenceLength(bytes, start) + 1) / 2;
    }

    /**
     * Position of the first tag.
     */
    public static int tagsStart(byte[] bytes, int start)
    {
        return qualitiesStart(bytes, start) + sequenceLength(bytes, start);
    }

    /**
     * Whether the CIGAR has so many operations that it is in the CG tag, with a placeholder in its place, whose first
     * operation clips the whole read (SAM specification, section 4.2.2). The very conditions are htslib's.
     */
    public static boolean isLongCigar(byte[] bytes, int start, int end)
    {
        return longCigar(bytes, start, end) >= 0;
    }

    /**
     * Position of the type of the CG tag that has the CIGAR; {@link BamTags#NONE} if none has, or
     * {@link BamTags#BROKEN} if the tags before it are broken.
     */
    static int longCigar(byte[] bytes, int start, int end)
    {
        int stored = storedCigarCount(bytes, start);
        if (stored == 0 || refId(bytes, start) < 0 || pos(bytes, start) < 0) {
            return BamTags.NONE;
        }
        int first = getInt(bytes, cigarStart(bytes, start));
        if ((first & 0xF) != SOFT_CLIP || first >>> 4 != sequenceLength(bytes, start)) {
            return BamTags.NONE;
        }
        int position = BamTags.find(bytes, tagsStart(bytes, start), end, BamTags.CG);
        if (position < 0) {
            return position;
        }
        if (bytes[position] != 'B' || (bytes[position + 1] != 'I' && bytes[position + 1] != 'i')) {
            return BamTags.NONE;
        }
        return getInt(bytes, position + 2) < stored ? BamTags.NONE : position;
    }

    /**
     * Number of operations of the CIGAR; 0 if there is none ({@code *} in SAM).
     */
    public static int cigarCount(byte[] bytes, int start, int end)
    {
        int position = longCigar(bytes, start, end);
        return position < 0 ? storedCigarCount(bytes, start) : getInt(bytes, position + 2);
    }

    /**
     * Position of the first operation of the CIGAR, wherever it lies: {@link #cigarCount} little-endian integers,
     * {@code length << 4 | operation}.
     */
    public static int cigarStart(byte[] bytes, int start, int end)
    {
        int position = longCigar(bytes, start, end);
        return position < 0 ? cigarStart(bytes, start) : position + 6;
    }

    /**
     * Number of bases of the reference that the CIGAR spans.
     */
    public static long referenceLength(byte[] bytes, int start, int end)
    {
        int position = longCigar(bytes, start, end);
        if (position < 0) {
            return cigarSum(bytes, cigarStart(bytes, start), storedCigarCount(bytes, start), CONSUMES_REFERENCE);
        }
        return cigarSum(bytes, position + 6, getInt(bytes, position + 2), CONSUMES_REFERENCE);
    }

    /**
     * Number of bases of the read that some CIGAR spans.
     */
    static long readLength(byte[] bytes, int position, int count)
    {
        return cigarSum(bytes, position, count, CONSUMES_READ);
    }

    private static long cigarSum(byte[] bytes, int position, int count, int consuming)
    {
        long length = 0;
        for (int i = 0; i < count; i++) {
            int operation = getInt(bytes, position + 4 * i);
            length += (consuming >> (operation & 0xF) & 1) * (long) (operation >>> 4);
        }
        return length;
    }

    /**
     * Whether all operations of some CIGAR are of the nine that there are.
     */
    static boolean isCigarSound(byte[] bytes, int position, int count)
    {
        // codes above 8 are those with the fourth bit and another one
        int unknown = 0;
        for (int i = 0; i < count; i++) {
            int operation = bytes[position + 4 * i];
            unknown |= (operation >> 3) & (operation | operation >> 1 | operation >> 2) & 1;
        }
        return unknown == 0;
    }

    /**
     * Rightmost base, 1-based and included: 0 where the record has no position, the position itself where the read is
     * unmapped or the CIGAR spans no base of the reference.
     */
    public static long endPos(byte[] bytes, int start, int end)
    {
        long pos = pos(bytes, start) + 1L;
        if (pos <= 0) {
            return 0;
        }
        if ((flag(bytes, start) & FLAG_UNMAPPED) != 0) {
            return pos;
        }
        long length = referenceLength(bytes, start, end);
        return length == 0 ? pos : pos + length - 1;
    }

    /**
     * Most bytes that {@link #writeCigar} writes.
     */
    public static long cigarLengthBound(byte[] bytes, int start, int end)
    {
        // 28 bits are nine digits
        return 10L * cigarCount(bytes, start, end);
    }

    /**
     * Writes the CIGAR as text, such as {@code 20M1D30M}; nothing where there is none ({@code *} in SAM).
     *
     * @return the position after it in {@code out}
     */
    public static int writeCigar(byte[] bytes, int start, int end, byte[] out, int outOffset)
    {
        int position = longCigar(bytes, start, end);
        int count;
        if (position < 0) {
            position = cigarStart(bytes, start);
            count = storedCigarCount(bytes, start);
        }
        else {
            count = getInt(bytes, position + 2);
            position += 6;
        }
        int written = outOffset;
        for (int i = 0; i < count; i++) {
            int operation = getInt(bytes, position + 4 * i);
            written = SamText.writeInteger(operation >>> 4, out, written);
            out[written] = CIGAR_OPERATIONS[operation & 0xF];
            written++;
        }
        return written;
    }

    /**
     * Writes the bases as letters, {@link #sequenceLength} of them.
     *
     * @return the position after them in {@code out}
     */
    public static int writeSequence(byte[] bytes, int start, byte[] out, int outOffset)
    {
        int length = sequenceLength(bytes, start);
        int position = sequenceStart(bytes, start);
        int written = outOffset;
        int pairsEnd = outOffset + (length & ~1);
        while (written < pairsEnd) {
            SHORT.set(out, written, BASE_PAIRS[bytes[position] & 0xFF]);
            written += 2;
            position++;
        }
        if ((length & 1) != 0) {
            out[written] = BASES[(bytes[position] & 0xF0) >> 4];
            written++;
        }
        return written;
    }

    /**
     * Whether the record has base qualities; {@code *} in SAM otherwise.
     */
    public static boolean hasQualities(byte[] bytes, int start)
    {
        return sequenceLength(bytes, start) > 0 && bytes[qualitiesStart(bytes, start)] != (byte) 0xFF;
    }

    /**
     * Writes the base qualities as SAM has them, Phred+33, {@link #sequenceLength} of them; to be called only where
     * {@link #hasQualities}.
     *
     * @return the position after them in {@code out}, or -1 if a quality is above {@link #MAX_QUALITY}, which
     *         text cannot have
     */
    public static int writeQualities(byte[] bytes, int start, byte[] out, int outOffset)
    {
        int position = qualitiesStart(bytes, start);
        int end = position + sequenceLength(bytes, start);
        int written = outOffset;
        long tooHigh = 0;
        while (position <= end - 8) {
            long eight = (long) LONG.get(bytes, position);
            // the high bit of a byte of the sum tells whether the byte is above 93; a byte that would
            // carry over to the next one has its own high bit set already
            tooHigh |= eight | (eight + 0x2222_2222_2222_2222L);
            LONG.set(out, written, eight + 0x2121_2121_2121_2121L);
            position += 8;
            written += 8;
        }
        while (position < end) {
            int quality = bytes[position];
            tooHigh |= quality | (quality + 0x22);
            out[written] = (byte) (quality + 33);
            position++;
            written++;
        }
        return (tooHigh & 0x8080_8080_8080_8080L) == 0 ? written : -1;
    }

    static int getShort(byte[] bytes, int position)
    {
        return (short) SHORT.get(bytes, position) & 0xFFFF;
    }

    static int getInt(byte[] bytes, int position)
    {
        return (int) INT.get(bytes, position);
    }

    static long getLong(byte[] bytes, int position)
    {
        return (long) LONG.get(bytes, position);
    }
}
