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
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * A gzip file (RFC 1952) of one or more members, which is decoded from its start on. A virtual offset is an offset in the
 * decoded data; going to one decodes all that is before it.
 */
public final class GzipStream
        implements BlockStream
{
    private static final int BLOCK_SIZE = 1 << 16;
    private static final int INPUT_SIZE = 1 << 16;

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;

    private static final String COPY_AGAIN = "Copy the file again from where it came from";

    private final ReadAheadBuffer input;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    // stored offset of the next byte that has not gone to the inflater
    private long position;
    private boolean inMember;
    private long memberLength;

    // offset in the decoded data
    private long decoded;
    private long target;
    private long blockOffset;
    private long blocksDecoded;

    public GzipStream(ByteSource source)
    {
        this(new ReadAheadBuffer(source));
    }

    /**
     * @param input the file, of which some may have been read already
     */
    public GzipStream(ReadAheadBuffer input)
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
        return BLOCK_SIZE;
    }

    /**
     * Goes to the block of an offset in the decoded data: back is from the start of the file again.
     */
    @Override
    public int seek(long virtualOffset)
    {
        checkArgument(virtualOffset >= 0, "virtualOffset is negative: %s", virtualOffset);
        int offset = (int) (virtualOffset % BLOCK_SIZE);
        target = virtualOffset - offset;
        if (target < decoded) {
            decoded = 0;
            position = 0;
            inMember = false;
        }
        return offset;
    }

    /**
     * Stored offsets are not known before they have been decoded: the hint is of no use.
     */
    @Override
    public void expectEnd(long virtualOffset) {}

    @Override
    public int read(byte[] buffer, int offset)
            throws IOException
    {
        while (true) {
            blockOffset = decoded;
            int length = fill(buffer, offset);
            if (length == 0) {
                if (decoded < target) {
                    throw new MalformedFileException(
                            Scope.FILE,
                            location(),
                            place(target),
                            "the decoded data ends before this offset, at %s".formatted(decoded),
                            "Was the file replaced while it was read? Run the query again");
                }
                return -1;
            }
            decoded += length;
            if (decoded > target) {
                target = decoded;
                blocksDecoded++;
                return length;
            }
        }
    }

    private int fill(byte[] buffer, int offset)
            throws IOException
    {
        int length = 0;
        while (length < BLOCK_SIZE && (inMember || beginMember())) {
            length += inflate(buffer, offset + length, BLOCK_SIZE - length);
        }
        return length;
    }

    private int inflate(byte[] buffer, int offset, int length)
            throws IOException
    {
        int available = min(input.request(position, 1), INPUT_SIZE);
        if (available == 0) {
            throw truncated();
        }
        inflater.setInput(input.bytes(), input.index(position), available);
        int count;
        try {
            count = inflater.inflate(buffer, offset, length);
        }
        catch (DataFormatException e) {
            throw damaged("the compressed data is broken (%s)".formatted(e.getMessage()), e);
        }
        int used = available - inflater.getRemaining();
        if (inflater.needsDictionary() || (count == 0 && used == 0 && !inflater.finished())) {
            throw damaged("the compressed data is broken", null);
        }
        position += used;
        crc.update(buffer, offset, count);
        memberLength += count;
        if (inflater.finished()) {
            endMember();
        }
        return count;
    }

    /**
     * Reads the header of a member.
     *
     * @return false at the end of the file
     */
    private boolean beginMember()
            throws IOException
    {
        if (position > 0 && isPaddingUntilEnd()) {
            return false;
        }
        int first = next();
        int second = next();
        if (first != 0x1F || second != 0x8B) {
            position -= 2;
            throw damaged(position == 0 ? "this is not a gzip file" : "what follows is not gzip data", null);
        }
        int method = next();
        int flags = next();
        if (method != 8 || (flags & RESERVED_FLAGS) != 0) {
            throw damaged("the gzip header has an unknown method or flags", null);
        }
        // modification time, extra flags, operating system
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        memberLength = 0;
        inMember = true;
        return true;
    }

    private void endMember()
            throws IOException
    {
        int expectedCrc = nextInt();
        int expectedLength = nextInt();
        if (expectedCrc != (int) crc.getValue() || expectedLength != (int) memberLength) {
            throw damaged("the data does not decode to what its checksum and length say", null);
        }
        inMember = false;
    }

    /**
     * Some tools fill the last block of a medium with zeros.
     */
    private boolean isPaddingUntilEnd()
            throws IOException
    {
        while (true) {
            int available = input.request(position, 1);
            if (available == 0) {
                return true;
            }
            if (input.bytes()[input.index(position)] != 0) {
                return false;
            }
            for (int i = 0; i < available; i++) {
                if (input.bytes()[input.index(position + i)] != 0) {
                    position += i;
                    throw damaged("what follows the zeros is not gzip data", null);
                }
            }
            position += available;
        }
    }

    private int next()
            throws IOException
    {
        if (input.request(position, 1) == 0) {
            throw truncated();
        }
        return input.bytes()[input.index(position++)] & 0xFF;
    }

    private int nextInt()
            throws IOException
    {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private void skip(int count)
            throws IOException
    {
        if (input.length() - position < count) {
            throw truncated();
        }
        position += count;
    }

    private void skipText()
            throws IOException
    {
        while (next() != 0) {
            // each byte is read
        }
    }

    private MalformedFileException truncated()
    {
        return new MalformedFileException(Scope.FILE, location(), place(decoded), "the file ends inside its gzip data, it was truncated", COPY_AGAIN);
    }

    private MalformedFileException damaged(String reason, Throwable cause)
    {
        return new MalformedFileException(Scope.FILE, location(), "stored offset " + position, reason + ", the file is damaged", COPY_AGAIN, cause);
    }

    @Override
    public String place(long virtualOffset)
    {
        return "decoded offset " + virtualOffset;
    }

    @Override
    public long blockOffset()
    {
        return blockOffset;
    }

    @Override
    public long nextBlockOffset()
    {
        return decoded;
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
}
