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
package io.genolake.functions.aggregate;

import io.trino.array.IntBigArray;
import io.trino.array.LongBigArray;
import io.trino.spi.function.AccumulatorStateFactory;
import io.trino.spi.function.GroupedAccumulatorState;

import java.util.Arrays;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;

public final class CallStatsStateFactory
        implements AccumulatorStateFactory<CallStatsState>
{
    @Override
    public CallStatsState createSingleState()
    {
        return new SingleState();
    }

    @Override
    public CallStatsState createGroupedState()
    {
        return new GroupedState();
    }

    private static final class SingleState
            implements CallStatsState
    {
        private static final int INSTANCE_SIZE = instanceSize(SingleState.class);

        private long[] counts = new long[5];
        private int slots;

        @Override
        public int slots()
        {
            return slots;
        }

        @Override
        public void ensureSlots(int slots)
        {
            if (slots > this.slots) {
                if (slots > counts.length) {
                    counts = Arrays.copyOf(counts, slots);
                }
                this.slots = slots;
            }
        }

        @Override
        public long get(int slot)
        {
            return counts[slot];
        }

        @Override
        public void add(int slot, long count)
        {
            counts[slot] += count;
        }

        @Override
        public void clear()
        {
            Arrays.fill(counts, 0);
            slots = 0;
        }

        @Override
        public long getEstimatedSize()
        {
            return INSTANCE_SIZE + sizeOf(counts);
        }
    }

    /**
     * All groups in one array. A group that needs more slots moves to its end, which is rare: the number of ALTs is mostly known from
     * the first row on.
     */
    private static final class GroupedState
            implements CallStatsState, GroupedAccumulatorState
    {
        private static final int INSTANCE_SIZE = instanceSize(GroupedState.class);

        private final IntBigArray slots = new IntBigArray();
        private final LongBigArray offsets = new LongBigArray();
        private final LongBigArray counts = new LongBigArray();
        private long used;
        private int groupId;
        // of the group, as its slots are looked for several times
        private long offset;

        @Override
        public void setGroupId(int groupId)
        {
            this.groupId = groupId;
            offset = offsets.get(groupId);
        }

        @Override
        public void ensureCapacity(int size)
        {
            slots.ensureCapacity(size);
            offsets.ensureCapacity(size);
        }

        @Override
        public int slots()
        {
            return slots.get(groupId);
        }

        @Override
        public void ensureSlots(int slots)
        {
            int previous = this.slots.get(groupId);
            if (slots <= previous) {
                return;
            }
            long moved = used;
            used += slots;
            counts.ensureCapacity(used);
            for (int slot = 0; slot < previous; slot++) {
                counts.set(moved + slot, counts.get(offset + slot));
            }
            offset = moved;
            offsets.set(groupId, offset);
            this.slots.set(groupId, slots);
        }

        @Override
        public long get(int slot)
        {
            return counts.get(offset + slot);
        }

        @Override
        public void add(int slot, long count)
        {
            counts.add(offset + slot, count);
        }

        @Override
        public void clear()
        {
            for (int slot = 0; slot < slots(); slot++) {
                counts.set(offset + slot, 0);
            }
        }

        @Override
        public long getEstimatedSize()
        {
            return INSTANCE_SIZE + slots.sizeOf() + offsets.sizeOf() + counts.sizeOf();
        }
    }
}
