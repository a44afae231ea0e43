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
package io.genolake.connector.reference;

import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.lake.StoredFileSource;
import io.genolake.formats.fasta.SourceOpener;
import io.genolake.formats.io.ByteSource;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInputFile;
import io.trino.spi.TrinoException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A file that properties name, as it was when it was looked at: what is read of it is that version, or it is an error.
 *
 * @param file empty if there was no such file
 * @param onChange what is to be done when it turns out to have changed
 */
record VersionedFile(TrinoFileSystem fileSystem, String location, Optional<StoredFile> file, Runnable onChange)
        implements SourceOpener
{
    VersionedFile
    {
        requireNonNull(fileSystem, "fileSystem is null");
        requireNonNull(location, "location is null");
        requireNonNull(file, "file is null");
        requireNonNull(onChange, "onChange is null");
    }

    static VersionedFile look(TrinoFileSystem fileSystem, String location, Runnable onChange)
            throws IOException
    {
        TrinoInputFile file = fileSystem.newInputFile(Location.of(location));
        try {
            return new VersionedFile(fileSystem, location, Optional.of(new StoredFile(location, file.length(), file.lastModified().toEpochMilli())), onChange);
        }
        catch (FileNotFoundException _) {
            return new VersionedFile(fileSystem, location, Optional.empty(), onChange);
        }
    }

    @Override
    public ByteSource open()
            throws IOException
    {
        if (file.isEmpty()) {
            throw new FileNotFoundException("%s: there is no such file".formatted(location));
        }
        return new CheckedSource(new StoredFileSource(fileSystem, file.orElseThrow()), onChange);
    }

    /**
     * Sees once all has been read that the file is still the same: what is read goes to a cache.
     */
    private record CheckedSource(StoredFileSource source, Runnable onChange)
            implements ByteSource
    {
        @Override
        public String location()
        {
            return source.location();
        }

        @Override
        public long length()
        {
            return source.length();
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length)
                throws IOException
        {
            source.readFully(position, buffer, offset, length);
        }

        @Override
        public void close()
                throws IOException
        {
            try (source) {
                source.checkUnchanged();
            }
            catch (TrinoException e) {
                onChange.run();
                throw e;
            }
        }
    }
}
