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

import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.Block;

import java.util.Arrays;

import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;

/**
 * Values of an array type: add the elements of a value to {@link #elements}, then call {@link #addArray}.
 */
public final class ArrayBuilder
        extends ColumnBuilder
{
    private final ColumnBuilder elements;
    private int[] offsets;

    public ArrayBuilder(ColumnBuilder elements, int expected)
    {
        this.elements = requireNonNull(elements, "elements is null");
        offsets = new int[max(1, expected) + 1];
    }

    public ColumnBuilder elements()
    {
        return elements;
    }

    /**
     * Adds an array of the elements that were added since the last one.
     */
    public void addArray()
    {
        grow(size() + 1);
        added();
    }

    @Override
    void grow(int size)
    {
        if (size + 1 > offsets.length) {
            offsets = Arrays.copyOf(offsets, max(size + 1, 2 * offsets.length));
        }
        offsets[size] = elements.size();
    }

    @Override
    Block build(int size, Validity validity)
    {
        return ArrayBlock.fromElementBlock(size, validity.build(), offsets, elements.build());
    }
}
