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
import io.trino.spi.PageBuilder;

import static io.trino.spi.type.BigintType.BIGINT;

/**
 * A row for each run of bases of the same depth, where that changes not only by other intervals of the same number.
 */
final class CoverageProcessor
        extends SweepProcessor
{
    // the run that may still go on; none if it has no depth
    private long from;
    private long to;
    private int depth;

    private long nextFrom;
    private long nextTo;
    private int nextDepth;

    private boolean ended;

    CoverageProcessor()
    {
        super("interval_coverage", ImmutableList.of(BIGINT, BIGINT, BIGINT));
    }

    @Override
    protected void beginRun(long from, long to, int depth)
    {
        nextFrom = from;
        nextTo = to;
        nextDepth = depth;
    }

    @Override
    protected boolean emitRun(PageBuilder output)
    {
        if (depth == nextDepth && to + 1 == nextFrom) {
            to = nextTo;
            return true;
        }
        if (!emitLast(output)) {
            return false;
        }
        from = nextFrom;
        to = nextTo;
        depth = nextDepth;
        return true;
    }

    @Override
    protected void end()
    {
        super.end();
        ended = true;
    }

    @Override
    protected boolean emitRest(PageBuilder output)
    {
        return !ended || emitLast(output);
    }

    private boolean emitLast(PageBuilder output)
    {
        if (depth == 0) {
            return true;
        }
        if (output.isFull()) {
            return false;
        }
        output.declarePosition();
        BIGINT.writeLong(output.getBlockBuilder(0), from);
        BIGINT.writeLong(output.getBlockBuilder(1), to);
        BIGINT.writeLong(output.getBlockBuilder(2), depth);
        depth = 0;
        return true;
    }
}
