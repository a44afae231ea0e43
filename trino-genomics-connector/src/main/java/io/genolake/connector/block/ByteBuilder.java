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
import io.trino.spi.block.ByteArrayBlock;

import java.util.Arrays;

import static java.lang.Math.max;

/**
 * Values of type tinyint, and of type boolean as 1 and 0.
 */
public final class ByteBuilder
        extends ColumnBuilder
{
    private byte[] values;

    public ByteBuilder(int expected)
    {
        values = new byte[max(1, expected)];
    }

    public void add(byte value)
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
        return new ByteArrayBlock(size, validity.build(), values);
    }
}
