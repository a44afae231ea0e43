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

import com.google.common.collect.Multimap;
import com.google.common.collect.MultimapBuilder;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.assumeTools;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.run;
import static java.lang.Math.abs;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Counts, frequencies and Hardy-Weinberg tests against {@code bcftools +fill-tags}, and joined records against {@code bcftools norm}.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestVariantStatistics
{
    private static final List<String> FILES = List.of(
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "vcf/multisample.vcf.gz",
            "sv/ref_panel_1kg.raw_calls.chr22_chrY.vcf.gz",
            "trio/ashk-trio.vcf.gz",
            "bcf/reference_121.bcf");
    // more genotypes than this are a sample of the records
    private static final long MAX_GENOTYPES = 600_000;
    private static final int SEED = 21;

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        this.lake = lake;
        queryRunner = GenomicsQueryRunner.builder(lake)
                .setWorkerCount(0)
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

    @TestFactory
    Stream<DynamicTest> testRealFiles()
    {
        Path data = realFiles();
        assumeTools("bcftools");
        return FILES.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            String project = "p" + FILES.indexOf(name);
            Path file = data.resolve(name);
            if (name.endsWith(".bcf")) {
                file = lake.resolve(project + ".vcf.gz");
                run("bcftools", "view", data.resolve(name).toString(), "-Oz", "-o", file.toString());
            }
            assertStatistics(project, TestingFiles.copy(file, lake.resolve(project)));
        }));
    }

    /**
     * Calls of one and two alleles, missing and partly missing ones, of up to four ALTs.
     */
    @Test
    void testRandomCalls()
            throws IOException
    {
        assumeTools("bcftools");
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder("##fileformat=VCFv4.2\n##contig=<ID=chrX,length=100000>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
        int samples = 40;
        for (int sample = 0; sample < samples; sample++) {
            text.append("\ts").append(sample);
        }
        text.append('\n');
        for (int pos = 1; pos <= 2000; pos++) {
            int alts = 1 + random.nextInt(pos % 3 == 0 ? 4 : 1);
            text.append("chrX\t%s\t.\tA\t%s\t.\t.\t.\tGT".formatted(pos, String.join(",", List.of("C", "G", "T", "AT").subList(0, alts))));
            double missing = random.nextInt(3) * 0.1;
            double haploid = random.nextInt(3) * 0.4;
            double frequency = random.nextDouble();
            for (int sample = 0; sample < samples; sample++) {
                text.append('\t').append(allele(random, alts, frequency, missing));
                if (random.nextDouble() >= haploid) {
                    text.append(random.nextBoolean() ? '|' : '/').append(allele(random, alts, frequency, missing));
                }
            }
            text.append('\n');
        }
        Files.createDirectories(lake.resolve("random"));
        assertStatistics("random", Files.writeString(lake.resolve("random/calls.vcf"), text));
    }

    private static String allele(Random random, int alts, double frequency, double missing)
    {
        if (random.nextDouble() < missing) {
            return ".";
        }
        return random.nextDouble() < frequency ? "0" : String.valueOf(1 + random.nextInt(alts));
    }

    private void assertStatistics(String project, Path file)
    {
        Path filled = lake.resolve(project + ".bcf");
        run("bcftools", "+fill-tags", file.toString(), "-Ob", "-o", filled.toString(), "--", "-t", "AN,AC,AF,HWE,AC_Hom,NS");
        List<String[]> expected = run("bcftools", "query", "-f", "%POS\\t%AN\\t%AC\\t%AF\\t%HWE\\t%AC_Hom\\t%NS\\t%ALT\\n", filled.toString()).stream().map(line -> line.split("\t")).toList();
        String table = "%s.%s.".formatted(CATALOG, project);
        long samples = (long) queryRunner.execute("SELECT count(*) FROM %ssamples".formatted(table)).getOnlyValue();

        List<MaterializedRow> counted = queryRunner.execute(
                """
                SELECT pos, call_counts.an, call_counts.ac, call_frequencies(call_counts), call_hardy_weinberg(call_counts)
                FROM %svariants ORDER BY "$virtual_offset"
                """.formatted(table)).getMaterializedRows();
        assertThat(counted).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            String[] fields = expected.get(row);
            List<Object> values = counted.get(row).getFields();
            String what = project + ": " + String.join(" ", fields);
            assertThat(values.get(0).toString()).as(what).isEqualTo(fields[0]);
            assertThat(values.get(1).toString()).as(what).isEqualTo(fields[1].replace(".", "0"));
            assertNumbers(what, values.get(2), fields[2]);
            assertNumbers(what, values.get(3), fields[3]);
            assertNumbers(what, values.get(4), fields[4]);
        }

        // from the genotypes, of some of the records
        long step = Math.max(1, expected.size() * samples / MAX_GENOTYPES);
        List<MaterializedRow> aggregated = queryRunner.execute(
                """
                SELECT min(pos), s.an, s.ac, s.af, s.homozygotes, s.missing, min(hwe), min(cardinality(alt))
                FROM (SELECT "$virtual_offset" o, pos, alt, call_stats(gt, ARRAY[ref] || alt) s, hardy_weinberg(gt) hwe FROM %sgenotypes WHERE pos %% %s = 0 GROUP BY 1, 2, 3)
                GROUP BY o, 2, 3, 4, 5, 6 ORDER BY o
                """.formatted(table, step)).getMaterializedRows();
        List<String[]> sampled = expected.stream().filter(fields -> Long.parseLong(fields[0]) % step == 0).toList();
        assertThat(aggregated).hasSameSizeAs(sampled);
        for (int row = 0; row < sampled.size(); row++) {
            String[] fields = sampled.get(row);
            List<Object> values = aggregated.get(row).getFields();
            String what = project + ": " + String.join(" ", fields);
            assertThat(values.get(0).toString()).as(what).isEqualTo(fields[0]);
            assertThat(values.get(1).toString()).as(what).isEqualTo(fields[1].replace(".", "0"));
            assertNumbers(what, values.get(2), fields[2]);
            assertNumbers(what, values.get(3), fields[3]);
            assertNumbers(what, ((List<?>) values.get(4)).stream().map(count -> 2 * (long) count).toList(), fields[5]);
            assertThat(samples - (long) values.get(5)).as(what).isEqualTo(Long.parseLong(fields[6].replace(".", "0")));
            if (values.get(7).equals(1L)) {
                assertNumbers(what, List.of(values.get(6)), fields[4]);
            }
        }
    }

    /**
     * Compares with what bcftools prints: six digits of 32 bits.
     */
    private static void assertNumbers(String what, Object actual, String expected)
    {
        List<?> values = (List<?>) actual;
        String[] numbers = values.isEmpty() && expected.equals(".") ? new String[0] : expected.split(",");
        assertThat(values).as(what).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i].equals(".")) {
                assertThat(values.get(i)).as(what).isIn(null, 0L);
            }
            else {
                double number = Double.parseDouble(numbers[i]);
                double value = ((Number) values.get(i)).doubleValue();
                assertThat(abs(value - number) <= 1e-5 * number || abs(value) < 1e-37).as("%s: %s is %s", what, value, number).isTrue();
            }
        }
    }

    @Test
    void testJoin()
            throws IOException
    {
        Path data = realFiles();
        assumeTools("bcftools");
        // all records, of which few are at the same position, and those with several ALTs
        for (String name : List.of("trio/ashk-trio.vcf.gz", "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz")) {
            String project = "join" + FILES.indexOf(name);
            Files.createDirectories(lake.resolve(project));
            Path original = lake.resolve(project + ".vcf");
            Path split = lake.resolve(project).resolve("split.vcf");
            run("bcftools", "view", data.resolve(name).toString(), "-o", original.toString(), "-S", samples(data.resolve(name)).toString(), "--no-update");
            run("bcftools", "norm", "-m", "-any", original.toString(), "-o", split.toString());
            List<String> expected = run("bash", "-c", "bcftools norm -m +any %s | bcftools query -f '%%CHROM\\t%%POS\\t%%REF\\t%%ALT[\\t%%GT]\\n'".formatted(split));

            Multimap<String, String> joined = MultimapBuilder.linkedHashKeys().arrayListValues().build();
            for (MaterializedRow row : queryRunner.execute(
                    """
                    SELECT chrom, v.pos, v.ref, v.alts
                    FROM (SELECT chrom, pos, join_variants(pos, ref, alt ORDER BY "$virtual_offset") v FROM %s.%s.variants GROUP BY chrom, pos)
                    ORDER BY chrom, pos
                    """.formatted(CATALOG, project)).getMaterializedRows()) {
                joined.put(row.getField(0) + ":" + row.getField(1), row.getField(2) + " " + row.getField(3));
            }
            assertThat(joined.keySet()).hasSize((int) expected.stream().map(line -> line.split("\t")[1]).distinct().count());
            List<MaterializedRow> genotypes = queryRunner.execute(
                    """
                    SELECT chrom, pos, sample, join_gt(gt, n)
                    FROM (SELECT chrom, pos, sample, gt, row_number() OVER (PARTITION BY chrom, pos, sample ORDER BY "$virtual_offset") n FROM %s.%s.genotypes)
                    GROUP BY chrom, pos, sample ORDER BY chrom, pos, sample
                    """.formatted(CATALOG, project)).getMaterializedRows();
            Multimap<String, String> calls = MultimapBuilder.hashKeys().arrayListValues().build();
            genotypes.forEach(row -> calls.put(row.getField(0) + ":" + row.getField(1), sortedAlleles((String) row.getField(3))));
            List<String> names = run("bcftools", "query", "-l", original.toString());
            List<Integer> order = names.stream().sorted().map(names::indexOf).toList();

            int several = 0;
            for (String line : expected) {
                String[] fields = line.split("\t");
                String position = fields[0] + ":" + fields[1];
                assertThat(joined.get(position)).as(line).containsExactly(fields[2] + " " + Arrays.asList(fields[3].split(",")));
                // bcftools puts an unphased ALT at the first free place, and leaves an ALT of two records with one REF out but once
                assertThat(calls.get(position)).as(line).containsExactlyElementsOf(order.stream().map(sample -> sortedAlleles(fields[4 + sample])).toList());
                several += fields[3].contains(",") ? 1 : 0;
            }
            assertThat(several).isGreaterThan(20);

            // split and joined, a record that was alone at its position is what it was, phase included
            List<String> records = run("bcftools", "query", "-f", "%CHROM:%POS\\t%REF\\t%ALT[\\t%GT]\\n", original.toString());
            Multimap<String, String> phased = MultimapBuilder.hashKeys().arrayListValues().build();
            genotypes.forEach(row -> phased.put(row.getField(0) + ":" + row.getField(1), (String) row.getField(3)));
            List<String> positions = new ArrayList<>();
            records.forEach(record -> positions.add(record.split("\t")[0]));
            for (int i = 0; i < records.size(); i++) {
                String[] fields = records.get(i).split("\t");
                boolean alone = (i == 0 || !positions.get(i - 1).equals(fields[0])) && (i + 1 == records.size() || !positions.get(i + 1).equals(fields[0]));
                if (alone) {
                    assertThat(joined.get(fields[0])).containsExactly(fields[1] + " " + Arrays.asList(fields[2].split(",")));
                    assertThat(phased.get(fields[0])).as(records.get(i)).containsExactlyElementsOf(order.stream().map(sample -> fields[3 + sample]).toList());
                }
            }
        }
    }

    private Path samples(Path file)
            throws IOException
    {
        List<String> names = run("bcftools", "query", "-l", file.toString());
        return Files.write(lake.resolve("samples.txt"), names.subList(0, Math.min(names.size(), 30)));
    }

    private static String sortedAlleles(String gt)
    {
        return Arrays.stream(gt.split("[/|]")).sorted().collect(joining("/"));
    }
}
