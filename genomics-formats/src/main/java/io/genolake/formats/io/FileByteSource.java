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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import static java.nio.file.StandardOpenOption.READ;

/**
 * A file of the local file system. Its length is that at the time of opening.
 */
public final class FileByteSource
        implements ByteSource
{
    /**
     * As much as a local file gives without delay, and stays in a processor's cache until it is decoded.
     */
    public static final int LARGEST_LOCAL_READ = 1 << 18;

    private final String location;
    private final FileChannel channel;
    private final long length;

    public FileByteSource(Path path)
            throws IOException
    {
        this.location = path.toString();
        this.channel = FileChannel.open(path, READ);
        try {
            this.length = channel.size();
        }
        catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String location()
    {
        return location;
    }

    @Override
    public long length()
    {
        return length;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length)
            throws IOException
    {
        ByteBuffer target = ByteBuffer.wrap(buffer, offset, length);
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                throw new EOFException("%s ends at %s: it was shortened while it was read".formatted(location, position));
            }
            position += count;
        }
    }

    @Override
    public int largestRead()
    {
        return LARGEST_LOCAL_READ;
    }

    @Override
    public void close()
            throws IOException
    {
        channel.close();
    }
}
