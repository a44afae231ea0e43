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

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateMetadata;

/**
 * Counts of calls, by allele: slot 0 is the samples without a call, then come for REF and each ALT its copies and its homozygous samples.
 */
@AccumulatorStateMetadata(stateFactoryClass = CallStatsStateFactory.class, stateSerializerClass = CallStatsStateSerializer.class)
public interface CallStatsState
        extends AccumulatorState
{
    /**
     * The number of slots: 0 before the first row.
     */
    int slots();

    /**
     * Makes room, for that many slots in all.
     */
    void ensureSlots(int slots);

    long get(int slot);

    void add(int slot, long count);

    /**
     * Empties all slots.
     */
    void clear();
}
