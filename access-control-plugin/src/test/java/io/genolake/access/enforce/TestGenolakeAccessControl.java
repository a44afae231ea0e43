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

import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The access control on the real connector, and on a connector that enforces no filter.
 */
@TestInstance(PER_CLASS)
final class TestGenolakeAccessControl
{
    private DistributedQueryRunner queryRunner;
    private Path audit;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        Path lake = Files.createDirectories(directory.resolve("lake"));
        audit = directory.resolve("audit");
        CardioLake.write(lake, "1/1", "solo2.vcf");
        queryRunner = AccessQueryRunner.create(CardioLake.writePolicy(directory.resolve("policy")), lake, audit, 0);
        admin("CREATE SCHEMA lake.silver");
        admin("CREATE SCHEMA lake.ws_alice");
        admin(
                """
                CREATE TABLE lake.silver.patients AS SELECT sample, id, name, ssn, born, secret, note, CAST(alias AS varchar) AS alias FROM (VALUES
                    ('s1', 1, 'Anna Alpha', '111-11-1111', DATE '1970-05-17', 'x1', '1', 'anna'),
                    ('s2', 2, 'Bert Beta', '222-22-2222', DATE '1980-05-17', 'x2', 'two HIV', 'bert'),
                    (NULL, 3, 'Null Nobody', '333-33-3333', DATE '1990-05-17', 'x3', 'null HIV', 'nobody'))
                    AS t (sample, id, name, ssn, born, secret, note, alias)""");
        admin("CREATE VIEW lake.silver.v_definer SECURITY DEFINER AS SELECT sample, count(*) AS n FROM genomics.cardio.genotypes GROUP BY sample");
        admin("CREATE VIEW lake.silver.v_nested SECURITY DEFINER AS SELECT * FROM lake.silver.v_definer");
    }

    @AfterAll
    void stop()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @Test
    void testOnlyResearchersOfTheProjectSeeItsGenotypes()
    {
        assertThat(column("admin", "SELECT DISTINCT sample FROM genotypes")).containsExactlyInAnyOrder("s1", "s2", "s3", "s4", "solo1", "solo2");
        assertThat(column("alice", "SELECT DISTINCT sample FROM genotypes")).containsExactlyInAnyOrder("s1", "s4", "solo1");
        assertThat(column("bob", "SELECT DISTINCT sample FROM genotypes")).containsExactly("s2");
        assertThat(column("alice", "SELECT count(*) FROM genotypes")).containsExactly("5");
        assertThat(column("bob", "SELECT count(*) FROM genotypes")).containsExactly("2");
        assertDenied("eve", "SELECT * FROM genotypes");
        assertDenied("mallory", "SELECT count(*) FROM genotypes");
    }

    @Test
    void testVariantsOfOwnFilesOnly()
    {
        assertThat(column("admin", "SELECT count(*) FROM variants")).containsExactly("4");
        assertThat(column("alice", "SELECT id FROM variants")).containsExactly("rs9");
        assertThat(column("bob", "SELECT count(*) FROM variants")).containsExactly("0");
    }

    @Test
    void testTablesWithoutSamplesShowNothing()
    {
        for (String table : List.of("files", "header_lines", "contigs", "problems")) {
            assertThat(column("alice", "SELECT count(*) FROM " + table)).as(table).containsExactly("0");
        }
        assertThat(column("alice", "SELECT sample FROM samples")).containsExactlyInAnyOrder("s1", "s4", "solo1");
        assertThat(column("alice", "SELECT DISTINCT file FROM samples")).containsExactly("null");
        assertThat(column("admin", "SELECT count(DISTINCT file) FROM samples")).containsExactly("3");
    }

    @Test
    void testSnapshots()
    {
        admin("CALL genomics.system.create_snapshot('cardio', 'release')");
        assertThat(column("admin", "SELECT name FROM snapshots")).containsExactly("release");
        assertThat(column("alice", "SELECT count(*) FROM snapshots")).containsExactly("0");
        assertThat(column("alice", "SELECT count(*) FROM genotypes FOR VERSION AS OF 'release'")).containsExactly("5");
        assertThat(column("alice", "SELECT count(*) FROM files FOR VERSION AS OF 'release'")).containsExactly("0");
        assertDenied("eve", "SELECT * FROM genotypes FOR VERSION AS OF 'release'");
        assertDenied("alice", "CALL genomics.system.create_snapshot('cardio', 'mine')");
        assertDenied("alice", "CALL genomics.system.drop_snapshot('cardio', 'release')");
        assertThat(query("admin", "SELECT * FROM TABLE(genomics.system.snapshot_diff('cardio', 'release'))").getRowCount()).isEqualTo(0);
        assertDenied("alice", "SELECT * FROM TABLE(genomics.system.snapshot_diff('cardio', 'release'))");
        admin("CALL genomics.system.drop_snapshot('cardio', 'release')");
    }

    @Test
    void testHiddenColumns()
    {
        for (String column : List.of("$path", "$record", "$virtual_offset", "$file_size", "$file_modified_time")) {
            assertDenied("alice", "SELECT \"" + column + "\" FROM genotypes");
            assertThat(query("admin", "SELECT \"" + column + "\" FROM genotypes").getRowCount()).isEqualTo(10);
        }
        assertThat(query("alice", "SELECT \"$bin\", \"$locus\" FROM genotypes").getRowCount()).isEqualTo(5);
    }

    @Test
    void testFilterIsEnforcedByTheConnector()
    {
        String plan = String.join("\n", column("alice", "EXPLAIN SELECT gt FROM genotypes WHERE gt <> '0/0'"));
        assertThat(plan).doesNotContain("filterPredicate = (\"sample\"").contains("sample");
        assertThat(plan).doesNotContain("s2").doesNotContain("solo2");
    }

    @Test
    void testManyIds()
    {
        assertThat(column("wide", "SELECT DISTINCT sample FROM genotypes")).containsExactly("s3");
        assertThat(String.join("\n", column("wide", "EXPLAIN SELECT gt FROM genotypes"))).doesNotContain("filterPredicate");
    }

    @Test
    void testNoLeakThroughErrors()
    {
        // genomics: the connector never shows the row to the engine
        assertThat(column("alice", "SELECT sample FROM genotypes WHERE format.note IS NOT NULL AND CAST(format.note AS integer) = 1")).containsOnly("s1");
        assertThat(column("alice", "SELECT count(*) FROM genotypes WHERE CASE WHEN sample = 's2' THEN CAST(format.note AS integer) ELSE 1 END = 1")).containsExactly("5");
        assertThat(column("alice", "SELECT count(*) FROM genotypes WHERE CAST(format.note AS integer) = CAST(random() * 0 AS integer)")).containsExactly("0");
        // a connector that leaves the filter to the engine, with a row whose filter column is NULL
        assertThat(column("alice", "SELECT id FROM lake.silver.patients WHERE CAST(note AS integer) = 1")).containsExactly("1");
        assertThat(column("alice", "SELECT id FROM lake.silver.patients WHERE CASE WHEN id = 2 THEN CAST(note AS integer) ELSE 0 END = 1")).isEmpty();
        assertThat(column("alice", "SELECT id FROM lake.silver.patients WHERE CAST(note AS integer) = CAST(random() * 0 AS integer)")).isEmpty();
        assertThat(column("alice", "SELECT id FROM lake.silver.patients WHERE 1 / (id - 3) = 0 OR 1 / (id - 2) = 0")).containsExactly("1");
        assertThat(column("alice", "SELECT count(*) FROM lake.silver.patients a JOIN lake.silver.patients b ON CAST(a.note AS integer) = CAST(b.note AS integer)")).containsExactly("1");
        assertThat(column("alice", "SELECT count(*) FILTER (WHERE CAST(note AS integer) = 1) FROM lake.silver.patients")).containsExactly("1");
        assertThat(column("alice", "SELECT id FROM lake.silver.patients p WHERE EXISTS (SELECT 1 FROM lake.silver.patients q WHERE CAST(q.note AS integer) = p.id)")).containsExactly("1");
    }

    @Test
    void testMasks()
    {
        assertThat(query("alice", "SELECT name, ssn, born FROM lake.silver.patients").getMaterializedRows().toString()).isEqualTo("[[Anna Alpha, ****1111, 1970-05-17]]");
        assertDenied("alice", "SELECT secret FROM lake.silver.patients");
        assertDenied("alice", "SELECT * FROM lake.silver.patients");
        assertDenied("alice", "SELECT id FROM lake.silver.patients WHERE secret = 'x1'");
        assertThat(column("admin", "SELECT secret FROM lake.silver.patients WHERE ssn = '222-22-2222'")).containsExactly("x2");
        assertThat(column("alice", "SELECT id FROM lake.silver.patients WHERE ssn = '111-11-1111'")).isEmpty();
    }

    @Test
    void testPseudonyms()
    {
        String pseudonym = column("alice", "SELECT alias FROM lake.silver.patients").getFirst();
        assertThat(pseudonym).matches("[a-z2-7]{26}");
        assertThat(column("alice", "SELECT alias FROM lake.silver.patients")).containsExactly(pseudonym);
        assertThat(column("alice", "SELECT count(*) FROM lake.silver.patients WHERE alias = 'anna'")).containsExactly("0");
        for (String user : List.of("alice", "admin")) {
            assertFails(user, "SELECT access.keyed.pseudonym('cardio', 'anna')");
            assertFails(user, "CREATE VIEW lake.ws_alice.v AS SELECT access.keyed.pseudonym('cardio', 'anna') AS x");
        }
        assertThat(String.join("", column("alice", "EXPLAIN SELECT alias FROM lake.silver.patients"))).contains("pseudonym").doesNotContain("0123456789abcdef");
    }

    @Test
    void testPolicyTables()
    {
        assertThat(query("alice", "SELECT verb, visible_rows, rules FROM access.policy.can_i WHERE table_name = 'genomics.cardio.genotypes' AND allowed").getMaterializedRows().toString())
                .isEqualTo("[[describe, {sample=[s1, s4, solo1]}, researchers], [select, {sample=[s1, s4, solo1]}, researchers]]");
        assertThat(column("mallory", "SELECT reasons FROM access.policy.can_i WHERE table_name = 'genomics.cardio.genotypes' AND verb = 'select'").getFirst())
                .contains("researchers: attributes missing: user.projects, user.role");
        assertFails("alice", "SELECT * FROM access.policy.can_i");
        assertThat(column("alice", "SELECT verbs FROM access.policy.effective_policy WHERE table_name = 'lake.silver.patients'")).containsExactly("describe, select");
        assertDenied("alice", "SELECT * FROM access.policy.who_can_see WHERE table_name = 'genomics.cardio.genotypes'");
        assertThat(column("admin", "SELECT user_name FROM access.policy.who_can_see WHERE table_name = 'genomics.cardio.genotypes' AND visible_rows <> 'none'"))
                .containsExactly("admin", "alice", "bob", "wide");
    }

    @Test
    void testInvokersRightsThroughViews()
    {
        assertThat(column("admin", "SELECT sample FROM lake.silver.v_definer")).hasSize(6);
        for (String view : List.of("v_definer", "v_nested")) {
            assertThat(column("alice", "SELECT sample FROM lake.silver." + view)).containsExactlyInAnyOrder("s1", "s4", "solo1");
            assertThat(column("bob", "SELECT sample FROM lake.silver." + view)).containsExactly("s2");
            // may use the view, not what is below it
            assertDenied("eve", "SELECT sample FROM lake.silver." + view);
        }
    }

    @Test
    void testExport()
    {
        assertDenied("alice", "CREATE TABLE lake.ws_alice.copy AS SELECT * FROM genomics.cardio.genotypes");
        assertDenied("alice", "CREATE VIEW lake.ws_alice.copy AS SELECT sample FROM genomics.cardio.genotypes");
        assertDenied("alice", "CREATE MATERIALIZED VIEW lake.ws_alice.copy AS SELECT sample FROM genomics.cardio.genotypes");
        assertDenied("alice", "CREATE TABLE lake.silver.other AS SELECT 1 AS x");
        query("alice", "CREATE TABLE lake.ws_alice.nations AS SELECT nationkey, name FROM tpch.tiny.nation");
        assertFails("alice", "INSERT INTO lake.ws_alice.nations SELECT pos, sample FROM genomics.cardio.genotypes");
        // columns that the policy does not name are PII
        assertThat(column("alice", "SELECT name FROM lake.ws_alice.nations WHERE name LIKE '%LAND'")).isEmpty();
        assertDenied("bob", "SELECT * FROM lake.ws_alice.nations");
        query("alice", "DROP TABLE lake.ws_alice.nations");
    }

    @Test
    void testTaggedTablesAreNotChanged()
    {
        for (String sql : List.of(
                "DROP TABLE lake.silver.patients",
                "ALTER TABLE lake.silver.patients RENAME TO lake.silver.free",
                "ALTER TABLE lake.silver.patients RENAME TO lake.ws_alice.free",
                "ALTER TABLE lake.silver.patients RENAME COLUMN ssn TO x",
                "ALTER TABLE lake.silver.patients ADD COLUMN x varchar",
                "COMMENT ON TABLE lake.silver.patients IS 'x'",
                "DELETE FROM lake.silver.patients WHERE CAST(note AS integer) = 1",
                "TRUNCATE TABLE lake.silver.patients",
                "UPDATE lake.silver.patients SET name = 'x'",
                "INSERT INTO lake.silver.patients (sample) VALUES 's1'",
                "GRANT SELECT ON lake.silver.patients TO USER alice",
                "CREATE SCHEMA lake.mine",
                "DROP SCHEMA lake.silver",
                "ANALYZE lake.silver.patients")) {
            assertFails("alice", sql);
        }
        assertThat(column("admin", "SELECT count(*) FROM lake.silver.patients")).containsExactly("3");
    }

    @Test
    void testSystemTables()
    {
        assertThat(column("alice", "SELECT DISTINCT user FROM system.runtime.queries")).containsExactly("alice");
        for (String table : List.of("system.runtime.tasks", "system.runtime.nodes", "system.runtime.transactions", "system.runtime.optimizer_rule_stats", "system.metadata.materialized_views")) {
            assertDenied("alice", "SELECT * FROM " + table);
        }
        assertThat(column("admin", "SELECT count(*) > 0 FROM system.runtime.nodes")).containsExactly("true");
        assertFails("alice", "CALL system.runtime.kill_query('20000101_000000_00000_aaaaa', 'x')");
    }

    @Test
    void testListings()
    {
        assertThat(column("alice", "SHOW CATALOGS")).containsExactlyInAnyOrder("access", "genomics", "lake", "system", "tpch");
        assertThat(column("mallory", "SELECT table_name FROM genomics.information_schema.tables WHERE table_schema <> 'information_schema'")).isEmpty();
        assertThat(column("alice", "SHOW SCHEMAS FROM lake")).containsExactlyInAnyOrder("information_schema", "silver", "ws_alice");
        assertThat(column("bob", "SHOW SCHEMAS FROM lake")).doesNotContain("ws_alice");
        assertThat(column("eve", "SHOW TABLES FROM lake.silver")).containsExactlyInAnyOrder("v_definer", "v_nested");
        assertThat(column("alice", "SELECT column_name FROM lake.information_schema.columns WHERE table_name = 'patients'")).doesNotContain("secret").contains("ssn");
        assertThat(column("alice", "SHOW COLUMNS FROM lake.silver.patients")).doesNotContain("secret");
        assertThat(column("alice", "SELECT table_name FROM system.jdbc.tables WHERE table_cat = 'lake' AND table_schem = 'silver'")).doesNotContain("other");
        assertDenied("eve", "DESCRIBE genomics.cardio.genotypes");
    }

    @Test
    void testSessionProperties()
    {
        for (String property : List.of("allow_pushdown_into_connectors = false", "optimize_hash_generation = false", "genomics.malformed_records = 'SKIP'")) {
            assertFails("alice", "SET SESSION " + property);
            assertFails("alice", "WITH SESSION " + property + " SELECT 1");
        }
        assertFails("admin", "SET SESSION allow_pushdown_into_connectors = false");
        assertFails("admin", "WITH SESSION allow_pushdown_into_connectors = false SELECT 1");
        query("alice", "SET SESSION join_distribution_type = 'BROADCAST'");
        assertThatThrownBy(() -> queryRunner.execute(
                Session.builder(AccessQueryRunner.session("alice")).setSystemProperty("allow_pushdown_into_connectors", "false").build(),
                "SELECT 1"))
                .hasMessageContaining("Access Denied");
    }

    @Test
    void testServiceUserIsNobody()
    {
        assertFails("genolake-policy", "SELECT 1");
        assertFails("admin", "SET SESSION AUTHORIZATION \"genolake-policy\"");
        assertFails("admin", "SET SESSION AUTHORIZATION alice");
    }

    @Test
    void testStatisticsAndPlansShowNothing()
    {
        String statistics = query("alice", "SHOW STATS FOR (SELECT id, name, born FROM lake.silver.patients)").getMaterializedRows().toString();
        assertThat(statistics).doesNotContain("1990").doesNotContain("1980");
        String explained = String.join("\n", column("alice", "EXPLAIN SELECT ssn FROM lake.silver.patients"));
        assertThat(explained).doesNotContain("s2").doesNotContain("0123456789abcdef");
    }

    @Test
    void testAudit()
            throws IOException, InterruptedException
    {
        query("alice", "SELECT gt FROM genotypes WHERE pos = 100");
        assertDenied("eve", "SELECT gt FROM genotypes WHERE pos = 101");
        // the engine tells of the end of a query when the client has its rows
        long end = System.nanoTime() + 10_000_000_000L;
        while (auditLines().stream().noneMatch(line -> line.contains("\"event\":\"completion\"") && line.contains("\"user\":\"alice\"") && line.contains("\"FINISHED\"")) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        List<String> lines = auditLines();
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"completion\"") && line.contains("\"user\":\"alice\"") && line.contains("genomics.cardio.genotypes") && line.contains("\"filesDigest\":\""));
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"decision\"") && line.contains("\"user\":\"alice\"") && line.contains("genomics.cardio.genotypes")
                && line.contains("\"decision\":\"allow\"") && line.contains("\"rules\":[\"researchers\"]") && line.contains("row_filter_sha256"));
        assertThat(lines).anyMatch(line -> line.contains("\"user\":\"eve\"") && line.contains("\"decision\":\"deny\""));
        assertThat(lines).noneMatch(line -> line.contains("pos = 100") || line.contains("0123456789abcdef"));
    }

    private List<String> auditLines()
            throws IOException
    {
        try (Stream<Path> files = Files.list(audit)) {
            return files.flatMap(file -> {
                try {
                    return Files.readAllLines(file).stream();
                }
                catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).collect(toImmutableList());
        }
    }

    private void admin(@Language("SQL") String sql)
    {
        query("admin", sql);
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

    private void assertFails(String user, @Language("SQL") String sql)
    {
        assertThatThrownBy(() -> query(user, sql)).as(user + ": " + sql).isInstanceOf(RuntimeException.class);
    }
}
