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
import io.genolake.connector.GenomicsMetadata;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.GenomicsTransactions;
import io.genolake.connector.header.ForHeaders;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.Project;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.GenomicsTable;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorExpressionEvaluator;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.FixedSplitSource;
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
    private final ConnectorExpressionEvaluator evaluator;
    private final ExecutorService executor;

    @Inject
    public GenomicsSplitManager(GenomicsTransactions transactions, Lake lake, HeaderCache headers, IndexCache indexes, ConnectorExpressionEvaluator evaluator, @ForHeaders ExecutorService executor)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.lake = requireNonNull(lake, "lake is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.indexes = requireNonNull(indexes, "indexes is null");
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
        Project project = metadata.project(session, table);
        Predicate<LakeFile> chosen = table.fileConditions().stream()
                .map(condition -> condition.predicate(evaluator, session))
                .reduce(_ -> true, Predicate::and);
        if (table.table().isAboutFiles()) {
            return aboutFiles(table, project.allFiles().stream().filter(chosen).toList());
        }
        return new GenomicsSplitSource(
                session,
                table,
                project.files(table.table().formats()),
                chosen,
                dynamicFilterColumns,
                new SchemaGuard(metadata.columns(session, table)),
                lake.fileSystem(session.getIdentity()),
                headers,
                indexes,
                executor);
    }

    private static ConnectorSplitSource aboutFiles(GenomicsTableHandle table, List<LakeFile> candidates)
    {
        ScanPredicate predicate = ScanPredicate.of(table, TupleDomain.all());
        List<LakeFile> files = candidates.stream()
                .filter(file -> table.table().formats().contains(file.format()))
                .filter(predicate::admits)
                .toList();
        // problems reads its files whole: the more nodes the better
        int batch = table.table() == GenomicsTable.PROBLEMS ? 1 : FILES_PER_SPLIT;
        return new FixedSplitSource(Lists.partition(files, batch).stream()
                .map(AboutSplit::new)
                .collect(toImmutableList()));
    }
}
