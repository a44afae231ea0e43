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
import io.genolake.formats.io.FileByteSource;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInput;
import io.trino.spi.TrinoException;

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
    private final ServedVersion served;
    private boolean checked;
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
        served = new ServedVersion(file);
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
    public int largestRead()
    {
        return file.isLocal() ? FileByteSource.LARGEST_LOCAL_READ : ByteSource.super.largestRead();
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length)
            throws IOException
    {
        long start = System.nanoTime();
        try {
            VersionedReads.run(served, length, () -> {
                input.readFully(position, buffer, offset, length);
                return null;
            });
        }
        catch (IOException e) {
            if (served.isReplaced()) {
                throw replaced();
            }
            throw e;
        }
        readTimeNanos += System.nanoTime() - start;
        bytesRead += length;
        reads++;
        if (!checked || served.isReplaced()) {
            checked = true;
            checkUnchanged();
        }
    }

    /**
     * Sees to it that what has been read is of the version that was listed: as the store said with each read, or else as the file system says now.
     */
    public void checkUnchanged()
    {
        if (served.isReplaced()) {
            throw replaced();
        }
        if (!served.isTold()) {
            check.check(file);
        }
    }

    private TrinoException replaced()
    {
        return check.changed(file, "was replaced");
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
