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
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Collects the values of a column of one page.
 */
public abstract class ColumnBuilder
{
    private final Validity validity = new Validity();
    private int size;

    /**
     * The builder of a type, for so many values to begin with.
     */
    public static ColumnBuilder of(Type type, int expected)
    {
        if (type instanceof ArrayType array) {
            return new ArrayBuilder(of(array.getElementType(), expected), expected);
        }
        if (type.equals(BIGINT)) {
            return new LongBuilder(expected);
        }
        if (type.equals(DOUBLE)) {
            return new DoubleBuilder(expected);
        }
        if (type.equals(BOOLEAN)) {
            return new ByteBuilder(expected);
        }
        if (type.equals(VARCHAR)) {
            return new TextBuilder(expected);
        }
        throw new IllegalArgumentException("no builder for " + type);
    }

    public final int size()
    {
        return size;
    }

    public final void addNull()
    {
        validity.addNull(size);
        grow(size + 1);
        size++;
    }

    /**
     * Counts the value that was just stored.
     */
    final void added()
    {
        validity.addValue(size);
        size++;
    }

    /**
     * Counts the values that were just stored.
     */
    final void added(int count)
    {
        validity.addValues(size, count);
        size += count;
    }

    /**
     * Makes room for so many values.
     */
    abstract void grow(int size);

    public final Block build()
    {
        return build(size, validity);
    }

    abstract Block build(int size, Validity validity);
}
