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

import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.Window;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The records of a file and where they are, to hold against what an index of the file says.
 *
 * @param contigCount number of contigs, as in the index
 */
record IndexedRecords(byte[] stored, int contigCount, List<Placed> records)
{
    /**
     * @param contig number of the contig in the index
     * @param start first position, 1-based
     * @param end last position, 1-based
     * @param offset virtual offset
     * @param mapped whether it counts as mapped
     */
    record Placed(int contig, long start, long end, long offset, boolean mapped)
    {
        boolean overlaps(long from, long to)
        {
            return start <= to && end >= from;
        }

        /**
         * Level of the smallest bin that holds it, of sizes 16 kb times powers of eight.
         */
        int recordLevel()
        {
            int level = 0;
            while (max(start, 1) - 1 >> 14 + 3 * level != max(max(end, start), 1) - 1 >> 14 + 3 * level) {
                level++;
            }
            return level;
        }

        long recordBin()
        {
            return max(start, 1) - 1 >> 14 + 3 * recordLevel();
        }
    }

    /**
     * Reads the lines of a BGZF file.
     */
    static IndexedRecords ofLines(byte[] stored, LineParser parser)
            throws IOException
    {
        List<Placed> records = new ArrayList<>();
        List<String> contigs = new ArrayList<>();
        Window window = new Window(new BgzfStream(new MemoryByteSource("memory.gz", stored)), 1 << 26);
        int position = window.seek(0);
        int lineEnd = position;
        while (true) {
            if (lineEnd == window.limit() && !window.extend()) {
                break;
            }
            if (window.bytes()[lineEnd] != '\n') {
                lineEnd++;
                continue;
            }
            if (window.bytes()[position] != '#') {
                // enough of a line with thousands of samples
                String[] fields = new String(window.bytes(), position, min(lineEnd - position, 4_000), ISO_8859_1).split("\t");
                if (contigs.isEmpty() || !contigs.getLast().equals(fields[0])) {
                    contigs.add(fields[0]);
                }
                long[] interval = parser.interval(fields);
                records.add(new Placed(contigs.size() - 1, interval[0], interval[1], window.virtualOffset(position), true));
            }
            window.release(lineEnd + 1);
            position = 0;
            lineEnd = 0;
        }
        return new IndexedRecords(stored, contigs.size(), records);
    }

    interface LineParser
    {
        /**
         * First and last position, 1-based.
         */
        long[] interval(String[] fields);
    }

    static long[] vcfInterval(String[] fields)
    {
        long start = Long.parseLong(fields[1]);
        long end = start + fields[3].length() - 1;
        for (String info : fields[7].split(";")) {
            if (info.startsWith("END=")) {
                end = max(end, Long.parseLong(info.substring(4)));
            }
        }
        return new long[] {start, end};
    }

    static long[] bedInterval(String[] fields)
    {
        return new long[] {Long.parseLong(fields[1]) + 1, max(Long.parseLong(fields[1]) + 1, Long.parseLong(fields[2]))};
    }

    static long[] gffInterval(String[] fields)
    {
        return new long[] {Long.parseLong(fields[3]), Long.parseLong(fields[4])};
    }

    IndexedRecords
    {
        records = List.copyOf(records);
    }

    BgzfStream stream()
    {
        return new BgzfStream(new MemoryByteSource("memory.gz", stored));
    }

    /**
     * Asserts that nothing is lost with an index, and that all that proves it proves it.
     */
    void assertIndexedBy(BinningIndex index, long seed)
            throws IOException
    {
        Random random = new Random(seed);
        assertThat(index.contigCount()).isGreaterThanOrEqualTo(contigCount);
        TreeSet<Long> recordStarts = new TreeSet<>(Long::compareUnsigned);
        records.forEach(record -> recordStarts.add(record.offset()));

        for (int contig = 0; contig < contigCount; contig++) {
            int number = contig;
            List<Placed> ofContig = records.stream().filter(record -> record.contig() == number).toList();
            if (ofContig.isEmpty()) {
                assertThat(index.contigBegin(contig)).isEqualTo(-1);
                assertThat(index.contigEnd(contig)).isEqualTo(-1);
                assertThat(index.contigChunks(contig)).isEmpty();
                continue;
            }
            assertThat(index.contigBegin(contig)).isEqualTo(ofContig.getFirst().offset());
            assertThat(Long.compareUnsigned(index.contigEnd(contig), ofContig.getLast().offset())).isPositive();
            assertHolds(index.contigChunks(contig), ofContig);
            assertOverlapping(index, contig, ofContig, recordStarts, random);
            assertRecordBins(index, contig, ofContig, random);
            assertAdmits(index, contig, ofContig, index.recordStarts());
            index.statistics(contig).ifPresent(statistics -> {
                assertThat(statistics.mapped()).isEqualTo(ofContig.stream().filter(Placed::mapped).count());
                assertThat(statistics.unmapped()).isEqualTo(ofContig.stream().filter(record -> !record.mapped()).count());
            });
        }

        long[] starts = index.recordStarts();
        assertThat(Arrays.stream(starts).filter(start -> !recordStarts.contains(start))).isEmpty();
        assertThat(Arrays.stream(starts).map(start -> start ^ Long.MIN_VALUE).toArray()).isSorted().doesNotHaveDuplicates();
        for (int contig = 0; contig < contigCount; contig++) {
            long begin = index.contigBegin(contig);
            long end = index.contigEnd(contig);
            if (begin == -1) {
                assertThat(index.recordStarts(contig, 0, -1)).isEmpty();
                continue;
            }
            long[] ofContig = Arrays.stream(starts).filter(start -> Long.compareUnsigned(start, begin) >= 0 && Long.compareUnsigned(start, end) < 0).toArray();
            assertThat(index.recordStarts(contig, begin, end)).isEqualTo(ofContig).startsWith(begin);
            assertThat(index.recordStarts(contig, begin + 1, end)).isEqualTo(Arrays.copyOfRange(ofContig, 1, ofContig.length));
            assertThat(index.recordStarts(contig, begin, ofContig[ofContig.length - 1])).isEqualTo(Arrays.copyOf(ofContig, ofContig.length - 1));
        }
        assertThat(index.retainedBytes()).isPositive();
    }

    private static void assertOverlapping(BinningIndex index, int contig, List<Placed> ofContig, TreeSet<Long> recordStarts, Random random)
    {
        long last = ofContig.getLast().start();
        for (int i = 0; i < 120; i++) {
            long start = 1 + random.nextLong(last + 100_000);
            if (i % 2 == 0) {
                // where records are
                start = max(1, ofContig.get(random.nextInt(ofContig.size())).start() + random.nextInt(200) - 100);
            }
            long end = switch (random.nextInt(4)) {
                case 0 -> start;
                case 1 -> start + random.nextInt(1_000);
                case 2 -> start + random.nextLong(last + 1);
                default -> Long.MAX_VALUE;
            };
            if (i == 0) {
                start = Long.MIN_VALUE;
                end = Long.MAX_VALUE;
            }
            long from = start;
            long to = end;
            List<Chunk> chunks = index.overlapping(contig, from, to);
            assertHolds(chunks, ofContig.stream().filter(record -> record.overlaps(from, to)).toList());
            assertThat(chunks.stream().map(Chunk::begin).filter(begin -> !recordStarts.contains(begin))).isEmpty();
        }
    }

    private static void assertRecordBins(BinningIndex index, int contig, List<Placed> ofContig, Random random)
    {
        for (int i = 0; i < 60; i++) {
            int count = 1 + random.nextInt(1 << random.nextInt(8));
            int[] levels = new int[count];
            long[] numbers = new long[count];
            Set<List<Long>> bins = new HashSet<>();
            for (int j = 0; j < count; j++) {
                Placed record = ofContig.get(random.nextInt(ofContig.size()));
                levels[j] = record.recordLevel();
                numbers[j] = record.recordBin();
                if (random.nextInt(4) == 0) {
                    // one that no record may have
                    levels[j] = random.nextInt(8);
                    numbers[j] = random.nextLong(1L << 15) >> 3 * levels[j];
                }
                bins.add(List.of((long) levels[j], numbers[j]));
            }
            List<Placed> expected = ofContig.stream()
                    .filter(record -> bins.contains(List.of((long) record.recordLevel(), record.recordBin())))
                    .toList();
            assertHolds(index.ofRecordBins(contig, levels, numbers), expected);
        }
    }

    private static void assertAdmits(BinningIndex index, int contig, List<Placed> ofContig, long[] recordStarts)
    {
        for (Placed record : ofContig) {
            boolean isNamed = Arrays.binarySearch(recordStarts, record.offset()) >= 0;
            boolean isAdmitted = index.admitsRecordAt(contig, record.offset(), record.start(), record.end());
            if (isAdmitted != isNamed) {
                fail("%s is %s, though the index %s its offset", record, isAdmitted ? "admitted" : "not admitted", isNamed ? "has" : "does not have");
            }
        }
    }

    private static void assertHolds(List<Chunk> chunks, List<Placed> expected)
    {
        int chunk = 0;
        for (Placed record : expected) {
            while (chunk < chunks.size() && Long.compareUnsigned(chunks.get(chunk).end(), record.offset()) <= 0) {
                chunk++;
            }
            if (chunk == chunks.size() || Long.compareUnsigned(chunks.get(chunk).begin(), record.offset()) > 0) {
                fail("%s at %s is not in %s", record, VirtualOffset.toString(record.offset()), chunks);
            }
        }
    }

    /**
     * How many records are in chunks, which is how much is read.
     */
    long countIn(List<Chunk> chunks)
    {
        return records.stream()
                .filter(record -> chunks.stream().anyMatch(chunk -> Long.compareUnsigned(chunk.begin(), record.offset()) <= 0 && Long.compareUnsigned(record.offset(), chunk.end()) < 0))
                .count();
    }
}
