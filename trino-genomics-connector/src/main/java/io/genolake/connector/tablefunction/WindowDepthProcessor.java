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
import static io.trino.spi.type.DoubleType.DOUBLE;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * A row for each window with a covered base. Window i is the bases i * window + 1 to (i + 1) * window.
 */
final class WindowDepthProcessor
        extends SweepProcessor
{
    private final long window;

    // the window that may still be covered, and how often its bases have been; none if they have not
    private long index;
    private double bases;

    private long next;
    private long to;
    private int depth;

    private boolean ended;

    WindowDepthProcessor(long window)
    {
        super("depth", ImmutableList.of(BIGINT, BIGINT, DOUBLE));
        this.window = window;
    }

    @Override
    protected void beginRun(long from, long to, int depth)
    {
        // position 0 is the telomere, and in no window
        next = max(from, 1);
        this.to = to;
        this.depth = depth;
    }

    @Override
    protected boolean emitRun(PageBuilder output)
    {
        while (next <= to) {
            long nextIndex = (next - 1) / window;
            if (nextIndex != index && !emitLast(output)) {
                return false;
            }
            index = nextIndex;
            // the difference to the window's end, as a window may be as long as any number
            long last = min(to, next + (window - 1 - (next - 1) % window));
            bases += (double) (last - next + 1) * depth;
            next = last + 1;
        }
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
        if (bases == 0) {
            return true;
        }
        if (output.isFull()) {
            return false;
        }
        output.declarePosition();
        BIGINT.writeLong(output.getBlockBuilder(0), index * window + 1);
        BIGINT.writeLong(output.getBlockBuilder(1), (index + 1) * window);
        DOUBLE.writeDouble(output.getBlockBuilder(2), bases / window);
        bases = 0;
        return true;
    }
}
