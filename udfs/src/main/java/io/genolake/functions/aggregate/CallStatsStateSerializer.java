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

import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;

import static io.trino.spi.type.BigintType.BIGINT;

public final class CallStatsStateSerializer
        implements AccumulatorStateSerializer<CallStatsState>
{
    private static final ArrayType TYPE = new ArrayType(BIGINT);

    @Override
    public Type getSerializedType()
    {
        return TYPE;
    }

    @Override
    public void serialize(CallStatsState state, BlockBuilder out)
    {
        if (state.slots() == 0) {
            out.appendNull();
            return;
        }
        ((ArrayBlockBuilder) out).buildEntry(elements -> {
            for (int slot = 0; slot < state.slots(); slot++) {
                BIGINT.writeLong(elements, state.get(slot));
            }
        });
    }

    @Override
    public void deserialize(Block block, int index, CallStatsState state)
    {
        Block counts = TYPE.getObject(block, index);
        // the state may be one that was used before
        state.clear();
        state.ensureSlots(counts.getPositionCount());
        for (int slot = 0; slot < counts.getPositionCount(); slot++) {
            state.add(slot, BIGINT.getLong(counts, slot));
        }
    }
}
