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
package io.genolake.functions.state;

import io.trino.array.ObjectBigArray;
import io.trino.spi.function.GroupedAccumulatorState;

import static java.util.Objects.requireNonNull;

/**
 * The states of many groups.
 */
public abstract class GroupedRetainedState<T extends Retained>
        implements RetainedState<T>, GroupedAccumulatorState
{
    private final ObjectBigArray<T> values = new ObjectBigArray<>();
    private int groupId;
    private long retained;

    @Override
    public void setGroupId(int groupId)
    {
        this.groupId = groupId;
    }

    @Override
    public void ensureCapacity(int size)
    {
        values.ensureCapacity(size);
    }

    @Override
    public T get()
    {
        return values.get(groupId);
    }

    @Override
    public void set(T value)
    {
        requireNonNull(value, "value is null");
        T previous = values.getAndSet(groupId, value);
        retained += value.retainedSize();
        if (previous != null) {
            retained -= previous.retainedSize();
        }
    }

    @Override
    public void grown(long bytes)
    {
        retained += bytes;
    }

    @Override
    public long getEstimatedSize()
    {
        return values.sizeOf() + retained;
    }
}
