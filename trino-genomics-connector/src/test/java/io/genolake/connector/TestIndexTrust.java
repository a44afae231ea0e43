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

import htsjdk.samtools.BAMIndexer;
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.util.BlockCompressedInputStream;
import htsjdk.tribble.index.IndexFactory;
import htsjdk.variant.vcf.VCFCodec;
import io.genolake.formats.bgzf.BgzfWriter;
import io.trino.testing.DistributedQueryRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static htsjdk.samtools.SamReaderFactory.Option.INCLUDE_SOURCE_IN_RECORDS;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_INDEX;
import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.assumeTools;
import static io.genolake.connector.TestingFiles.bgzf;
import static io.genolake.connector.TestingFiles.read;
import static io.genolake.connector.TestingFiles.run;
import static io.genolake.connector.TestingFiles.write;
import static io.trino.testing.assertions.TrinoExceptionAssert.assertTrinoExceptionThrownBy;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The indexes of all makers give the rows that a scan of the whole file gives; one that is not the file's is an error.
 */
@TestInstance(PER_CLASS)
class TestIndexTrust
{
    private static final List<String> BAM_PROJECTS = List.of("bai_samtools", "csi_samtools", "csi_9", "csi_12", "bai_htsjdk");
    private static final List<String> VCF_PROJECTS = List.of("tbi_tabix", "tbi_old", "tbi_htsjdk", "csi_bcftools_9", "csi_bcftools_12", "csi_far");
    private static final int UNPLACED = 50;

    private DistributedQueryRunner queryRunner;
    private Path lake;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        assumeTools("samtools", "bcftools", "tabix");
        this.lake = lake;
        for (String project : BAM_PROJECTS) {
            Path file = lake.resolve(project).resolve("a.bam");
            Files.createDirectories(file.getParent());
            writeBam(file, 1);
            switch (project) {
                case "bai_samtools" -> run("samtools", "index", file.toString());
                case "csi_samtools" -> run("samtools", "index", "-c", file.toString());
                case "csi_9" -> run("samtools", "index", "-c", "-m", "9", file.toString());
                case "csi_12" -> run("samtools", "index", "-c", "-m", "12", file.toString());
                default -> {
                    try (SamReader reader = SamReaderFactory.makeDefault().enable(INCLUDE_SOURCE_IN_RECORDS).open(file)) {
                        BAMIndexer.createIndex(reader, file.resolveSibling("a.bai"));
                    }
                }
            }
        }
        for (String project : VCF_PROJECTS) {
            Path file = write(lake.resolve(project), "a.vcf.gz", bgzf(vcf(2, project.equals("csi_far") ? 1_500_000_000 : 300_000_000, 4000)));
            switch (project) {
                case "tbi_tabix" -> run("tabix", "-p", "vcf", file.toString());
                case "tbi_old" -> {
                    run("tabix", "-p", "vcf", file.toString());
                    Path index = file.resolveSibling("a.vcf.gz.tbi");
                    Files.write(index, withoutPseudoBins(index));
                }
                case "tbi_htsjdk" -> IndexFactory.createIndex(file, new VCFCodec(), IndexFactory.IndexType.TABIX).write(file.resolveSibling("a.vcf.gz.tbi"));
                case "csi_bcftools_9" -> run("bcftools", "index", "-c", "-m", "9", file.toString());
                case "csi_bcftools_12" -> run("bcftools", "index", "-c", "-m", "12", file.toString());
                default -> run("bcftools", "index", "-c", file.toString());
            }
        }
        // an index of another file, and of an older version of the file
        write(lake.resolve("foreign"), "b.vcf.gz", bgzf(vcf(3, 300_000_000, 4000)));
        run("tabix", "-p", "vcf", lake.resolve("foreign/b.vcf.gz").toString());
        write(lake.resolve("foreign"), "a.vcf.gz", bgzf(vcf(2, 300_000_000, 4000)));
        Files.move(lake.resolve("foreign/b.vcf.gz.tbi"), lake.resolve("foreign/a.vcf.gz.tbi"));
        Files.delete(lake.resolve("foreign/b.vcf.gz"));
        write(lake.resolve("older"), "a.vcf.gz", bgzf(vcf(2, 300_000_000, 4000)));
        run("tabix", "-p", "vcf", lake.resolve("older/a.vcf.gz").toString());
        write(lake.resolve("older"), "a.vcf.gz", bgzf(vcf(2, 300_000_000, 4000).replace("##contig=<ID=c0>", "##contig=<ID=c0>\n##note=a line more")));
        Files.createDirectories(lake.resolve("foreign_bam"));
        writeBam(lake.resolve("foreign_bam/b.bam"), 2);
        run("samtools", "index", lake.resolve("foreign_bam/b.bam").toString());
        writeBam(lake.resolve("foreign_bam/a.bam"), 1);
        Files.move(lake.resolve("foreign_bam/b.bam.bai"), lake.resolve("foreign_bam/a.bam.bai"));
        Files.delete(lake.resolve("foreign_bam/b.bam"));
        queryRunner = GenomicsQueryRunner.builder(lake).setWorkerCount(0).build();
    }

    @AfterAll
    void tearDown()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    /**
     * Contigs of high and of low coverage, one without reads, reads that span much, and unplaced ones.
     */
    private static void writeBam(Path file, int seed)
    {
        Random random = new Random(seed);
        SAMFileHeader header = new SAMFileHeader();
        for (int i = 0; i < 4; i++) {
            header.addSequence(new SAMSequenceRecord("c" + i, 200_000_000));
        }
        header.setSortOrder(SAMFileHeader.SortOrder.coordinate);
        try (SAMFileWriter writer = new SAMFileWriterFactory().setCreateIndex(false).makeBAMWriter(header, false, file)) {
            for (int i = 0; i < 8000; i++) {
                SAMRecord record = new SAMRecord(header);
                record.setReadName("r" + i);
                byte[] bases = new byte[60];
                for (int j = 0; j < bases.length; j++) {
                    bases[j] = (byte) "ACGT".charAt(random.nextInt(4));
                }
                record.setReadBases(bases);
                record.setBaseQualityString("*");
                if (i < UNPLACED) {
                    record.setReadUnmappedFlag(true);
                }
                else {
                    int contig = i % 100 == 0 ? 3 : i % 4 == 0 ? 1 : 0;
                    record.setReferenceIndex(contig);
                    record.setAlignmentStart(1 + random.nextInt(contig == 0 ? 100_000 : 190_000_000));
                    record.setCigarString(random.nextInt(200) == 0 ? "30M%sN30M".formatted(random.nextInt(5_000_000)) : "60M");
                }
                writer.addAlignment(record);
            }
        }
    }

    private static String vcf(int seed, int maxPos, int records)
    {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("##fileformat=VCFv4.2\n##INFO=<ID=END,Number=1,Type=Integer,Description=\"End\">\n");
        for (int contig = 0; contig < 3; contig++) {
            text.append("##contig=<ID=c").append(contig).append(">\n");
        }
        text.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
        for (int contig : new int[] {0, 2}) {
            int range = contig == 0 ? 500_000 : maxPos;
            int[] positions = random.ints(records, 1, range).sorted().toArray();
            for (int pos : positions) {
                String info = random.nextInt(100) == 0 ? "END=" + (pos + (long) random.nextInt(1_000_000)) : ".";
                text.append("c%s\t%s\tv%s\t%s\tT\t.\t.\t%s\n".formatted(contig, pos, random.nextInt(), "A".repeat(1 + random.nextInt(3)), info));
            }
        }
        return text.toString();
    }

    /**
     * As the first versions of tabix wrote it: no counts.
     */
    private static byte[] withoutPseudoBins(Path index)
            throws IOException
    {
        byte[] decoded;
        try (BlockCompressedInputStream input = new BlockCompressedInputStream(index)) {
            decoded = input.readAllBytes();
        }
        ByteBuffer source = ByteBuffer.wrap(decoded).order(LITTLE_ENDIAN);
        ByteBuffer target = ByteBuffer.allocate(decoded.length).order(LITTLE_ENDIAN);
        int contigs = source.getInt(4);
        int headerSize = 36 + source.getInt(32);
        target.put(source.slice(0, headerSize));
        source.position(headerSize);
        for (int contig = 0; contig < contigs; contig++) {
            int bins = source.getInt();
            int countPosition = target.position();
            target.putInt(bins);
            for (int i = 0; i < bins; i++) {
                int bin = source.getInt();
                int chunks = source.getInt();
                if (bin == 37450) {
                    source.position(source.position() + 16 * chunks);
                    target.putInt(countPosition, target.getInt(countPosition) - 1);
                    continue;
                }
                target.putInt(bin).putInt(chunks);
                for (int j = 0; j < 2 * chunks; j++) {
                    target.putLong(source.getLong());
                }
            }
            int tiles = source.getInt();
            target.putInt(tiles);
            for (int i = 0; i < tiles; i++) {
                target.putLong(source.getLong());
            }
        }
        return bgzf(Arrays.copyOf(target.array(), target.position()), BgzfWriter.DEFAULT_BLOCK_SIZE);
    }

    @TestFactory
    Stream<DynamicTest> testSound()
    {
        return Stream.concat(BAM_PROJECTS.stream(), VCF_PROJECTS.stream()).map(project -> DynamicTest.dynamicTest(project, () -> {
            String table = CATALOG + "." + project + (BAM_PROJECTS.contains(project) ? ".alignments" : ".variants");
            assertThat(queryRunner.execute("SELECT index_state FROM %s.%s.files WHERE index_state IS NOT NULL".formatted(CATALOG, project)).getOnlyValue()).isEqualTo("ok");
            RegionQueries queries = new RegionQueries(queryRunner, table, 4000);
            assertThat(queries.records()).hasSize(8000 - (BAM_PROJECTS.contains(project) ? UNPLACED : 0));
            queries.assertConditions(queries.regions(20));
            queries.assertDisjunctions(queries.regions(40));
            queries.assertJoin(queries.regions(100), lake.resolve("work_" + project));
            queries.assertKeys();
            assertThat(queryRunner.execute("SELECT count(*) FROM " + table).getOnlyValue()).isEqualTo(8000L);
            for (String contig : List.of("c0", "c1", "c2", "c3", "c4")) {
                long expected = queries.records().stream().filter(record -> record.chrom().equals(contig)).count();
                assertThat(queryRunner.execute("SELECT count(*) FROM %s WHERE chrom = '%s'".formatted(table, contig)).getOnlyValue()).as(contig).isEqualTo(expected);
            }
        }));
    }

    /**
     * A record is found by where it begins, of whatever place in its chunk: the index is held against the chunk's first record all the same.
     */
    @Test
    void testVirtualOffsetsWithinChunks()
    {
        for (String project : List.of("tbi_tabix", "bai_samtools")) {
            String table = CATALOG + "." + project + (BAM_PROJECTS.contains(project) ? ".alignments" : ".variants");
            for (String region : List.of("chrom = 'c0' AND pos <= 60000 AND end_pos >= 50000", "\"$bin\" IN (SELECT DISTINCT \"$bin\" FROM %s WHERE chrom = 'c0' AND pos BETWEEN 50000 AND 60000)".formatted(table))) {
                List<Object> offsets = queryRunner.execute("SELECT \"$virtual_offset\" FROM " + table + " WHERE " + region + " ORDER BY 1").getOnlyColumnAsSet().stream().sorted().toList();
                assertThat(offsets).hasSizeGreaterThan(20);
                for (int i = 0; i < offsets.size(); i += offsets.size() / 5) {
                    assertThat(queryRunner.execute("SELECT count(*) FROM " + table + " WHERE " + region + " AND \"$virtual_offset\" = " + offsets.get(i)).getOnlyValue()).isEqualTo(1L);
                }
            }
        }
    }

    @Test
    void testUnplacedReads()
    {
        for (String project : BAM_PROJECTS) {
            String table = CATALOG + "." + project + ".alignments";
            assertThat(queryRunner.execute("SELECT count(*) FROM " + table + " WHERE chrom IS NULL").getOnlyValue()).as(project).isEqualTo((long) UNPLACED);
            assertThat(queryRunner.execute("SELECT count(*) FROM " + table + " WHERE pos IS NULL").getOnlyValue()).as(project).isEqualTo((long) UNPLACED);
            assertThat(queryRunner.execute("SELECT count(*) FROM " + table + " WHERE \"$bin\" IS NULL").getOnlyValue()).as(project).isEqualTo((long) UNPLACED);
            assertThat(queryRunner.execute("SELECT count(*) FROM " + table + " WHERE chrom IS NULL OR chrom = 'c3'").getOnlyValue()).as(project)
                    .isEqualTo(UNPLACED + (long) queryRunner.execute("SELECT count(*) FROM " + table + " WHERE chrom = 'c3'").getOnlyValue());
        }
    }

    @Test
    void testWrongIndexes()
    {
        for (String project : List.of("foreign", "older", "foreign_bam")) {
            String table = CATALOG + "." + project + (project.endsWith("bam") ? ".alignments" : ".variants");
            assertThat(queryRunner.execute("SELECT index_state FROM %s.%s.files WHERE index_state IS NOT NULL".formatted(CATALOG, project)).getOnlyValue()).as(project).isEqualTo("untrusted");
            for (String condition : List.of("chrom = 'c0' AND pos <= 50000 AND end_pos >= 40000", "chrom = 'c2'", "in_region(chrom, pos, end_pos, 'c0:1-100')", "true")) {
                assertTrinoExceptionThrownBy(() -> queryRunner.execute("SELECT count(*) FROM " + table + " WHERE " + condition))
                        .hasErrorCode(GENOMICS_MALFORMED_INDEX)
                        .hasMessageContaining(project + "/a.");
            }
        }
    }

    /**
     * The end is right, and chunks are not: they begin a record too late, so that a query begins with a record of another bin, or in the middle
     * of one.
     */
    @Test
    void testShiftedChunks()
            throws Exception
    {
        Path sound = lake.resolve("tbi_old/a.vcf.gz.tbi");
        byte[] decoded;
        try (BlockCompressedInputStream input = new BlockCompressedInputStream(sound)) {
            decoded = input.readAllBytes();
        }
        ByteBuffer index = ByteBuffer.wrap(decoded).order(LITTLE_ENDIAN);
        index.position(36 + index.getInt(32));
        int bins = index.getInt();
        for (int i = 0; i < bins; i++) {
            index.getInt();
            for (int chunks = index.getInt(); chunks > 0; chunks--) {
                // into the middle of the line
                index.putLong(index.position(), index.getLong(index.position()) + 5);
                index.position(index.position() + 16);
            }
        }
        Path folder = lake.resolve("shifted");
        write(folder, "a.vcf.gz", read(lake.resolve("tbi_old/a.vcf.gz")));
        write(folder, "a.vcf.gz.tbi", bgzf(decoded, BgzfWriter.DEFAULT_BLOCK_SIZE));
        try (DistributedQueryRunner runner = GenomicsQueryRunner.builder(lake).setWorkerCount(0).build()) {
            for (String condition : List.of("pos <= 50000 AND end_pos >= 40000", "pos <= 400000 AND end_pos >= 300000", "pos >= 1")) {
                assertThat(Stream.of(condition).map(where -> {
                    try {
                        return (long) runner.execute("SELECT count(*) FROM genomics.shifted.variants WHERE chrom = 'c0' AND " + where).getOnlyValue()
                                == (long) runner.execute("SELECT count(*) FROM genomics.tbi_old.variants WHERE chrom = 'c0' AND " + where).getOnlyValue();
                    }
                    catch (RuntimeException e) {
                        return e.getMessage().contains("shifted/a.vcf.gz");
                    }
                })).as(condition).containsExactly(true);
            }
        }
    }
}
