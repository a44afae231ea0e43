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
package io.genolake.access.enforce;

import io.genolake.access.passport.TestingIssuer;
import io.trino.Session;
import io.trino.spi.security.Identity;
import io.trino.testing.DistributedQueryRunner;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Tables that a GA4GH passport opens, sent by the client or stored, on a running server.
 */
@TestInstance(PER_CLASS)
final class TestPassportAccess
{
    private static final String DATASET = "https://ega.example/datasets/EGAD1";
    private static final String DAC = "https://ega.example/dacs/1";
    private static final String POLICY =
            """
            version: 1
            service_user: genolake-policy
            attributes:
              passport:
                credential: passport
                stored: passports
                brokers: {https://broker.example/: {jwks: broker.json}}
                issuers: {https://ega.example/: {jwks: ega.json, sources: [https://ega.example/dacs/1]}}
                bind: {claims: [iss, sub], map: users.csv}
                max_authorization_ttl: P30D
            tags: {visa: {}}
            resources:
              - {table: genomics.cardio.*, tags: {visa: "https://ega.example/datasets/EGAD1"}, columns: inherit}
            rules:
              - {id: ega-visa, effect: permit, verbs: [describe, select], resources: {tags: {visa: "*"}}, rows: all,
                 when: "user.visas.exists(v, v.type == 'ControlledAccessGrants' && v.by == 'dac' && v.value == tags.visa)"}
            """;

    private final TestingIssuer broker = TestingIssuer.elliptic("https://broker.example/");
    private final TestingIssuer ega = TestingIssuer.elliptic("https://ega.example/");
    private DistributedQueryRunner queryRunner;
    private Path policy;
    private Path audit;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        Path lake = Files.createDirectories(directory.resolve("lake"));
        CardioLake.write(lake, "1/1", "solo2.vcf");
        audit = directory.resolve("audit");
        policy = Files.createDirectories(directory.resolve("policy/passports")).getParent();
        Files.writeString(policy.resolve("policy.yaml"), POLICY);
        Files.writeString(policy.resolve("broker.json"), broker.jwks());
        Files.writeString(policy.resolve("ega.json"), ega.jwks());
        Files.writeString(
                policy.resolve("users.csv"),
                """
                iss,sub,user
                https://broker.example/,alice-1,alice
                https://ega.example/,alice-ega,alice
                https://broker.example/,bob-1,bob
                https://ega.example/,bob-ega,bob
                https://broker.example/,carol-1,carol
                https://ega.example/,carol-ega,carol
                """);
        queryRunner = AccessQueryRunner.create(policy, lake, audit, 0);
    }

    @AfterAll
    void stop()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @Test
    void testPassportOfTheClient()
    {
        String passport = passport("alice", DATASET);
        assertThat(count("alice", Map.of("passport", passport))).isEqualTo("10");
        assertDenied("alice", Map.of());
        assertDenied("bob", Map.of("passport", passport));
        assertDenied("alice", Map.of("other", passport));
        assertDenied("alice", Map.of("passport", passport("alice", "https://ega.example/datasets/EGAD2")));
        assertDenied("alice", Map.of("passport", passport.substring(0, passport.length() - 4)));
        assertDenied("alice", Map.of("passport", TestingIssuer.elliptic("https://broker.example/").passport("alice-1", Instant.now(), List.of(visa("alice-ega", DATASET)))));
    }

    @Test
    void testStoredPassport()
            throws IOException
    {
        assertDenied("carol", Map.of());
        Files.writeString(policy.resolve("passports/carol.jwt"), passport("carol", DATASET));
        assertThat(count("carol", Map.of())).isEqualTo("10");
        Files.delete(policy.resolve("passports/carol.jwt"));
        assertDenied("carol", Map.of());
    }

    @Test
    void testAuditNamesThePassport()
            throws IOException
    {
        String passport = passport("alice", DATASET);
        count("alice", Map.of("passport", passport));
        assertDenied("bob", Map.of("passport", passport));
        List<String> lines;
        try (Stream<Path> files = Files.list(audit)) {
            lines = Files.readAllLines(files.findFirst().orElseThrow());
        }
        assertThat(lines).anyMatch(line -> line.contains("\"user\":\"alice\"") && line.contains("\"decision\":\"allow\"")
                && line.contains("\"passport_iss\":\"https://broker.example/\"") && line.contains("\"passport_jti\":\"passport-1\""));
        assertThat(lines).anyMatch(line -> line.contains("\"user\":\"bob\"") && line.contains("\"decision\":\"deny\"") && line.contains("\"passport\":\"refused: it is not bound to the user\""));
        assertThat(lines).noneMatch(line -> line.contains(passport.substring(0, 20)) || line.contains(passport.split("\\.")[2]));
    }

    @Test
    void testKeysAreReadAnew()
            throws Exception
    {
        TestingIssuer later = TestingIssuer.elliptic("https://broker.example/");
        String passport = later.passport("alice-1", Instant.now(), List.of(visa("alice-ega", DATASET)));
        assertDenied("alice", Map.of("passport", passport));
        Files.writeString(policy.resolve("broker.json"), later.jwks() + "\n");
        try {
            long end = System.nanoTime() + 20_000_000_000L;
            while (!isAllowed("alice", passport) && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            assertThat(count("alice", Map.of("passport", passport))).isEqualTo("10");
            assertDenied("alice", Map.of("passport", passport("alice", DATASET)));
        }
        finally {
            Files.writeString(policy.resolve("broker.json"), broker.jwks());
            long end = System.nanoTime() + 20_000_000_000L;
            while (!isAllowed("alice", passport("alice", DATASET)) && System.nanoTime() < end) {
                Thread.sleep(50);
            }
        }
    }

    private String visa(String subject, String dataset)
    {
        return ega.visa(subject, Instant.now(), Map.of("type", "ControlledAccessGrants", "value", dataset, "source", DAC, "by", "dac"));
    }

    private String passport(String user, String dataset)
    {
        return broker.passport(user + "-1", Instant.now(), List.of(visa(user + "-ega", dataset)));
    }

    private String count(String user, Map<String, String> credentials)
    {
        return String.valueOf(queryRunner.execute(session(user, credentials), "SELECT count(*) FROM genotypes").getOnlyValue());
    }

    private boolean isAllowed(String user, String passport)
    {
        try {
            count(user, Map.of("passport", passport));
            return true;
        }
        catch (RuntimeException _) {
            return false;
        }
    }

    private void assertDenied(String user, Map<String, String> credentials)
    {
        @Language("SQL") String sql = "SELECT count(*) FROM genotypes";
        assertThatThrownBy(() -> queryRunner.execute(session(user, credentials), sql)).hasMessageContaining("Access Denied");
    }

    private static Session session(String user, Map<String, String> credentials)
    {
        return Session.builder(AccessQueryRunner.session(user))
                .setIdentity(Identity.forUser(user).withExtraCredentials(credentials).build())
                .build();
    }
}
