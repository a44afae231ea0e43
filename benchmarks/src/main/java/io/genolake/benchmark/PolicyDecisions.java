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

import com.google.common.collect.ImmutableList;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.TableDecision;
import io.genolake.access.policy.PolicyLoader;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

import static java.util.Objects.requireNonNull;

/**
 * What it takes to decide about a query of one table with its columns, in processor time, by a policy of 500 rules and the attributes of 100,000 users.
 */
final class PolicyDecisions
{
    private static final double TARGET_MILLIS = 2;
    private static final int RULES = 500;
    private static final int SUBJECTS = 100_000;
    private static final int PROJECTS = 500;
    private static final int COLUMNS = 20;
    private static final int QUERIES = 1_000;
    /**
     * Of other users than those that are measured: the code is to be compiled
     */
    private static final int WARM_UPS = 2_000;
    private static final TableName TABLE = TableName.parse("genomics.cardio.genotypes");

    private final List<String> lines;
    private final boolean meetsTarget;

    private PolicyDecisions(List<String> lines, boolean meetsTarget)
    {
        this.lines = ImmutableList.copyOf(requireNonNull(lines, "lines is null"));
        this.meetsTarget = meetsTarget;
    }

    /**
     * A table of the results.
     */
    List<String> lines()
    {
        return lines;
    }

    /**
     * Whether the medians are below 2 ms.
     */
    boolean meetsTarget()
    {
        return meetsTarget;
    }

    /**
     * @param directory for the policies
     */
    static PolicyDecisions measure(Path directory)
            throws IOException
    {
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        lines.add("| %s rules, %,d users, ms of processor time | median | 99th percentile | target |".formatted(RULES, SUBJECTS));
        lines.add("|---|---|---|---|");
        boolean good = true;
        for (boolean registry : new boolean[] {false, true}) {
            String rules = registry ? "with 100 rules over a registry of as many samples" : "over attributes";
            write(directory, registry);
            long start = cpu();
            DecisionEngine engine = new DecisionEngine(
                    new PolicyLoader(directory, Set.of(TABLE.catalog()), List.of(), _ -> Optional.empty()).load(),
                    Set.of(TABLE.catalog()));
            lines.add("| reading the policy, %s | %.0f | | |".formatted(rules, (cpu() - start) / 1e6));
            start = cpu();
            decide(engine, "u0");
            lines.add("| the first query of all, %s | %.1f | | |".formatted(rules, (cpu() - start) / 1e6));
            for (int i = 0; i < WARM_UPS; i++) {
                // of the first half of the projects
                decide(engine, "u" + (i / (PROJECTS / 2) * PROJECTS + i % (PROJECTS / 2)));
            }
            int first = SUBJECTS / 2;
            good &= add(lines, "a user's first query, " + rules, measure(engine, i -> "u" + (first + i)));
            good &= add(lines, "a user's later queries, " + rules, measure(engine, _ -> "u7"));
        }
        return new PolicyDecisions(lines.build(), good);
    }

    private static boolean add(ImmutableList.Builder<String> lines, String what, long[] nanos)
    {
        double median = nanos[nanos.length / 2] / 1e6;
        lines.add("| %s | %.3f | %.3f | %.0f |".formatted(what, median, nanos[nanos.length * 99 / 100] / 1e6, TARGET_MILLIS));
        return median <= TARGET_MILLIS;
    }

    /**
     * @return nanoseconds of each query, sorted
     */
    private static long[] measure(DecisionEngine engine, IntFunction<String> users)
    {
        long[] nanos = new long[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            long start = cpu();
            decide(engine, users.apply(i));
            nanos[i] = cpu() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static void decide(DecisionEngine engine, String user)
    {
        Subject subject = engine.policy().subjects().subject(new SubjectRequest(user, Set.of(), Map.of(), Instant.now()));
        TableDecision decision = engine.decide(subject, TABLE);
        for (int column = 0; column < COLUMNS; column++) {
            decision.column("c" + column, TypeGroup.STRING);
        }
    }

    private static long cpu()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void write(Path directory, boolean registry)
            throws IOException
    {
        StringBuilder users = new StringBuilder("users:\n");
        StringBuilder samples = new StringBuilder("sample,project\n");
        for (int i = 0; i < SUBJECTS; i++) {
            users.append("  u%1$s: {role: researcher, projects: [d%2$s], samples: [s%1$s, s%3$s]}\n".formatted(i, i % PROJECTS, i + 1));
            samples.append("s%s,d%s\n".formatted(i, i % PROJECTS));
        }
        StringBuilder policy = new StringBuilder(
                """
                version: 1
                service_user: s
                attributes: {users: subjects.yaml, samples: samples.csv}
                tags: {sensitivity: {ordered: [public, PII]}, dataset: {}}
                resources:
                  - {table: genomics.cardio.*, tags: {dataset: d7}, columns: inherit, scope: sample}
                rules:
                """);
        for (int i = 0; i < RULES; i++) {
            String rule = switch (registry ? i % 5 : i % 4) {
                case 4 -> "effect: permit, verbs: [select], resources: {tags: {dataset: \"*\"}}, rows: {column: sample, from: samples, where: \"sample.project in user.projects && sample.project == 'd%s'\"}";
                case 3 -> "effect: mask, columns: {tags: {dataset: \"*\"}}, unless: \"user.role == 'researcher' || user.role == 'r%s'\", mask: replace-with-null";
                default -> "effect: permit, verbs: [select], resources: {tags: {dataset: \"*\"}}, when: \"user.role == 'researcher' && 'd%s' in user.projects\", rows: {column: sample, in: user.samples}";
            };
            policy.append("  - {id: r%s, %s}\n".formatted(i, rule.formatted(i)));
        }
        Files.writeString(directory.resolve("policy.yaml"), policy);
        Files.writeString(directory.resolve("subjects.yaml"), users);
        Files.writeString(directory.resolve("samples.csv"), samples);
    }
}
