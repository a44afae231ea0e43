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
package io.genolake.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * What a policy costs a query, and that a list of 10,000 samples is enforced where the file is read: no sample but these is decoded.
 */
final class PolicyRunner
{
    private static final int SAMPLES = 10_000;
    private static final int LISTED = 10_000;
    /**
     * Of those in the list
     */
    private static final int IN_FILE = 5_000;
    private static final String TABLE = "genomics.%s.genotypes".formatted(ScalingLake.wideProject(SAMPLES));
    private static final String SQL = "SELECT count(*), count(DISTINCT sample), sum(dosage) FROM " + TABLE;
    private static final Pattern DECODED = Pattern.compile("sample columns decoded\\W+LongCount\\{total=(\\d+)");

    private final BenchmarkOptions options;
    private final PrintStream console;
    private final StringJoiner report = new StringJoiner("\n", "", "\n");

    private record Scan(double seconds, long rows, long samples, long decoded, boolean filtered) {}

    private PolicyRunner(BenchmarkOptions options, PrintStream console)
    {
        this.options = requireNonNull(options, "options is null");
        this.console = requireNonNull(console, "console is null");
    }

    static boolean run(BenchmarkOptions options, String launcher, PrintStream console)
    {
        PolicyRunner runner = new PolicyRunner(options, console);
        try {
            Files.createDirectories(options.data());
            PolicyDecisions decisions = PolicyDecisions.measure(Files.createDirectories(options.data().resolve("policy-decisions")));
            decisions.lines().forEach(runner::line);
            boolean good = decisions.meetsTarget() & runner.allowList(launcher);
            Files.writeString(options.data().resolve("policy.md"), runner.report.toString());
            console.println("Written to " + options.data().resolve("policy.md"));
            return good;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line)
    {
        report.add(line);
        console.println(line);
    }

    private boolean allowList(String launcher)
            throws IOException
    {
        ScalingLake lake = ScalingLake.prepareWide(options.data(), SAMPLES);
        Path policy = Files.createDirectories(options.data().resolve("policy-list"));
        writePolicy(policy);
        Scan administrator;
        Scan researcher;
        try (BenchmarkServer server = BenchmarkServer.start(
                List.of(launcher),
                lake.directory().toString(),
                options.data().resolve("server"),
                List.of("--heap", "2g", "--policy", policy.toString()))) {
            administrator = scan(server, "administrator");
            researcher = scan(server, "researcher");
        }
        line("");
        line("| a file of %,d samples | rows | samples | samples decoded | filter left to the engine | s |".formatted(SAMPLES));
        line("|---|---|---|---|---|---|");
        line(row("administrator", administrator));
        line(row("researcher, by a list of %,d".formatted(LISTED), researcher));
        // every sample column that is decoded is a row
        boolean good = researcher.samples() == IN_FILE
                && researcher.decoded() == researcher.rows()
                && researcher.rows() * SAMPLES == administrator.rows() * IN_FILE
                && !researcher.filtered();
        line(good ? "" : "The researcher's list was NOT enforced where the file is read.");
        return good;
    }

    private static String row(String user, Scan scan)
    {
        return "| %s | %,d | %,d | %,d | %s | %.2f |".formatted(user, scan.rows(), scan.samples(), scan.decoded(), scan.filtered() ? "yes" : "no", scan.seconds());
    }

    private Scan scan(BenchmarkServer server, String user)
    {
        try (SqlClient client = server.connect(user)) {
            String[] answer = client.answer(SQL).split("\t");
            // count(DISTINCT) has filters of its own
            String plan = client.answer("EXPLAIN SELECT sample, dosage FROM " + TABLE);
            Matcher metric = DECODED.matcher(client.answer("EXPLAIN ANALYZE VERBOSE " + SQL));
            long decoded = 0;
            while (metric.find()) {
                decoded += Long.parseLong(metric.group(1));
            }
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                seconds.add(client.execute(SQL).seconds());
            }
            return new Scan(
                    seconds.stream().sorted().toList().get(seconds.size() / 2),
                    Long.parseLong(answer[0]),
                    Long.parseLong(answer[1]),
                    decoded,
                    plan.contains("Filter"));
        }
    }

    private static void writePolicy(Path directory)
            throws IOException
    {
        Files.writeString(
                directory.resolve("policy.yaml"),
                """
                version: 1
                service_user: genolake-policy
                attributes: {users: subjects.yaml}
                tags: {dataset: {}}
                resources:
                  - {table: genomics.*.*, tags: {dataset: wide}, columns: inherit, scope: sample}
                rules:
                  - {id: administrators, effect: permit, verbs: [describe, select, export, create, admin], resources: {catalogs: ["*"]}, rows: all, when: "user.role == 'administrator'"}
                  - {id: researchers, effect: permit, verbs: [describe, select], resources: {tags: {dataset: wide}}, rows: {column: sample, in: user.samples}, when: "user.role == 'researcher'"}
                """);
        String samples = IntStream.range(0, LISTED)
                .mapToObj(i -> i < IN_FILE ? "S" + i * (SAMPLES / IN_FILE) : "elsewhere" + i)
                .collect(joining(", "));
        Files.writeString(
                directory.resolve("subjects.yaml"),
                """
                users:
                  administrator: {role: administrator}
                  researcher: {role: researcher, samples: [%s]}
                """.formatted(samples));
    }
}
