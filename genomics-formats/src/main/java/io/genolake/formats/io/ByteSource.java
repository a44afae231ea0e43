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

/**
 * The stored bytes of a file, as a file system gives them: positioned reads of a file whose length is known.
 * Not safe for use by several threads.
 */
public interface ByteSource
        extends Closeable
{
    /**
     * The file, as the user knows it, for messages.
     */
    String location();

    /**
     * Length of the file in bytes.
     */
    long length();

    /**
     * Reads exactly {@code length} bytes from {@code position} on. On an object store this is one request.
     *
     * @throws IOException if the file cannot be read, or ends before that
     */
    void readFully(long position, byte[] buffer, int offset, int length)
            throws IOException;

    /**
     * Most bytes that it pays to ask for at once. A request to an object store takes time, however small it is.
     */
    default int largestRead()
    {
        return 1 << 23;
    }

    @Override
    void close()
            throws IOException;
}
