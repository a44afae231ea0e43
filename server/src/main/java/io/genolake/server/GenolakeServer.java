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
import io.genolake.server.demo.DemoLake;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        start(distribution, acquire(options), options.port(), options.lake().orElseThrow(), options.catalogProperties(), console);
    }

    private static void demo(Path distribution, ServeOptions options, PrintStream console)
    {
        DataDirectory data = acquire(options);
        Path lake = data.demoLake(console);
        console.println("Starting the server ...");
        LakeLocation location = LakeLocation.parse(lake.toString(), lake);
        Map<String, String> properties = new LinkedHashMap<>(options.catalogProperties());
        properties.putIfAbsent("genomics.reference.demo", location.location() + DemoLake.REFERENCE);
        start(distribution, data, options.port(), location, properties, console);
        URI server = TrinoServer.uri(options.port());
        boolean good = new DemoWalk(lake, console).run(server);
        console.println();
        if (options.once()) {
            console.println(good ? "The walk is done." : "The walk is done; a statement of it FAILED.");
            System.exit(good ? 0 : 1);
        }
        console.println(
                """
                The server stays up until Ctrl-C. Connect to it with
                  the CLI    ./genolake sql --server %1$s --catalog genomics --schema cohort
                  JDBC       jdbc:trino://%2$s/genomics/cohort (io.trino:trino-jdbc, any user name, no password)
                  a browser  %1$s/ui/ (any user name, no password)
                The demo lake is %3$s; for your own files: ./genolake serve FOLDER"""
                        .formatted(server, server.getAuthority(), lake));
    }

    private static DataDirectory acquire(ServeOptions options)
    {
        TrinoServer.checkPort(options.port());
        return DataDirectory.acquire(options.data(), "process %s, %s".formatted(ProcessHandle.current().pid(), TrinoServer.uri(options.port())));
    }

    private static void start(Path distribution, DataDirectory data, int port, LakeLocation lake, Map<String, String> catalogProperties, PrintStream console)
    {
        new TrinoServer(distribution, data, port, console).start(lake, catalogProperties);
        console.println("Genolake is ready: " + TrinoServer.uri(port));
    }
}
