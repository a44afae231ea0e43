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
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * What the server tells the user of a query about it, beside its rows: numbers of records and files, and names of files, are not for users who see
 * some rows only.
 */
@TestInstance(PER_CLASS)
final class TestQueryInformation
{
    private static final List<String> QUERIES = List.of(
            "SELECT count(*) FROM genotypes",
            "SELECT count(gt) FROM genotypes WHERE dosage > 0",
            "SELECT count(*) FROM alignments",
            "SELECT count(*) FROM variants",
            "SELECT count(*) FROM samples",
            "SELECT count(*) FROM alignments FOR VERSION AS OF 'v1'");
    private static final List<String> HIDDEN = List.of("cohort.vcf", "shared.bam", "solo2", "HIV");

    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        Path lake = Files.createDirectories(directory.resolve("lake"));
        CardioLake.write(lake, "1/1", "solo2.vcf");
        CardioLake.writeAlignments(lake, "HIV", 30, "solo2.bam");
        queryRunner = AccessQueryRunner.create(CardioLake.writePolicy(directory.resolve("policy")), lake, directory.resolve("audit"), 0);
        queryRunner.execute(AccessQueryRunner.session("admin"), "CALL genomics.system.create_snapshot('cardio', 'v1')");
    }

    @AfterAll
    void stop()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @Test
    void testMetrics()
    {
        for (String sql : QUERIES) {
            String told = explain("alice", sql);
            assertThat(told).as(sql).doesNotContain("records decoded").doesNotContain("files pruned").doesNotContain(HIDDEN);
        }
        assertThat(explain("alice", "SELECT count(gt) FROM genotypes")).contains("sample columns decoded");
        assertThat(explain("admin", "SELECT count(gt) FROM genotypes")).contains("records decoded").contains("files pruned");
    }

    @Test
    void testQueryInfo()
            throws Exception
    {
        for (String sql : QUERIES) {
            assertThat(queryInfo("alice", sql)).as(sql).contains("fileCount").doesNotContain(HIDDEN);
        }
        assertThat(queryInfo("alice", "SELECT count(*) FROM genotypes")).contains("\"fileCount\":2").contains("solo1.vcf").contains("fileIds");
        assertThat(queryInfo("admin", "SELECT count(*) FROM genotypes")).contains("\"fileCount\":3").contains("cohort.vcf").contains("solo2.vcf");
    }

    @Test
    void testPlaceInFile()
    {
        // how many samples come before one in its header is about the others
        assertThat(queryRunner.execute(AccessQueryRunner.session("alice"), "SELECT count(file), count(ordinal), count(*) FROM samples").getMaterializedRows().getFirst().getFields())
                .containsExactly(0L, 0L, 4L);
        assertThat(queryRunner.execute(AccessQueryRunner.session("admin"), "SELECT max(ordinal) FROM samples").getOnlyValue()).isEqualTo(4L);
    }

    @Test
    void testOthersQueries()
            throws Exception
    {
        String id = queryId("admin", "SELECT count(*) FROM genotypes");
        assertThat(get("alice", "/v1/query/" + id).statusCode()).isEqualTo(403);
        assertThat(get("alice", "/v1/query").body()).doesNotContain(id);
        assertThat(queryRunner.execute(AccessQueryRunner.session("alice"), "SELECT * FROM system.runtime.queries WHERE query_id = '%s'".formatted(id)).getRowCount()).isEqualTo(0);
    }

    @Test
    void testAudit()
            throws Exception
    {
        MaterializedRow alice = completion(queryId("alice", "SELECT count(*) FROM genotypes FOR VERSION AS OF 'v1'"));
        assertThat(alice.getField(0)).isEqualTo(2L);
        List<String> files = texts(alice.getField(1));
        assertThat(files).hasSize(2);
        assertThat(files.getFirst()).isEqualTo("local:///cardio/solo1.vcf");
        assertThat(files.getLast()).matches("id [0-9a-f]{16}");
        assertThat(queryRunner.execute(AccessQueryRunner.session("admin"), "SELECT file FROM files WHERE file_id = '%s'".formatted(files.getLast().substring(3))).getOnlyValue())
                .isEqualTo("local:///cardio/cohort.vcf");
        assertThat(texts(alice.getField(2))).singleElement().asString().matches("genomics\\.cardio\\.genotypes v1 [0-9a-f]{64}");
        assertThat(((Map<?, ?>) alice.getField(3)).keySet()).hasToString("[genomics.cardio.genotypes]");

        // whoever guesses the paths, sizes and times of the others cannot prove it by the digest
        Object keyed = ((Map<?, ?>) alice.getField(3)).get("genomics.cardio.genotypes");
        MaterializedRow limited = completion(queryId("admin", "SELECT count(*) FROM genotypes FOR VERSION AS OF 'v1' WHERE \"$path\" IN ('local:///cardio/solo1.vcf', 'local:///cardio/cohort.vcf')"));
        assertThat(limited.getField(0)).isEqualTo(2L);
        assertThat(((Map<?, ?>) limited.getField(3)).get("genomics.cardio.genotypes")).isNotEqualTo(keyed);
        assertThat(keyed).asString().matches("[0-9a-f]{64}");

        MaterializedRow admin = completion(queryId("admin", "SELECT count(*) FROM genotypes"));
        assertThat(admin.getField(0)).isEqualTo(3L);
        assertThat(texts(admin.getField(1))).containsExactly("local:///cardio/cohort.vcf", "local:///cardio/solo1.vcf", "local:///cardio/solo2.vcf");
        assertThat(texts(admin.getField(2))).isEmpty();
    }

    /**
     * What the audit says of the files of a query, when it says that it has ended.
     */
    private MaterializedRow completion(String queryId)
            throws InterruptedException
    {
        String sql = "SELECT file_count, files, versions, files_digests FROM access.policy.audit WHERE event = 'completion' AND query_id = '%s'".formatted(queryId);
        for (int attempt = 0; attempt < 600; attempt++) {
            List<MaterializedRow> rows = queryRunner.execute(AccessQueryRunner.session("admin"), sql).getMaterializedRows();
            if (!rows.isEmpty()) {
                return rows.getFirst();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no completion of " + queryId);
    }

    private static List<String> texts(Object value)
    {
        return ((List<?>) value).stream().map(String.class::cast).toList();
    }

    private String explain(String user, String sql)
    {
        return (String) queryRunner.execute(AccessQueryRunner.session(user), "EXPLAIN ANALYZE VERBOSE " + sql).getOnlyValue();
    }

    private String queryInfo(String user, String sql)
            throws IOException, InterruptedException
    {
        HttpResponse<String> response = get(user, "/v1/query/" + queryId(user, sql));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private String queryId(String user, String sql)
    {
        return queryRunner.executeWithPlan(AccessQueryRunner.session(user), sql).queryId().id();
    }

    private HttpResponse<String> get(String user, String path)
            throws IOException, InterruptedException
    {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(queryRunner.getCoordinator().getBaseUrl().resolve(path)).header("X-Trino-User", user).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
