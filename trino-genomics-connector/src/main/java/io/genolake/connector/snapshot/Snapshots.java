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

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.inject.Inject;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.header.HeaderResult;
import io.genolake.connector.lake.FileCheck;
import io.genolake.connector.lake.FileFormat;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.Project;
import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.table.ProjectFields;
import io.genolake.connector.table.ProjectTables;
import io.genolake.formats.GenolakeVersion;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.NodeVersion;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaNotFoundException;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_CHANGED;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_SNAPSHOT_NOT_FOUND;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static io.trino.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newFixedThreadPool;

/**
 * Makes snapshots of projects, and finds them again.
 */
public final class Snapshots
{
    private static final Set<FileFormat> FORMATS_WITH_HEADERS = ImmutableSet.of(FileFormat.VCF, FileFormat.BAM, FileFormat.BED);
    private static final int DIGEST_THREADS = 4;
    private static final int SHOWN_NAMES = 20;

    private final Lake lake;
    private final HeaderCache headers;
    private final SnapshotStore store;
    private final GenolakeVersion genolakeVersion;
    private final NodeVersion trinoVersion;

    @Inject
    public Snapshots(Lake lake, HeaderCache headers, SnapshotStore store, GenolakeVersion genolakeVersion, NodeVersion trinoVersion)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.store = requireNonNull(store, "store is null");
        this.genolakeVersion = requireNonNull(genolakeVersion, "genolakeVersion is null");
        this.trinoVersion = requireNonNull(trinoVersion, "trinoVersion is null");
    }

    /**
     * Makes a snapshot of a project's files as they are now.
     *
     * @param contentDigests whether every file is read from end to end
     */
    public SnapshotManifest create(ConnectorSession session, String schema, String name, boolean contentDigests)
    {
        checkNotVersioned();
        TrinoFileSystem fileSystem = lake.fileSystem(session.getIdentity());
        Project project = lake.refresh(session, schema).orElseThrow(() -> new SchemaNotFoundException(schema));
        if (store.exists(fileSystem, schema, name)) {
            throw SnapshotStore.alreadyExists(schema, name);
        }
        Map<LakeFile, HeaderResult> results = headers.get(fileSystem, project.files(FORMATS_WITH_HEADERS));
        ProjectFields fields = ProjectTables.union(project.files(FORMATS_WITH_HEADERS).stream()
                .flatMap(file -> results.get(file).header().stream())
                .toList());
        Map<StoredFile, String> digests = contentDigests ? contentDigests(fileSystem, project.allFiles()) : Map.of();
        // only now is it certain that what was read are the files that were listed
        if (!lake.refresh(session, schema).map(Project::allFiles).equals(Optional.of(project.allFiles()))) {
            throw new TrinoException(GENOMICS_FILE_CHANGED, "Files of the project %s have changed while the snapshot was made. Make it again when they are at rest".formatted(schema));
        }

        Map<StoredFile, LakeFile> data = Maps.uniqueIndex(project.files(), LakeFile::stored);
        List<SnapshotFile> files = project.allFiles().stream()
                .map(LakeFile::stored)
                .map(file -> new SnapshotFile(
                        project.relativePath(file),
                        file.length(),
                        Instant.ofEpochMilli(file.modified()),
                        Optional.ofNullable(data.get(file)).flatMap(LakeFile::index).map(project::relativePath),
                        Optional.ofNullable(data.get(file)).map(results::get).flatMap(HeaderResult::header).map(header -> HeaderSummary.of(header, Digests.header(header))),
                        Optional.ofNullable(digests.get(file))))
                .toList();
        SnapshotManifest manifest = new SnapshotManifest(
                SnapshotManifest.FORMAT_VERSION,
                schema,
                name,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                session.getUser(),
                Optional.of(session.getQueryId()),
                genolakeVersion.value(),
                trinoVersion.version(),
                contentDigests,
                Digests.snapshotFiles(files),
                fields.info().fields(),
                fields.format().fields(),
                files);
        store.create(fileSystem, manifest);
        return manifest;
    }

    private void checkNotVersioned()
    {
        if (lake.isVersioned()) {
            throw new TrinoException(NOT_SUPPORTED, "The versions of this lake are those of lakeFS: commit and tag there, and read the tag with FOR VERSION AS OF");
        }
    }

    /**
     * Reads every file of a snapshot from end to end, and holds it against the digest of its content that was kept.
     *
     * @throws TrinoException if a file is not the same any more, or the snapshot has no such digests
     */
    public void verify(ConnectorSession session, String schema, String name)
    {
        Snapshot snapshot = get(session, schema, name);
        if (!snapshot.manifest().contentDigests()) {
            throw new TrinoException(INVALID_PROCEDURE_ARGUMENT, "The snapshot '%s' was made without content_digest => true: there is nothing to hold the content of its files against".formatted(name));
        }
        TrinoFileSystem fileSystem = lake.fileSystem(session.getIdentity());
        FileCheck check = new FileCheck(fileSystem, Optional.of(snapshot.version()));
        List<LakeFile> files = snapshot.project().allFiles();
        files.forEach(file -> check.check(file.stored()));
        contentDigests(fileSystem, files, (file, digest) -> {
            if (!Optional.of(digest).equals(snapshot.contentDigest(file))) {
                throw check.changed(file.stored(), "has other content, though its size and time are the same");
            }
        });
    }

    private static Map<StoredFile, String> contentDigests(TrinoFileSystem fileSystem, List<LakeFile> files)
    {
        Map<StoredFile, String> digests = new HashMap<>();
        contentDigests(fileSystem, files, (file, digest) -> digests.put(file.stored(), digest));
        return digests;
    }

    /**
     * Reads files side by side; after the first failure no more is read.
     *
     * @param consumer of a file and its digest, in the order in which they are known
     */
    private static void contentDigests(TrinoFileSystem fileSystem, List<LakeFile> files, BiConsumer<LakeFile, String> consumer)
    {
        try (ExecutorService executor = newFixedThreadPool(DIGEST_THREADS, daemonThreadsNamed("genomics-digests-%s"))) {
            try {
                CompletionService<FileDigest> completion = new ExecutorCompletionService<>(executor);
                files.forEach(file -> completion.submit(() -> new FileDigest(file, contentDigest(fileSystem, file.stored()))));
                for (int i = 0; i < files.size(); i++) {
                    FileDigest digest = completion.take().get();
                    consumer.accept(digest.file(), digest.digest());
                }
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while files were read", e);
            }
            catch (ExecutionException e) {
                throwIfUnchecked(e.getCause());
                throw new IllegalStateException(e.getCause());
            }
            finally {
                executor.shutdownNow();
            }
        }
    }

    private record FileDigest(LakeFile file, String digest) {}

    private static String contentDigest(TrinoFileSystem fileSystem, StoredFile file)
    {
        try {
            return Digests.content(fileSystem, file);
        }
        catch (IOException e) {
            throw fileSystemError(file.location(), e);
        }
    }

    public void drop(ConnectorSession session, String schema, String name)
    {
        checkNotVersioned();
        TrinoFileSystem fileSystem = lake.fileSystem(session.getIdentity());
        if (!store.exists(fileSystem, schema, name)) {
            throw notFound(session, schema, name);
        }
        store.drop(fileSystem, schema, name);
    }

    /**
     * The manifests of a project, in the order of their names.
     */
    public List<StoredFile> manifests(ConnectorSession session, String schema)
    {
        return store.list(lake.fileSystem(session.getIdentity()), schema);
    }

    /**
     * The snapshot of a name.
     *
     * @throws TrinoException if there is none
     */
    public Snapshot get(ConnectorSession session, String schema, String name)
    {
        checkNotVersioned();
        return Optional.of(name)
                .filter(SnapshotStore::isName)
                .flatMap(known -> store.read(lake.fileSystem(session.getIdentity()), schema, known))
                .map(manifest -> snapshot(session, manifest))
                .orElseThrow(() -> notFound(session, schema, name));
    }

    /**
     * The name of the latest snapshot at a time.
     *
     * @throws TrinoException if there is none
     */
    public String nameAt(ConnectorSession session, String schema, Instant time)
    {
        TrinoFileSystem fileSystem = lake.fileSystem(session.getIdentity());
        List<SnapshotManifest> manifests = new ArrayList<>();
        for (String name : names(session, schema)) {
            store.read(fileSystem, schema, name).ifPresent(manifests::add);
        }
        return manifests.stream()
                .filter(manifest -> !manifest.created().isAfter(time))
                .max(comparing(SnapshotManifest::created))
                .map(SnapshotManifest::name)
                .orElseThrow(() -> new TrinoException(GENOMICS_SNAPSHOT_NOT_FOUND, "The project %s has no snapshot at or before %s. %s".formatted(
                        schema,
                        time,
                        manifests.stream()
                                .min(comparing(SnapshotManifest::created))
                                .map(first -> "The first is '%s', of %s".formatted(first.name(), first.created()))
                                .orElse("It has none at all"))));
    }

    /**
     * The files that are not the same in two versions of a project.
     */
    public List<FileChange> diff(ConnectorSession session, SnapshotDiffHandle versions)
    {
        Snapshot before = get(session, versions.schema(), versions.from());
        List<SnapshotFile> after = versions.to()
                .map(name -> get(session, versions.schema(), name).manifest().files())
                .orElseGet(() -> currentFiles(session, versions.schema()));
        return FileChange.between(before.project().folder(), before.manifest().files(), after);
    }

    private List<SnapshotFile> currentFiles(ConnectorSession session, String schema)
    {
        Project project = lake.refresh(session, schema).orElseThrow(() -> new SchemaNotFoundException(schema));
        return project.allFiles().stream()
                .map(file -> SnapshotFile.of(project, file.stored()))
                .toList();
    }

    private Snapshot snapshot(ConnectorSession session, SnapshotManifest manifest)
    {
        return Snapshot.of(manifest, lake.folder(session, manifest.schema()).orElseThrow(() -> new SchemaNotFoundException(manifest.schema())), lake.layout());
    }

    private List<String> names(ConnectorSession session, String schema)
    {
        return manifests(session, schema).stream()
                .map(StoredFile::location)
                .map(SnapshotStore::name)
                .toList();
    }

    private TrinoException notFound(ConnectorSession session, String schema, String name)
    {
        List<String> names = names(session, schema);
        String known;
        if (names.isEmpty()) {
            known = "It has none: CALL system.create_snapshot('%s', ...) makes one".formatted(schema);
        }
        else if (names.size() <= SHOWN_NAMES) {
            known = "It has " + String.join(", ", names);
        }
        else {
            known = "It has %s and %s more".formatted(String.join(", ", names.subList(0, SHOWN_NAMES)), names.size() - SHOWN_NAMES);
        }
        return new TrinoException(GENOMICS_SNAPSHOT_NOT_FOUND, "The project %s has no snapshot '%s'. %s".formatted(schema, name, known));
    }
}
