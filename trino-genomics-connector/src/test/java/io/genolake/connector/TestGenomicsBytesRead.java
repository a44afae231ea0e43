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

import io.trino.Session;
import io.trino.operator.OperatorStats;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.metrics.Metric;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryRunner;
import io.trino.testing.QueryRunner.MaterializedResultWithPlan;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.genolake.connector.LargeFiles.CONTIG_LENGTH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * What is read of large files: a region of them, and no more, also where the region comes from the other side of a join.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestGenomicsBytesRead
        extends AbstractTestQueryFramework
{
    private static final int VARIANT_SPACING = 2_000;
    private static final int READ_SPACING = 2_500;
    private static final int WIDE_SPACING = 500_000;
    private static final int WIDE_SAMPLES = 500;

    private Path lake;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        lake = Files.createTempDirectory("lake");
        closeAfterClass(() -> deleteRecursively(lake, ALLOW_INSECURE));
        Path large = Files.createDirectories(lake.resolve("large"));
        LargeFiles.writeVcf(large.resolve("large.vcf.gz"), VARIANT_SPACING, 200, 0);
        LargeFiles.writeBam(large.resolve("large.bam"), READ_SPACING);
        LargeFiles.writeVcf(Files.createDirectories(lake.resolve("wide")).resolve("wide.vcf.gz"), WIDE_SPACING, 10, WIDE_SAMPLES);
        LargeFiles.writeVcf(Files.createDirectories(lake.resolve("little")).resolve("little.vcf.gz"), 1_000_000, 10, 0);
        Files.writeString(Files.createDirectories(lake.resolve("targets")).resolve("genes.bed"),
                """
                chr1\t43044294\t43045000\tBRCA1
                chr2\t132315085\t132316000\tBRCA2
                """);
        DistributedQueryRunner.Builder<?> builder = GenomicsQueryRunner.builder(lake);
        dynamicFilteringOfTheDistribution().forEach(builder::addExtraProperty);
        return builder.build();
    }

    /**
     * The settings that a server of ours has: Trino's own are too small for some 10,000 regions.
     */
    private static Map<String, String> dynamicFilteringOfTheDistribution()
            throws IOException
    {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docker/etc/config.properties"))) {
            folder = requireNonNull(folder.getParent(), "docker/etc/config.properties is missing");
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("docker/etc/config.properties"))) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("dynamic-filtering."))
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    @Test
    void testRegionOfVcf()
            throws IOException
    {
        long size = size("large/large.vcf.gz");
        assertThat(size).isGreaterThan(20_000_000);

        for (String region : List.of(
                "chrom = 'chr1' AND pos BETWEEN 100000001 AND 100040000",
                "chrom = 'chr1' AND pos <= 100040000 AND end_pos >= 100000001",
                "in_region(chrom, pos, end_pos, 'chr1:100,000,001-100,040,000')")) {
            Scan scan = scan(getSession(), "SELECT count(*), max(info.DP), max(info.NOTE) FROM large.variants WHERE " + region);
            assertThat(scan.result().getMaterializedRows().getFirst().getField(0)).isEqualTo(20L);
            assertThat(scan.metric("bytes read")).as(region).isPositive().isLessThan(size / 100);
            assertThat(scan.metric("records decoded")).as(region).isLessThan(2_000);
        }

        // the comparison, so that the metric itself is held to something
        assertThat(scan(getSession(), "SELECT max(info.NOTE) FROM large.variants").metric("bytes read")).isGreaterThan(size * 9 / 10);
    }

    @Test
    void testRegionsOfVcf()
            throws IOException
    {
        Scan scan = scan(getSession(),
                """
                SELECT count(*), max(info.NOTE) FROM large.variants
                WHERE (chrom = 'chr1' AND pos <= 100040000 AND end_pos >= 100000001) OR (chrom = 'chr2' AND pos <= 5040000 AND end_pos >= 5000001)
                """);
        assertThat(scan.result().getMaterializedRows().getFirst().getField(0)).isEqualTo(40L);
        assertThat(scan.metric("bytes read")).isPositive().isLessThan(size("large/large.vcf.gz") / 50);
    }

    @Test
    void testRegionOfBam()
            throws IOException
    {
        long size = size("large/large.bam");
        assertThat(size).isGreaterThan(15_000_000);
        Scan scan = scan(getSession(), "SELECT count(*), max(seq) FROM large.alignments WHERE chrom = 'chr1' AND pos <= 100040000 AND end_pos >= 100000001");
        assertThat(scan.result().getMaterializedRows().getFirst().getField(0)).isEqualTo(17L);
        assertThat(scan.metric("bytes read")).isPositive().isLessThan(size / 100);
    }

    @Test
    void testJoinWithGenes()
            throws IOException
    {
        for (String distribution : List.of("BROADCAST", "PARTITIONED")) {
            for (String table : List.of("variants", "alignments")) {
                Scan scan = scan(distribution(distribution),
                        """
                        SELECT t.name, count(*)
                        FROM large.%s a JOIN (SELECT t.*, b.bin FROM targets.intervals t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b(bin)) t
                        ON a."$bin" = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                        GROUP BY t.name ORDER BY t.name
                        """.formatted(table));
                assertThat(scan.metric("bytes read"))
                        .as("%s, %s", table, distribution)
                        .isPositive()
                        .isLessThan(size(table.equals("variants") ? "large/large.vcf.gz" : "large/large.bam") / 100);
                assertThat(scan.result()).as("%s, %s", table, distribution).isEqualTo(computeActual(
                        """
                        SELECT t.name, count(*)
                        FROM large.%s a JOIN targets.intervals t
                        ON a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                        GROUP BY t.name ORDER BY t.name
                        """.formatted(table)));
            }
        }
    }

    @Test
    void testJoinWithTwentyThousandTargets()
            throws IOException
    {
        // all of them in a twentieth of the file: a range of their bins would be the whole of it, because the ancestors' are in the range, too
        for (String distribution : List.of("BROADCAST", "PARTITIONED")) {
            Scan scan = scan(distribution(distribution),
                    """
                    WITH targets AS (
                        SELECT 'chr1' AS chrom, 100000000 + i * 1000 AS pos, 100000100 + i * 1000 AS end_pos
                        FROM UNNEST(sequence(0, 9999)) AS a(x) CROSS JOIN UNNEST(ARRAY[x, x + 10000]) AS b(i))
                    SELECT count(*)
                    FROM large.variants a JOIN (SELECT t.*, b.bin FROM targets t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b(bin)) t
                    ON a."$bin" = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                    """);
            // every other target begins at a record
            assertThat(scan.result().getOnlyValue()).as(distribution).isEqualTo(10_000L);
            assertThat(scan.metric("bytes read")).as(distribution).isPositive().isLessThan(size("large/large.vcf.gz") / 10);
        }
    }

    @Test
    void testDynamicFilterIsOnTheRawScan()
    {
        assertThat(estimatedRows("little")).isLessThan(10_000);
        assertThat(estimatedRows("large")).isGreaterThan(500_000);
        for (String project : List.of("little", "large")) {
            for (String distribution : List.of("BROADCAST", "PARTITIONED", "AUTOMATIC")) {
                String plan = (String) computeActual(distribution(distribution),
                        """
                        EXPLAIN SELECT a.*
                        FROM %s.variants a JOIN (SELECT t.*, b.bin FROM targets.intervals t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b(bin)) t
                        ON a."$bin" = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                        """.formatted(project)).getOnlyValue();
                assertThat(plan).as("%s, %s", project, distribution)
                        .containsPattern("table = genomics:%s\\.variants[^\\n]*dynamicFilters = \\{[^\\n]*bin".formatted(project));
            }
        }
    }

    private double estimatedRows(String project)
    {
        // so that the headers are known, which the estimate is made from
        computeActual("SELECT count(*) FROM %s.samples".formatted(project));
        List<?> summary = computeActual("SHOW STATS FOR %s.variants".formatted(project)).getMaterializedRows().getLast().getFields();
        return (Double) summary.get(4);
    }

    @Test
    void testOneSampleOfMany()
    {
        long records = 2L * (CONTIG_LENGTH / WIDE_SPACING);
        Scan one = scan(getSession(), "SELECT count(*), max(format.DP) FROM wide.genotypes WHERE sample = 'S7'");
        assertThat(one.result().getMaterializedRows().getFirst().getField(0)).isEqualTo(records);
        assertThat(one.metric("sample columns decoded")).isEqualTo(records);

        Scan three = scan(getSession(), "SELECT count(*), max(format.DP) FROM wide.genotypes WHERE sample IN ('S0', 'S250', 'S499', 'other')");
        assertThat(three.result().getMaterializedRows().getFirst().getField(0)).isEqualTo(3 * records);
        assertThat(three.metric("sample columns decoded")).isEqualTo(3 * records);

        Scan none = scan(getSession(), "SELECT count(*) FROM wide.genotypes WHERE sample = 'other'");
        assertThat(none.result().getOnlyValue()).isEqualTo(0L);
        assertThat(none.metric("bytes read")).isZero();

        assertThat(scan(getSession(), "SELECT max(format.DP) FROM wide.genotypes").metric("sample columns decoded")).isEqualTo(WIDE_SAMPLES * records);
    }

    @Test
    void testCountComesFromTheIndex()
    {
        long reads = 2L * ((CONTIG_LENGTH - 100) / READ_SPACING);
        Scan all = scan(getSession(), "SELECT count(*) FROM large.alignments");
        assertThat(all.result().getOnlyValue()).isEqualTo(reads);
        assertThat(all.metric("bytes read")).isZero();

        // htsjdk's TBI has no counts
        Scan lines = scan(getSession(), "SELECT count(*) FROM large.variants");
        assertThat(lines.result().getOnlyValue()).isEqualTo(computeScalar("SELECT count(pos) FROM large.variants"));
        assertThat(lines.metric("bytes read")).isPositive();

        // indexes of BAM do not agree on the contig of a read without position
        Scan readsByContig = scan(getSession(), "SELECT chrom, count(*) FROM large.alignments GROUP BY chrom ORDER BY chrom");
        assertThat(readsByContig.result().getMaterializedRows()).extracting(row -> row.getField(1)).containsExactly(reads / 2, reads / 2);
        assertThat(readsByContig.metric("bytes read")).isPositive();

        // what an index does not know is counted
        Scan filtered = scan(getSession(), "SELECT count(*) FROM large.alignments WHERE mapq = 60");
        assertThat(filtered.result().getOnlyValue()).isEqualTo(reads);
        assertThat(filtered.metric("bytes read")).isPositive();
    }

    @Test
    void testLimitStopsEarly()
            throws IOException
    {
        Scan scan = scan(getSession(), "SELECT info.NOTE FROM large.variants LIMIT 5");
        assertThat(scan.result().getRowCount()).isEqualTo(5);
        assertThat(scan.metric("bytes read")).isLessThan(size("large/large.vcf.gz") / 2);
    }

    private long size(String file)
            throws IOException
    {
        return Files.size(lake.resolve(file));
    }

    private Session distribution(String distribution)
    {
        return Session.builder(getSession())
                .setSystemProperty("join_distribution_type", distribution)
                .build();
    }

    /**
     * A query's result, and what its scans did.
     */
    private record Scan(MaterializedResult result, List<OperatorStats> operators)
    {
        /**
         * The sum over all scans; a scan that had nothing to do reports nothing.
         */
        long metric(String name)
        {
            return operators.stream()
                    .map(operator -> operator.getConnectorMetrics().getMetrics().get(name))
                    .filter(Objects::nonNull)
                    .mapToLong(Scan::total)
                    .sum();
        }

        private static long total(Metric<?> metric)
        {
            return ((LongCount) metric).getTotal();
        }
    }

    private Scan scan(Session session, @Language("SQL") String sql)
    {
        MaterializedResultWithPlan result = getDistributedQueryRunner().executeWithPlan(session, sql);
        List<OperatorStats> operators = getDistributedQueryRunner().getCoordinator()
                .getQueryManager()
                .getFullQueryInfo(result.queryId())
                .getQueryStats()
                .getOperatorSummaries();
        return new Scan(result.result(), operators);
    }
}
