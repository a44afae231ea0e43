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

import io.trino.spi.function.AccumulatorState;

import java.util.function.Supplier;

/**
 * The state of an aggregate function that keeps an object for each group.
 */
public interface RetainedState<T extends Retained>
        extends AccumulatorState
{
    /**
     * What the group has collected; null before its first row.
     */
    T get();

    void set(T value);

    /**
     * Accounts for memory that the group's object has taken.
     */
    void grown(long bytes);

    /**
     * What the group has collected, begun if there is nothing yet.
     */
    default T getOrBegin(Supplier<T> begin)
    {
        T value = get();
        if (value == null) {
            value = begin.get();
            set(value);
        }
        return value;
    }
}
