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
import com.google.common.collect.Lists;
import com.google.inject.Inject;
import io.genolake.connector.FileErrors;
import io.genolake.connector.GenomicsMetadata;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.GenomicsTransactions;
import io.genolake.connector.header.ForHeaders;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.predicate.FileCondition;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.snapshot.FileChange;
import io.genolake.connector.snapshot.HeaderDigests;
import io.genolake.connector.snapshot.SnapshotDiffHandle;
import io.genolake.connector.snapshot.Snapshots;
import io.genolake.connector.table.GenomicsTable;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorExpressionEvaluator;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.FixedSplitSource;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.predicate.TupleDomain;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

public final class GenomicsSplitManager
        implements ConnectorSplitManager
{
    private static final int FILES_PER_SPLIT = 100;

    private final GenomicsTransactions transactions;
    private final Lake lake;
    private final HeaderCache headers;
    private final IndexCache indexes;
    private final FileErrors errors;
    private final HeaderDigests headerDigests;
    private final Snapshots snapshots;
    private final ConnectorExpressionEvaluator evaluator;
    private final ExecutorService executor;

    @Inject
    public GenomicsSplitManager(
            GenomicsTransactions transactions,
            Lake lake,
            HeaderCache headers,
            IndexCache indexes,
            FileErrors errors,
            HeaderDigests headerDigests,
            Snapshots snapshots,
            ConnectorExpressionEvaluator evaluator,
            @ForHeaders ExecutorService executor)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.lake = requireNonNull(lake, "lake is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.indexes = requireNonNull(indexes, "indexes is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.headerDigests = requireNonNull(headerDigests, "headerDigests is null");
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
        this.evaluator = requireNonNull(evaluator, "evaluator is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle tableHandle,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) tableHandle;
        if (table.constraint().isNone()) {
            return new FixedSplitSource(ImmutableList.of());
        }
        GenomicsMetadata metadata = transactions.get(transaction);
        Predicate<LakeFile> chosen = FileCondition.all(table.fileConditions(), evaluator, session);
        if (table.table().isAboutFiles()) {
            return aboutFiles(table, metadata.files(session, table).stream().filter(chosen).toList());
        }
        TrinoFileSystem fileSystem = lake.fileSystem(session.getIdentity());
        return new GenomicsSplitSource(
                session,
                table,
                metadata.files(session, table),
                chosen,
                dynamicFilterColumns,
                new SchemaGuard(metadata.columns(session, table)),
                new VersionGuard(fileSystem, metadata.snapshot(session, table), headerDigests),
                fileSystem,
                headers,
                indexes,
                errors,
                executor);
    }

    @Override
    public ConnectorSplitSource getSplits(ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorTableFunctionHandle function)
    {
        List<FileChange> changes = snapshots.diff(session, (SnapshotDiffHandle) function);
        return new FixedSplitSource(Lists.partition(changes, FILES_PER_SPLIT).stream()
                .map(SnapshotDiffSplit::new)
                .collect(toImmutableList()));
    }

    private static ConnectorSplitSource aboutFiles(GenomicsTableHandle table, List<LakeFile> candidates)
    {
        ScanPredicate predicate = ScanPredicate.of(table, TupleDomain.all());
        List<LakeFile> files = candidates.stream()
                .filter(predicate::admits)
                .toList();
        // problems reads its files whole: the more nodes the better
        int batch = table.table() == GenomicsTable.PROBLEMS ? 1 : FILES_PER_SPLIT;
        return new FixedSplitSource(Lists.partition(files, batch).stream()
                .map(AboutSplit::new)
                .collect(toImmutableList()));
    }
}
