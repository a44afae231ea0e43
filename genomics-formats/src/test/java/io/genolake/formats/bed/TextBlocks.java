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
package io.genolake.formats.bed;

import io.genolake.formats.io.BlockStream;

import static java.lang.Math.min;

/**
 * The bytes of a text in blocks of one size.
 */
final class TextBlocks
        implements BlockStream
{
    private final byte[] bytes;
    private final int blockSize;
    private int next;
    private int current;

    TextBlocks(byte[] bytes, int blockSize)
    {
        this.bytes = bytes;
        this.blockSize = blockSize;
    }

    @Override
    public String location()
    {
        return "memory.bed";
    }

    @Override
    public int maxBlockSize()
    {
        return blockSize;
    }

    @Override
    public int seek(long virtualOffset)
    {
        int offset = (int) (virtualOffset % blockSize);
        next = (int) virtualOffset - offset;
        return offset;
    }

    @Override
    public int read(byte[] buffer, int offset)
    {
        if (next >= bytes.length) {
            return -1;
        }
        current = next;
        int length = min(blockSize, bytes.length - current);
        System.arraycopy(bytes, current, buffer, offset, length);
        next += length;
        return length;
    }

    @Override
    public long blockOffset()
    {
        return current;
    }

    @Override
    public long bytesRead()
    {
        return next;
    }

    @Override
    public long blocksDecoded()
    {
        return (next + blockSize - 1) / blockSize;
    }

    @Override
    public void expectEnd(long virtualOffset) {}

    @Override
    public long nextBlockOffset()
    {
        return next;
    }

    @Override
    public long reads()
    {
        return blocksDecoded();
    }

    @Override
    public long retainedBytes()
    {
        return bytes.length;
    }

    @Override
    public void close() {}
}
