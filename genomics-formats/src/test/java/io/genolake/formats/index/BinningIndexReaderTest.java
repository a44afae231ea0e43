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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class BinningIndexReaderTest
{
    /**
     * Writes the decoded bytes of an index.
     */
    private static final class IndexBuilder
    {
        private final ByteBuffer bytes = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);

        IndexBuilder text(String text)
        {
            bytes.put(text.getBytes(ISO_8859_1));
            return this;
        }

        IndexBuilder ints(int... values)
        {
            for (int value : values) {
                bytes.putInt(value);
            }
            return this;
        }

        IndexBuilder longs(long... values)
        {
            for (long value : values) {
                bytes.putLong(value);
            }
            return this;
        }

        byte[] build()
        {
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    private static IndexBuilder bai(int contigs)
    {
        return new IndexBuilder().text("BAI\1").ints(contigs);
    }

    private static IndexBuilder csi(int minShift, int depth, int contigs)
    {
        return new IndexBuilder().text("CSI\1").ints(minShift, depth, 0, contigs);
    }

    private static BinningIndex read(IndexBuilder index)
    {
        return BinningIndex.read(index.build(), "x.bai");
    }

    @Test
    void testSmallest()
    {
        BinningIndex index = read(bai(0));
        assertThat(index.contigCount()).isZero();
        assertThat(index.unplacedCount()).isEmpty();
        assertThat(index.largestEnd()).isZero();
        assertThat(index.recordStarts()).isEmpty();
        assertThat(read(bai(0).longs(7)).unplacedCount()).hasValue(7);
        assertThat(read(csi(14, 5, 0)).format()).isEqualTo(IndexFormat.CSI);
    }

    @Test
    void testStatistics()
    {
        // one bin of one chunk, and no pseudo-bin, as old tools have it; then a contig without records; then both
        BinningIndex index = read(bai(3)
                .ints(1, 4681, 1).longs(100, 200).ints(1).longs(100)
                .ints(0, 0)
                .ints(2, 4681, 1).longs(200, 300).ints(37450, 2).longs(200, 300, 5, 2).ints(0));
        assertThat(index.statistics(0)).isEmpty();
        assertThat(index.statistics(1)).contains(new ContigStatistics(0, 0));
        assertThat(index.statistics(2)).contains(new ContigStatistics(5, 2));
        assertThat(index.contigBegin(0)).isEqualTo(100);
        assertThat(index.contigEnd(0)).isEqualTo(200);
        assertThat(index.contigBegin(1)).isEqualTo(-1);
        assertThat(index.contigEnd(1)).isEqualTo(-1);
        assertThat(index.largestEnd()).isEqualTo(300);
        // the pseudo-bin is no place where records are
        assertThat(index.contigChunks(2)).containsExactly(new Chunk(200, 300));
        assertThat(index.recordStarts()).containsExactly(100, 200);
    }

    @Test
    void testLinearIndexWithGaps()
    {
        // tiles 1 and 2 have no records: zero, as old tools have it, means what is before
        long[] chunk = {1 << 16, 9 << 16};
        BinningIndex index = read(bai(1).ints(1, 585, 1).longs(chunk).ints(4).longs(1 << 16, 0, 0, 5 << 16));
        assertThat(index.overlapping(0, 1, 10)).containsExactly(new Chunk(1 << 16, 9 << 16));
        assertThat(index.overlapping(0, (1 << 14) + 1, 1 << 15)).containsExactly(new Chunk(1 << 16, 9 << 16));
        assertThat(index.overlapping(0, (2 << 14) + 1, (2 << 14) + 2)).containsExactly(new Chunk(1 << 16, 9 << 16));
        assertThat(index.overlapping(0, (3 << 14) + 1, 4 << 14)).containsExactly(new Chunk(5 << 16, 9 << 16));
        // behind the last tile there is nothing, but it is for the records to say so
        assertThat(index.overlapping(0, (5 << 14) + 1, 6 << 14)).containsExactly(new Chunk(5 << 16, 9 << 16));
        // what cannot be, namely that later records begin earlier, does not prune
        BinningIndex wrong = read(bai(1).ints(1, 585, 1).longs(chunk).ints(4).longs(7 << 16, 7 << 16, 7 << 16, 2 << 16));
        assertThat(wrong.overlapping(0, 1, 10)).containsExactly(new Chunk(2 << 16, 9 << 16));
    }

    @Test
    void testBinsOfAfterTheRegionEndIt()
    {
        // the root has the whole contig, the bin of the second tile tells where that begins
        BinningIndex index = read(bai(1).ints(2, 0, 1).longs(1 << 16, 9 << 16).ints(4682, 1).longs(4 << 16, 5 << 16).ints(0));
        assertThat(index.overlapping(0, 1, 1 << 14)).containsExactly(new Chunk(1 << 16, 4 << 16));
        assertThat(index.overlapping(0, 1, (1 << 14) + 1)).containsExactly(new Chunk(1 << 16, 9 << 16));
    }

    @Test
    void testOffsetsOfFirstRecordsInBins()
    {
        // A long record at 1 is in bin 585, short ones at 2 and 4 in the bins of tiles 0 and 3. The first record that overlaps
        // tile 3 is the long one, so that its offset should be 1; where it is 4, the offsets are not to be trusted.
        for (long offset : new long[] {1, 4}) {
            BinningIndex index = read(csi(14, 5, 1).ints(3)
                    .ints(585).longs(1 << 16).ints(1).longs(1 << 16, 2 << 16)
                    .ints(4681).longs(offset == 4 ? 2 << 16 : 1 << 16).ints(1).longs(2 << 16, 4 << 16)
                    .ints(4684).longs(offset << 16).ints(1).longs(4 << 16, 5 << 16));
            assertThat(index.overlapping(0, (3 << 14) + 1, 4 << 14)).containsExactly(new Chunk(1 << 16, 2 << 16), new Chunk(4 << 16, 5 << 16));
        }
    }

    @Test
    void testBinThatIsListedTwice()
    {
        BinningIndex index = read(bai(1).ints(2, 4681, 1).longs(5 << 16, 6 << 16).ints(4681, 1).longs(1 << 16, 2 << 16).ints(0));
        assertThat(index.overlapping(0, 1, 1)).containsExactly(new Chunk(1 << 16, 2 << 16), new Chunk(5 << 16, 6 << 16));
        assertThat(index.admitsRecordAt(0, 1 << 16, 1, 1)).isTrue();
        assertThat(index.admitsRecordAt(0, 5 << 16, 1, 1)).isTrue();
    }

    @Test
    void testAdmitsRecords()
    {
        BinningIndex index = read(bai(1).ints(2, 585, 1).longs(1 << 16, 2 << 16).ints(4682, 1).longs(2 << 16, 3 << 16).ints(3).longs(1 << 16, 1 << 16, 7 << 16));
        // a record of the chunk's bin, or of one that was folded into it
        assertThat(index.admitsRecordAt(0, 1 << 16, 1, (1 << 14) + 1)).isTrue();
        assertThat(index.admitsRecordAt(0, 1 << 16, 1, 1)).isTrue();
        assertThat(index.admitsRecordAt(0, 1 << 16, 0, -1)).isTrue();
        // not of another, nor of one that is larger
        assertThat(index.admitsRecordAt(0, 1 << 16, (8 << 14) + 1, (8 << 14) + 1)).isFalse();
        assertThat(index.admitsRecordAt(0, 1 << 16, 1, 1 << 20)).isFalse();
        assertThat(index.admitsRecordAt(0, 2 << 16, (1 << 14) + 1, (1 << 14) + 1)).isTrue();
        assertThat(index.admitsRecordAt(0, 2 << 16, 1, 1)).isFalse();
        // where no chunk begins, but the linear index says that the first record of the third tile does
        assertThat(index.isChunkBegin(0, 7 << 16)).isFalse();
        assertThat(index.admitsRecordAt(0, 7 << 16, 2 << 14, (2 << 14) + 1)).isTrue();
        assertThat(index.admitsRecordAt(0, 7 << 16, 1, 2 << 14)).isFalse();
        assertThat(index.admitsRecordAt(0, 7 << 16, (3 << 14) + 1, 4 << 14)).isFalse();
        assertThat(index.admitsRecordAt(0, 6 << 16, 1, 1)).isFalse();
    }

    @Test
    void testHugeCounts()
    {
        int huge = Integer.MAX_VALUE;
        assertMalformed(bai(huge), "it counts 2147483647 contigs, for which it is too short");
        assertMalformed(bai(-1), "it counts 4294967295 contigs, for which it is too short");
        assertMalformed(bai(1).ints(huge, 0), "it counts 2147483647 bins, for which it is too short");
        assertMalformed(bai(1).ints(1, 4681, huge, 0), "it counts 2147483647 chunks, for which it is too short");
        assertMalformed(bai(1).ints(0, huge), "it counts 2147483647 tiles, for which it is too short");
        assertMalformed(csi(14, 5, huge), "it counts 2147483647 contigs, for which it is too short");
        assertMalformed(new IndexBuilder().text("CSI\1").ints(14, 5, huge, 0), "it counts 2147483647 bytes of auxiliary data, for which it is too short");
        assertMalformed(new IndexBuilder().text("TBI\1").ints(0, 0, 1, 2, 3, '#', 0, huge), "it counts 2147483647 bytes of names, for which it is too short");
    }

    @Test
    void testWrongValues()
    {
        assertMalformed(csi(14, 11, 0), "there are no bins of minimum shift 14 and depth 11");
        assertMalformed(csi(-1, 5, 0), "there are no bins of minimum shift -1 and depth 5");
        assertMalformed(csi(60, 1, 0), "there are no bins of minimum shift 60 and depth 1");
        assertMalformed(bai(1).ints(1, 37449, 0, 0), "there is no bin 37449");
        assertMalformed(bai(1).ints(1, -1, 0, 0), "there is no bin 4294967295");
        assertMalformed(bai(1).ints(1, 37450, 1).longs(0, 0).ints(0), "the bin of counts has 1 chunks");
        assertMalformed(bai(1).ints(1, 37450, 2).longs(0, 0, -1, 0).ints(0), "a number of records is impossible");
        assertMalformed(bai(1).ints(1, 4681, 1).longs(5, 4).ints(0), "a chunk ends before it begins");
        assertMalformed(bai(0).longs(-1), "what follows the contigs is not a number of records");
        assertMalformed(bai(0).longs(1, 1), "what follows the contigs is not a number of records");
        assertMalformed(bai(0).ints(1), "the index ends too early");
        assertMalformed(new IndexBuilder().text("TBI\1").ints(0, 2, 1, 2, 0, '#', 0, 2).text("1\0"), "it has 0 contigs, and names for 1");
        assertMalformed(new IndexBuilder().text("TBI\1").ints(0, 2, 1, 2, 0, '#', 0, 1).text("1"), "the last name of a contig has no end");
        assertMalformed(new IndexBuilder().text("TBI\1").ints(0, 2, 1, 2, 0, '#', -5, 0), "its layout of the file is impossible");
        assertMalformed(new IndexBuilder().text("TBI\1").ints(2, 2, 1, 2, 0, '#', 0, 4).text("1\0" + "1\0").longs(0, 0), "it has two contigs of the same name");
        assertMalformed(new IndexBuilder().text("CRAI"), "this is neither a BAI, a TBI nor a CSI index");
        assertMalformed(new IndexBuilder(), "this is neither a BAI, a TBI nor a CSI index");
    }

    private static void assertMalformed(IndexBuilder index, String reason)
    {
        assertThatThrownBy(() -> read(index))
                .hasMessageStartingWith("x.bai")
                .hasMessageContaining(reason)
                .hasMessageContaining("Rebuild it with ")
                .asInstanceOf(type(MalformedFileException.class))
                .returns(Scope.INDEX, MalformedFileException::scope);
    }

    @Test
    void testRemedies()
    {
        assertThatThrownBy(() -> read(bai(1))).hasMessageEndingWith("Rebuild it with samtools index");
        assertThatThrownBy(() -> read(new IndexBuilder().text("TBI\1"))).hasMessageEndingWith("Rebuild it with tabix, or bcftools index --tbi");
        assertThatThrownBy(() -> read(csi(14, 5, 1))).hasMessageEndingWith("Rebuild it with samtools index -c, bcftools index, or tabix --csi");
        assertThatThrownBy(() -> read(new IndexBuilder())).hasMessageEndingWith("Rebuild it with samtools index, bcftools index or tabix");
    }

    @Test
    void testAuxiliaryDataThatIsNotOfTabix()
    {
        BinningIndex index = read(new IndexBuilder().text("CSI\1").ints(14, 5, 40).text("of another tool ".repeat(2) + "entirely").ints(0));
        assertThat(index.tabix()).isEmpty();
        assertThat(index.contigs()).isEmpty();
    }

    @Test
    void testStoredInAnyWay()
            throws IOException
    {
        byte[] decoded = new IndexBuilder().text("TBI\1").ints(1, 2, 1, 2, 0, '#', 3, 3).text("c1\0").ints(1, 4681, 1).longs(5, 9).ints(0).build();
        for (byte[] stored : List.of(decoded, bgzf(decoded), gzip(decoded))) {
            BinningIndex index = BinningIndex.read(stored, "x.tbi");
            assertThat(index.contigs()).containsExactly("c1");
            assertThat(index.tabix()).contains(new TabixConfiguration(2, 1, 2, 0, '#', 3));
            assertThat(index.overlapping(0, 1, 1)).containsExactly(new Chunk(5, 9));
        }
    }

    @Test
    void testIndexThatDecodesToMuch()
            throws IOException
    {
        // empty contigs compress to nothing: a thousandfold is not the index of any file
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream output = new GZIPOutputStream(stored)) {
            for (int i = 0; i < 300; i++) {
                output.write(new byte[1 << 20]);
            }
        }
        assertThatThrownBy(() -> BinningIndex.read(stored.toByteArray(), "x.tbi"))
                .hasMessage("x.tbi: the index is larger than 268435456 bytes. Rebuild it with samtools index, bcftools index or tabix");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bam/NA12878.multichrom.bam.bai",
            "bam/NA12878_S1.chr20.10_10p1mb.bam.bai",
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz.tbi",
    })
    void testDamagedRealIndexes(String name)
            throws IOException
    {
        byte[] stored = Files.readAllBytes(SharedData.file(name));
        assertDamageIsHarmless(stored, 1);
    }

    @Test
    void testDamagedIndexesOfTools(@TempDir Path folder)
            throws IOException
    {
        try (OutputStream output = Files.newOutputStream(folder.resolve("a.bed.gz")); BgzfWriter writer = new BgzfWriter(output, 300, 6)) {
            for (int i = 0; i < 500; i++) {
                writer.write("%s\t%s\t%s\n".formatted(1 + i / 100, i * 5_000, i * 5_000 + 10_000).getBytes(ISO_8859_1));
            }
        }
        Tools.run(folder, "tabix", "-p", "bed", "a.bed.gz");
        Tools.run(folder, "tabix", "-p", "bed", "-C", "-m", "12", "a.bed.gz");
        for (String name : List.of("a.bed.gz.tbi", "a.bed.gz.csi")) {
            byte[] stored = Files.readAllBytes(folder.resolve(name));
            assertDamageIsHarmless(stored, 7);
            // damage that no checksum finds
            assertDamageIsHarmless(decode(stored), 1);
        }
    }

    /**
     * Whatever is done to an index, it gives an error of the index, or answers.
     */
    private static void assertDamageIsHarmless(byte[] stored, int step)
    {
        BinningIndex sound = BinningIndex.read(stored, "x.index");
        boolean hasUnplacedCount = sound.unplacedCount().isPresent();
        int read = 0;
        for (int length = 0; length < stored.length; length += step) {
            read += tryRead(Arrays.copyOf(stored, length)) ? 1 : 0;
        }
        // nothing tells that the number of unplaced records is missing
        assertThat(read).isLessThanOrEqualTo(hasUnplacedCount ? 1 : 0);
        Random random = new Random(stored.length);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = stored.clone();
            int position = random.nextInt(3) == 0 ? random.nextInt(min(stored.length, 100)) : random.nextInt(stored.length);
            switch (random.nextInt(3)) {
                case 0 -> damaged[position] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[position] = (byte) random.nextInt();
                default -> Arrays.fill(damaged, position, min(position + 1 + random.nextInt(8), stored.length), (byte) (random.nextBoolean() ? 0 : 0xFF));
            }
            tryRead(damaged);
        }
    }

    private static boolean tryRead(byte[] stored)
    {
        BinningIndex index;
        try {
            index = BinningIndex.read(stored, "x.index");
        }
        catch (MalformedFileException e) {
            assertThat(e.scope()).isEqualTo(Scope.INDEX);
            assertThat(e).hasMessageStartingWith("x.index").hasMessageContaining("Rebuild it");
            return false;
        }
        for (int contig = 0; contig < min(index.contigCount(), 100); contig++) {
            index.overlapping(contig, 1, 100_000);
            index.overlapping(contig, 30_000_000, Long.MAX_VALUE);
            index.ofRecordBins(contig, new int[] {0, 1, 2, 7}, new long[] {100, 0, 1, 0});
            index.contigChunks(contig);
            index.admitsRecordAt(contig, index.contigBegin(contig), 1, 1_000_000);
        }
        index.recordStarts();
        index.largestEnd();
        return true;
    }

    private static byte[] decode(byte[] stored)
            throws IOException
    {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        try (BgzfStream stream = new BgzfStream(new MemoryByteSource("x.index", stored))) {
            byte[] buffer = new byte[stream.maxBlockSize()];
            for (int length = stream.read(buffer, 0); length >= 0; length = stream.read(buffer, 0)) {
                decoded.write(buffer, 0, length);
            }
        }
        return decoded.toByteArray();
    }

    private static byte[] bgzf(byte[] decoded)
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(stored)) {
            writer.write(decoded);
        }
        return stored.toByteArray();
    }

    private static byte[] gzip(byte[] decoded)
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream output = new GZIPOutputStream(stored)) {
            output.write(decoded);
        }
        return stored.toByteArray();
    }
}
