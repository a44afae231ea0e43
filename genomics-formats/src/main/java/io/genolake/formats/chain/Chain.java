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
package io.genolake.formats.chain;

import java.util.Arrays;

import static java.util.Objects.requireNonNull;

/**
 * An alignment of two assemblies: blocks without gaps, in the order of both. Coordinates are 0-based and half-open; those of the
 * target are on its own strand, which is counted from the other end where it is the reverse one (UCSC chain format).
 */
public final class Chain
{
    private final String sourceContig;
    private final String targetContig;
    private final byte[] targetName;
    private final long targetSize;
    private final boolean reverse;
    private final long[] sourceStarts;
    private final long[] targetStarts;
    private final int[] sizes;

    /**
     * @param targetSize length of the target's sequence
     * @param reverse whether the target is aligned on its reverse strand
     */
    Chain(String sourceContig, String targetContig, byte[] targetName, long targetSize, boolean reverse, long[] sourceStarts, long[] targetStarts, int[] sizes)
    {
        this.sourceContig = requireNonNull(sourceContig, "sourceContig is null");
        this.targetContig = requireNonNull(targetContig, "targetContig is null");
        this.targetName = requireNonNull(targetName, "targetName is null");
        this.targetSize = targetSize;
        this.reverse = reverse;
        this.sourceStarts = requireNonNull(sourceStarts, "sourceStarts is null");
        this.targetStarts = requireNonNull(targetStarts, "targetStarts is null");
        this.sizes = requireNonNull(sizes, "sizes is null");
    }

    public String sourceContig()
    {
        return sourceContig;
    }

    public String targetContig()
    {
        return targetContig;
    }

    /**
     * The name of the target's sequence in UTF-8, which is not to be written to.
     */
    public byte[] targetName()
    {
        return targetName;
    }

    public boolean isReverse()
    {
        return reverse;
    }

    long sourceStart()
    {
        return sourceStarts[0];
    }

    long sourceEnd()
    {
        return sourceEnd(sizes.length - 1);
    }

    private long sourceEnd(int block)
    {
        return sourceStarts[block] + sizes[block];
    }

    /**
     * The first block that ends after a position; the number of blocks if there is none.
     */
    private int firstBlock(long start)
    {
        int found = Arrays.binarySearch(sourceStarts, start);
        if (found >= 0) {
            return found;
        }
        int before = -found - 2;
        return before >= 0 && sourceEnd(before) > start ? before : before + 1;
    }

    /**
     * How many bases of an interval are in blocks.
     */
    long covered(long start, long end)
    {
        long covered = 0;
        for (int block = firstBlock(start); block < sizes.length && sourceStarts[block] < end; block++) {
            covered += Math.min(end, sourceEnd(block)) - Math.max(start, sourceStarts[block]);
        }
        return covered;
    }

    /**
     * Where the first base of an interval lies that is in a block, and the last one, on the target's forward strand.
     */
    Lifted lift(long start, long end)
    {
        int first = firstBlock(start);
        int last = firstBlock(end - 1);
        if (last == sizes.length || sourceStarts[last] >= end) {
            last--;
        }
        long targetStart = targetStarts[first] + Math.max(0, start - sourceStarts[first]);
        long targetEnd = targetStarts[last] + Math.min(end - sourceStarts[last], sizes[last]);
        if (reverse) {
            return new Lifted(this, targetSize - targetEnd, targetSize - targetStart);
        }
        return new Lifted(this, targetStart, targetEnd);
    }

    /**
     * An interval in the target, 0-based and half-open, on its forward strand.
     */
    public record Lifted(Chain chain, long start, long end)
    {
        public Lifted
        {
            requireNonNull(chain, "chain is null");
        }
    }
}
