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
import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.toIntExact;

/**
 * Covered bases by window of a contig, counted as often as they are covered: 8 bytes a window, from the first to the last that is
 * covered, however many intervals there are.
 */
public final class WindowDepth
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(WindowDepth.class);
    // 128 MB
    private static final int MAX_WINDOWS = 1 << 24;

    private final long window;
    // index of the first of the windows in the array: window i is the bases i * window + 1 to (i + 1) * window
    private long offset;
    private int size;
    private long[] bases = new long[8];

    WindowDepth(long window)
    {
        if (window < 1) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "coverage_depth: the window is less than a base: " + window);
        }
        this.window = window;
    }

    static WindowDepth read(SliceInput input)
    {
        WindowDepth windows = new WindowDepth(input.readLong());
        windows.offset = input.readLong();
        windows.size = input.readInt();
        windows.bases = new long[max(windows.size, 1)];
        input.readLongs(windows.bases, 0, windows.size);
        return windows;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeLong(window);
        output.writeLong(offset);
        output.writeInt(size);
        output.writeLongs(bases, 0, size);
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + sizeOf(bases);
    }

    void checkWindow(long window)
    {
        if (window != this.window) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "coverage_depth: the window differs within a group: %s and %s".formatted(this.window, window));
        }
    }

    void add(long start, long end)
    {
        long first = max(start, 1);
        if (first > end) {
            return;
        }
        long firstWindow = (first - 1) / window;
        long lastWindow = (end - 1) / window;
        ensureWindows(firstWindow, lastWindow);
        for (long index = firstWindow; index <= lastWindow; index++) {
            bases[(int) (index - offset)] += min(end, (index + 1) * window) - max(first, index * window + 1) + 1;
        }
    }

    void addAll(WindowDepth other)
    {
        checkWindow(other.window);
        if (other.size == 0) {
            return;
        }
        ensureWindows(other.offset, other.offset + other.size - 1);
        for (int i = 0; i < other.size; i++) {
            bases[(int) (other.offset - offset) + i] += other.bases[i];
        }
    }

    private void ensureWindows(long first, long last)
    {
        long newOffset = size == 0 ? first : min(first, offset);
        long end = size == 0 ? last + 1 : max(last + 1, offset + size);
        if (end - newOffset > MAX_WINDOWS) {
            throw new TrinoException(EXCEEDED_FUNCTION_MEMORY_LIMIT, "coverage_depth: a group spans more than %s windows: group by contig, or take larger windows than %s".formatted(MAX_WINDOWS, window));
        }
        int newSize = toIntExact(end - newOffset);
        if (newOffset < offset || newSize > bases.length) {
            long[] grown = new long[newSize > bases.length ? (int) clamp(2L * newSize, 8, MAX_WINDOWS) : bases.length];
            System.arraycopy(bases, 0, grown, size == 0 ? 0 : (int) (offset - newOffset), size);
            bases = grown;
        }
        else if (size == 0) {
            Arrays.fill(bases, 0);
        }
        offset = newOffset;
        size = newSize;
    }

    int size()
    {
        return size;
    }

    long start(int index)
    {
        return (offset + index) * window + 1;
    }

    long end(int index)
    {
        return (offset + index + 1) * window;
    }

    double depth(int index)
    {
        return (double) bases[index] / window;
    }
}
