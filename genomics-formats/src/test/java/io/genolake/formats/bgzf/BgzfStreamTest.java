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
package io.genolake.formats.bgzf;

import htsjdk.samtools.util.BlockCompressedInputStream;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.ByteSource;
import io.genolake.formats.io.FileByteSource;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.RecordingByteSource;
import io.genolake.formats.io.RecordingByteSource.Request;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import static io.genolake.formats.bgzf.BgzfWriter.DEFAULT_BLOCK_SIZE;
import static java.lang.Math.toIntExact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class BgzfStreamTest
{
    private static final byte[] EMPTY_BLOCK = {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF, 6, 0, 'B', 'C', 2, 0, 0x1B, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 4_096, DEFAULT_BLOCK_SIZE})
    void testReadsWhatWasWritten(int blockSize)
            throws IOException
    {
        for (int level : new int[] {0, 1, 6}) {
            byte[] data = text(blockSize * 5 + 3);
            try (BgzfStream stream = stream(bgzf(data, blockSize, level))) {
                assertThat(readAll(stream)).as("level %s", level).isEqualTo(data);
                assertThat(stream.blocksDecoded()).isEqualTo(blockSize == 1 ? 8 + 1 : 6 + 1);
                assertThat(stream.bytesRead()).isEqualTo(bgzf(data, blockSize, level).length);
                assertThat(stream.reads()).isBetween(1L, 5L);
            }
        }
    }

    @Test
    void testEmptyBlockIsThatOfTheSpecification()
            throws IOException
    {
        assertThat(bgzf(new byte[0], 100, 6)).isEqualTo(EMPTY_BLOCK);
        assertThat(readAll(stream(EMPTY_BLOCK))).isEmpty();
    }

    @Test
    void testEmptyBlocksAreSkipped()
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        List<Long> offsets = new ArrayList<>();
        try (BgzfWriter writer = new BgzfWriter(stored)) {
            writer.writeEmptyBlock();
            for (int i = 0; i < 3; i++) {
                offsets.add(writer.virtualOffset());
                writer.write('a' + i);
                writer.writeEmptyBlock();
                writer.writeEmptyBlock();
            }
        }
        BgzfStream stream = stream(stored.toByteArray());
        byte[] buffer = new byte[stream.maxBlockSize()];
        for (int i = 0; i < 3; i++) {
            assertThat(stream.read(buffer, 10)).isEqualTo(1);
            assertThat(buffer[10]).isEqualTo((byte) ('a' + i));
            assertThat(stream.blockOffset()).isEqualTo(offsets.get(i));
            assertThat(stream.nextBlockOffset()).isGreaterThan(stream.blockOffset());
        }
        assertThat(stream.read(buffer, 0)).isEqualTo(-1);
        assertThat(stream.read(buffer, 0)).isEqualTo(-1);
    }

    @Test
    void testLargestBlock()
            throws IOException
    {
        // 65,536 bytes in a block, which htslib does not write but the specification allows
        byte[] data = new byte[BgzfFormat.MAX_BLOCK_SIZE];
        Arrays.fill(data, (byte) 'x');
        byte[] stored = concatenate(rawBlock(data, new byte[0], new byte[0]), EMPTY_BLOCK);
        assertThat(readAll(stream(stored))).isEqualTo(data);

        byte[] tooLarge = concatenate(rawBlock(Arrays.copyOf(data, data.length + 1), new byte[0], new byte[0]), EMPTY_BLOCK);
        assertFails(tooLarge, "virtual offset 0:0", "more than 65536 bytes");
    }

    @Test
    void testOtherSubfields()
            throws IOException
    {
        byte[] data = text(1_000);
        byte[] other = {'X', 'Y', 3, 0, 1, 2, 3};
        // a subfield of another kind and one that looks like the right one, but has another length
        byte[] misleading = {'B', 'C', 3, 0, 9, 9, 9};
        byte[] large = concatenate(new byte[] {'Z', 'Z', (byte) 0x20, 0x4E}, new byte[20_000]);
        for (byte[] before : List.of(other, misleading, large)) {
            byte[] stored = concatenate(rawBlock(data, before, other), rawBlock(data, before, new byte[0]), EMPTY_BLOCK);
            assertThat(BgzfFormat.isBgzf(stored, stored.length)).isTrue();
            assertThat(readAll(stream(stored))).isEqualTo(concatenate(data, data));
            long second = rawBlock(data, before, other).length;
            assertThat(stream(stored).findBlock(1)).isEqualTo(second);
            assertThat(stream(stored).findBlock(second)).isEqualTo(second);
        }
    }

    @Test
    void testIsBgzf()
            throws IOException
    {
        byte[] first = Arrays.copyOf(bgzf(text(100), 100, 6), BgzfFormat.HEADER_SIZE);
        assertThat(BgzfFormat.isBgzf(first, 18)).isTrue();
        for (int length = 0; length < 18; length++) {
            assertThat(BgzfFormat.isBgzf(first, length)).isFalse();
        }
        for (int i : new int[] {0, 1, 2, 3, 10, 12, 13, 14, 15}) {
            byte[] other = first.clone();
            other[i] ^= 0x40;
            assertThat(BgzfFormat.isBgzf(other, 18)).as("byte %s", i).isFalse();
        }
    }

    @Test
    void testSeek()
            throws IOException
    {
        byte[] data = text(10_000);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        long[] offsets = new long[data.length];
        try (BgzfWriter writer = new BgzfWriter(stored, 777, 6)) {
            for (int i = 0; i < data.length; i++) {
                offsets[i] = writer.virtualOffset();
                writer.write(data[i]);
            }
        }
        BgzfStream stream = stream(stored.toByteArray());
        byte[] buffer = new byte[stream.maxBlockSize()];
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            int position = random.nextInt(data.length);
            int inBlock = stream.seek(offsets[position]);
            int length = stream.read(buffer, 0);
            assertThat(Arrays.copyOfRange(buffer, inBlock, length)).isEqualTo(Arrays.copyOfRange(data, position, position + length - inBlock));
            assertThat(stream.virtualOffset(stream.blockOffset(), inBlock)).isEqualTo(offsets[position]);
        }
    }

    @Test
    void testSeekToNoBlock()
            throws IOException
    {
        byte[] stored = bgzf(text(10_000), 777, 6);
        BgzfStream stream = stream(stored);
        byte[] buffer = new byte[stream.maxBlockSize()];
        stream.seek(VirtualOffset.of(5, 3));
        assertThatThrownBy(() -> stream.read(buffer, 0))
                .hasMessageStartingWith("memory.gz at virtual offset 5:0: there is no BGZF block at this offset.")
                .asInstanceOf(type(MalformedFileException.class))
                .returns(Scope.INDEX, MalformedFileException::scope);
        stream.seek(VirtualOffset.of(stored.length + 1, 0));
        assertThatThrownBy(() -> stream.read(buffer, 0))
                .hasMessageContaining("the file ends before this offset")
                .asInstanceOf(type(MalformedFileException.class))
                .returns(Scope.INDEX, MalformedFileException::scope);
        stream.seek(VirtualOffset.of(stored.length, 0));
        assertThat(stream.read(buffer, 0)).isEqualTo(-1);
        stream.seek(VirtualOffset.of(stored.length - EMPTY_BLOCK.length, 0));
        assertThat(stream.read(buffer, 0)).isEqualTo(-1);
    }

    @Test
    void testEndOfFileBlockIsMissing()
            throws IOException
    {
        byte[] complete = bgzf(text(100_000), 777, 6);
        byte[] stored = Arrays.copyOf(complete, complete.length - EMPTY_BLOCK.length);
        assertFails(stored, "virtual offset " + stored.length + ":0", "the BGZF end-of-file block is missing, the file was probably truncated");
        // whoever has only the last range of a file must see it too
        BgzfStream stream = stream(stored);
        stream.seekBlock(stored.length);
        assertThatThrownBy(() -> stream.read(new byte[stream.maxBlockSize()], 0)).hasMessageContaining("end-of-file block is missing");
        assertFails(new byte[0], "virtual offset 0:0", "the BGZF end-of-file block is missing");
        // the block need not be the very one that htslib writes
        byte[] otherEmptyBlock = rawBlock(new byte[0], new byte[] {'X', 'Y', 0, 0}, new byte[0]);
        BgzfStream other = stream(concatenate(stored, otherEmptyBlock));
        other.seekBlock(stored.length + otherEmptyBlock.length);
        assertThat(other.read(new byte[stream.maxBlockSize()], 0)).isEqualTo(-1);
    }

    @Test
    void testEveryTruncation()
            throws IOException
    {
        byte[] data = text(500);
        byte[] stored = bgzf(data, 100, 6);
        for (int length = 0; length < stored.length; length++) {
            byte[] truncated = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> readAll(stream(truncated)))
                    .as("length %s", length)
                    .hasMessageContaining("truncated")
                    .asInstanceOf(type(MalformedFileException.class))
                    .returns(Scope.FILE, MalformedFileException::scope);
        }
    }

    @Test
    void testEveryFlippedByte()
            throws IOException
    {
        byte[] data = text(500);
        byte[] stored = bgzf(data, 100, 6);
        int sound = 0;
        for (int i = 0; i < stored.length; i++) {
            for (int flip : new int[] {0x01, 0x80, 0xFF}) {
                byte[] flipped = stored.clone();
                flipped[i] ^= (byte) flip;
                try {
                    assertThat(readAll(stream(flipped))).isEqualTo(data);
                    sound++;
                }
                catch (MalformedFileException e) {
                    assertThat(e.scope()).isEqualTo(Scope.FILE);
                }
            }
        }
        // modification time, extra flags and operating system mean nothing, 6 bytes a block, nor do bits after a deflate stream
        assertThat(sound).isBetween(6 * 3 * 6, 6 * 3 * 7);
    }

    @Test
    void testWhatFollowsIsNoBlock()
            throws IOException
    {
        byte[] stored = bgzf(text(500), 100, 6);
        assertFails(concatenate(stored, "something else".getBytes()), "virtual offset " + stored.length + ":0", "what follows is not a BGZF block");
        assertThat(readAll(stream(concatenate(stored, stored)))).isEqualTo(concatenate(text(500), text(500)));
    }

    @Test
    void testFindBlockFromEveryOffset()
            throws IOException
    {
        for (int level : new int[] {0, 6}) {
            byte[] stored = bgzf(text(5_000), 300, level);
            assertFindsBlocks(stored, 1);
        }
    }

    @Test
    void testFindBlockInDataThatIsItselfBgzf()
            throws IOException
    {
        // stored blocks show their data as it is: here whole BGZF files, and parts of them
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            byte[] inner = bgzf(text(random.nextInt(2_000)), 1 + random.nextInt(500), random.nextInt(10));
            data.write(inner, 0, random.nextBoolean() ? inner.length : random.nextInt(inner.length));
        }
        for (int blockSize : new int[] {40, 700, 5_000, DEFAULT_BLOCK_SIZE}) {
            assertFindsBlocks(bgzf(data.toByteArray(), blockSize, 0), 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bam/NA12878_S1.chr20.10_10p1mb.bam",
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "annot/gencode.v38.polyAs.gff.gz",
    })
    void testFindBlockInRealFiles(String file)
            throws IOException
    {
        assertFindsBlocks(Files.readAllBytes(SharedData.file(file)), 97);
    }

    private static void assertFindsBlocks(byte[] stored, int step)
            throws IOException
    {
        List<Long> blocks = blocks(stored);
        BgzfStream stream = stream(stored);
        byte[] buffer = new byte[stream.maxBlockSize()];
        int next = 0;
        for (int from = 0; from <= stored.length; from += step) {
            while (next < blocks.size() && blocks.get(next) < from) {
                next++;
            }
            long expected = next < blocks.size() ? blocks.get(next) : stored.length;
            // a new stream each would start reading anew; it must make no difference
            BgzfStream reader = from % 10 == 0 ? stream(stored) : stream;
            assertThat(reader.findBlock(from)).as("from %s", from).isEqualTo(expected);
            if (from % 10 == 0) {
                reader.read(buffer, 0);
                assertThat(reader.blockOffset() == expected << 16 || expected >= blocks.getLast()).isTrue();
            }
        }
    }

    /**
     * The offsets of all blocks, by their headers.
     */
    private static List<Long> blocks(byte[] stored)
    {
        List<Long> blocks = new ArrayList<>();
        int offset = 0;
        while (offset < stored.length) {
            blocks.add((long) offset);
            offset += BgzfFormat.blockSize(stored, offset, stored.length - offset);
        }
        return blocks;
    }

    @Test
    void testFindBlockIsOneRequest()
            throws IOException
    {
        byte[] stored = bgzf(text(3_000_000), DEFAULT_BLOCK_SIZE, 6);
        RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("memory.gz", stored));
        BgzfStream stream = new BgzfStream(source);
        stream.expectEnd(VirtualOffset.of(1_100_000, 0));
        long found = stream.findBlock(500_000);
        byte[] buffer = new byte[stream.maxBlockSize()];
        while (stream.nextBlockOffset() >>> 16 < 1_000_000) {
            stream.read(buffer, 0);
        }
        assertThat(found).isBetween(500_000L, 500_000L + BgzfFormat.MAX_BLOCK_SIZE);
        assertThat(source.requests()).containsExactly(new Request(500_000, 600_000));
    }

    @Test
    void testFindBlockNeverPassesOverDamage()
            throws IOException
    {
        // two readers of neighbouring ranges must together see all data or an error
        byte[] data = text(3_000);
        byte[] stored = bgzf(data, 200, 6);
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = stored.clone();
            switch (random.nextInt(4)) {
                case 0 -> damaged[random.nextInt(stored.length)] ^= (byte) (1 + random.nextInt(255));
                case 1 -> {
                    int from = random.nextInt(stored.length);
                    Arrays.fill(damaged, from, from + random.nextInt(stored.length - from), (byte) 0);
                }
                case 2 -> damaged = Arrays.copyOf(stored, random.nextInt(stored.length));
                default -> {
                    // a header more, or a block
                    int header = toIntExact(blocks(stored).get(random.nextInt(5)));
                    int target = random.nextInt(stored.length - 300);
                    System.arraycopy(stored, header, damaged, target, random.nextBoolean() ? 18 : 200);
                }
            }
            long cut = random.nextInt(damaged.length + 1);
            byte[] read;
            try {
                read = concatenate(readRange(damaged, 0, cut), readRange(damaged, cut, Long.MAX_VALUE));
            }
            catch (MalformedFileException e) {
                continue;
            }
            assertThat(read).as("seed %s", seed).isEqualTo(data);
        }
    }

    /**
     * Reads the blocks that begin in a range, and the one after it as the reader of lines does, for the rest of the last line.
     */
    private static byte[] readRange(byte[] stored, long from, long to)
            throws IOException
    {
        BgzfStream stream = stream(stored);
        stream.findBlock(from);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] buffer = new byte[stream.maxBlockSize()];
        while (true) {
            int length = stream.read(buffer, 0);
            if (length < 0 || stream.blockOffset() >>> 16 >= to) {
                return data.toByteArray();
            }
            data.write(buffer, 0, length);
        }
    }

    @Test
    void testFindBlockInWhatIsNoBgzf()
    {
        byte[] noise = new byte[1_000_000];
        new Random(3).nextBytes(noise);
        for (int from : new int[] {1, 500_000, noise.length - 10}) {
            assertThatThrownBy(() -> {
                BgzfStream stream = stream(noise);
                stream.findBlock(from);
                stream.read(new byte[stream.maxBlockSize()], 0);
            }).isInstanceOf(MalformedFileException.class);
        }
    }

    @Test
    void testExpectedEndIsReadInOneRequest()
            throws IOException
    {
        byte[] stored = bgzf(text(6_000_000), DEFAULT_BLOCK_SIZE, 6);
        List<Long> blocks = blocks(stored);
        long begin = VirtualOffset.of(blocks.get(20), 100);
        // an end inside a block: nobody knows how long that is
        RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("memory.gz", stored));
        BgzfStream stream = new BgzfStream(source);
        stream.expectEnd(VirtualOffset.of(blocks.get(40), 100));
        stream.seek(begin);
        byte[] buffer = new byte[stream.maxBlockSize()];
        while (stream.nextBlockOffset() <= VirtualOffset.of(blocks.get(40), 0)) {
            stream.read(buffer, 0);
        }
        assertThat(source.requests()).containsExactly(new Request(blocks.get(20), (int) (blocks.get(40) - blocks.get(20)) + BgzfFormat.MAX_BLOCK_SIZE));
        // an end between blocks
        source = new RecordingByteSource(new MemoryByteSource("memory.gz", stored));
        stream = new BgzfStream(source);
        stream.expectEnd(VirtualOffset.of(blocks.get(40), 0));
        stream.seek(begin);
        while (stream.nextBlockOffset() < VirtualOffset.of(blocks.get(40), 0)) {
            stream.read(buffer, 0);
        }
        assertThat(source.requests()).containsExactly(new Request(blocks.get(20), (int) (blocks.get(40) - blocks.get(20))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "bam/NA12878_S1.chr20.10_10p1mb.bam",
            "bam/NA12878.multichrom.bam",
            "longread/cigar-64k.bam",
            "vcf/multisample.vcf.gz",
            "clinvar/clinvar.vcf.gz",
            "bed/PG_Conf_chr21.bed.gz",
    })
    void testRealFilesAreAsHtsjdkReadsThem(String name)
            throws IOException
    {
        Path file = SharedData.file(name);
        byte[] expected;
        try (BlockCompressedInputStream input = new BlockCompressedInputStream(file.toFile())) {
            expected = input.readAllBytes();
        }
        try (ByteSource source = new FileByteSource(file); BgzfStream stream = new BgzfStream(source)) {
            assertThat(Arrays.equals(readAll(stream), expected)).isTrue();
            assertThat(stream.bytesRead()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void testFilesOfBgzip(@TempDir Path folder)
            throws IOException
    {
        byte[] data = text(1_000_000);
        for (int level = 0; level <= 9; level += 3) {
            Path file = Files.write(folder.resolve("data" + level), data);
            Tools.run(folder, "bgzip", "-l", String.valueOf(level), "data" + level);
            assertThat(Arrays.equals(readAll(new BgzfStream(new FileByteSource(folder.resolve(file.getFileName() + ".gz")))), data)).isTrue();
        }
    }

    @Test
    void testBgzipReadsWhatWasWritten(@TempDir Path folder)
            throws IOException
    {
        byte[] data = text(100_000);
        Files.write(folder.resolve("data.gz"), bgzf(data, 1_000, 6));
        Tools.run(folder, "bgzip", "-d", "data.gz");
        assertThat(Files.readAllBytes(folder.resolve("data"))).isEqualTo(data);
    }

    @Test
    void testTruncatedRealFile()
            throws IOException
    {
        Path file = SharedData.file("malformed/truncated.bam");
        assertThatThrownBy(() -> readAll(new BgzfStream(new FileByteSource(file)))).hasMessageContaining("truncated");
    }

    static void assertFails(byte[] stored, String place, String reason)
    {
        assertThatThrownBy(() -> readAll(stream(stored)))
                .hasMessageStartingWith("memory.gz at " + place + ": ")
                .hasMessageContaining(reason)
                .asInstanceOf(type(MalformedFileException.class))
                .returns(Scope.FILE, MalformedFileException::scope)
                .returns(place, MalformedFileException::place);
    }

    /**
     * A block with other subfields in its header.
     */
    private static byte[] rawBlock(byte[] data, byte[] subfieldsBefore, byte[] subfieldsAfter)
            throws IOException
    {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] deflated = new byte[100_000];
        deflated = Arrays.copyOf(deflated, deflater.deflate(deflated));
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(data);
        int extra = subfieldsBefore.length + 6 + subfieldsAfter.length;
        int size = 12 + extra + deflated.length + 8;
        return concatenate(
                new byte[] {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) extra, (byte) (extra >> 8)},
                subfieldsBefore,
                new byte[] {'B', 'C', 2, 0, (byte) (size - 1), (byte) (size - 1 >> 8)},
                subfieldsAfter,
                deflated,
                littleEndian((int) crc.getValue()),
                littleEndian(data.length));
    }

    private static byte[] littleEndian(int value)
    {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }

    private static byte[] concatenate(byte[]... parts)
            throws IOException
    {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.write(part);
        }
        return whole.toByteArray();
    }

    /**
     * Lines of different lengths.
     */
    static byte[] text(int length)
    {
        Random random = new Random(length);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (random.nextInt(10) == 0 ? '\n' : 'A' + random.nextInt(6));
        }
        return text;
    }

    static byte[] bgzf(byte[] data, int blockSize, int level)
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(stored, blockSize, level)) {
            writer.write(data);
        }
        return stored.toByteArray();
    }

    private static BgzfStream stream(byte[] stored)
    {
        return new BgzfStream(new MemoryByteSource("memory.gz", stored));
    }

    static byte[] readAll(BlockStream stream)
            throws IOException
    {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] buffer = new byte[stream.maxBlockSize()];
        while (true) {
            int length = stream.read(buffer, 0);
            if (length < 0) {
                return data.toByteArray();
            }
            data.write(buffer, 0, length);
        }
    }
}
