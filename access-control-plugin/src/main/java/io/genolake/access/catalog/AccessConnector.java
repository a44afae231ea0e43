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
package io.genolake.access.catalog;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.spi.type.MapType;
import io.trino.spi.type.TypeManager;

import java.util.Optional;
import java.util.Set;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

final class AccessConnector
        implements Connector
{
    private final PolicyAccess access;
    private final MapType textMap;
    private final DeidentificationFunctions functions;

    private enum Transaction
            implements ConnectorTransactionHandle
    {
        INSTANCE
    }

    AccessConnector(PolicyAccess access, TypeManager types, DeidentificationFunctions functions)
    {
        this.access = requireNonNull(access, "access is null");
        this.textMap = new MapType(VARCHAR, VARCHAR, types.getTypeOperators());
        this.functions = requireNonNull(functions, "functions is null");
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly, boolean autoCommit)
    {
        return Transaction.INSTANCE;
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transactionHandle)
    {
        return new AccessMetadata(functions);
    }

    @Override
    public Set<SystemTable> getSystemTables()
    {
        return ImmutableSet.of(
                new ExplanationTable(access, ExplanationTable.Kind.CAN_I),
                new ExplanationTable(access, ExplanationTable.Kind.EFFECTIVE_POLICY),
                new ExplanationTable(access, ExplanationTable.Kind.WHO_CAN_SEE),
                new AuditTable(access, textMap));
    }

    @Override
    public Optional<FunctionProvider> getFunctionProvider()
    {
        return Optional.of(functions);
    }

    @Override
    public void shutdown() {}
}
