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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.assumeTools;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.run;
import static java.lang.Math.max;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Real VCF files through SQL against bcftools and bedtools.
 */
@TestInstance(PER_CLASS)
class TestDifferentialVcf
{
    private static final List<String> FILES = List.of(
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "vcf/multisample.vcf.gz",
            "vcf/1kg.head_chr1.vcf.gz",
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "clinvar/clinvar.vcf.gz",
            "annotated/test.chr1.eff.vcf.gz",
            "annotated/mixed.vep.ori.vcf",
            "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz",
            "gvcf/HG00268.g.vcf.gz",
            "gvcf/combined.chr20_18210071_18210093.g.vcf",
            "sv/SKBR3_Sniffles_variants_tra.vcf",
            "sv/gnomad_v2_sv.sites.vcf.gz",
            "sv/manta.B00GWGD.vcf.gz",
            "sv/ref_panel_1kg.raw_calls.chr22_chrY.vcf.gz",
            "trio/ashk-trio.vcf.gz");
    // more values than this are a sample of the records
    private static final int MAX_VALUES = 30_000;

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        Path data = realFiles();
        assumeTools("bcftools", "tabix");
        this.lake = lake;
        for (int i = 0; i < FILES.size(); i++) {
            Path folder = lake.resolve("p" + i);
            Path file = TestingFiles.copy(data.resolve(FILES.get(i)), folder);
            for (String extension : List.of(".tbi", ".csi")) {
                Path index = data.resolve(FILES.get(i) + extension);
                if (Files.exists(index)) {
                    TestingFiles.copy(index, folder);
                }
            }
            if (FILES.get(i).startsWith("gvcf/HG") || FILES.get(i).startsWith("sv/ref")) {
                run("bcftools", "index", FILES.get(i).startsWith("sv") ? "-c" : "-t", file.toString());
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

    private record Key(String id, String type, String field) {}

    @TestFactory
    Stream<DynamicTest> testRecords()
    {
        return IntStream.range(0, FILES.size()).mapToObj(i -> DynamicTest.dynamicTest(FILES.get(i), () -> assertRecords(i)));
    }

    private void assertRecords(int project)
    {
        String schema = CATALOG + ".p" + project;
        String file = lake.resolve("p" + project).resolve(Path.of(FILES.get(project)).getFileName()).toString();
        List<Key> keys = keys(schema, "INFO");
        long records = (long) queryRunner.execute("SELECT count(*) FROM " + schema + ".variants").getOnlyValue();
        long step = max(1, records * (keys.size() + 8) / MAX_VALUES);

        List<String[]> expected = run("bcftools", "query", "-f", "%CHROM\\t%POS\\t%ID\\t%REF\\t%ALT\\t%QUAL\\t%FILTER" + keys.stream().map(key -> "\\t%INFO/" + key.id()).collect(joining()) + "\\n", file).stream()
                .map(line -> line.split("\t", -1))
                .toList();
        assertThat(expected).hasSize((int) records);
        List<MaterializedRow> actual = queryRunner.execute("SELECT chrom, pos, id, ref, alt, qual, filter%s, end_pos FROM %s.variants WHERE pos %% %s = 0 ORDER BY \"$virtual_offset\"".formatted(
                keys.stream().map(key -> ", info.\"" + key.field() + '"').collect(joining()), schema, step)).getMaterializedRows();
        List<String[]> sampled = expected.stream().filter(fields -> Long.parseLong(fields[1]) % step == 0).toList();
        assertThat(actual).hasSameSizeAs(sampled);
        for (int row = 0; row < actual.size(); row++) {
            String[] fields = sampled.get(row);
            List<Object> values = actual.get(row).getFields();
            String record = FILES.get(project) + ": " + fields[0] + ":" + fields[1];
            assertThat(values.get(0)).isEqualTo(fields[0]);
            assertThat(values.get(1)).isEqualTo(Long.parseLong(fields[1]));
            assertValue(record + " ID", values.get(2), "String", fields[2]);
            assertThat(values.get(3)).isEqualTo(fields[3]);
            assertThat(values.get(4)).as(record).isEqualTo(fields[4].equals(".") ? List.of() : Arrays.asList(fields[4].split(",")));
            assertValue(record + " QUAL", values.get(5), "Float", fields[5]);
            assertThat(values.get(6)).as(record).isEqualTo(fields[6].equals(".") ? null : Arrays.asList(fields[6].split(";")));
            for (int i = 0; i < keys.size(); i++) {
                assertValue(record + " " + keys.get(i), values.get(7 + i), keys.get(i).type(), fields[7 + i]);
            }
            assertThat((long) values.getLast()).as(record + " end").isEqualTo(end(fields, keys));
        }
    }

    /**
     * The last base, by the rules of the table's documentation, of what bcftools prints.
     */
    private static long end(String[] fields, List<Key> keys)
    {
        long pos = Long.parseLong(fields[1]);
        long end = pos + fields[3].length() - 1;
        Optional<String> declared = value(fields, keys, "END");
        if (declared.isPresent() && Long.parseLong(declared.orElseThrow()) >= pos) {
            return Long.parseLong(declared.orElseThrow());
        }
        Optional<String> lengths = value(fields, keys, "SVLEN");
        if (lengths.isPresent()) {
            String[] alts = fields[4].split(",");
            String[] values = lengths.orElseThrow().split(",");
            for (int i = 0; i < alts.length && i < values.length; i++) {
                if (alts[i].matches("<(DEL|DUP|INV|CNV)(:.*)?>") && !values[i].equals(".")) {
                    end = max(end, pos + Math.abs(Long.parseLong(values[i])));
                }
            }
        }
        return end;
    }

    private static Optional<String> value(String[] fields, List<Key> keys, String id)
    {
        return IntStream.range(0, keys.size())
                .filter(i -> keys.get(i).id().equals(id))
                .mapToObj(i -> fields[7 + i])
                .filter(value -> !value.equals("."))
                .findFirst();
    }

    private List<Key> keys(String schema, String kind)
    {
        return queryRunner.execute("SELECT id, type, min(field_name), min(line) FROM %s.header_lines WHERE key = '%s' AND id <> 'GT' GROUP BY 1, 2 ORDER BY 4".formatted(schema, kind)).getMaterializedRows().stream()
                .map(row -> new Key((String) row.getField(0), (String) row.getField(1), (String) row.getField(2)))
                .toList();
    }

    private static void assertValue(String what, Object actual, String type, String expected)
    {
        if (actual instanceof List<?> list) {
            String[] elements = expected.split(",", -1);
            if (list.size() != elements.length) {
                assertThat(list).as("%s: %s", what, expected).hasSize(elements.length);
            }
            for (int i = 0; i < elements.length; i++) {
                assertValue(what, list.get(i), type, elements[i]);
            }
            return;
        }
        boolean equal = switch (actual) {
            // bcftools keeps floats of 32 bits, and prints six digits of them
            case Double value -> !expected.equals(".") && isClose(value, Double.parseDouble(expected.replace("nan", "NaN").replace("inf", "Infinity")));
            case Long value -> expected.equals(Long.toString(value));
            case Boolean value -> expected.equals(value ? "1" : ".");
            case String value -> expected.equals(value);
            case null -> expected.equals(".");
            default -> false;
        };
        if (!equal) {
            throw new AssertionError("%s: expected '%s', but is '%s' (%s)".formatted(what, expected, actual, type));
        }
    }

    private static boolean isClose(double value, double printed)
    {
        return (float) value == (float) printed || Math.abs(value - printed) <= 1e-5 * Math.abs(printed) || (Double.isNaN(value) && Double.isNaN(printed));
    }

    @TestFactory
    Stream<DynamicTest> testGenotypes()
    {
        return IntStream.range(0, FILES.size()).mapToObj(i -> DynamicTest.dynamicTest(FILES.get(i), () -> assertGenotypes(i)));
    }

    private void assertGenotypes(int project)
    {
        String schema = CATALOG + ".p" + project;
        String file = lake.resolve("p" + project).resolve(Path.of(FILES.get(project)).getFileName()).toString();
        long samples = (long) queryRunner.execute("SELECT count(*) FROM " + schema + ".samples").getOnlyValue();
        if (samples == 0) {
            assertThat(queryRunner.execute("SELECT count(*) FROM " + schema + ".genotypes").getOnlyValue()).isEqualTo(0L);
            return;
        }
        List<Key> keys = keys(schema, "FORMAT");
        long records = (long) queryRunner.execute("SELECT count(*) FROM " + schema + ".variants").getOnlyValue();
        assertThat(queryRunner.execute("SELECT count(*) FROM " + schema + ".genotypes").getOnlyValue()).isEqualTo(records * samples);
        long step = max(1, records * samples * (keys.size() + 5) / MAX_VALUES);
        List<Object> positions = queryRunner.execute("SELECT pos FROM (SELECT pos, row_number() OVER (ORDER BY \"$virtual_offset\") n FROM %s.variants) WHERE n %% %s = 1 OR %s = 1".formatted(schema, step, step)).getOnlyColumn().distinct().toList();
        assertThat(positions).isNotEmpty();

        List<String> chosen = positions.stream().map(Object::toString).toList();
        List<String[]> expected = new ArrayList<>();
        String format = "%CHROM\\t%POS[\\t%SAMPLE\\t%GT" + keys.stream().map(key -> "\\t%" + key.id()).collect(joining()) + "]\\n";
        for (String line : step == 1
                ? run("bcftools", "query", "-f", format, file)
                : run("bcftools", "query", "-i", chosen.stream().limit(200).map("POS=%s"::formatted).collect(joining(" || ")), "-f", format, file)) {
            String[] fields = line.split("\t", -1);
            int width = 2 + keys.size();
            for (int i = 2; i < fields.length; i += width) {
                String[] one = new String[2 + width];
                one[0] = fields[0];
                one[1] = fields[1];
                System.arraycopy(fields, i, one, 2, width);
                expected.add(one);
            }
        }
        List<MaterializedRow> actual = queryRunner.execute("SELECT g.chrom, g.pos, g.sample, g.gt, g.alleles, g.phased, g.dosage%s FROM %s.genotypes g JOIN (SELECT sample, min(ordinal) ordinal FROM %s.samples GROUP BY 1) s ON g.sample = s.sample %s ORDER BY g.\"$virtual_offset\", s.ordinal".formatted(
                keys.stream().map(key -> ", g.format.\"" + key.field() + '"').collect(joining()),
                schema,
                schema,
                step == 1 ? "" : "WHERE g.pos IN (" + chosen.stream().limit(200).collect(joining(", ")) + ")")).getMaterializedRows();
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < actual.size(); row++) {
            String[] fields = expected.get(row);
            List<Object> values = actual.get(row).getFields();
            String what = FILES.get(project) + ": " + fields[0] + ":" + fields[1] + " " + fields[2];
            assertThat(values.get(0)).as(what).isEqualTo(fields[0]);
            assertThat(values.get(1)).as(what).isEqualTo(Long.parseLong(fields[1]));
            assertThat(values.get(2)).as(what).isEqualTo(fields[2]);
            assertGenotype(what, fields[3], values);
            for (int i = 0; i < keys.size(); i++) {
                assertValue(what + " " + keys.get(i), values.get(7 + i), keys.get(i).type(), fields[4 + i]);
            }
        }
    }

    private static void assertGenotype(String what, String gt, List<Object> values)
    {
        if (values.get(3) == null) {
            // bcftools prints the same for a GT that is not there
            assertThat(gt).as(what).isIn(".", "./.");
            assertThat(values.subList(3, 7)).as(what).containsOnlyNulls();
            return;
        }
        assertThat(values.get(3)).as(what).isEqualTo(gt);
        List<Integer> alleles = Arrays.stream(gt.split("[/|]")).map(allele -> allele.equals(".") ? null : Integer.valueOf(allele)).toList();
        assertThat(values.get(4)).as(what).isEqualTo(alleles);
        assertThat(values.get(5)).as(what).isEqualTo(!gt.contains("/"));
        assertThat(values.get(6)).as(what).isEqualTo(alleles.contains(null) ? null : (byte) alleles.stream().filter(allele -> allele > 0).count());
    }

    @TestFactory
    Stream<DynamicTest> testCallCounts()
    {
        // bcftools refuses to copy the third
        return Stream.of(0, 1, 13, 14).map(i -> DynamicTest.dynamicTest(FILES.get(i), () -> assertCallCounts(i)));
    }

    private void assertCallCounts(int project)
    {
        String file = lake.resolve("p" + project).resolve(Path.of(FILES.get(project)).getFileName()).toString();
        String filled = lake.resolve("filled" + project + ".bcf").toString();
        run("bcftools", "+fill-tags", file, "-Ob", "-o", filled, "--", "-t", "AN,AC,AC_Het,AC_Hom,AC_Hemi,NS");
        List<String> expected = run("bcftools", "query", "-f", "%POS\\t%AN\\t%AC\\t%AC_Het\\t%AC_Hom\\t%AC_Hemi\\t%NS\\n", filled);
        List<MaterializedRow> actual = queryRunner.execute(
                """
                SELECT pos, call_counts.an, call_counts.ac, call_counts.het, call_counts.hom, call_counts.hemi, call_counts.missing,
                    cardinality(dosages), reduce(filter(dosages, d -> d IS NOT NULL), 0, (s, d) -> s + d, s -> s), cardinality(filter(dosages, d -> d IS NULL))
                FROM %s.p%s.variants ORDER BY "$virtual_offset"
                """.formatted(CATALOG, project)).getMaterializedRows();
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < actual.size(); row++) {
            String[] fields = expected.get(row).split("\t");
            List<Object> values = actual.get(row).getFields();
            String what = FILES.get(project) + ": " + expected.get(row);
            assertThat(values.get(1).toString()).as(what).isEqualTo(fields[1].replace(".", "0"));
            for (int i = 2; i < 6; i++) {
                assertThat(((List<?>) values.get(i)).stream().map(Object::toString).collect(joining(","))).as(what + ", field " + i).isEqualTo(fields[i].equals(".") ? "" : fields[i]);
            }
            // NS counts the samples with a call
            assertThat((long) (values.get(7) instanceof Number number ? number.longValue() : 0) - (long) values.get(6)).as(what).isEqualTo(Long.parseLong(fields[6].replace(".", "0")));
        }
    }

    @TestFactory
    Stream<DynamicTest> testRegions()
    {
        // with an index; gVCF blocks, long deletions
        return Stream.of(0, 3, 8, 13, 14).map(i -> DynamicTest.dynamicTest(FILES.get(i), () -> {
            RegionQueries queries = new RegionQueries(queryRunner, CATALOG + ".p" + i + ".variants", 1000 + i);
            queries.assertConditions(queries.regions(40));
            queries.assertDisjunctions(queries.regions(60));
            queries.assertJoin(queries.regions(200), lake.resolve("work" + i));
            queries.assertKeys();
        }));
    }
}
