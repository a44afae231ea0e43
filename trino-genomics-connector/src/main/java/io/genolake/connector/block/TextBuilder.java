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

import io.airlift.slice.Slices;
import io.trino.spi.block.Block;
import io.trino.spi.block.VariableWidthBlock;

import java.util.Arrays;

import static java.lang.Math.addExact;
import static java.lang.Math.max;

/**
 * Values of type varchar, copied from where they lie, or written in place: {@link #reserve}, then {@link #addReserved}.
 */
public final class TextBuilder
        extends ColumnBuilder
{
    private byte[] bytes;
    private int[] offsets;

    public TextBuilder(int expected)
    {
        bytes = new byte[max(16, 8 * expected)];
        offsets = new int[max(1, expected) + 1];
    }

    public void add(byte[] source, int start, int end)
    {
        int offset = reserve(end - start);
        System.arraycopy(source, start, bytes, offset, end - start);
        addReserved(end - start);
    }

    /**
     * Makes room in {@link #bytes} for a value.
     *
     * @return where the value is to be written
     */
    public int reserve(int length)
    {
        int offset = offsets[size()];
        int needed = addExact(offset, length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
        return offset;
    }

    public byte[] bytes()
    {
        return bytes;
    }

    /**
     * Adds the value that was written to the reserved room.
     */
    public void addReserved(int length)
    {
        grow(size() + 1);
        offsets[size() + 1] = offsets[size()] + length;
        added();
    }

    @Override
    void grow(int size)
    {
        if (size + 1 > offsets.length) {
            offsets = Arrays.copyOf(offsets, max(size + 1, 2 * offsets.length));
        }
        offsets[size] = offsets[size - 1];
    }

    @Override
    Block build(int size, Validity validity)
    {
        return new VariableWidthBlock(size, Slices.wrappedBuffer(bytes, 0, offsets[size]), offsets, validity.build());
    }
}
