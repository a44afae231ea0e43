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
import com.google.common.collect.ImmutableMap;
import io.genolake.connector.lake.FileFormat;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.LakeLayout;
import io.genolake.connector.lake.Project;
import io.genolake.connector.lake.ProjectVersion;
import io.genolake.connector.lake.StoredFile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * A snapshot to be read: the files of a project as they were, where they lie now.
 *
 * @param headers what the headers of the files said, by location
 * @param contentDigests the SHA-256 of the content of the files, in hexadecimal, by location; empty of a snapshot without them
 */
public record Snapshot(SnapshotManifest manifest, Project project, Map<String, HeaderSummary> headers, Map<String, String> contentDigests)
{
    public Snapshot
    {
        requireNonNull(manifest, "manifest is null");
        requireNonNull(project, "project is null");
        headers = ImmutableMap.copyOf(requireNonNull(headers, "headers is null"));
        contentDigests = ImmutableMap.copyOf(requireNonNull(contentDigests, "contentDigests is null"));
    }

    /**
     * @param folder location of the project's folder, with a slash at its end
     */
    static Snapshot of(SnapshotManifest manifest, String folder, LakeLayout layout)
    {
        Map<String, StoredFile> stored = manifest.files().stream()
                .collect(toImmutableMap(SnapshotFile::path, file -> new StoredFile(folder + file.path(), file.size(), file.modified().toEpochMilli())));
        Set<String> used = manifest.files().stream()
                .flatMap(file -> file.index().stream())
                .collect(toImmutableSet());
        List<LakeFile> files = manifest.files().stream()
                .filter(file -> !FileFormat.of(file.path()).isIndex())
                .map(file -> LakeFile.of(
                        stored.get(file.path()),
                        file.index().map(stored::get),
                        // the files are those of the snapshot, whatever the layout is now
                        layout.match(file.path()).orElse(ImmutableMap.of())))
                .toList();
        List<StoredFile> orphans = manifest.files().stream()
                .map(SnapshotFile::path)
                .filter(path -> FileFormat.of(path).isIndex() && !used.contains(path))
                .map(stored::get)
                .toList();
        Map<String, HeaderSummary> headers = new LinkedHashMap<>();
        Map<String, String> contentDigests = new LinkedHashMap<>();
        manifest.files().forEach(file -> {
            String location = stored.get(file.path()).location();
            file.header().ifPresent(header -> headers.put(location, header));
            file.contentDigest().ifPresent(digest -> contentDigests.put(location, digest));
        });
        return new Snapshot(manifest, new Project(manifest.schema(), folder, files, orphans, ImmutableList.of()), headers, contentDigests);
    }

    public ProjectVersion version()
    {
        return new ProjectVersion(manifest.name(), manifest.digest());
    }

    public Optional<HeaderSummary> header(LakeFile file)
    {
        return Optional.ofNullable(headers.get(file.location()));
    }

    public Optional<String> contentDigest(LakeFile file)
    {
        return Optional.ofNullable(contentDigests.get(file.location()));
    }
}
