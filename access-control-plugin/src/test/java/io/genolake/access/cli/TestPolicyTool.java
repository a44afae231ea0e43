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

import com.google.common.collect.ImmutableList;
import io.genolake.access.ExamplePolicy;
import io.genolake.access.PolicyDirectory;
import io.genolake.access.passport.TestingIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class TestPolicyTool
{
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @BeforeEach
    void write()
    {
        ExamplePolicy.write(directory);
    }

    @Test
    void testTest()
    {
        assertThat(run("test", directory.toString())).isEqualTo(0);
        assertThat(out.toString(UTF_8)).contains("The policy is valid: 8 rules").contains("2 tests passed");
        ExamplePolicy.write(directory).write("policy.yaml", ExamplePolicy.POLICY.replace("effect: forbid", "effect: forbit"));
        assertThat(run("test", directory.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("policy.yaml, line ").doesNotContain("\tat ");
    }

    @Test
    void testExplainWithPassport()
            throws IOException
    {
        TestingIssuer broker = TestingIssuer.elliptic("https://broker.example/");
        Instant now = Instant.now();
        new PolicyDirectory(directory)
                .write("policy.yaml", ExamplePolicy.POLICY.replace(
                        "  purpose: {",
                        "  passport:\n"
                                + "    credential: passport\n"
                                + "    brokers: {https://broker.example/: {jwks: broker.json}}\n"
                                + "    issuers: {https://broker.example/: {jwks: broker.json, sources: [https://dac.example]}}\n"
                                + "    bind: {claims: [iss, sub], map: identities.csv}\n"
                                + "    max_authorization_ttl: P30D\n"
                                + "  purpose: {").replace("resources:\n", "resources:\n  - {table: genomics.ega.*, tags: {visa: EGAD1}}\n"))
                .write("broker.json", broker.jwks())
                .write("identities.csv", "iss,sub,user\nhttps://broker.example/,a,alice\n");
        Path token = Files.writeString(
                directory.resolve("alice.jwt"),
                broker.passport("a", now, List.of(broker.visa("a", now, Map.of("type", "ControlledAccessGrants", "value", "EGAD1", "source", "https://dac.example", "by", "dac")))));
        String[] explain = {"explain", "--policy", directory.toString(), "--user", "alice", "--table", "genomics.ega.variants", "--credential", "passport=" + token};
        assertThat(run(explain)).isEqualTo(0);
        assertThat(out.toString(UTF_8)).contains("rule   ega-visa").contains("from   passport: accepted").contains("from   passport_jti: passport-1").doesNotContain(Files.readString(token));
        explain[4] = "bob";
        assertThat(run(explain)).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("not    ega-visa: attribute missing: user.visas").contains("from   passport: refused: it is not bound to the user");
        explain[8] = "passport";
        assertThat(run(explain)).isEqualTo(2);
        explain[8] = "passport=" + directory.resolve("gone.jwt");
        assertThat(run(explain)).isEqualTo(2);
    }

    @Test
    void testExplain()
    {
        assertThat(run("explain", "--policy", directory.toString(), "--user", "alice", "--table", "genomics.cardio.genotypes", "--at", "2026-06-01T12:00:00Z")).isEqualTo(0);
        assertThat(out.toString(UTF_8)).contains("verbs  describe, select").contains("rows   {sample=[s1, s4]}").contains("rule   project-researchers");
        assertThat(run("explain", "--policy", directory.toString(), "--user", "nobody", "--table", "genomics.cardio.genotypes")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("none: denied").contains("project-researchers: attributes missing: user.projects, user.role");
    }

    @Test
    void testUsage()
    {
        assertThat(run()).isEqualTo(2);
        assertThat(run("test")).isEqualTo(2);
        assertThat(run("explain", "--policy", directory.toString())).isEqualTo(2);
        assertThat(run("explain", "--policy", directory.toString(), "--user", "a", "--table", "b")).isEqualTo(2);
        assertThat(run("explain", "--passport", "x")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("usage:").contains("a table is catalog.schema.table");
    }

    private int run(String... arguments)
    {
        return PolicyTool.run(
                ImmutableList.copyOf(arguments),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                _ -> Optional.of("0123456789abcdef0123456789abcdef"));
    }
}
