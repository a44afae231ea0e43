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

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Arrays as functions take and return them. NULL elements are null.
 */
public final class TestingBlocks
{
    private TestingBlocks() {}

    public static Block varchars(String... values)
    {
        return varchars(Arrays.asList(values));
    }

    public static Block varchars(List<String> values)
    {
        BlockBuilder builder = VARCHAR.createBlockBuilder(null, values.size());
        for (String value : values) {
            if (value == null) {
                builder.appendNull();
            }
            else {
                VARCHAR.writeSlice(builder, utf8Slice(value));
            }
        }
        return builder.build();
    }

    public static Block bigints(Long... values)
    {
        BlockBuilder builder = BIGINT.createFixedSizeBlockBuilder(values.length);
        for (Long value : values) {
            if (value == null) {
                builder.appendNull();
            }
            else {
                BIGINT.writeLong(builder, value);
            }
        }
        return builder.build();
    }

    public static List<String> varchars(Block block)
    {
        List<String> values = new ArrayList<>();
        for (int position = 0; position < block.getPositionCount(); position++) {
            values.add(block.isNull(position) ? null : VARCHAR.getSlice(block, position).toStringUtf8());
        }
        return values;
    }

    public static List<Long> bigints(Block block)
    {
        List<Long> values = new ArrayList<>();
        for (int position = 0; position < block.getPositionCount(); position++) {
            values.add(block.isNull(position) ? null : BIGINT.getLong(block, position));
        }
        return values;
    }
}
