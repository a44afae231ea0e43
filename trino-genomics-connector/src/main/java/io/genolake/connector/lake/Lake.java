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

import com.google.common.cache.Cache;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.util.concurrent.UncheckedExecutionException;
import com.google.inject.Inject;
import io.airlift.log.Logger;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.GenomicsConfig.HideFileNames;
import io.trino.cache.EvictableCacheBuilder;
import io.trino.filesystem.FileEntry;
import io.trino.filesystem.FileIterator;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoFileSystemFactory;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.security.ConnectorIdentity;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Throwables.throwIfInstanceOf;
import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_AMBIGUOUS_SCHEMA;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * The projects of the lake and their files: what the listing of the file system says, believed for a while.
 */
public final class Lake
{
    private static final Logger log = Logger.get(Lake.class);

    private static final String VERSION = "{version}";
    private static final Pattern BUCKET = Pattern.compile("[^:/]+://[^/]+");

    private final TrinoFileSystemFactory fileSystemFactory;
    private final String location;
    private final LakeLayout layout;
    private final HideFileNames hideFileNames;
    // a user's identity has no part in the keys, because a catalog has one identity towards its file system
    private final Cache<ProjectKey, Optional<Project>> projects;
    private final Cache<Location, Map<String, Location>> folders;

    private record ProjectKey(Location root, String schema) {}

    @Inject
    public Lake(GenomicsConfig config, TrinoFileSystemFactory fileSystemFactory)
    {
        this.fileSystemFactory = requireNonNull(fileSystemFactory, "fileSystemFactory is null");
        this.layout = new LakeLayout(config.getLayout());
        this.location = folder(config.getLake());
        hideFileNames = config.getHideFileNames();
        long ttl = config.getMetadataCacheTtl().toMillis();
        projects = EvictableCacheBuilder.newBuilder()
                .expireAfterWrite(ttl, MILLISECONDS)
                .maximumSize(10_000)
                .shareNothingWhenDisabled()
                .build();
        folders = EvictableCacheBuilder.newBuilder()
                .expireAfterWrite(ttl, MILLISECONDS)
                .maximumSize(100)
                .shareNothingWhenDisabled()
                .build();
    }

    public LakeLayout layout()
    {
        return layout;
    }

    /**
     * The location of a folder as the file system takes it: a bucket is a folder, too.
     */
    public static String folder(String location)
    {
        return BUCKET.matcher(location).matches() ? location + "/" : location;
    }

    /**
     * Whether the location of a lake has a version in its path.
     */
    public static boolean isVersioned(String location)
    {
        return location.contains(VERSION);
    }

    public boolean isVersioned()
    {
        return isVersioned(location);
    }

    /**
     * The folder whose folders are the projects.
     *
     * @param version whose id stands in the path, if the lake has a version in its path
     */
    private Location root(Optional<ProjectVersion> version)
    {
        checkArgument(isVersioned(location) == version.isPresent(), "a version is in the path of the lake, or there is none: %s", version);
        Location lake = Location.of(version.map(ref -> location.replace(VERSION, ref.id())).orElse(location));
        return layout.schemaParent(lake);
    }

    /**
     * The names of the projects, in lower case as SQL has them, sorted.
     *
     * @param version of the lake, if it has one in its path
     */
    public List<String> schemas(ConnectorSession session, Optional<ProjectVersion> version)
    {
        return ImmutableList.copyOf(folders(session, root(version)).keySet());
    }

    /**
     * The files of a project; empty if there is no such folder.
     *
     * @param version of the lake, if it has one in its path
     */
    public Optional<Project> project(ConnectorSession session, Optional<ProjectVersion> version, String schema)
    {
        Location root = root(version);
        return get(projects, new ProjectKey(root, schema), () -> list(session, root, schema));
    }

    /**
     * The files of a project of a lake without a version in its path, listed anew.
     */
    public Optional<Project> refresh(ConnectorSession session, String schema)
    {
        Location root = root(Optional.empty());
        folders.invalidate(root);
        projects.invalidate(new ProjectKey(root, schema));
        return project(session, Optional.empty(), schema);
    }

    /**
     * The location of a project's folder in a lake without a version in its path, with a slash at its end; empty if there is no such folder.
     */
    public Optional<String> folder(ConnectorSession session, String schema)
    {
        return Optional.ofNullable(folders(session, root(Optional.empty())).get(schema)).map(Lake::withSlash);
    }

    public TrinoFileSystem fileSystem(ConnectorIdentity identity)
    {
        return fileSystemFactory.create(identity);
    }

    private Map<String, Location> folders(ConnectorSession session, Location root)
    {
        return get(folders, root, () -> listFolders(session, root));
    }

    private Map<String, Location> listFolders(ConnectorSession session, Location root)
    {
        Map<String, Location> byName = new HashMap<>();
        Set<Location> directories;
        try {
            directories = fileSystem(session.getIdentity()).listDirectories(root);
        }
        catch (IOException e) {
            throw listingError(root, e);
        }
        for (Location directory : directories) {
            String name = folderName(directory);
            if (name.startsWith(".")) {
                continue;
            }
            Location other = byName.put(name.toLowerCase(ENGLISH), directory);
            if (other != null) {
                throw new TrinoException(GENOMICS_AMBIGUOUS_SCHEMA, "The folders %s and %s are one schema in SQL, because their names differ only in case. Rename one of them".formatted(other, directory));
            }
        }
        return ImmutableSortedMap.copyOf(byName);
    }

    private Optional<Project> list(ConnectorSession session, Location root, String schema)
    {
        Location folder = folders(session, root).get(schema);
        if (folder == null) {
            return Optional.empty();
        }
        List<FileEntry> entries = new ArrayList<>();
        try {
            FileIterator iterator = fileSystem(session.getIdentity()).listFiles(folder);
            while (iterator.hasNext()) {
                entries.add(iterator.next());
            }
        }
        catch (FileNotFoundException e) {
            return Optional.empty();
        }
        catch (IOException e) {
            throw listingError(folder, e);
        }
        return Optional.of(project(schema, folder, entries));
    }

    /**
     * The reason may have a name of what lies in the folder, and whose rows the user may see is not known yet.
     */
    private TrinoException listingError(Location folder, IOException e)
    {
        if (!hideFileNames.isOfLookups()) {
            return fileSystemError(folder.toString(), e);
        }
        log.warn(e, "The folder cannot be listed: %s", folder);
        return new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "%s: the folder cannot be listed; the server's log has the reason".formatted(folder));
    }

    private Project project(String schema, Location folder, List<FileEntry> entries)
    {
        String prefix = withSlash(folder);
        Map<String, StoredFile> indexes = new LinkedHashMap<>();
        Map<StoredFile, Map<String, String>> data = new LinkedHashMap<>();
        ImmutableList.Builder<StoredFile> leftOut = ImmutableList.builder();
        for (FileEntry entry : entries.stream().sorted((a, b) -> a.location().toString().compareTo(b.location().toString())).toList()) {
            StoredFile file = new StoredFile(entry.location().toString(), entry.length(), entry.lastModified().toEpochMilli());
            String relative = file.location().startsWith(prefix) ? file.location().substring(prefix.length()) : entry.location().fileName();
            if (relative.endsWith("/") || relative.startsWith(".") || relative.contains("/.")) {
                continue;
            }
            Optional<Map<String, String>> segments = layout.match(relative);
            if (segments.isEmpty()) {
                leftOut.add(file);
            }
            else if (FileFormat.of(entry.location().fileName()).isIndex()) {
                indexes.put(file.location(), file);
            }
            else {
                data.put(file, segments.orElseThrow());
            }
        }

        Set<String> used = new HashSet<>();
        Set<String> locations = data.keySet().stream()
                .map(StoredFile::location)
                .collect(toImmutableSet());
        ImmutableList.Builder<LakeFile> files = ImmutableList.builder();
        data.forEach((file, segments) -> {
            FileFormat format = FileFormat.of(file.location());
            Optional<StoredFile> index = format.isIndexable() ? findIndex(file.location(), format, indexes) : Optional.empty();
            index.ifPresent(found -> used.add(found.location()));
            files.add(LakeFile.of(file, index, segments));
        });
        return new Project(
                schema,
                prefix,
                files.build(),
                indexes.values().stream()
                        // helpers of other formats (.crai, .fai, .gzi) belong to their file, too
                        .filter(index -> !used.contains(index.location()) && !locations.contains(withoutExtension(index.location())))
                        .toList(),
                leftOut.build());
    }

    /**
     * The index beside a file, by the names that samtools, bcftools, tabix and Picard give it; CSI first, because it can address more.
     */
    private static Optional<StoredFile> findIndex(String location, FileFormat format, Map<String, StoredFile> indexes)
    {
        ImmutableList.Builder<String> names = ImmutableList.<String>builder().add(location + ".csi");
        if (format == FileFormat.BAM) {
            names.add(location + ".bai");
            names.add(withoutExtension(location) + ".bai");
        }
        else {
            names.add(location + ".tbi");
        }
        return names.build().stream()
                .filter(indexes::containsKey)
                .map(indexes::get)
                .findFirst();
    }

    private static String withoutExtension(String location)
    {
        return location.substring(0, location.lastIndexOf('.'));
    }

    /**
     * What the locations of all that lies in a folder begin with.
     */
    public static String withSlash(Location folder)
    {
        return folder.toString().endsWith("/") ? folder.toString() : folder + "/";
    }

    private static String folderName(Location directory)
    {
        String path = directory.toString();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static <K, V> V get(Cache<K, V> cache, K key, Callable<V> loader)
    {
        try {
            return cache.get(key, loader);
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throwIfInstanceOf(e.getCause(), TrinoException.class);
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }
}
