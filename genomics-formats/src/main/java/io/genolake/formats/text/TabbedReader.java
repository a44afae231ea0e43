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
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.GzipStream;
import io.genolake.formats.io.Window;

import java.io.IOException;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * The lines of a text file in batches, with the ends of their first fields. Lines end in a line feed, or in a carriage
 * return and a line feed; the last one may have neither. Empty lines are skipped, and so are those with the comment prefix,
 * if there is one.
 * <p>
 * Which lines are read is the window's business, see {@link Window#readUntil}: all that begin before its end.
 */
public final class TabbedReader
{
    private static final int NO_COMMENTS = -1;

    private final Window window;
    private final int fields;
    private final int commentPrefix;

    // where the next line begins
    private int position;
    private long lines;

    // the line that is being read: how far, how many of its fields, and whether its line feed was found
    private int cursor;
    private int fieldCount;
    private boolean complete;

    private MalformedFileException failure;

    /**
     * @param fields how many fields of each line to look for; what follows them is the rest of the line
     */
    public TabbedReader(Window window, int fields)
    {
        this(window, fields, NO_COMMENTS);
    }

    /**
     * @param fields how many fields of each line to look for; what follows them is the rest of the line
     * @param commentPrefix the character with which lines begin that are to be skipped
     */
    public TabbedReader(Window window, int fields, char commentPrefix)
    {
        this(window, fields, (int) commentPrefix);
    }

    private TabbedReader(Window window, int fields, int commentPrefix)
    {
        this.window = requireNonNull(window, "window is null");
        checkArgument(fields >= 0, "fields is negative");
        this.fields = fields;
        this.commentPrefix = commentPrefix;
    }

    /**
     * Begins to read at a position of the window, to which it was brought by {@link Window#seek}. The first line begins there.
     */
    public void start(int position)
    {
        this.position = position;
        lines = 0;
        failure = null;
    }

    /**
     * Begins to read the lines of a byte range of the stored file. Ranges that follow each other give each line exactly once,
     * wherever they are cut: with B(x) the first byte of the first block that is stored at x or after it, a range has the
     * lines that begin after B(from), up to B(to) included. The first line of all belongs to it like any other, or if
     * {@code from} is 0. A file in gzip has but one range.
     *
     * @param firstLine virtual offset of the first line of the file, after its header
     * @param from a stored offset, less than the length of the file
     * @param to a stored offset, greater than {@code from}; the length of the file, or {@link Long#MAX_VALUE}, for the last range
     * @return false if the range has no lines
     */
    public boolean startRange(long firstLine, long from, long to)
            throws IOException
    {
        if (window.stream() instanceof GzipStream) {
            checkArgument(from == 0, "a gzip file has no range that begins at %s", from);
            start(window.seek(firstLine));
            return true;
        }
        window.expectEnd(virtualOffset(to), true);
        long begin = from == 0 ? 0 : blockOffset(from);
        boolean hasFirst = from == 0 || Long.compareUnsigned(begin, firstLine) < 0;
        if (!hasFirst) {
            start(window.seek(begin, virtualOffset(to), true));
            return skipFirstLine();
        }
        // the end need not be looked up where it surely comes after the first line
        long end = virtualOffset(to);
        if (Long.compareUnsigned(end, firstLine) <= 0 && Long.compareUnsigned(blockOffset(to), firstLine) < 0) {
            return false;
        }
        start(window.seek(firstLine, end, true));
        return true;
    }

    private long blockOffset(long storedOffset)
            throws IOException
    {
        return window.stream() instanceof BgzfStream stream ? virtualOffset(stream.findBlock(storedOffset)) : storedOffset;
    }

    private long virtualOffset(long storedOffset)
    {
        return window.stream() instanceof BgzfStream && storedOffset != Long.MAX_VALUE ? VirtualOffset.of(storedOffset, 0) : storedOffset;
    }

    /**
     * Leaves out everything up to the first line feed, for a range of the file that begins inside a line or exactly at the
     * beginning of one: that line belongs to the range before.
     *
     * @return false if no line begins after it and before the window's end
     */
    boolean skipFirstLine()
            throws IOException
    {
        int from = position;
        while (true) {
            int lineFeed = Bytes.indexOf(window.bytes(), from, window.limit(), '\n');
            if (lineFeed < window.limit()) {
                position = lineFeed + 1;
                return window.isBeforeEnd(position);
            }
            position = window.limit();
            if (!window.isBeforeEnd(position)) {
                return false;
            }
            // however long the line is: its bytes are not needed
            window.release(position);
            position = 0;
            from = 0;
            if (!window.extend()) {
                return false;
            }
        }
    }

    /**
     * Reads the next lines. What the last batch of this reader pointed to is given up.
     *
     * @param maxRecords most lines to read, at least 1
     * @param maxBytes the batch is complete when its lines have so many bytes, or would make the window hold many more; it
     *         has at least one line, whatever its length
     * @return the number of lines, 0 at the end
     * @throws MalformedFileException if a line is longer than what the window may hold, and if the file breaks off or cannot be
     *         decoded. Lines that come before the place are given first.
     */
    public int read(TabbedBatch batch, int maxRecords, int maxBytes)
            throws IOException
    {
        checkArgument(maxRecords > 0, "maxRecords is not positive");
        batch.start(window, fields, lines);
        if (failure != null) {
            throw failure;
        }
        // moving bytes costs more than it gains while most of the window is still to be read
        if (position > window.limit() / 2) {
            release();
        }
        int batchStart = position;
        int skipped = 0;
        while (batch.size() < maxRecords && (batch.size() == 0 || position - batchStart < maxBytes)) {
            cursor = position;
            fieldCount = 0;
            complete = false;
            if (!window.isBeforeEnd(position)) {
                break;
            }
            if (position == window.limit()) {
                if (isFull(batch, maxBytes) || !extend(batch)) {
                    break;
                }
                // the end may have become known
                continue;
            }
            scan(batch);
            boolean full = false;
            while (!complete && !full) {
                full = isFull(batch, maxBytes);
                if (full || !extend(batch)) {
                    break;
                }
                scan(batch);
            }
            if (full || failure != null) {
                // the next batch begins with this line
                break;
            }
            // the window moves only as long as the batch is empty
            if (batch.size() == 0) {
                batchStart = position;
            }
            skipped += endLine(batch, skipped);
        }
        batch.finish(window.bytes());
        if (batch.size() == 0 && failure != null) {
            throw failure;
        }
        return batch.size();
    }

    private boolean isFull(TabbedBatch batch, int maxBytes)
    {
        return batch.size() > 0 && window.limit() >= min(maxBytes, window.maxSize());
    }

    private void release()
    {
        window.release(position);
        cursor -= position;
        position = 0;
    }

    private boolean extend(TabbedBatch batch)
            throws IOException
    {
        if (batch.size() == 0 && position > 0) {
            int[] fieldEnds = batch.fieldEnds();
            for (int i = 0; i < fieldCount; i++) {
                fieldEnds[i] -= position;
            }
            release();
        }
        try {
            return window.extend();
        }
        catch (MalformedFileException e) {
            failure = e;
            return false;
        }
    }

    /**
     * Goes on in the current line up to its line feed, or as far as the window goes.
     */
    private void scan(TabbedBatch batch)
    {
        byte[] bytes = window.bytes();
        int limit = window.limit();
        int[] fieldEnds = batch.fieldEnds();
        int base = batch.size() * fields;
        int position = cursor;
        int found = fieldCount;
        fields:
        while (found < fields) {
            if (position <= limit - 8) {
                long hits = tabsAndLineFeeds(Bytes.word(bytes, position));
                while (hits != 0) {
                    int hit = position + (Long.numberOfTrailingZeros(hits) >>> 3);
                    if (bytes[hit] == '\n') {
                        position = hit;
                        complete = true;
                        break fields;
                    }
                    fieldEnds[base + found] = hit;
                    found++;
                    if (found == fields) {
                        position = hit + 1;
                        break fields;
                    }
                    hits &= hits - 1;
                }
                position += 8;
            }
            else if (position < limit) {
                if (bytes[position] == '\n') {
                    complete = true;
                    break;
                }
                if (bytes[position] == '\t') {
                    fieldEnds[base + found] = position;
                    found++;
                }
                position++;
            }
            else {
                break;
            }
        }
        if (!complete) {
            position = Bytes.indexOf(bytes, position, limit, '\n');
            complete = position < limit;
        }
        cursor = position;
        fieldCount = found;
    }

    /**
     * Adds the line that ends at the cursor, unless it is to be skipped.
     *
     * @return how many lines were skipped
     */
    private int endLine(TabbedBatch batch, int skipped)
    {
        byte[] bytes = window.bytes();
        int start = position;
        int end = cursor;
        position = complete ? cursor + 1 : cursor;
        lines++;
        if (end > start && bytes[end - 1] == '\r') {
            end--;
        }
        if (end == start || bytes[start] == commentPrefix) {
            return 1;
        }
        if (fieldCount < fields) {
            batch.fieldEnds()[batch.size() * fields + fieldCount] = end;
            fieldCount++;
        }
        batch.add(start, end, fieldCount, skipped);
        return 0;
    }

    // the highest bit of each byte that is a tab (9) or a line feed (10), and of no other
    private static long tabsAndLineFeeds(long word)
    {
        long low = word & 0x7F7F7F7F7F7F7F7FL;
        return (low + 0x7777777777777777L) & ~(low + 0x7575757575757575L) & ~word & 0x8080808080808080L;
    }
}
