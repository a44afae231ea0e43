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

import java.io.IOException;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * Finds the records in a window of a BAM file (SAM specification, section 4.2), from a position to the window's end
 * ({@link Window#readUntil}). A range has one of two kinds of end:
 * <ul>
 * <li>in a chunk of an index, the records that begin before the end are read;
 * <li>in one of the parts into which a file is cut for several readers, the last record must end exactly where the next part
 * begins. As each part checks this, all parts together give every record once or an error.
 * </ul>
 * <p>
 * What the reader gives is checked so far that {@link BamRecord} can read it; tags and qualities are checked by those that
 * decode them.
 */
public final class BamReader
{
    /**
     * What {@code maxRecordSize} may be at most, so that positions in a window do not overflow.
     */
    public static final int LARGEST_RECORD = 1 << 30;

    static final String DAMAGED = "The file is damaged or was written by a faulty program: get it anew";

    private static final int BLOCK_SIZE_LENGTH = 4;

    private final Window window;
    private final int referenceCount;
    private final int maxRecordSize;
    private final RecordProblems problems;

    private int position = -1;
    private boolean exactEnd;

    /**
     * @param header the file's header
     * @param maxRecordSize most bytes of a record; the window must be able to hold at least as many
     * @param problems is told of records that cannot be decoded
     */
    public BamReader(Window window, BamHeader header, int maxRecordSize, RecordProblems problems)
    {
        this.window = requireNonNull(window, "window is null");
        this.referenceCount = header.references().size();
        checkArgument(maxRecordSize >= BamRecord.FIXED_LENGTH && maxRecordSize <= LARGEST_RECORD, "maxRecordSize is out of range: %s", maxRecordSize);
        this.maxRecordSize = maxRecordSize;
        this.problems = requireNonNull(problems, "problems is null");
    }

    /**
     * Begins with the record at a position of the window, as {@link Window#seek} returns it; the window's end is set
     * with {@link Window#readUntil}, before or after.
     */
    public void start(int position)
    {
        start(position, false);
    }

    /**
     * Begins with the record at a position of the window.
     *
     * @param requireExactEnd whether a record must begin, or the file end, exactly at the window's end
     */
    public void start(int position, boolean requireExactEnd)
    {
        this.position = position;
        this.exactEnd = requireExactEnd;
    }

    /**
     * Reads the next records. The records of the batch before are given up.
     *
     * @param maxRecords most records of the batch
     * @param maxBytes most bytes of the batch; a record that is longer comes alone
     * @return the number of records, 0 at the range's end
     * @throws MalformedFileException if the records cannot be followed any further
     */
    public int read(BamBatch batch, int maxRecords, int maxBytes)
            throws IOException
    {
        checkState(position >= 0, "The reader was not started");
        checkArgument(maxRecords > 0, "maxRecords is not positive: %s", maxRecords);
        checkArgument(maxBytes > 0, "maxBytes is not positive: %s", maxBytes);
        batch.clear();
        while (batch.size() == 0 && isRecordLeft()) {
            window.release(position);
            position = 0;
            // so that the length of one more record fits into the window too
            fill(batch, maxRecords, min(maxBytes, maxRecordSize - BLOCK_SIZE_LENGTH));
        }
        batch.finish(window);
        return batch.size();
    }

    private void fill(BamBatch batch, int maxRecords, int maxBytes)
            throws IOException
    {
        do {
            if (!holds(position + BLOCK_SIZE_LENGTH)) {
                throw truncated();
            }
            int blockSize = BamRecord.blockSize(window.bytes(), position);
            if (blockSize < BamRecordCheck.MIN_BLOCK_SIZE) {
                throw malformed(window, position, Scope.FILE, "there is no record: its length would be %s".formatted(blockSize), "The file is damaged or the index that led here is not this file's: get the file anew, or rebuild the index");
            }
            if (blockSize > maxRecordSize - BLOCK_SIZE_LENGTH) {
                throw malformed(window, position, Scope.FILE, "a record of %s bytes is longer than %s".formatted(blockSize, maxRecordSize), "Raise genomics.max-record-size if the record is real; else the file is damaged or the index that led here is not this file's");
            }
            int end = position + BLOCK_SIZE_LENGTH + blockSize;
            if (position > 0 && end > maxBytes) {
                return;
            }
            if (!holds(end)) {
                throw truncated();
            }
            BamRecordCheck check = BamRecordCheck.check(window.bytes(), position, end, referenceCount);
            if (check == BamRecordCheck.SOUND) {
                batch.add(position, end);
            }
            else {
                problems.add(window.virtualOffset(position), end - position, malformed(window, position, Scope.RECORD, check.reason(), DAMAGED));
            }
            position = end;
        }
        while (batch.size() < maxRecords && position < maxBytes && isRecordLeft());
    }

    private boolean isRecordLeft()
            throws IOException
    {
        // asked before more is read, as the end may be where the window ends
        if (window.isBeforeEnd(position)) {
            if (!holds(position + 1)) {
                return false;
            }
            if (window.isBeforeEnd(position)) {
                return true;
            }
        }
        if (exactEnd && !window.isAtEnd(position)) {
            throw malformed(window, position, Scope.FILE, "the next part of the file does not begin at a record: a record ends here, behind its beginning", "The file is damaged, or the index that the parts came from is not this file's: get the file anew, or rebuild the index");
        }
        return false;
    }

    /**
     * Sees to it that the window holds the bytes before a position.
     */
    private boolean holds(int limit)
            throws IOException
    {
        while (window.limit() < limit) {
            if (!window.extend()) {
                return false;
            }
        }
        return true;
    }

    private MalformedFileException truncated()
    {
        return malformed(window, position, Scope.FILE, "the file ends inside a record", "The file is truncated: get it anew");
    }

    static MalformedFileException malformed(Window window, int position, Scope scope, String reason, String remedy)
    {
        return new MalformedFileException(scope, window.location(), window.stream().place(window.virtualOffset(position)), reason, remedy);
    }
}
