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
import io.genolake.testing.s3.Fault;
import io.genolake.testing.s3.S3Request;
import io.genolake.testing.s3.S3Request.Operation;
import io.genolake.testing.s3.S3Server;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.Math.max;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * A lake in an object store: what is asked of it, and what comes of its failures.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestGenomicsS3
        extends AbstractTestQueryFramework
{
    private static final long MEGABYTE = 1L << 20;
    private static final int BGZF_BLOCK = 1 << 16;
    private static final int RETRIES = 2;
    private static final int LISTED_OBJECTS = 100_000;
    private static final Optional<Fault> SOUND = Optional.empty();

    private Path store;
    private Path lake;
    private S3Server server;
    private int catalogs;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        store = Files.createTempDirectory("store");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        lake = Files.createDirectories(store.resolve("bucket/lake"));
        Path vcf = Files.createDirectories(lake.resolve("vcf"));
        LargeFiles.writeVcf(vcf.resolve("large.vcf.gz"), 4_000, 230, 0);
        Path bam = Files.createDirectories(lake.resolve("bam"));
        LargeFiles.writeBam(bam.resolve("large.bam"), 2_500);
        Path small = Files.createDirectories(lake.resolve("small"));
        LargeFiles.writeVcf(small.resolve("small.vcf.gz"), 1_000_000, 10, 3);
        Files.writeString(small.resolve("genes.bed"), "chr1\t43044294\t43125483\tBRCA1\n");
        server = closeAfterClass(new S3Server(store));
        return GenomicsQueryRunner.builder("s3://bucket/lake", server.endpoint())
                // so that each file is read by one node
                .setWorkerCount(0)
                .build();
    }

    @AfterEach
    void repair()
    {
        server.setFaults(_ -> SOUND);
    }

    /**
     * A catalog that knows nothing yet.
     */
    private String newCatalog(Map<String, String> properties)
    {
        catalogs++;
        String name = "catalog" + catalogs;
        getQueryRunner().createCatalog(name, "genomics", properties);
        return name;
    }

    private String newCatalog(String location, String... properties)
    {
        ImmutableMap.Builder<String, String> builder = ImmutableMap.<String, String>builder()
                .putAll(GenomicsQueryRunner.onS3(location, server.endpoint()));
        for (int i = 0; i < properties.length; i += 2) {
            builder.put(properties[i], properties[i + 1]);
        }
        return newCatalog(builder.buildOrThrow());
    }

    /**
     * What a statement fails with; {@code %s} is the catalog.
     */
    private String failure(String catalog, @Language("SQL") String sql)
    {
        try {
            computeActual(sql.formatted(catalog));
        }
        catch (RuntimeException e) {
            return e.getMessage();
        }
        throw new AssertionError("did not fail: " + sql);
    }

    @Test
    void testSameAnswersAsOnDisk()
    {
        String disk = newCatalog(GenomicsQueryRunner.onDisk(lake));
        String s3 = newCatalog("s3://bucket/lake");
        for (String query : List.of(
                "SELECT count(*), count(DISTINCT pos), checksum(info.NOTE), sum(info.DP) FROM %s.vcf.variants",
                "SELECT count(*), checksum(qname), checksum(seq), checksum(qual), sum(pos) FROM %s.bam.alignments",
                "SELECT chrom, pos, info.NOTE FROM %s.vcf.variants WHERE in_region(chrom, pos, end_pos, 'chr2:150,000,000-150,020,000') ORDER BY pos",
                "SELECT chrom, pos, qname, seq FROM %s.bam.alignments WHERE chrom = 'chr2' AND pos BETWEEN 150000000 AND 150020000 ORDER BY pos, qname",
                "SELECT sample, count(*), sum(dosage), sum(format.DP) FROM %s.small.genotypes GROUP BY sample ORDER BY sample",
                "SELECT count(*) FROM %s.bam.alignments",
                "SELECT * FROM %s.small.intervals",
                "SELECT format, size, compression, index_state FROM %s.small.files ORDER BY size",
                "SELECT sample FROM %s.small.samples ORDER BY sample",
                "SELECT key, id, description FROM %s.small.header_lines ORDER BY 1, 2, 3",
                "SELECT count(*) FROM %s.small.problems")) {
            assertThat(computeActual(query.formatted(s3)).getMaterializedRows()).as(query).isEqualTo(computeActual(query.formatted(disk)).getMaterializedRows());
        }
    }

    @Test
    void testRegionOfVcf()
            throws IOException
    {
        assertRegionIsCheap("vcf", "large.vcf.gz", ".tbi", "SELECT count(*), max(info.NOTE) FROM %s.vcf.variants WHERE in_region(chrom, pos, end_pos, '%s')");
    }

    @Test
    void testRegionOfBam()
            throws IOException
    {
        assertRegionIsCheap("bam", "large.bam", ".bai", "SELECT count(*), max(seq) FROM %s.bam.alignments WHERE in_region(chrom, pos, end_pos, '%s')");
    }

    private void assertRegionIsCheap(String project, String file, String indexExtension, @Language("SQL") String sql)
            throws IOException
    {
        Path data = lake.resolve(project).resolve(file);
        Path index = Files.exists(data.resolveSibling(file + indexExtension))
                ? data.resolveSibling(file + indexExtension)
                : data.resolveSibling(file.substring(0, file.lastIndexOf('.')) + indexExtension);
        String catalog = newCatalog("s3://bucket/lake");
        server.startRecording();
        // a record begins every 4,000 or 2,500 bases
        assertThat(computeActual(sql.formatted(catalog, "chr1:100000000-100000099")).getMaterializedRows().getFirst().getField(0)).isEqualTo(1L);
        assertThat(server.requests(Operation.GET)).hasSizeLessThanOrEqualTo(4);
        assertThat(server.requests(Operation.GET).stream().mapToLong(S3Request::length).sum()).isLessThan(Files.size(index) + MEGABYTE);

        for (String region : List.of("chr1:100020000-100020099", "chr2:5000000-5000099", "chr1:160000000-160000099")) {
            server.startRecording();
            assertThat(computeActual(sql.formatted(catalog, region)).getMaterializedRows().getFirst().getField(0)).isEqualTo(1L);
            assertThat(server.requests(Operation.GET)).as(region).hasSize(1);
            assertThat(server.requests(Operation.HEAD)).as(region).isEmpty();
            assertThat(server.requests(Operation.GET).getFirst().length()).isLessThan(MEGABYTE);
        }
    }

    @Test
    void testRegionsThatAreClose()
    {
        String catalog = newCatalog("s3://bucket/lake");
        @Language("SQL") String sql = "SELECT count(*), max(info.NOTE) FROM %s.vcf.variants WHERE chrom = 'chr1' AND (pos BETWEEN 4000 AND 8000 OR pos BETWEEN %s AND %s)";
        computeActual(sql.formatted(catalog, 400_000, 404_000));
        server.startRecording();
        assertThat(computeActual(sql.formatted(catalog, 2_000_000, 2_004_000)).getMaterializedRows().getFirst().getField(0)).isEqualTo(4L);
        assertThat(server.requests(Operation.GET)).hasSize(1);
        server.startRecording();
        assertThat(computeActual(sql.formatted(catalog, 100_000_000, 100_004_000)).getMaterializedRows().getFirst().getField(0)).isEqualTo(4L);
        assertThat(server.requests(Operation.GET)).hasSize(2);
        assertThat(server.requests(Operation.GET).stream().mapToLong(S3Request::length).sum()).isLessThan(MEGABYTE);
    }

    @Test
    void testFullScan()
            throws IOException
    {
        assertReadOnce("vcf", "large.vcf.gz", "SELECT count(*), max(info.NOTE) FROM %s.vcf.variants");
        assertReadOnce("bam", "large.bam", "SELECT count(*), max(seq) FROM %s.bam.alignments");
    }

    private void assertReadOnce(String project, String file, @Language("SQL") String sql)
            throws IOException
    {
        long size = Files.size(lake.resolve(project).resolve(file));
        String catalog = newCatalog("s3://bucket/lake");
        // so that header and index are known
        computeActual("SELECT count(*) FROM %s.%s.files WHERE index_state = 'ok'".formatted(catalog, project));
        computeActual((sql + " WHERE chrom = 'chr1' AND pos < 10000").formatted(catalog));
        server.startRecording();
        computeActual(sql.formatted(catalog));
        List<S3Request> reads = server.requests(Operation.GET).stream()
                .sorted(Comparator.comparingLong(S3Request::begin))
                .toList();
        List<Long> shorter = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            assertThat(reads.get(i).key()).endsWith(file);
            if (reads.get(i).length() < 8 * MEGABYTE) {
                shorter.add(reads.get(i).end());
            }
            if (i > 0) {
                // the blocks on the border of two splits are of both
                assertThat(reads.get(i).begin()).isLessThanOrEqualTo(reads.get(i - 1).end()).isGreaterThanOrEqualTo(reads.get(i - 1).end() - 2 * BGZF_BLOCK);
            }
        }
        // the last of the file
        assertThat(shorter).hasSizeLessThanOrEqualTo(1).allMatch(end -> end == size);
        assertThat(reads.getLast().end()).isEqualTo(size);
    }

    @Test
    void testStoreRecovers()
    {
        String catalog = newCatalog("s3://bucket/lake");
        @Language("SQL") String sql = "SELECT count(*), checksum(info.NOTE) FROM %s.vcf.variants".formatted(catalog);
        List<?> expected = computeActual(sql).getMaterializedRows();
        for (Fault fault : List.of(new Fault.SlowDown(), new Fault.Reset(0), new Fault.Reset(3 * MEGABYTE))) {
            Map<Long, AtomicInteger> tries = new ConcurrentHashMap<>();
            server.setFaults(request -> request.operation() == Operation.GET && tries.computeIfAbsent(request.begin(), _ -> new AtomicInteger()).incrementAndGet() < 3
                    ? Optional.of(fault)
                    : SOUND);
            assertThat(computeActual(sql).getMaterializedRows()).as(fault.toString()).isEqualTo(expected);
            assertThat(tries.values()).as(fault.toString()).isNotEmpty().allMatch(count -> count.get() == 3);
        }
        AtomicInteger stalls = new AtomicInteger();
        server.setFaults(request -> request.operation() == Operation.GET && stalls.incrementAndGet() == 1 ? Optional.of(new Fault.Stall(MEGABYTE)) : SOUND);
        assertThat(computeActual(sql).getMaterializedRows()).isEqualTo(expected);
        assertThat(stalls.get()).isGreaterThan(1);
    }

    @Test
    void testStoreStaysBroken()
    {
        for (Fault fault : List.of(new Fault.SlowDown(), new Fault.Reset(10), new Fault.Stall(10), new Fault.Trickle(100))) {
            String catalog = newCatalog("s3://bucket/lake", "s3.max-error-retries", Integer.toString(RETRIES));
            server.setFaults(request -> request.operation() == Operation.GET && request.key().endsWith(".vcf.gz") ? Optional.of(fault) : SOUND);
            server.startRecording();
            assertThat(failure(catalog, "SELECT max(info.NOTE) FROM %s.small.variants"))
                    .as(fault.toString())
                    .contains("s3://bucket/lake/small/small.vcf.gz: cannot be read: ");
            assertThat(server.requests(Operation.GET)).as(fault.toString()).hasSizeLessThanOrEqualTo(max(RETRIES, 2));
        }
    }

    @Test
    void testReplacedBetweenReads()
            throws Exception
    {
        Path project = Files.createDirectories(lake.resolve("replaced"));
        Path object = project.resolve("replaced.vcf.gz");
        for (boolean sameTime : new boolean[] {false, true}) {
            Files.copy(lake.resolve("vcf/large.vcf.gz"), object, REPLACE_EXISTING);
            Files.copy(lake.resolve("vcf/large.vcf.gz.tbi"), project.resolve("replaced.vcf.gz.tbi"), REPLACE_EXISTING);
            FileTime modified = Files.getLastModifiedTime(object);
            // as long as the first one, and as sound
            Path other = store.resolve("other.vcf.gz");
            Files.copy(object, other, REPLACE_EXISTING);
            Instant second = Instant.ofEpochSecond(modified.toInstant().getEpochSecond());
            Files.setLastModifiedTime(object, FileTime.from(second));
            Files.setLastModifiedTime(other, FileTime.from(sameTime ? second.plusMillis(1) : second.plusSeconds(60)));
            // one split of two reads
            String catalog = newCatalog("s3://bucket/lake", "genomics.metadata-cache-ttl", "1h");
            @Language("SQL") String sql = "SELECT count(*), max(info.NOTE) FROM %s.replaced.variants WHERE chrom = 'chr1' AND (pos BETWEEN 4000 AND 8000 OR pos BETWEEN 190000000 AND 190004000)";
            server.startRecording();
            assertThat(computeActual(sql.formatted(catalog)).getMaterializedRows().getFirst().getField(0)).isEqualTo(4L);
            assertThat(server.requests(Operation.GET)).hasSize(5);
            AtomicInteger reads = new AtomicInteger();
            server.setFaults(request -> {
                if (request.operation() == Operation.GET && reads.incrementAndGet() == 2) {
                    move(other, object);
                }
                return SOUND;
            });
            assertThat(failure(catalog, sql))
                    .as("same time: %s", sameTime)
                    .contains("s3://bucket/lake/replaced/replaced.vcf.gz: the file has changed since it was listed");
            server.setFaults(_ -> SOUND);
        }
    }

    @Test
    void testReplacedSinceListing()
            throws Exception
    {
        Path project = Files.createDirectories(lake.resolve("changed"));
        Path object = project.resolve("changed.vcf");
        for (String content : List.of("1000", "1001", "100001")) {
            Files.writeString(object, "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t1000\t.\tA\tC\t.\t.\t.\n");
            Files.setLastModifiedTime(object, FileTime.from(Instant.ofEpochSecond(1_000_000)));
            String catalog = newCatalog("s3://bucket/lake", "genomics.metadata-cache-ttl", "1h");
            computeActual("SELECT count(*) FROM %s.changed.files WHERE size > 0".formatted(catalog));
            Files.writeString(object, "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t%s\t.\tA\tC\t.\t.\t.\n".formatted(content));
            assertThat(failure(catalog, "SELECT * FROM %s.changed.variants")).contains("changed.vcf: the file has changed since it was listed");
            Files.delete(object);
            assertThat(failure(catalog, "SELECT * FROM %s.changed.variants")).contains("changed.vcf: the file is gone since it was listed");
        }
    }

    private static void move(Path from, Path to)
    {
        try {
            Files.move(from, to, ATOMIC_MOVE);
        }
        catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void testListingIsReadOnce()
            throws IOException
    {
        Path project = Files.createDirectories(store.resolve("listing/many"));
        for (int i = 0; i < LISTED_OBJECTS; i++) {
            Files.createFile(project.resolve("notes%s.txt".formatted(i)));
        }
        Files.copy(lake.resolve("small/genes.bed"), project.resolve("genes.bed"));
        String catalog = newCatalog("s3://listing", "genomics.metadata-cache-ttl", "1h");
        server.startRecording();
        assertThat(computeScalar("SELECT count(*) FROM %s.many.files".formatted(catalog))).isEqualTo(LISTED_OBJECTS + 1L);
        assertThat(server.requests(Operation.LIST)).hasSizeBetween(LISTED_OBJECTS / 1000, LISTED_OBJECTS / 1000 + 5);
        server.startRecording();
        assertThat(computeScalar("SELECT name FROM %s.many.intervals".formatted(catalog))).isEqualTo("BRCA1");
        assertThat(computeScalar("SELECT count(*) FROM %s.many.files".formatted(catalog))).isEqualTo(LISTED_OBJECTS + 1L);
        assertThat(server.requests(Operation.LIST)).isEmpty();
        // the one file that has records is read for them, and the others are not looked at
        assertThat(server.requests(Operation.GET)).extracting(S3Request::key).containsOnly("many/genes.bed");
    }

    @Test
    void testStoreIsAway()
            throws IOException
    {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        String away = newCatalog(GenomicsQueryRunner.onS3("s3://bucket/lake", nobody));
        assertThat(failure(away, "SELECT count(*) FROM %s.small.variants")).contains("s3://bucket/lake", "127.0.0.1:" + nobody.getPort());
    }
}
