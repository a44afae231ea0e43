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

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The program behind {@code ./genolake run}: runs scripts of SQL, one after the other, and stops at the first statement that fails.
 */
public final class SqlRunner
{
    private static final String USAGE = "run [--server http://HOST:PORT] [--user NAME] [--catalog NAME] [--schema NAME] [--snapshot NAME] [--set NAME=VALUE]... [--print] FILE.sql...";
    private static final int MAX_WIDTH = 80;
    private static final int MAX_TITLE = 100;

    private final PrintStream console;

    private SqlRunner(PrintStream console)
    {
        this.console = requireNonNull(console, "console is null");
    }

    static void main(String[] arguments)
    {
        try {
            new SqlRunner(System.out).run(List.of(arguments));
        }
        catch (LaunchException e) {
            System.out.println("genolake: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run(List<String> arguments)
    {
        Options options = Options.parse(arguments);
        // All are read before the first runs, so that a missing one does not come as a surprise halfway
        SqlVariables variables = new SqlVariables(options.variables());
        List<String> texts = options.files().stream()
                .map(file -> read(file, variables))
                .toList();
        if (options.print()) {
            texts.forEach(console::print);
            return;
        }
        List<List<SqlScript.ScriptStatement>> scripts = texts.stream().map(SqlScript::parse).toList();
        try (SqlSession session = new SqlSession(options.server(), options.user(), options.catalog(), options.schema(), console)) {
            for (int i = 0; i < scripts.size(); i++) {
                run(session, options.files().get(i), scripts.get(i));
            }
        }
        catch (SQLException e) {
            throw new LaunchException("%s: %s".formatted(options.server(), e.getMessage()));
        }
    }

    /**
     * @param catalog of the session, with the schema
     * @param print whether the statements are shown, with their variables resolved, and not run
     */
    private record Options(URI server, String user, Optional<String> catalog, Optional<String> schema, Map<String, String> variables, boolean print, List<Path> files)
    {
        static Options parse(List<String> arguments)
        {
            URI server = URI.create("http://127.0.0.1:8080");
            String user = StandardSystemProperty.USER_NAME.value();
            Optional<String> catalog = Optional.empty();
            Optional<String> schema = Optional.empty();
            Map<String, String> variables = new LinkedHashMap<>();
            boolean print = false;
            List<Path> files = new ArrayList<>();
            Deque<String> rest = new ArrayDeque<>(arguments);
            while (!rest.isEmpty()) {
                String argument = rest.pop();
                switch (argument) {
                    case "--server" -> server = parseServer(value(argument, rest));
                    case "--user" -> user = value(argument, rest);
                    case "--catalog" -> catalog = Optional.of(value(argument, rest));
                    case "--schema" -> {
                        schema = Optional.of(value(argument, rest));
                        variables.put("schema", schema.orElseThrow());
                    }
                    case "--snapshot" -> {
                        String snapshot = value(argument, rest);
                        if (snapshot.contains("'")) {
                            throw new LaunchException("'%s' is no name of a snapshot".formatted(snapshot));
                        }
                        variables.put("snapshot", snapshot);
                        variables.put("as_of", "FOR VERSION AS OF '%s'".formatted(snapshot));
                    }
                    case "--set" -> {
                        String text = value(argument, rest);
                        int equals = text.indexOf('=');
                        if (equals < 1) {
                            throw new LaunchException("--set needs the form name=value, and '%s' is not".formatted(text));
                        }
                        variables.put(text.substring(0, equals), text.substring(equals + 1));
                    }
                    case "--print" -> print = true;
                    default -> {
                        if (argument.startsWith("-")) {
                            throw new LaunchException("run has no option %s; it is: %s".formatted(argument, USAGE));
                        }
                        files.add(Path.of(argument));
                    }
                }
            }
            if (files.isEmpty()) {
                throw new LaunchException("run needs a file: " + USAGE);
            }
            if (catalog.isEmpty() && schema.isPresent()) {
                // What SQL builds is kept there
                catalog = Optional.of("lake");
            }
            return new Options(server, user, catalog, schema, ImmutableMap.copyOf(variables), print, ImmutableList.copyOf(files));
        }

        private static String value(String option, Deque<String> rest)
        {
            if (rest.isEmpty()) {
                throw new LaunchException("%s needs a value; it is: %s".formatted(option, USAGE));
            }
            return rest.pop();
        }
    }

    private static URI parseServer(String text)
    {
        URI server = URI.create(text.contains("://") ? text : "http://" + text);
        if (server.getHost() == null || server.getPort() < 0) {
            throw new LaunchException("'%s' is no server: http://127.0.0.1:8080 is".formatted(text));
        }
        return server;
    }

    private static String read(Path file, SqlVariables variables)
    {
        String text;
        try {
            text = Files.readString(file);
        }
        catch (NoSuchFileException _) {
            throw new LaunchException("the script %s does not exist".formatted(file));
        }
        catch (CharacterCodingException _) {
            throw new LaunchException("the script %s is not UTF-8 text".formatted(file));
        }
        catch (IOException e) {
            throw new LaunchException("the script %s cannot be read: %s".formatted(file, e));
        }
        try {
            return variables.resolve(text);
        }
        catch (LaunchException e) {
            throw new LaunchException("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private void run(SqlSession session, Path file, List<SqlScript.ScriptStatement> statements)
    {
        for (int number = 1; number <= statements.size(); number++) {
            SqlScript.ScriptStatement statement = statements.get(number - 1);
            console.println("%s [%s/%s] %s".formatted(file, number, statements.size(), title(statement.sql())));
            SqlSession.Outcome outcome;
            try {
                outcome = session.execute(statement.sql());
            }
            catch (SQLException e) {
                throw new LaunchException("%s, line %s: %s".formatted(file, statement.line(), e.getMessage()));
            }
            outcome.table().ifPresent(table -> table.format(MAX_WIDTH).forEach(console::println));
            String summary = outcome.table()
                    .map(table -> table.rows().size() == 1 ? "1 row" : "%,d rows".formatted(table.rows().size()))
                    .orElseGet(() -> outcome.count() > 0 ? "%s: %,d rows".formatted(outcome.type(), outcome.count()) : outcome.type());
            console.println("  %s in %.2f s, %s read".formatted(summary, outcome.seconds(), SqlSession.bytes(outcome.bytesRead())));
        }
    }

    private static String title(String sql)
    {
        String line = sql.replaceAll("\\s+", " ");
        return line.length() <= MAX_TITLE ? line : line.substring(0, MAX_TITLE) + "...";
    }
}
