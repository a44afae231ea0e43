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
package io.genolake.formats.bed;

import io.genolake.formats.text.Bytes;
import io.genolake.formats.text.TabbedBatch;

import java.util.Arrays;

import static com.google.common.base.Preconditions.checkArgument;
import static io.genolake.formats.bed.BedFields.COUNT;
import static io.genolake.formats.bed.BedFields.END;
import static io.genolake.formats.bed.BedFields.REQUIRED;
import static io.genolake.formats.bed.BedFields.START;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Some records of a BED file, as views over bytes, with the bounds of their fields. Filled by {@link BedReader#read},
 * and valid until its next call. Positions are positions in {@link #bytes}.
 * <p>
 * Fields are separated by single tabs, and may then hold spaces, or, in a line with fewer than two tabs, by any
 * number of spaces and tabs (BED specification 1.0, section 1.3).
 */
public final class BedBatch
{
    private static final byte[] TRACK = "track".getBytes(US_ASCII);
    private static final byte[] BROWSER = "browser".getBytes(US_ASCII);

    private static final int TABBED = -1;
    private static final int INITIAL_SIZE = 64;

    private final int fields;
    private final TabbedBatch lines = new TabbedBatch();

    private int size;
    // the line of each record, and where the bounds of its fields begin in spacedBounds, or TABBED
    private int[] recordLines = new int[INITIAL_SIZE];
    private int[] boundsStarts = new int[INITIAL_SIZE];

    // of lines separated by spaces: the number of fields, then their starts and ends
    private int[] spacedBounds = new int[INITIAL_SIZE];
    private int spacedSize;

    /**
     * @param fields how many fields of each record to look for, 3 to 12
     */
    BedBatch(int fields)
    {
        checkArgument(fields >= REQUIRED && fields <= COUNT, "fields is not 3 to 12: %s", fields);
        this.fields = fields;
    }

    public byte[] bytes()
    {
        return lines.bytes();
    }

    /**
     * Number of records.
     */
    public int size()
    {
        return size;
    }

    public int lineStart(int record)
    {
        return lines.lineStart(recordLines[record]);
    }

    public int lineEnd(int record)
    {
        return lines.lineEnd(recordLines[record]);
    }

    /**
     * How many fields of a record were looked for and found: at least 1, and less than 3 if the record is malformed.
     */
    public int fieldCount(int record)
    {
        int bounds = boundsStarts[record];
        return bounds == TABBED ? lines.fieldCount(recordLines[record]) : spacedBounds[bounds];
    }

    /**
     * @param field less than {@link #fieldCount}
     */
    public int fieldStart(int record, int field)
    {
        int bounds = boundsStarts[record];
        return bounds == TABBED ? lines.fieldStart(recordLines[record], field) : spacedBounds[bounds + 1 + 2 * field];
    }

    /**
     * @param field less than {@link #fieldCount}
     */
    public int fieldEnd(int record, int field)
    {
        int bounds = boundsStarts[record];
        return bounds == TABBED ? lines.fieldEnd(recordLines[record], field) : spacedBounds[bounds + 2 + 2 * field];
    }

    /**
     * The virtual offset of a record's first byte.
     */
    public long virtualOffset(int record)
    {
        return lines.virtualOffset(recordLines[record]);
    }

    /**
     * How many lines the reader went over before this one since it was started, those that it skips included.
     */
    public long lineIndex(int record)
    {
        return lines.lineIndex(recordLines[record]);
    }

    /**
     * Memory that the batch itself holds, in bytes.
     */
    public long retainedBytes()
    {
        return lines.retainedBytes() + 4L * (recordLines.length + boundsStarts.length + spacedBounds.length);
    }

    int fields()
    {
        return fields;
    }

    TabbedBatch lines()
    {
        return lines;
    }

    /**
     * Takes over the lines that are records.
     */
    void fill()
    {
        size = 0;
        spacedSize = 0;
        for (int line = 0; line < lines.size(); line++) {
            int bounds = TABBED;
            int found = lines.fieldCount(line);
            if (found < REQUIRED) {
                bounds = split(line);
                found = spacedBounds[bounds];
            }
            if (found == 0 || isHeader(line, bounds)) {
                continue;
            }
            if (size == recordLines.length) {
                recordLines = Arrays.copyOf(recordLines, 2 * size);
                boundsStarts = Arrays.copyOf(boundsStarts, 2 * size);
            }
            recordLines[size] = line;
            boundsStarts[size] = bounds;
            size++;
        }
    }

    /**
     * Finds the fields of a line that are separated by spaces.
     *
     * @return where their bounds begin
     */
    private int split(int line)
    {
        int needed = spacedSize + 1 + 2 * fields;
        if (needed > spacedBounds.length) {
            spacedBounds = Arrays.copyOf(spacedBounds, Math.max(needed, 2 * spacedBounds.length));
        }
        byte[] bytes = lines.bytes();
        int bounds = spacedSize;
        int end = lines.lineEnd(line);
        int position = skipSpaces(bytes, lines.lineStart(line), end);
        int found = 0;
        while (found < fields && position < end) {
            spacedBounds[bounds + 1 + 2 * found] = position;
            while (position < end && !isSpace(bytes[position])) {
                position++;
            }
            spacedBounds[bounds + 2 + 2 * found] = position;
            found++;
            position = skipSpaces(bytes, position, end);
        }
        spacedBounds[bounds] = found;
        spacedSize += 1 + 2 * found;
        return bounds;
    }

    /**
     * Whether a line is a {@code track} or {@code browser} line of the UCSC genome browser, and not a record on a
     * contig that is named so.
     */
    private boolean isHeader(int line, int bounds)
    {
        byte[] bytes = lines.bytes();
        int start = lines.lineStart(line);
        if (bytes[start] != 't' && bytes[start] != 'b') {
            return false;
        }
        int end = lines.lineEnd(line);
        int word = start;
        while (word < end && !isSpace(bytes[word])) {
            word++;
        }
        if (!Bytes.equals(bytes, start, word, TRACK) && !Bytes.equals(bytes, start, word, BROWSER)) {
            return false;
        }
        if (bounds == TABBED) {
            return !isNumber(bytes, lines.fieldStart(line, START), lines.fieldEnd(line, START))
                    || !isNumber(bytes, lines.fieldStart(line, END), lines.fieldEnd(line, END));
        }
        return spacedBounds[bounds] < REQUIRED
                || !isNumber(bytes, spacedBounds[bounds + 1 + 2 * START], spacedBounds[bounds + 2 + 2 * START])
                || !isNumber(bytes, spacedBounds[bounds + 1 + 2 * END], spacedBounds[bounds + 2 + 2 * END]);
    }

    private static boolean isNumber(byte[] bytes, int start, int end)
    {
        return Bytes.parseLong(bytes, start, end) != Bytes.MALFORMED_LONG;
    }

    private static int skipSpaces(byte[] bytes, int start, int end)
    {
        int position = start;
        while (position < end && isSpace(bytes[position])) {
            position++;
        }
        return position;
    }

    private static boolean isSpace(byte value)
    {
        return value == ' ' || value == '\t';
    }
}
