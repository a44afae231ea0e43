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

import com.google.common.base.StandardSystemProperty;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.InetAddresses;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What the command line says about the server to start.
 *
 * @param lake the user's folder or bucket; empty for the demo, which brings its own
 * @param catalogProperties properties of the genomics catalog, which may hold secrets: {@link #toString} leaves the values out
 * @param policy directory of the policy; without one everybody may do everything, and the server listens on loopback only
 * @param lineage whether an event is written for each query
 * @param once whether the demo ends after its walk
 */
record ServeOptions(
        Optional<LakeLocation> lake,
        InetAddress address,
        int port,
        Path data,
        Map<String, String> catalogProperties,
        Optional<Path> policy,
        ServerProperties serverProperties,
        boolean lineage,
        boolean once)
{
    private static final int DEFAULT_PORT = 8080;
    private static final InetAddress LOOPBACK = InetAddresses.forString("127.0.0.1");

    public ServeOptions
    {
        requireNonNull(lake, "lake is null");
        requireNonNull(address, "address is null");
        requireNonNull(data, "data is null");
        catalogProperties = ImmutableMap.copyOf(catalogProperties);
        requireNonNull(policy, "policy is null");
        requireNonNull(serverProperties, "serverProperties is null");
    }

    public static ServeOptions parseServe(List<String> arguments, Path workingDirectory)
    {
        return parse(arguments, workingDirectory, false);
    }

    public static ServeOptions parseDemo(List<String> arguments, Path workingDirectory)
    {
        return parse(arguments, workingDirectory, true);
    }

    private static ServeOptions parse(List<String> arguments, Path workingDirectory, boolean demo)
    {
        Optional<LakeLocation> lake = Optional.empty();
        InetAddress address = LOOPBACK;
        int port = DEFAULT_PORT;
        Optional<Path> policy = Optional.empty();
        ServerProperties serverProperties = ServerProperties.NONE;
        Path data = defaultData();
        Map<String, String> catalogProperties = new LinkedHashMap<>();
        boolean lineage = true;
        boolean once = false;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            switch (argument) {
                case "--port" -> port = parsePort(value(argument, rest));
                case "--address" -> address = parseAddress(value(argument, rest));
                case "--policy" -> policy = Optional.of(parsePolicy(workingDirectory.resolve(value(argument, rest))));
                case "--config" -> serverProperties = ServerProperties.read(workingDirectory.resolve(value(argument, rest)));
                case "--data" -> data = workingDirectory.resolve(value(argument, rest));
                // The shell script reads it, since it is an option of the JVM
                case "--heap" -> value(argument, rest);
                case "--catalog-property" -> addCatalogProperty(catalogProperties, value(argument, rest));
                case "--no-lineage" -> lineage = false;
                case "--once" -> {
                    if (!demo) {
                        throw new LaunchException("--once is an option of the demo only");
                    }
                    once = true;
                }
                default -> {
                    if (argument.startsWith("-")) {
                        throw new LaunchException("there is no option %s; './genolake help' lists them".formatted(argument.replaceFirst("=.*", "")));
                    }
                    if (demo || lake.isPresent()) {
                        throw new LaunchException("'%s' is one argument too many; a path with spaces needs quotes".formatted(argument));
                    }
                    lake = Optional.of(LakeLocation.parse(argument, workingDirectory));
                }
            }
        }
        if (!demo && lake.isEmpty()) {
            throw new LaunchException("serve needs a lake: a folder, or s3://bucket/prefix");
        }
        if (demo && (!address.equals(LOOPBACK) || policy.isPresent() || serverProperties.usesTls())) {
            throw new LaunchException("the demo has a policy of its own and listens on loopback only: --address, --policy and TLS are for serve");
        }
        checkExposure(address, policy, serverProperties);
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new LaunchException("the data directory %s is not a directory".formatted(data));
        }
        return new ServeOptions(lake, address, port, data.toAbsolutePath().normalize(), catalogProperties, policy, serverProperties, lineage, once);
    }

    /**
     * Who can reach the server must have to prove who they are, on a connection that nobody listens to, and be told only what a policy allows.
     */
    private static void checkExposure(InetAddress address, Optional<Path> policy, ServerProperties serverProperties)
    {
        if (address.isLoopbackAddress()) {
            return;
        }
        List<String> missing = new ArrayList<>();
        if (policy.isEmpty()) {
            missing.add("--policy DIR");
        }
        if (!serverProperties.authenticates()) {
            missing.add("authentication (http-server.authentication.type in --config FILE)");
        }
        if (!serverProperties.usesTls()) {
            missing.add("TLS (http-server.https.enabled in --config FILE)");
        }
        if (!missing.isEmpty()) {
            throw new LaunchException("a server on %s can be reached from other machines and needs %s: docs/access-control.md shows the files"
                    .formatted(InetAddresses.toAddrString(address), String.join(", ", missing)));
        }
    }

    private static InetAddress parseAddress(String text)
    {
        if (!InetAddresses.isInetAddress(text)) {
            throw new LaunchException("'%s' is no address: 127.0.0.1 is, or 0.0.0.0 for all of this machine".formatted(text));
        }
        return InetAddresses.forString(text);
    }

    private static Path parsePolicy(Path directory)
    {
        if (!Files.isReadable(directory.resolve("policy.yaml"))) {
            throw new LaunchException("the policy directory %s has no policy.yaml that can be read".formatted(directory));
        }
        return directory.toAbsolutePath().normalize();
    }

    ServerEndpoint endpoint()
    {
        return new ServerEndpoint(address, port, serverProperties.usesTls());
    }

    /**
     * The home directory as the shell script sees it, which Java may not.
     */
    static Path defaultData()
    {
        String home = System.getenv("HOME");
        return Path.of(home == null ? StandardSystemProperty.USER_HOME.value() : home, ".genolake");
    }

    private static String value(String option, Deque<String> rest)
    {
        if (rest.isEmpty()) {
            throw new LaunchException("%s needs a value".formatted(option));
        }
        return rest.pop();
    }

    private static int parsePort(String text)
    {
        int port;
        try {
            port = Integer.parseInt(text);
        }
        catch (NumberFormatException _) {
            port = -1;
        }
        if (port < 1 || port > 65535) {
            throw new LaunchException("'%s' is no port: a number from 1 to 65535 is".formatted(text));
        }
        return port;
    }

    private static void addCatalogProperty(Map<String, String> catalogProperties, String text)
    {
        int equals = text.indexOf('=');
        if (equals < 1) {
            // The text may be a secret alone, so that it is not repeated
            throw new LaunchException("--catalog-property needs the form name=value");
        }
        String name = text.substring(0, equals);
        if (name.equals("connector.name") || name.equals("genomics.lake")) {
            throw new LaunchException("%s is not to be set: serve sets it".formatted(name));
        }
        if (catalogProperties.put(name, text.substring(equals + 1)) != null) {
            throw new LaunchException("the catalog property %s is there twice".formatted(name));
        }
    }

    @Override
    public String toString()
    {
        return "lake=%s, address=%s, port=%s, data=%s, catalogProperties=%s, policy=%s, serverProperties=%s"
                .formatted(lake, address, port, data, catalogProperties.keySet(), policy, serverProperties);
    }
}
