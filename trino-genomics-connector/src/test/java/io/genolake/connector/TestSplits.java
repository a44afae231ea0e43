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
import io.genolake.formats.bgzf.BgzfWriter;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static htsjdk.samtools.SAMFileHeader.SortOrder.coordinate;
import static htsjdk.samtools.SAMFileHeader.SortOrder.unsorted;
import static htsjdk.samtools.SamReaderFactory.Option.INCLUDE_SOURCE_IN_RECORDS;
import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.bytes;
import static io.genolake.connector.TestingFiles.write;
import static java.lang.Math.min;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * However a file is cut into splits, each record is read once.
 */
@TestInstance(PER_CLASS)
class TestSplits
{
    private static final int SEEDS = 4;
    private static final List<String> SIZES = List.of("1B", "300B", "9kB", "1MB");

    private DistributedQueryRunner queryRunner;
    // by path
    private final Map<String, List<String>> expected = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Path folder = lake.resolve("p" + seed);
            for (int i = 0; i < 3; i++) {
                writeText(random, folder, "p" + seed, "v" + i + ".vcf", true);
                writeText(random, folder, "p" + seed, "b" + i + ".bed", false);
            }
            writeBam(random, folder, "p" + seed, "unsorted.bam", false, false);
            writeBam(random, folder, "p" + seed, "sorted.bam", true, false);
            writeBam(random, folder, "p" + seed, "indexed.bam", true, true);
        }
        for (String path : expected.keySet()) {
            sizes.put(path, Files.size(lake.resolve(path.substring("local:///".length()))));
        }
        queryRunner = GenomicsQueryRunner.builder(lake).setWorkerCount(0).build();
    }

    @AfterAll
    void tearDown()
    {
        queryRunner.close();
    }

    private void writeText(Random random, Path folder, String project, String name, boolean vcf)
    {
        String lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
        StringBuilder text = new StringBuilder();
        if (vcf) {
            text.append("##fileformat=VCFv4.2").append(lineEnd);
            // headers of several splits, and such that are shorter than a block
            for (int i = random.nextInt(4) == 0 ? 40 : random.nextInt(3); i > 0; i--) {
                text.append("##note=").append("x".repeat(random.nextInt(60))).append(lineEnd);
            }
            text.append("##contig=<ID=1>").append(lineEnd).append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO").append(lineEnd);
        }
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(8) == 0 ? random.nextInt(2) : random.nextInt(60); i > 0; i--) {
            long pos = random.nextInt(100_000);
            int length = random.nextInt(12) == 0 ? random.nextInt(1500) : 1 + random.nextInt(9);
            records.add(vcf
                    ? "1\t%s\tn%s\t%s\tT\t.\t.\t.".formatted(pos + 1, i, "A".repeat(length + 1))
                    : "1\t%s\t%s%s".formatted(pos, pos + length, random.nextBoolean() ? "\tn" + "x".repeat(length) : ""));
        }
        for (int i = 0; i < records.size(); i++) {
            if (!vcf && random.nextInt(10) == 0) {
                text.append("# a comment").append(lineEnd);
            }
            text.append(records.get(i));
            if (i < records.size() - 1 || random.nextBoolean()) {
                text.append(lineEnd);
            }
        }
        write(folder, name, bytes(text.toString()));
        write(folder, name + ".gz", blocks(random, bytes(text.toString()), new int[] {1, 3, 20, 100, 1000, 60_000}[random.nextInt(6)], true));
        expected.put("local:///%s/%s".formatted(project, name), records);
        expected.put("local:///%s/%s.gz".formatted(project, name), records);
    }

    /**
     * Blocks of up to some bytes, empty ones among them.
     */
    private static byte[] blocks(Random random, byte[] data, int maxBlockSize, boolean emptyBlocks)
    {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(file, maxBlockSize, 1)) {
            int position = 0;
            while (position < data.length) {
                if (emptyBlocks && random.nextInt(20) == 0) {
                    writer.writeEmptyBlock();
                }
                int length = min(1 + random.nextInt(maxBlockSize), data.length - position);
                writer.write(data, position, length);
                writer.flush();
                position += length;
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private void writeBam(Random random, Path folder, String project, String name, boolean sorted, boolean index)
            throws IOException
    {
        SAMFileHeader header = new SAMFileHeader();
        for (int i = 0; i < 3; i++) {
            header.addSequence(new SAMSequenceRecord("c" + i, 1_000_000));
        }
        header.setSortOrder(sorted ? coordinate : unsorted);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> names = new ArrayList<>();
        try (SAMFileWriter writer = new SAMFileWriterFactory().makeBAMWriter(header, false, output)) {
            for (int i = random.nextInt(200); i > 0; i--) {
                SAMRecord record = new SAMRecord(header);
                record.setReadName("r" + i + "x".repeat(random.nextInt(20)));
                int length = random.nextInt(20) == 0 ? random.nextInt(2000) : random.nextInt(40);
                if (random.nextInt(10) == 0) {
                    record.setReadUnmappedFlag(true);
                }
                else {
                    record.setReferenceIndex(random.nextInt(3));
                    record.setAlignmentStart(1 + random.nextInt(900_000));
                    record.setCigarString(length == 0 ? "10N" : length + "M");
                }
                record.setReadString(length == 0 ? "*" : "A".repeat(length));
                record.setBaseQualityString("*");
                writer.addAlignment(record);
                names.add(record.getReadName());
            }
        }
        byte[] decoded;
        try (BlockCompressedInputStream input = new BlockCompressedInputStream(new ByteArrayInputStream(output.toByteArray()))) {
            decoded = input.readAllBytes();
        }
        // htsjdk, which makes the index, takes an empty block for the end of the file
        Path file = write(folder, name, blocks(random, decoded, new int[] {40, 100, 1000, 60_000}[random.nextInt(4)], !index));
        expected.put("local:///%s/%s".formatted(project, name), names);
        if (index) {
            try (SamReader reader = SamReaderFactory.makeDefault().enable(INCLUDE_SOURCE_IN_RECORDS).open(file)) {
                BAMIndexer.createIndex(reader, folder.resolve(name + ".bai"));
            }
            assertThat(Files.exists(folder.resolve(name + ".bai"))).isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> testEveryRecordOnce()
    {
        return IntStream.range(0, SEEDS).boxed().flatMap(seed -> Stream.of("variants", "intervals", "alignments").map(table ->
                DynamicTest.dynamicTest("seed " + seed + " " + table, () -> assertEveryRecordOnce("p" + seed, table))));
    }

    private void assertEveryRecordOnce(String project, String table)
    {
        String record = table.equals("alignments") ? "qname" : "\"$record\"";
        String extension = switch (table) {
            case "variants" -> ".vcf";
            case "intervals" -> ".bed";
            default -> ".bam";
        };
        for (long maxFileSize : new long[] {1000, Long.MAX_VALUE}) {
            Optional<List<String>> first = Optional.empty();
            for (String size : SIZES) {
                // splits of some bytes for small files only, of which there are nearly as many as bytes
                if (maxFileSize == Long.MAX_VALUE && size.matches("..?B")) {
                    continue;
                }
                Session session = Session.builder(queryRunner.getDefaultSession())
                        .setCatalogSessionProperty(CATALOG, "max_split_size", size)
                        .build();
                String what = "%s.%s in splits of %s".formatted(project, table, size);
                String source = "FROM %s.%s.%s WHERE \"$file_size\" < %s".formatted(CATALOG, project, table, maxFileSize);
                List<MaterializedRow> rows = queryRunner.execute(session, "SELECT \"$path\", %s, \"$virtual_offset\" %s".formatted(record, source)).getMaterializedRows();
                Map<String, List<String>> byPath = new HashMap<>();
                rows.forEach(row -> byPath.computeIfAbsent((String) row.getField(0), _ -> new ArrayList<>()).add((String) row.getField(1)));
                expected.forEach((path, records) -> {
                    if (path.startsWith("local:///" + project + "/") && path.contains(extension) && (maxFileSize == Long.MAX_VALUE || sizes.get(path) < maxFileSize)) {
                        assertThat(byPath.getOrDefault(path, List.of())).as("%s: %s", what, path).containsExactlyInAnyOrderElementsOf(records);
                    }
                });
                assertThat(queryRunner.execute(session, "SELECT count(*) " + source).getOnlyValue()).as(what).isEqualTo((long) rows.size());

                // where a record begins does not depend on the splits either
                List<String> found = rows.stream().map(MaterializedRow::toString).sorted().toList();
                first.ifPresent(others -> assertThat(found).as(what).isEqualTo(others));
                first = Optional.of(found);
            }
        }
    }
}
