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

import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInputFile;
import io.trino.spi.TrinoException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_CHANGED;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static java.util.Objects.requireNonNull;

/**
 * Asks the file system whether a file is still the one that was listed, now or when a version was made.
 *
 * @param version that the query reads
 */
public record FileCheck(TrinoFileSystem fileSystem, Optional<ProjectVersion> version)
{
    private static final int MILLIS_PER_SECOND = 1000;

    public FileCheck
    {
        requireNonNull(fileSystem, "fileSystem is null");
        requireNonNull(version, "version is null");
    }

    /**
     * @throws TrinoException if the file is gone or is another one
     */
    public void check(StoredFile file)
    {
        TrinoInputFile current = fileSystem.newInputFile(Location.of(file.location()));
        try {
            if (current.length() != file.length()) {
                throw changed(file, "has another size");
            }
            if (!isSameTime(current.lastModified().toEpochMilli(), file.modified())) {
                throw changed(file, "was modified at another time");
            }
        }
        catch (FileNotFoundException e) {
            throw missing(file, e);
        }
        catch (IOException e) {
            throw fileSystemError(file.location(), e);
        }
    }

    /**
     * The error for a file that is another one than it was. It tells no more of a file than its name: whoever reads it may not be allowed to see the file.
     */
    public TrinoException changed(StoredFile file, String how)
    {
        return new TrinoException(GENOMICS_FILE_CHANGED, version
                .map(name -> "%s: the file is not the one of the version '%s': it %s. Restore it, or make a new snapshot".formatted(file.location(), name, how))
                .orElseGet(() -> "%s: the file has changed since it was listed. Run the query again".formatted(file.location())));
    }

    private TrinoException missing(StoredFile file, FileNotFoundException e)
    {
        return version
                .map(name -> new TrinoException(GENOMICS_FILE_CHANGED, "%s: the file of the version '%s' is gone. Restore it, or make a new snapshot".formatted(file.location(), name), e))
                .orElseGet(() -> fileSystemError(file.location(), e));
    }

    /**
     * There are stores that list a file's time more finely than they tell it: to the second.
     */
    static boolean isSameTime(long left, long right)
    {
        return left == right
                || (left / MILLIS_PER_SECOND == right / MILLIS_PER_SECOND && (left % MILLIS_PER_SECOND == 0 || right % MILLIS_PER_SECOND == 0));
    }
}
