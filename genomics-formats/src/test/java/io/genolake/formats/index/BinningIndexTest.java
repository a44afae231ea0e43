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
package io.genolake.formats.index;

import htsjdk.samtools.BAMFileSpan;
import htsjdk.samtools.BAMIndex;
import htsjdk.samtools.BAMIndexer;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import htsjdk.tribble.index.IndexFactory;
import htsjdk.variant.vcf.VCFCodec;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.index.IndexedRecords.LineParser;
import io.genolake.formats.index.IndexedRecords.Placed;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import io.genolake.formats.io.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static htsjdk.samtools.SamReaderFactory.Option.INCLUDE_SOURCE_IN_RECORDS;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class BinningIndexTest
{
    @TempDir
    private Path folder;

    /**
     * Bytes that do not compress: bins of few bytes are folded into their parents, others are not.
     */
    private static String noise(Random random, int length)
    {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) ('0' + random.nextInt(75)));
        }
        return noise.toString().replace(';', '_').replace('=', '_');
    }

    /**
     * Sorted records on three contigs, sparse and dense, most of them short.
     *
     * @param maxPosition largest position
     */
    private byte[] writeVcf(long seed, int recordCount, long maxPosition, int blockSize, String name)
            throws IOException
    {
        Random random = new Random(seed);
        StringBuilder header = new StringBuilder("##fileformat=VCFv4.2\n##INFO=<ID=END,Number=1,Type=Integer,Description=\"End\">\n##INFO=<ID=NOISE,Number=1,Type=String,Description=\"Noise\">\n");
        for (String contig : List.of("chr1", "chr2", "odd:name")) {
            header.append("##contig=<ID=%s,length=%s>\n".formatted(contig, maxPosition));
        }
        header.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
        Path file = folder.resolve(name);
        try (OutputStream output = Files.newOutputStream(file); BgzfWriter writer = new BgzfWriter(output, blockSize, 1)) {
            writer.write(header.toString().getBytes(ISO_8859_1));
            for (String contig : List.of("chr1", "chr2", "odd:name")) {
                long position = 1 + random.nextInt(30_000);
                int noise = random.nextInt(3) * 100;
                for (int i = 0; i < recordCount && position <= maxPosition; i++) {
                    long end = switch (random.nextInt(30)) {
                        case 0 -> position + (1L << random.nextInt(32));
                        case 1 -> position + random.nextInt(100_000);
                        default -> position;
                    };
                    writer.write("%s\t%s\t.\tA\t%s\t.\t.\t%s\n".formatted(
                            contig,
                            position,
                            end == position ? "C" : "<DEL>",
                            (end == position ? "" : "END=" + min(end, maxPosition) + ";") + "NOISE=" + noise(random, noise + 1)).getBytes(ISO_8859_1));
                    position += switch (random.nextInt(300)) {
                        case 0 -> random.nextLong(maxPosition / 20);
                        case 1 -> random.nextInt(1 << 18);
                        default -> random.nextInt(50);
                    };
                }
            }
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void testTbiOfTabix(long seed)
            throws IOException
    {
        IndexedRecords records = IndexedRecords.ofLines(writeVcf(seed, 3_000, 1 << 29, (int) (200 + seed * seed * 1_000), "a.vcf.gz"), IndexedRecords::vcfInterval);
        Tools.run(folder, "tabix", "-p", "vcf", "a.vcf.gz");
        BinningIndex index = read("a.vcf.gz.tbi");
        assertThat(index.format()).isEqualTo(IndexFormat.TBI);
        assertThat(index.scheme()).isEqualTo(BinningScheme.BAI);
        assertThat(index.contigs()).containsExactly("chr1", "chr2", "odd:name");
        assertThat(index.tabix()).contains(new TabixConfiguration(2, 1, 2, 0, '#', 0));
        assertThat(index.tabix().orElseThrow().isVcf()).isTrue();
        assertThat(index.statistics(0)).isPresent();
        assertThat(index.unplacedCount()).hasValue(0);
        records.assertIndexedBy(index, seed);
        assertThat(IndexProof.endsWhereDataEnds(records.stream(), index.largestEnd())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"9, 1", "9, 2", "12, 3", "12, 4", "14, 5", "14, 6", "17, 7"})
    void testCsiOfTabix(int minShift, long seed)
            throws IOException
    {
        // beyond what a TBI and an int can hold
        long maxPosition = seed % 2 == 0 ? 1L << 34 : 1 << 28;
        IndexedRecords records = IndexedRecords.ofLines(writeVcf(seed, 3_000, maxPosition, (int) (200 + seed * seed * 800), "a.vcf.gz"), IndexedRecords::vcfInterval);
        Tools.run(folder, "bcftools", "index", "--csi", "-m", String.valueOf(minShift), "a.vcf.gz");
        BinningIndex index = read("a.vcf.gz.csi");
        assertThat(index.format()).isEqualTo(IndexFormat.CSI);
        assertThat(index.scheme().minShift()).isEqualTo(minShift);
        assertThat(index.contigs()).containsExactly("chr1", "chr2", "odd:name");
        assertThat(index.tabix().orElseThrow().isVcf()).isTrue();
        records.assertIndexedBy(index, seed);
        assertThat(IndexProof.endsWhereDataEnds(records.stream(), index.largestEnd())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void testTbiOfHtsjdk(long seed)
            throws IOException
    {
        IndexedRecords records = IndexedRecords.ofLines(writeVcf(seed, 3_000, 1 << 29, (int) (300 + seed * 10_000), "a.vcf.gz"), IndexedRecords::vcfInterval);
        IndexFactory.createTabixIndex(folder.resolve("a.vcf.gz").toFile(), new VCFCodec(), null)
                .write(folder.resolve("a.vcf.gz.tbi"));
        BinningIndex index = read("a.vcf.gz.tbi");
        assertThat(index.contigs()).containsExactly("chr1", "chr2", "odd:name");
        records.assertIndexedBy(index, seed);
    }

    @Test
    void testBed()
            throws IOException
    {
        Random random = new Random(9);
        Path file = folder.resolve("a.bed.gz");
        try (OutputStream output = Files.newOutputStream(file); BgzfWriter writer = new BgzfWriter(output, 5_000, 6)) {
            writer.write("#chrom\tstart\tend\n".getBytes(ISO_8859_1));
            for (int contig = 1; contig < 20; contig++) {
                int position = 0;
                for (int i = 0; i < 300; i++) {
                    writer.write("%s\t%s\t%s\n".formatted(contig, position, position + random.nextInt(30_000)).getBytes(ISO_8859_1));
                    position += random.nextInt(100_000);
                }
            }
        }
        IndexedRecords records = IndexedRecords.ofLines(Files.readAllBytes(file), IndexedRecords::bedInterval);
        Tools.run(folder, "tabix", "-p", "bed", "a.bed.gz");
        BinningIndex index = read("a.bed.gz.tbi");
        assertThat(index.tabix().orElseThrow().isZeroBased()).isTrue();
        assertThat(index.tabix().orElseThrow()).isEqualTo(new TabixConfiguration(0x10000, 1, 2, 3, '#', 0));
        records.assertIndexedBy(index, 9);
    }

    /**
     * Reads sorted by position, unmapped ones with and without a place among them.
     */
    private Path writeBam(long seed, int readCount, int gap, int unplaced)
            throws IOException
    {
        Random random = new Random(seed);
        StringBuilder sam = new StringBuilder("@HD\tVN:1.6\tSO:coordinate\n");
        for (int contig = 1; contig <= 4; contig++) {
            sam.append("@SQ\tSN:chr%s\tLN:300000000\n".formatted(contig));
        }
        for (int contig : new int[] {1, 2, 4}) {
            int position = 1 + random.nextInt(100_000);
            for (int i = 0; i < readCount; i++) {
                boolean unmapped = random.nextInt(50) == 0;
                String cigar = switch (random.nextInt(40)) {
                    case 0 -> "20M" + (1 + random.nextInt(1 << 1 + random.nextInt(22))) + "N30M";
                    case 1 -> "25M1D25M";
                    default -> "50M";
                };
                sam.append("r%s\t%s\tchr%s\t%s\t60\t%s\t*\t0\t0\t%s\t%s\n".formatted(
                        i, unmapped ? 4 : 0, contig, position, unmapped ? "*" : cigar, "ACGTA".repeat(10), noise(random, 50)));
                position += random.nextInt(1 + (random.nextInt(200) == 0 ? 2_000_000 : gap));
            }
        }
        for (int i = 0; i < unplaced; i++) {
            sam.append("u%s\t4\t*\t0\t0\t*\t*\t0\t0\t%s\t%s\n".formatted(i, "ACGTA".repeat(10), noise(random, 50)));
        }
        Path samFile = Files.writeString(folder.resolve("a.sam"), sam, ISO_8859_1);
        Path bamFile = folder.resolve("a.bam");
        Tools.run(folder, "samtools", "view", "-b", "-o", "a.bam", samFile.getFileName().toString());
        return bamFile;
    }

    private static IndexedRecords readBam(Path file)
            throws IOException
    {
        List<Placed> records = new ArrayList<>();
        int contigCount;
        try (SamReader reader = SamReaderFactory.makeDefault().validationStringency(ValidationStringency.SILENT).enable(INCLUDE_SOURCE_IN_RECORDS).open(file)) {
            contigCount = reader.getFileHeader().getSequenceDictionary().size();
            for (SAMRecord record : reader) {
                if (record.getReferenceIndex() >= 0) {
                    long offset = ((BAMFileSpan) record.getFileSource().getFilePointer()).getFirstOffset();
                    long end = record.getReadUnmappedFlag() ? record.getAlignmentStart() : max(record.getAlignmentStart(), record.getAlignmentEnd());
                    records.add(new Placed(record.getReferenceIndex(), record.getAlignmentStart(), end, offset, !record.getReadUnmappedFlag()));
                }
            }
        }
        return new IndexedRecords(Files.readAllBytes(file), contigCount, records);
    }

    @ParameterizedTest
    @CsvSource({"1, 5000, 20, 100", "2, 5000, 2000, 0", "3, 500, 100000, 5", "4, 20000, 4, 3000"})
    void testBam(long seed, int readCount, int gap, int unplaced)
            throws IOException
    {
        Path bam = writeBam(seed, readCount, gap, unplaced);
        IndexedRecords records = readBam(bam);

        Tools.run(folder, "samtools", "index", "-b", "a.bam", "samtools.bai");
        BinningIndex index = read("samtools.bai");
        assertThat(index.format()).isEqualTo(IndexFormat.BAI);
        assertThat(index.contigs()).isEmpty();
        assertThat(index.tabix()).isEmpty();
        assertBam(records, index, unplaced, seed);

        for (int minShift : new int[] {9, 12, 14, 15}) {
            Tools.run(folder, "samtools", "index", "-c", "-m", String.valueOf(minShift), "a.bam", "samtools.csi");
            BinningIndex csi = read("samtools.csi");
            assertThat(csi.format()).isEqualTo(IndexFormat.CSI);
            assertThat(csi.scheme().minShift()).isEqualTo(minShift);
            assertBam(records, csi, unplaced, seed);
        }

        try (SamReader reader = SamReaderFactory.makeDefault().validationStringency(ValidationStringency.SILENT).enable(INCLUDE_SOURCE_IN_RECORDS).open(bam)) {
            BAMIndexer.createIndex(reader, folder.resolve("htsjdk.bai"));
        }
        assertBam(records, read("htsjdk.bai"), unplaced, seed);
    }

    private static void assertBam(IndexedRecords records, BinningIndex index, int unplaced, long seed)
            throws IOException
    {
        records.assertIndexedBy(index, seed);
        assertThat(index.unplacedCount()).hasValue(unplaced);
        assertThat(index.statistics(2)).contains(new ContigStatistics(0, 0));
        assertThat(IndexProof.endsWhereDataEnds(records.stream(), index.largestEnd())).isEqualTo(unplaced == 0);
        if (unplaced > 0) {
            // that is where the first read without a place begins: its size, then -1 for its contig
            Window window = new Window(records.stream(), 1 << 20);
            int position = window.seek(index.largestEnd());
            while (window.limit() < position + 8) {
                window.extend();
            }
            assertThat(ByteBuffer.wrap(window.bytes(), position + 4, 4).getInt()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bam/CEUTrio.HiSeq.WGS.b37.NA12878.20.first.8000.bam",
            "bam/NA12878.multichrom.bam",
            "bam/NA12878_S1.chr20.10_10p1mb.bam",
            "longread/HG002_chr11_119076212_119102218.bam",
            "longread/cigar-64k.bam",
    })
    void testRealBam(String name)
            throws IOException
    {
        Path file = SharedData.file(name);
        BinningIndex index = BinningIndex.read(Files.readAllBytes(SharedData.file(name + ".bai")), name + ".bai");
        readBam(file).assertIndexedBy(index, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz,tbi",
            "vcf/PG_NA12878_hg38-chr21.vcf.gz,tbi",
            "trio/ashk-trio.vcf.gz,csi",
            "bed/PG_Conf_chr21.bed.gz,tbi",
            "annot/gencode.v38.polyAs.gff.gz,tbi",
    })
    void testRealText(String name)
            throws IOException
    {
        String data = name.substring(0, name.indexOf(','));
        String indexName = name.replace(',', '.');
        Path file = SharedData.file(data);
        LineParser parser = data.endsWith(".bed.gz") ? IndexedRecords::bedInterval : data.endsWith(".gff.gz") ? IndexedRecords::gffInterval : IndexedRecords::vcfInterval;
        IndexedRecords records = IndexedRecords.ofLines(Files.readAllBytes(file), parser);
        BinningIndex index = BinningIndex.read(Files.readAllBytes(SharedData.file(indexName)), indexName);
        records.assertIndexedBy(index, 1);
        assertThat(IndexProof.endsWhereDataEnds(records.stream(), index.largestEnd())).isTrue();
    }

    @Test
    void testReadsNoMoreThanHtsjdk()
            throws IOException
    {
        Path bam = writeBam(5, 20_000, 4, 0);
        IndexedRecords records = readBam(bam);
        Tools.run(folder, "samtools", "index", "-c", "a.bam");
        BinningIndex csi = read("a.bam.csi");
        Files.delete(folder.resolve("a.bam.csi"));
        Tools.run(folder, "samtools", "index", "-b", "a.bam");
        BinningIndex bai = read("a.bam.bai");
        Random random = new Random(1);
        long ours = 0;
        long oursByCsi = 0;
        long theirs = 0;
        try (SamReader reader = SamReaderFactory.makeDefault().open(bam)) {
            BAMIndex index = reader.indexing().getIndex();
            for (int i = 0; i < 100; i++) {
                int start = (int) records.records().get(random.nextInt(20_000)).start();
                ours += records.countIn(bai.overlapping(0, start, start + 1_000));
                oursByCsi += records.countIn(csi.overlapping(0, start, start + 1_000));
                theirs += records.countIn(index.getSpanOverlapping(0, start, start + 1_000).getChunks().stream()
                        .map(chunk -> new Chunk(chunk.getChunkStart(), chunk.getChunkEnd()))
                        .toList());
            }
        }
        // a chunk of a parent bin is cut by what the index knows of the positions before and after the region
        assertThat(ours).isLessThanOrEqualTo(theirs);
        assertThat(oursByCsi).isLessThanOrEqualTo(theirs);
    }

    @Test
    void testLargeBinIsNotItsWholeInterval()
            throws IOException
    {
        // of a few long reads over many short ones, only the long ones are asked for
        Path bam = writeBam(6, 20_000, 100, 0);
        IndexedRecords records = readBam(bam);
        Tools.run(folder, "samtools", "index", "-b", "a.bam", "a.bai");
        BinningIndex index = read("a.bai");
        List<Chunk> large = index.ofRecordBins(0, new int[] {3}, new long[] {0});
        long all = records.records().stream().filter(record -> record.contig() == 0).count();
        assertThat(records.countIn(large)).isLessThan(all / 2);
    }

    @Test
    void testManyRecordBins()
            throws IOException
    {
        writeBam(7, 20_000, 1_000, 0);
        Tools.run(folder, "samtools", "index", "-c", "-m", "12", "a.bam", "a.csi");
        BinningIndex index = read("a.csi");
        Random random = new Random(1);
        int[] levels = new int[160_000];
        long[] numbers = new long[levels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i % 8;
            numbers[i] = random.nextInt(1 << 29 - 14) >> 3 * levels[i];
        }
        assertThat(index.ofRecordBins(0, levels, numbers)).isNotEmpty();
    }

    @Test
    void testOutsideOfTheBins()
            throws IOException
    {
        writeVcf(8, 500, 1 << 29, 1_000, "a.vcf.gz");
        Tools.run(folder, "tabix", "-p", "vcf", "a.vcf.gz");
        BinningIndex index = read("a.vcf.gz.tbi");
        assertThat(index.addresses(1 << 29)).isTrue();
        assertThat(index.addresses((1L << 29) + 1)).isFalse();
        assertThat(index.overlapping(0, 1L << 30, 1L << 31)).isEqualTo(index.contigChunks(0));
        assertThat(index.ofRecordBins(0, new int[] {0}, new long[] {1 << 15})).isEqualTo(index.contigChunks(0));
        assertThat(index.ofRecordBins(0, new int[] {7}, new long[] {(1L << 56) - 1})).isEqualTo(index.contigChunks(0));
        // a record of such a bin reaches beyond the bins of the index: it is in the root
        assertThat(index.ofRecordBins(0, new int[] {7}, new long[] {0})).isEqualTo(index.ofRecordBins(0, new int[] {5}, new long[] {0}));
        assertThat(index.admitsRecordAt(0, index.contigBegin(0), 1L << 30, 1L << 30)).isFalse();
        assertThat(index.overlapping(0, 5, 4)).isEmpty();
        assertThat(index.overlapping(0, -5, 0)).isEmpty();
        assertThat(index.overlapping(0, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(index.overlapping(0, 1, 1 << 29));
        assertThat(index.ofRecordBins(0, new int[0], new long[0])).isEmpty();
    }

    @Test
    void testRecordBeforeTheFirstPosition()
            throws IOException
    {
        // telomeres are at position 0 of a VCF
        try (OutputStream output = Files.newOutputStream(folder.resolve("a.vcf.gz")); BgzfWriter writer = new BgzfWriter(output)) {
            writer.write("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t0\t.\tN\t<T>\t.\t.\t.\n1\t1\t.\tA\tC\t.\t.\t.\n".getBytes(ISO_8859_1));
        }
        IndexedRecords records = IndexedRecords.ofLines(Files.readAllBytes(folder.resolve("a.vcf.gz")), IndexedRecords::vcfInterval);
        Tools.run(folder, "tabix", "-p", "vcf", "a.vcf.gz");
        records.assertIndexedBy(read("a.vcf.gz.tbi"), 1);
        Tools.run(folder, "tabix", "-C", "-p", "vcf", "a.vcf.gz");
        records.assertIndexedBy(read("a.vcf.gz.csi"), 1);
    }

    @Test
    void testIndexOfAnotherFile()
            throws IOException
    {
        IndexedRecords records = IndexedRecords.ofLines(writeVcf(1, 2_000, 1 << 29, 3_000, "a.vcf.gz"), IndexedRecords::vcfInterval);
        writeVcf(2, 2_000, 1 << 29, 3_000, "b.vcf.gz");
        Tools.run(folder, "tabix", "-p", "vcf", "a.vcf.gz");
        Tools.run(folder, "tabix", "-p", "vcf", "b.vcf.gz");
        BinningIndex own = read("a.vcf.gz.tbi");
        BinningIndex other = read("b.vcf.gz.tbi");
        assertThat(IndexProof.endsWhereDataEnds(records.stream(), other.largestEnd())).isFalse();
        long admitted = records.records().stream().filter(record -> own.isChunkBegin(record.contig(), record.offset())).count();
        assertThat(admitted).isPositive();
        assertThat(records.records()).noneMatch(record -> other.isChunkBegin(record.contig(), record.offset())
                && other.admitsRecordAt(record.contig(), record.offset(), record.start(), record.end())
                && record.offset() != other.contigBegin(0));
    }

    @Test
    void testEndOfData()
            throws IOException
    {
        Path file = folder.resolve("a.gz");
        long blockEnd;
        long end;
        long between;
        try (OutputStream output = Files.newOutputStream(file); BgzfWriter writer = new BgzfWriter(output)) {
            writer.write(new byte[100]);
            blockEnd = writer.virtualOffset();
            writer.flush();
            end = writer.virtualOffset();
            writer.writeEmptyBlock();
            between = writer.virtualOffset();
            writer.writeEmptyBlock();
        }
        byte[] stored = Files.readAllBytes(file);
        BgzfStream stream = new BgzfStream(new MemoryByteSource("a.gz", stored));
        for (long same : new long[] {blockEnd, end, between, VirtualOffset.of(stored.length - 28, 0), VirtualOffset.of(stored.length, 0)}) {
            assertThat(IndexProof.endsWhereDataEnds(stream, same)).as(VirtualOffset.toString(same)).isTrue();
        }
        for (long other : new long[] {0, 1, 99, 101, end + 1, between + 1, VirtualOffset.of(3, 0), VirtualOffset.of(stored.length, 1), VirtualOffset.of(stored.length + 1, 0), -1}) {
            assertThat(IndexProof.endsWhereDataEnds(stream, other)).as(VirtualOffset.toString(other)).isFalse();
        }
    }

    private BinningIndex read(String name)
            throws IOException
    {
        return BinningIndex.read(Files.readAllBytes(folder.resolve(name)), name);
    }
}
