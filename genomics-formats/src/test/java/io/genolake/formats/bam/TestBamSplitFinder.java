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
import io.genolake.formats.bam.BamSplitFinder.Range;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static io.genolake.formats.bam.BamTesting.MAX_RECORD_SIZE;
import static io.genolake.formats.bam.BamTesting.header;
import static io.genolake.formats.bam.BamTesting.randomRecord;
import static io.genolake.formats.bam.BamTesting.read;
import static io.genolake.formats.bam.RecordBuilder.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestBamSplitFinder
{
    @Test
    void testEveryRecordOnce()
            throws IOException
    {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            BamBuilder builder = BamTesting.builder();
            int records = random.nextInt(400);
            int meanLength = random.nextInt(2, 300);
            for (int i = 0; i < records; i++) {
                builder.add(randomRecord(random, meanLength));
            }
            // tiny blocks, and blocks with several records
            MemoryBlocks stream = MemoryBlocks.ofRandomBlocks(builder.toBytes(), random.nextBoolean() ? random.nextInt(10, 200) : random.nextInt(200, 20_000), random);
            for (int cuts : new int[] {1, 3, 20}) {
                assertEveryRecordOnce(builder, stream, cuts(stream, cuts, random), "seed %s, %s cuts".formatted(seed, cuts));
            }
        }
    }

    @Test
    void testCutAtEveryBlock()
            throws IOException
    {
        Random random = new Random(21);
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 1500; i++) {
            builder.add(randomRecord(random, 100));
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 4000);
        List<Long> cuts = IntStream.range(1, stream.blockCount()).mapToObj(stream::offsetOfBlock).toList();
        int parts = assertEveryRecordOnce(builder, stream, cuts, "every block");
        // the finder does find something: a block has several records, so that all have their own part, the header's block as well
        assertThat(parts).isEqualTo(stream.blockCount());
    }

    @Test
    void testFindsFirstBoundary()
            throws IOException
    {
        Random random = new Random(22);
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 1000; i++) {
            builder.add(randomRecord(random, 50));
        }
        MemoryBlocks stream = MemoryBlocks.ofRandomBlocks(builder.toBytes(), 2000, random);
        BamHeader header = header(stream);
        BamSplitFinder finder = new BamSplitFinder(stream, header, MAX_RECORD_SIZE);
        for (int block = 1; block <= stream.blockCount(); block++) {
            long from = stream.offsetOfBlock(block);
            int position = block == stream.blockCount() ? builder.size() : stream.position(from);
            Optional<Integer> expected = builder.positions().stream().filter(start -> start >= position).findFirst();
            Optional<Integer> found = finder.find(from, Long.MAX_VALUE).stream().mapToObj(stream::position).findFirst();
            assertThat(found).as("block %s", block).isEqualTo(expected);
            // looking no further than to the boundary, there is none, and looking one byte further there is
            if (expected.isPresent()) {
                long boundary = stream.virtualOffset(expected.orElseThrow());
                assertThat(finder.find(from, boundary)).isEmpty();
                assertThat(finder.find(from, boundary + 1)).hasValue(boundary);
            }
        }
    }

    @Test
    void testFirstRecord()
            throws IOException
    {
        // a header of many blocks, of which all but the first part have nothing
        String text = IntStream.range(0, 1000).mapToObj("@CO\tcomment %s\n"::formatted).collect(Collectors.joining());
        BamBuilder builder = new BamBuilder(text, BamTesting.REFERENCES).add(record()).add(record());
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 1000);
        BamHeader header = header(stream);
        BamSplitFinder finder = new BamSplitFinder(stream, header, MAX_RECORD_SIZE);
        assertThat(finder.range(0, stream.offsetOfBlock(3))).isEmpty();
        assertThat(finder.range(stream.offsetOfBlock(3), stream.offsetOfBlock(6))).isEmpty();
        assertThat(finder.range(stream.offsetOfBlock(6), Long.MAX_VALUE)).contains(new Range(header.firstRecord(), Long.MAX_VALUE));
        assertThat(finder.range(0, Long.MAX_VALUE)).contains(new Range(header.firstRecord(), Long.MAX_VALUE));
        assertEveryRecordOnce(builder, stream, IntStream.range(1, stream.blockCount()).mapToObj(stream::offsetOfBlock).toList(), "every block");
    }

    @Test
    void testNoRecords()
            throws IOException
    {
        BamBuilder builder = BamTesting.builder();
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 30);
        assertEveryRecordOnce(builder, stream, IntStream.rangeClosed(1, stream.blockCount()).mapToObj(stream::offsetOfBlock).toList(), "every block");
    }

    @Test
    void testLongReads()
            throws IOException
    {
        Random random = new Random(23);
        BamBuilder builder = BamTesting.builder();
        // up to 3 MB a record: most blocks have no boundary
        for (int i = 0; i < 12; i++) {
            byte[] qualities = new byte[random.nextInt(200_000, 2_000_000)];
            // what looks like fields: small numbers, and many zeros
            for (int j = 0; j < qualities.length; j += random.nextInt(1, 9)) {
                qualities[j] = (byte) random.nextInt(94);
            }
            builder.add(record().name("long" + i).place(0, 1000 * i).cigar(qualities.length << 4).sequence("ACGTN".repeat(qualities.length / 5 + 1).substring(0, qualities.length)).qualities(qualities));
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 60_000);
        int parts = assertEveryRecordOnce(builder, stream, cuts(stream, 25, random), "long reads");
        assertThat(parts).isGreaterThan(5);
    }

    @Test
    void testUnusualRecords()
            throws IOException
    {
        // every record is one that the finder mistrusts, behind the end of its reference or with a quality above 93,
        // but none that the reader refuses: all of them are in the first part then
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 500; i++) {
            builder.add(i % 2 == 0 ? record().place(2, 1_000_000) : record().sequence("AC").qualities((byte) 100, (byte) 3));
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 700);
        assertThat(assertEveryRecordOnce(builder, stream, cuts(stream, 10, new Random(1)), "unusual records")).isEqualTo(1);
    }

    @Test
    void testFewUnusualRecords()
            throws IOException
    {
        Random random = new Random(24);
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 3000; i++) {
            builder.add(i % 200 == 0 ? record().place(2, 1_000_000) : randomRecord(random, 50));
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 2000);
        assertThat(assertEveryRecordOnce(builder, stream, cuts(stream, 30, random), "few unusual records")).isGreaterThan(10);
    }

    /**
     * A file in a file: the chain of records inside a tag is as sound as any. It must not give a wrong row.
     */
    @Test
    void testRecordsInsideTag()
            throws IOException
    {
        Random random = new Random(25);
        BamBuilder inner = new BamBuilder("", List.of());
        for (int i = 0; i < 300; i++) {
            inner.add(randomRecord(random, 50));
        }
        byte[] decoy = inner.toBytes();
        long[] values = IntStream.range(12, decoy.length).mapToLong(i -> decoy[i]).toArray();
        BamBuilder builder = BamTesting.builder();
        for (int i = 0; i < 20; i++) {
            builder.add(randomRecord(random, 50));
        }
        builder.add(record().array("XX", 'c', values));
        for (int i = 0; i < 20; i++) {
            builder.add(randomRecord(random, 50));
        }
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 1000);
        BamHeader header = header(stream);
        // ten blocks of a thousand bytes further on, where the tag is
        long cut = stream.virtualOffset((builder.positions().get(20) / 1000 + 10) * 1000);
        Optional<Range> first = new BamSplitFinder(stream, header, MAX_RECORD_SIZE).range(0, cut);
        Optional<Range> second = new BamSplitFinder(stream, header, MAX_RECORD_SIZE).range(cut, Long.MAX_VALUE);
        assertThat(first.orElseThrow().end()).isEqualTo(second.orElseThrow().begin());
        assertThat(builder.positions()).doesNotContain(stream.position(first.orElseThrow().end()));
        assertThatThrownBy(() -> read(stream, header, first.orElseThrow().begin(), first.orElseThrow().end(), true, 100, 10_000))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the next part of the file does not begin at a record");
    }

    @Test
    void testGarbage()
            throws IOException
    {
        // bytes that are no records at all: nothing is found in them, in time
        Random random = new Random(26);
        for (int kind = 0; kind < 4; kind++) {
            byte[] garbage = new byte[3_000_000];
            for (int i = 0; i < garbage.length; i++) {
                garbage[i] = switch (kind) {
                    case 0 -> (byte) random.nextInt();
                    case 1 -> 0;
                    case 2 -> (byte) (random.nextInt(8) == 0 ? random.nextInt(64) : 0);
                    // any four of them are a length of a record, any eight a place
                    default -> (byte) (i % 4 == 0 ? 200 : 0);
                };
            }
            BamBuilder builder = BamTesting.builder().add(record()).add(garbage);
            MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 60_000);
            BamHeader header = header(stream);
            BamSplitFinder finder = new BamSplitFinder(stream, header, MAX_RECORD_SIZE);
            assertThat(finder.find(stream.offsetOfBlock(1), Long.MAX_VALUE)).as("kind %s", kind).isEmpty();
            assertThat(finder.retainedBytes()).isLessThan(4L * MAX_RECORD_SIZE);
        }
    }

    private static List<Long> cuts(MemoryBlocks stream, int count, Random random)
    {
        TreeSet<Integer> blocks = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            blocks.add(random.nextInt(1, stream.blockCount() + 1));
        }
        return blocks.stream().map(stream::offsetOfBlock).toList();
    }

    /**
     * Cuts the file, and reads each part as a reader of its own would.
     *
     * @return the number of parts that have records
     */
    private static int assertEveryRecordOnce(BamBuilder builder, MemoryBlocks stream, List<Long> cuts, String description)
            throws IOException
    {
        BamHeader header = header(stream);
        List<Integer> positions = new ArrayList<>();
        int parts = 0;
        for (int i = 0; i <= cuts.size(); i++) {
            long from = i == 0 ? 0 : cuts.get(i - 1);
            long to = i == cuts.size() ? Long.MAX_VALUE : cuts.get(i);
            Optional<Range> range = new BamSplitFinder(stream, header, MAX_RECORD_SIZE).range(from, to);
            if (range.isPresent()) {
                List<Long> offsets = read(stream, header, range.orElseThrow().begin(), range.orElseThrow().end(), true, 100, 10_000);
                offsets.forEach(offset -> positions.add(stream.position(offset)));
                parts++;
            }
        }
        assertThat(positions).as(description).isEqualTo(builder.positions());
        return parts;
    }
}
