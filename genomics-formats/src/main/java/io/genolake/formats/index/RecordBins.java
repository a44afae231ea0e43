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

/**
 * The smallest bins that hold whole records, of sizes {@code 2^14 * 8^level} from 16 kb to 32 Gb, whatever the scheme of
 * an index. A level and a number are packed in a long.
 */
final class RecordBins
{
    static final int MAX_LEVEL = 7;

    private static final int MIN_SHIFT = 14;
    private static final int NUMBER_BITS = 56;

    private RecordBins() {}

    static long of(int level, long number)
    {
        checkArgument(level >= 0 && level <= MAX_LEVEL, "level is out of range: %s", level);
        checkArgument(number >>> NUMBER_BITS == 0, "number is out of range: %s", number);
        return (long) level << NUMBER_BITS | number;
    }

    static int level(long bin)
    {
        return (int) (bin >>> NUMBER_BITS);
    }

    static long number(long bin)
    {
        return bin & ((1L << NUMBER_BITS) - 1);
    }

    /**
     * Binary logarithm of the size of a level's bins.
     */
    static int shift(int level)
    {
        return MIN_SHIFT + 3 * level;
    }

    /**
     * Whether an index has bins where this one begins.
     */
    static boolean isAddressed(long bin, BinningScheme scheme)
    {
        return number(bin) <= (scheme.maxPosition() - 1) >> shift(level(bin));
    }
}
