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
package io.genolake.formats.text;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static io.genolake.formats.text.TestFiles.bgzf;
import static io.genolake.formats.text.TestFiles.bytewise;
import static io.genolake.formats.text.TestFiles.plain;
import static io.genolake.formats.text.TestFiles.window;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestTabbedReader
{
    private static final int MAX_BYTES = 1 << 16;

    @Test
    void testLines()
            throws IOException
    {
        for (Window window : List.of(plain("a\tb\nc\td\n"), bytewise("a\tb\nc\td\n"))) {
            assertThat(lines(new TabbedReader(window, 2), window)).containsExactly("a|b", "c|d");
        }
    }

    @Test
    void testLineEnds()
            throws IOException
    {
        String text = "a\tb\r\n\n\r\nc\r\r\n\nlong line with a carriage return\rinside\n\nd\te\r";
        for (Window window : List.of(plain(text), bytewise(text))) {
            assertThat(lines(new TabbedReader(window, 2), window)).containsExactly("a|b", "c\r", "long line with a carriage return\rinside", "d|e");
        }
        assertThat(lines("a\tb")).containsExactly("a|b");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\r\n\n")).isEmpty();
    }

    @Test
    void testFields()
            throws IOException
    {
        // what follows the wanted fields is the rest of the line
        assertThat(lines("1\t2\n1\t2\t\n1\t2\t3\n1\t2\t3\t4\n\t\t\t\n\t\n1\n")).containsExactly("1|2", "1|2|", "1|2|3", "1|2|3|4", "|||", "|", "1");
        for (int fields = 0; fields < 12; fields++) {
            Window window = plain("0123456\t8\t\t\t\tB\tC89012345\t\tD\n");
            TabbedReader reader = new TabbedReader(window, fields);
            reader.start(window.seek(0));
            TabbedBatch batch = new TabbedBatch();
            assertThat(reader.read(batch, 10, MAX_BYTES)).isEqualTo(1);
            assertThat(batch.fieldCount(0)).isEqualTo(Math.min(fields, 9));
            List<String> expected = List.of("0123456", "8", "", "", "", "B", "C89012345", "", "D");
            for (int field = 0; field < batch.fieldCount(0); field++) {
                assertThat(text(batch, batch.fieldStart(0, field), batch.fieldEnd(0, field))).isEqualTo(expected.get(field));
            }
            assertThat(reader.read(batch, 10, MAX_BYTES)).isZero();
        }
    }

    @Test
    void testComments()
            throws IOException
    {
        String text = "#c\nx\n##\n#\n y\nz#\n#";
        assertThat(lines(text)).containsExactly("#c", "x", "##", "#", " y", "z#", "#");
        for (Window window : List.of(plain(text), bytewise(text))) {
            assertThat(lines(new TabbedReader(window, 1, '#'), window)).containsExactly("x", " y", "z#");
        }
    }

    @Test
    void testManySkippedLinesTakeNoMemory()
            throws IOException
    {
        Window window = plain("\n".repeat(3 << 20) + "#comment\n".repeat(1 << 19) + "x\n");
        TabbedReader reader = new TabbedReader(window, 1, '#');
        reader.start(window.seek(0));
        TabbedBatch batch = new TabbedBatch();
        assertThat(reader.read(batch, 10, MAX_BYTES)).isEqualTo(1);
        assertThat(batch.lineIndex(0)).isEqualTo((3 << 20) + (1 << 19));
        assertThat(window.bytes().length).isLessThan(1 << 20);
    }

    @Test
    void testPlaces()
            throws IOException
    {
        Window window = window(bgzf("a\n\nb\n#c\nd\r\ne".getBytes(ISO_8859_1), 1, 0));
        TabbedReader reader = new TabbedReader(window, 1, '#');
        reader.start(window.seek(0));
        TabbedBatch batch = new TabbedBatch();
        List<Long> indexes = new ArrayList<>();
        List<Integer> blocks = new ArrayList<>();
        while (reader.read(batch, 2, MAX_BYTES) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                indexes.add(batch.lineIndex(i));
                long offset = batch.virtualOffset(i);
                assertThat(VirtualOffset.offsetInBlock(offset)).isZero();
                // all blocks are of one byte, and of one size
                blocks.add((int) (VirtualOffset.compressedOffset(offset) / 29));
            }
        }
        assertThat(indexes).containsExactly(0L, 2L, 4L, 5L);
        assertThat(blocks).containsExactly(0, 3, 8, 11);
    }

    @Test
    void testBatchesAreBounded()
            throws IOException
    {
        Window window = plain("0123456789\n".repeat(100_000));
        TabbedReader reader = new TabbedReader(window, 1);
        reader.start(window.seek(0));
        TabbedBatch batch = new TabbedBatch();
        assertThat(reader.read(batch, 7, MAX_BYTES)).isEqualTo(7);
        assertThat(reader.read(batch, 1, 1)).isEqualTo(1);
        assertThat(reader.read(batch, Integer.MAX_VALUE, 1)).isEqualTo(1);
        assertThat(reader.read(batch, Integer.MAX_VALUE, 12)).isEqualTo(2);
        int lines = 11;
        while (reader.read(batch, Integer.MAX_VALUE, MAX_BYTES) > 0) {
            assertThat(batch.size()).isBetween(1, MAX_BYTES / 11 + 1);
            assertThat(batch.lineEnd(batch.size() - 1) - batch.lineStart(0)).isLessThan(MAX_BYTES + 11);
            lines += batch.size();
        }
        assertThat(lines).isEqualTo(100_000);
        assertThat(window.bytes().length).isLessThan(1 << 20);
    }

    @Test
    void testLongLines()
            throws IOException
    {
        // each is longer than a batch, and the window cannot hold two of them
        List<String> expected = List.of("a".repeat(900_000), "b", "c".repeat(800_000), "d".repeat(900_000));
        Window window = plain(String.join("\n", expected));
        assertThat(lines(new TabbedReader(window, 3), window)).isEqualTo(expected);

        Window small = plain("short\n" + "x".repeat(3 << 20) + "\nshort\n");
        TabbedReader reader = new TabbedReader(small, 1);
        reader.start(small.seek(0));
        TabbedBatch batch = new TabbedBatch();
        assertThat(reader.read(batch, 10, MAX_BYTES)).isEqualTo(1);
        assertThatThrownBy(() -> reader.read(batch, 10, MAX_BYTES))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("a record is longer than")
                .hasMessageContaining("genomics.max-record-size");
    }

    @Test
    void testLinesBeforeDamageAreRead()
            throws IOException
    {
        byte[] file = bgzf("0123456789\n".repeat(1000).getBytes(ISO_8859_1), 500, 0);
        byte[] truncated = Arrays.copyOf(file, file.length - 28);
        Window window = window(truncated);
        TabbedReader reader = new TabbedReader(window, 1);
        reader.start(window.seek(0));
        TabbedBatch batch = new TabbedBatch();
        assertThat(reader.read(batch, 10_000, MAX_BYTES)).isEqualTo(1000);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> reader.read(batch, 10_000, MAX_BYTES))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("end-of-file block is missing");
        }

        Window cut = window(Arrays.copyOf(file, file.length / 2));
        TabbedReader cutReader = new TabbedReader(cut, 1);
        cutReader.start(cut.seek(0));
        // a line that is cut off is not given
        assertThat(cutReader.read(batch, 10_000, MAX_BYTES)).isBetween(300, 700);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(text(batch, batch.lineStart(i), batch.lineEnd(i))).isEqualTo("0123456789");
        }
        assertThatThrownBy(() -> cutReader.read(batch, 10_000, MAX_BYTES))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("truncated");
    }

    @Test
    void testSkipFirstLine()
            throws IOException
    {
        Window window = plain("x".repeat(5 << 20) + "\nline\n");
        TabbedReader reader = new TabbedReader(window, 1);
        reader.start(window.seek(0));
        // longer than the window, but nothing of it is needed
        assertThat(reader.skipFirstLine()).isTrue();
        TabbedBatch batch = new TabbedBatch();
        assertThat(reader.read(batch, 10, MAX_BYTES)).isEqualTo(1);
        assertThat(batch.lineIndex(0)).isZero();
        assertThat(reader.read(batch, 10, MAX_BYTES)).isZero();

        Window inside = plain("x".repeat(5 << 20) + "\nline\n");
        TabbedReader insideReader = new TabbedReader(inside, 1);
        insideReader.start(inside.seek(0, 1 << 20, true));
        assertThat(insideReader.skipFirstLine()).isFalse();
        assertThat(insideReader.read(batch, 10, MAX_BYTES)).isZero();
        assertThat(inside.stream().blocksDecoded()).isLessThan(20);

        Window single = plain("one line");
        TabbedReader singleReader = new TabbedReader(single, 1);
        singleReader.start(single.seek(3));
        assertThat(singleReader.skipFirstLine()).isFalse();
        assertThat(singleReader.read(batch, 10, MAX_BYTES)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void testRangesGiveEachLineOnce(long seed)
            throws IOException
    {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            String header = random.nextBoolean() ? "" : "#" + "h".repeat(random.nextInt(300)) + "\n";
            List<String> expected = new ArrayList<>();
            StringBuilder text = new StringBuilder(header);
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) {
                String line = i + "\t" + "x".repeat(random.nextInt(random.nextInt(8) == 0 ? 200 : 4));
                expected.add(line);
                text.append(line).append(random.nextInt(5) == 0 ? "\r\n" : "\n").append("\n".repeat(random.nextInt(10) / 9));
            }
            byte[] decoded = text.toString().getBytes(ISO_8859_1);
            boolean blocks = random.nextBoolean();
            byte[] file = blocks ? bgzf(decoded, 1 + random.nextInt(80), random.nextInt(20)) : decoded;
            long first = blocks ? virtualOffset(file, header.length()) : header.length();
            List<String> actual = new ArrayList<>();
            long from = 0;
            while (from < file.length) {
                long to = from + 1 + random.nextInt(random.nextBoolean() ? 100 : 1000);
                Window window = window(file);
                TabbedReader reader = new TabbedReader(window, 1);
                TabbedBatch batch = new TabbedBatch();
                boolean hasLines = reader.startRange(first, from, to < file.length ? to : random.nextBoolean() ? file.length : Long.MAX_VALUE);
                while (hasLines && reader.read(batch, 1 + random.nextInt(5), 1 + random.nextInt(200)) > 0) {
                    for (int i = 0; i < batch.size(); i++) {
                        actual.add(text(batch, batch.lineStart(i), batch.lineEnd(i)));
                    }
                }
                from = to;
            }
            assertThat(actual)
                    .describedAs("seed %s, round %s", seed, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void testGzipIsOneRange()
            throws IOException
    {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write("#header\na\tb\nc".getBytes(ISO_8859_1));
        }
        TabbedReader reader = new TabbedReader(window(file.toByteArray()), 1);
        TabbedBatch batch = new TabbedBatch();
        assertThat(reader.startRange(8, 0, Long.MAX_VALUE)).isTrue();
        assertThat(reader.read(batch, 10, MAX_BYTES)).isEqualTo(2);
        assertThat(text(batch, batch.lineStart(0), batch.lineEnd(0))).isEqualTo("a\tb");
        assertThat(text(batch, batch.lineStart(1), batch.lineEnd(1))).isEqualTo("c");
        assertThat(reader.read(batch, 10, MAX_BYTES)).isZero();
        assertThatThrownBy(() -> reader.startRange(8, 4, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void testAgreesWithSplit(long seed)
            throws IOException
    {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(300);
            for (int i = 0; i < length; i++) {
                text.append("\t\t\n\rab\u0089\u008a\u000b\b".charAt(random.nextInt(10)));
            }
            int fields = random.nextInt(6);
            List<String> expected = new ArrayList<>();
            for (String line : text.toString().split("\n")) {
                String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                if (!stripped.isEmpty()) {
                    expected.add(fields == 0 ? stripped : String.join("|", stripped.split("\t", fields + 1)));
                }
            }
            Window window = window(random.nextBoolean() ? text.toString().getBytes(ISO_8859_1) : bgzf(text.toString().getBytes(ISO_8859_1), 20, 10));
            assertThat(lines(new TabbedReader(window, fields), window))
                    .describedAs("seed %s, round %s", seed, round)
                    .isEqualTo(expected);
        }
    }

    /**
     * The virtual offset of a decoded byte, found by reading up to it.
     */
    private static long virtualOffset(byte[] file, int offset)
            throws IOException
    {
        Window window = window(file);
        window.seek(0);
        while (window.limit() <= offset && window.extend()) {
            // the window keeps all
        }
        return window.virtualOffset(offset);
    }

    private static List<String> lines(String text)
            throws IOException
    {
        Window window = plain(text);
        return lines(new TabbedReader(window, 3), window);
    }

    /**
     * The fields of each line, and the rest of it.
     */
    private static List<String> lines(TabbedReader reader, Window window)
            throws IOException
    {
        reader.start(window.seek(0));
        List<String> lines = new ArrayList<>();
        TabbedBatch batch = new TabbedBatch();
        while (reader.read(batch, 3, MAX_BYTES) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                List<String> fields = new ArrayList<>();
                int rest = batch.lineStart(i);
                for (int field = 0; field < batch.fieldCount(i); field++) {
                    fields.add(text(batch, batch.fieldStart(i, field), batch.fieldEnd(i, field)));
                    rest = batch.fieldEnd(i, field) + 1;
                }
                if (rest <= batch.lineEnd(i)) {
                    fields.add(text(batch, rest, batch.lineEnd(i)));
                }
                lines.add(String.join("|", fields));
            }
        }
        return lines;
    }

    private static String text(TabbedBatch batch, int start, int end)
    {
        return new String(batch.bytes(), start, end - start, ISO_8859_1);
    }
}
