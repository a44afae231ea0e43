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

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;

import static io.trino.spi.type.DoubleType.DOUBLE;
import static java.util.Collections.nCopies;

public final class LdR2StateSerializer
        implements AccumulatorStateSerializer<LdR2State>
{
    private static final RowType TYPE = RowType.anonymous(nCopies(LdR2State.SUMS, (Type) DOUBLE));

    @Override
    public Type getSerializedType()
    {
        return TYPE;
    }

    @Override
    public void serialize(LdR2State state, BlockBuilder out)
    {
        ((RowBlockBuilder) out).buildEntry(fields -> {
            for (int sum = 0; sum < LdR2State.SUMS; sum++) {
                DOUBLE.writeDouble(fields.get(sum), state.get(sum));
            }
        });
    }

    @Override
    public void deserialize(Block block, int index, LdR2State state)
    {
        SqlRow row = TYPE.getObject(block, index);
        for (int sum = 0; sum < LdR2State.SUMS; sum++) {
            state.set(sum, DOUBLE.getDouble(row.getRawFieldBlock(sum), row.getRawIndex()));
        }
    }
}
