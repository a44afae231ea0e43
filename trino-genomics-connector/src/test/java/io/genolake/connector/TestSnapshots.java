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
import io.genolake.connector.GenomicsInputInfo.InputFile;
import io.genolake.testing.s3.S3Server;
import io.trino.connector.MockConnectorFactory;
import io.trino.connector.MockConnectorPlugin;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.ConnectorViewDefinition.ViewColumn;
import io.trino.spi.connector.SchemaTableName;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryRunner;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.hash.Hashing.sha256;
import static com.google.common.io.MoreFiles.asByteSource;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Datasets that stay as they were: made, read, compared and dropped. Each test has a project of its own.
 */
@TestInstance(PER_CLASS)
final class TestSnapshots
        extends AbstractTestQueryFramework
{
    private static final List<String> TABLES = List.of("alignments", "contigs", "files", "genotypes", "header_lines", "intervals", "problems", "samples", "variants");

    private final InputListener inputs = new InputListener();
    private Path folder;
    private Path lake;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        folder = Files.createTempDirectory("lakes");
        closeAfterClass(() -> deleteRecursively(folder, ALLOW_INSECURE));
        lake = Files.createDirectories(folder.resolve("lake"));
        return GenomicsQueryRunner.builder(lake)
                .addGenomicsProperty("genomics.metadata-cache-ttl", "0s")
                .setEventListener(inputs)
                .build();
    }

    private Path project(String name)
            throws IOException
    {
        Path project = lake.resolve(name);
        SmallLake.write(lake);
        Files.move(lake.resolve(SmallLake.PROJECT), project);
        return project;
    }

    private void create(String project, String name)
    {
        assertUpdate("CALL genomics.system.create_snapshot('%s', '%s')".formatted(project, name));
    }

    private static void touch(Path file)
            throws IOException
    {
        // a second is what every store knows
        Files.setLastModifiedTime(file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(10)));
    }

    private static String rows(String table)
    {
        // what tells of the files themselves is not to be different either
        return table.equals("alignments") ? "SELECT qname, chrom, pos, cigar, \"$virtual_offset\" FROM " : "SELECT *, \"$path\", \"$file_modified_time\" FROM ";
    }

    @Test
    void testNewFilesAreNotSeen()
            throws IOException
    {
        Path project = project("fresh");
        List<MaterializedResult> before = TABLES.stream()
                .map(table -> computeActual(rows(table) + "fresh." + table))
                .toList();
        create("fresh", "v1");

        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        Files.copy(project.resolve("reads.bam"), project.resolve("later.bam"));
        Files.copy(project.resolve("genes.bed"), project.resolve("later.bed"));
        for (int i = 0; i < TABLES.size(); i++) {
            String table = TABLES.get(i);
            assertThat(computeActual(rows(table) + "fresh." + table + " FOR VERSION AS OF 'v1'").getMaterializedRows()).as(table)
                    .containsExactlyInAnyOrderElementsOf(before.get(i).getMaterializedRows());
            if (!table.equals("problems")) {
                assertThat(computeActual(rows(table) + "fresh." + table).getRowCount()).as(table).isGreaterThan(before.get(i).getRowCount());
            }
        }
        assertThat(computeScalar("SELECT count(*) FROM fresh.alignments FOR VERSION AS OF 'v1'")).isEqualTo(100L);
        assertThat(computeScalar("SELECT count(*) FROM fresh.alignments FOR VERSION AS OF 'v1' WHERE chrom = 'chr1' AND pos < 200")).isEqualTo(10L);
        assertThat(computeScalar("SELECT count(*) FROM fresh.alignments")).isEqualTo(200L);
        // two versions in one query
        assertThat(computeScalar("SELECT count(*) FROM fresh.variants n FULL JOIN fresh.variants FOR VERSION AS OF 'v1' o ON n.\"$path\" = o.\"$path\" AND n.\"$virtual_offset\" = o.\"$virtual_offset\" WHERE o.chrom IS NULL"))
                .isEqualTo(2L);
    }

    @Test
    void testCountsByIndex()
            throws IOException
    {
        Path project = project("counted");
        create("counted", "v1");
        Files.copy(project.resolve("reads.bam"), project.resolve("later.bam"));
        Files.copy(project.resolve("reads.bai"), project.resolve("later.bai"));
        String counted = "EXPLAIN ANALYZE VERBOSE SELECT count(*) FROM counted.alignments FOR VERSION AS OF 'v1'";
        assertThat((String) computeScalar(counted)).contains("'files counted by index' = LongCount{total=1}");

        touch(project.resolve("reads.bai"));
        assertQueryFails("SELECT count(*) FROM counted.alignments FOR VERSION AS OF 'v1'", ".*/reads.bai: the file is not the one of the version 'v1': it was modified at another time\\..*");
    }

    @Test
    void testChangedFiles()
            throws IOException
    {
        Path project = project("changed");
        create("changed", "v1");

        // the same bytes at another time: nobody knows that they are
        touch(project.resolve("single.vcf"));
        String changed = ".*/changed/single.vcf: the file is not the one of the version 'v1': it was modified at another time\\. Restore it, or make a new snapshot";
        for (String table : List.of("variants", "genotypes", "files", "samples", "contigs", "header_lines", "problems")) {
            assertQueryFails("SELECT * FROM changed.%s FOR VERSION AS OF 'v1'".formatted(table), changed);
        }
        // a query that does not read the file does not mind
        assertQuerySucceeds("SELECT * FROM changed.variants FOR VERSION AS OF 'v1' WHERE \"$path\" LIKE '%cohort%'");
        assertQuerySucceeds("SELECT * FROM changed.alignments FOR VERSION AS OF 'v1'");
        assertQuerySucceeds("SELECT * FROM changed.variants");

        // what makes it good
        create("changed", "v2");
        assertThat(computeScalar("SELECT count(*) FROM changed.variants FOR VERSION AS OF 'v2'")).isEqualTo(7L);
    }

    @Test
    void testTruncatedAndMissingFiles()
            throws IOException
    {
        Path project = project("broken");
        create("broken", "v1");

        Path reads = project.resolve("reads.bam");
        byte[] bytes = Files.readAllBytes(reads);
        FileTime time = Files.getLastModifiedTime(reads);
        Files.write(reads, Arrays.copyOf(bytes, bytes.length - 28));
        Files.setLastModifiedTime(reads, time);
        assertQueryFails(
                "SELECT count(*) FROM broken.alignments FOR VERSION AS OF 'v1'",
                ".*/broken/reads.bam: the file is not the one of the version 'v1': it has another size\\. Restore it, or make a new snapshot");

        Files.write(reads, bytes);
        Files.setLastModifiedTime(reads, time);
        assertThat(computeScalar("SELECT count(*) FROM broken.alignments FOR VERSION AS OF 'v1'")).isEqualTo(100L);

        Files.delete(project.resolve("genes.bed"));
        for (String table : List.of("intervals", "contigs", "files")) {
            assertQueryFails(
                    "SELECT * FROM broken.%s FOR VERSION AS OF 'v1'".formatted(table),
                    ".*/broken/genes.bed: the file of the version 'v1' is gone\\. Restore it, or make a new snapshot");
        }
        assertThatThrownBy(() -> computeActual("SELECT * FROM broken.intervals FOR VERSION AS OF 'v1'"))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("Run the query again"));

        // size and time of another file, but not its header
        Path vcf = project.resolve("single.vcf");
        String text = Files.readString(vcf);
        time = Files.getLastModifiedTime(vcf);
        Files.writeString(vcf, text.replace("tumor", "other"));
        Files.setLastModifiedTime(vcf, time);
        createCatalog("cold", Map.of());
        assertQueryFails(
                "SELECT * FROM cold.broken.variants FOR VERSION AS OF 'v1'",
                ".*/broken/single.vcf: the file is not the one of the version 'v1': it has another header, though its size and time are the same\\. .*");
    }

    private void createCatalog(String name, Map<String, String> properties)
    {
        getQueryRunner().createCatalog(name, "genomics", ImmutableMap.<String, String>builder()
                .put("fs.local.enabled", "true")
                .put("local.location", folder.toString())
                .put("genomics.lake", "local:///lake")
                .putAll(properties)
                .buildKeepingLast());
    }

    /**
     * Of a bucket that nobody can write to.
     */
    @Test
    void testObjectStore()
            throws Exception
    {
        Path bucket = Files.createDirectories(folder.resolve("store/bucket"));
        SmallLake.write(bucket);
        try (S3Server server = new S3Server(folder.resolve("store"))) {
            getQueryRunner().createCatalog("closedstore", "genomics", GenomicsQueryRunner.onS3("s3://bucket", server.endpoint()));
            assertQueryFails(
                    "CALL closedstore.system.create_snapshot('small', 'v1')",
                    "(?s)The manifest of the snapshot cannot be written\\. s3://bucket/.genolake/snapshots/small/v1.json: .*set genomics.snapshot-location to another place");
            assertThat(query("SELECT * FROM closedstore.small.snapshots")).returnsEmptyResult();

            getQueryRunner().createCatalog("store", "genomics", ImmutableMap.<String, String>builder()
                    .putAll(GenomicsQueryRunner.onS3("s3://bucket", server.endpoint()))
                    .put("genomics.metadata-cache-ttl", "1h")
                    .put("genomics.snapshot-location", "local:///manifests")
                    .put("fs.local.enabled", "true")
                    .put("local.location", folder.toString())
                    .buildOrThrow());
            assertUpdate("CALL store.system.create_snapshot('small', 'v1', true)");
            assertThat(computeScalar("SELECT count(*) FROM store.small.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
            assertThat(computeScalar("SELECT count(*) FROM store.small.alignments FOR VERSION AS OF 'v1'")).isEqualTo(100L);
            assertThat(query("SELECT * FROM TABLE(store.system.snapshot_diff('small', 'v1'))")).returnsEmptyResult();

            // the listing is an hour old, and yet what has changed is seen
            touch(bucket.resolve("small/reads.bam"));
            Files.delete(bucket.resolve("small/genes.bed"));
            assertQueryFails("SELECT count(*) FROM store.small.alignments FOR VERSION AS OF 'v1'", "s3://bucket/small/reads.bam: the file is not the one of the version 'v1': it was modified at another time\\. .*");
            assertQueryFails("SELECT count(*) FROM store.small.intervals FOR VERSION AS OF 'v1'", "s3://bucket/small/genes.bed: the file of the version 'v1' is gone\\. .*");
            assertThat(query("SELECT change FROM TABLE(store.system.snapshot_diff('small', 'v1'))")).matches("VALUES VARCHAR 'removed', 'changed'");
        }
    }

    @Test
    void testTypesAreKept()
            throws IOException
    {
        Path project = project("types");
        create("types", "v1");
        MaterializedResult before = computeActual("SELECT * FROM types.variants");

        Files.writeString(project.resolve("wider.vcf"), SmallLake.vcf(
                """
                ##fileformat=VCFv4.2
                ##INFO=<ID=DP,Number=1,Type=Float,Description="Depth">
                ##INFO=<ID=NEW,Number=1,Type=Integer,Description="New">
                #CHROM POS ID REF ALT QUAL FILTER INFO
                chr9 100 rs1 A C 50 PASS DP=0.5;NEW=1
                """));
        assertThat((String) computeScalar("SELECT typeof(info) FROM types.variants LIMIT 1")).isEqualTo("row(\"AF\" array(double), \"DP\" double, \"NEW\" bigint)");
        assertThat((String) computeScalar("SELECT typeof(info) FROM types.variants FOR VERSION AS OF 'v1' LIMIT 1")).isEqualTo("row(\"AF\" array(double), \"DP\" bigint)");
        MaterializedResult version = computeActual("SELECT * FROM types.variants FOR VERSION AS OF 'v1'");
        assertThat(version.getTypes()).isEqualTo(before.getTypes());
        assertThat(version.getMaterializedRows()).containsExactlyInAnyOrderElementsOf(before.getMaterializedRows());
        assertQueryFails("SELECT info.NEW FROM types.variants FOR VERSION AS OF 'v1'", ".* Column reference 'info.new' is invalid");

        // the fields are the same, however a catalog shows them
        createCatalog("flat", Map.of("genomics.nested-fields", "FLAT"));
        assertThat(query("SELECT info_dp FROM flat.types.variants FOR VERSION AS OF 'v1' WHERE chrom = 'chr2' AND pos = 900")).matches("VALUES BIGINT '12'");
    }

    @Test
    void testTimestamp()
            throws Exception
    {
        Path project = project("times");
        Instant before = Instant.now().truncatedTo(MILLIS);
        assertQueryFails(
                "SELECT * FROM times.variants FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 02:00:00 +02:00'",
                "The project times has no snapshot at or before 2026-01-01T00:00:00Z\\. It has none at all");
        create("times", "first");
        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        create("times", "second");
        Files.copy(project.resolve("single.vcf"), project.resolve("last.vcf"));

        List<Instant> created = computeActual("SELECT to_iso8601(created) FROM times.snapshots ORDER BY created").getOnlyColumn()
                .map(value -> Instant.parse((String) value))
                .toList();
        assertThat(created).hasSize(2).isSorted().allSatisfy(time -> assertThat(time).isBetween(before, Instant.now()));
        String count = "SELECT count(*) FROM times.variants FOR TIMESTAMP AS OF ";
        assertThat(computeScalar(count + "from_iso8601_timestamp('%s')".formatted(created.get(0)))).isEqualTo(7L);
        assertThat(computeScalar(count + "from_iso8601_timestamp('%s')".formatted(created.get(1)))).isEqualTo(9L);
        // without a time zone it is in that of the session
        for (String type : List.of("timestamp(3)", "timestamp(12)")) {
            assertThat(computeScalar(count + "CAST(at_timezone(from_iso8601_timestamp('%s'), current_timezone()) AS %s)".formatted(created.get(1), type))).as(type).isEqualTo(9L);
        }
        assertThat(computeScalar(count + "CAST(from_iso8601_timestamp('%s') AS timestamp(9) with time zone)".formatted(created.get(0)))).isEqualTo(7L);
        assertThat(computeScalar("SELECT count(*) FROM times.variants")).isEqualTo(11L);
        assertQueryFails(
                count + "from_iso8601_timestamp('%s')".formatted(created.get(0).minusMillis(1)),
                "The project times has no snapshot at or before .*Z\\. The first is 'first', of " + created.get(0));
        assertQueryFails(count + "DATE '2001-01-01'", "The project times has no snapshot at or before 2001-01-01T.*");
    }

    @Test
    void testVersionsThatAreNotThere()
            throws IOException
    {
        project("unknown");
        assertQueryFails("SELECT * FROM unknown.variants FOR VERSION AS OF 'v1'", "The project unknown has no snapshot 'v1'\\. It has none: CALL system.create_snapshot\\('unknown', \\.\\.\\.\\) makes one");
        create("unknown", "b");
        create("unknown", "a");
        assertQueryFails("SELECT * FROM unknown.variants FOR VERSION AS OF 'v1'", "The project unknown has no snapshot 'v1'\\. It has a, b");
        assertQueryFails("SELECT * FROM unknown.variants FOR VERSION AS OF '../unknown/a'", "The project unknown has no snapshot '../unknown/a'\\. It has a, b");
        assertQueryFails("SELECT * FROM unknown.variants FOR VERSION AS OF ''", "The project unknown has no snapshot ''\\. It has a, b");
        assertQueryFails("SELECT * FROM unknown.variants FOR VERSION AS OF 1", "A version is a name, as text, and not integer");
        assertQueryFails("SELECT * FROM unknown.snapshots FOR VERSION AS OF 'a'", "The table of snapshots has no versions");
        assertQueryFails("CALL genomics.system.drop_snapshot('unknown', 'v1')", "The project unknown has no snapshot 'v1'\\. It has a, b");
        assertQueryFails("CALL genomics.system.create_snapshot('nowhere', 'v1')", "Schema nowhere not found");
    }

    @Test
    void testListAndDrop()
            throws IOException
    {
        Path project = project("listed");
        assertThat(query("SELECT name FROM listed.snapshots")).returnsEmptyResult();
        create("listed", "2026-01");
        assertUpdate("CALL genomics.system.create_snapshot(schema => 'listed', name => 'release_1.0', content_digest => true)");
        assertUpdate("CALL genomics.system.create_snapshot(schema => 'listed', name => 'x', content_digest => false)");

        assertThat(query("SELECT name, created_by, has_content_digests, file_count, problem FROM listed.snapshots"))
                .skippingTypesCheck()
                .matches("VALUES ('2026-01', 'user', false, BIGINT '5', NULL), ('release_1.0', 'user', true, BIGINT '5', NULL), ('x', 'user', false, BIGINT '5', NULL)");
        assertThat(query("SELECT DISTINCT size FROM listed.snapshots")).matches("SELECT sum(size) FROM listed.files");
        assertThat(query("SELECT count(DISTINCT digest) FROM listed.snapshots")).matches("VALUES BIGINT '1'");
        assertThat(query("SELECT name FROM listed.snapshots WHERE \"$path\" = 'local:///.genolake/snapshots/listed/x.json' AND \"$file_size\" > 0")).matches("VALUES VARCHAR 'x'");
        assertThat(query("SELECT name FROM listed.snapshots WHERE file LIKE '%/2026%'")).matches("VALUES VARCHAR '2026-01'");
        assertThat((String) computeScalar("SELECT DISTINCT trino_version FROM listed.snapshots")).isNotEmpty();
        assertThat((String) computeScalar("SELECT DISTINCT genolake_version FROM listed.snapshots")).isNotEmpty();

        // the manifests are files of the lake, and none of its data
        assertThat(lake.resolve(".genolake/snapshots/listed/x.json")).exists();
        assertThat(computeScalar("SELECT count(*) FROM listed.files WHERE file LIKE '%json' OR file LIKE '%.genolake%'")).isEqualTo(0L);
        assertThat(computeActual("SHOW SCHEMAS FROM genomics").getOnlyColumnAsSet()).contains("listed").doesNotContain(".genolake", "snapshots");

        // a digest is what sha256sum says
        String manifest = Files.readString(lake.resolve(".genolake/snapshots/listed/release_1.0.json"));
        for (String name : List.of("single.vcf", "reads.bam", "reads.bai", "genes.bed")) {
            assertThat(manifest).contains(asByteSource(project.resolve(name)).hash(sha256()).toString());
        }

        assertUpdate("CALL genomics.system.drop_snapshot('listed', 'x')");
        assertThat(query("SELECT name FROM listed.snapshots")).matches("VALUES VARCHAR '2026-01', 'release_1.0'");
        assertQueryFails("SELECT * FROM listed.variants FOR VERSION AS OF 'x'", "The project listed has no snapshot 'x'. It has 2026-01, release_1.0");
        assertThat(computeScalar("SELECT count(*) FROM listed.variants FOR VERSION AS OF '2026-01'")).isEqualTo(7L);
        assertThat(project.resolve("single.vcf")).exists();
    }

    @Test
    void testSnapshotsDoNotChange()
            throws Exception
    {
        Path project = project("fixed");
        create("fixed", "v1");
        Path manifest = lake.resolve(".genolake/snapshots/fixed/v1.json");
        byte[] bytes = Files.readAllBytes(manifest);
        Files.delete(project.resolve("genes.bed"));
        assertQueryFails("CALL genomics.system.create_snapshot('fixed', 'v1')", "The project fixed has a snapshot 'v1' already, and a snapshot never changes\\. Take another name, or drop it first");
        assertThat(manifest).hasBinaryContent(bytes);

        // many at a time: one makes it, the others are told
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> results = executor.invokeAll(Stream.<Callable<Boolean>>generate(() -> () -> {
                try {
                    create("fixed", "race");
                    return true;
                }
                catch (Exception e) {
                    assertThat(e).hasMessageContaining("has a snapshot 'race' already");
                    return false;
                }
            }).limit(8).toList());
            int made = 0;
            for (Future<Boolean> result : results) {
                made += result.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(computeScalar("SELECT count(*) FROM fixed.variants FOR VERSION AS OF 'race'")).isEqualTo(7L);
    }

    @Test
    void testNames()
            throws IOException
    {
        project("names");
        for (String name : List.of("", "../x", "..", ".", ".hidden", "a/b", "a\\b", "a b", "é", "名前", "-x", "x".repeat(129), "a\nb", "a%2fb", "a?b", "a:b", "a''b")) {
            assertQueryFails("CALL genomics.system.create_snapshot('names', '%s')".formatted(name), "(?s)The name of a snapshot has ASCII letters, digits, '.', '_' and '-', up to 128, and begins with a letter or digit: '.*' does not");
            assertQueryFails("CALL genomics.system.drop_snapshot('names', '%s')".formatted(name), "(?s)The name of a snapshot has ASCII letters.*");
        }
        assertQueryFails("CALL genomics.system.create_snapshot('names', NULL)", "The name of a snapshot .*");
        assertQueryFails("CALL genomics.system.create_snapshot('', 'x')", "schema cannot be null or empty");
        assertQueryFails("CALL genomics.system.create_snapshot('../names', 'x')", "Schema ../names not found");
        assertQueryFails("CALL genomics.system.create_snapshot('.genolake', 'x')", "Schema .genolake not found");
        for (String name : List.of("x", "2026-11-21", "v1..2", "A_b.C-d", "x".repeat(128))) {
            create("names", name);
            assertThat(computeScalar("SELECT count(*) FROM names.variants FOR VERSION AS OF '%s'".formatted(name))).isEqualTo(7L);
        }
        assertQueryFails("SELECT * FROM names.variants FOR VERSION AS OF 'X'", "The project names has no snapshot 'X'.*");
    }

    @Test
    void testManifestsThatAreNone()
            throws IOException
    {
        project("odd");
        create("odd", "good");
        Path snapshots = lake.resolve(".genolake/snapshots/odd");
        String manifest = Files.readString(snapshots.resolve("good.json"));
        Map<String, String> broken = ImmutableMap.<String, String>builder()
                .put("empty", "")
                .put("text", "no secret JSON")
                .put("cut", manifest.substring(0, manifest.length() / 2))
                .put("other", manifest)
                .put("outside", manifest.replace("\"good\"", "\"outside\"").replace("single.vcf", "../single.vcf"))
                .put("altered", manifest.replace("\"good\"", "\"altered\"").replace("single.vcf", "double.vcf"))
                .put("newer", manifest.replace("\"good\"", "\"newer\"").replace("\"formatVersion\":1", "\"formatVersion\":2").replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"))
                .buildOrThrow();
        for (Map.Entry<String, String> entry : broken.entrySet()) {
            Files.writeString(snapshots.resolve(entry.getKey() + ".json"), entry.getValue());
            assertThatThrownBy(() -> computeActual("SELECT * FROM odd.variants FOR VERSION AS OF '%s'".formatted(entry.getKey()))).as(entry.getKey())
                    .hasMessageMatching(".*/odd/%s.json: the manifest of the snapshot cannot be read: .*\\. Restore it, or drop the snapshot".formatted(entry.getKey()))
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("secret"));
        }
        Files.writeString(snapshots.resolve("not a name.json"), "");
        Files.writeString(snapshots.resolve("README.txt"), "");
        assertThat(query("SELECT name, problem IS NULL FROM odd.snapshots"))
                .skippingTypesCheck()
                .matches("VALUES ('good', true), ('empty', false), ('text', false), ('cut', false), ('other', false), ('outside', false), ('altered', false), ('newer', false)");
        for (String name : broken.keySet()) {
            assertUpdate("CALL genomics.system.drop_snapshot('odd', '%s')".formatted(name));
        }
        assertThat(query("SELECT name FROM odd.snapshots")).matches("VALUES VARCHAR 'good'");
    }

    @Test
    void testLakeThatIsOnlyRead()
            throws IOException
    {
        Path reading = Files.createDirectories(folder.resolve("reading"));
        SmallLake.write(reading);
        createCatalog("reading", Map.of("genomics.lake", "local:///reading", "genomics.snapshot-location", "local:///elsewhere"));
        assertUpdate("CALL reading.system.create_snapshot('small', 'v1')");
        assertThat(reading.resolve(".genolake")).doesNotExist();
        assertThat(folder.resolve("elsewhere/small/v1.json")).exists();
        assertThat(computeScalar("SELECT count(*) FROM reading.small.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
        assertThat(computeActual("SHOW SCHEMAS FROM reading").getOnlyColumnAsSet()).containsExactlyInAnyOrder("information_schema", "small");

        // where nothing can be written, the error says what to do
        Files.writeString(folder.resolve("file"), "");
        createCatalog("closed", Map.of("genomics.lake", "local:///reading", "genomics.snapshot-location", "local:///file/snapshots"));
        assertQueryFails(
                "CALL closed.system.create_snapshot('small', 'v1')",
                "The manifest of the snapshot cannot be written\\. local:///file/snapshots/small/v1.json: .*\\. If the lake can only be read, set genomics.snapshot-location to another place");

        assertThatThrownBy(() -> createCatalog("among", Map.of("genomics.lake", "local:///reading", "genomics.snapshot-location", "local:///reading/snapshots")))
                .hasMessageContaining("genomics.snapshot-location lies among the projects of the lake");
    }

    @Test
    void testDiff()
            throws IOException
    {
        Path project = project("compared");
        assertUpdate("CALL genomics.system.create_snapshot('compared', 'a', true)");
        Files.delete(project.resolve("genes.bed"));
        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        Path vcf = project.resolve("single.vcf");
        FileTime time = Files.getLastModifiedTime(vcf);
        Files.writeString(vcf, Files.readString(vcf).replace("tumor", "germline"));
        Files.setLastModifiedTime(vcf, time);
        Path reads = project.resolve("reads.bam");
        touch(reads);
        assertUpdate("CALL genomics.system.create_snapshot('compared', 'b', true)");

        String changes =
                """
                VALUES
                    ('local:///compared/genes.bed', 'removed'),
                    ('local:///compared/later.vcf', 'added'),
                    ('local:///compared/reads.bam', 'changed'),
                    ('local:///compared/single.vcf', 'changed')""";
        assertThat(query("SELECT file, change FROM TABLE(genomics.system.snapshot_diff(schema => 'compared', from_version => 'a', to_version => 'b'))")).skippingTypesCheck().matches(changes);
        assertThat(query("SELECT file, change FROM TABLE(genomics.system.snapshot_diff(schema => 'compared', from_version => 'a'))")).skippingTypesCheck().matches(changes);
        assertThat(query("SELECT file, change FROM TABLE(genomics.system.snapshot_diff('compared', 'a', NULL))")).skippingTypesCheck().matches(changes);
        assertThat(query("SELECT * FROM TABLE(genomics.system.snapshot_diff('compared', 'b'))")).returnsEmptyResult();
        assertThat(query("SELECT * FROM TABLE(genomics.system.snapshot_diff('compared', 'b', 'b'))")).returnsEmptyResult();

        // a file that was touched is another file by its time alone
        assertThat(query("SELECT new_size = old_size, new_modified - old_modified, new_header_digest = old_header_digest, new_content_digest = old_content_digest FROM TABLE(genomics.system.snapshot_diff('compared', 'a', 'b')) WHERE file LIKE '%.bam'"))
                .matches("VALUES (true, INTERVAL '10' SECOND, true, true)");
        assertThat(query("SELECT new_size - old_size, new_modified = old_modified, new_header_digest = old_header_digest, new_content_digest = old_content_digest FROM TABLE(genomics.system.snapshot_diff('compared', 'a', 'b')) WHERE file LIKE '%/single.vcf'"))
                .matches("VALUES (BIGINT '3', true, false, false)");
        assertThat(query("SELECT old_size IS NULL, new_size = old_size, old_content_digest, new_content_digest FROM TABLE(genomics.system.snapshot_diff('compared', 'a', 'b')) WHERE change = 'removed'"))
                .skippingTypesCheck()
                .matches("VALUES (false, NULL, '%s', NULL)".formatted(sha256().hashString("chr1\t99\t200\tfirst\nchr1\t249\t400\tsecond\nchr2\t0\t100\tthird\n", UTF_8)));
        assertThat(query("SELECT f.format FROM TABLE(genomics.system.snapshot_diff('compared', 'a')) d JOIN compared.files f ON f.file = d.file WHERE d.change = 'added'")).matches("VALUES VARCHAR 'vcf'");

        assertQueryFails("SELECT * FROM TABLE(genomics.system.snapshot_diff('compared', 'x', 'b'))", "The project compared has no snapshot 'x'\\. It has a, b");
        assertQueryFails("SELECT * FROM TABLE(genomics.system.snapshot_diff('compared', 'a', 'x'))", "The project compared has no snapshot 'x'\\. It has a, b");
        assertQueryFails("SELECT * FROM TABLE(genomics.system.snapshot_diff('compared', NULL, 'b'))", "from_version is NULL");
        assertQueryFails("SELECT * FROM TABLE(genomics.system.snapshot_diff('nowhere', 'a', 'b'))", "The project nowhere has no snapshot 'a'.*");
    }

    /**
     * Other bytes of the same size, at the same time, with the same header: only the content tells.
     */
    @Test
    void testContent()
            throws IOException
    {
        Path project = project("content");
        create("content", "listed");
        assertUpdate("CALL genomics.system.create_snapshot('content', 'proven', true)");
        assertUpdate("CALL genomics.system.verify_snapshot('content', 'proven')");
        String digest = asByteSource(project.resolve("single.vcf")).hash(sha256()).toString();
        assertThat(query("SELECT content_digest FROM content.files FOR VERSION AS OF 'proven' WHERE file LIKE '%/single.vcf'")).matches("VALUES VARCHAR '%s'".formatted(digest));
        assertThat(query("SELECT count(content_digest), count(*) FROM content.files FOR VERSION AS OF 'proven'")).matches("VALUES (BIGINT '5', BIGINT '5')");
        for (String version : List.of("", " FOR VERSION AS OF 'listed'")) {
            assertThat(query("SELECT count(content_digest), count(*) FROM content.files" + version)).matches("VALUES (BIGINT '0', BIGINT '5')");
        }

        Path vcf = project.resolve("single.vcf");
        FileTime time = Files.getLastModifiedTime(vcf);
        String text = Files.readString(vcf);
        String altered = text.replaceFirst("(?m)^(chr[^\t]*\t[0-9]+\t[^\t]*\t)A", "$1G");
        assertThat(altered).hasSameSizeAs(text).isNotEqualTo(text);
        Files.writeString(vcf, altered);
        Files.setLastModifiedTime(vcf, time);
        assertQuerySucceeds("SELECT * FROM content.variants FOR VERSION AS OF 'proven'");
        assertQueryFails(
                "CALL genomics.system.verify_snapshot('content', 'proven')",
                ".*/content/single.vcf: the file is not the one of the version 'proven': it has other content, though its size and time are the same\\. Restore it, or make a new snapshot");
        Files.writeString(vcf, text);
        Files.setLastModifiedTime(vcf, time);
        assertUpdate("CALL genomics.system.verify_snapshot('content', 'proven')");

        touch(vcf);
        assertQueryFails("CALL genomics.system.verify_snapshot('content', 'proven')", ".*/content/single.vcf: the file is not the one of the version 'proven': it was modified at another time\\. .*");
        Files.delete(project.resolve("genes.bed"));
        assertQueryFails("CALL genomics.system.verify_snapshot('content', 'proven')", ".*/content/genes.bed: the file of the version 'proven' is gone\\. .*");
        assertQueryFails("CALL genomics.system.verify_snapshot('content', 'listed')", "The snapshot 'listed' was made without content_digest => true: .*");
        assertQueryFails("CALL genomics.system.verify_snapshot('content', 'none')", "The project content has no snapshot 'none'\\. .*");
        assertQueryFails("CALL genomics.system.verify_snapshot('content', '../listed')", "The name of a snapshot has ASCII letters, .*");
    }

    /**
     * What the layout leaves out is seen in the table of files, and is no part of a snapshot.
     */
    @Test
    void testLeftOutFiles()
            throws IOException
    {
        Path project = project("sorted");
        for (String folder : List.of("final", "draft")) {
            Files.createDirectories(project.resolve(folder));
            Files.copy(project.resolve("single.vcf"), project.resolve(folder + "/a.vcf"));
        }
        createCatalog("layout", Map.of("genomics.layout", "{schema}/final/**"));
        assertThat(query("SELECT file, format, in_layout, compression IS NULL FROM layout.sorted.files WHERE file LIKE '%/a.vcf' OR file LIKE '%/single.vcf'"))
                .skippingTypesCheck()
                .matches("VALUES ('local:///lake/sorted/draft/a.vcf', 'vcf', false, true), ('local:///lake/sorted/final/a.vcf', 'vcf', true, false), ('local:///lake/sorted/single.vcf', 'vcf', false, true)");
        assertThat(query("SELECT DISTINCT \"$path\" FROM layout.sorted.variants")).matches("VALUES VARCHAR 'local:///lake/sorted/final/a.vcf'");
        assertThat(query("SELECT count(*) FROM layout.sorted.files WHERE in_layout AND \"$path\" LIKE '%draft%'")).matches("VALUES BIGINT '0'");
        assertThat(query("SELECT count(*) FROM sorted.files WHERE NOT in_layout")).matches("VALUES BIGINT '0'");

        assertUpdate("CALL layout.system.create_snapshot('sorted', 'v1')");
        assertThat(query("SELECT file, in_layout FROM layout.sorted.files FOR VERSION AS OF 'v1'")).skippingTypesCheck().matches("VALUES ('local:///lake/sorted/final/a.vcf', true)");
        touch(project.resolve("draft/a.vcf"));
        assertQuerySucceeds("SELECT * FROM layout.sorted.variants FOR VERSION AS OF 'v1'");
    }

    @Test
    void testViewOnVersion()
            throws IOException
    {
        Path project = project("viewed");
        create("viewed", "release-1");
        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        getQueryRunner().installPlugin(new MockConnectorPlugin(MockConnectorFactory.builder()
                .withListSchemaNames(_ -> List.of("silver"))
                .withGetViews((_, _) -> ImmutableMap.of(
                        new SchemaTableName("silver", "release"), new ConnectorViewDefinition(
                                "SELECT chrom, pos, info.DP AS depth FROM genomics.viewed.variants FOR VERSION AS OF 'release-1'",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(
                                        new ViewColumn("chrom", VARCHAR.getTypeId(), Optional.empty()),
                                        new ViewColumn("pos", BIGINT.getTypeId(), Optional.empty()),
                                        new ViewColumn("depth", BIGINT.getTypeId(), Optional.empty())),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                List.of())))
                .build()));
        getQueryRunner().createCatalog("views", "mock", ImmutableMap.of());
        assertThat(query("SELECT count(*), sum(depth) FROM views.silver.release")).matches("VALUES (BIGINT '7', BIGINT '173')");
        assertThat(query("SELECT pos FROM views.silver.release WHERE chrom = 'chr2'")).matches("VALUES BIGINT '100', BIGINT '900'");
        assertThat((String) computeScalar("EXPLAIN SELECT pos FROM views.silver.release WHERE chrom = 'chr2'")).contains("viewed.variants version=release-1 constraint=chrom");

        touch(project.resolve("cohort.vcf"));
        assertQueryFails("SELECT * FROM views.silver.release", ".*/viewed/cohort.vcf: the file is not the one of the version 'release-1': .*");
    }

    /**
     * What the documentation shows, can be run.
     */
    @Test
    void testDocumentation()
            throws IOException
    {
        project("cardio");
        create("cardio", "draft");
        String text = Files.readString(Path.of("..", "docs", "snapshots.md"));
        Matcher blocks = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(text.substring(0, text.indexOf("## A lake on lakeFS")));
        int count = 0;
        while (blocks.find()) {
            for (String statement : blocks.group(1).split(";\n")) {
                // the documentation is older than the snapshots of the test
                computeActual(statement.replaceAll("(?m)^--.*$", "").replace(
                        "TIMESTAMP '2026-11-01 00:00:00 UTC'",
                        "from_iso8601_timestamp('%s')".formatted(computeScalar("SELECT to_iso8601(max(created)) FROM cardio.snapshots"))));
                count++;
            }
        }
        assertThat(count).isEqualTo(11);
        assertThat(query("SELECT name FROM cardio.snapshots")).matches("VALUES VARCHAR 'release-1', 'release-2'");
    }

    @Test
    void testProjectInUpperCase()
            throws IOException
    {
        Path project = project("Upper");
        create("upper", "v1");
        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        assertThat(computeScalar("SELECT count(*) FROM upper.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
    }

    @Test
    void testExplainAndInfo()
            throws Exception
    {
        Path project = project("told");
        create("told", "v1");
        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        assertThat((String) computeScalar("EXPLAIN SELECT chrom FROM told.variants FOR VERSION AS OF 'v1' WHERE chrom = 'chr1'")).contains("told.variants version=v1 constraint=chrom");
        assertThat((String) computeScalar("EXPLAIN SELECT chrom FROM told.variants")).contains("told.variants").doesNotContain("version=");
        // how many rows there may be, is known from the manifest alone
        createCatalog("estimating", Map.of());
        assertThat((String) computeScalar("EXPLAIN SELECT chrom FROM estimating.told.variants FOR VERSION AS OF 'v1'")).containsPattern("Estimates: \\{rows: [0-9]+");

        GenomicsInputInfo version = info("SELECT count(*) FROM told.variants FOR VERSION AS OF 'v1'");
        String digest = (String) computeScalar("SELECT digest FROM told.snapshots");
        assertThat(version.version()).contains("v1");
        assertThat(version.versionId()).contains(digest);
        assertThat(version.folder()).isEqualTo("local:///told/");
        assertThat(version.fileCount()).isEqualTo(2);
        assertThat(version.size()).isEqualTo(Files.size(project.resolve("cohort.vcf")) + Files.size(project.resolve("single.vcf")));
        assertThat(version.files()).extracting(InputFile::path).containsExactly("cohort.vcf", "single.vcf");
        assertThat(version.genolakeVersion()).isNotEmpty();

        GenomicsInputInfo current = info("SELECT count(*) FROM told.variants");
        assertThat(current.version()).isEmpty();
        assertThat(current.files()).extracting(InputFile::path).containsExactly("cohort.vcf", "later.vcf", "single.vcf");
        assertThat(current.filesDigest()).isNotEqualTo(version.filesDigest());

        // the same files are the same files, and the digest can be computed by anybody
        GenomicsInputInfo chosen = info("SELECT count(*) FROM told.variants WHERE \"$path\" NOT LIKE '%later%'");
        assertThat(chosen.filesDigest()).isEqualTo(version.filesDigest());
        StringBuilder lines = new StringBuilder();
        for (String name : List.of("cohort.vcf", "single.vcf")) {
            Path file = project.resolve(name);
            lines.append("%s\t%s\t%s\n".formatted(name, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
        }
        assertThat(version.filesDigest()).isEqualTo(sha256().hashString(lines, UTF_8).toString());
        assertThat(info("SELECT count(*) FROM told.files FOR VERSION AS OF 'v1'").filesDigest()).isEqualTo(digest);
        assertThat(info("SELECT count(*) FROM told.variants WHERE \"$file_size\" = 0").fileCount()).isEqualTo(0);
    }

    @Test
    void testInfoIsBounded()
            throws Exception
    {
        Path many = Files.createDirectories(lake.resolve("many"));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            names.add("file%03d.bed".formatted(i));
            Files.writeString(many.resolve(names.getLast()), "chr1\t1\t2\n");
        }
        GenomicsInputInfo info = info("SELECT count(*) FROM many.intervals");
        assertThat(info.fileCount()).isEqualTo(150);
        assertThat(info.files()).extracting(InputFile::path).isEqualTo(names.subList(0, GenomicsInputInfo.MAX_FILES));
        String digest = info.filesDigest();
        touch(many.resolve("file149.bed"));
        assertThat(info("SELECT  count(*) FROM many.intervals").filesDigest()).isNotEqualTo(digest);
    }

    private GenomicsInputInfo info(@Language("SQL") String sql)
            throws InterruptedException
    {
        computeActual(sql);
        return (GenomicsInputInfo) inputs.await(sql).getConnectorInfo().orElseThrow();
    }
}
