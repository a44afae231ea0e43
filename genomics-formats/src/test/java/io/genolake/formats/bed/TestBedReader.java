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
package io.genolake.formats.bed;

import htsjdk.tribble.bed.BEDCodec;
import htsjdk.tribble.bed.BEDFeature;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Window;
import io.genolake.formats.region.RecordBin;
import io.genolake.formats.text.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import static io.genolake.formats.bed.BedFields.BLOCK_COUNT;
import static io.genolake.formats.bed.BedFields.BLOCK_SIZES;
import static io.genolake.formats.bed.BedFields.BLOCK_STARTS;
import static io.genolake.formats.bed.BedFields.CHROM;
import static io.genolake.formats.bed.BedFields.ITEM_RGB;
import static io.genolake.formats.bed.BedFields.NAME;
import static io.genolake.formats.bed.BedFields.SCORE;
import static io.genolake.formats.bed.BedFields.STRAND;
import static io.genolake.formats.bed.BedFields.THICK_END;
import static io.genolake.formats.bed.BedFields.THICK_START;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

final class TestBedReader
{
    private static final String BED12 = "chr1\t999\t5000\tgene A\t960\t+\t1199\t4800\t255,0,0\t2\t567,488,\t0,3513";

    /**
     * A record as rows of the table will have it.
     */
    record Row(
            String chrom,
            long pos,
            long endPos,
            Optional<String> name,
            Optional<Double> score,
            Optional<String> strand,
            Optional<Long> thickStart,
            Optional<Long> thickEnd,
            Optional<String> itemRgb,
            Optional<Long> blockCount,
            Optional<List<Long>> blockSizes,
            Optional<List<Long>> blockStarts) {}

    @Test
    void testBed12()
            throws IOException
    {
        assertThat(rows(BED12 + "\n")).containsExactly(new Row(
                "chr1",
                1000,
                5000,
                Optional.of("gene A"),
                Optional.of(960.0),
                Optional.of("+"),
                Optional.of(1200L),
                Optional.of(4800L),
                Optional.of("255,0,0"),
                Optional.of(2L),
                Optional.of(List.of(567L, 488L)),
                Optional.of(List.of(0L, 3513L))));
    }

    @Test
    void testFewerFieldsAreMissing()
            throws IOException
    {
        String[] fields = BED12.split("\t");
        for (int count = BedFields.REQUIRED; count <= BedFields.COUNT; count++) {
            String line = String.join("\t", List.of(fields).subList(0, count));
            for (int wanted = BedFields.REQUIRED; wanted <= BedFields.COUNT; wanted++) {
                BedReader reader = reader(line, 16, wanted);
                assertThat(reader.read(10, 1000)).isEqualTo(1);
                assertThat(reader.batch().fieldCount(0)).isEqualTo(Math.min(count, wanted));
                assertThat(BedFields.pos(reader.batch(), 0)).isEqualTo(1000);
                assertThat(BedFields.endPos(reader.batch(), 0)).isEqualTo(5000);
                for (int field = 0; field < BedFields.COUNT; field++) {
                    assertThat(BedFields.isMissing(reader.batch(), 0, field)).isEqualTo(field >= Math.min(count, wanted));
                    if (field < Math.min(count, wanted)) {
                        assertThat(text(reader.batch(), 0, field)).isEqualTo(fields[field]);
                    }
                }
            }
        }
    }

    @Test
    void testFieldsOfOne()
            throws IOException
    {
        // BED12+: the rest is somebody's own
        assertThat(rows(BED12 + "\textra\t5\n")).isEqualTo(rows(BED12));
        Row empty = new Row("1", 1, 5, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(rows("1\t0\t5")).containsExactly(empty);
        assertThat(rows("1\t0\t5\t.\t.\t.\t.\t.\t.\t.\t.\t.")).containsExactly(empty);
        assertThat(rows("1\t0\t5\t\t\t\t\t\t\t\t\t")).containsExactly(empty);
        // bedGraph-like scores
        assertThat(rows("1\t0\t5\tx\t-1.5e3\t-").getFirst().score()).contains(-1500.0);
        // no blocks
        Row noBlocks = rows("1\t0\t5\tx\t0\t-\t0\t0\t0\t0\t\t").getFirst();
        assertThat(noBlocks.blockCount()).contains(0L);
        assertThat(noBlocks.blockSizes()).isEmpty();
    }

    @Test
    void testSpaces()
            throws IOException
    {
        List<Row> expected = rows("chr1\t999\t5000\tgene\t960\t+\n");
        assertThat(rows("chr1 999 5000 gene 960 +\n")).isEqualTo(expected);
        assertThat(rows("chr1   999\t5000  gene 960 +  \n")).isEqualTo(expected);
        assertThat(rows("  chr1 999 5000 gene 960 + \r\n")).isEqualTo(expected);
        assertThat(rows("chr1 999 5000")).isEqualTo(rows("chr1\t999\t5000"));
        // 12 fields and more
        assertThat(rows(BED12.replace("gene A", "gene_A").replace('\t', ' ') + " extra 1")).isEqualTo(rows(BED12.replace("gene A", "gene_A")));
        // one line so, the next one otherwise
        assertThat(rows("chr1 1 2\nchr1\t1\t2\nchr1  1  2\nchr1\t1\t2\n")).hasSize(4).containsOnly(rows("chr1\t1\t2").getFirst());
    }

    @Test
    void testLinesThatAreNoRecords()
            throws IOException
    {
        String file =
                """
                browser position chr7:127471196-127495720
                browser hide all
                track name="ItemRGBDemo" description="Item RGB demonstration" visibility=2 itemRgb="On"
                #chrom\tstart\tend
                track

                \t \s
                chr7\t127471196\t127472363\tPos1
                track\tname=second\tx=y
                # comment
                chr7 127472363 127473530 Pos2
                browser\thide\tall
                """;
        assertThat(rows(file)).extracting(Row::name).containsExactly(Optional.of("Pos1"), Optional.of("Pos2"));
        assertThat(rows("track\n#x\n\n")).isEmpty();
        assertThat(rows("")).isEmpty();
    }

    @Test
    void testContigsWithTheNamesOfHeaderLines()
            throws IOException
    {
        assertThat(rows("track\t1\t2\nbrowser 3 4\ntracks\t5\t6\ntrack1 7 8\n")).extracting(Row::chrom).containsExactly("track", "browser", "tracks", "track1");
    }

    @Test
    void testHeaderLinesFillNoBatch()
            throws IOException
    {
        // batches of nothing but such lines are not the end
        String file = "track x\n".repeat(100) + "chr1\t1\t2\n" + "browser y\n".repeat(100) + "chr1\t3\t4\n" + "track z\n".repeat(100);
        BedReader reader = reader(file, 7, 3);
        List<Long> positions = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        while (reader.read(5, 20) > 0) {
            for (int record = 0; record < reader.batch().size(); record++) {
                positions.add(BedFields.pos(reader.batch(), record));
                lines.add(reader.batch().lineIndex(record));
                offsets.add(reader.batch().virtualOffset(record));
            }
        }
        assertThat(positions).containsExactly(2L, 4L);
        assertThat(lines).containsExactly(100L, 201L);
        assertThat(offsets).containsExactly((long) file.indexOf("chr1\t1"), (long) file.indexOf("chr1\t3"));
        assertThat(reader.batch().size()).isZero();
        assertThat(reader.read(5, 20)).isZero();
    }

    @Test
    void testZeroLength()
            throws IOException
    {
        assertThat(rows("chr1\t100\t100")).extracting(Row::pos, Row::endPos).containsExactly(tuple(101L, 100L));
        assertThat(rows("chr1\t0\t0")).extracting(Row::pos, Row::endPos).containsExactly(tuple(1L, 0L));
    }

    @Test
    void testLargestPosition()
            throws IOException
    {
        long largest = RecordBin.MAX_POSITION;
        assertThat(rows("chr1\t%s\t%s".formatted(largest - 1, largest))).extracting(Row::pos, Row::endPos).containsExactly(tuple(largest, largest));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "chr1 100                                    | record       | it has 2 of the 3 fields that a BED record must have",
            "chr1                                        | record       | it has 1 of the 3 fields that a BED record must have",
            "~1~2                                        | chrom        | the contig name is empty",
            "chr1~x~2                                    | pos          | the start \"x\" is not a position",
            "chr1~~2                                     | pos          | the start \"\" is not a position",
            "chr1~-1~2                                   | pos          | the start \"-1\" is not a position",
            "chr1~1e5~200000                             | pos          | the start \"1e5\" is not a position",
            "chr1~34359738368~34359738368                | pos          | the start \"34359738368\" is not a position",
            "chr1~5~4                                    | end_pos      | the end \"4\" is not a position from the start \"5\" on",
            "chr1~5~-7                                   | end_pos      | the end \"-7\" is not a position from the start \"5\" on",
            "chr1~5~34359738369                          | end_pos      | the end \"34359738369\" is not a position from the start \"5\" on",
            "chr1~5~9999999999999999999999               | end_pos      | the end \"9999999999999999999999\" is not a position from the start \"5\" on",
            "chr1~5~.                                    | end_pos      | the end \".\" is not a position from the start \"5\" on",
            "chr1~1~2~n~high                             | score        | \"high\" is not a number",
            "chr1~1~2~n~0~plus                           | strand       | \"plus\" is not +, - or a dot",
            "chr1~1~2~n~0~*                              | strand       | \"*\" is not +, - or a dot",
            "chr1~1~2~n~0~+~-1                           | thick_start  | \"-1\" is not a position",
            "chr1~1~2~n~0~+~1~z                          | thick_end    | \"z\" is not a position",
            "chr1~1~2~n~0~+~1~2~0~two                    | block_count  | \"two\" is not a count",
            "chr1~1~2~n~0~+~1~2~0~2~1                    | block_sizes  | \"1\" are not as many numbers as the block count \"2\" says",
            "chr1~1~2~n~0~+~1~2~0~1~1,1                  | block_sizes  | \"1,1\" are not as many numbers as the block count \"1\" says",
            "chr1~1~2~n~0~+~1~2~0~2~1,-1                 | block_sizes  | \"1,-1\" are not as many numbers as the block count \"2\" says",
            "chr1~1~2~n~0~+~1~2~0~2~1,,1                 | block_sizes  | \"1,,1\" are not as many numbers as the block count \"2\" says",
            "chr1~1~2~n~0~+~1~2~0~.~1,1                  | block_sizes  | \"1,1\" are not as many numbers as the block count \".\" says",
            "chr1~1~2~n~0~+~1~2~0~2~1,1,~0,              | block_starts | \"0,\" are not as many numbers as the block count \"2\" says",
            "chr1~1~2~n~0~+~1~2~0~1~1~99999999999999999999 | block_starts | \"99999999999999999999\" are not as many numbers as the block count \"1\" says",
    })
    void testMalformed(String line, String field, String reason)
            throws IOException
    {
        BedReader reader = reader(line.replace('~', '\t'), 64, BedFields.COUNT);
        assertThat(reader.read(10, 1000)).isEqualTo(1);
        assertThat(BedValidator.validate(reader.batch(), 0)).containsExactly(new BedProblem(field, reason));
    }

    @Test
    void testSeveralProblems()
            throws IOException
    {
        BedReader reader = reader("chr1\t9\t1\t" + "x".repeat(100) + "\t" + "y".repeat(100), 64, BedFields.COUNT);
        assertThat(reader.read(10, 1000)).isEqualTo(1);
        assertThat(BedValidator.validate(reader.batch(), 0)).containsExactly(
                new BedProblem("end_pos", "the end \"1\" is not a position from the start \"9\" on"),
                new BedProblem("score", "\"" + "y".repeat(60) + "...\" is not a number"));
    }

    @Test
    void testInvalidNumberOfFields()
    {
        assertThatThrownBy(() -> reader("", 64, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader("", 64, 13)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 64, 1000, 65536})
    void testRangesOfAFileHaveEachRecordOnce(int blockSize)
            throws IOException
    {
        long seed = 5;
        Random random = new Random(seed);
        StringBuilder file = new StringBuilder("track x\n");
        for (int i = 0; i < 300; i++) {
            file.append("chr").append(random.nextInt(3)).append(random.nextBoolean() ? "\t" : " ").append(i).append('\t').append(i + random.nextInt(100)).append(random.nextBoolean() ? "\n" : "\r\n");
            if (random.nextInt(10) == 0) {
                file.append(List.of("# no record\n", "\n", "browser x\n").get(random.nextInt(3)));
            }
        }
        byte[] bytes = file.toString().getBytes(ISO_8859_1);
        List<Long> positions = new ArrayList<>();
        int rangeSize = 997;
        for (int from = 0; from < bytes.length; from += rangeSize) {
            Window window = new Window(new TextBlocks(bytes, blockSize), 1 << 20);
            BedReader reader = new BedReader(window, 3);
            boolean hasLines = reader.startRange(0, from, from + rangeSize);
            while (hasLines && reader.read(13, 1000) > 0) {
                for (int record = 0; record < reader.batch().size(); record++) {
                    assertThat(BedValidator.validate(reader.batch(), record)).isEmpty();
                    positions.add(BedFields.pos(reader.batch(), record) - 1);
                }
            }
        }
        assertThat(positions).as("seed %s", seed).isEqualTo(Stream.iterate(0L, value -> value + 1).limit(300).toList());
    }

    /**
     * Whatever the bytes are: lines come out, and problems are told.
     */
    @Test
    void testAnyBytes()
            throws IOException
    {
        long seed = 17;
        Random random = new Random(seed);
        byte[] alphabet = "chr1\t\t\t\t 0123456789,.+-\n\r#trackbrowse\u00FF".getBytes(ISO_8859_1);
        int sound = 0;
        for (int file = 0; file < 3000; file++) {
            byte[] bytes = random.nextBoolean() ? (BED12 + "\n").repeat(3).getBytes(ISO_8859_1) : new byte[random.nextInt(200)];
            boolean made = bytes.length > 200;
            for (int i = 0; i < bytes.length; i++) {
                if (!made || random.nextInt(20) == 0) {
                    bytes[i] = alphabet[random.nextInt(alphabet.length)];
                }
            }
            BedReader reader = reader(bytes, 1 + random.nextInt(100), BedFields.COUNT);
            while (reader.read(1 + random.nextInt(5), 1 + random.nextInt(100)) > 0) {
                for (int record = 0; record < reader.batch().size(); record++) {
                    List<BedProblem> found = BedValidator.validate(reader.batch(), record);
                    if (found.isEmpty()) {
                        sound++;
                        Row row = row(reader.batch(), record);
                        assertThat(row.pos()).as("seed %s, file %s", seed, file).isPositive();
                        assertThat(row.endPos()).isGreaterThanOrEqualTo(row.pos() - 1);
                    }
                }
            }
        }
        assertThat(sound).isPositive();
    }

    @Test
    void testAgainstHtsjdk()
            throws IOException
    {
        long seed = 23;
        Random random = new Random(seed);
        BEDCodec codec = new BEDCodec();
        for (int i = 0; i < 2000; i++) {
            int start = random.nextInt(1 << 28);
            int length = 1 + random.nextInt(1 << 20);
            int blocks = 1 + random.nextInt(5);
            List<String> sizes = new ArrayList<>();
            List<String> starts = new ArrayList<>();
            for (int block = 0; block < blocks; block++) {
                sizes.add(String.valueOf(1 + random.nextInt(100)));
                starts.add(String.valueOf(random.nextInt(length)));
            }
            List<String> fields = List.of(
                    "chr" + random.nextInt(30),
                    String.valueOf(start),
                    String.valueOf(start + length),
                    "name" + i,
                    String.valueOf(random.nextInt(1001)),
                    random.nextBoolean() ? "+" : "-",
                    String.valueOf(start),
                    String.valueOf(start + length),
                    "0",
                    String.valueOf(blocks),
                    String.join(",", sizes),
                    String.join(",", starts));
            int count = List.of(3, 4, 5, 6, 12).get(random.nextInt(5));
            String line = String.join(random.nextBoolean() ? "\t" : " ", fields.subList(0, count));

            BEDFeature expected = codec.decode(line);
            Row actual = rows(line).getFirst();
            assertThat(actual.chrom()).as("seed %s, line %s", seed, line).isEqualTo(expected.getContig());
            assertThat(actual.pos()).isEqualTo(expected.getStart());
            assertThat(actual.endPos()).isEqualTo(expected.getEnd());
            if (count > NAME) {
                assertThat(actual.name()).contains(expected.getName());
            }
            if (count > SCORE) {
                assertThat(actual.score().orElseThrow().floatValue()).isEqualTo(expected.getScore());
            }
            if (count > STRAND) {
                assertThat(actual.strand()).contains(expected.getStrand().encode());
            }
            if (count > BLOCK_STARTS) {
                assertThat(actual.blockCount()).contains((long) expected.getExons().size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bed/example_large.bed.gz", "bed/PG_Conf_chr21.bed.gz"})
    void testRealFiles(String name)
            throws IOException
    {
        byte[] bytes;
        try (InputStream file = new GZIPInputStream(Files.newInputStream(SharedData.file(name)))) {
            bytes = file.readAllBytes();
        }
        List<String> lines = new String(bytes, ISO_8859_1).lines().toList();
        BedReader reader = reader(bytes, 65280, BedFields.COUNT);
        int line = 0;
        while (reader.read(8192, 1 << 20) > 0) {
            BedBatch batch = reader.batch();
            for (int record = 0; record < batch.size(); record++) {
                String[] fields = lines.get(line).split("\t");
                if (!text(batch, record, CHROM).equals(fields[0])
                        || BedFields.pos(batch, record) != Long.parseLong(fields[1]) + 1
                        || BedFields.endPos(batch, record) != Long.parseLong(fields[2])
                        || !BedValidator.validate(batch, record).isEmpty()) {
                    throw new AssertionError("line %s: %s".formatted(line + 1, lines.get(line)));
                }
                line++;
            }
        }
        assertThat(line).isEqualTo(lines.size());
    }

    @Test
    void testRealMalformedFile()
            throws IOException
    {
        BedReader reader = reader(Files.readAllBytes(SharedData.file("malformed/malformed.bed")), 65280, BedFields.COUNT);
        assertThat(reader.read(10, 1000)).isEqualTo(2);
        assertThat(BedValidator.validate(reader.batch(), 0)).isEmpty();
        assertThat(BedValidator.validate(reader.batch(), 1)).containsExactly(new BedProblem("record", "it has 2 of the 3 fields that a BED record must have"));
        assertThat(reader.batch().lineIndex(1)).isEqualTo(3);
    }

    private static List<Row> rows(String file)
            throws IOException
    {
        BedReader reader = reader(file, 10, BedFields.COUNT);
        List<Row> rows = new ArrayList<>();
        while (reader.read(3, 100) > 0) {
            for (int record = 0; record < reader.batch().size(); record++) {
                rows.add(row(reader.batch(), record));
            }
        }
        return rows;
    }

    private static Row row(BedBatch batch, int record)
    {
        return new Row(
                text(batch, record, CHROM),
                BedFields.pos(batch, record),
                BedFields.endPos(batch, record),
                textIfPresent(batch, record, NAME),
                BedFields.isMissing(batch, record, SCORE) ? Optional.empty() : Optional.of(score(batch, record)),
                textIfPresent(batch, record, STRAND),
                BedFields.isMissing(batch, record, THICK_START) ? Optional.empty() : Optional.of(BedFields.thickStart(batch, record)),
                BedFields.isMissing(batch, record, THICK_END) ? Optional.empty() : Optional.of(BedFields.thickEnd(batch, record)),
                textIfPresent(batch, record, ITEM_RGB),
                BedFields.isMissing(batch, record, BLOCK_COUNT) ? Optional.empty() : Optional.of(BedFields.blockCount(batch, record)),
                blocks(batch, record, BLOCK_SIZES),
                blocks(batch, record, BLOCK_STARTS));
    }

    private static double score(BedBatch batch, int record)
    {
        double score = BedFields.score(batch, record);
        assertThat(Bytes.isMalformed(score)).isFalse();
        return score;
    }

    private static Optional<List<Long>> blocks(BedBatch batch, int record, int field)
    {
        if (BedFields.isMissing(batch, record, field)) {
            return Optional.empty();
        }
        assertThat(BedFields.isBlockListWellFormed(batch, record, field)).isTrue();
        List<Long> values = new ArrayList<>();
        BedFields.forEachBlock(batch, record, field, values::add);
        return Optional.of(values);
    }

    private static Optional<String> textIfPresent(BedBatch batch, int record, int field)
    {
        return BedFields.isMissing(batch, record, field) ? Optional.empty() : Optional.of(text(batch, record, field));
    }

    private static String text(BedBatch batch, int record, int field)
    {
        int start = batch.fieldStart(record, field);
        return new String(batch.bytes(), start, batch.fieldEnd(record, field) - start, UTF_8);
    }

    private static BedReader reader(String file, int blockSize, int fields)
            throws IOException
    {
        return reader(file.getBytes(UTF_8), blockSize, fields);
    }

    private static BedReader reader(byte[] file, int blockSize, int fields)
            throws IOException
    {
        Window window = new Window(new TextBlocks(file, blockSize), 1 << 20);
        int position = window.seek(0);
        BedReader reader = new BedReader(window, fields);
        reader.start(position);
        return reader;
    }
}
