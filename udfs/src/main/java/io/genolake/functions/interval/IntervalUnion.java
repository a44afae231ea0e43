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
package io.genolake.functions.interval;

import io.airlift.slice.SliceInput;
import io.airlift.slice.SliceOutput;
import io.genolake.functions.state.Retained;
import io.trino.spi.TrinoException;

import java.util.Arrays;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.max;

/**
 * The union of intervals, which may come in any order. It keeps 16 bytes for each interval of the union, up to four times as much
 * in between; intervals in order are merged as they come.
 */
public final class IntervalUnion
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(IntervalUnion.class);
    // 1 GB
    private static final int MAX_INTERVALS = 1 << 26;

    private final long maxGap;
    // not sorted, and not yet merged
    private long[] starts = new long[8];
    private long[] ends = new long[8];
    private int size;

    /**
     * @param maxGap the most bases between two intervals that are merged; 0 merges intervals that overlap or touch
     */
    IntervalUnion(long maxGap)
    {
        if (maxGap < 0) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "merge_intervals: max_gap is negative: " + maxGap);
        }
        this.maxGap = maxGap;
    }

    static IntervalUnion read(SliceInput input)
    {
        IntervalUnion union = new IntervalUnion(input.readLong());
        union.size = input.readInt();
        union.starts = new long[max(union.size, 1)];
        union.ends = new long[max(union.size, 1)];
        for (int i = 0; i < union.size; i++) {
            union.starts[i] = input.readLong();
            union.ends[i] = input.readLong();
        }
        return union;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        merge();
        output.writeLong(maxGap);
        output.writeInt(size);
        for (int i = 0; i < size; i++) {
            output.writeLong(starts[i]);
            output.writeLong(ends[i]);
        }
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + sizeOf(starts) + sizeOf(ends);
    }

    long maxGap()
    {
        return maxGap;
    }

    void add(long start, long end)
    {
        if (size > 0 && start >= starts[size - 1] && start - maxGap - 1 <= ends[size - 1]) {
            ends[size - 1] = max(ends[size - 1], end);
            return;
        }
        if (size == starts.length) {
            merge();
            if (size > starts.length / 2) {
                if (size >= MAX_INTERVALS) {
                    throw new TrinoException(EXCEEDED_FUNCTION_MEMORY_LIMIT, "merge_intervals: the union of a group has more than %s intervals: group by contig, or by contig and window".formatted(MAX_INTERVALS));
                }
                starts = Arrays.copyOf(starts, 2 * starts.length);
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
        }
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    void addAll(IntervalUnion other)
    {
        for (int i = 0; i < other.size; i++) {
            add(other.starts[i], other.ends[i]);
        }
    }

    /**
     * Sorts and merges. Starts and ends can be sorted apart: an interval of the union ends where as many have ended as have begun.
     */
    void merge()
    {
        Arrays.sort(starts, 0, size);
        Arrays.sort(ends, 0, size);
        int merged = 0;
        int begun = 0;
        for (int ended = 0; ended < size; ended++) {
            int first = begun;
            while (begun < size && starts[begun] - maxGap - 1 <= ends[ended]) {
                begun++;
            }
            if (first == ended && begun > first) {
                starts[merged] = starts[first];
            }
            if (begun == ended + 1) {
                ends[merged] = ends[ended];
                merged++;
            }
        }
        size = merged;
    }

    int size()
    {
        return size;
    }

    long start(int index)
    {
        return starts[index];
    }

    long end(int index)
    {
        return ends[index];
    }
}
