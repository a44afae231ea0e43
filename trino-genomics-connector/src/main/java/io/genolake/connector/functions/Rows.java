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
package io.genolake.connector.functions;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.VariableWidthBlock;

import java.util.Optional;

/**
 * Fields of a row that a function returns: blocks of one value, made without the builders that are for many.
 */
final class Rows
{
    private static final Optional<long[]> NO_NULLS = Optional.empty();
    private static final Optional<long[]> IS_NULL = Optional.of(new long[] {0});

    static final Block NULL_BIGINT = new LongArrayBlock(1, IS_NULL, new long[1]);
    static final Block NULL_VARCHAR = new VariableWidthBlock(1, Slices.EMPTY_SLICE, new int[] {0, 0}, IS_NULL);
    static final Block NULL_BOOLEAN = new ByteArrayBlock(1, IS_NULL, new byte[1]);

    private static final Block TRUE = new ByteArrayBlock(1, NO_NULLS, new byte[] {1});
    private static final Block FALSE = new ByteArrayBlock(1, NO_NULLS, new byte[] {0});

    private Rows() {}

    static Block bigint(long value)
    {
        return new LongArrayBlock(1, NO_NULLS, new long[] {value});
    }

    static Block varchar(Slice value)
    {
        return new VariableWidthBlock(1, value, new int[] {0, value.length()}, NO_NULLS);
    }

    static Block bool(boolean value)
    {
        return value ? TRUE : FALSE;
    }
}
