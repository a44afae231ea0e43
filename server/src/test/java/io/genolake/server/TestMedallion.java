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
import com.google.common.collect.ImmutableMap;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import static com.google.common.hash.Hashing.sha256;
import static com.google.common.io.MoreFiles.asByteSource;
import static java.lang.Double.parseDouble;
import static java.lang.Long.parseLong;
import static java.lang.Math.max;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The scripts of sql/ build their tables from the demo lake, in a server as it is packaged, and what they build is what bcftools and samtools
 * find in the same files.
 */
@TestInstance(PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class TestMedallion
{
    private static final Map<String, String> REFERENCE = ImmutableMap.of("reference", "demo");
    private static final List<String> COHORT_CONTIGS = ImmutableList.of("chr17", "chr22", "chrX");

    private Path sql;
    private Path lake;
    private LauncherProcess server;
    private URI uri;

    @BeforeAll
    public void build(@TempDir Path temporary)
            throws Exception
    {
        sql = sql();
        lake = smallLake(temporary.resolve("lake"));
        int port = LauncherProcess.freePort();
        server = LauncherProcess.start(
                        // many statements over little data: a third of the time would go into optimising the code that runs them
                        ImmutableMap.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"),
                        temporary,
                        "serve",
                        lake.toString(),
                        "--port",
                        String.valueOf(port),
                        "--data",
                        temporary.resolve("data").toString(),
                        "--catalog-property",
                        "genomics.reference.demo=local:///.references/demo.fa.gz",
                        "--catalog-property",
                        "genomics.metadata-cache-ttl=0s")
                .awaitReady();
        uri = URI.create("http://127.0.0.1:" + port);

        run("cohort", REFERENCE, true, "setup");
        // Different projects can be built at the same time
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> others = executor.submit(() -> {
                run("family", REFERENCE, "setup", "bronze", "demo", "silver/variants.sql", "silver/genotypes.sql", "silver/samples.sql", "gold/trio_candidates.sql", "annotation");
                run("clinic", ImmutableMap.of("targets", "%genes.bed", "smallest_cell", "1"), "setup", "bronze", "demo", "silver", "gold/allele_frequencies.sql", "gold/coverage.sql", "gold/sample_qc.sql");
                run("genomes", ImmutableMap.of("reference", "demo", "block_depth", "g.format.MIN_DP", "smallest_cell", "1"), "setup", "bronze", "silver/variants.sql", "gold/allele_frequencies.sql");
                return null;
            });
            run("cohort", REFERENCE, true, "bronze", "demo", "silver", "gold");
            others.get();
        }
    }

    @AfterAll
    public void stop()
    {
        if (server != null) {
            server.close();
        }
    }

    /**
     * A part of the demo lake: whole files, but for the cohort, of which there are some contigs as plain text, without an index.
     */
    private static Path smallLake(Path lake)
            throws IOException
    {
        Path demo = SharedDemoLake.get();
        copy(demo.resolve(".references"), lake.resolve(".references"));
        copy(demo.resolve("family"), lake.resolve("family"));
        copy(demo.resolve("annotation"), lake.resolve("annotation"));
        copyFiles(demo, lake, "cohort/genes.bed", "clinic/genes.bed", "genomes/genes.bed", "clinic/bam/PAT01.bam", "clinic/bam/PAT01.bam.bai");
        for (int patient = 1; patient <= 3; patient++) {
            copyFiles(demo, lake, "clinic/vcf/PAT0%s.vcf.gz".formatted(patient), "clinic/vcf/PAT0%s.vcf.gz.tbi".formatted(patient));
        }
        for (int genome = 1; genome <= 4; genome++) {
            copyFiles(demo, lake, "genomes/GEN0%1$s/GEN0%1$s.g.vcf.gz".formatted(genome), "genomes/GEN0%1$s/GEN0%1$s.g.vcf.gz.tbi".formatted(genome));
        }
        List<String> lines = lines(demo.resolve("cohort/cohort.vcf.gz")).stream()
                .filter(line -> line.startsWith("#") || COHORT_CONTIGS.contains(line.substring(0, line.indexOf('\t'))))
                .toList();
        Files.write(lake.resolve("cohort/cohort.vcf"), lines);
        return lake;
    }

    @Test
    @Order(1)
    public void testFlatColumnsWithComments()
            throws Exception
    {
        assertThat(rows(
                """
                SELECT table_name, column_name, data_type
                FROM lake.information_schema.columns
                WHERE table_schema IN ('cohort', 'family', 'clinic', 'genomes') AND regexp_like(data_type, 'array|row|map')
                """)).isEmpty();
        assertThat(rows(
                """
                SELECT table_name, column_name
                FROM system.jdbc.columns
                WHERE table_cat = 'lake' AND table_schem = 'cohort' AND (remarks IS NULL OR remarks = '')
                  AND regexp_like(table_name, '^(bronze|silver|gold|metadata)_')
                """)).isEmpty();
        assertThat(rows(
                """
                SELECT table_name
                FROM system.metadata.table_comments
                WHERE catalog_name = 'lake' AND schema_name = 'cohort' AND comment IS NULL
                """)).isEmpty();
    }

    @Test
    @Order(2)
    public void testFrequenciesAsBcftools()
            throws Exception
    {
        assumeTool("bcftools");
        Path split = lake.resolveSibling("split.vcf");
        Path tagged = lake.resolveSibling("tagged.vcf");
        tool("bcftools", "norm", "-m", "-any", "-o", split.toString(), lake.resolve("cohort/cohort.vcf").toString());
        tool("bcftools", "+fill-tags", split.toString(), "-o", tagged.toString(), "--", "-t", "AN,AC,AF,AC_Hom,AC_Het,AC_Hemi");
        String expected = tool("bcftools", "query", "-f", "%CHROM %POS %REF %ALT %AN %AC %AF %AC_Hom %AC_Het %AC_Hemi\\n", tagged.toString());
        Map<String, List<String>> actual = new HashMap<>();
        for (List<String> row : rows("SELECT chrom || ' ' || CAST(pos AS varchar) || ' ' || ref || ' ' || alt, an, ac, af, homozygotes, is_suppressed, missing_samples, unknown_samples FROM lake.cohort.gold_allele_frequencies")) {
            actual.put(row.getFirst(), row);
        }
        int shown = 0;
        for (String line : expected.lines().toList()) {
            List<String> fields = List.of(line.split(" "));
            List<String> row = actual.remove(String.join(" ", fields.subList(0, 4)));
            assertThat(row).as(line).isNotNull();
            long homozygotes = parseLong(fields.get(7)) / 2;
            long carriers = homozygotes + parseLong(fields.get(8)) + parseLong(fields.get(9));
            if (row.get(5).equals("true")) {
                assertThat(row.subList(1, 5)).as(line).containsOnly("NULL");
                assertThat(row.subList(6, 8)).as(line).containsOnly("NULL");
            }
            else {
                assertThat(row.subList(1, 3)).as(line).isEqualTo(fields.subList(4, 6));
                assertThat(row.get(7)).as(line).isEqualTo("0");
                assertThat(parseDouble(row.get(3))).as(line).isCloseTo(parseDouble(fields.get(6)), within(1e-5));
                assertThat(row.get(4)).as(line).isEqualTo(homozygotes > 0 && homozygotes < 5 ? "NULL" : String.valueOf(homozygotes));
                assertThat(carriers).as(line).satisfiesAnyOf(count -> assertThat(count).isZero(), count -> assertThat(count).isGreaterThanOrEqualTo(5));
                shown++;
            }
            if (carriers > 0 && carriers < 5) {
                assertThat(row.get(5)).as(line).isEqualTo("true");
            }
        }
        assertThat(actual).isEmpty();
        assertThat(shown).isGreaterThan(1000);
    }

    @Test
    @Order(3)
    public void testSampleCountsAsBcftools()
            throws Exception
    {
        assumeTool("bcftools");
        Map<String, List<String>> actual = new HashMap<>();
        for (List<String> row : rows("SELECT sample, hom_ref, hom_alt, het, haploid_ref, haploid_alt, missing, round(mean_depth, 1), indels, ti_tv, call_rate, records, sex_check, transitions, transversions, indel_het, indel_hom FROM lake.cohort.gold_sample_qc")) {
            actual.put(row.getFirst(), row);
        }
        String stats = tool("bcftools", "stats", "-s", "-", lake.resolve("cohort/cohort.vcf").toString());
        List<List<String>> expected = stats.lines().filter(line -> line.startsWith("PSC")).map(line -> List.of(line.split("\t"))).toList();
        assertThat(expected).hasSize(24);
        Map<String, List<String>> indels = new HashMap<>();
        stats.lines().filter(line -> line.startsWith("PSI")).map(line -> List.of(line.split("\t"))).forEach(fields -> indels.put(fields.get(2), fields));
        int compared = 0;
        for (List<String> fields : expected) {
            List<String> row = actual.get(fields.get(2));
            assertThat(ImmutableList.of(row.get(1), row.get(2), row.get(3), row.get(4), row.get(5), row.get(6)))
                    .as("%s of %s", row, fields)
                    .containsExactly(fields.get(3), fields.get(4), fields.get(5), fields.get(11), fields.get(12), fields.get(13));
            // over all records, and bcftools leaves out those without a depth
            assertThat(parseDouble(row.get(7))).isCloseTo(parseDouble(fields.get(9)), within(0.11));
            assertThat(parseDouble(row.get(10))).isCloseTo(1 - parseDouble(fields.get(13)) / parseDouble(row.get(11)), within(1e-9));
            assertThat(row.get(12)).isEqualTo("agrees");
            if (fields.get(11).equals("0")) {
                // bcftools leaves haploid genotypes out of these
                assertThat(row.subList(8, 9)).isEqualTo(fields.subList(8, 9));
                long[] more = secondSubstitutions(fields.get(2));
                long transitions = parseLong(fields.get(6)) + more[0];
                long transversions = parseLong(fields.get(7)) + more[1];
                assertThat(row.subList(13, 15)).as(fields.toString()).containsExactly(String.valueOf(transitions), String.valueOf(transversions));
                assertThat(parseDouble(row.get(9))).isCloseTo((double) transitions / transversions, within(1e-9));
                List<String> insertions = indels.get(fields.get(2));
                assertThat(parseLong(row.get(15))).as(insertions.toString()).isEqualTo(parseLong(insertions.get(7)) + parseLong(insertions.get(8)));
                assertThat(parseLong(row.get(16))).as(insertions.toString()).isEqualTo(parseLong(insertions.get(9)) + parseLong(insertions.get(10)));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
        List<String> substitutions = stats.lines().filter(line -> line.startsWith("TSTV")).map(line -> List.of(line.split("\t"))).findFirst().orElseThrow();
        assertThat(rows("SELECT count_if(is_transition), count_if(variant_type = 'SNV' AND NOT is_transition) FROM lake.cohort.silver_variants"))
                .containsExactly(substitutions.subList(2, 4));
    }

    /**
     * Of a genotype of two ALTs bcftools counts the first alone: the transitions and the transversions that are of the second, where the first is the other of these.
     */
    private long[] secondSubstitutions(String sample)
            throws IOException
    {
        long[] counts = new long[2];
        int column = -1;
        for (String line : Files.readAllLines(lake.resolve("cohort/cohort.vcf"))) {
            String[] fields = line.split("\t");
            if (line.startsWith("#CHROM")) {
                column = List.of(fields).indexOf(sample);
            }
            else if (!line.startsWith("#")) {
                List<String> alleles = Stream.of(fields[column].split(":")[0].split("[/|]")).filter(allele -> !allele.equals("0")).distinct().sorted().toList();
                if (alleles.size() == 2) {
                    String[] alts = fields[4].split(",");
                    boolean first = isTransition(fields[3], alts[Integer.parseInt(alleles.get(0)) - 1]);
                    boolean second = isTransition(fields[3], alts[Integer.parseInt(alleles.get(1)) - 1]);
                    if (fields[3].length() == 1 && first != second) {
                        counts[second ? 0 : 1]++;
                    }
                }
            }
        }
        return counts;
    }

    private static boolean isTransition(String ref, String alt)
    {
        return Set.of("AG", "GA", "CT", "TC").contains(ref + alt);
    }

    @Test
    @Order(4)
    public void testCoverageAsSamtools()
            throws Exception
    {
        assumeTool("samtools");
        List<List<String>> targets = rows("SELECT chrom, pos, end_pos, mean_depth, covered_bases, bases FROM lake.clinic.gold_target_coverage WHERE sample = 'PAT01'");
        assertThat(targets).hasSize(33);
        int covered = 0;
        for (List<String> target : targets) {
            String region = "%s:%s-%s".formatted(target.get(0), target.get(1), target.get(2));
            List<String> fields = List.of(tool("samtools", "coverage", "-H", "-r", region, lake.resolve("clinic/bam/PAT01.bam").toString()).strip().split("\t"));
            assertThat(target.get(4)).as(region).isEqualTo(fields.get(4));
            assertThat(parseDouble(target.get(3))).as(region).isCloseTo(parseDouble(fields.get(6)), within(parseDouble(fields.get(6)) * 1e-5));
            covered += parseLong(fields.get(4)) > 0 ? 1 : 0;
        }
        assertThat(covered).isEqualTo(13);
        assertThat(rows("SELECT count(*) FROM lake.clinic.gold_sample_qc WHERE mean_coverage > 0 AND sample = 'PAT01'")).containsExactly(ImmutableList.of("1"));
    }

    @Test
    @Order(5)
    public void testUnmentionedIsUnknown()
            throws Exception
    {
        // Each of three files names the sites of its own sample: of the others nothing is known
        assertThat(rows("SELECT min(samples), max(samples) FROM lake.clinic.gold_allele_frequencies")).containsExactly(ImmutableList.of("3", "3"));
        assertThat(rows(
                """
                SELECT unknown_samples, count(*)
                FROM lake.clinic.gold_allele_frequencies
                GROUP BY unknown_samples
                ORDER BY unknown_samples
                """)).isEqualTo(rows(
                """
                SELECT 3 - files, count(*)
                FROM (SELECT count(DISTINCT source_file) AS files FROM lake.clinic.silver_variants GROUP BY chrom, pos, ref, alt)
                GROUP BY files
                ORDER BY 1
                """));
    }

    @Test
    @Order(6)
    public void testBlocksSayHomozygousReference()
            throws Exception
    {
        List<List<String>> variants = rows(
                """
                SELECT chrom, pos, ref, alt, called_samples, samples_from_blocks, unknown_samples, an, ac
                FROM lake.genomes.gold_allele_frequencies
                WHERE chrom = 'chr17' AND pos BETWEEN 43044295 AND 43064295
                """);
        assertThat(variants).hasSizeGreaterThan(20);
        Map<String, List<String[]>> files = new TreeMap<>();
        for (int genome = 1; genome <= 4; genome++) {
            files.put("GEN0" + genome, lines(lake.resolve("genomes/GEN0%1$s/GEN0%1$s.g.vcf.gz".formatted(genome))).stream()
                    .filter(line -> line.startsWith("chr17\t"))
                    .map(line -> line.split("\t"))
                    .toList());
        }
        for (List<String> variant : variants) {
            long pos = parseLong(variant.get(1));
            long end = pos + variant.get(2).length() - 1;
            int mentioned = 0;
            int blocks = 0;
            long copies = 0;
            for (List<String[]> records : files.values()) {
                for (String[] record : records) {
                    long recordPos = parseLong(record[1]);
                    String[] call = record[9].split(":");
                    if (recordPos == pos && record[3].equals(variant.get(2)) && !record[4].equals("<NON_REF>")) {
                        mentioned++;
                        String allele = String.valueOf(List.of(record[4].split(",")).indexOf(variant.get(3)) + 1);
                        copies += List.of(call[0].split("/")).stream().filter(allele::equals).count();
                    }
                    else if (record[4].equals("<NON_REF>") && recordPos <= pos && parseLong(record[7].substring("END=".length())) >= end && parseLong(call[2]) >= 20) {
                        blocks++;
                    }
                }
            }
            assertThat(variant.subList(4, 9)).as(variant.toString()).containsExactly(
                    String.valueOf(mentioned + blocks),
                    String.valueOf(blocks),
                    String.valueOf(4 - mentioned - blocks),
                    String.valueOf(2 * (mentioned + blocks)),
                    String.valueOf(copies));
        }
    }

    @Test
    @Order(7)
    public void testTrio()
            throws Exception
    {
        // The order of the samples in the file: child, father, mother
        Map<String, String> parents = new HashMap<>();
        for (String line : lines(lake.resolve("family/family.vcf.gz"))) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t");
                // whichever of the ALTs it is
                String calls = fields[9].split(":")[0] + " " + fields[10].split(":")[0] + " " + fields[11].split(":")[0];
                parents.put(fields[0] + "-" + fields[1], calls.replaceAll("[2-9]", "1"));
            }
        }
        List<List<String>> candidates = rows("SELECT mode, chrom || '-' || CAST(pos AS varchar), gene, impact FROM lake.family.gold_trio_candidates");
        List<List<String>> news = candidates.stream().filter(row -> row.getFirst().equals("de novo")).toList();
        assertThat(news).hasSize(1);
        assertThat(parents.get(news.getFirst().get(1))).isEqualTo("0/1 0/0 0/0");
        Map<String, Set<String>> compound = new HashMap<>();
        for (List<String> candidate : candidates) {
            if (candidate.getFirst().equals("recessive, compound heterozygous")) {
                assertThat(parents.get(candidate.get(1))).isIn("0/1 0/1 0/0", "0/1 0/0 0/1");
                compound.computeIfAbsent(candidate.get(2), _ -> new HashSet<>()).add(parents.get(candidate.get(1)));
            }
        }
        assertThat(compound).isNotEmpty().allSatisfy((_, sides) -> assertThat(sides).hasSize(2));
    }

    @Test
    @Order(8)
    public void testAnnotationsAreAlleleExact()
            throws Exception
    {
        Set<String> annotated = new HashSet<>();
        for (String line : lines(lake.resolve("annotation/clinvar.vcf.gz"))) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t");
                annotated.add("chr" + key(fields[0], fields[1], fields[3], fields[4]));
            }
        }
        Set<String> expected = new HashSet<>();
        for (String line : lines(lake.resolve("family/family.vcf.gz"))) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t");
                for (String alt : fields[4].split(",")) {
                    expected.add(key(fields[0], fields[1], fields[3], alt));
                }
            }
        }
        expected.retainAll(annotated);
        List<String> actual = rows("SELECT variant FROM lake.family.gold_variant_annotations WHERE is_annotated").stream().map(List::getFirst).toList();
        assertThat(actual).hasSizeGreaterThan(50).containsExactlyInAnyOrderElementsOf(expected);
    }

    /**
     * A variant without the bases that both alleles have at their end: enough for the files of the demo, which are aligned.
     */
    private static String key(String chrom, String pos, String ref, String alt)
    {
        String shortRef = ref;
        String shortAlt = alt;
        while (shortRef.length() > 1 && shortAlt.length() > 1 && shortRef.endsWith(shortAlt.substring(shortAlt.length() - 1))) {
            shortRef = shortRef.substring(0, shortRef.length() - 1);
            shortAlt = shortAlt.substring(0, shortAlt.length() - 1);
        }
        return String.join("-", chrom, pos, shortRef, shortAlt);
    }

    @Test
    @Order(9)
    public void testFeatureMatrix()
            throws Exception
    {
        assertThat(rows("SELECT split, count(*) FROM lake.cohort.gold_labels GROUP BY split ORDER BY split").stream().map(List::getFirst)).containsExactly("test", "train", "validation");
        assertThat(rows("SELECT count(*), count(DISTINCT sample_index), count(DISTINCT feature_index) FROM lake.cohort.gold_feature_matrix"))
                .isEqualTo(rows("SELECT s * f, s, f FROM (SELECT count(*) AS s FROM lake.cohort.gold_labels), (SELECT count(*) AS f FROM lake.cohort.gold_features)"));
        // Each label has samples of each sex in train
        assertThat(rows("SELECT count(*) FROM (SELECT label, sex FROM lake.cohort.gold_labels WHERE split = 'train' GROUP BY label, sex)")).containsExactly(ImmutableList.of("4"));
        // The dosages are those of the file
        assertThat(rows(
                """
                SELECT count(*), count_if(m.dosage IS DISTINCT FROM g.dosage)
                FROM lake.cohort.gold_feature_matrix m
                JOIN lake.cohort.gold_features f ON f.feature_index = m.feature_index
                JOIN genomics.cohort.genotypes g ON g.chrom = f.chrom AND g.pos = f.pos AND g.ref = f.ref AND g.alt = ARRAY[f.alt] AND g.sample = m.sample
                """).getFirst().get(1)).isEqualTo("0");
        assertThat(rows("SELECT count(*) FROM lake.cohort.gold_bias_report WHERE attribute = 'sex'")).containsExactly(ImmutableList.of("6"));
        assertThat(rows("SELECT count(*) FROM lake.cohort.gold_features WHERE train_af NOT BETWEEN 0.05 AND 0.95 OR train_call_rate < 0.95")).containsExactly(ImmutableList.of("0"));
    }

    @Test
    @Order(10)
    public void testProvenance()
            throws Exception
    {
        assertThat(rows("SELECT path, reference, snapshot, trino_version FROM lake.provenance.table_files WHERE project = 'cohort' AND table_name = 'gold_gene_burden' ORDER BY path"))
                .containsExactly(
                        ImmutableList.of("local:///cohort/cohort.vcf", "demo", "NULL", "483"),
                        ImmutableList.of("local:///cohort/genes.bed", "demo", "NULL", "483"));
        assertThat(rows("SELECT path FROM lake.provenance.table_files WHERE project = 'family' AND table_name = 'gold_variant_annotations' ORDER BY path"))
                .containsExactly(ImmutableList.of("local:///annotation/clinvar.vcf.gz"), ImmutableList.of("local:///family/family.vcf.gz"));
        assertThat(rows("SELECT count(*) FROM lake.provenance.builds WHERE genolake_version <> genolake_version() OR trino_version <> version() OR input_files < 1 OR built_by IS NULL"))
                .containsExactly(ImmutableList.of("0"));
        // The digest in a table is that of its files
        assertThat(rows("SELECT DISTINCT input_digest FROM lake.cohort.gold_gene_burden"))
                .isEqualTo(rows("SELECT DISTINCT input_digest FROM lake.provenance.table_files WHERE project = 'cohort' AND table_name = 'gold_gene_burden'"));
    }

    @Test
    @Order(11)
    public void testTwiceIsTheSame()
            throws Exception
    {
        List<String> tables = rows("SELECT table_name FROM lake.information_schema.tables WHERE table_schema = 'cohort' AND table_type = 'BASE TABLE' ORDER BY table_name").stream()
                .map(List::getFirst)
                .toList();
        assertThat(tables).contains("silver_variants", "silver_genotypes", "gold_allele_frequencies", "gold_sample_qc", "gold_gene_burden", "gold_feature_matrix", "gold_target_coverage");
        Map<String, Object> before = contents("cohort", tables);
        run("cohort", REFERENCE, "silver", "gold");
        assertThat(contents("cohort", tables)).isEqualTo(before);
    }

    private Map<String, Object> contents(String schema, List<String> tables)
            throws Exception
    {
        Map<String, Object> contents = new TreeMap<>();
        for (String table : tables) {
            contents.put(table, rows("SELECT * FROM lake.%s.%s".formatted(schema, table)).stream().map(List::toString).sorted().toList().hashCode());
        }
        return contents;
    }

    @Test
    @Order(12)
    public void testOnlyTheNewFileIsRead()
            throws Exception
    {
        List<List<String>> before = rows("SELECT source_file, count(*), min(pos), sum(ac) FROM lake.clinic.silver_variants GROUP BY source_file ORDER BY source_file");
        assertThat(before).hasSize(3);
        copyFiles(SharedDemoLake.get(), lake, "clinic/vcf/PAT04.vcf.gz", "clinic/vcf/PAT04.vcf.gz.tbi");
        long size = Files.size(lake.resolve("clinic/vcf/PAT04.vcf.gz"));
        for (String table : ImmutableList.of("variants", "genotypes", "sample_counts")) {
            SqlSession.Outcome insert = run("clinic", ImmutableMap.of(), "silver/%s.sql".formatted(table)).get(4);
            assertThat(insert.type()).isEqualTo("INSERT");
            // Its records, beside the register of the files
            assertThat(insert.bytesRead()).as(table).isBetween(size / 2, size + 100_000);
        }
        List<List<String>> after = rows("SELECT source_file, count(*), min(pos), sum(ac) FROM lake.clinic.silver_variants GROUP BY source_file ORDER BY source_file");
        assertThat(after).hasSize(4);
        assertThat(after.subList(0, 3)).isEqualTo(before);
        assertThat(after.getLast().getFirst()).isEqualTo("local:///clinic/vcf/PAT04.vcf.gz");
        // Now there is nothing to do
        SqlSession.Outcome nothing = run("clinic", ImmutableMap.of(), "silver/variants.sql").get(4);
        assertThat(nothing.count()).isZero();
        assertThat(nothing.bytesRead()).isLessThan(100_000);
    }

    @Test
    @Order(13)
    public void testChangedFileReplacesItsRows()
            throws Exception
    {
        Path demo = SharedDemoLake.get();
        Files.delete(lake.resolve("clinic/vcf/PAT03.vcf.gz"));
        Files.delete(lake.resolve("clinic/vcf/PAT03.vcf.gz.tbi"));
        Files.write(lake.resolve("clinic/vcf/PAT02.vcf.gz"), Files.readAllBytes(demo.resolve("clinic/vcf/PAT05.vcf.gz")));
        Files.write(lake.resolve("clinic/vcf/PAT02.vcf.gz.tbi"), Files.readAllBytes(demo.resolve("clinic/vcf/PAT05.vcf.gz.tbi")));
        run("clinic", ImmutableMap.of(), "silver/variants.sql", "silver/genotypes.sql");
        assertThat(rows("SELECT DISTINCT sample FROM lake.clinic.silver_variants ORDER BY 1")).containsExactly(ImmutableList.of("PAT01"), ImmutableList.of("PAT04"), ImmutableList.of("PAT05"));
        assertThat(rows("SELECT DISTINCT sample FROM lake.clinic.silver_genotypes ORDER BY 1")).containsExactly(ImmutableList.of("PAT01"), ImmutableList.of("PAT04"), ImmutableList.of("PAT05"));
        assertThat(rows("SELECT count(*) FROM lake.clinic.silver_variants")).isEqualTo(rows("SELECT count(*) FROM genomics.clinic.variants CROSS JOIN UNNEST(alt)"));
    }

    @Test
    @Order(14)
    public void testQualityIsSilentWhereNothingIsWrong()
            throws Exception
    {
        run("cohort", REFERENCE, "quality");
        assertThat(rows("SELECT DISTINCT check_name FROM lake.cohort.quality_lint ORDER BY 1")).containsExactly(ImmutableList.of("missing index"), ImmutableList.of("not normalised"));
        assertThat(rows("SELECT subject FROM lake.cohort.quality_lint WHERE check_name = 'missing index'")).containsExactly(ImmutableList.of("local:///cohort/cohort.vcf"));
        // The reference of the demo lacks X
        assertThat(rows("SELECT count(*) FROM lake.cohort.quality_lint WHERE check_name = 'not normalised' AND detail NOT LIKE '%chrX%'")).containsExactly(ImmutableList.of("0"));

        Files.writeString(lake.resolve("cohort/other.bed"), "17\t100\t200\tunnamed\n");
        Files.writeString(lake.resolve("cohort/notes.docx"), "nothing");
        Files.writeString(lake.resolve("cohort/other.vcf"), "##fileformat=VCFv4.2\n##contig=<ID=chr17,length=81195210>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tcoh01\tNEW\n");
        Files.writeString(lake.resolve("cohort/lost.vcf.gz.tbi"), "");
        execute("UPDATE lake.cohort.metadata_samples SET father = 'COH01', mother = 'NOBODY' WHERE sample = 'COH05'");
        assertThat(rows("SELECT check_name, subject FROM lake.cohort.quality_layout")).contains(ImmutableList.of("unknown format", "local:///cohort/notes.docx"));
        assertThat(rows("SELECT check_name, subject FROM lake.cohort.quality_index ORDER BY 2"))
                .contains(ImmutableList.of("orphan index", "local:///cohort/lost.vcf.gz.tbi"), ImmutableList.of("missing index", "local:///cohort/other.vcf"));
        assertThat(rows("SELECT check_name, subject FROM lake.cohort.quality_reference_builds")).containsExactly(ImmutableList.of("mixed reference builds", "chr17"));
        assertThat(rows("SELECT check_name, subject FROM lake.cohort.quality_contig_names")).containsExactly(ImmutableList.of("contig naming", "chr17"));
        assertThat(rows("SELECT check_name, subject FROM lake.cohort.quality_duplicate_samples")).containsExactly(ImmutableList.of("similar sample names", "COH01, coh01"));
        assertThat(rows("SELECT check_name, subject FROM lake.cohort.quality_metadata ORDER BY 1, 2")).containsExactly(
                ImmutableList.of("parent not registered", "COH05"),
                ImmutableList.of("sex of a parent", "COH01"),
                ImmutableList.of("unregistered sample", "NEW"),
                ImmutableList.of("unregistered sample", "coh01"));
        assertThat(rows("SELECT DISTINCT check_name FROM lake.cohort.quality_provenance WHERE subject = 'gold_gene_burden'")).containsExactly(ImmutableList.of("table out of date"));
        // Samples with reads and without, in a project that has both
        run("clinic", ImmutableMap.of(), "quality/samples.sql");
        assertThat(rows("SELECT DISTINCT check_name FROM lake.clinic.quality_sample_links")).containsExactly(ImmutableList.of("sample without reads"));
    }

    @Test
    @Order(15)
    public void testSnapshot()
            throws Exception
    {
        execute("CALL genomics.system.create_snapshot('family', 'freeze', true)");
        assertThat(rows("SELECT DISTINCT digest_kind FROM lake.provenance.table_files WHERE project = 'family'")).containsExactly(ImmutableList.of("listing"));
        Map<String, String> settings = ImmutableMap.of("reference", "demo", "snapshot", "freeze", "as_of", "FOR VERSION AS OF 'freeze'");
        String[] scripts = {"silver/variants.sql", "silver/genotypes.sql", "silver/samples.sql", "gold/trio_candidates.sql"};
        List<String> tables = ImmutableList.of("silver_variants", "silver_genotypes", "gold_trio_candidates");
        run("family", settings, "setup", "bronze");
        run("family", settings, scripts);
        Map<String, Object> before = contents("family", tables);
        assertThat(rows("SELECT DISTINCT snapshot FROM lake.provenance.table_files WHERE project = 'family' AND table_name = 'gold_trio_candidates'")).containsExactly(ImmutableList.of("freeze"));

        // It says what the bytes were
        String digest = asByteSource(lake.resolve("family/family.vcf.gz")).hash(sha256()).toString();
        for (String table : tables) {
            assertThat(rows("SELECT path, digest_kind, content_digest FROM lake.provenance.table_files WHERE project = 'family' AND table_name = '%s'".formatted(table)))
                    .as(table)
                    .containsExactly(ImmutableList.of("local:///family/family.vcf.gz", "content", digest));
        }
        execute("CALL genomics.system.verify_snapshot('family', 'freeze')");

        // What came later is not seen
        Path later = lake.resolve("family/later.vcf.gz");
        Files.copy(SharedDemoLake.get().resolve("clinic/vcf/PAT06.vcf.gz"), later);
        run("family", settings, scripts);
        assertThat(contents("family", tables)).isEqualTo(before);

        // What has changed is an error that names it
        Path file = lake.resolve("family/family.vcf.gz");
        byte[] bytes = Files.readAllBytes(file);
        FileTime time = Files.getLastModifiedTime(file);
        byte[] altered = bytes.clone();
        // the operating system in the head of the first BGZF block, which nobody reads
        altered[9]++;
        Files.write(file, altered);
        Files.setLastModifiedTime(file, time);
        assertThatThrownBy(() -> execute("CALL genomics.system.verify_snapshot('family', 'freeze')")).hasStackTraceContaining("family.vcf.gz").hasStackTraceContaining("it has other content");
        Files.write(file, Files.readAllBytes(later));
        assertThatThrownBy(() -> run("family", settings, "gold/trio_candidates.sql")).hasStackTraceContaining("family.vcf.gz").hasStackTraceContaining("freeze");

        // As it was, with what it was: from scratch the same
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
        for (String table : tables) {
            execute("DROP TABLE lake.family." + table);
        }
        execute("DELETE FROM lake.family.silver_files WHERE table_name <> 'silver_annotations'");
        run("family", settings, scripts);
        assertThat(contents("family", tables)).isEqualTo(before);
        Files.delete(later);
    }

    @Test
    @Order(16)
    public void testRunFromTheShell(@TempDir Path directory)
            throws Exception
    {
        String script = sql.resolve("silver/samples.sql").toString();
        try (LauncherProcess process = LauncherProcess.start(directory, "run", "--server", uri.toString(), "--schema", "family", script)) {
            assertThat(process.awaitExit()).as(process.text()).isZero();
            assertThat(process.output()).anyMatch(line -> line.matches(".*CREATE TABLE: 3 rows in [0-9.]+ s, .* read"));
        }
        try (LauncherProcess process = LauncherProcess.start(directory, "run", "--print", "--schema", "family", "--snapshot", "freeze", sql.resolve("bronze/files.sql").toString())) {
            assertThat(process.awaitExit()).as(process.text()).isZero();
            assertThat(process.text()).contains("FROM genomics.\"family\".files FOR VERSION AS OF 'freeze' f").doesNotContain("${");
        }
        try (LauncherProcess process = LauncherProcess.start(directory, "run", "--server", uri.toString(), sql.resolve("setup.sql").toString())) {
            assertThat(process.awaitExit()).isNotZero();
            assertThat(process.text()).contains("give its schema with --schema NAME");
        }
    }

    /**
     * A trio, and reads of several sequencers, among them files that name no sample.
     */
    @Test
    @Order(17)
    public void testRealFiles()
            throws Exception
    {
        assumeTool("bcftools");
        assumeTool("samtools");
        Path data = sharedData();
        Path folder = Files.createDirectories(lake.resolve("real"));
        Path trio = folder.resolve("ashk-trio.vcf.gz");
        Files.copy(data.resolve("trio/ashk-trio.vcf.gz"), trio);
        Files.copy(data.resolve("trio/ashk-trio.vcf.gz.csi"), folder.resolve("ashk-trio.vcf.gz.csi"));
        Map<String, Path> reads = new TreeMap<>();
        StringBuilder targets = new StringBuilder();
        for (String name : ImmutableList.of("bam/CEUTrio.HiSeq.WGS.b37.NA12878.20.first.8000", "bam/NA12878.multichrom", "bam/NA12878_S1.chr20.10_10p1mb", "longread/HG002_chr11_119076212_119102218", "longread/cigar-64k", "longread/ecoli_nanopore", "longread/ont")) {
            Path file = folder.resolve(name.substring(name.indexOf('/') + 1) + ".bam");
            Files.copy(data.resolve(name + ".bam"), file);
            tool("samtools", "index", file.toString());
            reads.put("local:///real/" + file.getFileName(), file);
            // Where the reads of up to three contigs begin, and some bases before
            Map<String, Long> starts = new LinkedHashMap<>();
            tool("samtools", "view", "-F", "1796", file.toString()).lines().map(line -> line.split("\t", 5)).forEach(fields -> starts.putIfAbsent(fields[2], parseLong(fields[3])));
            starts.entrySet().stream().limit(3).forEach(start -> targets.append("%s\t%s\t%s\t%s\n".formatted(start.getKey(), max(0, start.getValue() - 500), start.getValue() + 19_500, file.getFileName())));
        }
        Files.writeString(folder.resolve("targets.bed"), targets.toString());
        run("real", ImmutableMap.of("targets", "%targets.bed", "gene", "NULL", "impact", "NULL"), "setup", "bronze", "silver/sample_counts.sql", "silver/samples.sql", "gold/coverage.sql", "gold/sample_qc.sql");

        List<List<String>> coverage = rows("SELECT source_file, sample, target, chrom, pos, end_pos, mean_depth, covered_bases FROM lake.real.gold_target_coverage WHERE source_file LIKE '%/' || target");
        assertThat(coverage).hasSize((int) targets.toString().lines().count());
        for (List<String> target : coverage) {
            String region = "%s:%s-%s".formatted(target.get(3), target.get(4), target.get(5));
            List<String> fields = List.of(tool("samtools", "coverage", "-H", "-r", region, reads.get(target.get(0)).toString()).strip().split("\t"));
            assertThat(target.get(7)).as(target.toString()).isEqualTo(fields.get(4));
            // samtools ends the target where the contig ends
            double depth = parseDouble(fields.get(6)) * (parseLong(fields.get(2)) - parseLong(fields.get(1)) + 1) / (parseLong(target.get(5)) - parseLong(target.get(4)) + 1);
            assertThat(parseDouble(target.get(6))).as(target.toString()).isGreaterThan(0).isCloseTo(depth, within(depth * 1e-5));
        }
        assertThat(coverage).filteredOn(target -> target.get(1).equals("NULL")).extracting(target -> target.get(2)).contains("cigar-64k.bam", "ont.bam");
        assertThat(rows("SELECT count(*), count(DISTINCT ROW(source_file, sample, chrom, pos)) FROM lake.real.gold_target_coverage"))
                .containsExactly(ImmutableList.of(String.valueOf(7 * coverage.size()), String.valueOf(7 * coverage.size())));
        // The reads of a sample in several files add up
        assertThat(rows("SELECT abs(q.mean_coverage - (SELECT sum(mean_depth * bases) / (SELECT sum(end_pos - pos + 1) FROM lake.real.bronze_intervals) FROM lake.real.gold_target_coverage WHERE sample = 'NA12878')) < 1e-9, share_20x IS NULL FROM lake.real.gold_sample_qc q WHERE sample = 'NA12878'"))
                .containsExactly(ImmutableList.of("true", "true"));

        String stats = tool("bcftools", "stats", "-s", "-", trio.toString());
        for (String sample : ImmutableList.of("HG002", "HG003", "HG004")) {
            List<String> counts = fields(stats, "PSC", sample);
            List<String> indels = fields(stats, "PSI", sample);
            List<String> row = rows("SELECT hom_ref, hom_alt, het, transitions, transversions, indels, haploid_ref, haploid_alt, missing, indel_het, indel_hom, ti_tv FROM lake.real.gold_sample_qc WHERE sample = '%s'".formatted(sample)).getFirst();
            assertThat(row.subList(0, 6)).as(sample).isEqualTo(ImmutableList.of(counts.get(3), counts.get(4), counts.get(5), counts.get(6), counts.get(7), counts.get(8)));
            assertThat(row.subList(6, 9)).as(sample).isEqualTo(counts.subList(11, 14));
            // bcftools counts a genotype of an insertion and a deletion twice
            assertThat(parseLong(row.get(9))).as(sample).isBetween(parseLong(indels.get(7)) + parseLong(indels.get(8)) - 20, parseLong(indels.get(7)) + parseLong(indels.get(8)));
            assertThat(parseLong(row.get(10))).as(sample).isEqualTo(parseLong(indels.get(9)) + parseLong(indels.get(10)));
            assertThat(parseDouble(row.get(11))).as(sample).isCloseTo(parseDouble(counts.get(6)) / parseDouble(counts.get(7)), within(1e-9));
        }
    }

    /**
     * Variants that begin at one base are told apart by their ends, and records of one site by what each says of the samples.
     */
    @Test
    @Order(18)
    public void testVariantsAtOneSite()
            throws Exception
    {
        assumeTool("bcftools");
        Path file = Files.createDirectories(lake.resolve("structural")).resolve("structural.vcf");
        Files.writeString(
                file,
                """
                ##fileformat=VCFv4.2
                ##contig=<ID=chr1,length=248956422>
                ##ALT=<ID=DEL,Description="Deletion">
                ##ALT=<ID=DUP,Description="Duplication">
                ##INFO=<ID=END,Number=1,Type=Integer,Description="End">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT A B C
                chr1 1000 . N <DEL> . PASS END=2000 GT 0/1 0/0 0|1
                chr1 1000 . N <DEL> . PASS END=5000 GT 0/0 1/1 ./.
                chr1 1000 . N <DUP> . PASS END=2000 GT 0/1 ./. ./1
                chr1 9000 . A C . PASS . GT 0/1 0/0 1/1
                chr1 9000 . A G . PASS . GT 0/1 ./. ./.
                chr1 9500 . A C,G,* . PASS . GT 1/2 2|2 0/3
                """.replace(" ", "\t"));
        run("structural",
                ImmutableMap.of("gene", "NULL", "impact", "NULL", "depth", "NULL", "quality", "NULL", "allele_depths", "CAST(NULL AS array(bigint))", "block_depth", "NULL", "block_gq", "NULL", "smallest_cell", "1"),
                "setup",
                "bronze",
                "silver/variants.sql",
                "silver/genotypes.sql",
                "gold/allele_frequencies.sql",
                "gold/coverage.sql",
                "quality/provenance.sql",
                "quality/normalization.sql");
        Path tagged = lake.resolveSibling("structural.vcf");
        tool("bcftools", "+fill-tags", file.toString(), "-o", tagged.toString(), "--", "-t", "AN,AC");
        List<String> expected = new ArrayList<>();
        for (String line : tool("bcftools", "query", "-f", "%CHROM-%POS-%REF %ALT %END %AN %AC\n", tagged.toString()).lines().toList()) {
            List<String> record = List.of(line.split(" "));
            List<String> alts = List.of(record.get(1).split(","));
            List<String> counts = List.of(record.get(4).split(","));
            for (int i = 0; i < alts.size(); i++) {
                if (!alts.get(i).equals("*")) {
                    expected.add("%s-%s%s %s %s".formatted(record.get(0), alts.get(i), alts.get(i).startsWith("<") ? "-" + record.get(2) : "", record.get(3), counts.get(i)));
                }
            }
        }
        assertThat(expected).hasSize(7);
        assertThat(rows("SELECT variant || ' ' || CAST(an AS varchar) || ' ' || CAST(ac AS varchar) FROM lake.structural.gold_allele_frequencies").stream().map(List::getFirst))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows("SELECT DISTINCT variant FROM lake.structural.silver_genotypes WHERE alt = '<DEL>' ORDER BY 1"))
                .containsExactly(ImmutableList.of("chr1-1000-N-<DEL>-2000"), ImmutableList.of("chr1-1000-N-<DEL>-5000"));
        // A table that no file is there for is recorded as well
        assertThat(rows("SELECT * FROM lake.structural.quality_provenance")).isEmpty();
        assertThat(rows("SELECT * FROM lake.structural.quality_normalization")).isEmpty();
        assertThat(rows("SELECT input_files, input_digest FROM lake.provenance.builds WHERE project = 'structural' AND table_name = 'gold_target_coverage'"))
                .containsExactly(ImmutableList.of("0", "NULL"));

        // A name that is brought together with another one later
        execute("INSERT INTO lake.structural.metadata_aliases VALUES ('A', 'Alice')");
        run("structural", ImmutableMap.of(), "silver/genotypes.sql");
        assertThat(rows("SELECT DISTINCT sample FROM lake.structural.silver_genotypes ORDER BY 1")).containsExactly(ImmutableList.of("Alice"), ImmutableList.of("B"), ImmutableList.of("C"));
    }

    /**
     * A project whose name must be quoted, of files that each say something else of the same sites: no genotypes, no ALT, blocks, structural variants.
     */
    @Test
    @Order(19)
    public void testFilesOfAllKinds()
            throws Exception
    {
        String header =
                """
                ##fileformat=VCFv4.2
                ##contig=<ID=chr1,length=248956422>
                ##contig=<ID=chrX,length=156040895>
                ##ALT=<ID=DEL,Description="Deletion">
                ##INFO=<ID=END,Number=1,Type=Integer,Description="End">
                ##INFO=<ID=GENE,Number=1,Type=String,Description="Gene">
                ##INFO=<ID=IMPACT,Number=A,Type=String,Description="Effect">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                """;
        Path folder = Files.createDirectories(lake.resolve("1000g-new"));
        Files.writeString(folder.resolve("sites.vcf"), header + tabbed(
                """
                #CHROM POS ID REF ALT QUAL FILTER INFO
                chr1 500 . A C . PASS GENE=G1;IMPACT=HIGH
                """));
        Files.writeString(folder.resolve("panel.vcf"), header + tabbed(
                """
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT A B C
                chr1 600 . G . . PASS . GT 0/0 0/0 ./.
                chrX 5000000 . C T . PASS IMPACT=HIGH GT 0/0 0/1 ./.
                chrX 6000000 . N <DEL> . PASS END=6005000;IMPACT=HIGH GT 0/0 0/1 ./.
                """));
        Files.writeString(folder.resolve("D.vcf"), header + tabbed(
                """
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT D
                chr1 600 . G T . PASS GENE=G1;IMPACT=HIGH GT 0/1
                chr1 700 . G G]chrX:321] . PASS . GT 0/1
                chr1 900 . A C . PASS . GT 1/1
                chr1 900 . A C . PASS . GT 1/1
                chrX 200 . A G . PASS GENE=SHOX;IMPACT=HIGH GT 0/1
                chrX 5000000 . C T . PASS IMPACT=HIGH GT 1/1
                chrX 6000000 . N <DEL> . PASS END=6002000;IMPACT=HIGH GT 1/1
                """));
        Files.writeString(folder.resolve("E.g.vcf"), header + tabbed(
                """
                ##ALT=<ID=NON_REF,Description="Any_other">
                ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT E
                chr1 1 . N <NON_REF> . . END=10000 GT:GQ 0/0:50
                """));
        Files.writeString(folder.resolve("genes.bed"), "chr1\t400\t800\tG1\nchrX\t100\t300\tSHOX\nchrY\t100\t300\tSHOX\n");
        Files.writeString(Files.createDirectories(lake.resolve("1000g-known")).resolve("known.vcf"), header.replace("ID=chr", "ID=") + tabbed(
                """
                #CHROM POS ID REF ALT QUAL FILTER INFO
                X 6000000 known N <DEL> . . END=6005000
                """));
        Map<String, String> settings = ImmutableMap.<String, String>builder()
                .put("depth", "NULL")
                .put("allele_depths", "CAST(NULL AS array(bigint))")
                .put("block_depth", "NULL")
                .put("smallest_cell", "1")
                .put("annotations", "1000g-known")
                .put("significance", "NULL")
                .put("review_status", "NULL")
                .put("disease", "NULL")
                .buildOrThrow();
        run("1000g-new", settings, "setup");
        execute("INSERT INTO lake.\"1000g-new\".metadata_aliases VALUES ('D', 'Doris'), ('D', 'Dora')");
        execute("INSERT INTO lake.\"1000g-new\".metadata_samples VALUES ('Dora', 'male', 'one', 'A', 'B', TRUE, NULL, NULL)");
        execute("INSERT INTO lake.\"1000g-new\".metadata_frequencies VALUES ('chr1', 600, 'G', 'T', 0.01), ('chr1', 600, 'G', 'T', 0.02), ('chrX', 6000000, 'N', '<DEL>', 0.9)");
        run("1000g-new", settings, "bronze", "silver/variants.sql", "silver/genotypes.sql", "silver/samples.sql", "gold/allele_frequencies.sql", "gold/gene_burden.sql", "gold/trio_candidates.sql", "annotation", "quality/samples.sql", "quality/normalization.sql");

        // A record without an ALT says who is called; a block does as well, but nothing of a breakend
        assertThat(rows("SELECT variant, source_allele, variant_type, normalization, an, ac, missing FROM lake.\"1000g-new\".silver_variants WHERE alt = '.'"))
                .containsExactly(ImmutableList.of("chr1-600-G-.", "NULL", "REF", "none", "4", "NULL", "1"));
        assertThat(rows("SELECT variant, called_samples, missing_samples, unknown_samples, samples_from_blocks, an, ac FROM lake.\"1000g-new\".gold_allele_frequencies WHERE pos IN (600, 700) ORDER BY 1"))
                .containsExactly(
                        ImmutableList.of("chr1-600-G-T", "4", "1", "0", "1", "8", "1"),
                        ImmutableList.of("chr1-700-G-G]chrX:321]", "1", "0", "4", "0", "2", "1"));
        // Two carriers in one sample cannot be
        assertThat(rows("SELECT variant FROM lake.\"1000g-new\".gold_allele_frequencies WHERE is_suppressed")).containsExactly(ImmutableList.of("chr1-900-A-C"));
        assertThat(rows("SELECT check_name, detail FROM lake.\"1000g-new\".quality_normalization")).containsExactly(ImmutableList.of("variant twice", "chr1-900-A-C is in 2 records"));

        // A gene is what it is on its contig, a name with two samples is one of them, and a frequency that is there twice counts once
        assertThat(rows("SELECT gene, chrom, variants, carriers, copies FROM lake.\"1000g-new\".gold_gene_burden ORDER BY 1, 2"))
                .containsExactly(
                        ImmutableList.of("G1", "chr1", "2", "1", "1"),
                        ImmutableList.of("SHOX", "chrX", "1", "1", "1"),
                        ImmutableList.of("SHOX", "chrY", "0", "0", "0"));
        assertThat(rows("SELECT count(*), count(DISTINCT sample), min(sample) FROM lake.\"1000g-new\".silver_genotypes WHERE source_file LIKE '%/D.vcf'")).containsExactly(ImmutableList.of("7", "1", "Dora"));
        assertThat(rows("SELECT check_name, subject FROM lake.\"1000g-new\".quality_metadata WHERE check_name = 'alias twice'")).containsExactly(ImmutableList.of("alias twice", "D"));

        // The mother's deletion is not the child's, whose one X is written as two copies
        assertThat(rows("SELECT child, mode, variant, mother_copies FROM lake.\"1000g-new\".gold_trio_candidates")).containsExactly(ImmutableList.of("Dora", "X-linked", "chrX-5000000-C-T", "1"));
        assertThat(rows("SELECT variant, accession FROM lake.\"1000g-new\".gold_variant_annotations WHERE is_annotated")).containsExactly(ImmutableList.of("chrX-6000000-N-<DEL>-6005000", "known"));

        // What an older script has read is read again
        assertThat(run("1000g-new", settings, "silver/variants.sql").get(4).count()).isZero();
        execute("UPDATE lake.\"1000g-new\".silver_files SET depends_on = NULL WHERE table_name = 'silver_variants'");
        assertThat(run("1000g-new", settings, "silver/variants.sql").get(4).count()).isEqualTo(11);
        assertThat(rows("SELECT count(*) FROM lake.\"1000g-new\".silver_variants")).containsExactly(ImmutableList.of("11"));
    }

    private static String tabbed(String lines)
    {
        return lines.replace(" ", "\t");
    }

    private static List<String> fields(String stats, String section, String sample)
    {
        return stats.lines()
                .map(line -> List.of(line.split("\t")))
                .filter(fields -> fields.getFirst().equals(section) && fields.get(2).equals(sample))
                .findFirst()
                .orElseThrow();
    }

    private static Path sharedData()
    {
        String shared = System.getenv("GENOLAKE_SHARED");
        Path folder = Path.of("").toAbsolutePath();
        while (shared == null && folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
            folder = folder.getParent();
        }
        assumeTrue(shared != null || folder != null, "There is no shared data to test with");
        return shared != null ? Path.of(shared, "data") : folder.resolve("shared/data");
    }

    /**
     * Runs scripts, or all scripts of a folder, and returns what came of each statement.
     */
    private List<SqlSession.Outcome> run(String schema, Map<String, String> settings, String... names)
            throws Exception
    {
        return run(schema, settings, false, names);
    }

    /**
     * @param comments whether the statements that comment columns, which are most of them, are run too
     */
    private List<SqlSession.Outcome> run(String schema, Map<String, String> settings, boolean comments, String... names)
            throws Exception
    {
        SqlVariables variables = new SqlVariables(ImmutableMap.<String, String>builder().putAll(settings).put("schema", schema).buildOrThrow());
        ImmutableList.Builder<SqlSession.Outcome> outcomes = ImmutableList.builder();
        try (SqlSession session = new SqlSession(uri, "test", Optional.of("lake"), Optional.of(schema), new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))) {
            for (Path script : scripts(names)) {
                for (SqlScript.ScriptStatement statement : SqlScript.parse(variables.resolve(Files.readString(script)))) {
                    if (statement.sql().startsWith("COMMENT") && !comments) {
                        continue;
                    }
                    try {
                        outcomes.add(session.execute(statement.sql()));
                    }
                    catch (SQLException e) {
                        throw new AssertionError("%s of %s, line %s".formatted(script, schema, statement.line()), e);
                    }
                }
            }
        }
        return outcomes.build();
    }

    private List<Path> scripts(String... names)
            throws IOException
    {
        ImmutableList.Builder<Path> scripts = ImmutableList.builder();
        for (String name : names) {
            Path path = sql.resolve(name.equals("setup") ? "setup.sql" : name);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.sorted().forEach(scripts::add);
                }
            }
            else {
                scripts.add(path);
            }
        }
        return scripts.build();
    }

    private List<List<String>> rows(@Language("SQL") String query)
            throws Exception
    {
        try (SqlSession session = new SqlSession(uri, "test", new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))) {
            return session.execute(query).table().orElseThrow().rows();
        }
    }

    private void execute(@Language("SQL") String statement)
            throws Exception
    {
        try (SqlSession session = new SqlSession(uri, "test", new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))) {
            session.execute(statement);
        }
    }

    private static Path sql()
    {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("sql/setup.sql"))) {
            directory = directory.getParent();
            assertThat(directory).as("a directory with sql above the working directory").isNotNull();
        }
        return directory.resolve("sql");
    }

    private static void copy(Path from, Path to)
            throws IOException
    {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
                catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void copyFiles(Path from, Path to, String... names)
            throws IOException
    {
        for (String name : names) {
            Files.createDirectories(to.resolve(name).getParent());
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    private static List<String> lines(Path file)
            throws IOException
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static void assumeTool(String tool)
    {
        boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
        assumeTrue(there, tool + " is not installed");
    }

    private static String tool(String... command)
            throws Exception
    {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }
}
