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

import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.type.Type;

import java.util.List;

/**
 * Computes a function of the number of intervals that cover each base. An interval of length zero covers none.
 */
abstract class SweepProcessor
        extends IntervalProcessor
{
    private final DepthSweep sweep;
    // the interval that begins where the sweep has been advanced to; none if it is negative
    private long endPos = -1;
    private boolean inRun;

    protected SweepProcessor(String function, List<Type> types)
    {
        super(function, types);
        sweep = new DepthSweep(function);
    }

    @Override
    protected void accept(Page page, int position, long row, long pos, long endPos)
    {
        if (endPos < pos) {
            return;
        }
        sweep.advance(pos);
        this.endPos = endPos;
    }

    @Override
    protected void end()
    {
        sweep.advance(MAX_POSITION + 1);
    }

    @Override
    protected boolean emit(PageBuilder output)
    {
        while (true) {
            if (inRun) {
                if (!emitRun(output)) {
                    return false;
                }
                inRun = false;
            }
            if (sweep.nextRun()) {
                inRun = true;
                beginRun(sweep.from(), sweep.to(), sweep.depth());
            }
            else {
                if (endPos >= 0) {
                    sweep.add(endPos);
                    endPos = -1;
                    return true;
                }
                return emitRest(output);
            }
        }
    }

    /**
     * Takes a run of bases, which comes after the last one.
     */
    protected abstract void beginRun(long from, long to, int depth);

    /**
     * Makes output rows of the run, until the page is full.
     *
     * @return whether that was all
     */
    protected abstract boolean emitRun(PageBuilder output);

    /**
     * Makes the output rows that are left when no run is, if there are no more rows of input.
     *
     * @return whether that was all
     */
    protected boolean emitRest(PageBuilder output)
    {
        return true;
    }
}
