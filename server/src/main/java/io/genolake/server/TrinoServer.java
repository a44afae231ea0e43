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
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * A whole Trino server, coordinator and worker, in this process: its own Server class, its plugins as packaged.
 */
final class TrinoServer
{
    private static final String TRINO_VERSION = "483";
    private static final String ADDRESS = "127.0.0.1";
    private static final int READY_ATTEMPTS = 120;
    private static final long READY_PAUSE_MILLIS = 250;

    private final Path distribution;
    private final DataDirectory data;
    private final int port;
    private final PrintStream console;

    TrinoServer(Path distribution, DataDirectory data, int port, PrintStream console)
    {
        this.distribution = requireNonNull(distribution, "distribution is null");
        this.data = requireNonNull(data, "data is null");
        this.port = port;
        this.console = requireNonNull(console, "console is null");
    }

    static URI uri(int port)
    {
        return URI.create("http://%s:%s".formatted(ADDRESS, port));
    }

    /**
     * Whether the server can have the port is better known before it starts than after.
     */
    static void checkPort(int port)
    {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), port));
        }
        catch (IOException e) {
            throw new LaunchException("port %s cannot be had (%s): stop what listens there, or give another with --port N".formatted(port, e.getMessage()));
        }
    }

    /**
     * Returns when the server takes queries. If it cannot start, it ends the process with a few lines of explanation.
     *
     * @param catalogProperties of the genomics catalog, beside those that the lake's location needs
     */
    void start(LakeLocation lake, Map<String, String> catalogProperties)
    {
        StartupFailure failure;
        try {
            writeConfiguration(lake, catalogProperties);
            redirectStandardStreams();
            failure = StartupFailure.watch(console, data.log());
        }
        catch (IOException e) {
            throw new LaunchException("the data directory %s cannot be written: %s".formatted(data.path(), e));
        }
        System.setProperty("config", data.etc().resolve("config.properties").toString());
        new Server().start(TRINO_VERSION);
        awaitWorker();
        failure.started();
    }

    private void writeConfiguration(LakeLocation lake, Map<String, String> catalogProperties)
            throws IOException
    {
        ServerConfiguration configuration = new ServerConfiguration(distribution.resolve("etc"), ImmutableMap.<String, String>builder()
                .put("GENOLAKE_ADDRESS", ADDRESS)
                .put("GENOLAKE_PORT", String.valueOf(port))
                .put("GENOLAKE_PLUGINS", distribution.resolve("plugin").toString())
                .put("GENOLAKE_LOG", data.log().toString())
                .put("GENOLAKE_DATA", data.path().toString())
                .put("GENOLAKE_LAKE", lake.location())
                .buildOrThrow());
        Map<String, String> properties = new LinkedHashMap<>(lake.properties());
        properties.putAll(catalogProperties);
        configuration.write(data.etc(), properties);
    }

    /**
     * What is printed before the log is set up, or by a library in spite of it, is kept beside the log.
     */
    private void redirectStandardStreams()
            throws IOException
    {
        PrintStream stream = new PrintStream(Files.newOutputStream(data.log().resolveSibling("console.log")), true, UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }

    /**
     * The HTTP server answers before the node is known as a worker, and a query then fails for want of nodes.
     */
    private void awaitWorker()
    {
        String last = "no active worker";
        for (int attempt = 0; attempt < READY_ATTEMPTS; attempt++) {
            try (SqlSession session = new SqlSession(uri(port), "genolake", new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))) {
                SqlSession.Outcome outcome = session.execute("SELECT node_id FROM system.runtime.nodes WHERE state = 'active'");
                if (outcome.table().isPresent() && !outcome.table().orElseThrow().rows().isEmpty()) {
                    return;
                }
            }
            catch (SQLException e) {
                last = e.getMessage();
            }
            try {
                Thread.sleep(READY_PAUSE_MILLIS);
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted while the server started", e));
            }
        }
        throw new LaunchException("the server started but takes no queries (%s); its log is %s".formatted(last, data.log()));
    }
}
