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
package io.genolake.connector.scan;

import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SourcePage;

import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static java.util.Objects.requireNonNull;

/**
 * A page whose columns are decoded when they are asked for, and then only for the rows that were selected until then.
 */
final class LazySourcePage
        implements SourcePage
{
    private static final int INSTANCE_SIZE = instanceSize(LazySourcePage.class);

    private final List<ColumnReader> columns;
    private final Block[] blocks;
    private int[] rows;
    private int positionCount;

    /**
     * @param columns which decode rows of the current batch; the page must not be used when that is gone
     */
    LazySourcePage(List<ColumnReader> columns, int[] rows, int positionCount)
    {
        this.columns = requireNonNull(columns, "columns is null");
        this.rows = requireNonNull(rows, "rows is null");
        this.positionCount = positionCount;
        blocks = new Block[columns.size()];
    }

    @Override
    public int getPositionCount()
    {
        return positionCount;
    }

    @Override
    public long getSizeInBytes()
    {
        long size = 0;
        for (Block block : blocks) {
            if (block != null) {
                size += block.getSizeInBytes();
            }
        }
        return size;
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        long size = INSTANCE_SIZE + sizeOf(blocks);
        for (Block block : blocks) {
            if (block != null) {
                size += block.getRetainedSizeInBytes();
            }
        }
        return size;
    }

    @Override
    public void retainedBytesForEachPart(ObjLongConsumer<Object> consumer)
    {
        for (Block block : blocks) {
            if (block != null) {
                block.retainedBytesForEachPart(consumer);
            }
        }
    }

    @Override
    public int getChannelCount()
    {
        return blocks.length;
    }

    @Override
    public Block getBlock(int channel)
    {
        if (blocks[channel] == null) {
            blocks[channel] = columns.get(channel).read(rows, positionCount);
        }
        return blocks[channel];
    }

    @Override
    public Page getPage()
    {
        for (int channel = 0; channel < blocks.length; channel++) {
            getBlock(channel);
        }
        return new Page(positionCount, blocks);
    }

    @Override
    public void selectPositions(int[] positions, int offset, int size)
    {
        // the rows may be the scan's own array
        int[] selected = new int[size];
        for (int i = 0; i < size; i++) {
            selected[i] = rows[positions[offset + i]];
        }
        rows = selected;
        positionCount = size;
        for (int channel = 0; channel < blocks.length; channel++) {
            if (blocks[channel] != null) {
                blocks[channel] = blocks[channel].getPositions(positions, offset, size);
            }
        }
    }

    @Override
    public String toString()
    {
        return "LazySourcePage{positions=%s, decoded=%s}".formatted(positionCount, Arrays.stream(blocks).filter(block -> block != null).count());
    }
}
