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

import com.google.inject.Inject;
import io.genolake.connector.FileErrors;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.about.AboutFiles;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.FileCheck;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.StoredFileSource;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.split.AboutSplit;
import io.genolake.connector.split.CountedSplit;
import io.genolake.connector.split.RecordSplit;
import io.genolake.connector.table.ColumnSource;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.Window;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.EmptyPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.predicate.Domain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.connector.GenomicsSessionProperties.isSkipMalformedRecords;
import static io.trino.plugin.base.util.Closables.closeAllSuppress;
import static java.lang.Math.toIntExact;
import static java.util.Objects.requireNonNull;

public final class GenomicsPageSourceProvider
        implements ConnectorPageSourceProvider
{
    private final Lake lake;
    private final HeaderCache headers;
    private final AboutFiles aboutFiles;
    private final FileErrors errors;
    private final int maxRecordSize;

    @Inject
    public GenomicsPageSourceProvider(GenomicsConfig config, Lake lake, HeaderCache headers, AboutFiles aboutFiles, FileErrors errors)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.aboutFiles = requireNonNull(aboutFiles, "aboutFiles is null");
        this.errors = requireNonNull(errors, "errors is null");
        maxRecordSize = toIntExact(config.getMaxRecordSize().toBytes());
    }

    @Override
    public ConnectorPageSource createPageSource(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorSplit split,
            ConnectorTableHandle tableHandle,
            Optional<ConnectorTableCredentials> tableCredentials,
            List<ColumnHandle> columnHandles,
            DynamicFilter dynamicFilter,
            MemoryContext memoryContext)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) tableHandle;
        List<GenomicsColumnHandle> columns = columnHandles.stream()
                .map(GenomicsColumnHandle.class::cast)
                .collect(toImmutableList());
        // what has come in of the other side of a join since the split was made
        ScanPredicate predicate = ScanPredicate.of(table, dynamicFilter.getCurrentPredicate().transformKeys(GenomicsColumnHandle.class::cast));
        if (predicate.isNone()) {
            return new EmptyPageSource();
        }
        TrinoFileSystem fileSystem = lake.fileSystem(session.getIdentity());
        return switch (split) {
            case AboutSplit about -> aboutFiles.pageSource(fileSystem, table, about.files(), columns, predicate, isSkipMalformedRecords(session));
            case CountedSplit counted -> countedPageSource(fileSystem, table, counted, columns, predicate);
            case RecordSplit records -> recordPageSource(session, fileSystem, table, records, columns, predicate, memoryContext);
            default -> throw new IllegalArgumentException("unknown split: " + split);
        };
    }

    private ConnectorPageSource countedPageSource(TrinoFileSystem fileSystem, GenomicsTableHandle table, CountedSplit split, List<GenomicsColumnHandle> columns, ScanPredicate predicate)
    {
        Optional<Domain> chrom = predicate.domain(ColumnSource.CHROM);
        try {
            new FileCheck(fileSystem, table.version()).check(split.file().stored());
        }
        catch (RuntimeException e) {
            throw errors.failure(table, split.file(), e);
        }
        List<CountedSplit.ContigCount> counts = split.counts().stream()
                // what has come in of the other side of a join since the split was made
                .filter(count -> chrom.isEmpty() || count.chrom().map(name -> ScanPredicate.admits(chrom.orElseThrow(), name)).orElse(chrom.orElseThrow().isNullAllowed()))
                .toList();
        return new CountedPageSource(new CountedSplit(split.file(), counts), columns);
    }

    private ConnectorPageSource recordPageSource(
            ConnectorSession session,
            TrinoFileSystem fileSystem,
            GenomicsTableHandle table,
            RecordSplit split,
            List<GenomicsColumnHandle> columns,
            ScanPredicate predicate,
            MemoryContext memoryContext)
    {
        if (!predicate.admits(split.file())) {
            return new EmptyPageSource();
        }
        try {
            FileCheck check = new FileCheck(fileSystem, table.version());
            if (table.version().isPresent()) {
                // before anything is read: what fails then is to say which version the file is not of
                check.check(split.file().stored());
            }
            FileHeader header = headers.get(fileSystem, split.file()).orElseThrow();
            if (!predicate.admits(header)) {
                return new EmptyPageSource();
            }
            StoredFileSource source = new StoredFileSource(fileSystem, split.file().stored(), check);
            try {
                BlockStream stream = BlockStreams.open(source, header.compression());
                ScanCounters counters = new ScanCounters(isSkipMalformedRecords(session));
                RecordScan scan = scan(table.table(), header, new Window(stream, maxRecordSize, table.limit().isEmpty()), columns, predicate, counters);
                return new RecordPageSource(split.file(), source, stream, scan, split.ranges(), columns, table, errors, memoryContext);
            }
            catch (Throwable e) {
                closeAllSuppress(e, source);
                throw e;
            }
        }
        catch (RuntimeException | IOException e) {
            throw errors.failure(table, split.file(), e);
        }
    }

    private RecordScan scan(GenomicsTable table, FileHeader header, Window window, List<GenomicsColumnHandle> columns, ScanPredicate predicate, ScanCounters counters)
    {
        return switch (header) {
            case FileHeader.Vcf vcf when table == GenomicsTable.GENOTYPES -> new GenotypeScan(window, vcf, columns, predicate, counters);
            case FileHeader.Vcf vcf -> new VariantScan(window, vcf, columns, predicate, counters);
            case FileHeader.Bam bam -> new BamScan(window, bam, maxRecordSize, predicate, counters);
            case FileHeader.Lines lines -> new BedScan(window, lines, predicate, counters);
        };
    }
}
