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
package io.genolake.connector.snapshot;

import io.genolake.connector.lake.Project;
import io.genolake.connector.lake.StoredFile;

import java.time.Instant;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A file of a snapshot.
 *
 * @param path relative to the project's folder
 * @param size in bytes
 * @param modified to the millisecond
 * @param index path of the index that lies beside it
 * @param header what its header said; empty if it could not be read, or the format has none
 * @param contentDigest of all its bytes, if that was asked for
 */
public record SnapshotFile(String path, long size, Instant modified, Optional<String> index, Optional<HeaderSummary> header, Optional<String> contentDigest)
{
    public SnapshotFile
    {
        requireNonNull(path, "path is null");
        checkArgument(size >= 0, "size is negative");
        requireNonNull(modified, "modified is null");
        requireNonNull(index, "index is null");
        requireNonNull(header, "header is null");
        requireNonNull(contentDigest, "contentDigest is null");
    }

    static SnapshotFile of(Project project, StoredFile file)
    {
        return new SnapshotFile(project.relativePath(file), file.length(), Instant.ofEpochMilli(file.modified()), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
