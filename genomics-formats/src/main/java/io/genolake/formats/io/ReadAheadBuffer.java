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

import java.io.Closeable;
import java.io.IOException;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * The stored bytes of a file, read in few requests: for what is {@link #expectEnd expected} to be read, or, where nothing is known, for more than was
 * asked for, and the longer a file is read in sequence, the more. Nothing is read twice on the way forward.
 * <p>
 * Not safe for use by several threads.
 */
public final class ReadAheadBuffer
        implements Closeable
{
    private static final int FIRST_READ = 1 << 16;
    /**
     * What is left over after a read of the largest size is read with it, where it is no more than this part of it.
     */
    private static final int LARGEST_REST_PART = 8;
    /**
     * A seek past what is buffered by less than this is still reading in sequence.
     */
    private static final int SMALL_GAP = 1 << 16;

    private final ByteSource source;
    private final long length;
    private final int largestRead;

    private byte[] buffer = new byte[0];
    // the buffer holds the stored bytes [start, start + limit)
    private long start;
    private int limit;

    private int nextRead = FIRST_READ;
    private long expectedEnd;
    private long stretchEnd;

    private long bytesRead;
    private long reads;

    public ReadAheadBuffer(ByteSource source)
    {
        this.source = requireNonNull(source, "source is null");
        this.length = source.length();
        this.largestRead = source.largestRead();
        checkArgument(length >= 0, "length is negative: %s", length);
    }

    public String location()
    {
        return source.location();
    }

    /**
     * Length of the file in bytes.
     */
    public long length()
    {
        return length;
    }

    /**
     * Tells that the reader intends to read up to a stored offset, which is a hint: it can stop before, or read on.
     *
     * @param offset a stored offset, {@link Long#MAX_VALUE} for the end of the file, 0 if nothing is known
     */
    public void expectEnd(long offset)
    {
        this.expectedEnd = offset;
    }

    /**
     * Tells that what comes after the {@linkplain #expectEnd expected end} is likely to be read, too, up to a stored offset, but for small gaps that
     * cost less than another request.
     *
     * @param offset a stored offset, 0 if nothing is known
     */
    public void expectStretch(long offset)
    {
        this.stretchEnd = offset;
    }

    /**
     * Makes sure that the bytes from a stored offset on are in the buffer.
     *
     * @param count number of bytes asked for
     * @return number of bytes from {@code position} on that are in the buffer: {@code count} or more, or less if the
     *         file ends before that, and 0 at or after its end
     */
    public int request(long position, int count)
            throws IOException
    {
        checkArgument(position >= 0, "position is negative: %s", position);
        long available = start + limit - position;
        if (position >= start && available >= count) {
            return (int) available;
        }
        if (position >= length) {
            return 0;
        }
        if (position >= start && available >= 0) {
            if (start + limit == length) {
                return (int) available;
            }
        }
        else {
            if (position < start || -available >= SMALL_GAP) {
                nextRead = FIRST_READ;
            }
            available = 0;
        }
        fill(position, (int) available, (int) min(count, length - position));
        return limit;
    }

    private void fill(long position, int kept, int count)
            throws IOException
    {
        int size = readSize(position + kept, count - kept);
        byte[] target = buffer;
        if (kept + size > buffer.length) {
            // with room for what is kept of it the next time
            target = new byte[max(kept + size + min(size, FIRST_READ), min(2 * buffer.length, largestRead))];
        }
        System.arraycopy(buffer, limit - kept, target, 0, kept);
        buffer = target;
        start = position;
        limit = kept;
        source.readFully(position + kept, buffer, kept, size);
        limit += size;
        bytesRead += size;
        reads++;
        // what comes after the expected end is for another reader
        nextRead = position + kept < max(expectedEnd, stretchEnd) ? FIRST_READ : min(2 * max(nextRead, size), largestRead);
    }

    private int readSize(long from, int needed)
    {
        long size = nextRead;
        long left = max(expectedEnd, stretchEnd) - from;
        if (left > 0) {
            size = left <= largestRead + largestRead / LARGEST_REST_PART ? left : largestRead;
        }
        return (int) clamp(max(size, needed), 0, length - from);
    }

    /**
     * The array which holds the bytes, until the next {@link #request}.
     */
    public byte[] bytes()
    {
        return buffer;
    }

    /**
     * Where in {@link #bytes} a stored offset is, which the last {@link #request} gave.
     */
    public int index(long position)
    {
        return (int) (position - start);
    }

    /**
     * Copies buffered bytes.
     */
    public void copy(long position, byte[] target, int offset, int count)
    {
        System.arraycopy(buffer, index(position), target, offset, count);
    }

    /**
     * Stored bytes that were read so far.
     */
    public long bytesRead()
    {
        return bytesRead;
    }

    /**
     * Requests that were made so far.
     */
    public long reads()
    {
        return reads;
    }

    /**
     * Memory that the buffer holds, in bytes.
     */
    public long retainedBytes()
    {
        return buffer.length;
    }

    /**
     * Gives up the memory and closes the source.
     */
    @Override
    public void close()
            throws IOException
    {
        buffer = new byte[0];
        limit = 0;
        source.close();
    }
}
