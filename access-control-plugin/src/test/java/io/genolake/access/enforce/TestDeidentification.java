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

import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Masks by the functions of the catalog, the way back by a grant, and the audit of both as a table.
 */
@TestInstance(PER_CLASS)
final class TestDeidentification
{
    private static final String POLICY =
            """
            version: 1
            service_user: genolake-policy
            attributes: {users: subjects.yaml}
            keys: {cardio: file:cardio.key, Neuro: file:neuro.key}
            tags:
              sensitivity: {ordered: [public, PII]}
              pseudonym_key: {}
              clinic: {}
            resources:
              - {table: lake.s.*, tags: {clinic: yes, sensitivity: public, pseudonym_key: cardio}, columns: inherit, scope: subject}
              - {table: access.policy.audit, tags: {sensitivity: public}, columns: inherit, scope: user_name}
            rules:
              - {id: admins, effect: permit, verbs: [describe, select, export, create, admin, reidentify], resources: {catalogs: ["*"]}, rows: all, when: "user.role == 'admin'"}
              - {id: readers, effect: permit, verbs: [describe, select, reidentify], resources: {tables: [lake.s.*, access.reidentify.*]}, rows: all, when: "user.role == 'reader'"}
              - {id: own-audit, effect: permit, verbs: [describe, select], resources: {tables: [access.policy.audit]}, rows: {column: user_name, in: "[user.name]"}, when: "user.audit == true"}
              - {id: dates, effect: mask, columns: {names: ["lake.s.*.d*"]}, unless: "user.role == 'admin'", mask: {date: date-shift}}
              - {id: mrn, effect: mask, columns: {names: ["lake.s.*.mrn"]}, unless: "user.role == 'admin'", mask: token}
              - {id: zip, effect: mask, columns: {names: ["lake.s.*.zip"]}, unless: "user.role == 'admin'", mask: zip3}
              - {id: age, effect: mask, columns: {names: ["lake.s.*.age"]}, unless: "user.role == 'admin'", mask: age-band}
              - {id: pos, effect: mask, columns: {names: ["lake.s.*.pos"]}, unless: "user.role == 'admin'", mask: position-bin}
            grants: grants.yaml
            """;

    private static final String GRANTS =
            """
            - {user: carol, verbs: [reidentify], resources: {tables: [access.reidentify.cardio]}, until: 2100-01-01T00:00:00Z, approver: dac, ticket: T-1}
            - {user: late, verbs: [reidentify], resources: {tables: [access.reidentify.cardio]}, until: 2020-01-01T00:00:00Z, approver: dac, ticket: T-2}
            """;

    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        Path policy = Files.createDirectories(directory.resolve("policy"));
        Files.writeString(policy.resolve("policy.yaml"), POLICY);
        Files.writeString(policy.resolve("grants.yaml"), GRANTS);
        Files.writeString(policy.resolve("cardio.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(policy.resolve("neuro.key"), "fedcba9876543210fedcba9876543210");
        Files.writeString(
                policy.resolve("subjects.yaml"),
                """
                users:
                  admin: {role: admin}
                  alice: {role: reader, audit: true}
                  bob: {role: reader}
                  carol: {role: reader}
                  late: {role: reader}
                """);
        queryRunner = AccessQueryRunner.create(policy, Files.createDirectories(directory.resolve("lake")), directory.resolve("audit"), 0);
        query("admin", "CREATE SCHEMA lake.s");
        query("admin",
                """
                CREATE TABLE lake.s.visits AS SELECT subject, day, dts, dtz, CAST(mrn AS varchar) AS mrn, zip, age, pos FROM (VALUES
                    ('p1', DATE '2020-01-01', TIMESTAMP '2020-01-01 10:11:12.123456', TIMESTAMP '2020-01-01 10:11:12.123 UTC', 'MRN-1', '94105', 42, BIGINT '12345'),
                    ('p1', DATE '2020-01-31', TIMESTAMP '2020-01-31 10:11:12.123456', TIMESTAMP '2020-01-31 10:11:12.123 UTC', 'MRN-1', '03601', 90, BIGINT '10000'),
                    ('p2', DATE '-0001-01-01', TIMESTAMP '9999-12-31 10:11:12.123456', TIMESTAMP '2020-01-31 10:11:12.123 UTC', '', 'x', -1, BIGINT '-5'),
                    (NULL, DATE '5881580-07-11', NULL, NULL, NULL, NULL, NULL, NULL))
                    AS t (subject, day, dts, dtz, mrn, zip, age, pos)""");
    }

    @AfterAll
    void stop()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @Test
    void testDatesAreShiftedBySubject()
    {
        List<MaterializedRow> rows = query("alice", "SELECT day, date(dts), date(dtz AT TIME ZONE 'UTC'), date_diff('millisecond', date_trunc('day', dts), dts) FROM lake.s.visits WHERE subject = 'p1' ORDER BY day").getMaterializedRows();
        LocalDate first = (LocalDate) rows.get(0).getField(0);
        assertThat(Math.abs(DAYS.between(LocalDate.of(2020, 1, 1), first))).isBetween(1L, 365L);
        assertThat(rows.get(0).getField(1)).isEqualTo(first);
        assertThat(rows.get(0).getField(2)).isEqualTo(first);
        assertThat(rows.get(0).getField(3)).isEqualTo(36_672_123L);
        assertThat(rows.get(1).getField(0)).isEqualTo(first.plusDays(30));
        assertThat(column("alice", "SELECT count(*) FROM lake.s.visits WHERE day = DATE '2020-01-01'")).containsExactly("0");
        // what has no subject, or is out of what calendars can, is NULL
        assertThat(column("alice", "SELECT count(day) FROM lake.s.visits")).containsExactly("2");
        assertThat(column("alice", "SELECT count(dts) FROM lake.s.visits")).containsExactly("2");
        assertThat(column("admin", "SELECT count(day) FROM lake.s.visits")).containsExactly("4");
    }

    @Test
    void testGeneralisedValues()
    {
        assertThat(query("alice", "SELECT zip, age, pos FROM lake.s.visits WHERE subject IS NOT NULL ORDER BY subject, pos DESC").getMaterializedRows().toString())
                .isEqualTo("[[941, 40, 10001], [000, 90, 1], [null, null, null]]");
        assertThat(query("bob", "SELECT access.deid.age_band(42, 10), access.deid.zip3('94105'), access.deid.position_bin(12345, 1000), access.deid.year(DATE '2020-05-06'), access.deid.age_band(NULL, 5)").getMaterializedRows().toString())
                .isEqualTo("[[40-49, 941, 12001, 2020-01-01, null]]");
    }

    @Test
    void testTokensAndTheWayBack()
    {
        List<String> tokens = column("alice", "SELECT DISTINCT mrn FROM lake.s.visits WHERE subject = 'p1'");
        assertThat(tokens).singleElement().asString().startsWith("tok1_");
        @Language("SQL") String back = "SELECT DISTINCT access.reidentify.cardio(mrn) FROM lake.s.visits WHERE subject = 'p1'";
        assertThat(column("carol", back)).containsExactly("MRN-1");
        // by a rule alone, by a grant that has expired, with the key of another project
        for (String user : List.of("alice", "bob", "late", "admin")) {
            assertDenied(user, back);
        }
        assertDenied("carol", "SELECT access.reidentify.neuro('x')");
        assertThat(column("carol", "SELECT access.reidentify.cardio('tok1_x')")).containsExactly("null");
        // it is not to be had by another's view
        for (String user : List.of("admin", "carol")) {
            assertDenied(user, "CREATE VIEW lake.s.v SECURITY DEFINER AS SELECT access.reidentify.cardio('x') AS x");
        }
    }

    @Test
    void testKeyedFunctionsAreOfMasksAlone()
    {
        for (String user : List.of("alice", "carol", "admin")) {
            assertDenied(user, "SELECT access.keyed.token('cardio', 'MRN-1')");
            assertDenied(user, "SELECT access.keyed.shift_days('cardio', 'p1')");
            assertDenied(user, "SELECT access.keyed.pseudonym('cardio', 'p1')");
        }
        assertThatThrownBy(() -> query("alice", "SELECT token('cardio', 'MRN-1')")).hasMessageContaining("not registered");
    }

    @Test
    void testAuditTable()
    {
        column("carol", "SELECT access.reidentify.cardio('tok1_x')");
        assertDenied("bob", "SELECT access.reidentify.cardio('tok1_x')");
        column("alice", "SELECT count(*) FROM lake.s.visits");
        assertThat(column("admin", "SELECT DISTINCT contains(rules, 'grant T-1') FROM access.policy.audit WHERE verb = 'reidentify' AND user_name = 'carol' AND decision = 'allow' AND contains(tables, 'access.reidentify.cardio')")).containsExactly("true");
        assertThat(column("admin", "SELECT count(*) > 0 FROM access.policy.audit WHERE verb = 'reidentify' AND user_name = 'bob' AND decision = 'deny'")).containsExactly("true");
        assertThat(column("admin", "SELECT DISTINCT typeof(time) FROM access.policy.audit")).containsExactly("timestamp(3) with time zone");
        assertThat(column("admin", "SELECT count(*) > 0 FROM access.policy.audit WHERE time > current_timestamp - INTERVAL '1' HOUR AND event = 'decision'")).containsExactly("true");
        assertThat(column("admin", "SELECT count(*) FROM access.policy.audit WHERE time < current_timestamp - INTERVAL '5' DAY")).containsExactly("0");
        assertThat(column("admin", "SELECT count(*) FROM access.policy.audit WHERE time IS NULL")).containsExactly("0");
        // closed but to whom a rule permits it, and then as far as it says
        assertDenied("bob", "SELECT * FROM access.policy.audit");
        assertDenied("carol", "SELECT count(*) FROM access.policy.audit");
        assertThat(column("bob", "SELECT table_name FROM access.information_schema.tables WHERE table_schema = 'policy'")).doesNotContain("audit");
        assertThat(column("alice", "SELECT DISTINCT user_name FROM access.policy.audit")).containsExactly("alice");
        assertThatThrownBy(() -> query("admin", "DELETE FROM access.policy.audit")).isInstanceOf(RuntimeException.class);
        // whoever reads it is in it
        assertThat(column("admin", "SELECT count(*) > 0 FROM access.policy.audit WHERE contains(tables, 'access.policy.audit') AND user_name = 'bob' AND decision = 'deny'")).containsExactly("true");
    }

    private MaterializedResult query(String user, @Language("SQL") String sql)
    {
        return queryRunner.execute(AccessQueryRunner.session(user), sql);
    }

    private List<String> column(String user, @Language("SQL") String sql)
    {
        return query(user, sql).getMaterializedRows().stream()
                .map(row -> String.valueOf(row.getField(0)))
                .collect(toImmutableList());
    }

    private void assertDenied(String user, @Language("SQL") String sql)
    {
        assertThatThrownBy(() -> query(user, sql)).as(user + ": " + sql).hasMessageContaining("Access Denied");
    }
}
