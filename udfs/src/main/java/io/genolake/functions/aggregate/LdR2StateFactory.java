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

import io.trino.array.DoubleBigArray;
import io.trino.spi.function.AccumulatorStateFactory;
import io.trino.spi.function.GroupedAccumulatorState;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;

public final class LdR2StateFactory
        implements AccumulatorStateFactory<LdR2State>
{
    @Override
    public LdR2State createSingleState()
    {
        return new SingleState();
    }

    @Override
    public LdR2State createGroupedState()
    {
        return new GroupedState();
    }

    private static final class SingleState
            implements LdR2State
    {
        private static final int INSTANCE_SIZE = instanceSize(SingleState.class);

        private final double[] sums = new double[SUMS];

        @Override
        public double get(int sum)
        {
            return sums[sum];
        }

        @Override
        public void set(int sum, double value)
        {
            sums[sum] = value;
        }

        @Override
        public void add(double count, double x, double y, double xx, double yy, double xy)
        {
            sums[COUNT] += count;
            sums[X] += x;
            sums[Y] += y;
            sums[XX] += xx;
            sums[YY] += yy;
            sums[XY] += xy;
        }

        @Override
        public long getEstimatedSize()
        {
            return INSTANCE_SIZE + sizeOf(sums);
        }
    }

    private static final class GroupedState
            implements LdR2State, GroupedAccumulatorState
    {
        private static final int INSTANCE_SIZE = instanceSize(GroupedState.class);

        private final DoubleBigArray sums = new DoubleBigArray();
        private long offset;

        @Override
        public void setGroupId(int groupId)
        {
            offset = (long) groupId * SUMS;
        }

        @Override
        public void ensureCapacity(int size)
        {
            sums.ensureCapacity((long) size * SUMS);
        }

        @Override
        public double get(int sum)
        {
            return sums.get(offset + sum);
        }

        @Override
        public void set(int sum, double value)
        {
            sums.set(offset + sum, value);
        }

        @Override
        public void add(double count, double x, double y, double xx, double yy, double xy)
        {
            sums.add(offset + COUNT, count);
            sums.add(offset + X, x);
            sums.add(offset + Y, y);
            sums.add(offset + XX, xx);
            sums.add(offset + YY, yy);
            sums.add(offset + XY, xy);
        }

        @Override
        public long getEstimatedSize()
        {
            return INSTANCE_SIZE + sums.sizeOf();
        }
    }
}
