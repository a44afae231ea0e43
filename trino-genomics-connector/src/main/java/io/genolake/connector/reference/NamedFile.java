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

import com.google.common.collect.ImmutableList;
import io.genolake.connector.GenomicsErrorCode;
import io.genolake.formats.MalformedFileException;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.TrinoException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_CHANGED;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static java.util.Objects.requireNonNull;

/**
 * What is read of a file that a property names, and of its indexes: opened when it is first used, believed for a while, and
 * opened anew where the files have changed since.
 */
final class NamedFile<T>
{
    interface Opener<T>
    {
        T open(List<VersionedFile> files)
                throws IOException;
    }

    private record Opened<T>(T content, List<VersionedFile> files, long lookedAt) {}

    private final String property;
    private final TrinoFileSystem fileSystem;
    private final List<String> locations;
    private final long ttlNanos;
    private final Opener<T> opener;
    // looks at the files again at the next use
    private final Runnable onChange = this::forget;
    private volatile Opened<T> opened;

    /**
     * @param property the property that names the file, for messages
     * @param locations the file, and those that belong to it
     */
    NamedFile(String property, TrinoFileSystem fileSystem, List<String> locations, long ttlNanos, Opener<T> opener)
    {
        this.property = requireNonNull(property, "property is null");
        this.fileSystem = requireNonNull(fileSystem, "fileSystem is null");
        this.locations = List.copyOf(locations);
        this.ttlNanos = ttlNanos;
        this.opener = requireNonNull(opener, "opener is null");
    }

    T get()
    {
        Opened<T> current = opened;
        if (current != null && System.nanoTime() - current.lookedAt() < ttlNanos) {
            return current.content();
        }
        return look();
    }

    private synchronized T look()
    {
        Opened<T> current = opened;
        long now = System.nanoTime();
        if (current != null && now - current.lookedAt() < ttlNanos) {
            return current.content();
        }
        try {
            List<VersionedFile> files = lookAtFiles();
            if (current != null && current.files().equals(files)) {
                opened = new Opened<>(current.content(), files, now);
                return current.content();
            }
            if (files.getFirst().file().isEmpty()) {
                throw new FileNotFoundException();
            }
            opened = new Opened<>(opener.open(files), files, now);
            return opened.content();
        }
        catch (MalformedFileException e) {
            throw GenomicsErrorCode.malformed(e);
        }
        catch (FileNotFoundException e) {
            throw new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "There is no file %s, which the property %s names".formatted(locations.getFirst(), property), e);
        }
        catch (IOException e) {
            throw fileSystemError(locations.getFirst(), e);
        }
    }

    private List<VersionedFile> lookAtFiles()
            throws IOException
    {
        ImmutableList.Builder<VersionedFile> files = ImmutableList.builder();
        for (String location : locations) {
            files.add(VersionedFile.look(fileSystem, location, onChange));
        }
        return files.build();
    }

    /**
     * The error of a query that has begun with another version of the file.
     */
    TrinoException changed()
    {
        return new TrinoException(GENOMICS_FILE_CHANGED, "%s: the file has changed while the query used it. Run the query again".formatted(locations.getFirst()));
    }

    private void forget()
    {
        opened = null;
    }
}
