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

import io.genolake.formats.bgzf.VirtualOffset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A stretch of a BGZF file, in virtual offsets.
 *
 * @param begin where the first record begins
 * @param end where the last record ends, which is not in the chunk
 */
public record Chunk(long begin, long end)
{
    static final Comparator<Chunk> BY_BEGIN = (left, right) -> Long.compareUnsigned(left.begin, right.begin);

    public Chunk
    {
        checkArgument(
                Long.compareUnsigned(begin, end) <= 0,
                "%s is after %s",
                VirtualOffset.toString(begin),
                VirtualOffset.toString(end));
    }

    /**
     * The same stretches in the order of the file, as few chunks as they can be read in without a detour: chunks that
     * overlap or touch are one, and so are chunks of which one ends in the block in which the next begins.
     */
    public static List<Chunk> merge(List<Chunk> chunks)
    {
        List<Chunk> sorted = new ArrayList<>(chunks);
        sorted.sort(BY_BEGIN);
        List<Chunk> merged = new ArrayList<>();
        for (Chunk chunk : sorted) {
            if (!merged.isEmpty() && merged.getLast().reaches(chunk)) {
                merged.set(merged.size() - 1, merged.getLast().extendTo(chunk.end));
            }
            else {
                merged.add(chunk);
            }
        }
        return List.copyOf(merged);
    }

    private boolean reaches(Chunk next)
    {
        return Long.compareUnsigned(VirtualOffset.compressedOffset(next.begin), VirtualOffset.compressedOffset(end)) <= 0;
    }

    private Chunk extendTo(long otherEnd)
    {
        return Long.compareUnsigned(otherEnd, end) > 0 ? new Chunk(begin, otherEnd) : this;
    }

    @Override
    public String toString()
    {
        return "[%s:%s, %s:%s)".formatted(
                VirtualOffset.compressedOffset(begin),
                VirtualOffset.offsetInBlock(begin),
                VirtualOffset.compressedOffset(end),
                VirtualOffset.offsetInBlock(end));
    }
}
