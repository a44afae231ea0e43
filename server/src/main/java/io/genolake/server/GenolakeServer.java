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

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The program behind {@code ./genolake serve}.
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
        String command = arguments.getFirst();
        List<String> rest = arguments.subList(1, arguments.size());
        switch (command) {
            case "serve" -> {
                ServeOptions options = ServeOptions.parseServe(rest, workingDirectory);
                TrinoServer server = new TrinoServer(distribution, options, options.lake().orElseThrow(), console);
                server.start();
                console.println("Genolake is ready: " + server.uri());
            }
            default -> throw new LaunchException("there is no command '%s'".formatted(command));
        }
    }
}
