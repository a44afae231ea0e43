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
package io.genolake.functions;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.SqlRow;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.type.Type;

import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Makes the fields of a row, and arrays of elements of other arrays.
 */
public final class Values
{
    /**
     * The place of an element that is to be NULL.
     */
    public static final int NULL_ELEMENT = -1;

    public static final Block NULL_BIGINT = BIGINT.createNullBlock();
    public static final Block NULL_BOOLEAN = BOOLEAN.createNullBlock();
    public static final Block NULL_VARCHAR = VARCHAR.createNullBlock();

    private Values() {}

    public static SqlRow row(Block... fields)
    {
        return new SqlRow(0, fields);
    }

    public static Block bigint(long value)
    {
        return new LongArrayBlock(1, Optional.empty(), new long[] {value});
    }

    public static Block bool(boolean value)
    {
        return new ByteArrayBlock(1, Optional.empty(), new byte[] {(byte) (value ? 1 : 0)});
    }

    public static Block varchar(Slice value)
    {
        return new VariableWidthBlock(1, value, new int[] {0, value.length()}, Optional.empty());
    }

    /**
     * An array of some elements of another, in the order given.
     *
     * @param positions the elements, counted from 0, or {@link #NULL_ELEMENT}
     */
    public static Block select(Type elementType, Block values, int[] positions)
    {
        BlockBuilder builder = elementType.createBlockBuilder(null, positions.length);
        for (int position : positions) {
            if (position == NULL_ELEMENT || values.isNull(position)) {
                builder.appendNull();
            }
            else {
                builder.append(values.getUnderlyingValueBlock(), values.getUnderlyingValuePosition(position));
            }
        }
        return builder.build();
    }
}
