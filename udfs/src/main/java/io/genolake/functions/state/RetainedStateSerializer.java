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

import io.airlift.slice.DynamicSliceOutput;
import io.airlift.slice.SliceInput;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.type.Type;

import java.util.function.Function;

import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.lang.Math.toIntExact;
import static java.util.Objects.requireNonNull;

/**
 * Carries what groups have collected between nodes, as bytes.
 */
public abstract class RetainedStateSerializer<T extends Retained, S extends RetainedState<T>>
        implements AccumulatorStateSerializer<S>
{
    private final Function<SliceInput, T> reader;

    protected RetainedStateSerializer(Function<SliceInput, T> reader)
    {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public Type getSerializedType()
    {
        return VARBINARY;
    }

    @Override
    public void serialize(S state, BlockBuilder out)
    {
        T value = state.get();
        if (value == null) {
            out.appendNull();
            return;
        }
        DynamicSliceOutput output = new DynamicSliceOutput(toIntExact(value.retainedSize()));
        value.writeTo(output);
        VARBINARY.writeSlice(out, output.slice());
    }

    @Override
    public void deserialize(Block block, int index, S state)
    {
        state.set(reader.apply(VARBINARY.getSlice(block, index).getInput()));
    }
}
