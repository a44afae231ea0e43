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

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Walks through the demo lake: each statement, its result, its time, and how much of the files it read.
 */
final class DemoWalk
{
    private static final String SCRIPT = "demo/walk.sql";
    private static final String FILES = "files:";
    private static final int MAX_WIDTH = 44;

    private final Path lake;
    private final PrintStream console;

    DemoWalk(Path lake, PrintStream console)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.console = requireNonNull(console, "console is null");
    }

    /**
     * @return whether every statement went well
     */
    boolean run(URI server)
    {
        String script = script();
        boolean good = true;
        try (SqlSession session = new SqlSession(server, "demo", console)) {
            int end = 0;
            for (SqlScript.ScriptStatement statement : SqlScript.parse(script)) {
                List<String> comments = lastComments(script.substring(end, statement.begin()));
                end = statement.end();
                List<String> files = new ArrayList<>();
                console.println();
                for (String comment : comments) {
                    if (comment.startsWith(FILES)) {
                        files.addAll(List.of(comment.substring(FILES.length()).strip().split(" ")));
                    }
                    else {
                        console.println("-- " + comment);
                    }
                }
                console.println(statement.sql() + ";");
                console.println();
                good &= execute(session, statement.sql(), files);
            }
        }
        catch (SQLException e) {
            console.println("The connection failed: " + e.getMessage());
            return false;
        }
        return good;
    }

    private boolean execute(SqlSession session, String sql, List<String> files)
    {
        SqlSession.Outcome outcome;
        try {
            outcome = session.execute(sql);
        }
        catch (SQLException e) {
            console.println("FAILED: " + e.getMessage());
            return false;
        }
        outcome.table().ifPresent(table -> {
            table.format(MAX_WIDTH).forEach(console::println);
            console.println();
        });
        String result = outcome.table()
                .map(table -> table.rows().size() == 1 ? "1 row" : table.rows().size() + " rows")
                .orElse(outcome.count() > 0 ? "%s, %s rows".formatted(outcome.type(), outcome.count()) : outcome.type());
        console.println("%s in %.2f s%s".formatted(result, outcome.seconds(), reading(outcome.bytesRead(), files)));
        return true;
    }

    private String reading(long bytes, List<String> files)
    {
        if (files.isEmpty()) {
            return "";
        }
        long size = size(files);
        return ", read %s of %s (%.1f %%)".formatted(SqlSession.bytes(bytes), SqlSession.bytes(size), 100.0 * bytes / size);
    }

    private long size(List<String> patterns)
    {
        List<PathMatcher> matchers = patterns.stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
        try (Stream<Path> files = Files.walk(lake)) {
            return files
                    .filter(file -> matchers.stream().anyMatch(matcher -> matcher.matches(lake.relativize(file))))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The comment right above a statement: an empty line ends an earlier one.
     */
    private static List<String> lastComments(String between)
    {
        List<String> comments = new ArrayList<>();
        for (String line : between.lines().map(String::strip).toList()) {
            if (line.startsWith("--")) {
                comments.add(line.substring(2).strip());
            }
            else if (line.isEmpty()) {
                comments.clear();
            }
        }
        return comments;
    }

    private static String script()
    {
        try (InputStream in = DemoWalk.class.getResourceAsStream(SCRIPT)) {
            return new String(requireNonNull(in, SCRIPT).readAllBytes(), UTF_8);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
