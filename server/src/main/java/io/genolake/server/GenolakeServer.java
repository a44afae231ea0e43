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
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.server.demo.DemoLake;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program behind {@code ./genolake serve} and {@code ./genolake demo}.
 * <p>
 * The script gives the distribution (class path, plugins, etc) and the user's working directory as system properties, and starts the
 * process in the server's own directory, where Trino looks for {@code etc/}.
 */
public final class GenolakeServer
{
    private GenolakeServer() {}

    static void main(String[] arguments)
    {
        // Trino takes over the standard streams: its log goes to a file, and what the user is to see goes here
        PrintStream console = System.out;
        try {
            run(ImmutableList.copyOf(arguments), console);
        }
        catch (LaunchException e) {
            console.println("genolake: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> arguments, PrintStream console)
    {
        Path workingDirectory = Path.of(System.getProperty("genolake.working-directory", ""));
        Path distribution = Path.of(System.getProperty("genolake.distribution"));
        List<String> rest = arguments.subList(1, arguments.size());
        switch (arguments.getFirst()) {
            case "serve" -> serve(distribution, ServeOptions.parseServe(rest, workingDirectory), console);
            case "demo" -> demo(distribution, ServeOptions.parseDemo(rest, workingDirectory), console);
            default -> throw new LaunchException("there is no command '%s'".formatted(arguments.getFirst()));
        }
    }

    private static void serve(Path distribution, ServeOptions options, PrintStream console)
    {
        start(distribution, options, acquire(options), options.lake().orElseThrow(), options.policy(), console);
    }

    private static void demo(Path distribution, ServeOptions options, PrintStream console)
    {
        DataDirectory data = acquire(options);
        Path lake = data.demoLake(console);
        String user = StandardSystemProperty.USER_NAME.value();
        Path policy = data.demoPolicy(user);
        console.println("Starting the server ...");
        start(distribution, options, data, withReference(LakeLocation.parse(lake.toString(), lake)), Optional.of(policy), console);
        URI server = options.endpoint().uri();
        boolean good = new DemoWalk(lake, data.audit(), console).run(server);
        console.println();
        if (options.once()) {
            console.println(good ? "The walk is done." : "The walk is done; a statement of it FAILED.");
            System.exit(good ? 0 : 1);
        }
        console.println(
                """
                The server stays up until Ctrl-C. Connect to it with
                  the CLI    ./genolake sql --server %1$s --catalog genomics --schema cohort
                  JDBC       jdbc:trino://%2$s/genomics/cohort (io.trino:trino-jdbc, no password)
                  a browser  %1$s/ui/ (no password)
                as the user %3$s or admin, who see everything, or as alice or bob (--user alice); the policy says who sees what, and is read
                again when you change it: %4$s
                The demo lake is %5$s; for your own files: ./genolake serve FOLDER"""
                        .formatted(server, server.getAuthority(), user, policy, lake));
    }

    private static LakeLocation withReference(LakeLocation lake)
    {
        return new LakeLocation(lake.name(), lake.location(), ImmutableMap.<String, String>builder()
                .putAll(lake.properties())
                .put("genomics.reference.demo", lake.location() + DemoLake.REFERENCE)
                .buildOrThrow());
    }

    private static DataDirectory acquire(ServeOptions options)
    {
        ServerEndpoint endpoint = options.endpoint();
        endpoint.checkAvailable();
        return DataDirectory.acquire(options.data(), "process %s, %s".formatted(ProcessHandle.current().pid(), endpoint.uri()));
    }

    private static void start(Path distribution, ServeOptions options, DataDirectory data, LakeLocation lake, Optional<Path> policy, PrintStream console)
    {
        ServerEndpoint endpoint = options.endpoint();
        ServerProperties properties = options.serverProperties();
        new TrinoServer(distribution, data, endpoint, console).start(lake, options.catalogProperties(), policy, properties, options.lineage());
        console.println("Genolake is ready: " + endpoint.uri());
        policy.ifPresent(directory -> {
            console.println("Who sees what is up to the policy in %s; the audit is in %s.".formatted(directory, data.audit()));
            console.println(properties.authenticates()
                    ? "Users prove who they are (%s).".formatted(String.join(", ", properties.authenticationTypes()))
                    : "Users do not prove who they are: this server takes their word, and listens on this machine only. docs/access-control.md tells how to open it.");
        });
    }
}
