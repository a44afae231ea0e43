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

import com.google.common.collect.ImmutableList;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.assumeTools;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.run;
import static java.util.Locale.ENGLISH;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * The queries of sql/normalization on real records, INFO and FORMAT included, against {@code bcftools norm}.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestNormalizationQueries
{
    private static final String REFERENCE = "chr1_10MB.fasta.gz";
    private static final Pattern FIELDS = Pattern.compile("    -- fields: \\w+ (INFO|FORMAT)\n(?<lines>.*)    -- end of fields\n", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile(" AS \"(\\w+)\",\n");
    private static final List<String> RECORD = ImmutableList.of("chrom", "pos", "id", "ref", "alt", "qual", "filter");

    /**
     * Real records, made ready by bcftools, which rounds numbers.
     */
    private enum Records
    {
        TRIO("split", "bcftools norm -m +any %s/trio/ashk-trio.vcf.gz | bcftools view -i 'N_ALT>1 | TYPE=\"indel\"'"),
        THOUSAND_GENOMES("split", "bcftools view -m 3 %1$s/vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz -S <(bcftools query -l %1$s/vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz | head -n 20) -I"),
        HIGH_COVERAGE("split", "bcftools view %1$s/vcf/multisample.vcf.gz -S <(bcftools query -l %1$s/vcf/multisample.vcf.gz | head -n 20) -I"),
        BLOCKS("split", "bcftools view -i 'N_ALT>2' %s/gvcf/HG00268.g.vcf.gz"),
        COMBINED_BLOCKS("split", "bcftools view %s/gvcf/combined.chr20_18210071_18210093.g.vcf"),
        EXOMES("split", "bcftools view %s/annotated/gnomad.exomes.r2.0.1.sites.vcf.gz"),
        ATOMS_OF_TRIO("atomize", "bcftools norm -m +any %s/trio/ashk-trio.vcf.gz | bcftools view -i 'N_ALT>1 | TYPE=\"indel\"'"),
        ATOMS_OF_HIGH_COVERAGE("atomize", "bcftools view %1$s/vcf/multisample.vcf.gz -S <(bcftools query -l %1$s/vcf/multisample.vcf.gz | head -n 20) -I"),
        ATOMS_OF_PLATINUM("atomize", "bcftools view -i 'strlen(REF)>1 | N_ALT>1' %s/vcf/PG_NA12878_hg38-chr21.vcf.gz"),
        ATOMS_OF_BLOCKS("atomize", "bcftools view %s/gvcf/combined.chr20_18210071_18210093.g.vcf"),
        ATOMS_OF_EXOMES("atomize", "bcftools view %s/annotated/gnomad.exomes.r2.0.1.sites.vcf.gz"),
        INDELS("normalize", withContig("%s/annotated/test.chr1.eff.vcf.gz") + " -i 'N_ALT>1 | TYPE=\"indel\"' -t 1:1-9876492"),
        VARIANTS_OF_TRIO("normalize", "bcftools view -t 1:1-9876492 %s/trio/ashk-trio.vcf.gz | bcftools norm -m +any"),
        SPLIT_TRIO("join", "bcftools norm -m +any %s/trio/ashk-trio.vcf.gz | bcftools view -i 'N_ALT>1 | TYPE=\"indel\"' | bcftools norm -m -any"),
        SPLIT_THOUSAND_GENOMES("join", "bcftools view -m 3 %1$s/vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz -S <(bcftools query -l %1$s/vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz | head -n 10) -I | bcftools norm -m -any"),
        SPLIT_HIGH_COVERAGE("join", "bcftools norm -m -any %1$s/vcf/multisample.vcf.gz | bcftools view -S <(bcftools query -l %1$s/vcf/multisample.vcf.gz | head -n 20) -I"),
        SPLIT_BLOCKS("join", "bcftools view -i 'N_ALT>2' %s/gvcf/HG00268.g.vcf.gz | bcftools norm -m -any");

        private final String query;
        private final String command;

        Records(String query, String command)
        {
            this.query = query;
            this.command = command;
        }

        /**
         * A file whose header does not tell its contigs.
         */
        private static String withContig(String file)
        {
            return "gzip -dc %s | awk '/^#CHROM/ {print \"##contig=<ID=1>\"} {print}' | bcftools view".formatted(file);
        }

        private String arguments()
        {
            return switch (query) {
                case "split" -> "-m -any";
                case "normalize" -> "-m -any -f '%s/references/" + REFERENCE + "'";
                case "atomize" -> "-a";
                default -> "-m +any";
            };
        }
    }

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        this.lake = lake;
        Path references = realFiles().resolve("ref");
        assumeTools("bcftools");
        for (String suffix : List.of("", ".fai", ".gzi")) {
            TestingFiles.copy(references.resolve(REFERENCE + suffix), lake.resolve("references"));
        }
        for (Records records : Records.values()) {
            Path input = project(records.name());
            Path output = project("norm_" + records);
            run("bash", "-c", "set -o pipefail; %s | bcftools view --no-version -o '%s'".formatted(records.command.formatted(realFiles()), input));
            run("bash", "-c", "bcftools norm --no-version %s '%s' -o '%s'".formatted(records.arguments().formatted(lake), input, output));
        }
        queryRunner = GenomicsQueryRunner.builder(lake)
                .setWorkerCount(0)
                .addGenomicsProperty("genomics.reference.example", "local:///references/" + REFERENCE)
                .build();
    }

    private Path project(String name)
            throws IOException
    {
        return Files.createDirectories(lake.resolve(name)).resolve("records.vcf");
    }

    @AfterAll
    void tearDown()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    /**
     * All fields of the header, by the lines that fields.sql writes for it.
     */
    @TestFactory
    Stream<DynamicTest> testAllFields()
    {
        return Arrays.stream(Records.values()).map(records -> DynamicTest.dynamicTest(records.name(), () -> {
            assertThat(assertRecords(records, "norm_" + records, "INFO", query(records, "variants", "INFO"))).isGreaterThan(10);
            assertRecords(records, "norm_" + records, "FORMAT", query(records, "genotypes", "FORMAT"));
        }));
    }

    /**
     * The queries as they are.
     */
    @Test
    void testFields()
    {
        for (Records records : List.of(Records.TRIO, Records.ATOMS_OF_TRIO, Records.SPLIT_TRIO, Records.VARIANTS_OF_TRIO)) {
            assertThat(assertRecords(records, "norm_" + records, "INFO", query(records.query + "_variants"))).isGreaterThan(500);
            assertThat(assertRecords(records, "norm_" + records, "FORMAT", query(records.query + "_genotypes"))).isGreaterThan(500);
        }
    }

    /**
     * What is split and joined is what it was.
     */
    @Test
    void testSplitAndJoin()
    {
        assertThat(assertRecords(Records.SPLIT_TRIO, Records.TRIO.name(), "INFO", query(Records.SPLIT_TRIO, "variants", "INFO"))).isGreaterThan(500);
        assertThat(assertRecords(Records.SPLIT_TRIO, Records.TRIO.name(), "FORMAT", query(Records.SPLIT_TRIO, "genotypes", "FORMAT"))).isGreaterThan(500);
    }

    private String query(Records records, String table, String key)
    {
        String lines = execute(records.name(), query("fields")).getMaterializedRows().stream()
                .filter(row -> row.getField(0).equals(records.query) && row.getField(1).equals(key))
                // bcftools norm -a leaves these out
                .filter(row -> !(records.query.equals("atomize") && key.equals("INFO") && ((String) row.getField(3)).contains("remap_g")))
                .map(row -> "    " + row.getField(3) + "\n")
                .collect(joining());
        String query = query(records.query + "_" + table);
        Matcher fields = FIELDS.matcher(query);
        assertThat(fields.find()).isTrue();
        return query.substring(0, fields.start("lines")) + lines + query.substring(fields.end("lines"));
    }

    private static String query(String name)
    {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("sql/normalization"))) {
            folder = folder.getParent();
        }
        try {
            return Files.readString(folder.resolve("sql/normalization").resolve(name + ".sql")).replaceFirst(";\\s*$", "");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compares what a query returns of records with the rows of another project.
     */
    private int assertRecords(Records records, String expectedProject, String key, String query)
    {
        List<String> fields = NAME.matcher(query).results().map(match -> match.group(1)).toList();
        List<String> common = key.equals("INFO") ? RECORD : ImmutableList.<String>builder().addAll(RECORD).add("sample", "gt").build();
        String columns = String.join(", ", common);
        List<String> actual = rows(records, common.size(), execute(records.name(), "SELECT %s FROM (%s)".formatted(
                Stream.concat(common.stream(), fields.stream().map("\"%s\""::formatted)).collect(joining(", ")), query)));
        List<String> expected = rows(records, common.size(), execute(expectedProject, "SELECT %s FROM %s".formatted(
                Stream.concat(Stream.of(columns), fields.stream().map(field -> "%s.\"%s\"".formatted(key, field))).collect(joining(", ")),
                key.equals("INFO") ? "variants" : "genotypes")));
        for (int row = 0; row < Math.min(actual.size(), expected.size()); row++) {
            assertThat(actual.get(row)).as("%s by %s", common, fields).isEqualTo(expected.get(row));
        }
        assertThat(actual).hasSameSizeAs(expected);
        return actual.size();
    }

    private MaterializedResult execute(String project, String sql)
    {
        Session session = Session.builder(queryRunner.getDefaultSession()).setCatalog(CATALOG).setSchema(project.toLowerCase(ENGLISH)).build();
        return queryRunner.execute(session, sql);
    }

    private static List<String> rows(Records records, int common, MaterializedResult result)
    {
        List<String> rows = new ArrayList<>();
        for (MaterializedRow row : result.getMaterializedRows()) {
            List<Object> values = new ArrayList<>(row.getFields());
            for (int field = 0; field < values.size(); field++) {
                Object value = values.get(field);
                // a list of missing values is a missing list
                if (field >= common && value instanceof List<?> list && list.stream().allMatch(Objects::isNull)) {
                    values.set(field, null);
                }
                // bcftools puts an ALT of a joined genotype where there is room
                if (field == common - 1 && field >= RECORD.size() && records.query.equals("join")) {
                    values.set(field, Arrays.stream(((String) value).split("[/|]")).sorted().toList());
                }
            }
            rows.add(values.toString());
        }
        return rows.stream().sorted().collect(toImmutableList());
    }
}
