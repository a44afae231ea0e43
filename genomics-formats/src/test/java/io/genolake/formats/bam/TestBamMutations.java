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
import io.genolake.formats.bam.BamSplitFinder.Range;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.Window;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

import static io.genolake.formats.bam.BamTesting.randomRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever the bytes are, there are rows or an error that says what is wrong; and as many rows from the parts of a
 * file as from the whole.
 */
final class TestBamMutations
{
    // lengths that the file claims and does not have must not cost memory
    private static final int MAX_RECORD_SIZE = 1 << 20;

    @Test
    void testDecodedBytes()
            throws IOException
    {
        int sound = 0;
        int malformed = 0;
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            byte[] original = file(random);
            byte[] bytes = mutate(original, random);
            MemoryBlocks stream = MemoryBlocks.ofRandomBlocks(bytes, random.nextInt(20, 3000), random);
            try {
                Result whole = readAll(stream, OptionalInt.empty());
                for (int parts : new int[] {2, 9}) {
                    try {
                        Result cut = readAll(stream, OptionalInt.of(parts));
                        assertThat(cut).as("seed %s, %s parts", seed, parts).isEqualTo(whole);
                    }
                    catch (MalformedFileException e) {
                        assertThat(e.scope()).as("seed %s, %s parts: %s", seed, parts, e).isEqualTo(Scope.FILE);
                    }
                }
                sound++;
            }
            catch (MalformedFileException e) {
                assertThat(e.scope()).as("seed %s: %s", seed, e).isEqualTo(Scope.FILE);
                malformed++;
                // the parts do not get by the place
                try {
                    readAll(stream, OptionalInt.of(9));
                    fail("seed %s is read in parts, yet not as a whole: %s", seed, e);
                }
                catch (MalformedFileException cut) {
                    assertThat(cut.scope()).as("seed %s: %s", seed, cut).isEqualTo(Scope.FILE);
                }
            }
            catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
        // both happen
        assertThat(sound).isGreaterThan(100);
        assertThat(malformed).isGreaterThan(100);
    }

    @Test
    void testStoredBytes()
            throws IOException
    {
        int sound = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] original = file(random);
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            try (BgzfWriter writer = new BgzfWriter(stored, random.nextInt(100, 5000), 1)) {
                writer.write(original);
            }
            byte[] bytes = mutate(stored.toByteArray(), random);
            List<String> expected = readAll(new BgzfStream(new MemoryByteSource("file.bam", stored.toByteArray())), OptionalInt.empty()).lines();
            for (boolean cut : new boolean[] {false, true}) {
                try (BgzfStream stream = new BgzfStream(new MemoryByteSource("file.bam", bytes))) {
                    List<String> lines;
                    if (cut) {
                        lines = readStoredParts(stream, bytes.length, random);
                    }
                    else {
                        lines = readAll(stream, OptionalInt.empty()).lines();
                    }
                    // checksums leave nothing to chance: what is read is what was written, so that the
                    // change was where nothing depends on it
                    assertThat(lines).as("seed %s", seed).isEqualTo(expected);
                    sound++;
                }
                catch (MalformedFileException e) {
                    assertThat(e.scope()).as("seed %s: %s", seed, e).isIn(Scope.FILE, Scope.INDEX);
                }
                catch (RuntimeException e) {
                    fail("seed " + seed, e);
                }
            }
        }
        assertThat(sound).isLessThan(500);
    }

    /**
     * The records as text, and how many could not be decoded.
     */
    private record Result(List<String> lines, int problems) {}

    private static Result readAll(BlockStream stream, OptionalInt parts)
            throws IOException
    {
        BamHeader header = BamHeaderReader.read(new Window(stream, MAX_RECORD_SIZE));
        List<String> lines = new ArrayList<>();
        int[] problems = new int[1];
        if (parts.isEmpty()) {
            readRange(stream, header, new Range(header.firstRecord(), Long.MAX_VALUE), lines, problems);
        }
        else {
            MemoryBlocks blocks = (MemoryBlocks) stream;
            for (int part = 0; part < parts.getAsInt(); part++) {
                long from = blocks.offsetOfBlock(part * blocks.blockCount() / parts.getAsInt());
                long to = part + 1 == parts.getAsInt() ? Long.MAX_VALUE : blocks.offsetOfBlock((part + 1) * blocks.blockCount() / parts.getAsInt());
                Optional<Range> range = new BamSplitFinder(stream, header, MAX_RECORD_SIZE).range(from, to);
                if (range.isPresent()) {
                    readRange(stream, header, range.orElseThrow(), lines, problems);
                }
            }
        }
        return new Result(lines, problems[0]);
    }

    private static List<String> readStoredParts(BgzfStream stream, int length, Random random)
            throws IOException
    {
        BamHeader header = BamHeaderReader.read(new Window(stream, MAX_RECORD_SIZE));
        List<String> lines = new ArrayList<>();
        long[] cuts = random.longs(5, 0, length + 1).sorted().toArray();
        long from = 0;
        for (int part = 0; part <= cuts.length; part++) {
            long to = part == cuts.length ? Long.MAX_VALUE : VirtualOffset.of(stream.findBlock(cuts[part]), 0);
            Optional<Range> range = new BamSplitFinder(stream, header, MAX_RECORD_SIZE).range(from, to);
            if (range.isPresent()) {
                readRange(stream, header, range.orElseThrow(), lines, new int[1]);
            }
            from = to;
        }
        return lines;
    }

    private static void readRange(BlockStream stream, BamHeader header, Range range, List<String> lines, int[] problems)
            throws IOException
    {
        Window window = new Window(stream, MAX_RECORD_SIZE);
        BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, (_, _, problem) -> {
            assertThat(problem.scope()).isEqualTo(Scope.RECORD);
            problems[0]++;
        });
        reader.start(window.seek(range.begin()), true);
        window.readUntil(range.end(), false);
        SamLine samLine = new SamLine(header);
        BamProblems bamProblems = new BamProblems(header);
        BamBatch batch = new BamBatch();
        while (reader.read(batch, 20, 5000) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                List<BamProblem> found = bamProblems.check(batch, i);
                try {
                    String line = samLine.of(batch, i) + "\t" + BamRecord.endPos(batch.bytes(), batch.recordStart(i), batch.recordEnd(i));
                    lines.add(line);
                    // what cannot be read is among the problems
                    assertThat(found.stream().anyMatch(problem -> problem.field().equals("qual") && problem.isFatal())).isEqualTo(line.contains("\ttoo high\t"));
                    assertThat(found).noneMatch(problem -> problem.field().equals("tags") && problem.isFatal());
                }
                catch (MalformedFileException e) {
                    assertThat(e.scope()).isEqualTo(Scope.RECORD);
                    lines.add(e.reason());
                    assertThat(found).anyMatch(problem -> problem.field().equals("tags") && problem.isFatal());
                }
            }
        }
        assertThat(window.retainedBytes()).isLessThan(5 * MAX_RECORD_SIZE);
    }

    private static byte[] file(Random random)
    {
        BamBuilder builder = BamTesting.builder();
        int records = random.nextInt(150);
        for (int i = 0; i < records; i++) {
            builder.add(randomRecord(random, 30));
        }
        return builder.toBytes();
    }

    private static byte[] mutate(byte[] original, Random random)
    {
        byte[] bytes = original.clone();
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                for (int i = 0; i < 20; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            case 3 -> {
                // some number at its limit
                int position = random.nextInt(bytes.length - 4);
                Arrays.fill(bytes, position, position + 4, (byte) (random.nextBoolean() ? 0xFF : 0));
                bytes[position + 3] = (byte) (random.nextBoolean() ? 0x7F : 0x80);
            }
            case 4 -> {
                int position = random.nextInt(bytes.length);
                int count = random.nextInt(100);
                byte[] shorter = Arrays.copyOf(bytes, Math.max(position, bytes.length - count));
                System.arraycopy(bytes, bytes.length - (shorter.length - position), shorter, position, shorter.length - position);
                return shorter;
            }
            default -> {
                int position = random.nextInt(bytes.length);
                int count = random.nextInt(100);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
                System.arraycopy(bytes, position, longer, position + count, bytes.length - position);
                return longer;
            }
        }
        return bytes;
    }
}
