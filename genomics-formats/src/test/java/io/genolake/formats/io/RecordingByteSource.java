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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Keeps account of what is read of a file.
 */
public final class RecordingByteSource
        implements ByteSource
{
    private final ByteSource delegate;
    private final List<Request> requests = new ArrayList<>();

    public RecordingByteSource(ByteSource delegate)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
    }

    public List<Request> requests()
    {
        return List.copyOf(requests);
    }

    @Override
    public String location()
    {
        return delegate.location();
    }

    @Override
    public long length()
    {
        return delegate.length();
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length)
            throws IOException
    {
        requests.add(new Request(position, length));
        delegate.readFully(position, buffer, offset, length);
    }

    @Override
    public void close()
            throws IOException
    {
        delegate.close();
    }

    /**
     * Bytes that were read in one request.
     */
    public record Request(long position, int length)
    {
        public long end()
        {
            return position + length;
        }
    }
}
