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

import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedReader;

import java.io.IOException;

import static java.util.Objects.requireNonNull;

/**
 * The records of a BED file in batches. Comments, blank lines, and the {@code track} and {@code browser} lines of the
 * UCSC genome browser are skipped, wherever they are.
 */
public final class BedReader
{
    private final TabbedReader lines;
    private final BedBatch batch;

    /**
     * @param fields how many fields of each record to look for, 3 to 12
     */
    public BedReader(Window window, int fields)
    {
        batch = new BedBatch(fields);
        lines = new TabbedReader(requireNonNull(window, "window is null"), fields, '#');
    }

    /**
     * The batch that {@link #read} fills.
     */
    public BedBatch batch()
    {
        return batch;
    }

    /**
     * As {@link TabbedReader#start}.
     */
    public void start(int position)
    {
        lines.start(position);
    }

    /**
     * As {@link TabbedReader#startRange}.
     */
    public boolean startRange(long firstLine, long from, long to)
            throws IOException
    {
        return lines.startRange(firstLine, from, to);
    }

    /**
     * Reads the next records to {@link #batch}. What it pointed to before is given up.
     *
     * @param maxRecords most records to read, at least 1
     * @param maxBytes as in {@link TabbedReader#read}
     * @return the number of records, 0 at the end
     */
    public int read(int maxRecords, int maxBytes)
            throws IOException
    {
        while (lines.read(batch.lines(), maxRecords, maxBytes) > 0) {
            batch.fill();
            if (batch.size() > 0) {
                return batch.size();
            }
        }
        batch.fill();
        return 0;
    }
}
