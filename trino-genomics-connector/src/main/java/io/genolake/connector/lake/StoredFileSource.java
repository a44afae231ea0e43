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
package io.genolake.connector.lake;

import io.genolake.formats.io.ByteSource;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInput;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The bytes of a stored file. What is read is the version that was listed, or it is an error.
 */
public final class StoredFileSource
        implements ByteSource
{
    private final StoredFile file;
    private final FileCheck check;
    private final TrinoInput input;
    private long bytesRead;
    private long reads;
    private long readTimeNanos;

    public StoredFileSource(TrinoFileSystem fileSystem, StoredFile file)
            throws IOException
    {
        this(fileSystem, file, new FileCheck(fileSystem, Optional.empty()));
    }

    public StoredFileSource(TrinoFileSystem fileSystem, StoredFile file, FileCheck check)
            throws IOException
    {
        this.check = requireNonNull(check, "check is null");
        this.file = requireNonNull(file, "file is null");
        // with length and time, so that no store is asked for them again
        input = fileSystem.newInputFile(Location.of(file.location()), file.length(), Instant.ofEpochMilli(file.modified())).newInput();
    }

    @Override
    public String location()
    {
        return file.location();
    }

    @Override
    public long length()
    {
        return file.length();
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length)
            throws IOException
    {
        long start = System.nanoTime();
        input.readFully(position, buffer, offset, length);
        readTimeNanos += System.nanoTime() - start;
        bytesRead += length;
        reads++;
    }

    /**
     * Asks the file system whether the file is still the one that was listed.
     */
    public void checkUnchanged()
    {
        check.check(file);
    }

    public long bytesRead()
    {
        return bytesRead;
    }

    public long reads()
    {
        return reads;
    }

    public long readTimeNanos()
    {
        return readTimeNanos;
    }

    @Override
    public void close()
            throws IOException
    {
        input.close();
    }
}
