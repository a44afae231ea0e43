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
package io.genolake.formats.bam;

import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.BlockStream;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static java.lang.Math.min;

/**
 * Decoded bytes as if they came from the blocks of a BGZF file, cut anywhere. The stored offset of a block is a
 * thousand times its number.
 */
final class MemoryBlocks
        implements BlockStream
{
    private static final int MAX_BLOCK_SIZE = 1 << 16;
    private static final long STORED_SIZE = 1000;

    private final byte[] bytes;
    // where blocks begin in the bytes, and the end of the last one
    private final int[] cuts;

    private int next;
    private int current;
    private long blocksDecoded;

    /**
     * @param cuts where blocks begin besides the first; equal ones make empty blocks
     */
    MemoryBlocks(byte[] bytes, List<Integer> cuts)
    {
        this.bytes = bytes;
        this.cuts = new int[cuts.size() + 2];
        for (int i = 0; i < cuts.size(); i++) {
            this.cuts[i + 1] = cuts.get(i);
        }
        this.cuts[cuts.size() + 1] = bytes.length;
    }

    static MemoryBlocks ofBlockSize(byte[] bytes, int blockSize)
    {
        List<Integer> cuts = new ArrayList<>();
        for (int cut = blockSize; cut < bytes.length; cut += blockSize) {
            cuts.add(cut);
        }
        return new MemoryBlocks(bytes, cuts);
    }

    /**
     * Blocks of random sizes, some of them empty.
     */
    static MemoryBlocks ofRandomBlocks(byte[] bytes, int maxBlockSize, Random random)
    {
        List<Integer> cuts = new ArrayList<>();
        for (int cut = random.nextInt(maxBlockSize); cut < bytes.length; cut += random.nextInt(1, maxBlockSize)) {
            cuts.add(cut);
            if (random.nextInt(20) == 0) {
                cuts.add(cut);
            }
        }
        return new MemoryBlocks(bytes, cuts);
    }

    int blockCount()
    {
        return cuts.length - 1;
    }

    /**
     * Virtual offset of a block; that after the last one is the end of the file.
     */
    long offsetOfBlock(int block)
    {
        return block * STORED_SIZE << 16;
    }

    /**
     * Position in the decoded bytes.
     */
    int position(long virtualOffset)
    {
        return cuts[(int) ((virtualOffset >>> 16) / STORED_SIZE)] + (int) (virtualOffset & 0xFFFF);
    }

    /**
     * Virtual offset of a position in the decoded bytes.
     */
    long virtualOffset(int position)
    {
        int block = 0;
        while (block + 1 < blockCount() && cuts[block + 1] <= position) {
            block++;
        }
        return offsetOfBlock(block) + position - cuts[block];
    }

    @Override
    public String location()
    {
        return "memory.bam";
    }

    @Override
    public int maxBlockSize()
    {
        return MAX_BLOCK_SIZE;
    }

    @Override
    public int seek(long virtualOffset)
    {
        next = (int) ((virtualOffset >>> 16) / STORED_SIZE);
        return (int) (virtualOffset & 0xFFFF);
    }

    @Override
    public void expectEnd(long virtualOffset) {}

    @Override
    public int read(byte[] buffer, int offset)
    {
        while (next < blockCount()) {
            current = next;
            next++;
            int length = cuts[current + 1] - cuts[current];
            if (length > 0) {
                System.arraycopy(bytes, cuts[current], buffer, offset, min(length, MAX_BLOCK_SIZE));
                blocksDecoded++;
                return length;
            }
        }
        return -1;
    }

    @Override
    public long blockOffset()
    {
        return offsetOfBlock(current);
    }

    @Override
    public long nextBlockOffset()
    {
        return offsetOfBlock(next);
    }

    @Override
    public String place(long virtualOffset)
    {
        return VirtualOffset.toString(virtualOffset);
    }

    @Override
    public long bytesRead()
    {
        return blocksDecoded * STORED_SIZE;
    }

    @Override
    public long reads()
    {
        return blocksDecoded;
    }

    @Override
    public long blocksDecoded()
    {
        return blocksDecoded;
    }

    @Override
    public long retainedBytes()
    {
        return 0;
    }

    @Override
    public void close() {}
}
