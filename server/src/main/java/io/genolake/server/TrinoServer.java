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

import com.google.common.collect.ImmutableMap;
import io.trino.server.Server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * A whole Trino server, coordinator and worker, in this process: its own Server class, its plugins as packaged.
 */
final class TrinoServer
{
    static final String TRINO_VERSION = "483";
    private static final String ADDRESS = "127.0.0.1";

    private final Path distribution;
    private final ServeOptions options;
    private final LakeLocation lake;
    private final PrintStream console;
    private final Path directory;
    private final Path log;
    // Held, as is its lock, for as long as the process lives
    private FileChannel lockChannel;

    TrinoServer(Path distribution, ServeOptions options, LakeLocation lake, PrintStream console)
    {
        this.distribution = requireNonNull(distribution, "distribution is null");
        this.options = requireNonNull(options, "options is null");
        this.lake = requireNonNull(lake, "lake is null");
        this.console = requireNonNull(console, "console is null");
        this.directory = options.data().resolve("server");
        this.log = directory.resolve("log").resolve("server.log");
    }

    URI uri()
    {
        return URI.create("http://%s:%s".formatted(ADDRESS, options.port()));
    }

    Path log()
    {
        return log;
    }

    /**
     * Returns when the server takes queries; ends the process with a few lines of explanation if it never will.
     */
    void start()
    {
        StartupFailure failure;
        try {
            createPrivateDirectory(directory);
            lock();
            checkPort();
            Files.createDirectories(log.getParent());
            Files.createDirectories(options.data().resolve("lake"));
            writeConfiguration();
            redirectStandardStreams();
            failure = StartupFailure.watch(console, log);
        }
        catch (FileSystemException e) {
            throw new LaunchException("the data directory %s cannot be written (%s): give another with --data".formatted(options.data(), e));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty("config", directory.resolve("etc").resolve("config.properties").toString());
        new Server().start(TRINO_VERSION);
        awaitWorker();
        failure.started();
    }

    /**
     * What is printed before the log is set up, or by a library in spite of it, is kept beside the log.
     */
    private void redirectStandardStreams()
            throws IOException
    {
        PrintStream stream = new PrintStream(Files.newOutputStream(log.resolveSibling("console.log")), true, UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }

    private void createPrivateDirectory(Path path)
            throws IOException
    {
        // The configuration may hold the keys of an object store
        Files.createDirectories(path);
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void lock()
            throws IOException
    {
        lockChannel = FileChannel.open(directory.resolve("lock"), CREATE, READ, WRITE);
        FileLock lock = lockChannel.tryLock(Long.MAX_VALUE - 1, 1, false);
        if (lock == null) {
            ByteBuffer owner = ByteBuffer.allocate(200);
            lockChannel.read(owner, 0);
            throw new LaunchException("the data directory %s is in use by another Genolake server (%s): stop that one, or give this one its own with --data DIR"
                    .formatted(options.data(), UTF_8.decode(owner.flip()).toString().strip()));
        }
        lockChannel.truncate(0);
        lockChannel.write(UTF_8.encode("process %s, %s%n".formatted(ProcessHandle.current().pid(), uri())), 0);
    }

    private void checkPort()
    {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), options.port()));
        }
        catch (IOException e) {
            throw new LaunchException("port %s cannot be had (%s): stop what listens there, or give another with --port".formatted(options.port(), e.getMessage()));
        }
    }

    private void writeConfiguration()
            throws IOException
    {
        ServerConfiguration configuration = new ServerConfiguration(distribution.resolve("etc"), ImmutableMap.<String, String>builder()
                .put("GENOLAKE_ADDRESS", ADDRESS)
                .put("GENOLAKE_PORT", String.valueOf(options.port()))
                .put("GENOLAKE_PLUGINS", distribution.resolve("plugin").toString())
                .put("GENOLAKE_LOG", log.toString())
                .put("GENOLAKE_DATA", options.data().toString())
                .put("GENOLAKE_LAKE", lake.location())
                .buildOrThrow());
        Map<String, String> properties = new LinkedHashMap<>(lake.properties());
        properties.putAll(options.catalogProperties());
        configuration.write(directory.resolve("etc"), properties);
    }

    /**
     * The HTTP server answers before the node is known as a worker, and a query then fails for want of nodes.
     */
    private void awaitWorker()
    {
        SQLException last = null;
        for (int attempt = 0; attempt < 120; attempt++) {
            try (Connection connection = DriverManager.getConnection("jdbc:trino://%s:%s/system".formatted(ADDRESS, options.port()), "genolake", "");
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'")) {
                if (result.next() && result.getLong(1) > 0) {
                    return;
                }
            }
            catch (SQLException e) {
                last = e;
            }
            try {
                Thread.sleep(250);
            }
            catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new LaunchException("the server started but takes no queries (%s); its log is %s".formatted(last == null ? "no active worker" : last.getMessage(), log));
    }
}
