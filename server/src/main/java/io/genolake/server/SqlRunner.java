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

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The program behind {@code ./genolake run}: runs scripts of SQL, one after the other, and stops at the first statement that fails.
 */
public final class SqlRunner
{
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
        URI server = URI.create("http://127.0.0.1:8080");
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--server") && i + 1 < arguments.size()) {
                i++;
                server = parseServer(arguments.get(i));
            }
            else if (argument.startsWith("-")) {
                throw new LaunchException("run has no option %s; it is: run [--server http://HOST:PORT] FILE.sql...".formatted(argument));
            }
            else {
                files.add(Path.of(argument));
            }
        }
        if (files.isEmpty()) {
            throw new LaunchException("run needs a file: run [--server http://HOST:PORT] FILE.sql...");
        }
        // All are read before the first runs, so that a missing one does not come as a surprise halfway
        List<List<SqlScript.ScriptStatement>> scripts = files.stream().map(SqlRunner::read).toList();
        try (SqlSession session = new SqlSession(server, StandardSystemProperty.USER_NAME.value(), console)) {
            for (int i = 0; i < files.size(); i++) {
                run(session, files.get(i), scripts.get(i));
            }
        }
        catch (SQLException e) {
            throw new LaunchException("%s: %s".formatted(server, e.getMessage()));
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

    private static List<SqlScript.ScriptStatement> read(Path file)
    {
        try {
            return SqlScript.parse(Files.readString(file));
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
