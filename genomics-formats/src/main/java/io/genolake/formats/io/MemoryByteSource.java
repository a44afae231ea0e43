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

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

/**
 * A file that is in memory.
 */
public final class MemoryByteSource
        implements ByteSource
{
    private final String location;
    private final byte[] bytes;

    public MemoryByteSource(String location, byte[] bytes)
    {
        this.location = requireNonNull(location, "location is null");
        this.bytes = requireNonNull(bytes, "bytes is null");
    }

    @Override
    public String location()
    {
        return location;
    }

    @Override
    public long length()
    {
        return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length)
            throws IOException
    {
        checkFromIndexSize(offset, length, buffer.length);
        if (position < 0 || position > bytes.length - (long) length) {
            throw new EOFException("%s has no %s bytes at %s".formatted(location, length, position));
        }
        System.arraycopy(bytes, (int) position, buffer, offset, length);
    }

    @Override
    public void close() {}
}
