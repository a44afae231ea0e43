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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.ByteSource;
import io.genolake.formats.io.ReadAheadBuffer;

import java.io.IOException;
import java.util.zip.CRC32;

import static com.google.common.base.Preconditions.checkArgument;
import static io.genolake.formats.bgzf.BgzfFormat.HEADER_SIZE;
import static io.genolake.formats.bgzf.BgzfFormat.MAX_BLOCK_SIZE;
import static io.genolake.formats.bgzf.BgzfFormat.TRAILER_SIZE;
import static io.genolake.formats.bgzf.BgzfFormat.headerSize;
import static io.genolake.formats.bgzf.BgzfFormat.isGzipWithExtra;
import static io.genolake.formats.bgzf.BgzfFormat.littleEndianInt;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * The blocks of a BGZF file (SAM specification, section 4.1). Length and CRC of every block are checked, and at the end
 * of the file that its last block is empty, by which a BGZF file says that it is complete.
 */
public final class BgzfStream
        implements BlockStream
{
    private static final String COPY_AGAIN = "Copy the file again from where it came from";

    private final ReadAheadBuffer input;
    private final BlockInflater inflater = new BlockInflater();
    private final CRC32 crc = new CRC32();

    // stored offset of the next block
    private long position;
    // whether the position is what somebody said, and not the end of a block
    private boolean sought;
    // whether the block that ends at the position is known, and is empty
    private boolean afterBlock;
    private boolean afterEmptyBlock;

    private long blockOffset;
    private long blocksDecoded;

    // the block at the position, as its header and trailer have it
    private int storedSize;
    private int decodedSize;

    public BgzfStream(ByteSource source)
    {
        this(new ReadAheadBuffer(source));
    }

    /**
     * @param input the file, of which some may have been read already
     */
    public BgzfStream(ReadAheadBuffer input)
    {
        this.input = requireNonNull(input, "input is null");
    }

    @Override
    public String location()
    {
        return input.location();
    }

    @Override
    public int maxBlockSize()
    {
        return MAX_BLOCK_SIZE;
    }

    @Override
    public int seek(long virtualOffset)
    {
        seekBlock(VirtualOffset.compressedOffset(virtualOffset));
        return VirtualOffset.offsetInBlock(virtualOffset);
    }

    /**
     * Goes to a block.
     *
     * @param compressedOffset stored offset of the block, or the length of the file
     */
    public void seekBlock(long compressedOffset)
    {
        checkArgument(compressedOffset >= 0, "compressedOffset is negative: %s", compressedOffset);
        position = compressedOffset;
        sought = compressedOffset > 0;
        afterBlock = false;
    }

    @Override
    public void expectEnd(long virtualOffset)
    {
        if (virtualOffset == Long.MAX_VALUE) {
            input.expectEnd(Long.MAX_VALUE);
            return;
        }
        long compressedOffset = VirtualOffset.compressedOffset(virtualOffset);
        // how long the last block is is known once it has been read
        input.expectEnd(VirtualOffset.offsetInBlock(virtualOffset) == 0 ? compressedOffset : compressedOffset + MAX_BLOCK_SIZE);
    }

    @Override
    public void expectRecordAt(long virtualOffset)
    {
        if (virtualOffset == Long.MAX_VALUE) {
            input.expectEnd(Long.MAX_VALUE);
            return;
        }
        // where no block begins at the offset, the record is in the next one; few are longer than a block
        expectBlocks(virtualOffset, 2);
    }

    @Override
    public void expectStretch(long virtualOffset)
    {
        input.expectStretch(VirtualOffset.compressedOffset(virtualOffset) + MAX_BLOCK_SIZE);
    }

    /**
     * Tells that so many blocks are to be read from the one on in which a virtual offset lies, however long they are. It is a hint.
     */
    public void expectBlocks(long virtualOffset, int count)
    {
        input.expectEnd(VirtualOffset.compressedOffset(virtualOffset) + (long) count * MAX_BLOCK_SIZE);
    }

    @Override
    public int read(byte[] buffer, int offset)
            throws IOException
    {
        while (position < input.length()) {
            loadBlock();
            decodeBlock(buffer, offset);
            blockOffset = position << 16;
            position += storedSize;
            sought = false;
            afterBlock = true;
            afterEmptyBlock = decodedSize == 0;
            if (decodedSize > 0) {
                return decodedSize;
            }
        }
        checkEnd();
        return -1;
    }

    @Override
    public long blockOffset()
    {
        return blockOffset;
    }

    @Override
    public long nextBlockOffset()
    {
        return position << 16;
    }

    @Override
    public String place(long virtualOffset)
    {
        return VirtualOffset.toString(virtualOffset);
    }

    @Override
    public long bytesRead()
    {
        return input.bytesRead();
    }

    @Override
    public long reads()
    {
        return input.reads();
    }

    @Override
    public long blocksDecoded()
    {
        return blocksDecoded;
    }

    @Override
    public long retainedBytes()
    {
        return input.retainedBytes();
    }

    @Override
    public void close()
            throws IOException
    {
        inflater.close();
        input.close();
    }

    /**
     * Reads the stored bytes of the block at the position, and finds its size.
     */
    private void loadBlock()
            throws IOException
    {
        if (!hasHeader(position)) {
            throw notABlock();
        }
        if (storedSize > input.length() - position) {
            throw malformed("the file ends inside a block, it was truncated", COPY_AGAIN);
        }
        input.request(position, storedSize);
        decodedSize = decodedSize(position);
        if (decodedSize < 0) {
            throw malformed("a block claims to decode to more than %s bytes, the file is damaged".formatted(MAX_BLOCK_SIZE), COPY_AGAIN);
        }
    }

    private MalformedFileException notABlock()
            throws IOException
    {
        int available = input.request(position, HEADER_SIZE);
        byte[] bytes = input.bytes();
        int start = input.index(position);
        if (available < HEADER_SIZE && (available < 4 || isGzipWithExtra(bytes, start, BgzfFormat.FIXED_HEADER_SIZE))) {
            return malformed("the file ends inside a block, it was truncated", COPY_AGAIN);
        }
        if (sought) {
            return new MalformedFileException(
                    Scope.INDEX,
                    location(),
                    place(position << 16),
                    "there is no BGZF block at this offset",
                    "The index that named it is not this file's, or the file is damaged: rebuild the index, and see whether that succeeds");
        }
        return malformed("what follows is not a BGZF block, the file is damaged", COPY_AGAIN);
    }

    private void decodeBlock(byte[] buffer, int offset)
    {
        if (!decodes(position, buffer, offset)) {
            throw malformed("a block does not decode to what its checksum and length say, the file is damaged", COPY_AGAIN);
        }
        blocksDecoded++;
    }

    /**
     * Whether a block begins at a stored offset, by its header. Its size is that of {@link #storedSize} then.
     */
    private boolean hasHeader(long offset)
            throws IOException
    {
        int available = input.request(offset, HEADER_SIZE);
        if (available < HEADER_SIZE || !isGzipWithExtra(input.bytes(), input.index(offset), available)) {
            return false;
        }
        int headerSize = headerSize(input.bytes(), input.index(offset));
        if (headerSize > available) {
            available = input.request(offset, headerSize);
        }
        storedSize = BgzfFormat.blockSize(input.bytes(), input.index(offset), available);
        return storedSize > 0;
    }

    /**
     * Length of the decoded data of the block at an offset, by its trailer.
     *
     * @return -1 if there is no such block
     */
    private int decodedSize(long offset)
    {
        int size = littleEndianInt(input.bytes(), input.index(offset) + storedSize - 4);
        return size >= 0 && size <= MAX_BLOCK_SIZE ? size : -1;
    }

    private boolean decodes(long offset, byte[] buffer, int bufferOffset)
    {
        byte[] stored = input.bytes();
        int start = input.index(offset);
        int headerSize = headerSize(stored, start);
        int trailer = start + storedSize - TRAILER_SIZE;
        if (!inflater.inflate(stored, start + headerSize, storedSize - headerSize - TRAILER_SIZE, buffer, bufferOffset, decodedSize)) {
            return false;
        }
        crc.reset();
        crc.update(buffer, bufferOffset, decodedSize);
        return (int) crc.getValue() == littleEndianInt(stored, trailer);
    }

    /**
     * At the end of the file: its last block is empty, or the file is not complete.
     */
    private void checkEnd()
            throws IOException
    {
        if (position > input.length()) {
            throw new MalformedFileException(
                    Scope.INDEX,
                    location(),
                    place(position << 16),
                    "the file ends before this offset, at %s".formatted(input.length()),
                    "The index that named it is not this file's, or the file was truncated: rebuild the index, or copy the file again");
        }
        if (!afterBlock) {
            // nothing of the file has been read: the last blocks tell
            position = input.length() == 0 ? 0 : findBlock(max(0, input.length() - MAX_BLOCK_SIZE));
            sought = false;
            while (position < input.length()) {
                loadBlock();
                afterEmptyBlock = decodedSize == 0;
                afterBlock = true;
                position += storedSize;
            }
        }
        if (!afterBlock || !afterEmptyBlock) {
            throw malformed(
                    "the BGZF end-of-file block is missing, the file was probably truncated",
                    "Copy the file again, or, if it is known to be complete, append the block with: bgzip -c < /dev/null >> FILE");
        }
    }

    /**
     * Finds the first block that begins at or after a stored offset. What looks like a block inside the data of another is
     * not mistaken for one: a block must decode, and blocks must follow it beyond the end of any block which it could be
     * part of. Where something looks like a block and is none, the file is damaged, or holds BGZF data itself, and all
     * blocks from the start of the file on are followed instead. So the readers of neighbouring ranges always agree,
     * and a damaged block is never passed over.
     * <p>
     * The next {@link #read} gives that block.
     *
     * @param from a stored offset, not beyond the length of the file
     * @return the stored offset of the block, the length of the file if there is none
     */
    public long findBlock(long from)
            throws IOException
    {
        checkArgument(from >= 0 && from <= input.length(), "from is out of range: %s", from);
        long found = from == 0 ? 0 : searchBlock(from);
        seekBlock(found);
        return found;
    }

    private long searchBlock(long from)
            throws IOException
    {
        // blocks are no longer than this: one that begins before the stretch ends in it, and one begins in it or the file ends
        long end = min(from + MAX_BLOCK_SIZE, input.length());
        for (long offset = from; offset < end; offset++) {
            if (hasHeader(offset)) {
                return isFollowedByBlocks(offset, end) && decodes(offset) ? offset : followBlocks(from);
            }
        }
        return end == input.length() ? end : followBlocks(from);
    }

    /**
     * Whether blocks follow from a block on until an offset at least, by their headers.
     */
    private boolean isFollowedByBlocks(long offset, long end)
            throws IOException
    {
        // all of it at once, so that it stays in the buffer and is not read again
        input.request(offset, (int) (end - offset) + HEADER_SIZE);
        long next = offset;
        while (next < end) {
            if (!hasHeader(next)) {
                return false;
            }
            next += storedSize;
        }
        return next == input.length() || hasHeader(next);
    }

    private boolean decodes(long offset)
            throws IOException
    {
        if (!hasHeader(offset) || input.request(offset, storedSize) < storedSize) {
            return false;
        }
        decodedSize = decodedSize(offset);
        return decodedSize >= 0 && decodes(offset, new byte[decodedSize], 0);
    }

    private long followBlocks(long from)
            throws IOException
    {
        seekBlock(0);
        while (position < from) {
            loadBlock();
            position += storedSize;
        }
        return position;
    }

    private MalformedFileException malformed(String reason, String remedy)
    {
        return new MalformedFileException(Scope.FILE, location(), place(position << 16), reason, remedy);
    }
}
