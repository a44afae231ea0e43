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
package io.genolake.formats.bgzf;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.min;
import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

/**
 * Writes BGZF (SAM specification, section 4.1) in blocks of any size, for tests of what happens where blocks end.
 */
public final class BgzfWriter
        extends OutputStream
{
    /**
     * The most that surely fits in a block, as in bgzip.
     */
    public static final int DEFAULT_BLOCK_SIZE = 0xFF00;

    private static final int HEADER_SIZE = 18;
    private static final int TRAILER_SIZE = 8;

    private final OutputStream output;
    private final byte[] block;
    private final Deflater deflater;
    private final CRC32 crc = new CRC32();
    private final byte[] stored = new byte[1 << 17];

    private int blockLength;
    private long blockStart;
    private boolean closed;

    public BgzfWriter(OutputStream output)
    {
        this(output, DEFAULT_BLOCK_SIZE, Deflater.DEFAULT_COMPRESSION);
    }

    /**
     * @param blockSize bytes of data a block, 65,280 at most
     * @param level compression level
     */
    public BgzfWriter(OutputStream output, int blockSize, int level)
    {
        checkArgument(blockSize > 0 && blockSize <= DEFAULT_BLOCK_SIZE, "blockSize is out of range: %s", blockSize);
        this.output = requireNonNull(output, "output is null");
        this.block = new byte[blockSize];
        this.deflater = new Deflater(level, true);
    }

    /**
     * The virtual offset of what is written next.
     */
    public long virtualOffset()
    {
        return VirtualOffset.of(blockStart, blockLength);
    }

    @Override
    public void write(int value)
            throws IOException
    {
        block[blockLength++] = (byte) value;
        if (blockLength == block.length) {
            flush();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length)
            throws IOException
    {
        checkFromIndexSize(offset, length, bytes.length);
        while (length > 0) {
            int count = min(length, block.length - blockLength);
            System.arraycopy(bytes, offset, block, blockLength, count);
            blockLength += count;
            offset += count;
            length -= count;
            if (blockLength == block.length) {
                flush();
            }
        }
    }

    /**
     * Ends the block, if anything is in it.
     */
    @Override
    public void flush()
            throws IOException
    {
        if (blockLength > 0) {
            writeBlock();
        }
    }

    /**
     * Ends the block, and writes an empty one.
     */
    public void writeEmptyBlock()
            throws IOException
    {
        flush();
        writeBlock();
    }

    private void writeBlock()
            throws IOException
    {
        int size = deflate();
        int blockSize = HEADER_SIZE + size + TRAILER_SIZE;
        output.write(new byte[] {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF, 6, 0, 'B', 'C', 2, 0, (byte) (blockSize - 1), (byte) (blockSize - 1 >> 8)});
        output.write(stored, 0, size);
        crc.reset();
        crc.update(block, 0, blockLength);
        writeInt((int) crc.getValue());
        writeInt(blockLength);
        blockStart += blockSize;
        blockLength = 0;
    }

    private int deflate()
    {
        deflater.reset();
        deflater.setInput(block, 0, blockLength);
        deflater.finish();
        int size = 0;
        while (!deflater.finished()) {
            size += deflater.deflate(stored, size, stored.length - size);
        }
        if (size <= (1 << 16) - HEADER_SIZE - TRAILER_SIZE) {
            return size;
        }
        // what does not compress is stored
        stored[0] = 1;
        stored[1] = (byte) blockLength;
        stored[2] = (byte) (blockLength >> 8);
        stored[3] = (byte) ~blockLength;
        stored[4] = (byte) (~blockLength >> 8);
        System.arraycopy(block, 0, stored, 5, blockLength);
        return 5 + blockLength;
    }

    private void writeInt(int value)
            throws IOException
    {
        output.write(new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)});
    }

    /**
     * Ends the file without the block that says that it is complete.
     */
    public void closeTruncated()
            throws IOException
    {
        close(false);
    }

    @Override
    public void close()
            throws IOException
    {
        close(true);
    }

    private void close(boolean complete)
            throws IOException
    {
        if (closed) {
            return;
        }
        closed = true;
        flush();
        if (complete) {
            writeBlock();
        }
        deflater.end();
        output.close();
    }
}
