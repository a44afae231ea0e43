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
package io.genolake.connector.block;

import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;

import java.util.Arrays;

import static java.lang.Math.max;

/**
 * Values of type bigint.
 */
public final class LongBuilder
        extends ColumnBuilder
{
    private long[] values;

    public LongBuilder(int expected)
    {
        values = new long[max(1, expected)];
    }

    public void add(long value)
    {
        grow(size() + 1);
        values[size()] = value;
        added();
    }

    @Override
    void grow(int size)
    {
        if (size > values.length) {
            values = Arrays.copyOf(values, max(size, 2 * values.length));
        }
    }

    @Override
    Block build(int size, Validity validity)
    {
        return new LongArrayBlock(size, validity.build(), values);
    }
}
