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

import io.genolake.formats.MalformedFileException.Scope;

import java.util.Arrays;

import static java.util.Objects.requireNonNull;

/**
 * The tags of a record, one after the other, over the bytes of a batch (SAM specification, section 4.2.4). One object
 * serves all records of a scan:
 * {@snippet :
 * tags.reset(batch, record);
 * while (tags.next()) {
 *     // tags.key(), tags.writeText(...)
 * }
 * }
 * Of a doubled tag only the first is given, and a CG tag that has the record's CIGAR is none.
 */
public final class BamTags
{
    /**
     * The key of the read group's tag, which {@link #find} takes.
     */
    public static final int RG = key('R', 'G');

    static final int CG = key('C', 'G');
    static final int NONE = -1;
    static final int BROKEN = -2;

    private BamBatch batch;
    private int record;
    private byte[] bytes;
    private int end;
    private int next;
    private int longCigar;

    // which keys the record had so far: a bit for each, and a list by which the bits are cleared
    private final long[] seen = new long[1 << 10];
    private int[] seenKeys = new int[64];
    private int seenCount;

    private int type;

    /**
     * A tag's key as a number: its two letters as a little-endian short, as they are stored.
     */
    public static int key(char first, char second)
    {
        return first | second << 8;
    }

    /**
     * Goes to the start of a record's tags.
     */
    public void reset(BamBatch batch, int record)
    {
        this.batch = requireNonNull(batch, "batch is null");
        this.record = record;
        bytes = batch.bytes();
        int start = batch.recordStart(record);
        end = batch.recordEnd(record);
        next = BamRecord.tagsStart(bytes, start);
        longCigar = BamRecord.longCigar(bytes, start, end);
        for (int i = 0; i < seenCount; i++) {
            seen[seenKeys[i] >> 6] = 0;
        }
        seenCount = 0;
    }

    /**
     * Goes to the next tag.
     *
     * @return false if there is none
     * @throws io.genolake.formats.MalformedFileException if the tags are broken from here on
     */
    public boolean next()
    {
        while (next < end) {
            int after = skip(bytes, next, end);
            if (after < 0) {
                throw broken();
            }
            type = next + 2;
            next = after;
            if (type != longCigar && isFirst(key())) {
                return true;
            }
        }
        return false;
    }

    private boolean isFirst(int key)
    {
        long bit = 1L << key;
        if ((seen[key >> 6] & bit) != 0) {
            return false;
        }
        seen[key >> 6] |= bit;
        if (seenCount == seenKeys.length) {
            seenKeys = Arrays.copyOf(seenKeys, 2 * seenCount);
        }
        seenKeys[seenCount] = key;
        seenCount++;
        return true;
    }

    /**
     * Goes to the first tag with a key, from the start of the record's tags, wherever {@link #next} is. Only the tags
     * before it are looked at.
     *
     * @return false if there is none
     * @throws io.genolake.formats.MalformedFileException if the tags are broken before it
     */
    public boolean find(int key)
    {
        int position = find(bytes, BamRecord.tagsStart(bytes, batch.recordStart(record)), end, key);
        if (position == BROKEN) {
            throw broken();
        }
        if (position == NONE || position == longCigar) {
            return false;
        }
        type = position;
        return true;
    }

    private RuntimeException broken()
    {
        return batch.malformed(record, Scope.RECORD, "the tags are broken");
    }

    /**
     * Key of the tag, see {@link #key(char, char)}.
     */
    public int key()
    {
        return BamRecord.getShort(bytes, type - 2);
    }

    /**
     * Position of the two letters of the tag's key.
     */
    public int keyStart()
    {
        return type - 2;
    }

    /**
     * Type of the value as stored: one of A, c, C, s, S, i, I, f, d, Z, H and B.
     */
    public char type()
    {
        return (char) bytes[type];
    }

    /**
     * Whether the value is stored as text (A, Z, H): the bytes from {@link #textStart} to {@link #textEnd} are what
     * {@link #writeText} would write.
     */
    public boolean isText()
    {
        return switch (bytes[type]) {
            case 'A', 'Z', 'H' -> true;
            default -> false;
        };
    }

    public int textStart()
    {
        return type + 1;
    }

    public int textEnd()
    {
        return bytes[type] == 'A' ? type + 2 : endOfText(bytes, type + 1, end);
    }

    /**
     * Most bytes that {@link #writeText} writes; may be more than an array can hold.
     */
    public long textLengthBound()
    {
        return isText() ? textEnd() - textStart() : SamText.valueLengthBound(bytes, type);
    }

    /**
     * Writes the value as SAM has it, without its type: {@code 5}, {@code 0.25}, and an array as {@code c,1,2}.
     *
     * @return the position after it in {@code out}
     */
    public int writeText(byte[] out, int outOffset)
    {
        if (isText()) {
            int length = textEnd() - textStart();
            System.arraycopy(bytes, textStart(), out, outOffset, length);
            return outOffset + length;
        }
        return SamText.writeValue(bytes, type, out, outOffset);
    }

    /**
     * Looks for the first tag with a key.
     *
     * @param position of the first tag
     * @return position of the tag's type, {@link #NONE}, or {@link #BROKEN} if the tags are broken before it or in it
     */
    static int find(byte[] bytes, int position, int end, int key)
    {
        while (position < end) {
            int after = skip(bytes, position, end);
            if (after < 0) {
                return BROKEN;
            }
            if (BamRecord.getShort(bytes, position) == key) {
                return position + 2;
            }
            position = after;
        }
        return NONE;
    }

    /**
     * The position after a tag, or {@link #BROKEN} if it is none or does not end before {@code end}.
     */
    static int skip(byte[] bytes, int position, int end)
    {
        if (end - position < 4 || !isPrintable(bytes[position]) || !isPrintable(bytes[position + 1])) {
            return BROKEN;
        }
        int after = switch (bytes[position + 2]) {
            case 'A', 'c', 'C' -> position + 4;
            case 's', 'S' -> position + 5;
            case 'i', 'I', 'f' -> position + 7;
            case 'd' -> position + 11;
            case 'Z', 'H' -> endOfText(bytes, position + 3, end) + 1;
            case 'B' -> skipArray(bytes, position, end);
            default -> BROKEN;
        };
        return after <= end ? after : BROKEN;
    }

    private static int skipArray(byte[] bytes, int position, int end)
    {
        if (end - position < 8) {
            return BROKEN;
        }
        int size = SamText.elementSize(bytes[position + 3]);
        long count = Integer.toUnsignedLong(BamRecord.getInt(bytes, position + 4));
        return size == 0 || count > (end - position - 8) / size ? BROKEN : position + 8 + (int) count * size;
    }

    /**
     * Position of the first NUL, or {@code end} if there is none before.
     */
    private static int endOfText(byte[] bytes, int position, int end)
    {
        while (position <= end - 8) {
            long eight = BamRecord.getLong(bytes, position);
            long zeros = (eight - 0x0101_0101_0101_0101L) & ~eight & 0x8080_8080_8080_8080L;
            if (zeros != 0) {
                return position + Long.numberOfTrailingZeros(zeros) / 8;
            }
            position += 8;
        }
        while (position < end && bytes[position] != 0) {
            position++;
        }
        return position;
    }

    private static boolean isPrintable(byte character)
    {
        return character > ' ' && character < 0x7F;
    }
}
