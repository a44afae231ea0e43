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
package io.genolake.connector.tablefunction;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;

import static io.trino.spi.type.BigintType.BIGINT;
import static java.lang.Math.max;

/**
 * Keeps one interval.
 */
final class MergeProcessor
        extends IntervalProcessor
{
    private final long maxGap;

    // the interval that may still grow; none if it has no intervals
    private long pos;
    private long endPos;
    private long intervals;

    private long mergedPos;
    private long mergedEndPos;
    private long mergedIntervals;

    MergeProcessor(long maxGap)
    {
        super("interval_merge", ImmutableList.of(BIGINT, BIGINT, BIGINT));
        this.maxGap = maxGap;
    }

    @Override
    protected void accept(Page page, int position, long row, long pos, long endPos)
    {
        // the difference, as the gap may be any number
        if (intervals > 0 && pos - this.endPos - 1 <= maxGap) {
            this.endPos = max(this.endPos, endPos);
            intervals++;
            return;
        }
        end();
        this.pos = pos;
        this.endPos = endPos;
        intervals = 1;
    }

    @Override
    protected void end()
    {
        mergedPos = pos;
        mergedEndPos = endPos;
        mergedIntervals = intervals;
        intervals = 0;
    }

    @Override
    protected boolean emit(PageBuilder output)
    {
        if (mergedIntervals == 0) {
            return true;
        }
        if (output.isFull()) {
            return false;
        }
        output.declarePosition();
        BIGINT.writeLong(output.getBlockBuilder(0), mergedPos);
        BIGINT.writeLong(output.getBlockBuilder(1), mergedEndPos);
        BIGINT.writeLong(output.getBlockBuilder(2), mergedIntervals);
        mergedIntervals = 0;
        return true;
    }
}
