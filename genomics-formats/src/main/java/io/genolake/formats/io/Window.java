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

    private final BlockStream stream;
    private final int maxSize;

    private byte[] bytes = new byte[INITIAL_SIZE];
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
        this.stream = requireNonNull(stream, "stream is null");
        this.maxSize = maxSize;
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
     * Memory that the window holds, in bytes.
     */
    public long retainedBytes()
    {
        return bytes.length + 12L * blockPositions.length;
    }

    /**
     * Empties the window and goes to a virtual offset.
     *
     * @return the position in the window of the byte at that offset; the window holds it, unless the file ends there
     */
    public int seek(long virtualOffset)
            throws IOException
    {
        limit = 0;
        blockCount = 0;
        exhausted = false;
        readUntil(Long.MAX_VALUE, false);
        int offset = stream.seek(virtualOffset);
        while (limit <= offset) {
            if (!extend()) {
                if (limit == offset) {
                    return offset;
                }
                throw new MalformedFileException(Scope.FILE, location(), Long.toUnsignedString(virtualOffset), "there is no such offset in the file", "The index or the split that named it is not this file's: rebuild the index");
            }
            if (limit < offset && blockCount > 1) {
                throw new MalformedFileException(Scope.INDEX, location(), Long.toUnsignedString(virtualOffset), "the offset points outside its block", "The index is not this file's: rebuild it");
            }
        }
        return offset;
    }

    /**
     * Sets the end of what is to be read.
     *
     * @param end a virtual offset; where no byte is stored at it, the next byte after it counts
     * @param included whether a record that begins exactly at the end is still to be read
     */
    public void readUntil(long end, boolean included)
    {
        this.end = end;
        this.endIncluded = included;
        endPosition = Integer.MAX_VALUE;
        for (int block = 0; block < blockCount; block++) {
            locateEnd(block);
        }
    }

    /**
     * Whether a record that begins at a position of the window is to be read. The window must hold the position's byte,
     * or be {@link #isExhausted exhausted}.
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
                throw new MalformedFileException(Scope.FILE, location(), "offset " + Long.toUnsignedString(virtualOffset(0)), "a record is longer than %s bytes".formatted(maxSize), "Raise genomics.max-record-size if the record is real");
            }
            bytes = Arrays.copyOf(bytes, max(needed, (int) Math.min(2L * bytes.length, (long) maxSize + stream.maxBlockSize())));
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
        if (Long.compareUnsigned(blockOffset, end) >= 0) {
            endPosition = blockPosition;
        }
        else if (Long.compareUnsigned(end, stream.virtualOffset(blockOffset, blockLimit - blockPosition)) < 0) {
            endPosition = blockPosition + (int) (end - blockOffset);
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
            endPosition -= position;
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
