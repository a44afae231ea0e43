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
package io.genolake.connector;

import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.airlift.bootstrap.LifeCycleManager;
import io.genolake.connector.snapshot.SnapshotDiffFunction;
import io.genolake.connector.snapshot.SnapshotProcedures;
import io.genolake.connector.tablefunction.IntervalTableFunctions;
import io.trino.plugin.base.session.SessionPropertiesProvider;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.transaction.IsolationLevel.READ_COMMITTED;
import static io.trino.spi.transaction.IsolationLevel.checkConnectorSupports;
import static java.util.Objects.requireNonNull;

public class GenomicsConnector
        implements Connector
{
    private final LifeCycleManager lifeCycleManager;
    private final GenomicsTransactions transactions;
    private final ConnectorSplitManager splitManager;
    private final ConnectorPageSourceProvider pageSourceProvider;
    private final FunctionProvider functionProvider;
    private final SnapshotProcedures snapshotProcedures;
    private final SnapshotDiffFunction snapshotDiff;
    private final SessionPropertiesProvider sessionProperties;

    @Inject
    public GenomicsConnector(
            LifeCycleManager lifeCycleManager,
            GenomicsTransactions transactions,
            ConnectorSplitManager splitManager,
            ConnectorPageSourceProvider pageSourceProvider,
            FunctionProvider functionProvider,
            SnapshotProcedures snapshotProcedures,
            SnapshotDiffFunction snapshotDiff,
            SessionPropertiesProvider sessionProperties)
    {
        this.lifeCycleManager = requireNonNull(lifeCycleManager, "lifeCycleManager is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.splitManager = requireNonNull(splitManager, "splitManager is null");
        this.pageSourceProvider = requireNonNull(pageSourceProvider, "pageSourceProvider is null");
        this.functionProvider = requireNonNull(functionProvider, "functionProvider is null");
        this.snapshotProcedures = requireNonNull(snapshotProcedures, "snapshotProcedures is null");
        this.snapshotDiff = requireNonNull(snapshotDiff, "snapshotDiff is null");
        this.sessionProperties = requireNonNull(sessionProperties, "sessionProperties is null");
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly, boolean autoCommit)
    {
        checkConnectorSupports(READ_COMMITTED, isolationLevel);
        return transactions.begin();
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction)
    {
        return transactions.get(transaction);
    }

    @Override
    public void commit(ConnectorTransactionHandle transaction)
    {
        transactions.end(transaction);
    }

    @Override
    public void rollback(ConnectorTransactionHandle transaction)
    {
        transactions.end(transaction);
    }

    @Override
    public ConnectorSplitManager getSplitManager()
    {
        return splitManager;
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider()
    {
        return pageSourceProvider;
    }

    @Override
    public Set<ConnectorTableFunction> getTableFunctions()
    {
        return ImmutableSet.<ConnectorTableFunction>builder()
                .addAll(IntervalTableFunctions.all())
                .add(snapshotDiff)
                .build();
    }

    @Override
    public Set<Procedure> getProcedures()
    {
        return snapshotProcedures.procedures();
    }

    @Override
    public Optional<FunctionProvider> getFunctionProvider()
    {
        return Optional.of(functionProvider);
    }

    @Override
    public List<PropertyMetadata<?>> getSessionProperties()
    {
        return sessionProperties.getSessionProperties();
    }

    @Override
    public void shutdown()
    {
        lifeCycleManager.stop();
    }
}
