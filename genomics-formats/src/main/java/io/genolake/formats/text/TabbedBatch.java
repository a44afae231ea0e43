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

import io.genolake.formats.io.Window;

import java.util.Arrays;

import static java.util.Objects.requireNonNull;

/**
 * Some lines of a text file, as views over the bytes of a {@link Window}, with the ends of their first fields. Filled by
 * {@link TabbedReader#read}, and valid until its next call. Positions are positions in {@link #bytes}.
 */
public final class TabbedBatch
{
    private static final byte[] NO_BYTES = new byte[0];
    private static final int INITIAL_SIZE = 64;

    private Window window;
    private byte[] bytes = NO_BYTES;
    private int fields;
    private int size;
    private long firstLine;

    private int[] lineStarts = new int[INITIAL_SIZE];
    private int[] lineEnds = new int[INITIAL_SIZE];
    private int[] skippedLines = new int[INITIAL_SIZE];
    private int[] fieldCounts = new int[INITIAL_SIZE];
    private int[] fieldEnds = new int[INITIAL_SIZE];

    public byte[] bytes()
    {
        return bytes;
    }

    /**
     * Number of lines.
     */
    public int size()
    {
        return size;
    }

    public int lineStart(int line)
    {
        return lineStarts[line];
    }

    /**
     * Where a line ends: at its line feed, or at the carriage return before it.
     */
    public int lineEnd(int line)
    {
        return lineEnds[line];
    }

    /**
     * How many fields of a line were looked for and found; fewer than the reader was asked for only if the line has no more.
     */
    public int fieldCount(int line)
    {
        return fieldCounts[line];
    }

    /**
     * Where a field begins.
     *
     * @param field less than {@link #fieldCount}
     */
    public int fieldStart(int line, int field)
    {
        return field == 0 ? lineStarts[line] : fieldEnds[line * fields + field - 1] + 1;
    }

    /**
     * Where a field ends: at the tab after it, or at the end of the line.
     *
     * @param field less than {@link #fieldCount}
     */
    public int fieldEnd(int line, int field)
    {
        return fieldEnds[line * fields + field];
    }

    /**
     * The virtual offset of a line's first byte.
     */
    public long virtualOffset(int line)
    {
        return window.virtualOffset(lineStarts[line]);
    }

    /**
     * How many lines the reader went over before this one since it was started, those that it skips included.
     */
    public long lineIndex(int line)
    {
        return firstLine + line + skippedLines[line];
    }

    /**
     * Memory that the batch itself holds, in bytes.
     */
    public long retainedBytes()
    {
        return 4L * (lineStarts.length + lineEnds.length + skippedLines.length + fieldCounts.length + fieldEnds.length);
    }

    void start(Window window, int fields, long firstLine)
    {
        this.window = requireNonNull(window, "window is null");
        this.fields = fields;
        this.firstLine = firstLine;
        size = 0;
        bytes = NO_BYTES;
    }

    /**
     * The ends of the fields, with room for those of one more line, which begin at {@code size() * fields}.
     */
    int[] fieldEnds()
    {
        int needed = (size + 1) * fields;
        if (needed > fieldEnds.length) {
            fieldEnds = Arrays.copyOf(fieldEnds, Math.max(needed, 2 * fieldEnds.length));
        }
        return fieldEnds;
    }

    void add(int lineStart, int lineEnd, int fieldCount, int skipped)
    {
        if (size == lineStarts.length) {
            lineStarts = Arrays.copyOf(lineStarts, 2 * size);
            lineEnds = Arrays.copyOf(lineEnds, 2 * size);
            skippedLines = Arrays.copyOf(skippedLines, 2 * size);
            fieldCounts = Arrays.copyOf(fieldCounts, 2 * size);
        }
        lineStarts[size] = lineStart;
        lineEnds[size] = lineEnd;
        fieldCounts[size] = fieldCount;
        skippedLines[size] = skipped;
        size++;
    }

    void finish(byte[] bytes)
    {
        this.bytes = bytes;
    }
}
