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

import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.assumeTools;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.run;
import static java.lang.Math.max;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Real BAM files through SQL against samtools and bedtools.
 */
@TestInstance(PER_CLASS)
class TestDifferentialBam
{
    private static final List<String> FILES = List.of(
            "bam/NA12878_S1.chr20.10_10p1mb.bam",
            "bam/NA12878.multichrom.bam",
            "bam/CEUTrio.HiSeq.WGS.b37.NA12878.20.first.8000.bam",
            "longread/HG002_chr11_119076212_119102218.bam",
            "longread/ecoli_nanopore.bam",
            "longread/ont.bam");
    // more records than these are a sample
    private static final int MAX_RECORDS = 2000;

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        Path data = realFiles();
        assumeTools("samtools");
        this.lake = lake;
        for (int i = 0; i < FILES.size(); i++) {
            Path folder = lake.resolve("p" + i);
            TestingFiles.copy(data.resolve(FILES.get(i)), folder);
            Path index = data.resolve(FILES.get(i) + ".bai");
            if (Files.exists(index)) {
                TestingFiles.copy(index, folder);
            }
        }
        queryRunner = GenomicsQueryRunner.builder(lake).setWorkerCount(0).build();
    }

    @AfterAll
    void tearDown()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> testRecords()
    {
        return IntStream.range(0, FILES.size()).mapToObj(i -> DynamicTest.dynamicTest(FILES.get(i), () -> assertRecords(i)));
    }

    private void assertRecords(int project)
    {
        String schema = CATALOG + ".p" + project;
        String file = lake.resolve("p" + project).resolve(Path.of(FILES.get(project)).getFileName()).toString();
        List<String> lines = run("samtools", "view", file);
        assertThat(queryRunner.execute("SELECT count(*) FROM " + schema + ".alignments").getOnlyValue()).isEqualTo((long) lines.size());
        Map<String, String> samples = new HashMap<>();
        for (String line : run("samtools", "view", "-H", file)) {
            if (line.startsWith("@RG")) {
                samples.put(line.replaceAll(".*\\tID:([^\\t]*).*", "$1"), line.replaceAll(".*\\tSM:([^\\t]*).*", "$1"));
            }
        }

        // what is cheap is compared of all records, the rest of some
        List<MaterializedRow> all = queryRunner.execute("SELECT qname, flag, chrom, coalesce(pos, 0), mapq, mate_chrom, coalesce(mate_pos, 0), template_length, \"$virtual_offset\" FROM %s.alignments ORDER BY \"$virtual_offset\"".formatted(schema)).getMaterializedRows();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            List<Object> row = all.get(i).getFields();
            String mate = fields[6].equals("=") ? fields[2] : fields[6];
            assertThat("%s %s %s %s %s %s %s %s".formatted(row.get(0), row.get(1), star(row.get(2)), row.get(3), row.get(4), star(row.get(5)), row.get(6), row.get(7)))
                    .isEqualTo("%s %s %s %s %s %s %s %s".formatted(fields[0], fields[1], fields[2], fields[3], fields[4], mate, fields[7], fields[8]));
        }

        int step = max(1, lines.size() / MAX_RECORDS);
        // a condition on the engine's side
        List<MaterializedRow> some = queryRunner.execute(
                """
                SELECT "$virtual_offset", cigar, seq, qual, read_group, sample, tags, end_pos
                FROM %s.alignments WHERE length(qname) * 31 + flag + coalesce(pos, 0) %% %s = length(qname) * 31 + flag ORDER BY "$virtual_offset"
                """.formatted(schema, step)).getMaterializedRows();
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            numbers.put((long) all.get(i).getField(8), i);
        }
        assertThat(some).hasSizeGreaterThan(10);
        for (MaterializedRow row : some) {
            String[] fields = lines.get(numbers.get((long) row.getField(0))).split("\t", -1);
            assertThat(row.getField(1)).isEqualTo(fields[5]);
            assertThat(star(row.getField(2))).isEqualTo(fields[9]);
            assertThat(star(row.getField(3))).isEqualTo(fields[10]);
            Map<String, String> tags = new TreeMap<>();
            for (int i = 11; i < fields.length; i++) {
                tags.putIfAbsent(fields[i].substring(0, 2), fields[i].substring(5));
            }
            @SuppressWarnings("unchecked")
            Map<String, String> actual = new TreeMap<>((Map<String, String>) row.getField(6));
            assertTags(fields[0], actual, tags);
            assertThat(row.getField(4)).isEqualTo(tags.get("RG"));
            assertThat(row.getField(5)).isEqualTo(tags.containsKey("RG") ? samples.get(tags.get("RG")) : null);
            long pos = Long.parseLong(fields[3]);
            assertThat(row.getField(7)).as(fields[0]).isEqualTo(pos == 0 ? null : max(pos, pos + ((Integer.parseInt(fields[1]) & 4) != 0 ? 1 : referenceLength(fields[5])) - 1));
        }
    }

    private static String star(Object value)
    {
        return value == null ? "*" : value.toString();
    }

    /**
     * Floats are compared as such: samtools prints six digits of them.
     */
    private static void assertTags(String what, Map<String, String> actual, Map<String, String> expected)
    {
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((key, value) -> {
            String own = actual.get(key);
            if (!own.equals(value)) {
                assertThat(own).as("%s %s: %s", what, key, value).matches("(f,)?[-+0-9.,eE]+");
                String[] numbers = value.replace("f,", "").split(",");
                String[] ownNumbers = own.replace("f,", "").split(",");
                assertThat(ownNumbers).hasSameSizeAs(numbers);
                for (int i = 0; i < numbers.length; i++) {
                    assertThat(Math.abs(Double.parseDouble(ownNumbers[i]) - Double.parseDouble(numbers[i]))).as("%s %s", what, key).isLessThanOrEqualTo(1e-5 * Math.abs(Double.parseDouble(numbers[i])));
                }
            }
        });
    }

    private static long referenceLength(String cigar)
    {
        long length = 0;
        long number = 0;
        for (char character : cigar.toCharArray()) {
            if (Character.isDigit(character)) {
                number = 10 * number + character - '0';
            }
            else {
                length += "MDN=X".indexOf(character) >= 0 ? number : 0;
                number = 0;
            }
        }
        return length;
    }

    @TestFactory
    Stream<DynamicTest> testRegions()
    {
        return IntStream.range(0, 4).mapToObj(i -> DynamicTest.dynamicTest(FILES.get(i), () -> {
            RegionQueries queries = new RegionQueries(queryRunner, CATALOG + ".p" + i + ".alignments", 2000 + i);
            queries.assertConditions(queries.regions(40));
            queries.assertDisjunctions(queries.regions(60));
            queries.assertJoin(queries.regions(200), lake.resolve("work" + i));
            queries.assertKeys();
            assertSamtools(i, queries.regions(40));
        }));
    }

    private void assertSamtools(int project, List<RegionQueries.Asked> regions)
    {
        String file = lake.resolve("p" + project).resolve(Path.of(FILES.get(project)).getFileName()).toString();
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < regions.size(); i++) {
            RegionQueries.Asked region = regions.get(i);
            sql.append(i == 0 ? "" : " UNION ALL ").append("SELECT %s, count(*) FROM %s.p%s.alignments WHERE in_region(chrom, pos, end_pos, '{%s}:%s-%s')".formatted(i, CATALOG, project, region.chrom(), region.start(), region.end()));
        }
        for (MaterializedRow row : queryRunner.execute(sql.toString()).getMaterializedRows()) {
            RegionQueries.Asked region = regions.get((int) row.getField(0));
            if (region.chrom().startsWith("no_such")) {
                continue;
            }
            assertThat(row.getField(1)).as("%s", region).isEqualTo(Long.parseLong(run("samtools", "view", "-c", file, "%s:%s-%s".formatted(region.chrom(), region.start(), region.end())).getFirst()));
        }
    }
}
