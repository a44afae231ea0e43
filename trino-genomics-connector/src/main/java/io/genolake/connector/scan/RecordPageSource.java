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

import com.google.common.collect.ImmutableMap;
import io.genolake.connector.FileErrors;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.StoredFileSource;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.split.ScanRange;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.BlockStream;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metric;
import io.trino.spi.metrics.Metrics;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static java.util.Objects.requireNonNull;

/**
 * The pages of a split: one a batch of records, of which columns are decoded as the engine asks for them.
 */
final class RecordPageSource
        implements ConnectorPageSource
{
    private static final long SMALL_GAP = 1 << 18;

    private final LakeFile file;
    private final StoredFileSource source;
    private final BlockStream stream;
    private final RecordScan scan;
    private final List<ScanRange> ranges;
    private int nextRange;
    private final List<ColumnReader> columns;
    private final GenomicsTableHandle table;
    private final FileErrors errors;
    private final OptionalLong limit;
    private final MemoryContext memoryContext;

    private boolean inRange;
    private boolean finished;
    private long rows;

    RecordPageSource(
            LakeFile file,
            StoredFileSource source,
            BlockStream stream,
            RecordScan scan,
            List<ScanRange> ranges,
            List<GenomicsColumnHandle> columns,
            GenomicsTableHandle table,
            FileErrors errors,
            MemoryContext memoryContext)
    {
        this.file = requireNonNull(file, "file is null");
        this.source = requireNonNull(source, "source is null");
        this.stream = requireNonNull(stream, "stream is null");
        this.scan = requireNonNull(scan, "scan is null");
        this.ranges = List.copyOf(ranges);
        this.table = requireNonNull(table, "table is null");
        this.errors = requireNonNull(errors, "errors is null");
        limit = table.limit();
        this.memoryContext = requireNonNull(memoryContext, "memoryContext is null");
        this.columns = columns.stream()
                .map(this::reader)
                .collect(toImmutableList());
    }

    private ColumnReader reader(GenomicsColumnHandle column)
    {
        ColumnReader reader = switch (column.source()) {
            case PATH, FILE_SIZE, FILE_MODIFIED_TIME, SEGMENT -> constant(column, ScanPredicate.value(column, file));
            case FILE_SAMPLE -> constant(column, scan.fileSample());
            default -> scan.column(column);
        };
        return (rows, count) -> {
            try {
                return reader.read(rows, count);
            }
            catch (RuntimeException e) {
                if (e instanceof MalformedFileException && scan.counters().isSkip()) {
                    // caught where the page is made
                    throw e;
                }
                throw errors.failure(table, file, e);
            }
        };
    }

    private static ColumnReader constant(GenomicsColumnHandle column, Object value)
    {
        Block block = writeNativeValue(column.type(), value);
        return (_, count) -> RunLengthEncodedBlock.create(block, count);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (finished) {
            return null;
        }
        try {
            SourcePage page = nextPage();
            memoryContext.setBytes(finished ? 0 : scan.retainedBytes());
            return page;
        }
        catch (RuntimeException | IOException e) {
            throw errors.failure(table, file, e);
        }
    }

    private SourcePage nextPage()
            throws IOException
    {
        try {
            if (!inRange) {
                if (nextRange == ranges.size()) {
                    source.checkUnchanged();
                    finished = true;
                    return null;
                }
                expectStretch();
                scan.start(ranges.get(nextRange++));
                inRange = true;
            }
            if (!scan.next()) {
                inRange = false;
                return null;
            }
        }
        catch (MalformedFileException e) {
            // the other ranges may be sound
            scan.counters().malformedFile(e);
            inRange = false;
            return null;
        }
        int count = scan.rowCount();
        int[] selected = scan.rows();
        if (scan.counters().isSkip()) {
            selected = new SoundRows(columns, scan.counters()).sound(selected, count);
            count = selected.length;
        }
        if (limit.isPresent() && rows + count >= limit.getAsLong()) {
            count = (int) (limit.getAsLong() - rows);
            source.checkUnchanged();
            finished = true;
        }
        if (count == 0) {
            return null;
        }
        rows += count;
        return new LazySourcePage(columns, selected, count);
    }

    /**
     * Has ranges that lie close to each other requested in one: another request to a store takes longer than to read what is between them.
     */
    private void expectStretch()
    {
        if (file.stored().isLocal() || limit.isPresent() || ranges.get(nextRange).kind() != ScanRange.Kind.CHUNK) {
            return;
        }
        long end = ranges.get(nextRange).end();
        for (int next = nextRange + 1; next < ranges.size(); next++) {
            if (VirtualOffset.compressedOffset(ranges.get(next).begin()) - VirtualOffset.compressedOffset(end) > SMALL_GAP) {
                break;
            }
            end = ranges.get(next).end();
        }
        stream.expectStretch(end);
    }

    @Override
    public boolean isFinished()
    {
        return finished;
    }

    @Override
    public long getCompletedBytes()
    {
        return source.bytesRead();
    }

    /**
     * The rows that were given: how many there were beside them is not for everybody to know.
     */
    @Override
    public OptionalLong getCompletedPositions()
    {
        return OptionalLong.of(rows);
    }

    @Override
    public long getReadTimeNanos()
    {
        return source.readTimeNanos();
    }

    @Override
    public Metrics getMetrics()
    {
        ScanCounters counters = scan.counters();
        ImmutableMap.Builder<String, Metric<?>> metrics = ImmutableMap.<String, Metric<?>>builder()
                .put("bytes read", new LongCount(source.bytesRead()))
                .put("reads", new LongCount(source.reads()))
                .put("blocks inflated", new LongCount(stream.blocksDecoded()))
                .put("ranges", new LongCount(counters.chunks()));
        if (!errors.mayHide(table)) {
            // among them are those of others
            metrics.put("records decoded", new LongCount(counters.records()));
        }
        return new Metrics(metrics
                .put("records skipped", new LongCount(counters.skippedRecords()))
                .put("files broken off", new LongCount(counters.skippedFiles()))
                .put("sample columns decoded", new LongCount(counters.sampleColumns()))
                .buildOrThrow());
    }

    @Override
    public void close()
    {
        finished = true;
        memoryContext.setBytes(0);
        try {
            stream.close();
        }
        catch (RuntimeException | IOException e) {
            throw errors.failure(table, file, e);
        }
    }
}
