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
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.type.Type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Math.max;

/**
 * Finds the targets nearest to each interval, all of them if there are several. It keeps the targets that reach the current position, those that end
 * last before it, and the intervals whose next target has not come: about 80 bytes each.
 */
final class NearestProcessor
        extends IntervalProcessor
{
    // of intervals, and of targets: 320 MB each
    private static final int MAX_KEPT = 1 << 22;

    private final boolean named;

    // rows of one position, which are taken together: the targets first
    private long groupPos = -1;
    private final List<Target> groupTargets = new ArrayList<>();
    private final List<Interval> groupIntervals = new ArrayList<>();
    private long unplacedRow = -1;

    // a row of the next position, for when the group is done
    private Target nextTarget;
    private Interval nextInterval;

    // by their ends
    private final PriorityQueue<Target> reaching = new PriorityQueue<>(Comparator.comparingLong(Target::endPos));
    private final PriorityQueue<Interval> open = new PriorityQueue<>(Comparator.comparingLong(interval -> interval.endPos));
    // the targets that end last of those that end before the current position; a new list for a later end, as intervals keep it
    private List<Target> left = ImmutableList.of();

    private Phase phase = Phase.COLLECT;
    private int index;
    private boolean ended;

    private enum Phase
    {
        COLLECT,
        RESOLVE,
        TARGETS,
        INTERVALS,
    }

    /**
     * @param name null if it has none
     */
    private record Target(long pos, long endPos, Slice name) {}

    private static final class Interval
    {
        private final long row;
        private final long pos;
        private final long endPos;
        private List<Target> left = ImmutableList.of();
        private boolean overlapped;

        private Interval(long row, long pos, long endPos)
        {
            this.row = row;
            this.pos = pos;
            this.endPos = endPos;
        }
    }

    NearestProcessor(boolean named)
    {
        super("nearest", types(named));
        this.named = named;
    }

    private static List<Type> types(boolean named)
    {
        // the last one is the row that the other columns are taken from
        return named ? ImmutableList.of(BIGINT, BIGINT, VARCHAR, BIGINT, BIGINT) : ImmutableList.of(BIGINT, BIGINT, BIGINT, BIGINT);
    }

    @Override
    protected void accept(Page page, int position, long row, long pos, long endPos)
    {
        // an interval of length zero counts as the base at its position
        long end = max(endPos, pos);
        Block isTarget = page.getBlock(2);
        if (!isTarget.isNull(position) && BOOLEAN.getBoolean(isTarget, position)) {
            nextTarget = new Target(pos, end, name(page, position));
        }
        else {
            nextInterval = new Interval(row, pos, end);
        }
        if (pos == groupPos) {
            collect();
        }
        else {
            beginGroup();
        }
    }

    private Slice name(Page page, int position)
    {
        if (!named || page.getBlock(3).isNull(position)) {
            return null;
        }
        return VARCHAR.getSlice(page.getBlock(3), position).copy();
    }

    @Override
    protected void acceptUnplaced(Page page, int position, long row)
    {
        Block isTarget = page.getBlock(2);
        if (isTarget.isNull(position) || !BOOLEAN.getBoolean(isTarget, position)) {
            unplacedRow = row;
        }
    }

    @Override
    protected void end()
    {
        ended = true;
        beginGroup();
    }

    private void beginGroup()
    {
        phase = Phase.RESOLVE;
        index = 0;
    }

    private void collect()
    {
        if (groupTargets.size() + reaching.size() + left.size() >= MAX_KEPT || groupIntervals.size() + open.size() >= MAX_KEPT) {
            throw exceeded("more than %s intervals or targets are to be kept".formatted(MAX_KEPT), groupPos);
        }
        if (nextTarget != null) {
            groupPos = nextTarget.pos();
            groupTargets.add(nextTarget);
            nextTarget = null;
        }
        if (nextInterval != null) {
            groupPos = nextInterval.pos;
            groupIntervals.add(nextInterval);
            nextInterval = null;
        }
    }

    @Override
    protected boolean emit(PageBuilder output)
    {
        if (unplacedRow >= 0) {
            if (output.isFull()) {
                return false;
            }
            write(output, unplacedRow);
            unplacedRow = -1;
        }
        // a full page may be exceeded by what one target, or one interval, makes
        while (phase != Phase.COLLECT) {
            if (output.isFull()) {
                return false;
            }
            switch (phase) {
                case RESOLVE -> resolve(output);
                case TARGETS -> takeTarget(output);
                case INTERVALS -> takeInterval(output);
                case COLLECT -> {}
            }
        }
        if (ended) {
            // they have no target to their right
            while (!open.isEmpty()) {
                if (output.isFull()) {
                    return false;
                }
                resolve(output, open.remove());
            }
        }
        return true;
    }

    /**
     * Intervals that end before the group's targets have their nearest ones.
     */
    private void resolve(PageBuilder output)
    {
        if (!groupTargets.isEmpty() && !open.isEmpty() && open.element().endPos < groupPos) {
            resolve(output, open.remove());
            return;
        }
        phase = Phase.TARGETS;
        index = 0;
    }

    private void resolve(PageBuilder output, Interval interval)
    {
        if (interval.overlapped) {
            return;
        }
        long leftDistance = interval.left.isEmpty() ? Long.MAX_VALUE : interval.pos - interval.left.getFirst().endPos();
        long rightDistance = ended && phase == Phase.COLLECT ? Long.MAX_VALUE : groupPos - interval.endPos;
        if (leftDistance == Long.MAX_VALUE && rightDistance == Long.MAX_VALUE) {
            write(output, interval.row);
            return;
        }
        if (leftDistance <= rightDistance) {
            for (Target target : interval.left) {
                write(output, interval.row, target, leftDistance);
            }
        }
        if (rightDistance <= leftDistance) {
            for (Target target : groupTargets) {
                write(output, interval.row, target, rightDistance);
            }
        }
    }

    private void takeTarget(PageBuilder output)
    {
        if (index == groupTargets.size()) {
            while (!reaching.isEmpty() && reaching.element().endPos() < groupPos) {
                Target target = reaching.remove();
                if (left.isEmpty() || left.getFirst().endPos() < target.endPos()) {
                    left = new ArrayList<>();
                }
                left.add(target);
            }
            phase = Phase.INTERVALS;
            index = 0;
            return;
        }
        Target target = groupTargets.get(index);
        index++;
        for (Interval interval : open) {
            if (interval.endPos >= groupPos) {
                write(output, interval.row, target, 0);
                interval.overlapped = true;
            }
        }
        reaching.add(target);
    }

    private void takeInterval(PageBuilder output)
    {
        if (index == groupIntervals.size()) {
            groupTargets.clear();
            groupIntervals.clear();
            groupPos = -1;
            phase = Phase.COLLECT;
            if (nextTarget != null || nextInterval != null) {
                collect();
            }
            return;
        }
        Interval interval = groupIntervals.get(index);
        index++;
        for (Target target : reaching) {
            write(output, interval.row, target, 0);
            interval.overlapped = true;
        }
        interval.left = left;
        open.add(interval);
    }

    private void write(PageBuilder output, long row, Target target, long distance)
    {
        output.declarePosition();
        BIGINT.writeLong(output.getBlockBuilder(0), target.pos());
        BIGINT.writeLong(output.getBlockBuilder(1), target.endPos());
        int channel = 2;
        if (named) {
            if (target.name() == null) {
                output.getBlockBuilder(channel).appendNull();
            }
            else {
                VARCHAR.writeSlice(output.getBlockBuilder(channel), target.name());
            }
            channel++;
        }
        BIGINT.writeLong(output.getBlockBuilder(channel), distance);
        BIGINT.writeLong(output.getBlockBuilder(channel + 1), row);
    }

    /**
     * An interval without a target.
     */
    private void write(PageBuilder output, long row)
    {
        output.declarePosition();
        int channels = named ? 4 : 3;
        for (int channel = 0; channel < channels; channel++) {
            output.getBlockBuilder(channel).appendNull();
        }
        BIGINT.writeLong(output.getBlockBuilder(channels), row);
    }
}
