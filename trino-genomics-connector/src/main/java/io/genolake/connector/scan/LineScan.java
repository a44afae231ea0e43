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
package io.genolake.connector.scan;

import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.block.LongBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.split.ScanRange;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.Window;
import io.genolake.formats.region.Locus;
import io.genolake.formats.region.RecordBin;

import java.io.IOException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads the records of a file of lines, and applies the filter on where they lie.
 */
abstract class LineScan
        implements RecordScan
{
    private final Window window;
    protected final Lines lines;
    private final long firstRecord;
    private final int maxRecords;
    private final BatchSize batchBytes = new BatchSize();
    private final LocationFilter filter;
    private final ContigMemo contig;
    private final ChunkGuard guard;
    private final ScanCounters counters;
    private boolean atEnd;
    protected int batchSize;

    protected int[] records = new int[0];
    protected int recordCount;

    /**
     * @param lines with as many fields as the format has
     * @param firstRecord virtual offset of the first record
     */
    protected LineScan(Window window, Lines lines, long firstRecord, int maxRecords, ScanPredicate predicate, ScanCounters counters)
    {
        this.window = requireNonNull(window, "window is null");
        this.lines = requireNonNull(lines, "lines is null");
        this.firstRecord = firstRecord;
        this.maxRecords = maxRecords;
        this.filter = new LocationFilter(predicate);
        this.contig = new ContigMemo(filter);
        this.guard = new ChunkGuard(window.location(), lines::virtualOffset);
        this.counters = requireNonNull(counters, "counters is null");
    }

    @Override
    public void start(ScanRange range)
            throws IOException
    {
        atEnd = false;
        counters.addChunk();
        guard.start(range.chunk());
        if (range.kind() == ScanRange.Kind.BYTES) {
            atEnd = !lines.startRange(firstRecord, range.begin(), range.end());
            return;
        }
        lines.start(window.seek(range.begin(), range.end(), false));
    }

    @Override
    public boolean next()
            throws IOException
    {
        if (atEnd || readBatch() == 0) {
            recordCount = 0;
            return false;
        }
        int size = batchSize;
        counters.addRecords(size);
        if (records.length < size) {
            records = new int[size];
        }
        recordCount = 0;
        for (int record = 0; record < size && !atEnd; record++) {
            try {
                if (admits(record)) {
                    records[recordCount++] = record;
                }
            }
            catch (MalformedFileException e) {
                if (e.scope() == Scope.INDEX) {
                    throw e;
                }
                counters.malformedRecord(e);
            }
        }
        select();
        return true;
    }

    private int readBatch()
            throws IOException
    {
        batchSize = lines.read(maxRecords, batchBytes.nextBytes());
        return batchSize;
    }

    private boolean admits(int record)
    {
        checkRecord(record);
        if (filter.isAll() && !guard.isActive()) {
            return true;
        }
        boolean elsewhere = filter.needsVirtualOffset() && !filter.admitsVirtualOffset(lines.virtualOffset(record));
        if (elsewhere && !guard.isActive()) {
            return false;
        }
        contig.move(lines.bytes(), lines.fieldStart(record, 0), lines.fieldEnd(record, 0));
        if (!guard.isActive() && !contig.isAdmitted()) {
            // nothing of it may be told, not even that it is malformed
            return false;
        }
        long pos = 0;
        if (filter.needsPos() || guard.isActive()) {
            pos = pos(record);
        }
        if (guard.isActive() && !guard.check(contig.isCalled(guard.contig()), pos, record)) {
            atEnd = true;
            return false;
        }
        // only now: the guard has to see the first record of its chunk, whichever are asked for
        if (elsewhere || !contig.isAdmitted()) {
            return false;
        }
        return (!filter.needsPos() || filter.admitsPos(contig.code(), pos))
                && (!filter.needsEndPos() || filter.admitsEnd(contig.code(), pos, endPos(record)));
    }

    /**
     * Checks that a record has the shape of the format.
     */
    protected abstract void checkRecord(int record);

    /**
     * First base of a record, 1-based.
     */
    protected abstract long pos(int record);

    /**
     * Last base of a record, 1-based, included.
     */
    protected abstract long endPos(int record);

    /**
     * Is called when the records of a batch are chosen.
     */
    protected void select() {}

    protected final int code(int record)
    {
        contig.move(lines.bytes(), lines.fieldStart(record, 0), lines.fieldEnd(record, 0));
        return contig.code();
    }

    protected final MalformedFileException malformed(Scope scope, int record, String reason)
    {
        String remedy = scope == Scope.VALUE
                ? "Correct the file, leave the column out, or SET SESSION malformed_records = 'SKIP'"
                : "Correct the file, or SET SESSION malformed_records = 'SKIP' to leave the record out";
        return new MalformedFileException(scope, window.location(), VirtualOffset.toString(lines.virtualOffset(record)), reason, remedy);
    }

    protected final String fieldText(int record, int field)
    {
        return text(lines.fieldStart(record, field), lines.fieldEnd(record, field));
    }

    /**
     * A piece of the batch for a message.
     */
    protected final String text(int start, int end)
    {
        int length = Math.min(end - start, 100);
        return new String(lines.bytes(), start, length, UTF_8) + (length < end - start ? "..." : "");
    }

    /**
     * The columns that all formats of lines have.
     */
    protected final ColumnReader commonColumn(GenomicsColumnHandle column)
    {
        return switch (column.source()) {
            case CHROM -> (rows, count) -> TextColumns.read(lines, rows, count, 0);
            case POS -> longs(this::pos);
            case END_POS -> longs(this::endPos);
            case LOCUS -> longs(record -> Locus.of(code(record), pos(record)));
            case BIN -> longs(record -> RecordBin.of(code(record), pos(record), endPos(record)));
            case VIRTUAL_OFFSET -> longs(lines::virtualOffset);
            case RECORD -> (rows, count) -> {
                TextBuilder builder = new TextBuilder(count);
                for (int i = 0; i < count; i++) {
                    int record = rows[i];
                    builder.add(lines.bytes(), lines.lineStart(record), lines.lineEnd(record));
                }
                return builder.build();
            };
            default -> throw new IllegalArgumentException("no such column: " + column);
        };
    }

    private static ColumnReader longs(LongOfRecord value)
    {
        return (rows, count) -> {
            LongBuilder builder = new LongBuilder(count);
            for (int i = 0; i < count; i++) {
                builder.add(value.get(rows[i]));
            }
            return builder.build();
        };
    }

    @FunctionalInterface
    private interface LongOfRecord
    {
        long get(int record);
    }

    @Override
    public ScanCounters counters()
    {
        return counters;
    }

    @Override
    public long retainedBytes()
    {
        return window.retainedBytes() + lines.retainedBytes() + 4L * records.length;
    }
}
