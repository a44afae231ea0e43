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
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMReadGroupRecord;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.tribble.index.IndexFactory;
import htsjdk.variant.vcf.VCFCodec;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_CHANGED;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_FILE;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_INDEX;
import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.bgzf;
import static io.genolake.connector.TestingFiles.bytes;
import static io.genolake.connector.TestingFiles.read;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.write;
import static io.trino.testing.assertions.TrinoExceptionAssert.assertTrinoExceptionThrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * What bad files get: an error that names the file, the place and what to do, or the right rows; never fewer rows.
 */
@TestInstance(PER_CLASS)
class TestMalformedFiles
{
    private static final String META =
            """
            ##fileformat=VCFv4.3
            ##contig=<ID=1,length=100000000>
            ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
            ##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">
            ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
            ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
            """;
    private static final String COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\n";
    private static final String HEADER = META + COLUMNS;
    private static final String RECORD = "1\t100\trs1\tA\tC\t30\tPASS\tDP=10;AF=0.5\tGT:GQ\t0/1:20\n";
    private static final String GOOD_VCF = HEADER + RECORD + RECORD.replace("\t100\t", "\t200\t");
    private static final int MANY = 5000;

    private static final String GOOD_BED = "1\t10\t20\tx\n1\t30\t40\ty\n";

    private Path lake;
    private DistributedQueryRunner queryRunner;

    /**
     * A broken file, which lies in a project of its own beside a sound one.
     *
     * @param reasons what the error must say, beside the name of the file
     */
    private record Broken(String project, String fileName, byte[] content, String table, List<String> reasons) {}

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        this.lake = lake;
        for (Broken broken : brokenFiles()) {
            write(lake.resolve(broken.project()), broken.fileName(), broken.content());
            write(lake.resolve(broken.project()), "good.vcf", bytes(GOOD_VCF));
            write(lake.resolve(broken.project()), "good.bed", bytes(GOOD_BED));
            writeBam(lake.resolve(broken.project()).resolve("good.bam"), 2, false);
        }
        Files.createDirectories(lake.resolve("empty"));
        for (String name : List.of("gone", "changed")) {
            write(lake.resolve("changing"), name + ".vcf", bytes(GOOD_VCF));
            write(lake.resolve("changing"), name + ".bed", bytes(GOOD_BED));
            writeBam(lake.resolve("changing/" + name + ".bam"), 2, false);
        }
        write(lake.resolve("listed"), "a.vcf", bytes(GOOD_VCF));
        queryRunner = GenomicsQueryRunner.builder(lake).setWorkerCount(0).build();
        queryRunner.createCatalog("small", "genomics", ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toString(),
                "genomics.lake", "local:///",
                "genomics.max-record-size", "64kB"));
        queryRunner.createCatalog("fresh", "genomics", ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toString(),
                "genomics.lake", "local:///",
                "genomics.metadata-cache-ttl", "0ms"));
    }

    @AfterAll
    void tearDown()
    {
        queryRunner.close();
    }

    private static List<Broken> brokenFiles()
    {
        List<Broken> result = new ArrayList<>();
        byte[] many = bgzf(manyRecords());
        byte[] bam = bam(MANY);

        // the stored bytes
        result.add(new Broken("vcf_truncated", "broken.vcf.gz", Arrays.copyOf(many, many.length / 2), "variants", List.of("virtual offset", "truncated")));
        result.add(new Broken("vcf_no_eof", "broken.vcf.gz", Arrays.copyOf(many, many.length - 28), "variants", List.of("virtual offset", "end-of-file")));
        result.add(new Broken("vcf_crc", "broken.vcf.gz", flipChecksum(many), "variants", List.of("virtual offset", "checksum")));
        result.add(new Broken("vcf_gzip_truncated", "broken.vcf.gz", Arrays.copyOf(gzip(manyRecords()), 20_000), "variants", List.of("truncated")));
        result.add(new Broken("bam_truncated", "broken.bam", Arrays.copyOf(bam, bam.length / 2), "alignments", List.of("virtual offset", "truncated")));
        result.add(new Broken("bam_no_eof", "broken.bam", Arrays.copyOf(bam, bam.length - 28), "alignments", List.of("virtual offset", "end-of-file")));
        result.add(new Broken("bam_crc", "broken.bam", flipChecksum(bam), "alignments", List.of("virtual offset", "checksum")));
        result.add(new Broken("bed_truncated", "broken.bed.gz", Arrays.copyOf(bgzf(GOOD_BED.repeat(9000)), 700), "intervals", List.of("truncated")));
        result.add(new Broken("vcf_empty", "broken.vcf", new byte[0], "variants", List.of("empty")));
        result.add(new Broken("vcf_gz_empty", "broken.vcf.gz", new byte[0], "variants", List.of("empty")));
        result.add(new Broken("bam_empty", "broken.bam", new byte[0], "alignments", List.of("empty")));

        // the name
        result.add(new Broken("vcf_is_bam", "broken.vcf.gz", bam, "variants", List.of("BAM")));
        result.add(new Broken("vcf_is_bed", "broken.vcf", bytes(GOOD_BED), "variants", List.of("not VCF")));
        result.add(new Broken("bam_is_vcf", "broken.bam", many, "alignments", List.of("BAM")));
        result.add(new Broken("bam_is_text", "broken.bam", bytes(GOOD_VCF), "alignments", List.of("BAM")));
        result.add(new Broken("bed_is_bam", "broken.bed", bam, "intervals", List.of("virtual offset", "fields")));
        result.add(new Broken("vcf_is_zip", "broken.vcf", bytes("PK\u0003\u0004" + "x".repeat(1000)), "variants", List.of("zip")));

        // other formats
        result.add(new Broken("bcf", "broken.bcf", many, "variants", List.of("BCF", "bcftools view")));
        result.add(new Broken("cram", "broken.cram", bytes("CRAM" + "x".repeat(100)), "alignments", List.of("CRAM", "samtools view")));
        result.add(new Broken("sam", "broken.sam", bytes("@HD\tVN:1.6\n"), "alignments", List.of("SAM", "samtools view")));

        // the header
        result.add(new Broken("vcf_no_columns", "broken.vcf", bytes(META + RECORD), "variants", List.of("#CHROM", "line 7")));
        result.add(new Broken("vcf_only_meta", "broken.vcf", bytes(META), "variants", List.of("#CHROM")));
        result.add(new Broken("vcf_few_columns", "broken.vcf", bytes(META + "#CHROM\tPOS\tID\n" + RECORD), "variants", List.of("#CHROM", "line 7")));

        // the records
        result.add(new Broken("vcf_short_record", "broken.vcf", bytes(HEADER + RECORD + "1\t150\trs\n" + RECORD), "variants", List.of("virtual offset", "columns")));
        result.add(new Broken("vcf_no_samples", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("\t0/1:20", "") + RECORD), "genotypes", List.of("virtual offset", "fewer samples")));
        result.add(new Broken("vcf_many_samples", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("\n", "\t0/1:3\n") + RECORD), "genotypes", List.of("virtual offset", "more samples")));
        result.add(new Broken("vcf_bad_pos", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("100", "1x0")), "variants", List.of("virtual offset", "POS", "1x0")));
        result.add(new Broken("vcf_negative_pos", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("100", "-5")), "variants", List.of("virtual offset", "POS", "-5")));
        result.add(new Broken("vcf_huge_pos", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("100", "99999999999999999999")), "variants", List.of("virtual offset", "POS")));
        result.add(new Broken("vcf_bad_info", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("DP=10", "DP=ten")), "variants", List.of("virtual offset", "DP", "ten")));
        result.add(new Broken("vcf_bad_qual", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("\t30\t", "\thigh\t")), "variants", List.of("virtual offset", "QUAL", "high")));
        result.add(new Broken("vcf_bad_format", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace(":20", ":xx")), "genotypes", List.of("virtual offset", "GQ", "s1", "xx")));
        result.add(new Broken("vcf_bad_gt", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("0/1", "0/2")), "genotypes", List.of("virtual offset", "0/2")));
        result.add(new Broken("vcf_scalar_list", "broken.vcf", bytes(HEADER + RECORD + RECORD.replace("DP=10", "DP=10,11")), "variants", List.of("virtual offset", "DP", "10,11")));
        result.add(new Broken("bed_short", "broken.bed", bytes(GOOD_BED + "1\t5\n"), "intervals", List.of("virtual offset", "fields")));
        result.add(new Broken("bed_bad_start", "broken.bed", bytes(GOOD_BED + "1\tx\t9\n"), "intervals", List.of("virtual offset", "'x'")));
        result.add(new Broken("bed_backwards", "broken.bed", bytes(GOOD_BED + "1\t50\t9\n"), "intervals", List.of("virtual offset", "9")));
        return result;
    }

    private static String manyRecords()
    {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < MANY; i++) {
            text.append("1\t").append(1000 + 20 * i).append("\trs").append(i).append("\tA\tC\t30\tPASS\tDP=").append(i * 7919L % 1000).append(";AF=0.5\tGT:GQ\t0/1:20\n");
        }
        return text.toString();
    }

    private static byte[] gzip(String text)
    {
        try (ByteArrayOutputStream output = new ByteArrayOutputStream()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(output)) {
                gzip.write(bytes(text));
            }
            return output.toByteArray();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The second block gets another checksum.
     */
    private static byte[] flipChecksum(byte[] file)
    {
        byte[] result = file.clone();
        int second = 1 + Byte.toUnsignedInt(file[16]) + 256 * Byte.toUnsignedInt(file[17]);
        int third = second + 1 + Byte.toUnsignedInt(file[second + 16]) + 256 * Byte.toUnsignedInt(file[second + 17]);
        result[third - 8] ^= 1;
        return result;
    }

    private static byte[] bam(int records)
    {
        try {
            Path file = Files.createTempFile("test", ".bam");
            writeBam(file, records, false);
            byte[] result = Files.readAllBytes(file);
            Files.delete(file);
            return result;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeBam(Path file, int records, boolean index)
    {
        SAMFileHeader header = new SAMFileHeader();
        header.addSequence(new SAMSequenceRecord("1", 100_000_000));
        header.addSequence(new SAMSequenceRecord("2", 100_000_000));
        SAMReadGroupRecord group = new SAMReadGroupRecord("g");
        group.setSample("s1");
        header.addReadGroup(group);
        header.setSortOrder(SAMFileHeader.SortOrder.coordinate);
        try (SAMFileWriter writer = new SAMFileWriterFactory().setCreateIndex(index).makeBAMWriter(header, true, file)) {
            for (int i = 0; i < records; i++) {
                SAMRecord record = new SAMRecord(header);
                record.setReadName("r" + i * 7919L);
                record.setReferenceIndex(0);
                record.setAlignmentStart(1000 + 50 * i);
                record.setCigarString("50M");
                record.setReadString("ACGTT".repeat(10));
                record.setBaseQualityString("IIHGF".repeat(10));
                record.setAttribute("RG", "g");
                writer.addAlignment(record);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> testBrokenFiles()
    {
        return brokenFiles().stream()
                .map(broken -> DynamicTest.dynamicTest(broken.project(), () -> assertBroken(broken)));
    }

    private void assertBroken(Broken broken)
    {
        String table = CATALOG + "." + broken.project() + "." + broken.table();

        // the error names the file, the place, and what to do
        assertTrinoExceptionThrownBy(() -> query("SELECT * FROM " + table))
                .hasErrorCode(GENOMICS_MALFORMED_FILE)
                .hasMessageContaining(broken.project() + "/" + broken.fileName())
                .satisfies(e -> assertThat(e.getMessage()).contains(broken.reasons()));

        // the others are not hidden where the user says so, or leaves the broken one out
        assertThat(query("SELECT * FROM " + table + " WHERE \"$path\" NOT LIKE '%/broken.%'").getRowCount()).isEqualTo(2);
        assertThat(skipping("SELECT *, \"$path\" FROM " + table).getMaterializedRows())
                .filteredOn(row -> ((String) row.getField(row.getFieldCount() - 1)).contains("/good."))
                .hasSize(2);

        // which and why
        assertThat(query("SELECT file FROM %s.%s.files WHERE file LIKE '%%/broken.%%'".formatted(CATALOG, broken.project())).getRowCount()).isEqualTo(1);
        assertThat(query("SELECT DISTINCT file FROM %s.%s.problems WHERE reason <> ''".formatted(CATALOG, broken.project())).getOnlyValue())
                .isEqualTo("local:///%s/%s".formatted(broken.project(), broken.fileName()));
    }

    private String freshProblems(String project, String condition)
    {
        return query("SELECT coalesce(field, '') || ': ' || reason || coalesce(' at ' || cast(virtual_offset AS varchar), '') || coalesce(' line ' || cast(line AS varchar), '') FROM fresh.%s.problems WHERE %s".formatted(project, condition))
                .getOnlyColumnAsSet().stream()
                .map(String.class::cast)
                .sorted()
                .reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void testFilesTellWhatIsWrongWithTheHeader()
    {
        for (String project : List.of("vcf_no_columns", "vcf_is_bam", "bam_is_vcf", "vcf_empty", "bcf", "cram", "sam")) {
            assertThat((String) query("SELECT problem FROM %s.%s.files WHERE file LIKE '%%/broken.%%'".formatted(CATALOG, project)).getOnlyValue())
                    .as(project)
                    .contains(project + "/broken.");
        }
    }

    @Test
    void testSkippedRecordsAreOnlyTheBrokenOnes()
    {
        for (String project : List.of("vcf_short_record", "vcf_bad_pos", "vcf_bad_info", "vcf_bad_qual", "vcf_scalar_list")) {
            long expected = project.equals("vcf_short_record") ? 2 : 1;
            assertThat(skipping("SELECT * FROM %s.%s.variants WHERE \"$path\" LIKE '%%/broken.%%'".formatted(CATALOG, project)).getRowCount()).as(project).isEqualTo((int) expected);
        }
        for (String project : List.of("vcf_bad_gt", "vcf_bad_format")) {
            assertThat(skipping("SELECT * FROM %s.%s.genotypes WHERE \"$path\" LIKE '%%/broken.%%'".formatted(CATALOG, project)).getRowCount()).as(project).isEqualTo(1);
        }
        assertThat(skipping("SELECT * FROM %s.bed_short.intervals WHERE \"$path\" LIKE '%%/broken.%%'".formatted(CATALOG)).getRowCount()).isEqualTo(2);
    }

    @Test
    void testBadValueIsAnErrorOnlyForWhoDecodesIt()
    {
        assertThat(query("SELECT chrom, pos, ref, alt, qual, info.AF FROM %s.vcf_bad_info.variants".formatted(CATALOG)).getRowCount()).isEqualTo(4);
        assertThat(query("SELECT count(*) FROM %s.vcf_bad_info.variants".formatted(CATALOG)).getOnlyValue()).isEqualTo(4L);
        assertThat(query("SELECT sample, gt FROM %s.vcf_bad_format.genotypes".formatted(CATALOG)).getRowCount()).isEqualTo(4);
        assertThat(query("SELECT pos, info FROM %s.vcf_bad_qual.variants".formatted(CATALOG)).getRowCount()).isEqualTo(4);
        assertThat(query("SELECT gt, format.GQ FROM %s.vcf_bad_gt.genotypes".formatted(CATALOG)).getRowCount()).isEqualTo(4);
        for (String column : List.of("alleles", "dosage")) {
            assertTrinoExceptionThrownBy(() -> query("SELECT %s FROM %s.vcf_bad_gt.genotypes".formatted(column, CATALOG)))
                    .hasErrorCode(GENOMICS_MALFORMED_FILE)
                    .hasMessageContaining("0/2");
        }
        for (String column : List.of("dosages", "call_counts")) {
            assertTrinoExceptionThrownBy(() -> query("SELECT %s FROM %s.vcf_bad_gt.variants".formatted(column, CATALOG)))
                    .hasErrorCode(GENOMICS_MALFORMED_FILE)
                    .hasMessageContaining("sample s1");
        }
    }

    @Test
    void testOddButReadable()
    {
        Path folder = lake.resolve("odd");
        write(folder, "no_version.vcf", bytes(GOOD_VCF.substring(GOOD_VCF.indexOf('\n') + 1)));
        write(folder, "crlf.vcf", bytes(GOOD_VCF.replace("\n", "\r\n")));
        write(folder, "crlf.vcf.gz", bgzf(GOOD_VCF.replace("\n", "\r\n")));
        write(folder, "samples_twice.vcf", bytes(META + COLUMNS.replace("s1", "s1\ts1") + RECORD.replace("\n", "\t0/0:1\n")));
        write(folder, "no_last_newline.vcf", bytes(GOOD_VCF.substring(0, GOOD_VCF.length() - 1)));
        write(folder, "blank_lines_end.vcf", bytes(GOOD_VCF + "\n"));
        write(folder, "only_header.vcf", bytes(HEADER));
        write(folder, "crlf.bed", bytes(GOOD_BED.replace("\n", "\r\n")));
        write(folder, "empty.bed", new byte[0]);
        write(folder, "comments.bed", bytes("browser position chr1\ntrack name=\"a b\"\n#chrom\tstart\tend\n" + GOOD_BED));
        write(folder, "named.vcf.txt", bytes("no vcf at all"));

        assertThat(query("SELECT \"$path\", count(*), sum(info.DP), count(DISTINCT id) FROM fresh.odd.variants GROUP BY 1 ORDER BY 1").getMaterializedRows().stream()
                .map(row -> row.getField(0) + " " + row.getField(1) + " " + row.getField(2)))
                .containsExactly(
                        "local:///odd/blank_lines_end.vcf 2 20",
                        "local:///odd/crlf.vcf 2 20",
                        "local:///odd/crlf.vcf.gz 2 20",
                        "local:///odd/no_last_newline.vcf 2 20",
                        "local:///odd/no_version.vcf 2 20",
                        "local:///odd/samples_twice.vcf 1 10");
        assertThat(query("SELECT sample, gt, dosage FROM fresh.odd.genotypes WHERE \"$path\" LIKE '%twice%'").getMaterializedRows().stream().map(MaterializedRow::toString))
                .containsExactlyInAnyOrder("[s1, 0/1, 1]", "[s1, 0/0, 0]");
        assertThat(query("SELECT count(*) FROM fresh.odd.genotypes WHERE \"$path\" LIKE '%twice%' AND sample = 's1'").getOnlyValue()).isEqualTo(2L);
        assertThat(freshProblems("odd", "file LIKE '%twice%'")).contains("s1");
        assertThat(query("SELECT DISTINCT sample, gt, format.GQ, length(\"$record\") FROM fresh.odd.genotypes WHERE \"$path\" NOT LIKE '%twice%'").getMaterializedRows().stream().map(MaterializedRow::toString))
                .as("no carriage return in a sample's name or value")
                .containsExactly("[s1, 0/1, 20, %s]".formatted(RECORD.length() - 1));
        assertThat(query("SELECT \"$path\", count(*), sum(pos), sum(end_pos), max(name) FROM fresh.odd.intervals GROUP BY 1 ORDER BY 1").getMaterializedRows().stream().map(MaterializedRow::toString))
                .containsExactly(
                        "[local:///odd/comments.bed, 2, 42, 60, y]",
                        "[local:///odd/crlf.bed, 2, 42, 60, y]");
        assertThat(freshProblems("odd", "file LIKE '%/no_version.vcf'")).contains("fileformat");
        assertThat((String) query("SELECT problem FROM fresh.odd.files WHERE file LIKE '%/no_version.vcf'").getOnlyValue()).contains("fileformat");
    }

    @Test
    void testKeys()
    {
        Path folder = lake.resolve("keys");
        String meta = META
                + "##INFO=<ID=af,Number=1,Type=String,Description=\"another\">\n"
                + "##INFO=<ID=1000G,Number=0,Type=Flag,Description=\"no identifier\">\n"
                + "##INFO=<ID=AF.x-y,Number=1,Type=Float,Description=\"no identifier\">\n"
                + "##INFO=<ID=select,Number=1,Type=Integer,Description=\"a word of SQL\">\n";
        write(folder, "a.vcf", bytes(meta + COLUMNS
                + "1\t100\t.\tA\tC\t.\t.\tDP=1;AF=0.25;af=low;1000G;AF.x-y=1e-3;select=7;UNDECLARED=x;FLAG2\tGT:GQ:XX\t0|1:3:9\n"
                + "1\t200\t.\tA\tC\t.\t.\t.\tGT\t.\n"));
        assertThat(query("SELECT info.AF, info.af_2, info.\"1000G\", info.\"AF.x-y\", info.\"select\", \"$record\" LIKE '%UNDECLARED=x%' FROM fresh.keys.variants ORDER BY pos").getMaterializedRows().stream().map(MaterializedRow::toString))
                .containsExactly("[[0.25], low, true, 0.001, 7, true]", "[null, null, false, null, null, false]");
        assertThat(query("SELECT id, field_name FROM fresh.keys.header_lines WHERE id IN ('AF', 'af') ORDER BY line").getMaterializedRows().stream().map(MaterializedRow::toString))
                .containsExactly("[AF, AF]", "[af, af_2]");
        assertThat(freshProblems("keys", "true")).contains("INFO/UNDECLARED", "INFO/FLAG2", "FORMAT/XX");
    }

    @Test
    void testFolderWithoutFiles()
    {
        assertThat(query("SHOW SCHEMAS FROM " + CATALOG).getOnlyColumnAsSet()).contains("empty");
        for (String table : List.of("variants", "genotypes", "alignments", "intervals", "files", "samples", "contigs", "header_lines", "problems")) {
            assertThat(query("SELECT count(*) FROM %s.empty.%s".formatted(CATALOG, table)).getOnlyValue()).as(table).isEqualTo(0L);
            assertThat(query("SELECT * FROM %s.empty.%s".formatted(CATALOG, table)).getRowCount()).as(table).isEqualTo(0);
        }
    }

    @Test
    void testIndexes()
            throws Exception
    {
        Path folder = lake.resolve("indexes");
        Path vcf = write(folder, "a.vcf.gz", bgzf(manyRecords()));
        Path shorter = write(lake.resolve("unused"), "b.vcf.gz", bgzf(manyRecords().substring(0, 100_000)));
        IndexFactory.createIndex(vcf, new VCFCodec(), IndexFactory.IndexType.TABIX).write(folder.resolve("a.vcf.gz.tbi"));
        byte[] sound = read(folder.resolve("a.vcf.gz.tbi"));
        String text = manyRecords();
        write(lake.resolve("unused"), "b.vcf.gz", bgzf(text.substring(0, text.indexOf("\n", 100_000) + 1)));
        IndexFactory.createIndex(shorter, new VCFCodec(), IndexFactory.IndexType.TABIX).write(lake.resolve("unused/b.vcf.gz.tbi"));
        byte[] foreign = read(lake.resolve("unused/b.vcf.gz.tbi"));
        writeBam(folder.resolve("a.bam"), MANY, true);
        Files.move(folder.resolve("a.bai"), folder.resolve("a.bam.bai"));
        byte[] soundBai = read(folder.resolve("a.bam.bai"));
        writeBam(lake.resolve("unused/b.bam"), MANY / 2, true);
        byte[] foreignBai = read(lake.resolve("unused/b.bai"));

        // an index that is older than its file proves to be right all the same
        Files.setLastModifiedTime(folder.resolve("a.vcf.gz.tbi"), FileTime.fromMillis(0));
        Files.setLastModifiedTime(folder.resolve("a.bam.bai"), FileTime.fromMillis(0));
        write(folder, "gone.vcf.gz.tbi", sound);
        assertThat(query("SELECT regexp_extract(file, '[^/]*$'), index_state FROM fresh.indexes.files WHERE index_state IS NOT NULL ORDER BY 1").getMaterializedRows().stream().map(MaterializedRow::toString))
                .containsExactly("[a.bam, stale]", "[a.vcf.gz, stale]", "[gone.vcf.gz.tbi, orphan]");
        assertThat(query("SELECT file FROM fresh.indexes.problems WHERE field = 'index'").getOnlyValue()).isEqualTo("local:///indexes/gone.vcf.gz.tbi");
        String region = " WHERE chrom = '1' AND pos <= 21000 AND end_pos >= 20000";
        assertThat(query("SELECT count(*) FROM fresh.indexes.variants" + region).getOnlyValue()).isEqualTo(51L);
        assertThat(query("SELECT count(*) FROM fresh.indexes.alignments" + region).getOnlyValue()).isEqualTo(21L);
        Files.delete(folder.resolve("gone.vcf.gz.tbi"));

        record Bad(String name, byte[] content) {}

        List<Bad> bad = List.of(
                new Bad("a.vcf.gz.tbi", foreign),
                new Bad("a.vcf.gz.tbi", Arrays.copyOf(sound, sound.length / 2)),
                new Bad("a.vcf.gz.tbi", new byte[0]),
                new Bad("a.vcf.gz.tbi", bytes("this is no index at all")),
                new Bad("a.vcf.gz.tbi", bgzf("this is no index at all")),
                new Bad("a.vcf.gz.tbi", soundBai),
                new Bad("a.bam.bai", foreignBai),
                new Bad("a.bam.bai", Arrays.copyOf(soundBai, soundBai.length / 2)),
                new Bad("a.bam.bai", new byte[0]),
                new Bad("a.bam.bai", bytes("BAI\1\377\377\377\177")),
                new Bad("a.bam.bai", sound));
        long time = 1_000_000;
        for (Bad index : bad) {
            boolean isBam = index.name().contains("bam");
            String table = "fresh.indexes." + (isBam ? "alignments" : "variants");
            long expected = isBam ? 21 : 51;
            write(folder, index.name(), index.content());
            // a time of its own, as two versions of a file that are of one size and one time cannot be told apart
            time += 10_000;
            Files.setLastModifiedTime(folder.resolve(index.name()), FileTime.fromMillis(time));
            assertTrinoExceptionThrownBy(() -> query("SELECT count(*) FROM " + table + region))
                    .hasErrorCode(GENOMICS_MALFORMED_INDEX)
                    .hasMessageContaining(index.name())
                    .hasMessageMatching("(?s).*(ebuild|index).*");
            // to skip records is not to skip the index's
            assertTrinoExceptionThrownBy(() -> queryRunner.execute(skipSession(), "SELECT count(*) FROM " + table + region))
                    .hasErrorCode(GENOMICS_MALFORMED_INDEX);
            assertThat(queryRunner.execute(session("untrusted_index", "IGNORE"), "SELECT count(*) FROM " + table + region).getOnlyValue()).isEqualTo(expected);
            assertThat(queryRunner.execute(session("untrusted_index", "IGNORE"), "SELECT count(*) FROM " + table).getOnlyValue()).isEqualTo((long) MANY);
            assertThat(query("SELECT index_state FROM fresh.indexes.files WHERE file LIKE '%%/%s'".formatted(index.name().substring(0, index.name().lastIndexOf('.')))).getOnlyValue()).isEqualTo("untrusted");
            assertThat(query("SELECT count(*) FROM fresh.indexes.problems WHERE field = 'index'").getOnlyValue()).isEqualTo(1L);
            write(folder, index.name(), isBam ? soundBai : sound);
            time += 10_000;
            Files.setLastModifiedTime(folder.resolve(index.name()), FileTime.fromMillis(time));
        }
    }

    @Test
    void testFileChangesAfterItIsListed()
            throws Exception
    {
        Path folder = lake.resolve("changing");
        List<String> tables = List.of("variants", "genotypes", "intervals", "alignments");
        for (String table : tables) {
            assertThat(query("SELECT * FROM %s.changing.%s".formatted(CATALOG, table)).getRowCount()).isEqualTo(4);
        }
        for (String extension : List.of("vcf", "bed", "bam")) {
            Files.delete(folder.resolve("gone." + extension));
            Files.setLastModifiedTime(folder.resolve("changed." + extension), FileTime.fromMillis(5_000_000));
        }
        for (String table : tables) {
            for (Session session : List.of(queryRunner.getDefaultSession(), skipSession())) {
                assertTrinoExceptionThrownBy(() -> queryRunner.execute(session, "SELECT * FROM %s.changing.%s WHERE \"$path\" LIKE '%%gone%%'".formatted(CATALOG, table)))
                        .hasErrorCode(GENOMICS_FILE_CHANGED)
                        .hasMessageContaining("gone.");
                assertTrinoExceptionThrownBy(() -> queryRunner.execute(session, "SELECT * FROM %s.changing.%s WHERE \"$path\" LIKE '%%changed%%'".formatted(CATALOG, table)))
                        .hasErrorCode(GENOMICS_FILE_CHANGED)
                        .hasMessageContaining("changed.");
            }
        }
        assertTrinoExceptionThrownBy(() -> query("SELECT * FROM %s.changing.problems WHERE file LIKE '%%gone%%'".formatted(CATALOG)))
                .hasErrorCode(GENOMICS_FILE_CHANGED);
    }

    @Test
    void testFileIsGoneBeforeItsHeaderIsRead()
            throws Exception
    {
        Path folder = lake.resolve("listed");
        // lists the folder, and reads no header of it
        query("SELECT \"$file_size\" FROM %s.listed.intervals".formatted(CATALOG));
        Files.delete(folder.resolve("a.vcf"));
        assertTrinoExceptionThrownBy(() -> query("SELECT count(*) FROM %s.listed.variants".formatted(CATALOG)))
                .hasErrorCode(GENOMICS_FILE_CHANGED)
                .hasMessageContaining("a.vcf");
    }

    @Test
    void testRecordLongerThanTheBound()
    {
        Path folder = lake.resolve("long_records");
        String longRecord = RECORD.replace("\tA\t", "\t" + "A".repeat(200_000) + "\t");
        write(folder, "a.vcf", bytes(GOOD_VCF + longRecord));
        write(folder, "a.bed", bytes(GOOD_BED + "1\t5\t6\t" + "x".repeat(200_000) + "\n"));
        SAMFileHeader header = new SAMFileHeader();
        header.addSequence(new SAMSequenceRecord("1", 100_000_000));
        try (SAMFileWriter writer = new SAMFileWriterFactory().makeBAMWriter(header, true, folder.resolve("a.bam"))) {
            SAMRecord record = new SAMRecord(header);
            record.setReadName("long");
            record.setReadUnmappedFlag(true);
            record.setReadString("A".repeat(200_000));
            record.setBaseQualityString("I".repeat(200_000));
            writer.addAlignment(record);
        }
        for (String table : List.of("variants", "intervals", "alignments")) {
            assertTrinoExceptionThrownBy(() -> query("SELECT * FROM small.long_records." + table))
                    .hasErrorCode(GENOMICS_MALFORMED_FILE)
                    .hasMessageContaining("long_records/a.")
                    .hasMessageContaining("genomics.max-record-size");
            assertThat(query("SELECT * FROM fresh.long_records.%s".formatted(table)).getRowCount()).isEqualTo(table.equals("alignments") ? 1 : 3);
        }
        assertThat(query("SELECT max(length(ref)), max(end_pos) FROM fresh.long_records.variants").getMaterializedRows().getFirst().getFields()).isEqualTo(List.of(200_000L, 200_099L));
    }

    @Test
    void testLongCigar()
    {
        Path folder = lake.resolve("long_cigar");
        Path file = TestingFiles.copy(realFiles().resolve("longread/cigar-64k.bam"), folder);
        List<String> lines = TestingFiles.run("samtools", "view", file.toString());
        MaterializedResult result = query("SELECT qname, coalesce(pos, 0), cigar, coalesce(seq, '*'), element_at(tags, 'CG') FROM fresh.long_cigar.alignments");
        assertThat(result.getMaterializedRows().stream().map(row -> row.getField(0) + "\t" + row.getField(1) + "\t" + row.getField(2) + "\t" + row.getField(3)))
                .containsExactlyInAnyOrderElementsOf(lines.stream()
                        .map(line -> line.split("\t"))
                        .map(fields -> fields[0] + "\t" + fields[3] + "\t" + fields[5] + "\t" + fields[9])
                        .toList());
        assertThat(result.getMaterializedRows()).allMatch(row -> Optional.ofNullable(row.getField(4)).isEmpty());
    }

    private MaterializedResult query(@Language("SQL") String sql)
    {
        return queryRunner.execute(sql);
    }

    private MaterializedResult skipping(@Language("SQL") String sql)
    {
        return queryRunner.execute(skipSession(), sql);
    }

    private Session skipSession()
    {
        return session("malformed_records", "SKIP");
    }

    private Session session(String property, String value)
    {
        return Session.builder(queryRunner.getDefaultSession())
                .setCatalogSessionProperty(CATALOG, property, value)
                .setCatalogSessionProperty("fresh", property, value)
                .build();
    }
}
