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
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryFailedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.assumeTools;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * The table functions over intervals against samtools and bedtools, on random intervals and on the reads of a real file.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestIntervalFunctions
{
    // seed of the intervals
    private static final int SEED = 11;

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        this.lake = lake;
        Random random = new Random(SEED);
        // few, many and long ones; the last has contigs that the others have not
        write("a", intervals(random, 400, 20_000, 60, List.of("chr1", "chr2")));
        write("b", intervals(random, 3000, 8_000, 400, List.of("chr1", "chr2", "chr10")));
        write("c", intervals(random, 60, 200_000, 9, List.of("chr2", "chr3")));
        queryRunner = GenomicsQueryRunner.builder(lake)
                .setWorkerCount(1)
                // tests add files
                .addGenomicsProperty("genomics.metadata-cache-ttl", "0s")
                .build();
    }

    @AfterAll
    void tearDown()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    private void write(String name, List<String> lines)
            throws IOException
    {
        Files.createDirectories(lake.resolve("beds"));
        Files.writeString(bed(name), String.join("\n", lines) + "\n", UTF_8);
    }

    private Path bed(String name)
    {
        return lake.resolve("beds").resolve(name + ".bed");
    }

    private static List<String> intervals(Random random, int count, int positions, int length, List<String> contigs)
    {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int start = random.nextInt(positions);
            lines.add("%s\t%s\t%s\tn%s".formatted(contigs.get(random.nextInt(contigs.size())), start, start + 1 + random.nextInt(length), i));
        }
        return lines;
    }

    private static String input(String columns, String files)
    {
        return "TABLE(SELECT %s FROM %s.beds.intervals WHERE %s) PARTITION BY chrom ORDER BY pos".formatted(columns, CATALOG, files);
    }

    private static String of(String name)
    {
        return "\"$path\" LIKE '%%/%s.bed'".formatted(name);
    }

    @Test
    void testMerge()
    {
        assumeTools("bedtools", "sort");
        for (String name : List.of("a", "b", "c")) {
            for (int gap : new int[] {0, 1, 7, 500}) {
                assertRows(
                        "SELECT chrom, pos - 1, end_pos, intervals FROM TABLE(%s.functions.interval_merge(input => %s, max_gap => %s))".formatted(CATALOG, input("chrom, pos, end_pos", of(name)), gap),
                        run("bash", "-c", "sort -k1,1 -k2,2n %s | bedtools merge -d %s -c 4 -o count -i -".formatted(bed(name), gap)));
            }
        }
    }

    @Test
    void testAggregatedMerge()
    {
        assumeTools("bedtools", "sort");
        for (String name : List.of("a", "b", "c")) {
            assertRows(
                    "SELECT chrom, i.pos - 1, i.end_pos FROM (SELECT chrom, merge_intervals(pos, end_pos, 7) m FROM %s.beds.intervals WHERE %s GROUP BY chrom) CROSS JOIN UNNEST(m) i (pos, end_pos)".formatted(CATALOG, of(name)),
                    run("bash", "-c", "sort -k1,1 -k2,2n %s | bedtools merge -d 7 -i -".formatted(bed(name))));
        }
    }

    @Test
    void testCoverage()
            throws IOException
    {
        assumeTools("bedtools", "sort");
        Path contigs = Files.writeString(lake.resolve("contigs.txt"), "chr1\t300000\nchr10\t300000\nchr2\t300000\nchr3\t300000\n");
        for (String name : List.of("a", "b", "c")) {
            List<String> expected = run("bash", "-c", "sort -k1,1 -k2,2n %s | bedtools genomecov -bg -g %s -i -".formatted(bed(name), contigs));
            assertRows(
                    "SELECT chrom, pos - 1, end_pos, depth FROM TABLE(%s.functions.interval_coverage(input => %s))".formatted(CATALOG, input("chrom, pos, end_pos", of(name))),
                    expected);
            // the same base by base, and by window
            List<String> bases = new ArrayList<>();
            Map<String, Long> sums = new HashMap<>();
            for (String line : expected) {
                String[] fields = line.split("\t");
                for (long pos = Long.parseLong(fields[1]) + 1; pos <= Long.parseLong(fields[2]); pos++) {
                    bases.add("%s\t%s\t%s".formatted(fields[0], pos, fields[3]));
                    sums.merge("%s\t%s\t%s".formatted(fields[0], (pos - 1) / 300 * 300 + 1, ((pos - 1) / 300 + 1) * 300), Long.parseLong(fields[3]), Long::sum);
                }
            }
            assertRows("SELECT chrom, pos, depth FROM TABLE(%s.functions.depth(input => %s))".formatted(CATALOG, input("chrom, pos, end_pos", of(name))), bases);
            List<String> windows = sums.entrySet().stream().map(entry -> entry.getKey() + "\t" + entry.getValue()).toList();
            assertRows("SELECT chrom, pos, end_pos, CAST(round(depth * 300) AS bigint) FROM TABLE(%s.functions.depth(input => %s, window => 300))".formatted(CATALOG, input("chrom, pos, end_pos", of(name))), windows);
            assertRows(
                    "SELECT chrom, w.pos, w.end_pos, CAST(round(w.depth * 300) AS bigint) FROM (SELECT chrom, coverage_depth(pos, end_pos, 300) m FROM %s.beds.intervals WHERE %s GROUP BY chrom) CROSS JOIN UNNEST(m) w (pos, end_pos, depth) WHERE w.depth > 0".formatted(CATALOG, of(name)),
                    windows);
        }
    }

    @Test
    void testDepthHistogram()
            throws IOException
    {
        assumeTools("bedtools");
        Path region = Files.writeString(lake.resolve("region.txt"), "chr1\t2000\t7000\n");
        Map<Long, Long> expected = new TreeMap<>();
        for (String line : run("bedtools", "coverage", "-hist", "-a", region.toString(), "-b", bed("b").toString())) {
            String[] fields = line.split("\t");
            if (fields[0].equals("chr1")) {
                expected.put(Long.parseLong(fields[3]), Long.parseLong(fields[4]));
            }
        }
        assertThat(queryRunner.execute("SELECT coverage_depth(pos, end_pos, 2001, 7000) FROM %s.beds.intervals WHERE chrom = 'chr1' AND %s".formatted(CATALOG, of("b"))).getOnlyValue()).isEqualTo(expected);
    }

    @Test
    void testNearest()
    {
        assumeTools("bedtools", "sort");
        for (String[] names : new String[][] {{"a", "b"}, {"b", "a"}, {"a", "c"}, {"c", "a"}, {"b", "c"}, {"c", "b"}}) {
            List<String> expected = run("bash", "-c", "bedtools closest -d -t all -a <(sort -k1,1 -k2,2n %s) -b <(sort -k1,1 -k2,2n %s)".formatted(bed(names[0]), bed(names[1]))).stream()
                    .map(line -> line.split("\t"))
                    .map(fields -> fields[4].equals(".")
                            ? "%s\t%s\t%s\t%s\tnull\tnull\tnull\tnull".formatted(fields[0], fields[1], fields[2], fields[3])
                            : "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s".formatted(fields[0], fields[1], fields[2], fields[3], fields[5], fields[6], fields[7], fields[8]))
                    .toList();
            assertRows(
                    """
                    SELECT chrom, pos - 1, end_pos, name, nearest_pos - 1, nearest_end_pos, nearest_name, distance
                    FROM TABLE(%s.functions.nearest(input => %s))
                    """.formatted(CATALOG, input("chrom, pos, end_pos, name, %s AS is_target".formatted(of(names[1])), "%s OR %s".formatted(of(names[0]), of(names[1])))),
                    expected);
        }
        // names are not needed, and rows without a position are kept
        assertRows(
                """
                SELECT chrom, pos, end_pos, nearest_pos, nearest_end_pos, distance
                FROM TABLE(%s.functions.nearest(input => TABLE(
                    SELECT * FROM (VALUES ('x', BIGINT '5', BIGINT '6', false), ('x', NULL, NULL, false), ('x', NULL, NULL, true), ('y', 9, 8, false), ('x', 6, 6, true), ('x', 8, 9, true), ('y', 12, 13, true), ('y', 7, 7, NULL)) t (chrom, pos, end_pos, is_target)
                ) PARTITION BY chrom ORDER BY pos))
                """.formatted(CATALOG),
                List.of("x\t5\t6\t6\t6\t0", "x\tnull\tnull\tnull\tnull\tnull", "y\t9\t8\t12\t13\t3", "y\t7\t7\t12\t13\t5"));
    }

    @Test
    void testDepthOfReads()
    {
        Path data = realFiles();
        assumeTools("samtools");
        Path file = data.resolve("bam/NA12878_S1.chr20.10_10p1mb.bam");
        if (!Files.exists(lake.resolve("reads"))) {
            TestingFiles.copy(file, lake.resolve("reads"));
        }
        // the span of a read, deletions included
        List<String> expected = run("samtools", "depth", "-J", file.toString());
        String reads = "TABLE(SELECT chrom, pos, end_pos FROM %s.reads.alignments WHERE bitwise_and(flag, 1796) = 0) PARTITION BY chrom ORDER BY pos".formatted(CATALOG);
        assertThat(expected).hasSizeGreaterThan(90_000);
        assertRows("SELECT chrom, pos, depth FROM TABLE(%s.functions.depth(input => %s))".formatted(CATALOG, reads), expected);

        // by windows, of which each is a partition: what a read covers of it is cut out of the read
        assertRows(
                """
                SELECT chrom, pos, depth
                FROM TABLE(%s.functions.depth(input => TABLE(
                    SELECT chrom, w, greatest(pos, w * 20000 + 1) AS pos, least(end_pos, (w + 1) * 20000) AS end_pos
                    FROM %s.reads.alignments CROSS JOIN UNNEST(sequence((pos - 1) / 20000, (end_pos - 1) / 20000)) u (w)
                    WHERE bitwise_and(flag, 1796) = 0
                ) PARTITION BY (chrom, w) ORDER BY pos))
                """.formatted(CATALOG, CATALOG),
                expected);
    }

    @Test
    void testInput()
    {
        assertFails("depth", "TABLE(SELECT 'x' AS chrom, BIGINT '1' AS pos, BIGINT '2' AS end_pos)", "depth: the input has to be ordered by pos: TABLE(SELECT chrom, pos, end_pos ...) PARTITION BY chrom ORDER BY pos");
        assertFails("depth", "TABLE(SELECT 'x' AS chrom, BIGINT '1' AS pos, BIGINT '2' AS end_pos) ORDER BY end_pos", "depth: the input has to be ordered by pos: TABLE(SELECT chrom, pos, end_pos ...) PARTITION BY chrom ORDER BY pos");
        assertFails("depth", "TABLE(SELECT 'x' AS chrom, BIGINT '1' AS pos, BIGINT '2' AS end_pos) ORDER BY pos", "depth: the input has a column chrom and is not partitioned by it: TABLE(SELECT chrom, pos, end_pos ...) PARTITION BY chrom ORDER BY pos");
        assertFails("interval_merge", "TABLE(SELECT BIGINT '1' AS pos) ORDER BY pos", "interval_merge: the input has no column end_pos");
        assertFails("interval_merge", "TABLE(SELECT BIGINT '1' AS pos, 2 AS end_pos) ORDER BY pos", "interval_merge: the column end_pos of the input is integer: cast it to bigint");
        assertFails("nearest", "TABLE(SELECT BIGINT '1' AS pos, BIGINT '2' AS end_pos) ORDER BY pos", "nearest: the input has no column is_target");
        assertFails("interval_coverage", "TABLE(SELECT BIGINT '5' AS pos, BIGINT '2' AS end_pos) ORDER BY pos", "interval_coverage: not an interval: pos is 5 and end_pos is 2");
        assertFails("interval_coverage", "TABLE(SELECT * FROM (VALUES (BIGINT '5', BIGINT '6'), (7, 8)) t (pos, end_pos)) ORDER BY pos DESC", "interval_coverage: the input is not in ascending order of pos: 5 comes after 7");
        assertThatThrownBy(() -> queryRunner.execute("SELECT * FROM TABLE(%s.functions.depth(TABLE(SELECT BIGINT '1' AS pos, BIGINT '2' AS end_pos) ORDER BY pos, 0))".formatted(CATALOG)))
                .hasMessage("depth: window is a number of bases from 1: 0");
        assertThatThrownBy(() -> queryRunner.execute("SELECT * FROM TABLE(%s.functions.interval_merge(TABLE(SELECT BIGINT '1' AS pos, BIGINT '2' AS end_pos) ORDER BY pos, -1))".formatted(CATALOG)))
                .hasMessage("interval_merge: max_gap is a number of bases from 0: -1");
        // nothing in, nothing out; an interval of no bases covers none
        assertRows("SELECT * FROM TABLE(%s.functions.depth(TABLE(SELECT BIGINT '1' AS pos, BIGINT '2' AS end_pos WHERE random() > 2) ORDER BY pos))".formatted(CATALOG), List.of());
        assertRows("SELECT * FROM TABLE(%s.functions.depth(TABLE(SELECT BIGINT '6' AS pos, BIGINT '5' AS end_pos) ORDER BY pos))".formatted(CATALOG), List.of());
        assertRows("SELECT * FROM TABLE(%s.functions.depth(TABLE(SELECT CAST(NULL AS bigint) AS pos, BIGINT '5' AS end_pos) ORDER BY pos))".formatted(CATALOG), List.of());
    }

    /**
     * A row that makes more output than a page, and a partition that takes more memory than a query has.
     */
    @Test
    void testSize()
    {
        assertThat(queryRunner.execute("SELECT count(*), sum(pos), sum(depth) FROM TABLE(%s.functions.depth(TABLE(SELECT * FROM (VALUES (BIGINT '1', BIGINT '1000000'), (500001, 1500000)) t (pos, end_pos)) ORDER BY pos))".formatted(CATALOG)).getMaterializedRows().getFirst().getFields())
                .isEqualTo(List.of(1_500_000L, 1_500_000L * 1_500_001 / 2, 2_000_000L));
        assertThat(queryRunner.execute("SELECT count(*), sum(depth) FROM TABLE(%s.functions.interval_coverage(TABLE(SELECT 2 * n AS pos, 2 * n AS end_pos FROM UNNEST(sequence(1, 10000)) a (m) CROSS JOIN UNNEST(sequence(m * 100, m * 100 + 99)) b (n)) ORDER BY pos))".formatted(CATALOG)).getMaterializedRows().getFirst().getFields())
                .isEqualTo(List.of(1_000_000L, 1_000_000L));
        assertThatThrownBy(() -> queryRunner.execute(
                Session.builder(queryRunner.getDefaultSession()).setSystemProperty("query_max_memory_per_node", "20MB").build(),
                "SELECT count(*) FROM TABLE(%s.functions.depth(TABLE(SELECT n AS pos, n AS end_pos FROM UNNEST(sequence(1, 10000)) a (m) CROSS JOIN UNNEST(sequence(m * 100, m * 100 + 99)) b (n)) ORDER BY pos))".formatted(CATALOG)))
                .isInstanceOf(QueryFailedException.class)
                .hasMessageContaining("exceeded per-node memory limit of 20MB");
    }

    /**
     * Runs the examples of docs/functions.md that have a table of what they return.
     */
    @Test
    void testExamplesOfTheDocumentation()
            throws IOException
    {
        Matcher matcher = Pattern.compile("```sql\\n([^`]*TABLE\\(genomics\\.functions\\.[^`]*)```\\n\\n\\|.*\\n\\|---.*\\n((?:\\|.*\\n)+)").matcher(Files.readString(Path.of("../docs/functions.md")));
        int examples = 0;
        while (matcher.find()) {
            assertRows(matcher.group(1), matcher.group(2).lines().map(line -> line.substring(2, line.length() - 2).replace(" | ", "\t")).toList());
            examples++;
        }
        assertThat(examples).isEqualTo(4);
    }

    private void assertFails(String function, String input, String message)
    {
        assertThatThrownBy(() -> queryRunner.execute("SELECT * FROM TABLE(%s.functions.%s(input => %s))".formatted(CATALOG, function, input))).hasMessage(message);
    }

    private void assertRows(String sql, List<String> expected)
    {
        List<String> actual = queryRunner.execute(sql).getMaterializedRows().stream()
                .map(MaterializedRow::getFields)
                .map(fields -> fields.stream().map(String::valueOf).collect(joining("\t")))
                .sorted()
                .toList();
        String[] sorted = expected.toArray(String[]::new);
        Arrays.sort(sorted);
        assertThat(actual).as(sql).isEqualTo(Arrays.asList(sorted));
    }
}
