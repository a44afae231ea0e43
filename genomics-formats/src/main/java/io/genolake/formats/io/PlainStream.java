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

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * A file that is stored as is, in slices. A virtual offset is an offset in the file.
 */
public final class PlainStream
        implements BlockStream
{
    private static final int BLOCK_SIZE = 1 << 16;

    private final ReadAheadBuffer input;

    private long position;
    private long blockOffset;
    private long blocksDecoded;

    public PlainStream(ByteSource source)
    {
        this(new ReadAheadBuffer(source));
    }

    /**
     * @param input the file, of which some may have been read already
     */
    public PlainStream(ReadAheadBuffer input)
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

    @Override
    public int seek(long virtualOffset)
    {
        checkArgument(virtualOffset >= 0, "virtualOffset is negative: %s", virtualOffset);
        position = virtualOffset;
        return 0;
    }

    @Override
    public void expectEnd(long virtualOffset)
    {
        input.expectEnd(virtualOffset);
    }

    @Override
    public int read(byte[] buffer, int offset)
            throws IOException
    {
        if (position > input.length()) {
            throw new MalformedFileException(
                    Scope.INDEX,
                    location(),
                    place(position),
                    "the file ends before this offset, at %s".formatted(input.length()),
                    "The index that named it is not this file's, or the file was truncated: rebuild the index, or copy the file again");
        }
        // what is buffered is enough, a block need not be full
        int available = min(input.request(position, 1), BLOCK_SIZE);
        if (available == 0) {
            return -1;
        }
        input.copy(position, buffer, offset, available);
        blockOffset = position;
        position += available;
        blocksDecoded++;
        return available;
    }

    @Override
    public long blockOffset()
    {
        return blockOffset;
    }

    @Override
    public long nextBlockOffset()
    {
        return position;
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
        input.close();
    }
}
