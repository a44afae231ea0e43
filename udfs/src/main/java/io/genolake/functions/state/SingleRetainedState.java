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

import static java.util.Objects.requireNonNull;

/**
 * The state of a group alone.
 */
public abstract class SingleRetainedState<T extends Retained>
        implements RetainedState<T>
{
    private T value;

    @Override
    public T get()
    {
        return value;
    }

    @Override
    public void set(T value)
    {
        this.value = requireNonNull(value, "value is null");
    }

    @Override
    public void grown(long bytes) {}

    @Override
    public long getEstimatedSize()
    {
        return value == null ? 0 : value.retainedSize();
    }
}
