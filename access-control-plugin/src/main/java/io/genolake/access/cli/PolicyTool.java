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
package io.genolake.access.cli;

import com.google.common.base.Splitter;
import com.google.common.base.StandardSystemProperty;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.Explanation;
import io.genolake.access.decision.PolicyTester;
import io.genolake.access.passport.PassportAttributesFactory;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyLoader;
import io.genolake.access.policy.TableName;
import io.genolake.access.subject.PurposeRule;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;

/**
 * The program behind {@code ./genolake policy}: looks at a policy without a server.
 * <p>
 * Exit status: 0 if all is well, 1 if the policy is not valid or the user is denied, 2 if the arguments are wrong.
 */
public final class PolicyTool
{
    private static final String USAGE =
            """
            usage:
              policy test DIR [--genomics-catalog NAME]... [--server URL [--user USER]]
                                  check the policy and run its tests; with --server http://127.0.0.1:8080 (or jdbc:trino://...) also whether
                                  the scope columns of tables with not_null are so there; the password, if any, is in TRINO_PASSWORD
              policy explain --user USER --table CATALOG.SCHEMA.TABLE [--policy DIR] [--group GROUP]... [--purpose PURPOSE] [--at INSTANT]
                             [--credential NAME=FILE]... [--columns a,b] [--genomics-catalog NAME]...
                                  what a user sees of a table, by which rules, and what is missing; --credential passport=alice.jwt is what
                                  the client would send as an extra credential
            """;

    /**
     * The property that names the configuration of the server which was started last
     */
    private static final String ACCESS_CONTROL = "genolake.access-control";

    private static final Set<String> TEST_OPTIONS = ImmutableSet.of("--genomics-catalog", "--server", "--user");
    private static final Set<String> EXPLAIN_OPTIONS = ImmutableSet.of("--policy", "--user", "--table", "--group", "--purpose", "--credential", "--at", "--columns", "--genomics-catalog");

    private final PrintStream out;
    private final PrintStream err;
    private final Function<String, Optional<String>> environment;

    private PolicyTool(PrintStream out, PrintStream err, Function<String, Optional<String>> environment)
    {
        this.out = requireNonNull(out, "out is null");
        this.err = requireNonNull(err, "err is null");
        this.environment = requireNonNull(environment, "environment is null");
    }

    public static void main(String[] arguments)
    {
        System.exit(run(ImmutableList.copyOf(arguments), System.out, System.err, name -> Optional.ofNullable(System.getenv(name))));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err, Function<String, Optional<String>> environment)
    {
        PolicyTool tool = new PolicyTool(out, err, environment);
        try {
            return tool.run(new ArrayDeque<>(arguments));
        }
        catch (UsageException e) {
            err.println("genolake: " + e.getMessage());
            err.print(USAGE);
            return 2;
        }
        catch (PolicyException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private int run(Deque<String> arguments)
    {
        String command = arguments.isEmpty() ? "" : arguments.pop();
        return switch (command) {
            case "test" -> test(arguments);
            case "explain" -> explain(arguments);
            default -> throw new UsageException("there is no command 'policy %s'".formatted(command));
        };
    }

    private int test(Deque<String> arguments)
    {
        if (arguments.isEmpty() || arguments.peek().startsWith("-")) {
            throw new UsageException("policy test needs the directory of the policy");
        }
        Path directory = Path.of(arguments.pop());
        Map<String, List<String>> options = options(arguments, TEST_OPTIONS);
        DecisionEngine engine = engine(directory, options);
        new PolicyTester(engine).run(Instant.now());
        Policy policy = engine.policy();
        out.printf(
                "The policy is valid: %s rules, %s resources, %s grants, %s users, %s samples%n",
                policy.rules().size(),
                policy.resources().size(),
                policy.grants().size(),
                policy.subjects().users().size(),
                policy.subjects().samples().samples().size());
        out.printf("%s tests passed%n", policy.tests().size());
        if (options.containsKey("--server")) {
            return testServer(engine, options.get("--server").getLast(), options.getOrDefault("--user", ImmutableList.of(StandardSystemProperty.USER_NAME.value())).getLast());
        }
        return 0;
    }

    private int testServer(DecisionEngine engine, String server, String user)
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        environment.apply("TRINO_PASSWORD").ifPresent(password -> properties.setProperty("password", password));
        List<NotNullCheck.Finding> findings;
        try (Connection connection = DriverManager.getConnection(jdbcUrl(server), properties)) {
            findings = new NotNullCheck(engine, connection).run();
        }
        catch (SQLException e) {
            err.println("The server %s cannot be asked: %s".formatted(server, e.getMessage()));
            return 1;
        }
        for (NotNullCheck.Finding finding : findings) {
            (finding.holds() ? out : err).println((finding.holds() ? "  so it is: " : "  NOT SO: ") + finding.text());
        }
        long wrong = findings.stream().filter(finding -> !finding.holds()).count();
        out.printf("%s tables with not_null on the server, %s of them wrong%n", findings.size(), wrong);
        return wrong == 0 ? 0 : 1;
    }

    private static String jdbcUrl(String server)
    {
        if (server.startsWith("jdbc:trino:")) {
            return server;
        }
        URI uri;
        try {
            uri = URI.create(server);
        }
        catch (IllegalArgumentException _) {
            throw new UsageException("--server is http://HOST:PORT, https://HOST:PORT or jdbc:trino://...");
        }
        if (uri.getHost() == null || !ImmutableSet.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new UsageException("--server is http://HOST:PORT, https://HOST:PORT or jdbc:trino://...");
        }
        return "jdbc:trino://%s%s".formatted(uri.getAuthority(), uri.getScheme().equals("https") ? "?SSL=true" : "");
    }

    private int explain(Deque<String> arguments)
    {
        Map<String, List<String>> options = options(arguments, EXPLAIN_OPTIONS);
        DecisionEngine engine = engine(policy(options), options);
        TableName table;
        Instant at;
        try {
            table = TableName.parse(required(options, "--table"));
            at = options.containsKey("--at") ? Instant.parse(options.get("--at").getLast()) : Instant.now();
        }
        catch (DateTimeException _) {
            throw new UsageException("--at is a point in time in UTC, as 2026-12-31T18:00:00Z");
        }
        catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        Map<String, String> credentials = new HashMap<>();
        if (options.containsKey("--purpose")) {
            engine.policy().subjects().purpose().map(PurposeRule::credential).ifPresent(name -> credentials.put(name, options.get("--purpose").getLast()));
        }
        options.getOrDefault("--credential", ImmutableList.of()).forEach(credential -> credentials.putAll(credential(credential)));
        Subject subject = engine.policy().subjects().subject(new SubjectRequest(
                required(options, "--user"),
                ImmutableSet.copyOf(options.getOrDefault("--group", ImmutableList.of())),
                credentials,
                at));
        Set<String> columns = options.containsKey("--columns")
                ? ImmutableSet.copyOf(Splitter.on(',').omitEmptyStrings().splitToList(options.get("--columns").getLast()))
                : ImmutableSet.of();
        Explanation explanation = Explanation.explain(engine, subject, table, columns);
        out.print(explanation.text());
        new TreeMap<>(subject.provenance()).forEach((name, value) -> out.printf("  from   %s: %s%n", name, value));
        return explanation.verbs().isEmpty() ? 1 : 0;
    }

    /**
     * In a file, for arguments are seen by every user of the machine.
     */
    private static Map<String, String> credential(String option)
    {
        List<String> parts = Splitter.on('=').limit(2).splitToList(option);
        if (parts.size() != 2) {
            throw new UsageException("--credential is NAME=FILE");
        }
        try {
            return ImmutableMap.of(parts.get(0), Files.readString(Path.of(parts.get(1))).strip());
        }
        catch (IOException _) {
            throw new UsageException("the file of the credential '%s' cannot be read".formatted(parts.get(0)));
        }
    }

    /**
     * The policy that is named, or that of the server which was started last.
     */
    private static Path policy(Map<String, List<String>> options)
    {
        if (options.containsKey("--policy")) {
            return Path.of(options.get("--policy").getLast());
        }
        Properties properties = new Properties();
        String file = System.getProperty(ACCESS_CONTROL, "");
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        catch (IOException _) {
            throw new UsageException("policy explain needs --policy DIR: no server with a policy has been started here");
        }
        return Path.of(properties.getProperty("genolake.policy-dir", ""));
    }

    private DecisionEngine engine(Path directory, Map<String, List<String>> options)
    {
        Set<String> catalogs = ImmutableSet.copyOf(options.getOrDefault("--genomics-catalog", ImmutableList.of("genomics")));
        return new DecisionEngine(new PolicyLoader(directory, catalogs, ImmutableList.of(new PassportAttributesFactory()), environment).load(), catalogs);
    }

    private static Map<String, List<String>> options(Deque<String> arguments, Set<String> known)
    {
        Map<String, List<String>> options = new HashMap<>();
        while (!arguments.isEmpty()) {
            String option = arguments.pop();
            if (!known.contains(option)) {
                throw new UsageException("there is no option '%s' here".formatted(option));
            }
            if (arguments.isEmpty()) {
                throw new UsageException("%s needs a value".formatted(option));
            }
            options.computeIfAbsent(option, _ -> new ArrayList<>()).add(arguments.pop());
        }
        return ImmutableMap.copyOf(options);
    }

    private static String required(Map<String, List<String>> options, String option)
    {
        if (!options.containsKey(option)) {
            throw new UsageException("policy explain needs %s".formatted(option));
        }
        return options.get(option).getLast();
    }

    private static final class UsageException
            extends RuntimeException
    {
        UsageException(String message)
        {
            super(message);
        }
    }
}
