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

import static java.lang.Math.min;

/**
 * Finds the runs of bases that the same intervals cover. It keeps 8 bytes for each interval that covers the current base.
 */
final class DepthSweep
{
    // 128 MB
    private static final int MAX_DEPTH = 1 << 24;

    private final String function;
    private final EndHeap ends = new EndHeap();
    // what is before this base has been given out
    private long next;
    // all intervals that begin before this base are known
    private long known;

    private long from;
    private long to;
    private int depth;

    DepthSweep(String function)
    {
        this.function = function;
    }

    /**
     * Adds an interval. {@link #nextRun()} has given all runs that were known, and the interval does not begin before {@link #advance}.
     */
    void add(long endPos)
    {
        if (ends.size() == MAX_DEPTH) {
            throw IntervalProcessor.exceeded(function, "more than %s intervals overlap".formatted(MAX_DEPTH), next);
        }
        ends.add(endPos);
    }

    /**
     * No interval begins before this base that has not been added.
     */
    void advance(long pos)
    {
        known = pos;
    }

    /**
     * Whether there is another run before the base that was advanced to.
     */
    boolean nextRun()
    {
        if (ends.size() == 0) {
            next = known;
            return false;
        }
        if (next >= known) {
            return false;
        }
        from = next;
        to = min(ends.least(), known - 1);
        depth = ends.size();
        next = to + 1;
        while (ends.size() > 0 && ends.least() <= to) {
            ends.removeLeast();
        }
        return true;
    }

    long from()
    {
        return from;
    }

    long to()
    {
        return to;
    }

    int depth()
    {
        return depth;
    }
}
