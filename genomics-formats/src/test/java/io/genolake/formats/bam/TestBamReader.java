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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import static io.genolake.formats.bam.BamTesting.MAX_RECORD_SIZE;
import static io.genolake.formats.bam.BamTesting.header;
import static io.genolake.formats.bam.BamTesting.randomRecord;
import static io.genolake.formats.bam.BamTesting.read;
import static io.genolake.formats.bam.RecordBuilder.record;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

final class TestBamReader
{
    @Test
    void testEmptyFile()
            throws IOException
    {
        byte[] bytes = BamTesting.builder().toBytes();
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(bytes, 50_000);
        BamHeader header = header(stream);
        assertThat(stream.position(header.firstRecord())).isEqualTo(bytes.length);
        assertThat(read(stream, header, header.firstRecord(), Long.MAX_VALUE, true, 10, 1000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 37, 300, 65_536})
    void testBlockSizes(int blockSize)
            throws IOException
    {
        BamBuilder builder = randomFile(new Random(11), 200, 50);
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), blockSize);
        BamHeader header = header(stream);
        for (int maxRecords : new int[] {1, 7, 1000}) {
            for (int maxBytes : new int[] {1, 500, 1 << 20}) {
                assertThat(read(stream, header, header.firstRecord(), Long.MAX_VALUE, false, maxRecords, maxBytes).stream().map(stream::position))
                        .isEqualTo(builder.positions());
            }
        }
    }

    @Test
    void testBatchLimits()
            throws IOException
    {
        byte[] one = record().name("x".repeat(63)).build();
        assertThat(one).hasSize(100);
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 10; i++) {
            builder.add(one);
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 50_000);
        BamHeader header = header(stream);
        Window window = new Window(stream, MAX_RECORD_SIZE);
        BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, RecordProblems.FAIL);
        reader.start(window.seek(header.firstRecord()));
        BamBatch batch = new BamBatch();
        assertThat(reader.read(batch, 3, 1000)).isEqualTo(3);
        assertThat(reader.read(batch, 100, 250)).isEqualTo(2);
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.recordEnd(0) - batch.recordStart(0)).isEqualTo(100);
        assertThat(batch.recordStart(1)).isEqualTo(batch.recordEnd(0));
        assertThat(reader.read(batch, 100, 1)).isEqualTo(1);
        assertThat(reader.read(batch, 100, 200)).isEqualTo(2);
        assertThat(reader.read(batch, 100, 1000)).isEqualTo(2);
        assertThat(reader.read(batch, 100, 1000)).isEqualTo(0);
        assertThat(reader.read(batch, 100, 1000)).isEqualTo(0);
        assertThat(batch.size()).isEqualTo(0);
    }

    @Test
    void testChunks()
            throws IOException
    {
        Random random = new Random(5);
        BamBuilder builder = randomFile(random, 100, 50);
        List<Integer> positions = builder.positions();
        MemoryBlocks stream = MemoryBlocks.ofRandomBlocks(builder.toBytes(), 400, random);
        BamHeader header = header(stream);
        for (int i = 0; i < 300; i++) {
            int first = random.nextInt(positions.size());
            // the end of a chunk may be anywhere: records that begin before it belong to the chunk
            int end = random.nextInt(positions.get(first), builder.size());
            assertThat(read(stream, header, stream.virtualOffset(positions.get(first)), stream.virtualOffset(end), false, 8, 2000).stream().map(stream::position))
                    .isEqualTo(positions.stream().filter(position -> position >= positions.get(first) && position < end).toList());
        }
    }

    @Test
    void testExactEnd()
            throws IOException
    {
        Random random = new Random(6);
        BamBuilder builder = randomFile(random, 40, 50);
        List<Integer> positions = builder.positions();
        MemoryBlocks stream = MemoryBlocks.ofRandomBlocks(builder.toBytes(), 400, random);
        BamHeader header = header(stream);
        for (int end = positions.getFirst(); end < builder.size(); end++) {
            long endOffset = stream.virtualOffset(end);
            if (positions.contains(end)) {
                assertThat(read(stream, header, header.firstRecord(), endOffset, true, 8, 2000)).hasSize(positions.indexOf(end));
            }
            else {
                assertThatThrownBy(() -> read(stream, header, header.firstRecord(), endOffset, true, 8, 2000))
                        .isInstanceOf(MalformedFileException.class)
                        .hasMessageContaining("the next part of the file does not begin at a record");
            }
        }
        assertThat(read(stream, header, header.firstRecord(), stream.offsetOfBlock(stream.blockCount()), true, 8, 2000)).hasSize(40);
    }

    @Test
    void testTruncation()
            throws IOException
    {
        BamBuilder builder = randomFile(new Random(7), 10, 20);
        byte[] bytes = builder.toBytes();
        for (int length = builder.positions().getFirst(); length < bytes.length; length++) {
            MemoryBlocks stream = MemoryBlocks.ofBlockSize(Arrays.copyOf(bytes, length), 300);
            BamHeader header = header(stream);
            int whole = builder.positions().indexOf(length);
            if (whole >= 0) {
                assertThat(read(stream, header, header.firstRecord(), Long.MAX_VALUE, false, 100, 1000)).hasSize(whole);
            }
            else {
                assertThatThrownBy(() -> read(stream, header, header.firstRecord(), Long.MAX_VALUE, false, 100, 1000))
                        .isInstanceOfSatisfying(MalformedFileException.class, e -> assertThat(e.scope()).isEqualTo(Scope.FILE))
                        .hasMessageContaining("the file ends inside a record");
            }
        }
    }

    @Test
    void testBlockSizeOutOfBounds()
            throws IOException
    {
        for (int blockSize : new int[] {31, 0, -1, Integer.MIN_VALUE}) {
            assertFileError(bytes -> ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).putInt(0, blockSize), "there is no record: its length would be " + blockSize);
        }
        for (int blockSize : new int[] {MAX_RECORD_SIZE - 3, Integer.MAX_VALUE}) {
            assertFileError(bytes -> ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).putInt(0, blockSize), "is longer than " + MAX_RECORD_SIZE);
        }
    }

    @Test
    void testLongestRecord()
            throws IOException
    {
        // a small record, one of exactly the longest length, and another small one
        RecordBuilder longest = record().sequence("ACGT".repeat((MAX_RECORD_SIZE - 64) / 6));
        int missing = MAX_RECORD_SIZE - longest.build().length;
        longest.text("CO", 'Z', "x".repeat(missing - 4));
        byte[] small = record().build();
        BamBuilder builder = BamTesting.builder().add(small).add(longest).add(small);
        assertThat(longest.build()).hasSize(MAX_RECORD_SIZE);
        for (int maxBytes : new int[] {100, MAX_RECORD_SIZE, Integer.MAX_VALUE}) {
            MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 65_536);
            BamHeader header = header(stream);
            assertThat(read(stream, header, header.firstRecord(), Long.MAX_VALUE, true, 100, maxBytes)).hasSize(3);
        }
    }

    @Test
    void testBadRecords()
            throws IOException
    {
        assertRecordError(bytes -> bytes[12] = 0, "the read name has no byte, not even its NUL");
        assertRecordError(bytes -> bytes[12] = (byte) 255, "name, CIGAR, sequence and qualities are longer than the record");
        assertRecordError(bytes -> bytes[17] = 1, "name, CIGAR, sequence and qualities are longer than the record");
        assertRecordError(bytes -> bytes[20] = 100, "name, CIGAR, sequence and qualities are longer than the record");
        assertRecordError(bytes -> bytes[23] = 0x7F, "name, CIGAR, sequence and qualities are longer than the record");
        assertRecordError(bytes -> bytes[23] = (byte) 0x80, "the sequence length is negative");
        assertRecordError(bytes -> bytes[4] = 3, "the reference is none of the header's");
        assertRecordError(bytes -> Arrays.fill(bytes, 4, 8, (byte) 0xFE), "the reference is none of the header's");
        assertRecordError(bytes -> bytes[24] = 3, "the mate's reference is none of the header's");
        assertRecordError(bytes -> bytes[11] = (byte) 0x80, "the position is negative");
        assertRecordError(bytes -> bytes[31] = (byte) 0x80, "the mate's position is negative");
        // the name is "r" and NUL, so that the first operation is at 38
        assertRecordError(bytes -> bytes[38] |= 9, "the CIGAR has an unknown operation");
        assertRecordError(bytes -> bytes[38] |= 15, "the CIGAR has an unknown operation");
    }

    @Test
    void testBadLongCigar()
            throws IOException
    {
        RecordBuilder placeholder = record().place(0, 100).sequence("ACGT").cigar("4S9N");
        BamBuilder brokenTags = BamTesting.builder().add(record()).add(placeholder.rawTags((byte) 'X')).add(record());
        assertThat(readWithProblems(brokenTags)).containsExactly("the tags are broken, among which the CIGAR must be");

        RecordBuilder badOperation = record().place(0, 100).sequence("ACGT").cigar("4S9N").array("CG", 'I', 2 << 4, 2 << 4 | 9);
        assertThat(readWithProblems(BamTesting.builder().add(record()).add(badOperation).add(record()))).containsExactly("the CIGAR has an unknown operation");
    }

    @Test
    void testManyBadRecordsOnly()
            throws IOException
    {
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 1000; i++) {
            byte[] bad = record().build();
            bad[4] = 55;
            builder.add(bad);
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 1000);
        BamHeader header = header(stream);
        Window window = new Window(stream, MAX_RECORD_SIZE);
        List<Long> offsets = new ArrayList<>();
        BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, (offset, length, _) -> {
            assertThat(length).isEqualTo(38);
            offsets.add(offset);
        });
        reader.start(window.seek(header.firstRecord()));
        assertThat(reader.read(new BamBatch(), 10, 200)).isEqualTo(0);
        assertThat(offsets.stream().map(stream::position)).isEqualTo(builder.positions());
    }

    private static void assertFileError(Consumer<byte[]> damage, String message)
            throws IOException
    {
        byte[] bad = goodRecord();
        damage.accept(bad);
        BamBuilder builder = BamTesting.builder().add(record()).add(bad).add(record());
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 50);
        BamHeader header = header(stream);
        MalformedFileException e = catchThrowableOfType(MalformedFileException.class, () -> read(stream, header, header.firstRecord(), Long.MAX_VALUE, false, 100, 1000));
        assertThat(e).hasMessageContaining(message);
        assertThat(e.scope()).isEqualTo(Scope.FILE);
        long offset = stream.virtualOffset(builder.positions().get(1));
        assertThat(e.place()).contains("%s:%s".formatted(offset >>> 16, offset & 0xFFFF));
        // what does not come to pass is that much memory
        assertThat(stream.blocksDecoded()).isLessThan(20);
    }

    private static void assertRecordError(Consumer<byte[]> damage, String reason)
            throws IOException
    {
        byte[] bad = goodRecord();
        assertThat(readWithProblems(BamTesting.builder().add(record()).add(bad).add(record()))).isEmpty();
        damage.accept(bad);
        BamBuilder builder = BamTesting.builder().add(record()).add(bad).add(record());
        assertThat(readWithProblems(builder)).containsExactly(reason);

        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 50);
        BamHeader header = header(stream);
        assertThatThrownBy(() -> read(stream, header, header.firstRecord(), Long.MAX_VALUE, false, 100, 1000))
                .isInstanceOfSatisfying(MalformedFileException.class, e -> assertThat(e.scope()).isEqualTo(Scope.RECORD))
                .hasMessageContaining(reason);
    }

    private static byte[] goodRecord()
    {
        return record().place(0, 1000).mate(1, 500, 0).cigar("4M").sequence("ACGT").qualities((byte) 1, (byte) 2, (byte) 3, (byte) 4).number("NM", 'i', 0).build();
    }

    /**
     * Reads a file of three records, of which the middle one may be bad, and returns what is wrong with it.
     */
    private static List<String> readWithProblems(BamBuilder builder)
            throws IOException
    {
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 50);
        BamHeader header = header(stream);
        Window window = new Window(stream, MAX_RECORD_SIZE);
        List<String> problems = new ArrayList<>();
        BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, (offset, length, problem) -> {
            assertThat(stream.position(offset)).isEqualTo(builder.positions().get(1));
            assertThat(length).isEqualTo(builder.positions().get(2) - builder.positions().get(1));
            assertThat(problem.scope()).isEqualTo(Scope.RECORD);
            problems.add(problem.reason());
        });
        reader.start(window.seek(header.firstRecord()));
        BamBatch batch = new BamBatch();
        assertThat(reader.read(batch, 100, 100_000)).isEqualTo(3 - problems.size());
        assertThat(stream.position(batch.virtualOffset(0))).isEqualTo(builder.positions().getFirst());
        assertThat(stream.position(batch.virtualOffset(batch.size() - 1))).isEqualTo(builder.positions().getLast());
        return problems;
    }

    private static BamBuilder randomFile(Random random, int records, int meanLength)
    {
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < records; i++) {
            builder.add(randomRecord(random, meanLength));
        }
        return builder;
    }
}
