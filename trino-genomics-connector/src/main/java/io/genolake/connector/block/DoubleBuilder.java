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

/**
 * Values of type double.
 */
public final class DoubleBuilder
        extends ColumnBuilder
{
    private final LongBuilder bits;

    public DoubleBuilder(int expected)
    {
        bits = new LongBuilder(expected);
    }

    public void add(double value)
    {
        while (bits.size() < size()) {
            // keeps the place of a NULL
            bits.add(0);
        }
        bits.add(Double.doubleToLongBits(value));
        added();
    }

    @Override
    void grow(int size) {}

    @Override
    Block build(int size, Validity validity)
    {
        while (bits.size() < size) {
            bits.add(0);
        }
        return bits.build(size, validity);
    }
}
