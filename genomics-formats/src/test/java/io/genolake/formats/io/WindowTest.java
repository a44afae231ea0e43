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
package io.genolake.formats.io;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.RecordingByteSource.Request;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class WindowTest
{
    private static final int MAX_SIZE = 1 << 20;

    /**
     * Lines, stored as BGZF, and the virtual offset of every byte and of the end.
     */
    private record Lines(byte[] data, byte[] stored, long[] offsets, List<Integer> starts)
    {
        static Lines random(Random random)
                throws IOException
        {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            List<Integer> starts = new ArrayList<>();
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                starts.add(data.size());
                int length = random.nextInt(8) == 0 ? random.nextInt(2_000) : random.nextInt(60);
                for (int j = 0; j < length; j++) {
                    data.write('a' + random.nextInt(26));
                }
                data.write('\n');
            }
            byte[] bytes = data.toByteArray();
            long[] offsets = new long[bytes.length + 1];
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            BgzfWriter writer = new BgzfWriter(stored, 1 + random.nextInt(300), 1);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(40) == 0) {
                    writer.flush();
                }
                if (random.nextInt(200) == 0) {
                    writer.writeEmptyBlock();
                }
                offsets[i] = writer.virtualOffset();
                writer.write(bytes[i]);
            }
            offsets[bytes.length] = writer.virtualOffset();
            writer.close();
            return new Lines(bytes, stored.toByteArray(), offsets, starts);
        }

        BgzfStream stream()
        {
            return new BgzfStream(new MemoryByteSource("memory.gz", stored));
        }

        String line(int start)
        {
            int end = start;
            while (data[end] != '\n') {
                end++;
            }
            return new String(data, start, end - start, ISO_8859_1);
        }
    }

    /**
     * Reads lines as the readers of the formats do: asks whether the end is there, and only then for another block.
     *
     * @param afterFirstLineEnd whether the first line belongs to the range before
     */
    private static List<String> readLines(Window window, int position, boolean afterFirstLineEnd, Random random)
            throws IOException
    {
        List<String> lines = new ArrayList<>();
        boolean skip = afterFirstLineEnd;
        while (true) {
            if (!skip && !window.isBeforeEnd(position)) {
                return lines;
            }
            int lineEnd = position;
            while (true) {
                if (lineEnd == window.limit()) {
                    if (!window.extend()) {
                        assertThat(lineEnd).as("all lines have an end").isEqualTo(position);
                        return lines;
                    }
                    // the block may have shown where the end is
                    if (!skip && lineEnd == position && !window.isBeforeEnd(position)) {
                        return lines;
                    }
                }
                if (window.bytes()[lineEnd] == '\n') {
                    break;
                }
                lineEnd++;
            }
            if (!skip) {
                lines.add(new String(window.bytes(), position, lineEnd - position, ISO_8859_1));
            }
            skip = false;
            position = lineEnd + 1;
            if (random.nextInt(3) == 0) {
                long offset = window.virtualOffset(position);
                window.release(position);
                position = 0;
                assertThat(window.virtualOffset(0)).isEqualTo(offset);
            }
        }
    }

    @Test
    void testChunks()
            throws IOException
    {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Lines lines = Lines.random(random);
            Window window = new Window(lines.stream(), MAX_SIZE);
            for (int i = 0; i < 10 && !lines.starts().isEmpty(); i++) {
                int first = random.nextInt(lines.starts().size());
                int last = first + random.nextInt(lines.starts().size() - first + 1);
                int begin = lines.starts().get(first);
                // an end anywhere after the line before, which has several virtual offsets where a block ends
                int end = last == lines.starts().size() ? lines.data().length : lines.starts().get(last);
                long endOffset = lines.offsets()[end];
                if (random.nextBoolean() && end > 0) {
                    endOffset = lines.offsets()[end - 1] + 1;
                }
                boolean included = random.nextBoolean();
                int position = random.nextBoolean()
                        ? window.seek(lines.offsets()[begin], endOffset, included)
                        : seekThenSetEnd(window, lines.offsets()[begin], endOffset, included);
                List<String> expected = new ArrayList<>();
                for (int start : lines.starts()) {
                    if (start >= begin && (start < end || (included && start == end))) {
                        expected.add(lines.line(start));
                    }
                }
                assertThat(readLines(window, position, false, random)).as("seed %s", seed).isEqualTo(expected);
            }
        }
    }

    private static int seekThenSetEnd(Window window, long begin, long end, boolean included)
            throws IOException
    {
        int position = window.seek(begin);
        window.readUntil(end, included);
        return position;
    }

    @Test
    void testRangesOfStoredBytesShareAllLines()
            throws IOException
    {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Lines lines = Lines.random(random);
            int length = lines.stored().length;
            long[] cuts = random.longs(random.nextInt(6), 0, length + 1).sorted().toArray();
            List<String> read = new ArrayList<>();
            long from = 0;
            for (int i = 0; i <= cuts.length; i++) {
                long to = i < cuts.length ? cuts[i] : length;
                BgzfStream stream = lines.stream();
                Window window = new Window(stream, MAX_SIZE);
                if (from < to || i == cuts.length) {
                    int position = window.seek(VirtualOffset.of(stream.findBlock(from), 0), VirtualOffset.of(to, 0), true);
                    read.addAll(readLines(window, position, from > 0, random));
                    from = to;
                }
            }
            assertThat(read).as("seed %s", seed).isEqualTo(lines.starts().stream().map(lines::line).toList());
        }
    }

    @Test
    void testRangesOfPlainTextShareAllLines()
            throws IOException
    {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Lines lines = Lines.random(random);
            int length = lines.data().length;
            long[] cuts = random.longs(random.nextInt(6), 0, length + 1).sorted().distinct().toArray();
            List<String> read = new ArrayList<>();
            long from = 0;
            for (int i = 0; i <= cuts.length; i++) {
                long to = i < cuts.length ? cuts[i] : length;
                if (from < to) {
                    Window window = new Window(new PlainStream(new MemoryByteSource("memory", lines.data())), MAX_SIZE);
                    read.addAll(readLines(window, window.seek(from, to, true), from > 0, random));
                    from = to;
                }
            }
            assertThat(read).as("seed %s", seed).isEqualTo(lines.starts().stream().map(lines::line).toList());
        }
    }

    @Test
    void testVirtualOffsets()
            throws IOException
    {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Lines lines = Lines.random(random);
            Window window = new Window(lines.stream(), MAX_SIZE);
            int position = window.seek(0);
            int released = 0;
            while (window.extend()) {
                // a block more each time
                if (random.nextBoolean()) {
                    int count = random.nextInt(window.limit() - position + 1) + position;
                    window.release(count);
                    released += count;
                    position = 0;
                }
                for (int i = 0; i < window.limit(); i++) {
                    assertThat(window.virtualOffset(i)).isEqualTo(lines.offsets()[released + i]);
                    assertThat(window.bytes()[i]).isEqualTo(lines.data()[released + i]);
                }
            }
            assertThat(window.isExhausted()).isTrue();
            assertThat(released + window.limit()).isEqualTo(lines.data().length);
            assertThat(window.extend()).isFalse();
        }
    }

    @Test
    void testSeekToTheEndOfABlock()
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        BgzfWriter writer = new BgzfWriter(stored);
        writer.write("first".getBytes(ISO_8859_1));
        writer.writeEmptyBlock();
        writer.write("second, longer".getBytes(ISO_8859_1));
        writer.close();
        Window window = new Window(new BgzfStream(new MemoryByteSource("memory.gz", stored.toByteArray())), MAX_SIZE);
        int position = window.seek(5);
        assertThat(new String(window.bytes(), position, 6, ISO_8859_1)).isEqualTo("second");
        // beyond it there is nothing, though the window would have bytes
        for (int offset : new int[] {6, 10, 65_535}) {
            assertThatThrownBy(() -> window.seek(offset))
                    .hasMessageStartingWith("memory.gz at virtual offset 0:%s: the offset points outside its block", offset)
                    .asInstanceOf(type(MalformedFileException.class))
                    .returns(Scope.INDEX, MalformedFileException::scope);
        }
        assertThatThrownBy(() -> window.seek(VirtualOffset.of(stored.size(), 1))).hasMessageContaining("the offset points outside its block");
        // in an empty block only its start is an offset
        long empty = offsetOfEmptyBlock();
        assertThat(window.bytes()[window.seek(empty)]).isEqualTo((byte) 's');
        assertThatThrownBy(() -> window.seek(empty + 1)).hasMessageContaining("the offset points outside its block");
        assertThat(window.seek(VirtualOffset.of(stored.size(), 0))).isZero();
        assertThat(window.isExhausted()).isTrue();
    }

    private static long offsetOfEmptyBlock()
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        BgzfWriter writer = new BgzfWriter(stored);
        writer.write("first".getBytes(ISO_8859_1));
        writer.flush();
        return writer.virtualOffset();
    }

    @Test
    void testNoBlockIsReadAfterTheEnd()
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        BgzfWriter writer = new BgzfWriter(stored);
        writer.write("first\n".getBytes(ISO_8859_1));
        writer.flush();
        long end = writer.virtualOffset();
        writer.write("second\n".getBytes(ISO_8859_1));
        writer.close();
        for (long sameEnd : new long[] {end, 6}) {
            RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("memory.gz", stored.toByteArray()));
            Window window = new Window(new BgzfStream(source), MAX_SIZE);
            int position = window.seek(0, sameEnd, false);
            assertThat(readLines(window, position, false, new Random(0))).containsExactly("first");
            assertThat(window.stream().blocksDecoded()).isEqualTo(1);
            if (sameEnd == end) {
                assertThat(source.requests()).containsExactly(new Request(0, (int) (end >>> 16)));
            }
        }
    }

    @Test
    void testGzip()
            throws IOException
    {
        Lines lines = Lines.random(new Random(12));
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(stored)) {
            output.write(lines.data());
        }
        Window window = new Window(new GzipStream(new MemoryByteSource("memory.gz", stored.toByteArray())), MAX_SIZE);
        int begin = lines.starts().get(3);
        int end = lines.starts().get(7);
        assertThat(readLines(window, window.seek(begin, end, false), false, new Random(0)))
                .isEqualTo(lines.starts().subList(3, 7).stream().map(lines::line).toList());
    }

    @Test
    void testTooLongRecord()
            throws IOException
    {
        byte[] data = new byte[1 << 21];
        Arrays.fill(data, (byte) 'x');
        Window window = new Window(new PlainStream(new MemoryByteSource("memory", data)), MAX_SIZE);
        window.seek(0);
        assertThatThrownBy(() -> {
            while (window.extend()) {
                // no record ends
            }
        })
                .hasMessage("memory at offset 0: a record is longer than 1048576 bytes. Raise genomics.max-record-size if the record is real");
        assertThat(window.bytes().length).isLessThanOrEqualTo(MAX_SIZE + window.stream().maxBlockSize());
        assertThat(window.retainedBytes()).isGreaterThan(MAX_SIZE);
        // the window is good for another record
        assertThat(window.seek(100)).isZero();
        assertThat(window.limit()).isPositive();
    }

    @Test
    void testEndIsLeftBehind()
            throws IOException
    {
        byte[] data = new byte[1 << 20];
        Window window = new Window(new PlainStream(new MemoryByteSource("memory", data)), MAX_SIZE);
        int position = window.seek(0, 10, false);
        assertThat(window.isBeforeEnd(9)).isTrue();
        assertThat(window.isAtEnd(10)).isTrue();
        assertThat(window.isBeforeEnd(10)).isFalse();
        window.release(10);
        window.extend();
        assertThat(window.isAtEnd(position)).isTrue();
        while (window.limit() > 0) {
            window.release(window.limit());
            window.extend();
            assertThat(window.isBeforeEnd(0)).isFalse();
            assertThat(window.isAtEnd(0)).isFalse();
        }
        assertThat(window.isExhausted()).isTrue();
    }
}
