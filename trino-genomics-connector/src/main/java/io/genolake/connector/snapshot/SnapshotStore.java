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
import com.google.inject.Inject;
import io.airlift.json.JsonCodec;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.LakeLayout;
import io.genolake.connector.lake.StoredFile;
import io.trino.filesystem.FileEntry;
import io.trino.filesystem.FileIterator;
import io.trino.filesystem.FileMayHaveAlreadyExistedException;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInput;
import io.trino.filesystem.TrinoInputFile;
import io.trino.filesystem.TrinoOutputFile;
import io.trino.spi.TrinoException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_SNAPSHOT;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static io.trino.spi.StandardErrorCode.ALREADY_EXISTS;
import static java.lang.Math.toIntExact;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

/**
 * The manifests of snapshots: a JSON file each, {@code <location>/<schema>/<name>.json}. They are written once and never changed.
 */
public final class SnapshotStore
{
    private static final String EXTENSION = ".json";
    private static final int MAX_MANIFEST_SIZE = 1 << 30;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Location location;
    private final JsonCodec<SnapshotManifest> codec;

    @Inject
    public SnapshotStore(GenomicsConfig lakeConfig, SnapshotConfig config, JsonCodec<SnapshotManifest> codec)
    {
        this.codec = requireNonNull(codec, "codec is null");
        Location lake = Location.of(Lake.folder(lakeConfig.getLake()));
        location = config.getSnapshotLocation()
                .map(Lake::folder)
                .map(Location::of)
                .orElseGet(() -> lake.appendPath(".genolake").appendPath("snapshots"));
        checkIsNoProject(lake, new LakeLayout(lakeConfig.getLayout()), location);
    }

    /**
     * Manifests are not to be listed as the files of a project.
     */
    private static void checkIsNoProject(Location lake, LakeLayout layout, Location location)
    {
        String projects = Lake.withSlash(layout.schemaParent(lake));
        String manifests = Lake.withSlash(location);
        checkArgument(
                !manifests.startsWith(projects) || ("/" + manifests.substring(projects.length())).contains("/."),
                "genomics.snapshot-location lies among the projects of the lake: %s. Let the name of its folder begin with a dot",
                location);
    }

    /**
     * Whether a name can be that of a snapshot: the name of a file on every store, and no path.
     */
    public static boolean isName(String name)
    {
        return NAME.matcher(name).matches();
    }

    private Location folder(String schema)
    {
        return location.appendPath(schema);
    }

    private Location manifest(String schema, String name)
    {
        checkArgument(isName(name), "not a name of a snapshot: %s", name);
        return folder(schema).appendPath(name + EXTENSION);
    }

    /**
     * The manifests of a project, in the order of their names.
     */
    public List<StoredFile> list(TrinoFileSystem fileSystem, String schema)
    {
        String prefix = Lake.withSlash(folder(schema));
        List<StoredFile> manifests = new ArrayList<>();
        try {
            FileIterator files = fileSystem.listFiles(folder(schema));
            while (files.hasNext()) {
                FileEntry file = files.next();
                String path = file.location().toString();
                if (path.startsWith(prefix) && path.endsWith(EXTENSION) && isName(name(path)) && !path.substring(prefix.length()).contains("/")) {
                    manifests.add(new StoredFile(path, file.length(), file.lastModified().toEpochMilli()));
                }
            }
        }
        catch (FileNotFoundException _) {
            return ImmutableList.of();
        }
        catch (IOException e) {
            throw fileSystemError(location.toString(), e);
        }
        return manifests.stream()
                .sorted(comparing(StoredFile::location))
                .toList();
    }

    /**
     * The name of the snapshot whose manifest lies at a location.
     */
    public static String name(String location)
    {
        return location.substring(location.lastIndexOf('/') + 1, location.length() - EXTENSION.length());
    }

    public boolean exists(TrinoFileSystem fileSystem, String schema, String name)
    {
        Location manifest = manifest(schema, name);
        try {
            return fileSystem.newInputFile(manifest).exists();
        }
        catch (IOException e) {
            throw fileSystemError(manifest.toString(), e);
        }
    }

    /**
     * @return empty if there is no such snapshot
     * @throws TrinoException if there is one that cannot be read
     */
    public Optional<SnapshotManifest> read(TrinoFileSystem fileSystem, String schema, String name)
    {
        Location manifest = manifest(schema, name);
        try {
            return Optional.of(parse(manifest, schema, name, readWhole(fileSystem, manifest)));
        }
        catch (FileNotFoundException _) {
            return Optional.empty();
        }
        catch (IOException e) {
            throw fileSystemError(manifest.toString(), e);
        }
    }

    private static byte[] readWhole(TrinoFileSystem fileSystem, Location manifest)
            throws IOException
    {
        TrinoInputFile file = fileSystem.newInputFile(manifest);
        long length = file.length();
        if (length > MAX_MANIFEST_SIZE) {
            throw malformed(manifest, "it has %s bytes, which is more than a manifest needs".formatted(length));
        }
        byte[] bytes = new byte[toIntExact(length)];
        try (TrinoInput input = file.newInput()) {
            input.readFully(0, bytes, 0, bytes.length);
        }
        return bytes;
    }

    private SnapshotManifest parse(Location location, String schema, String name, byte[] json)
    {
        SnapshotManifest manifest;
        try {
            manifest = codec.fromJson(json);
        }
        catch (IllegalArgumentException _) {
            // what the parser says of it may have text of the manifest in it
            throw malformed(location, "it is not the JSON of a manifest");
        }
        if (manifest.formatVersion() != SnapshotManifest.FORMAT_VERSION) {
            throw malformed(location, "it is of version %s of the format, and version %s is read".formatted(manifest.formatVersion(), SnapshotManifest.FORMAT_VERSION));
        }
        if (!manifest.name().equals(name) || !manifest.schema().equals(schema)) {
            throw malformed(location, "it is the manifest of another snapshot");
        }
        Set<String> paths = new HashSet<>();
        for (SnapshotFile file : manifest.files()) {
            if (!isInside(file.path()) || !paths.add(file.path())) {
                throw malformed(location, "it has a path that is no file of the project, or one that comes twice");
            }
        }
        if (!manifest.files().stream().flatMap(file -> file.index().stream()).allMatch(paths::contains)) {
            throw malformed(location, "it has an index that is none of its files");
        }
        if (!manifest.digest().equals(Digests.snapshotFiles(manifest.files()))) {
            throw malformed(location, "its digest is not that of its files");
        }
        return manifest;
    }

    /**
     * Whether a path stays in the project's folder.
     */
    private static boolean isInside(String path)
    {
        return !path.isEmpty() && Arrays.stream(path.split("/", -1)).noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static TrinoException malformed(Location location, String reason)
    {
        return new TrinoException(GENOMICS_MALFORMED_SNAPSHOT, "%s: the manifest of the snapshot cannot be read: %s. Restore it, or drop the snapshot".formatted(location, reason));
    }

    /**
     * @throws TrinoException if there is a snapshot of that name
     */
    public void create(TrinoFileSystem fileSystem, SnapshotManifest manifest)
    {
        Location target = manifest(manifest.schema(), manifest.name());
        byte[] json = codec.toJsonBytes(manifest);
        try {
            createExclusively(fileSystem, target, json);
        }
        catch (FileAlreadyExistsException _) {
            throw alreadyExists(manifest.schema(), manifest.name());
        }
        catch (IOException e) {
            String message = fileSystemError(target.toString(), e).getMessage();
            throw new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "The manifest of the snapshot cannot be written. %s. If the lake can only be read, set genomics.snapshot-location to another place".formatted(message), e);
        }
    }

    static TrinoException alreadyExists(String schema, String name)
    {
        return new TrinoException(ALREADY_EXISTS, "The project %s has a snapshot '%s' already, and a snapshot never changes. Take another name, or drop it first".formatted(schema, name));
    }

    private static void createExclusively(TrinoFileSystem fileSystem, Location target, byte[] json)
            throws IOException
    {
        TrinoOutputFile file = fileSystem.newOutputFile(target);
        try {
            file.createExclusive(json);
        }
        catch (FileAlreadyExistsException | FileMayHaveAlreadyExistedException e) {
            // a request whose answer was lost is sent again and finds what it wrote; no other has the same query id
            if (!Arrays.equals(readWhole(fileSystem, target), json)) {
                throw new FileAlreadyExistsException(target.toString(), null, e.getMessage());
            }
        }
        catch (IOException e) {
            // if the answer was lost each time, only the store knows whether the manifest is there
            if (!isWritten(fileSystem, target, json)) {
                throw e;
            }
        }
        catch (UnsupportedOperationException _) {
            createNew(fileSystem, file, json);
        }
    }

    private static boolean isWritten(TrinoFileSystem fileSystem, Location target, byte[] json)
    {
        try {
            return Arrays.equals(readWhole(fileSystem, target), json);
        }
        catch (IOException _) {
            return false;
        }
    }

    /**
     * For a file system that cannot put a file as a whole: a local one makes a new file or fails, others are asked before.
     */
    private static void createNew(TrinoFileSystem fileSystem, TrinoOutputFile file, byte[] json)
            throws IOException
    {
        if (fileSystem.newInputFile(file.location()).exists()) {
            throw new FileAlreadyExistsException(file.location().toString());
        }
        OutputStream stream = file.create();
        try (stream) {
            stream.write(json);
        }
        catch (IOException e) {
            try {
                fileSystem.deleteFile(file.location());
            }
            catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    public void drop(TrinoFileSystem fileSystem, String schema, String name)
    {
        Location manifest = manifest(schema, name);
        try {
            fileSystem.deleteFile(manifest);
        }
        catch (IOException e) {
            throw new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "The snapshot cannot be dropped. %s".formatted(fileSystemError(manifest.toString(), e).getMessage()), e);
        }
    }
}
