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

import com.google.common.collect.ImmutableList;
import io.genolake.connector.table.NestedFields;
import io.genolake.connector.table.NestedFields.NestedField;
import io.genolake.connector.table.ProjectFields;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot as it is stored: which files a project had, and which fields its tables.
 *
 * @param formatVersion of the manifest itself
 * @param queryId of the call that made it; empty in manifests of old
 * @param digest of the files' paths, sizes and times
 * @param info the fields of INFO, which the tables keep
 * @param format those of FORMAT
 * @param files all objects of the project, with its indexes
 */
public record SnapshotManifest(
        int formatVersion,
        String schema,
        String name,
        Instant created,
        String createdBy,
        Optional<String> queryId,
        String genolakeVersion,
        String trinoVersion,
        boolean contentDigests,
        String digest,
        List<NestedField> info,
        List<NestedField> format,
        List<SnapshotFile> files)
{
    public static final int FORMAT_VERSION = 1;

    public SnapshotManifest
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(name, "name is null");
        requireNonNull(created, "created is null");
        requireNonNull(createdBy, "createdBy is null");
        requireNonNull(queryId, "queryId is null");
        requireNonNull(genolakeVersion, "genolakeVersion is null");
        requireNonNull(trinoVersion, "trinoVersion is null");
        requireNonNull(digest, "digest is null");
        info = ImmutableList.copyOf(requireNonNull(info, "info is null"));
        format = ImmutableList.copyOf(requireNonNull(format, "format is null"));
        files = ImmutableList.copyOf(requireNonNull(files, "files is null"));
    }

    public ProjectFields fields()
    {
        return new ProjectFields(new NestedFields(info), new NestedFields(format));
    }

    /**
     * Size of all files together, in bytes.
     */
    public long size()
    {
        return files.stream().mapToLong(SnapshotFile::size).sum();
    }
}
