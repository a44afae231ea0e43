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

import com.google.common.collect.ImmutableList;
import io.genolake.server.demo.DemoPolicy;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The plugin as packaged, in a server under the policy of the demo: alice, bob and admin over JDBC.
 */
@TestInstance(PER_CLASS)
public class TestPolicyServer
{
    private static final String GENOTYPES = "genomics.cohort.genotypes";
    private static final String GENE = " WHERE chrom = 'chr17' AND pos <= 43125483 AND end_pos >= 43044295";

    private final Map<String, Connection> connections = new HashMap<>();
    private Path directory;
    private int port;
    private LauncherProcess server;

    @BeforeAll
    public void start(@TempDir Path temporary)
            throws Exception
    {
        directory = temporary;
        Path policy = directory.resolve("policy");
        DemoPolicy.write(policy, "admin");
        Path file = policy.resolve("policy.yaml");
        // Beside the demo: a materialised view, which has to be tagged like what it is made from, views, and a schema of alice's own
        Files.writeString(file, Files.readString(file)
                .replace(
                        "\nrules:\n",
                        """

                          - {table: lake.demo.patients_mv, tags: {dataset: patients, sensitivity: confidential}, columns: inherit, scope: sample}
                          - {table: lake.demo.v_*, tags: {dataset: aggregates, sensitivity: public}, columns: inherit}
                        rules:
                          - {id: mv, effect: permit, verbs: [describe, select], resources: {tables: [lake.demo.patients_mv]}, when: "user.role == 'researcher'",
                             rows: {column: sample, from: samples, where: "sample.study in user.studies && sample.consent == 'yes'"}}
                          - {id: workspace, effect: permit, verbs: [describe, select, create], resources: {schemas: [lake.ws_alice]}, rows: all, when: "user.name == 'alice'"}
                        """));
        port = LauncherProcess.freePort();
        server = LauncherProcess.serveDemo(directory, port);
        for (String user : List.of("admin", "alice", "bob", "mallory")) {
            connections.put(user, connect(user, new Properties()));
        }
        for (String sql : List.of(
                "CREATE SCHEMA lake.demo",
                "CREATE SCHEMA lake.ws_alice",
                """
                CREATE TABLE lake.demo.patients AS SELECT sample, id, insurance, CAST(born AS date) AS born, note FROM (VALUES
                    ('PAT01', 1, 'A-4711-0815', '1962-03-14', '1'),
                    ('PAT02', 2, 'A-1234-5678', '1975-11-02', 'two HIV'),
                    (NULL, 4, 'A-9999-9999', '1951-01-01', 'four HIV')) AS t (sample, id, insurance, born, note)""",
                "INSERT INTO lake.demo.patients VALUES ('PAT03', 3, 'B-2222-9090', DATE '1958-07-30', '3')",
                "CREATE VIEW lake.demo.v_definer SECURITY DEFINER AS SELECT sample, id FROM lake.demo.patients",
                "CREATE VIEW lake.demo.v_nested SECURITY DEFINER AS SELECT * FROM lake.demo.v_definer",
                "CREATE VIEW lake.demo.v_people SECURITY DEFINER AS SELECT DISTINCT sample FROM " + GENOTYPES + GENE,
                "CREATE MATERIALIZED VIEW lake.demo.patients_mv AS SELECT sample, id, note FROM lake.demo.patients",
                "REFRESH MATERIALIZED VIEW lake.demo.patients_mv")) {
            run("admin", sql);
        }
    }

    @AfterAll
    public void stop()
            throws SQLException
    {
        for (Connection connection : connections.values()) {
            connection.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    public void testServerSaysThatItBelieves()
    {
        assertThat(server.text()).contains("Genolake is ready: http://127.0.0.1:" + port, "this server takes their word, and listens on this machine only");
    }

    @Test
    public void testRowsOfOneTable()
            throws Exception
    {
        assertThat(column("alice", "SELECT DISTINCT sample FROM " + GENOTYPES + GENE)).hasSize(11).contains("COH01").doesNotContain("COH02", "COH23");
        assertThat(column("bob", "SELECT DISTINCT sample FROM " + GENOTYPES + GENE)).hasSize(12).contains("COH02").doesNotContain("COH01");
        assertThat(column("admin", "SELECT DISTINCT sample FROM " + GENOTYPES + GENE)).hasSize(24);
        assertThat(column("alice", "SELECT DISTINCT sample FROM genomics.clinic.alignments WHERE chrom = 'chr17'")).containsExactlyInAnyOrder("PAT01", "PAT03");
        assertThat(column("bob", "SELECT DISTINCT sample FROM genomics.clinic.alignments WHERE chrom = 'chr17'")).containsExactly("PAT02");
        assertThat(column("alice", "SELECT DISTINCT \"$sample\" FROM genomics.clinic.variants")).hasSize(6);
        assertThat(column("alice", "SELECT count(*) FROM genomics.cohort.variants" + GENE)).containsExactly("0");
        assertThat(column("alice", "SELECT count(*) > 0 FROM genomics.cohort.intervals")).containsExactly("true");
        assertDenied("mallory", "SELECT count(*) FROM " + GENOTYPES);
        assertThat(column("alice", "SELECT id FROM lake.demo.patients")).containsExactlyInAnyOrder("1", "3");
        assertThat(column("bob", "SELECT id FROM lake.demo.patients")).containsExactly("2");
    }

    @Test
    public void testMasksAndHiddenColumns()
            throws Exception
    {
        assertThat(column("alice", "SELECT insurance || ' ' || CAST(born AS varchar) FROM lake.demo.patients WHERE id = 1")).containsExactly("****0815 1962-01-01");
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE insurance = 'A-4711-0815'")).isEmpty();
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE born = DATE '1962-03-14'")).isEmpty();
        assertThat(column("admin", "SELECT insurance FROM lake.demo.patients WHERE id = 1")).containsExactly("A-4711-0815");
        for (String column : List.of("$path", "$file_size", "$file_modified_time", "$virtual_offset", "$record")) {
            assertDenied("alice", "SELECT \"" + column + "\" FROM " + GENOTYPES);
        }
    }

    @Test
    public void testNothingLeaksThroughErrors()
            throws Exception
    {
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE CAST(note AS integer) = 1")).containsExactly("1");
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE CASE WHEN id = 2 THEN CAST(note AS integer) ELSE 0 END = 1")).isEmpty();
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE CAST(note AS integer) = CAST(random() * 0 AS integer)")).isEmpty();
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE 1 / (id - 4) > 9 OR 1 / (id - 2) > 9")).isEmpty();
        assertThat(column("alice", "SELECT count(*) FROM lake.demo.patients a JOIN lake.demo.patients b ON CAST(a.note AS integer) = CAST(b.note AS integer)")).containsExactly("2");
        assertThat(column("alice", "SELECT count(*) FILTER (WHERE CAST(note AS integer) = 3) FROM lake.demo.patients")).containsExactly("1");
        assertThat(column("alice", "SELECT id FROM lake.demo.patients p WHERE EXISTS (SELECT 1 FROM lake.demo.patients q WHERE CAST(q.note AS integer) = p.id)")).containsExactlyInAnyOrder("1", "3");
    }

    @Test
    public void testViews()
            throws Exception
    {
        for (String view : List.of("v_definer", "v_nested")) {
            assertThat(column("admin", "SELECT id FROM lake.demo." + view)).hasSize(4);
            assertThat(column("alice", "SELECT id FROM lake.demo." + view)).containsExactlyInAnyOrder("1", "3");
            assertThat(column("bob", "SELECT id FROM lake.demo." + view)).containsExactly("2");
        }
        assertThat(column("alice", "SELECT sample FROM lake.demo.v_people")).hasSize(11).doesNotContain("COH02");
        // fresh: what is read is its storage table
        assertThat(column("admin", "SELECT id FROM lake.demo.patients_mv")).hasSize(4);
        assertThat(column("alice", "SELECT id FROM lake.demo.patients_mv WHERE CAST(note AS integer) > 0")).containsExactlyInAnyOrder("1", "3");
        assertFails("alice", "SELECT * FROM lake.demo.\"patients_mv$materialized_view_storage\"");
        assertThat(column("alice", "SHOW TABLES FROM lake.demo")).contains("patients").noneMatch(table -> table.startsWith("st_"));
        assertFails("alice", "REFRESH MATERIALIZED VIEW lake.demo.patients_mv");
        assertFails("admin", "CREATE MATERIALIZED VIEW lake.demo.untagged AS SELECT * FROM lake.demo.patients");
    }

    @Test
    public void testMetadataTables()
    {
        for (String suffix : List.of("files", "all_entries", "entries", "partitions", "history", "snapshots", "manifests", "all_manifests", "metadata_log_entries", "refs", "properties")) {
            assertFails("alice", "SELECT * FROM lake.demo.\"patients$%s\"".formatted(suffix));
        }
    }

    @Test
    public void testOlderVersions()
            throws Exception
    {
        String snapshot = column("admin", "SELECT snapshot_id FROM lake.demo.\"patients$snapshots\" ORDER BY committed_at LIMIT 1").getFirst();
        assertThat(column("admin", "SELECT id FROM lake.demo.patients FOR VERSION AS OF " + snapshot)).hasSize(3);
        assertThat(column("alice", "SELECT id FROM lake.demo.patients FOR VERSION AS OF " + snapshot)).containsExactly("1");
        assertThat(column("bob", "SELECT id FROM lake.demo.patients FOR VERSION AS OF " + snapshot)).containsExactly("2");
    }

    @Test
    public void testPlansAndStatistics()
            throws Exception
    {
        for (String explain : List.of(
                "EXPLAIN",
                "EXPLAIN (TYPE LOGICAL, FORMAT JSON)",
                "EXPLAIN (TYPE DISTRIBUTED)",
                "EXPLAIN (TYPE IO)",
                "EXPLAIN ANALYZE",
                "EXPLAIN ANALYZE VERBOSE")) {
            // the user's own ids may be there
            assertThat(String.join("\n", column("alice", explain + " SELECT sample, gt FROM " + GENOTYPES + GENE))).as(explain).contains("genotypes").doesNotContain("COH02", "COH23", ".vcf.gz");
            assertThat(String.join("\n", column("alice", explain + " SELECT id, note FROM lake.demo.patients"))).as(explain).contains("patients").doesNotContain("PAT02", "HIV");
        }
        assertThat(rows("alice", "SHOW STATS FOR (SELECT id, born FROM lake.demo.patients)").toString()).doesNotContain("1951", "1975");
        assertThat(rows("alice", "SHOW STATS FOR " + GENOTYPES).toString()).doesNotContain("COH");
    }

    @Test
    public void testExportIsRefused()
            throws Exception
    {
        for (String sql : List.of(
                "CREATE TABLE lake.ws_alice.copy AS SELECT * FROM " + GENOTYPES,
                "CREATE TABLE lake.ws_alice.copy AS SELECT count(*) AS n FROM lake.demo.patients",
                "CREATE TABLE lake.ws_alice.copy AS SELECT * FROM lake.demo.v_people",
                "CREATE VIEW lake.ws_alice.copy AS SELECT sample FROM " + GENOTYPES,
                "CREATE MATERIALIZED VIEW lake.ws_alice.copy AS SELECT sample FROM " + GENOTYPES,
                "CREATE TABLE lake.demo.mine (x integer)",
                "CREATE SCHEMA lake.mine")) {
            assertDenied("alice", sql);
        }
        run("alice", "CREATE TABLE lake.ws_alice.own AS SELECT name FROM tpch.tiny.nation");
        assertFails("alice", "INSERT INTO lake.ws_alice.own SELECT sample FROM " + GENOTYPES);
        assertFails("alice", "MERGE INTO lake.ws_alice.own o USING lake.demo.patients p ON o.name = p.note WHEN NOT MATCHED THEN INSERT VALUES (p.note)");
        assertDenied("bob", "SELECT * FROM lake.ws_alice.own");
        run("alice", "DROP TABLE lake.ws_alice.own");
    }

    @Test
    public void testTaggedTablesAreNotChanged()
            throws Exception
    {
        for (String sql : List.of(
                "DROP TABLE lake.demo.patients",
                "ALTER TABLE lake.demo.patients RENAME TO lake.ws_alice.patients",
                "ALTER TABLE lake.demo.patients ADD COLUMN copy varchar",
                "ALTER TABLE lake.demo.patients RENAME COLUMN insurance TO id2",
                "ALTER TABLE lake.demo.patients EXECUTE optimize",
                "COMMENT ON TABLE lake.demo.patients IS 'x'",
                "DELETE FROM lake.demo.patients WHERE CAST(note AS integer) = 1",
                "UPDATE lake.demo.patients SET note = 'x'",
                "TRUNCATE TABLE lake.demo.patients",
                "ANALYZE lake.demo.patients",
                "CALL lake.system.unregister_table('demo', 'patients')",
                "CALL lake.system.rollback_to_snapshot('demo', 'patients', 1)",
                "SELECT * FROM TABLE(lake.system.table_changes('demo', 'patients', 1, 2))",
                "SELECT access.keyed.pseudonym('x', 'y')")) {
            assertFails("alice", sql);
        }
        assertThat(column("admin", "SELECT count(*) FROM lake.demo.patients")).containsExactly("4");
    }

    @Test
    public void testSystemTables()
            throws Exception
    {
        assertThat(column("alice", "SELECT DISTINCT \"user\" FROM system.runtime.queries")).containsExactly("alice");
        for (String table : List.of("runtime.tasks", "runtime.nodes", "runtime.transactions", "runtime.optimizer_rule_stats", "metadata.materialized_views")) {
            assertDenied("alice", "SELECT * FROM system." + table);
        }
        assertDenied("mallory", "SELECT table_name FROM genomics.information_schema.tables");
        assertDenied("mallory", "SHOW SCHEMAS FROM lake");
        assertThat(column("mallory", "SHOW CATALOGS")).doesNotContain("genomics", "lake");
        assertThat(column("bob", "SELECT table_name FROM system.jdbc.tables WHERE table_cat = 'lake' AND table_schem = 'ws_alice'")).isEmpty();
        assertThat(column("bob", "SHOW SCHEMAS FROM lake")).contains("demo").doesNotContain("ws_alice");
    }

    @Test
    public void testOtherUsersQueries()
            throws Exception
    {
        try (Connection connection = connect("admin", new Properties()); Statement statement = connection.createStatement()) {
            Thread running = Thread.ofPlatform().start(() -> {
                try {
                    statement.execute("SELECT count(*) FROM tpch.sf100.lineitem a, tpch.sf1.orders b WHERE a.orderkey + b.orderkey = 4711");
                }
                catch (SQLException _) {
                    // It is cancelled
                }
            });
            try {
                List<String> ids = ImmutableList.of();
                for (int attempt = 0; attempt < 200 && ids.isEmpty(); attempt++) {
                    Thread.sleep(100);
                    ids = column("admin", "SELECT query_id FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%= 4711'");
                }
                String id = ids.getFirst();
                assertThat(column("alice", "SELECT query_id FROM system.runtime.queries WHERE query_id = '%s'".formatted(id))).isEmpty();
                assertFails("alice", "CALL system.runtime.kill_query('%s', 'x')".formatted(id));
                assertThat(request("alice", "GET", "/v1/query/" + id).statusCode()).isEqualTo(403);
                assertThat(request("alice", "DELETE", "/v1/query/" + id).statusCode()).isEqualTo(403);
                assertThat(request("alice", "GET", "/v1/query").body()).doesNotContain("lineitem");
                run("admin", "CALL system.runtime.kill_query('%s', 'done')".formatted(id));
            }
            finally {
                statement.cancel();
                running.join();
            }
        }
    }

    @Test
    public void testSession()
            throws Exception
    {
        for (String property : List.of("allow_pushdown_into_connectors = false", "filter_and_project_min_output_page_row_count = 1", "genomics.malformed_records = 'SKIP'")) {
            assertFails("alice", "SET SESSION " + property);
        }
        assertFails("admin", "SET SESSION allow_pushdown_into_connectors = false");
        assertFails("alice", "SET SESSION AUTHORIZATION admin");
        assertFails("genolake-policy", "SELECT 1");
        Properties properties = new Properties();
        properties.setProperty("sessionProperties", "allow_pushdown_into_connectors:false");
        assertThatThrownBy(() -> {
            try (Connection connection = connect("alice", properties); Statement statement = connection.createStatement()) {
                statement.execute("SELECT id FROM lake.demo.patients");
            }
        }).isInstanceOf(SQLException.class).hasMessageContaining("Access Denied");
    }

    @Test
    public void testExplainedInSql()
            throws Exception
    {
        assertThat(rows("alice", "SELECT allowed, rules FROM access.policy.can_i WHERE table_name = 'genomics.cohort.genotypes' AND verb = 'select'")).containsExactly(List.of("true", "own-study"));
        assertThat(column("mallory", "SELECT reasons FROM access.policy.can_i WHERE table_name = 'genomics.cohort.genotypes' AND verb = 'select'").getFirst()).contains("user.role");
        assertThat(column("admin", "SELECT user_name FROM access.policy.who_can_see WHERE table_name = 'lake.demo.patients'")).containsExactly("admin", "alice", "bob");
        assertDenied("alice", "SELECT * FROM access.policy.who_can_see WHERE table_name = 'lake.demo.patients'");
    }

    @Test
    public void testAudit()
            throws Exception
    {
        assertThat(column("alice", "SELECT id FROM lake.demo.patients WHERE id > 2")).containsExactly("3");
        assertDenied("bob", "SELECT \"$path\" FROM genomics.clinic.genotypes");
        // the server tells of the end when the client has its rows
        for (int attempt = 0; attempt < 200 && audit().noneMatch(line -> line.contains("\"completion\"") && line.contains("\"alice\"") && line.contains("lake.demo.patients")); attempt++) {
            Thread.sleep(50);
        }
        assertThat(audit()).anyMatch(line -> line.contains("\"completion\"") && line.contains("\"alice\"") && line.contains("lake.demo.patients"));
        assertThat(audit()).anyMatch(line -> line.contains("\"decision\":\"allow\"") && line.contains("\"alice\"") && line.contains("lake.demo.patients") && line.contains("own-study"));
        assertThat(audit()).anyMatch(line -> line.contains("\"decision\":\"deny\"") && line.contains("\"bob\"") && line.contains("genomics.clinic.genotypes"));
        assertThat(audit()).noneMatch(line -> line.contains("id > 2") || line.contains("HIV"));
    }

    @Test
    public void testPolicyTool()
            throws Exception
    {
        run("admin", "CREATE SCHEMA lake.checked");
        run("admin", "CREATE TABLE lake.checked.declared (sample varchar NOT NULL, x integer)");
        run("admin", "CREATE TABLE lake.checked.parts (sample varchar, x integer) WITH (partitioning = ARRAY['x', 'sample'])");
        Path policy = directory.resolve("checked");
        DemoPolicy.write(policy, "admin");
        Path file = policy.resolve("policy.yaml");
        String text = Files.readString(file);
        String resource = "\n  - {table: lake.checked.*, tags: {dataset: patients, sensitivity: confidential}, columns: inherit, scope: sample, not_null: true}\nrules:\n";
        Files.writeString(file, text.replace("\nrules:\n", resource));
        String url = "http://127.0.0.1:" + port;
        assertTool(0, "checked.declared: sample is NOT NULL", "policy", "test", "checked", "--server", url, "--user", "admin");
        assertTool(0, "checked.parts: sample is an identity partition", "policy", "test", "checked", "--server", url, "--user", "admin");
        // who sees nothing can check nothing
        assertTool(1, "this user sees no such table", "policy", "test", "checked", "--server", url, "--user", "mallory");
        run("admin", "CREATE TABLE lake.checked.loose (sample varchar, x integer) WITH (partitioning = ARRAY['bucket(sample, 4)'])");
        assertTool(1, "lake.checked.loose says not_null, but sample may be NULL and is no identity partition", "policy", "test", "checked", "--server", url, "--user", "admin");

        assertTool(0, "4 tests passed", "policy", "test", "policy");
        assertTool(0, "rule   own-study", "policy", "explain", "--user", "alice", "--table", "genomics.cohort.genotypes", "--policy", "policy");
        assertTool(1, "attribute missing: user.role", "policy", "explain", "--user", "mallory", "--table", "genomics.cohort.genotypes", "--policy", "policy");
        Files.writeString(file, text.replace("effect: mask", "effect: task"));
        assertTool(1, "policy.yaml, line ", "policy", "test", "checked");
        assertTool(2, "usage:", "policy");
        assertTool(100, "policy.yaml, line ", "serve", ".", "--policy", "checked", "--port", String.valueOf(LauncherProcess.freePort()), "--data", "other", "--heap", "1g");
    }

    private void assertTool(int status, String text, String... arguments)
            throws Exception
    {
        try (LauncherProcess tool = LauncherProcess.start(directory, arguments)) {
            int actual = tool.awaitExit();
            assertThat(tool.text()).contains(text).doesNotContain("\tat ");
            assertThat(actual).as(tool.text()).isEqualTo(status);
        }
    }

    private Connection connect(String user, Properties properties)
            throws SQLException
    {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("user", user);
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, all);
    }

    private HttpResponse<String> request(String user, String method, String path)
            throws Exception
    {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s%s".formatted(port, path)))
                .header("X-Trino-User", user)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private Stream<String> audit()
            throws IOException
    {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("data").resolve("audit"))) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream();
    }

    private void run(String user, @Language("SQL") String sql)
            throws SQLException
    {
        rows(user, sql);
    }

    private List<List<String>> rows(String user, @Language("SQL") String sql)
            throws SQLException
    {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection(user).createStatement()) {
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                        row.add(result.getString(column));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private Connection connection(String user)
            throws SQLException
    {
        if (!connections.containsKey(user)) {
            connections.put(user, connect(user, new Properties()));
        }
        return connections.get(user);
    }

    private List<String> column(String user, @Language("SQL") String sql)
            throws SQLException
    {
        return rows(user, sql).stream().map(List::getFirst).toList();
    }

    private void assertDenied(String user, @Language("SQL") String sql)
    {
        assertThatThrownBy(() -> rows(user, sql)).as(user + ": " + sql).isInstanceOf(SQLException.class).hasMessageContaining("Access Denied");
    }

    private void assertFails(String user, @Language("SQL") String sql)
    {
        assertThatThrownBy(() -> rows(user, sql)).as(user + ": " + sql).isInstanceOf(SQLException.class).hasMessageNotContaining("HIV");
    }
}
