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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final String USERS = "users:";
    private static final String AUDIT = "audit:";
    private static final String REFUSED = "refused:";
    private static final String ADMINISTRATOR = "admin";
    private static final int MAX_WIDTH = 44;
    private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

    private final Path lake;
    private final Path audit;
    private final PrintStream console;

    /**
     * @param audit the directory of the audit
     */
    DemoWalk(Path lake, Path audit, PrintStream console)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.audit = requireNonNull(audit, "audit is null");
        this.console = requireNonNull(console, "console is null");
    }

    /**
     * @return whether every statement went well
     */
    boolean run(URI server)
    {
        String script = script();
        boolean good = true;
        Map<String, SqlSession> sessions = new HashMap<>();
        try {
            int end = 0;
            for (SqlScript.ScriptStatement statement : SqlScript.parse(script)) {
                Directives directives = Directives.parse(lastComments(script.substring(end, statement.begin())));
                end = statement.end();
                console.println();
                directives.comments().forEach(comment -> console.println("-- " + comment));
                console.println(statement.sql() + ";");
                for (String user : directives.users()) {
                    if (!sessions.containsKey(user)) {
                        sessions.put(user, new SqlSession(server, user, console));
                    }
                    console.println();
                    if (directives.users().size() > 1 || !user.equals(ADMINISTRATOR)) {
                        console.println("As %s:".formatted(user));
                    }
                    Optional<SqlSession.Outcome> outcome = execute(sessions.get(user), statement.sql(), directives);
                    good &= outcome.isPresent();
                    if (directives.audited() && user.equals(directives.users().getFirst())) {
                        good &= outcome.map(done -> showAudit(done.queryId())).orElse(false);
                    }
                }
            }
            for (SqlSession session : sessions.values()) {
                session.close();
            }
        }
        catch (SQLException e) {
            console.println("The connection failed: " + e.getMessage());
            return false;
        }
        return good;
    }

    /**
     * @return empty if the statement went wrong
     */
    private Optional<SqlSession.Outcome> execute(SqlSession session, String sql, Directives directives)
    {
        SqlSession.Outcome outcome;
        try {
            outcome = session.execute(sql);
        }
        catch (SQLException e) {
            if (directives.refused() && e.getMessage().contains("Access Denied")) {
                console.println("Refused: " + e.getMessage());
                return Optional.of(new SqlSession.Outcome("", Optional.empty(), "", 0, 0, 0));
            }
            console.println("FAILED: " + e.getMessage());
            return Optional.empty();
        }
        if (directives.refused()) {
            console.println("FAILED: it was not refused");
            return Optional.empty();
        }
        outcome.table().ifPresent(table -> {
            table.format(MAX_WIDTH).forEach(console::println);
            console.println();
        });
        String result = outcome.table()
                .map(table -> table.rows().size() == 1 ? "1 row" : table.rows().size() + " rows")
                .orElse(outcome.count() > 0 ? "%s, %s rows".formatted(outcome.type(), outcome.count()) : outcome.type());
        console.println("%s in %.2f s%s".formatted(result, outcome.seconds(), reading(outcome.bytesRead(), directives.files())));
        return Optional.of(outcome);
    }

    /**
     * Shows what the audit holds of a query before its first row.
     */
    private boolean showAudit(String queryId)
    {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(audit, "*.jsonl")) {
            for (Path file : files) {
                try (Stream<String> all = Files.lines(file)) {
                    all.filter(line -> line.contains(queryId) && line.contains("\"decision\"")).forEach(lines::add);
                }
            }
        }
        catch (IOException e) {
            console.println("FAILED: the audit cannot be read: " + e);
            return false;
        }
        console.println("The audit of it, in %s:".formatted(audit));
        lines.forEach(console::println);
        if (lines.isEmpty()) {
            console.println("FAILED: there is no line of query " + queryId);
        }
        return !lines.isEmpty();
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

    /**
     * What the comment above a statement says of it.
     *
     * @param comments for whoever reads the walk
     * @param files of the tables of the statement
     * @param users it is run as each of them
     * @param audited whether its line of the audit is shown, that of the first user
     * @param refused whether it is to be denied
     */
    private record Directives(List<String> comments, List<String> files, List<String> users, boolean audited, boolean refused)
    {
        private Directives
        {
            comments = ImmutableList.copyOf(comments);
            files = ImmutableList.copyOf(files);
            users = ImmutableList.copyOf(users);
        }

        static Directives parse(List<String> lines)
        {
            List<String> comments = new ArrayList<>();
            List<String> files = new ArrayList<>();
            List<String> users = new ArrayList<>();
            boolean audited = false;
            boolean refused = false;
            for (String line : lines) {
                if (line.startsWith(FILES)) {
                    files.addAll(WORDS.splitToList(line.substring(FILES.length())));
                }
                else if (line.startsWith(USERS)) {
                    users.addAll(WORDS.splitToList(line.substring(USERS.length())));
                }
                else if (line.startsWith(AUDIT)) {
                    audited = true;
                }
                else if (line.startsWith(REFUSED)) {
                    refused = true;
                }
                else {
                    comments.add(line);
                }
            }
            return new Directives(comments, files, users.isEmpty() ? ImmutableList.of(ADMINISTRATOR) : users, audited, refused);
        }
    }
}
