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
package io.genolake.formats.io;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;

import java.io.IOException;
import java.util.Arrays;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * A contiguous stretch of a file's decoded bytes, which grows at its end block by block and is cut at its start when records
 * are done with. Records are views over {@link #bytes}, which stay where they are until the next {@link #release}
 * or {@link #seek}. The buffer is reused, so that a scan allocates nothing a record.
 * <p>
 * A window also knows the <em>end</em> of what is to be read: a virtual offset given by {@link #readUntil}. Whether a
 * record lies before it is a comparison of positions, see {@link #isBeforeEnd}.
 */
public final class Window
{
    private static final int INITIAL_SIZE = 1 << 18;
    /**
     * Position of an end that the window has left behind.
     */
    private static final int BEFORE_WINDOW = -1;

    private final BlockStream stream;
    private final int maxSize;
    private final boolean readToEnd;

    private byte[] bytes;
    private int limit;
    private boolean exhausted;

    // the blocks in the window: where each begins, in the window and in the file
    private int[] blockPositions = new int[16];
    private long[] blockOffsets = new long[16];
    private int blockCount;

    private long end = Long.MAX_VALUE;
    private boolean endIncluded;
    // position of the end in the window, once its block has been read
    private int endPosition = Integer.MAX_VALUE;

    /**
     * @param maxSize most bytes that the window may hold; a record that needs more is an error
     */
    public Window(BlockStream stream, int maxSize)
    {
        this(stream, maxSize, true);
    }

    /**
     * @param maxSize most bytes that the window may hold; a record that needs more is an error
     * @param readToEnd whether the reader intends to read all up to the {@linkplain #readUntil end}, and not only as much as it takes to find something
     */
    public Window(BlockStream stream, int maxSize, boolean readToEnd)
    {
        this.readToEnd = readToEnd;
        this.stream = requireNonNull(stream, "stream is null");
        // an array of the window and a block more must be possible
        this.maxSize = min(maxSize, Integer.MAX_VALUE - 16 - stream.maxBlockSize());
        bytes = new byte[min(INITIAL_SIZE, this.maxSize + stream.maxBlockSize())];
    }

    public BlockStream stream()
    {
        return stream;
    }

    public String location()
    {
        return stream.location();
    }

    public byte[] bytes()
    {
        return bytes;
    }

    /**
     * Most bytes that the window may hold, and a block more.
     */
    public int maxSize()
    {
        return maxSize;
    }

    /**
     * Number of bytes of {@link #bytes} that are filled.
     */
    public int limit()
    {
        return limit;
    }

    /**
     * Whether the file has no bytes after {@link #limit}. Known only after an {@link #extend} that returned false.
     */
    public boolean isExhausted()
    {
        return exhausted;
    }

    /**
     * Memory that the window and its stream hold, in bytes.
     */
    public long retainedBytes()
    {
        return bytes.length + 12L * blockPositions.length + stream.retainedBytes();
    }

    /**
     * Empties the window and goes to a virtual offset. There is no end, until {@link #readUntil} sets one.
     *
     * @return the position in the window of the byte at that offset; the window holds it, unless the file ends there
     */
    public int seek(long virtualOffset)
            throws IOException
    {
        limit = 0;
        blockCount = 0;
        exhausted = false;
        setEnd(Long.MAX_VALUE, false);
        int offset = stream.seek(virtualOffset);
        boolean found = extend();
        // behind the last byte of a block is where the next one begins
        if (offset > limit || (found && offset > 0 && stream.virtualOffset(blockOffsets[0], offset) != virtualOffset)) {
            throw new MalformedFileException(
                    Scope.INDEX,
                    location(),
                    stream.place(virtualOffset),
                    "the offset points outside its block",
                    "The index that named it is not this file's: rebuild the index");
        }
        if (found && offset == limit) {
            extend();
        }
        return offset;
    }

    /**
     * Goes to a virtual offset, to read until another: {@link #seek} and {@link #readUntil}, with no more requests for
     * stored bytes than it takes.
     */
    public int seek(long virtualOffset, long end, boolean endIncluded)
            throws IOException
    {
        expectEnd(end, endIncluded);
        int position = seek(virtualOffset);
        readUntil(end, endIncluded);
        return position;
    }

    /**
     * Sets the end of what is to be read.
     *
     * @param end a virtual offset; where no byte is stored at it, the next byte after it counts
     * @param included whether a record that begins exactly at the end is still to be read
     */
    public void readUntil(long end, boolean included)
    {
        expectEnd(end, included);
        setEnd(end, included);
    }

    /**
     * Tells the stream up to which virtual offset it will be read, see {@link BlockStream#expectEnd} and {@link BlockStream#expectRecordAt}.
     *
     * @param included whether a record that begins there will be read
     */
    public void expectEnd(long virtualOffset, boolean included)
    {
        if (!readToEnd) {
            return;
        }
        if (included) {
            stream.expectRecordAt(virtualOffset);
        }
        else {
            stream.expectEnd(virtualOffset);
        }
    }

    private void setEnd(long end, boolean included)
    {
        this.end = end;
        this.endIncluded = included;
        endPosition = Integer.MAX_VALUE;
        for (int block = 0; block < blockCount; block++) {
            locateEnd(block);
        }
    }

    /**
     * Whether a record that begins at a position of the window is to be read. At the {@link #limit} it may be true only
     * because the end is not known yet: then {@link #extend} and ask again. Asking first saves the block after the end.
     */
    public boolean isBeforeEnd(int position)
    {
        return endIncluded ? position <= endPosition : position < endPosition;
    }

    /**
     * Whether a position is exactly the end.
     */
    public boolean isAtEnd(int position)
    {
        return position == endPosition;
    }

    /**
     * Decodes one more block to the end of the window. Positions stay valid, the array of {@link #bytes} may change.
     *
     * @return false if the file has no more
     */
    public boolean extend()
            throws IOException
    {
        if (exhausted) {
            return false;
        }
        int needed = limit + stream.maxBlockSize();
        if (needed > bytes.length) {
            if (limit > maxSize) {
                throw new MalformedFileException(Scope.FILE, location(), stream.place(virtualOffset(0)), "a record is longer than %s bytes".formatted(maxSize), "Raise genomics.max-record-size if the record is real");
            }
            bytes = Arrays.copyOf(bytes, max(needed, (int) min(2L * bytes.length, (long) maxSize + stream.maxBlockSize())));
        }
        int length = stream.read(bytes, limit);
        if (length < 0) {
            exhausted = true;
            return false;
        }
        if (blockCount == blockPositions.length) {
            blockPositions = Arrays.copyOf(blockPositions, 2 * blockCount);
            blockOffsets = Arrays.copyOf(blockOffsets, 2 * blockCount);
        }
        blockPositions[blockCount] = limit;
        blockOffsets[blockCount] = stream.blockOffset();
        limit += length;
        blockCount++;
        locateEnd(blockCount - 1);
        return true;
    }

    private void locateEnd(int block)
    {
        if (endPosition != Integer.MAX_VALUE || end == Long.MAX_VALUE) {
            return;
        }
        int blockPosition = blockPositions[block];
        int blockLimit = block + 1 < blockCount ? blockPositions[block + 1] : limit;
        long blockOffset = blockOffsets[block];
        long nextBlockOffset = block + 1 < blockCount ? blockOffsets[block + 1] : stream.nextBlockOffset();
        if (Long.compareUnsigned(blockOffset, end) >= 0) {
            endPosition = max(blockPosition, BEFORE_WINDOW);
        }
        else if (Long.compareUnsigned(end, stream.virtualOffset(blockOffset, blockLimit - blockPosition)) < 0) {
            endPosition = max(blockPosition + (int) (end - blockOffset), BEFORE_WINDOW);
        }
        else if (Long.compareUnsigned(end, nextBlockOffset) <= 0) {
            endPosition = blockLimit;
        }
    }

    /**
     * Makes room: all bytes before a position are given up, and the others move to the start of the window.
     */
    public void release(int position)
    {
        if (position == 0) {
            return;
        }
        int block = blockIndex(position);
        System.arraycopy(bytes, position, bytes, 0, limit - position);
        limit -= position;
        int kept = blockCount - block;
        for (int i = 0; i < kept; i++) {
            // the first block may have begun before the window: its position is negative then
            blockPositions[i] = blockPositions[block + i] - position;
            blockOffsets[i] = blockOffsets[block + i];
        }
        blockCount = kept;
        if (endPosition != Integer.MAX_VALUE) {
            endPosition = max(endPosition - position, BEFORE_WINDOW);
        }
    }

    /**
     * The virtual offset of the byte at a position of the window.
     */
    public long virtualOffset(int position)
    {
        if (blockCount == 0) {
            return 0;
        }
        int block = blockIndex(position);
        return stream.virtualOffset(blockOffsets[block], position - blockPositions[block]);
    }

    private int blockIndex(int position)
    {
        int index = Arrays.binarySearch(blockPositions, 0, blockCount, position);
        return index >= 0 ? index : max(0, -index - 2);
    }
}
