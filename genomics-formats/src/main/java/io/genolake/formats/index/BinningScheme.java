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
package io.genolake.formats.index;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.checkIndex;

/**
 * The bins of an index (CSI specification; with {@code minShift} 14 and {@code depth} 5 those of SAM specification,
 * section 5.3): a tree in which a bin has eight children. Bin 0, the root, is level 0 and covers all positions; a bin of
 * the lowest level, {@code depth}, covers {@code 2^minShift}. Positions are 0-based here, except where said otherwise.
 *
 * @param minShift binary logarithm of the size of the smallest bins
 * @param depth number of levels below the root
 */
public record BinningScheme(int minShift, int depth)
{
    /**
     * The scheme of BAI and TBI.
     */
    public static final BinningScheme BAI = new BinningScheme(14, 5);

    // bin numbers are ints, so that eight children a bin leave room for no more levels
    private static final int MAX_DEPTH = 10;
    private static final int MAX_SHIFT = 62;

    public BinningScheme
    {
        checkArgument(isValid(minShift, depth), "there are no bins of minimum shift %s and depth %s", minShift, depth);
    }

    public static boolean isValid(int minShift, int depth)
    {
        return minShift >= 0 && depth >= 0 && depth <= MAX_DEPTH && minShift <= MAX_SHIFT - 3 * depth;
    }

    /**
     * Number of bins, one more than the largest bin.
     */
    public int binCount()
    {
        return firstBin(depth + 1);
    }

    /**
     * The number under which indexes keep counts of records, in the shape of a bin.
     */
    public int pseudoBin()
    {
        return binCount() + 1;
    }

    /**
     * The leftmost bin of a level.
     */
    public static int firstBin(int level)
    {
        return (int) (((1L << (3 * level)) - 1) / 7);
    }

    /**
     * The level of a bin.
     */
    public int level(int bin)
    {
        checkIndex(bin, binCount());
        int level = 0;
        while (bin >= firstBin(level + 1)) {
            level++;
        }
        return level;
    }

    /**
     * Binary logarithm of the size of a level's bins.
     */
    public int shift(int level)
    {
        return minShift + 3 * (depth - level);
    }

    /**
     * The bin that holds a bin.
     */
    public static int parent(int bin)
    {
        checkArgument(bin > 0, "the root has no parent");
        return (bin - 1) >> 3;
    }

    /**
     * Whether a bin is the one with the highest positions of its size.
     */
    public boolean isLastOfLevel(int bin)
    {
        return bin + 1 == firstBin(level(bin) + 1);
    }

    /**
     * The first position of a bin.
     */
    public long begin(int bin)
    {
        int level = level(bin);
        return (long) (bin - firstBin(level)) << shift(level);
    }

    /**
     * The first position after a bin.
     */
    public long end(int bin)
    {
        int level = level(bin);
        return (bin - firstBin(level) + 1L) << shift(level);
    }

    /**
     * The bin of a level in which a position lies.
     */
    public int binAt(int level, long position)
    {
        return firstBin(level) + (int) (position >> shift(level));
    }

    /**
     * The smallest bin that holds an interval, the root if none does.
     *
     * @param start first position
     * @param end first position after the interval
     */
    public int binOf(long start, long end)
    {
        checkArgument(start >= 0 && start < end, "there is no interval [%s, %s)", start, end);
        if (end > maxPosition()) {
            return 0;
        }
        for (int level = depth; level > 0; level--) {
            if (start >> shift(level) == (end - 1) >> shift(level)) {
                return binAt(level, start);
            }
        }
        return 0;
    }

    /**
     * The largest position that has a bin, 1-based.
     */
    public long maxPosition()
    {
        return 1L << shift(0);
    }

    /**
     * Whether a position, 1-based, has a bin. Where a record goes that has none is not defined.
     */
    public boolean addresses(long position)
    {
        return position <= maxPosition();
    }
}
