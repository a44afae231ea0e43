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
package io.genolake.connector;

import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.net.InetAddress.getLoopbackAddress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * A lake on lakeFS, whose API is played by a server of the test, and whose commits are folders.
 */
@TestInstance(PER_CLASS)
final class TestLakeFsVersions
        extends AbstractTestQueryFramework
{
    private static final String FIRST = "1a".repeat(32);
    private static final String SECOND = "2b".repeat(32);

    private final Map<String, String> commits = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Path folder;
    private HttpServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        folder = Files.createTempDirectory("lakes");
        closeAfterClass(() -> deleteRecursively(folder, ALLOW_INSECURE));
        SmallLake.write(folder.resolve(FIRST));
        SmallLake.write(folder.resolve(SECOND));
        Path later = folder.resolve(SECOND).resolve(SmallLake.PROJECT);
        Files.copy(later.resolve("single.vcf"), later.resolve("later.vcf"));
        Files.createDirectories(folder.resolve(SECOND).resolve("other"));

        server = HttpServer.create(new InetSocketAddress(getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/repositories/repo/refs/", this::answer);
        server.start();
        closeAfterClass(() -> server.stop(0));
        commits.put("main", SECOND);
        commits.put("v1", FIRST);
        commits.put(FIRST, FIRST);
        commits.put("main~1", FIRST);
        commits.put("odd", "../" + FIRST);

        return GenomicsQueryRunner.builder(folder)
                .addGenomicsProperty("genomics.lake", "local:///{version}")
                .addGenomicsProperty("genomics.lakefs.endpoint", "http://127.0.0.1:%s/".formatted(server.getAddress().getPort()))
                .addGenomicsProperty("genomics.lakefs.repository", "repo")
                .addGenomicsProperty("genomics.lakefs.access-key", "key")
                .addGenomicsProperty("genomics.lakefs.secret-key", "secret")
                .build();
    }

    private void answer(HttpExchange exchange)
            throws IOException
    {
        try (exchange) {
            requests.add(exchange.getRequestURI().toString());
            String authorization = "Basic " + Base64.getEncoder().encodeToString("key:secret".getBytes(UTF_8));
            String[] path = exchange.getRequestURI().getPath().split("/");
            String commit = commits.get(path[6]);
            if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            }
            else if (path[6].equals("broken")) {
                exchange.sendResponseHeaders(500, -1);
            }
            else if (commit == null) {
                exchange.sendResponseHeaders(404, -1);
            }
            else {
                byte[] json =
                        """
                        {"pagination": {"has_more": true, "max_per_page": 1000, "next_offset": "%1$s", "results": 1},
                         "results": [{"id": "%1$s", "committer": "user", "message": "text", "metadata": {}, "parents": []}]}""".formatted(commit).getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            }
        }
    }

    @Test
    void testRefs()
    {
        assertThat(computeActual("SHOW SCHEMAS FROM genomics").getOnlyColumnAsSet()).containsExactlyInAnyOrder("information_schema", "other", "small");
        assertThat(computeScalar("SELECT count(*) FROM small.variants")).isEqualTo(9L);
        for (String ref : List.of("v1", "main~1", FIRST)) {
            assertThat(computeScalar("SELECT count(*) FROM small.variants FOR VERSION AS OF '%s'".formatted(ref))).isEqualTo(7L);
        }
        assertThat(computeScalar("SELECT count(*) FROM small.variants FOR VERSION AS OF 'main'")).isEqualTo(9L);
        assertThat(query("SELECT DISTINCT regexp_extract(\"$path\", '/([0-9a-f]{64})/', 1) FROM small.alignments FOR VERSION AS OF 'v1'")).skippingTypesCheck().matches("VALUES '%s'".formatted(FIRST));
        assertThat((String) computeScalar("EXPLAIN SELECT pos FROM small.variants FOR VERSION AS OF 'v1'")).contains("small.variants version=v1");
        assertThat((String) computeScalar("EXPLAIN SELECT pos FROM small.variants")).contains("small.variants version=main");
        assertThat(computeScalar("SELECT count(*) FROM other.variants")).isEqualTo(0L);
        assertQueryFails("SELECT * FROM other.variants FOR VERSION AS OF 'v1'", ".* Table 'genomics.other.variants' does not exist");
        assertThat(computeScalar("SELECT count(*) FROM small.snapshots")).isEqualTo(0L);
    }

    @Test
    void testRefIsLookedUpOnceAQuery()
    {
        requests.clear();
        assertThat(computeScalar("SELECT count(*) FROM small.variants FOR VERSION AS OF 'v1' a JOIN small.genotypes FOR VERSION AS OF 'v1' b ON a.pos = b.pos AND a.chrom = b.chrom AND a.\"$path\" = b.\"$path\"")).isEqualTo(17L);
        assertThat(requests).filteredOn(request -> request.contains("/refs/v1/")).containsExactly("/api/v1/repositories/repo/refs/v1/commits?amount=1");
    }

    @Test
    void testRefsThatAreNotThere()
    {
        assertQueryFails("SELECT * FROM small.variants FOR VERSION AS OF 'nope'", "The repository repo of lakeFS has no branch, tag or commit 'nope'");
        for (String ref : List.of("", "../x", "a/b", "a b", "é")) {
            assertQueryFails("SELECT * FROM small.variants FOR VERSION AS OF '%s'".formatted(ref), "The repository repo of lakeFS has no branch, tag or commit '%s'".formatted(ref.replace(".", "\\.")));
        }
        assertQueryFails("SELECT * FROM small.variants FOR VERSION AS OF 'broken'", "The ref 'broken' of the repository repo cannot be looked up at http://127.0.0.1:[0-9]+/: it answers with HTTP status 500");
        assertQueryFails("SELECT * FROM small.variants FOR VERSION AS OF 'odd'", "The ref 'odd' of the repository repo cannot be looked up at .*: its answer has no commit");
        assertQueryFails("SELECT * FROM small.variants FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC'", "The versions of this lake are the refs of lakeFS, which are not looked up by time\\. Name a branch, a tag or a commit with FOR VERSION AS OF");
        assertQueryFails("CALL genomics.system.create_snapshot('small', 'x')", "The versions of this lake are those of lakeFS: .*");
        assertQueryFails("SELECT * FROM TABLE(genomics.system.snapshot_diff('small', 'main', 'v1'))", "The versions of this lake are those of lakeFS: .*");
    }

    @Test
    void testConfiguration()
    {
        assertThatThrownBy(() -> createCatalog("alone", Map.of("genomics.lake", "local:///{version}")))
                .hasMessageContaining("genomics.lakefs.endpoint and {version} in genomics.lake, as in s3://repository/{version}, belong together");
        assertThatThrownBy(() -> createCatalog("pathless", Map.of("genomics.lake", "local:///", "genomics.lakefs.endpoint", "http://127.0.0.1:1")))
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> createCatalog("keyless", Map.of("genomics.lake", "local:///{version}", "genomics.lakefs.endpoint", "http://127.0.0.1:1", "genomics.lakefs.repository", "repo", "genomics.lakefs.access-key", "key")))
                .hasMessageContaining("genomics.lakefs.access-key and genomics.lakefs.secret-key belong together");

        String endpoint = "http://127.0.0.1:%s".formatted(server.getAddress().getPort());
        createCatalog("stranger", Map.of("genomics.lake", "local:///{version}", "genomics.lakefs.endpoint", endpoint, "genomics.lakefs.repository", "repo"));
        assertQueryFails("SELECT * FROM stranger.small.variants", "The ref 'main' of the repository repo cannot be looked up at .*: it answers with HTTP status 401");
        createCatalog("release", Map.of(
                "genomics.lake", "local:///{version}",
                "genomics.lakefs.endpoint", endpoint,
                "genomics.lakefs.repository", "repo",
                "genomics.lakefs.access-key", "key",
                "genomics.lakefs.secret-key", "secret",
                "genomics.lakefs.default-ref", "v1"));
        assertThat(computeScalar("SELECT count(*) FROM release.small.variants")).isEqualTo(7L);
    }

    private void createCatalog(String name, Map<String, String> properties)
    {
        getQueryRunner().createCatalog(name, "genomics", ImmutableMap.<String, String>builder()
                .put("fs.local.enabled", "true")
                .put("local.location", folder.toString())
                .putAll(properties)
                .buildOrThrow());
    }
}
