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
package io.genolake.access;

import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.TableDecision;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What a policy of 500 rules costs with 100,000 users and as many samples: a program, to be run by hand. Times are of the processor, so that other
 * work on the machine does not count.
 */
public final class PolicyCost
{
    private static final int RULES = 500;
    private static final int SUBJECTS = 100_000;
    private static final int PROJECTS = 500;
    private static final int COLUMNS = 20;
    private static final int QUERIES = 200;
    private static final TableName TABLE = TableName.parse("genomics.cardio.genotypes");

    private PolicyCost() {}

    public static void main(String[] arguments)
            throws Exception
    {
        Path directory = Files.createTempDirectory("policy-cost");
        write(directory);
        long start = cpu();
        Policy policy = new PolicyDirectory(directory).load();
        System.out.printf("reading the policy: %.0f ms%n", (cpu() - start) / 1e6);
        DecisionEngine engine = new DecisionEngine(policy, PolicyDirectory.GENOMICS);
        start = cpu();
        decide(engine, "u7");
        System.out.printf("the first query of all: %.1f ms%n", (cpu() - start) / 1e6);
        for (int round = 1; round <= 5; round++) {
            int first = round * QUERIES;
            report("a user's first query, round " + round, engine, i -> "u" + (first + i));
        }
        for (int round = 1; round <= 3; round++) {
            report("a user's later queries, round " + round, engine, _ -> "u7");
        }
    }

    private static void report(String what, DecisionEngine engine, IntFunction<String> users)
    {
        long start = cpu();
        for (int i = 0; i < QUERIES; i++) {
            decide(engine, users.apply(i));
        }
        System.out.printf("%s: %.3f ms%n", what, (cpu() - start) / 1e6 / QUERIES);
    }

    /**
     * What is decided for a query of one table, with its columns.
     */
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

    /**
     * Of five rules three permit by attributes, one permits by the registry of samples, and one is a mask.
     */
    private static void write(Path directory)
            throws Exception
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
            String rule = switch (i % 5) {
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
