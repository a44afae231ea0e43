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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provider;
import io.trino.node.InternalNodeManager;
import io.trino.server.Server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * A whole Trino server, coordinator and worker, in this process: its own Server class, its plugins as packaged.
 */
final class TrinoServer
{
    static final String TRINO_VERSION = "483";
    private static final int READY_ATTEMPTS = 120;
    private static final long READY_PAUSE_MILLIS = 250;
    private static final int SECRET_BYTES = 64;

    private final Path distribution;
    private final DataDirectory data;
    private final ServerEndpoint endpoint;
    private final PrintStream console;

    TrinoServer(Path distribution, DataDirectory data, ServerEndpoint endpoint, PrintStream console)
    {
        this.distribution = requireNonNull(distribution, "distribution is null");
        this.data = requireNonNull(data, "data is null");
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.console = requireNonNull(console, "console is null");
    }

    /**
     * Returns when the server takes queries. If it cannot start, it ends the process with a few lines of explanation.
     *
     * @param catalogProperties of the genomics catalog, beside those that the lake's location needs
     * @param policy directory of the policy, if there is one
     * @param lineage whether an event is written for each query
     */
    void start(LakeLocation lake, Map<String, String> catalogProperties, Optional<Path> policy, ServerProperties serverProperties, boolean lineage)
    {
        StartupFailure failure;
        try {
            writeConfiguration(lake, catalogProperties, policy, serverProperties, lineage);
            redirectStandardStreams();
            failure = StartupFailure.watch(console, data.log());
        }
        catch (IOException e) {
            throw new LaunchException("the data directory %s cannot be written: %s".formatted(data.path(), e));
        }
        System.setProperty("config", data.etc().resolve("config.properties").toString());
        NodesModule nodes = new NodesModule();
        new Server()
        {
            @Override
            protected Iterable<? extends Module> getAdditionalModules()
            {
                return ImmutableList.of(nodes);
            }
        }.start(TRINO_VERSION);
        awaitWorker(nodes.nodes().get());
        failure.started();
    }

    private void writeConfiguration(LakeLocation lake, Map<String, String> catalogProperties, Optional<Path> policy, ServerProperties serverProperties, boolean lineage)
            throws IOException
    {
        ImmutableMap.Builder<String, String> variables = ImmutableMap.<String, String>builder()
                .put("GENOLAKE_ADDRESS", endpoint.address().getHostAddress())
                .put("GENOLAKE_INTERNAL_ADDRESS", endpoint.address().getHostAddress())
                .put("GENOLAKE_PORT", String.valueOf(endpoint.port()))
                .put("GENOLAKE_DISCOVERY_URI", endpoint.uri().toString())
                .put("GENOLAKE_COORDINATOR", "true")
                .put("GENOLAKE_INCLUDE_COORDINATOR", "true")
                .put("GENOLAKE_SHARED_SECRET", secret())
                .put("GENOLAKE_PROCESS_FORWARDED", "false")
                .put("GENOLAKE_LOG_CONSOLE", "false")
                .put("GENOLAKE_PLUGINS", distribution.resolve("plugin").toString())
                .put("GENOLAKE_LOG", data.log().toString())
                .put("GENOLAKE_DATA", data.path().toString())
                .put("GENOLAKE_LAKE", lake.location())
                .put("GENOLAKE_HIDE_FILE_NAMES", policy.isPresent() ? "LIMITED_QUERIES_AND_LOOKUPS" : "NEVER")
                .put("GENOLAKE_FILE_ID_KEY", data.fileIdKey());
        policy.ifPresent(directory -> variables.put("GENOLAKE_POLICY", directory.toString()));
        Map<String, String> properties = new LinkedHashMap<>(lake.properties());
        properties.putAll(catalogProperties);
        Map<String, String> server = new HashMap<>(serverProperties.values());
        if (endpoint.tls()) {
            server.putAll(tlsProperties());
        }
        new ServerConfiguration(distribution.resolve("etc"), variables.buildOrThrow()).write(data.etc(), properties, server, policy.isPresent(), lineage);
    }

    private static String secret()
    {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /**
     * HTTPS alone, to the outside and with itself: whoever speaks plain HTTP to Trino is believed.
     */
    private Map<String, String> tlsProperties()
    {
        return ImmutableMap.<String, String>builder()
                .put("http-server.http.enabled", "false")
                .put("http-server.https.port", String.valueOf(endpoint.port()))
                .put("http-server.authentication.allow-insecure-over-http", "false")
                .put("internal-communication.https.required", "true")
                // Trino keeps its own certificate under that name, in the place of one of the user's that has it too
                .put("node.environment", "genolake_internal")
                .put("node.internal-address", endpoint.internalHost())
                .put("discovery.uri", "https://%s:%s".formatted(endpoint.internalHost(), endpoint.port()))
                .buildOrThrow();
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
     * The HTTP server answers before the node is known as a worker, and a query then fails for want of nodes. It is not asked by a query, for
     * which a policy would have to let somebody in.
     */
    private void awaitWorker(InternalNodeManager nodes)
    {
        for (int attempt = 0; attempt < READY_ATTEMPTS; attempt++) {
            if (!nodes.getAllNodes().activeNodes().isEmpty()) {
                return;
            }
            try {
                Thread.sleep(READY_PAUSE_MILLIS);
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted while the server started", e));
            }
        }
        throw new LaunchException("the server started but has no active node; its log is " + data.log());
    }

    /**
     * Hands out the nodes that the server knows.
     */
    private static final class NodesModule
            implements Module
    {
        private Optional<Provider<InternalNodeManager>> nodes = Optional.empty();

        @Override
        public void configure(Binder binder)
        {
            nodes = Optional.of(binder.getProvider(InternalNodeManager.class));
        }

        Provider<InternalNodeManager> nodes()
        {
            return nodes.orElseThrow();
        }
    }
}
