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

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.toIntExact;

/**
 * How many intervals cover each base of a region: 4 bytes a base, however many intervals there are.
 */
public final class RegionDepth
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(RegionDepth.class);
    // 64 MB
    private static final int MAX_LENGTH = 1 << 24;

    private final long pos;
    private final long endPos;
    // by how much the depth of a base differs from that of the base before
    private final int[] steps;

    RegionDepth(long pos, long endPos)
    {
        if (pos < 0 || endPos < pos || endPos - pos >= MAX_LENGTH) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "coverage_depth: not a region of 1 to %s bases: region_pos is %s and region_end_pos is %s".formatted(MAX_LENGTH, pos, endPos));
        }
        this.pos = pos;
        this.endPos = endPos;
        steps = new int[toIntExact(endPos - pos + 1)];
    }

    static RegionDepth read(SliceInput input)
    {
        RegionDepth region = new RegionDepth(input.readLong(), input.readLong());
        input.readInts(region.steps);
        return region;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeLong(pos);
        output.writeLong(endPos);
        output.writeInts(steps);
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + sizeOf(steps);
    }

    void checkRegion(long pos, long endPos)
    {
        if (pos != this.pos || endPos != this.endPos) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "coverage_depth: the region differs within a group: %s to %s and %s to %s".formatted(this.pos, this.endPos, pos, endPos));
        }
    }

    void add(long start, long end)
    {
        long first = max(start, pos);
        long last = min(end, endPos);
        if (first > last) {
            return;
        }
        steps[(int) (first - pos)]++;
        if (last < endPos) {
            steps[(int) (last - pos + 1)]--;
        }
    }

    void addAll(RegionDepth other)
    {
        checkRegion(other.pos, other.endPos);
        for (int i = 0; i < steps.length; i++) {
            steps[i] += other.steps[i];
        }
    }

    /**
     * Number of bases by depth, which is the index.
     */
    long[] histogram()
    {
        int deepest = 0;
        int depth = 0;
        for (int step : steps) {
            depth += step;
            deepest = max(deepest, depth);
        }
        long[] histogram = new long[deepest + 1];
        depth = 0;
        for (int step : steps) {
            depth += step;
            histogram[depth]++;
        }
        return histogram;
    }
}
