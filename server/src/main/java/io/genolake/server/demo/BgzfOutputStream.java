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
package io.genolake.server.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

/**
 * Writes BGZF, the blocked gzip of the SAM specification, section 4.1.
 */
final class BgzfOutputStream
        extends OutputStream
{
    private static final int BLOCK_DATA = 0xFF00;
    private static final int HEADER_LENGTH = 18;
    private static final int FOOTER_LENGTH = 8;
    private static final int BLOCK_LENGTH = 1 << 16;

    private final OutputStream out;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] data = new byte[BLOCK_DATA];
    private final byte[] block = new byte[BLOCK_LENGTH];
    private int length;
    private long blockAddress;

    BgzfOutputStream(Path file)
            throws IOException
    {
        requireNonNull(file, "file is null");
        out = Files.newOutputStream(file);
    }

    /**
     * The virtual offset of the next byte that will be written.
     */
    long virtualOffset()
    {
        return (blockAddress << 16) | length;
    }

    /**
     * Ends the block if this many bytes do not fit into it, so that a record is whole in a block.
     */
    void keepTogether(int size)
            throws IOException
    {
        if (size <= BLOCK_DATA && length + size > BLOCK_DATA) {
            writeBlock();
        }
    }

    /**
     * Ends the block, so that what comes next begins one.
     */
    void endBlock()
            throws IOException
    {
        if (length > 0) {
            writeBlock();
        }
    }

    /**
     * Writes a block as it is, which stands between others.
     */
    void writeWhole(byte[] compressed)
            throws IOException
    {
        endBlock();
        out.write(compressed);
        blockAddress += compressed.length;
    }

    @Override
    public void write(int value)
            throws IOException
    {
        data[length++] = (byte) value;
        if (length == BLOCK_DATA) {
            writeBlock();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int size)
            throws IOException
    {
        checkFromIndexSize(offset, size, bytes.length);
        int written = 0;
        while (written < size) {
            int step = Math.min(size - written, BLOCK_DATA - length);
            System.arraycopy(bytes, offset + written, data, length, step);
            length += step;
            written += step;
            if (length == BLOCK_DATA) {
                writeBlock();
            }
        }
    }

    @Override
    public void close()
            throws IOException
    {
        try (out) {
            if (length > 0) {
                writeBlock();
            }
            // The empty block at the end says that the file is whole
            writeBlock();
        }
        finally {
            deflater.end();
        }
    }

    private void writeBlock()
            throws IOException
    {
        int compressed = deflate(Deflater.DEFAULT_COMPRESSION);
        if (compressed < 0) {
            // It does not shrink: stored, the data fits in any case
            compressed = deflate(Deflater.NO_COMPRESSION);
        }
        int blockLength = HEADER_LENGTH + compressed + FOOTER_LENGTH;
        putInt(0, 0x04088B1F);
        putInt(4, 0);
        putInt(8, 0x0006FF00);
        putInt(12, 0x00024342);
        block[16] = (byte) (blockLength - 1);
        block[17] = (byte) ((blockLength - 1) >> 8);
        CRC32 crc = new CRC32();
        crc.update(data, 0, length);
        putInt(HEADER_LENGTH + compressed, (int) crc.getValue());
        putInt(HEADER_LENGTH + compressed + 4, length);
        out.write(block, 0, blockLength);
        blockAddress += blockLength;
        length = 0;
    }

    private int deflate(int level)
    {
        deflater.reset();
        deflater.setLevel(level);
        deflater.setInput(data, 0, length);
        deflater.finish();
        int compressed = deflater.deflate(block, HEADER_LENGTH, BLOCK_LENGTH - HEADER_LENGTH - FOOTER_LENGTH);
        return deflater.finished() ? compressed : -1;
    }

    private void putInt(int offset, int value)
    {
        for (int i = 0; i < 4; i++) {
            block[offset + i] = (byte) (value >> (8 * i));
        }
    }
}
