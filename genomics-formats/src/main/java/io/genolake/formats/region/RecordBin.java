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

import java.util.function.LongConsumer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.max;

/**
 * The smallest bin that holds the whole of a record, with its contig, in one number:
 * {@code code << 36 | level << 32 | number}. Level 0 has bins of 2<sup>14</sup> (16,384) positions, each further
 * level eight times as large ones, up to level 7 with one bin of 2<sup>35</sup>; {@code number} counts the bins of a
 * level from 0. The levels 0 to 5 are those of the SAM specification (section 5.1.1, where they are numbered from the
 * other end), but a bin here is the same whatever the index of the file.
 * <p>
 * A record has one bin. An interval {@linkplain #overlapping overlaps} many, of all levels, and the bin of every
 * record that overlaps the interval is one of them: this makes an overlap join an equi-join that misses nothing and
 * finds each pair once.
 * <p>
 * Positions are 1-based, both ends included. An interval is always taken over
 * {@code [max(pos, 1), max(end_pos, pos, 1)]}, so that a telomere (position 0 of VCF) and an interval of length zero
 * (end_pos = pos - 1) have a place too.
 */
public final class RecordBin
{
    public static final int LEVELS = 8;

    /**
     * Largest position that a bin holds.
     */
    public static final long MAX_POSITION = 1L << 35;

    private static final int LEVEL_SHIFT = 32;
    private static final int SMALLEST_SIZE_BITS = 14;
    private static final int BITS_PER_LEVEL = 3;

    private RecordBin() {}

    /**
     * The bin of a record.
     *
     * @throws IllegalArgumentException where the record ends beyond {@link #MAX_POSITION}
     */
    public static long of(int code, long pos, long endPos)
    {
        long first = firstOffset(pos);
        long last = lastOffset(pos, endPos);
        int differingBits = Long.SIZE - Long.numberOfLeadingZeros(first ^ last);
        int level = (max(differingBits - SMALLEST_SIZE_BITS, 0) + BITS_PER_LEVEL - 1) / BITS_PER_LEVEL;
        return bin(code, level, first >> sizeBits(level));
    }

    public static int code(long bin)
    {
        return (int) (bin >>> Locus.POSITION_BITS);
    }

    /**
     * 0 (16 kb) to 7 (32 Gb).
     */
    public static int level(long bin)
    {
        return (int) (bin >>> LEVEL_SHIFT) & (LEVELS * 2 - 1);
    }

    /**
     * Number of the bin among those of its level, from 0.
     */
    public static long number(long bin)
    {
        return bin & ((1L << LEVEL_SHIFT) - 1);
    }

    /**
     * Whether the number is a bin, of any contig. Numbers that are none come from users, who can compare a bin with
     * anything.
     */
    public static boolean isBin(long value)
    {
        return value >= 0 && level(value) < LEVELS && number(value) < 1L << (BITS_PER_LEVEL * (LEVELS - 1 - level(value)));
    }

    /**
     * First position in the bin, 1-based.
     */
    public static long firstPosition(long bin)
    {
        return (number(bin) << sizeBits(level(bin))) + 1;
    }

    /**
     * Last position in the bin, 1-based.
     */
    public static long lastPosition(long bin)
    {
        return (number(bin) + 1) << sizeBits(level(bin));
    }

    /**
     * Every bin that overlaps an interval, of all levels, in ascending order: at least {@link #LEVELS} of them, and
     * some 2.4 million for an interval of 2<sup>35</sup> positions, which is the most there can be.
     *
     * @throws IllegalArgumentException where the interval ends beyond {@link #MAX_POSITION}
     */
    public static long[] overlapping(int code, long pos, long endPos)
    {
        long first = firstOffset(pos);
        long last = lastOffset(pos, endPos);
        int count = 0;
        for (int level = 0; level < LEVELS; level++) {
            count += (int) ((last >> sizeBits(level)) - (first >> sizeBits(level))) + 1;
        }
        long[] bins = new long[count];
        int index = 0;
        for (int level = 0; level < LEVELS; level++) {
            for (long number = first >> sizeBits(level); number <= last >> sizeBits(level); number++) {
                bins[index] = bin(code, level, number);
                index++;
            }
        }
        return bins;
    }

    /**
     * As {@link #overlapping}, without an array.
     */
    public static void forEachOverlapping(int code, long pos, long endPos, LongConsumer consumer)
    {
        long first = firstOffset(pos);
        long last = lastOffset(pos, endPos);
        for (int level = 0; level < LEVELS; level++) {
            for (long number = first >> sizeBits(level); number <= last >> sizeBits(level); number++) {
                consumer.accept(bin(code, level, number));
            }
        }
    }

    private static long bin(int code, int level, long number)
    {
        return (long) code << Locus.POSITION_BITS | (long) level << LEVEL_SHIFT | number;
    }

    private static int sizeBits(int level)
    {
        return SMALLEST_SIZE_BITS + BITS_PER_LEVEL * level;
    }

    private static long firstOffset(long pos)
    {
        return max(pos, 1) - 1;
    }

    private static long lastOffset(long pos, long endPos)
    {
        long end = max(max(endPos, pos), 1);
        checkArgument(end <= MAX_POSITION, "position %s is out of range: bins hold positions up to %s", end, MAX_POSITION);
        return end - 1;
    }
}
