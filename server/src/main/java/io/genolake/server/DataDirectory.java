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
package io.genolake.server;

import io.genolake.server.demo.DemoLake;
import io.genolake.server.demo.DemoPolicy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * Where a server keeps its configuration, its log, the tables that SQL builds, and the demo lake. One server at a time has it.
 */
final class DataDirectory
{
    // Far behind the text, so that a second server can read who has the lock
    private static final long LOCK_POSITION = 1 << 20;
    private static final int KEY_BYTES = 32;

    // The locks of this process. A channel that nobody refers to is closed by the garbage collector, and its lock is gone
    private static final Set<FileChannel> LOCKS = ConcurrentHashMap.newKeySet();

    private final Path directory;

    private DataDirectory(Path directory)
    {
        this.directory = requireNonNull(directory, "directory is null");
    }

    /**
     * @param owner what a second server is told of the first
     */
    static DataDirectory acquire(Path directory, String owner)
    {
        try {
            Path server = Files.createDirectories(directory.resolve("server"));
            if (Files.getFileStore(server).supportsFileAttributeView("posix")) {
                // The configuration may hold the keys of an object store
                Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
            }
            Files.createDirectories(server.resolve("log"));
            Files.createDirectories(directory.resolve("lake"));
            FileChannel channel = FileChannel.open(server.resolve("lock"), CREATE, READ, WRITE);
            FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
            if (lock == null) {
                ByteBuffer other = ByteBuffer.allocate(200);
                channel.read(other, 0);
                throw new LaunchException("the data directory %s is in use by another Genolake server (%s): stop that one, or give this one its own with --data DIR"
                        .formatted(directory, UTF_8.decode(other.flip()).toString().strip()));
            }
            channel.truncate(0);
            channel.write(UTF_8.encode(owner + "\n"), 0);
            LOCKS.add(channel);
            return new DataDirectory(directory);
        }
        catch (IOException e) {
            throw new LaunchException("the data directory %s cannot be written (%s): give another with --data DIR".formatted(directory, e));
        }
    }

    Path path()
    {
        return directory;
    }

    Path etc()
    {
        return directory.resolve("server").resolve("etc");
    }

    Path log()
    {
        return directory.resolve("server").resolve("log").resolve("server.log");
    }

    Path audit()
    {
        return directory.resolve("audit");
    }

    /**
     * The key of the ids that stand for files in errors and in the audit, made once: an id has to be found again after a restart.
     */
    String fileIdKey()
    {
        Path file = directory.resolve("server").resolve("file-id.key");
        try {
            if (!Files.exists(file) || Files.size(file) != 2 * KEY_BYTES) {
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                // a part of a key, which a server that is killed would leave, is never at its place
                Path written = Files.writeString(file.resolveSibling("file-id.key.new"), HexFormat.of().formatHex(key));
                Files.move(written, file, ATOMIC_MOVE);
            }
            return Files.readString(file);
        }
        catch (IOException e) {
            throw new LaunchException("the key %s cannot be written: %s".formatted(file, e));
        }
    }

    /**
     * The policy of the demo lake, written if it is not there yet.
     *
     * @param administrator a user beside those of the demo, who may do everything
     */
    Path demoPolicy(String administrator)
    {
        return written("demo-policy", "%s %s".formatted(DemoPolicy.VERSION, administrator), policy -> DemoPolicy.write(policy, administrator));
    }

    /**
     * The demo lake, written if it is not there yet.
     */
    Path demoLake(PrintStream console)
    {
        return written("demo-lake", String.valueOf(DemoLake.VERSION), lake -> {
            console.println("Writing the demo lake to %s ...".formatted(lake));
            DemoLake.create(lake, console);
        });
    }

    private interface FolderWriter
    {
        void write(Path folder)
                throws IOException;
    }

    /**
     * A folder of this version, written if it is not there yet. A version beside it tells that it was written to its end.
     */
    private Path written(String name, String version, FolderWriter writer)
    {
        Path folder = directory.resolve(name);
        Path marker = directory.resolve(name + ".version");
        try {
            if (!Files.exists(marker) || !Files.readString(marker).equals(version) || !Files.isDirectory(folder)) {
                Files.deleteIfExists(marker);
                delete(folder);
                writer.write(folder);
                Files.writeString(marker, version);
            }
            return folder;
        }
        catch (IOException e) {
            throw new LaunchException("the %s %s cannot be written: %s".formatted(name.replace('-', ' '), folder, e));
        }
    }

    private static void delete(Path folder)
            throws IOException
    {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
