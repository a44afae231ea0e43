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
package io.genolake.formats.bam;

import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.bam.BamSplitFinder.Range;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.index.BinningIndex;
import io.genolake.formats.io.FileByteSource;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import io.genolake.formats.io.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static io.genolake.formats.bam.BamTesting.randomRecord;
import static io.genolake.formats.bam.BamTesting.read;
import static io.genolake.formats.bam.RecordBuilder.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * BAM files as they are stored, compared with what samtools and htsjdk make of them.
 */
final class TestBamFiles
{
    private static final int MAX_RECORD_SIZE = 1 << 24;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
            "bam/NA12878_S1.chr20.10_10p1mb.bam",
            "bam/NA12878.multichrom.bam",
            "bam/CEUTrio.HiSeq.WGS.b37.NA12878.20.first.8000.bam",
            "longread/HG002_chr11_119076212_119102218.bam",
            "longread/cigar-64k.bam",
            "longread/ecoli_nanopore.bam",
            "longread/ont.bam",
    })
    void testLikeSamtools(String name)
            throws IOException
    {
        Path file = SharedData.file(name);
        assertLikeSamtools(file);
        assertLikeHtsjdk(file);
    }

    @Test
    void testRandomRecordsLikeSamtools()
            throws IOException
    {
        Random random = new Random(31);
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 3000; i++) {
            RecordBuilder record = randomRecord(random, 100)
                    .text("XA", 'A', "" + (char) random.nextInt('!', 127))
                    .number("Xc", 'c', random.nextInt())
                    .number("XC", 'C', random.nextInt())
                    .number("Xs", 's', random.nextInt())
                    .number("XS", 'S', random.nextInt())
                    .number("Xi", 'i', random.nextInt())
                    .number("XI", 'I', random.nextInt())
                    .real("X0", Float.intBitsToFloat(random.nextInt()))
                    .real("X1", random.nextFloat() * 1000)
                    .real("X2", (random.nextInt(10_000_000) + 0.5f) / (1 << random.nextInt(24)))
                    .text("XH", 'H', "1AE3")
                    .text("XZ", 'Z', "some text, of \"any\" kind: ~!");
            for (char type : "cCsSiI".toCharArray()) {
                record.array("Y" + type, type, random.longs(random.nextInt(5)).toArray());
            }
            record.array("Yf", 'f', random.longs(random.nextInt(5)).filter(bits -> !isHalf(Float.intBitsToFloat((int) bits))).toArray());
            builder.add(record);
        }
        for (float value : new float[] {0, -0f, 1, -1, 99_999.95f, 999_998.9f, 999_999.44f, 999_999.5f, 1e6f, 1e-4f, 0.00009999f, 0.000099999f, Float.MAX_VALUE, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.intBitsToFloat(0xFFC00000)}) {
            builder.add(record().real("X0", value));
        }
        builder.add(record().place(0, 9).sequence("ACGT").cigar("4S5N").number("NM", 'c', 1).array("CG", 'I', 16, 1 << 4 | 4, 2 << 4 | 7).text("RG", 'Z', "a"));
        builder.add(record().place(0, 9).sequence("ACGT").cigar("4S5N").array("CG", 'S', 16, 16, 16));
        builder.add(record().place(0, 9).sequence("ACGT").cigar("4S").array("CG", 'I', 16, 16, 16, 17));
        builder.add(record().place(0, 9).flag(4).sequence("ACGT").cigar("4S5N").array("CG", 'I', 16, 16, 16, 17));
        builder.add(record().sequence("A").qualities((byte) 9));
        builder.add(record().sequence("A"));
        builder.add(record().place(0, 5).mate(0, 7, 10));
        builder.add(record().place(0, 5).mate(1, 7, 0));
        builder.add(record().place(0, 5).mate(-1, 7, 0));
        builder.add(record().place(0, -1));
        Path file = write("random.bam", builder.toBytes(), 5000);
        assertLikeSamtools(file);
    }

    /**
     * Whether a number is exactly in the middle between two texts: in arrays, and only there, older versions of htslib
     * round it up, and not to the even digit.
     */
    private static boolean isHalf(float value)
    {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return false;
        }
        BigDecimal exact = new BigDecimal(value);
        return !exact.round(new MathContext(6, RoundingMode.HALF_EVEN)).equals(exact.round(new MathContext(6, RoundingMode.HALF_UP)));
    }

    private void assertLikeSamtools(Path file)
            throws IOException
    {
        Path text = folder.resolve("samtools.sam");
        Tools.run(folder, "samtools", "view", "--no-PG", "-o", text.toString(), file.toString());
        try (BgzfStream stream = new BgzfStream(new FileByteSource(file));
                BufferedReader expected = Files.newBufferedReader(text, ISO_8859_1)) {
            Window window = new Window(stream, MAX_RECORD_SIZE);
            BamHeader header = BamHeaderReader.read(window);
            SamLine line = new SamLine(header);
            BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, RecordProblems.FAIL);
            reader.start(window.seek(header.firstRecord()));
            BamBatch batch = new BamBatch();
            while (reader.read(batch, 1000, 1 << 20) > 0) {
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(line.of(batch, i)).isEqualTo(expected.readLine());
                }
            }
            assertThat(expected.readLine()).isNull();
        }
    }

    private static void assertLikeHtsjdk(Path file)
            throws IOException
    {
        try (BgzfStream stream = new BgzfStream(new FileByteSource(file));
                SamReader expected = SamReaderFactory.makeDefault().validationStringency(ValidationStringency.SILENT).open(file)) {
            Window window = new Window(stream, MAX_RECORD_SIZE);
            BamHeader header = BamHeaderReader.read(window);
            assertThat(header.references().stream().map(BamReference::name)).isEqualTo(expected.getFileHeader().getSequenceDictionary().getSequences().stream().map(sequence -> sequence.getSequenceName()).toList());
            assertThat(header.references().stream().map(BamReference::length)).isEqualTo(expected.getFileHeader().getSequenceDictionary().getSequences().stream().map(sequence -> (long) sequence.getSequenceLength()).toList());
            assertThat(header.readGroups().stream().map(ReadGroup::id)).isEqualTo(expected.getFileHeader().getReadGroups().stream().map(group -> group.getId()).toList());
            assertThat(header.readGroups().stream().map(group -> group.sample().orElse(null))).isEqualTo(expected.getFileHeader().getReadGroups().stream().map(group -> group.getSample()).toList());
            assertThat(header.problems()).isEmpty();

            BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, RecordProblems.FAIL);
            reader.start(window.seek(header.firstRecord()));
            BamBatch batch = new BamBatch();
            BamTags tags = new BamTags();
            int next = 0;
            for (SAMRecord record : expected) {
                if (next == batch.size()) {
                    assertThat(reader.read(batch, 1000, 1 << 20)).isGreaterThan(0);
                    next = 0;
                }
                assertLikeHtsjdk(header, batch, next, tags, record);
                next++;
            }
            assertThat(next).isEqualTo(batch.size());
            assertThat(reader.read(batch, 1000, 1 << 20)).isEqualTo(0);
        }
    }

    private static void assertLikeHtsjdk(BamHeader header, BamBatch batch, int index, BamTags tags, SAMRecord record)
    {
        byte[] bytes = batch.bytes();
        int start = batch.recordStart(index);
        int end = batch.recordEnd(index);
        assertThat(new String(bytes, BamRecord.readNameStart(start), BamRecord.readNameEnd(bytes, start) - BamRecord.readNameStart(start), ISO_8859_1)).isEqualTo(record.getReadName());
        assertThat(BamRecord.flag(bytes, start)).isEqualTo(record.getFlags());
        assertThat(BamRecord.refId(bytes, start)).isEqualTo(record.getReferenceIndex());
        assertThat(BamRecord.pos(bytes, start) + 1).isEqualTo(record.getAlignmentStart());
        // htsjdk gives 0 for unmapped reads, and the base before for reads that span nothing
        if (!record.getReadUnmappedFlag() && record.getCigar().getReferenceLength() > 0) {
            assertThat(BamRecord.endPos(bytes, start, end)).isEqualTo(record.getAlignmentEnd());
        }
        else {
            assertThat(BamRecord.endPos(bytes, start, end)).isEqualTo(record.getAlignmentStart());
        }
        assertThat(BamRecord.mapq(bytes, start)).isEqualTo(record.getMappingQuality());
        assertThat(SamLine.cigar(bytes, start, end)).isEqualTo(record.getCigarString());
        assertThat(BamRecord.mateRefId(bytes, start)).isEqualTo(record.getMateReferenceIndex());
        assertThat(BamRecord.matePos(bytes, start) + 1).isEqualTo(record.getMateAlignmentStart());
        assertThat(BamRecord.templateLength(bytes, start)).isEqualTo(record.getInferredInsertSize());
        assertThat(SamLine.sequence(bytes, start)).isEqualTo(record.getReadString());
        assertThat(SamLine.qualities(bytes, start)).isEqualTo(record.getBaseQualityString());
        tags.reset(batch, index);
        assertThat(tags.find(BamTags.RG)).isEqualTo(record.hasAttribute("RG"));
        if (record.hasAttribute("RG")) {
            tags.find(BamTags.RG);
            assertThat(SamLine.value(tags)).isEqualTo(record.getStringAttribute("RG"));
            assertThat(header.sampleOf(SamLine.value(tags)).orElse(null)).isEqualTo(record.getReadGroup() == null ? null : record.getReadGroup().getSample());
        }
        int count = 0;
        while (tags.next()) {
            count++;
            if (tags.isText() && tags.type() == 'Z') {
                assertThat(SamLine.value(tags)).isEqualTo(record.getStringAttribute(new String(bytes, tags.keyStart(), 2, ISO_8859_1)));
            }
        }
        assertThat(count).isEqualTo(record.getAttributes().size());
    }

    @Test
    void testTruncated()
    {
        Path file = SharedData.file("malformed/truncated.bam");
        assertThatThrownBy(() -> offsets(file)).isInstanceOf(MalformedFileException.class).hasMessageContaining("truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bam/NA12878_S1.chr20.10_10p1mb.bam",
            "bam/NA12878.multichrom.bam",
            "bam/CEUTrio.HiSeq.WGS.b37.NA12878.20.first.8000.bam",
            "longread/HG002_chr11_119076212_119102218.bam",
            "longread/cigar-64k.bam",
            "longread/ecoli_nanopore.bam",
            "longread/ont.bam",
    })
    void testCutEverywhere(String name)
            throws IOException
    {
        Path file = SharedData.file(name);
        assertEveryRecordOnce(file, 0, 32);

        // and with tiny blocks, of which many are in a record
        try (BgzfStream stream = new BgzfStream(new FileByteSource(file))) {
            byte[] decoded = new byte[1 << 20];
            int length = 0;
            while (length + stream.maxBlockSize() <= decoded.length) {
                int read = stream.read(decoded, length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
            assertEveryRecordOnce(write("tiny.bam", wholeRecords(decoded, length), 700), 1, 32);
        }
    }

    /**
     * The start of a file, up to the last record that is whole.
     */
    private static byte[] wholeRecords(byte[] decoded, int length)
    {
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(Arrays.copyOf(decoded, length), 50_000);
        int position = stream.position(BamTesting.header(stream).firstRecord());
        while (position + 4 <= length && position + 4 + BamRecord.blockSize(decoded, position) <= length) {
            position += 4 + BamRecord.blockSize(decoded, position);
        }
        return Arrays.copyOf(decoded, position);
    }

    private static void assertEveryRecordOnce(Path file, long seed, int parts)
            throws IOException
    {
        List<Long> expected = offsets(file);
        Random random = new Random(seed);
        List<Long> cuts = new ArrayList<>(random.longs(parts - 1, 1, Files.size(file)).sorted().boxed().toList());
        cuts.addFirst(0L);
        cuts.addLast(Files.size(file));
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            // each part on its own, as its reader would do it
            try (BgzfStream stream = new BgzfStream(new FileByteSource(file))) {
                BamHeader header = BamHeaderReader.read(new Window(stream, MAX_RECORD_SIZE));
                long from = VirtualOffset.of(stream.findBlock(cuts.get(i)), 0);
                long to = i == parts - 1 ? Long.MAX_VALUE : VirtualOffset.of(stream.findBlock(cuts.get(i + 1)), 0);
                Optional<Range> range = new BamSplitFinder(stream, header, MAX_RECORD_SIZE).range(from, to);
                if (range.isPresent()) {
                    offsets.addAll(read(stream, header, range.orElseThrow().begin(), range.orElseThrow().end(), true, 1000, 1 << 20));
                }
            }
        }
        assertThat(offsets).isEqualTo(expected);
    }

    private static List<Long> offsets(Path file)
            throws IOException
    {
        try (BgzfStream stream = new BgzfStream(new FileByteSource(file))) {
            BamHeader header = BamHeaderReader.read(new Window(stream, MAX_RECORD_SIZE));
            return read(stream, header, header.firstRecord(), Long.MAX_VALUE, false, 1000, 1 << 20);
        }
    }

    @Test
    void testTail()
            throws IOException
    {
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 500; i++) {
            builder.add(record().name("placed" + i).place(i / 250, 1000 * (i % 250)).cigar("4M").sequence("ACGT"));
        }
        Path placed = write("placed.bam", builder.toBytes(), 1000);
        for (int i = 0; i < 500; i++) {
            builder.add(record().name("unplaced" + i).sequence("ACGT"));
        }
        Path both = write("both.bam", builder.toBytes(), 1000);
        for (Path file : List.of(placed, both)) {
            Tools.run(folder, "samtools", "index", file.toString());
            BinningIndex index = BinningIndex.read(Files.readAllBytes(Path.of(file + ".bai")), "test.bai");
            try (BgzfStream stream = new BgzfStream(new FileByteSource(file))) {
                Window window = new Window(stream, MAX_RECORD_SIZE);
                BamHeader header = BamHeaderReader.read(window);
                assertThat(BamTail.isTail(window, header, index.largestEnd(), MAX_RECORD_SIZE)).isTrue();
                assertThat(BamTail.isTail(window, header, header.firstRecord(), MAX_RECORD_SIZE)).isFalse();
                assertThat(BamTail.isTail(window, header, index.largestEnd() + 1, MAX_RECORD_SIZE)).isFalse();
                assertThat(BamTail.isTail(window, header, Files.size(file) << 16, MAX_RECORD_SIZE)).isTrue();
                assertThat(BamTail.isTail(window, header, Files.size(file) + 1 << 16, MAX_RECORD_SIZE)).isFalse();
                assertThat(BamTail.isTail(window, header, 17L << 16, MAX_RECORD_SIZE)).isFalse();
            }
        }
    }

    @Test
    void testProblemsOfRealFiles()
            throws IOException
    {
        // one more, which has been cut out of a larger file, has mates behind the end of the reference
        for (String name : List.of("bam/NA12878.multichrom.bam", "longread/HG002_chr11_119076212_119102218.bam", "longread/cigar-64k.bam")) {
            try (BgzfStream stream = new BgzfStream(new FileByteSource(SharedData.file(name)))) {
                Window window = new Window(stream, MAX_RECORD_SIZE);
                BamHeader header = BamHeaderReader.read(window);
                BamProblems problems = new BamProblems(header);
                BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, RecordProblems.FAIL);
                reader.start(window.seek(header.firstRecord()));
                BamBatch batch = new BamBatch();
                while (reader.read(batch, 1000, 1 << 20) > 0) {
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(problems.check(batch, i)).isEmpty();
                    }
                }
            }
        }
    }

    private Path write(String name, byte[] decoded, int blockSize)
            throws IOException
    {
        Path file = folder.resolve(name);
        try (BgzfWriter writer = new BgzfWriter(Files.newOutputStream(file), blockSize, 1)) {
            writer.write(decoded);
        }
        return file;
    }
}
