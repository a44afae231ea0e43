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
package io.genolake.connector.about;

import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.snapshot.SnapshotManifest;
import io.genolake.connector.snapshot.SnapshotStore;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.TrinoException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_SNAPSHOT;
import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static java.util.Objects.requireNonNull;

/**
 * The rows of the table of snapshots: one for each manifest.
 */
final class SnapshotRows
{
    private final SnapshotStore store;

    SnapshotRows(SnapshotStore store)
    {
        this.store = requireNonNull(store, "store is null");
    }

    void add(TrinoFileSystem fileSystem, String schema, LakeFile file, AboutRows rows)
    {
        String name = SnapshotStore.name(file.location());
        Map<String, Object> row = new HashMap<>();
        row.put("name", name);
        Optional<SnapshotManifest> manifest;
        try {
            manifest = store.read(fileSystem, schema, name);
        }
        catch (TrinoException e) {
            if (!e.getErrorCode().equals(GENOMICS_MALFORMED_SNAPSHOT.toErrorCode())) {
                throw e;
            }
            // the others are to be seen all the same
            row.put("problem", e.getMessage());
            rows.add(file, row);
            return;
        }
        // one that was dropped since it was listed has no row
        manifest.ifPresent(found -> {
            add(found, row);
            rows.add(file, row);
        });
    }

    private static void add(SnapshotManifest manifest, Map<String, Object> row)
    {
        row.put("created", packDateTimeWithZone(manifest.created().toEpochMilli(), UTC_KEY));
        row.put("created_by", manifest.createdBy());
        row.put("file_count", (long) manifest.files().size());
        row.put("size", manifest.size());
        row.put("digest", manifest.digest());
        row.put("has_content_digests", manifest.contentDigests());
        row.put("reference_assemblies", manifest.files().stream()
                .flatMap(file -> file.header().stream())
                .flatMap(header -> header.reference().stream())
                .distinct()
                .sorted()
                .toList());
        row.put("genolake_version", manifest.genolakeVersion());
        row.put("trino_version", manifest.trinoVersion());
    }
}
