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
package io.genolake.connector.split;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.connector.FileErrors;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.header.HeaderResult;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.index.BinningIndex;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.metrics.Metric;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import static io.genolake.connector.GenomicsSessionProperties.getDynamicFilteringWaitTimeout;
import static io.genolake.connector.GenomicsSessionProperties.getMaxSplitSize;
import static io.genolake.connector.GenomicsSessionProperties.isIgnoreUntrustedIndex;
import static io.genolake.connector.GenomicsSessionProperties.isSkipMalformedRecords;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * The splits of a table of records: prunes files by listing, header and index, some files at a time and side by side.
 */
final class GenomicsSplitSource
        implements ConnectorSplitSource
{
    private static final int FILES_AT_A_TIME = 64;

    private final ConnectorSession session;
    private final GenomicsTableHandle table;
    private final Iterator<LakeFile> files;
    private final Predicate<LakeFile> chosen;
    private final boolean awaitsDynamicFilter;
    private final SchemaGuard schemaGuard;
    private final VersionGuard versionGuard;
    private final TrinoFileSystem fileSystem;
    private final HeaderCache headers;
    private final IndexCache indexes;
    private final FileErrors errors;
    private final ExecutorService executor;
    private final FilePlanner planner;
    private final boolean countable;

    private final Queue<ConnectorSplit> ready = new ArrayDeque<>();
    private final AtomicLong filesPruned = new AtomicLong();
    private final AtomicLong filesSkipped = new AtomicLong();
    private final AtomicLong filesIndexed = new AtomicLong();
    private final AtomicLong filesScanned = new AtomicLong();
    private final AtomicLong filesCounted = new AtomicLong();
    private final AtomicLong untrustedIndexes = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private volatile boolean closed;

    private TupleDomain<ColumnHandle> knownFilter = TupleDomain.all();
    private ScanPredicate predicate;

    GenomicsSplitSource(
            ConnectorSession session,
            GenomicsTableHandle table,
            List<LakeFile> files,
            Predicate<LakeFile> chosen,
            Set<ColumnHandle> dynamicFilterColumns,
            SchemaGuard schemaGuard,
            VersionGuard versionGuard,
            TrinoFileSystem fileSystem,
            HeaderCache headers,
            IndexCache indexes,
            FileErrors errors,
            ExecutorService executor)
    {
        this.session = requireNonNull(session, "session is null");
        this.table = requireNonNull(table, "table is null");
        this.files = List.copyOf(files).iterator();
        this.chosen = requireNonNull(chosen, "chosen is null");
        this.awaitsDynamicFilter = dynamicFilterColumns.stream()
                .map(GenomicsColumnHandle.class::cast)
                .anyMatch(column -> column.source().isEnforced());
        this.schemaGuard = requireNonNull(schemaGuard, "schemaGuard is null");
        this.versionGuard = requireNonNull(versionGuard, "versionGuard is null");
        this.fileSystem = requireNonNull(fileSystem, "fileSystem is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.indexes = requireNonNull(indexes, "indexes is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.executor = requireNonNull(executor, "executor is null");
        planner = new FilePlanner(getMaxSplitSize(session).toBytes());
        predicate = ScanPredicate.of(table, TupleDomain.all());
        // an index counts malformed records, too
        countable = RecordCounter.isCountable(table) && !isSkipMalformedRecords(session);
    }

    @Override
    public long getRequestedDynamicFilterWaitTimeoutMillis()
    {
        return awaitsDynamicFilter ? getDynamicFilteringWaitTimeout(session).toMillis() : 0;
    }

    @Override
    public CompletableFuture<List<ConnectorSplit>> getNextBatch(int maxSize, DynamicFilterSnapshot dynamicFilter)
    {
        if (!dynamicFilter.currentPredicate().equals(knownFilter)) {
            knownFilter = dynamicFilter.currentPredicate();
            predicate = ScanPredicate.of(table, knownFilter.transformKeys(GenomicsColumnHandle.class::cast));
        }
        if (predicate.isNone()) {
            files.forEachRemaining(_ -> filesPruned.incrementAndGet());
        }
        if (!ready.isEmpty() || !files.hasNext()) {
            return completedFuture(poll(maxSize));
        }

        ScanPredicate current = predicate;
        List<CompletableFuture<List<ConnectorSplit>>> planned = new ArrayList<>();
        while (files.hasNext() && planned.size() < FILES_AT_A_TIME) {
            LakeFile file = files.next();
            if (!chosen.test(file) || !current.admits(file)) {
                filesPruned.incrementAndGet();
                continue;
            }
            planned.add(CompletableFuture.supplyAsync(() -> plan(file, current), executor));
        }
        CompletableFuture<List<ConnectorSplit>> batch = new CompletableFuture<>();
        CompletableFuture.allOf(planned.toArray(CompletableFuture[]::new))
                .whenComplete((_, e) -> {
                    if (e != null) {
                        // the engine is to see what failed, not that a future did
                        batch.completeExceptionally(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
                        return;
                    }
                    planned.forEach(splits -> ready.addAll(splits.join()));
                    batch.complete(poll(maxSize));
                });
        return batch;
    }

    private List<ConnectorSplit> poll(int maxSize)
    {
        List<ConnectorSplit> batch = new ArrayList<>();
        while (batch.size() < maxSize && !ready.isEmpty()) {
            batch.add(ready.poll());
        }
        return batch;
    }

    private List<ConnectorSplit> plan(LakeFile file, ScanPredicate predicate)
    {
        if (closed) {
            return List.of();
        }
        try {
            versionGuard.check(file);
            HeaderResult result = headers.get(fileSystem, file);
            if (result.failure().isPresent() && isSkipMalformedRecords(session)) {
                filesSkipped.incrementAndGet();
                return List.of();
            }
            FileHeader header = result.orElseThrow();
            versionGuard.check(file, header);
            if (!predicate.admits(header)) {
                filesPruned.incrementAndGet();
                return List.of();
            }
            schemaGuard.check(file, header);
            Optional<BinningIndex> index = index(file, header);
            if (countable && index.isPresent()) {
                Optional<CountedSplit> counted = RecordCounter.count(file, header, index.orElseThrow(), predicate, table.isProjected(ColumnSource.CHROM));
                if (counted.isPresent()) {
                    filesCounted.incrementAndGet();
                    return List.of(counted.orElseThrow());
                }
            }
            FilePlanner.Plan plan = planner.plan(file, header, index, predicate);
            chunks.addAndGet(plan.chunks());
            count(plan).incrementAndGet();
            return ImmutableList.copyOf(plan.splits());
        }
        catch (RuntimeException e) {
            throw errors.failure(table, file, e);
        }
    }

    private AtomicLong count(FilePlanner.Plan plan)
    {
        if (plan.splits().isEmpty()) {
            return filesPruned;
        }
        return plan.indexed() ? filesIndexed : filesScanned;
    }

    private Optional<BinningIndex> index(LakeFile file, FileHeader header)
    {
        try {
            return indexes.get(fileSystem, file, header);
        }
        catch (MalformedFileException e) {
            // the file itself is broken: to read it without its index would say so, too
            if (e.scope() == Scope.INDEX && isIgnoreUntrustedIndex(session)) {
                untrustedIndexes.incrementAndGet();
                return Optional.empty();
            }
            if (e.scope() != Scope.INDEX && isSkipMalformedRecords(session)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean isFinished()
    {
        return closed || (ready.isEmpty() && !files.hasNext());
    }

    @Override
    public Metrics getMetrics()
    {
        ImmutableMap.Builder<String, Metric<?>> metrics = ImmutableMap.builder();
        if (!errors.mayHide(table)) {
            // how many files there are of others is not for everybody to know
            metrics.put("files pruned", new LongCount(filesPruned.get()));
        }
        metrics.putAll(ImmutableMap.of(
                "files skipped", new LongCount(filesSkipped.get()),
                "files read by index", new LongCount(filesIndexed.get()),
                "files read whole", new LongCount(filesScanned.get()),
                "files counted by index", new LongCount(filesCounted.get()),
                "indexes ignored", new LongCount(untrustedIndexes.get()),
                "chunks", new LongCount(chunks.get())));
        return new Metrics(metrics.buildOrThrow());
    }

    @Override
    public void close()
    {
        closed = true;
    }
}
