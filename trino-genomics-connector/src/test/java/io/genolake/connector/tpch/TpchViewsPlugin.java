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
package io.genolake.connector.tpch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterators;
import io.genolake.connector.GenomicsConnectorFactory;
import io.trino.plugin.base.classloader.ClassLoaderSafeConnectorMetadata;
import io.trino.plugin.base.classloader.ClassLoaderSafeIterator;
import io.trino.spi.Plugin;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.tpch.TpchTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import static java.util.Objects.requireNonNull;

/**
 * The genomics connector with views in it, of which it has none itself: whatever is asked of a view runs through the connector's tables.
 */
final class TpchViewsPlugin
        implements Plugin
{
    private final List<TpchTable<?>> tables;

    TpchViewsPlugin(List<TpchTable<?>> tables)
    {
        this.tables = ImmutableList.copyOf(tables);
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return ImmutableList.of(new ConnectorFactory()
        {
            private final ConnectorFactory delegate = new GenomicsConnectorFactory();

            @Override
            public String getName()
            {
                return delegate.getName();
            }

            @Override
            public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
            {
                return new ViewsConnector(delegate.create(catalogName, config, context), TpchViews.views(catalogName, tables));
            }
        });
    }

    private record ViewsConnector(Connector delegate, Map<SchemaTableName, ConnectorViewDefinition> views)
            implements Connector
    {
        private ViewsConnector
        {
            requireNonNull(delegate, "delegate is null");
            requireNonNull(views, "views is null");
        }

        @Override
        public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly, boolean autoCommit)
        {
            return delegate.beginTransaction(isolationLevel, readOnly, autoCommit);
        }

        @Override
        public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction)
        {
            return new ViewsMetadata(delegate.getMetadata(session, transaction), views);
        }

        @Override
        public void commit(ConnectorTransactionHandle transaction)
        {
            delegate.commit(transaction);
        }

        @Override
        public void rollback(ConnectorTransactionHandle transaction)
        {
            delegate.rollback(transaction);
        }

        @Override
        public ConnectorSplitManager getSplitManager()
        {
            return delegate.getSplitManager();
        }

        @Override
        public ConnectorPageSourceProvider getPageSourceProvider()
        {
            return delegate.getPageSourceProvider();
        }

        @Override
        public List<PropertyMetadata<?>> getSessionProperties()
        {
            return delegate.getSessionProperties();
        }

        @Override
        public void shutdown()
        {
            delegate.shutdown();
        }
    }

    private static final class ViewsMetadata
            extends ClassLoaderSafeConnectorMetadata
    {
        private final Map<SchemaTableName, ConnectorViewDefinition> views;

        private ViewsMetadata(ConnectorMetadata delegate, Map<SchemaTableName, ConnectorViewDefinition> views)
        {
            super(delegate, ViewsMetadata.class.getClassLoader());
            this.views = requireNonNull(views, "views is null");
        }

        @Override
        public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schemaName)
        {
            return ImmutableList.<SchemaTableName>builder()
                    .addAll(super.listTables(session, schemaName))
                    .addAll(listViews(session, schemaName))
                    .build();
        }

        @Override
        public List<SchemaTableName> listViews(ConnectorSession session, Optional<String> schemaName)
        {
            return views.keySet().stream()
                    .filter(view -> schemaName.isEmpty() || schemaName.orElseThrow().equals(view.getSchemaName()))
                    .toList();
        }

        @Override
        public Map<SchemaTableName, ConnectorViewDefinition> getViews(ConnectorSession session, Optional<String> schemaName)
        {
            return schemaName.isEmpty() || schemaName.orElseThrow().equals(TpchLake.PROJECT) ? views : Map.of();
        }

        @Override
        public Optional<ConnectorViewDefinition> getView(ConnectorSession session, SchemaTableName viewName)
        {
            return Optional.ofNullable(views.get(viewName));
        }

        @Override
        public boolean isView(ConnectorSession session, SchemaTableName viewName)
        {
            return views.containsKey(viewName);
        }

        @Override
        public ClassLoaderSafeIterator<RelationColumnsMetadata> streamRelationColumns(ConnectorSession session, Optional<String> schemaName, UnaryOperator<Set<SchemaTableName>> relationFilter)
        {
            return new ClassLoaderSafeIterator<>(
                    Iterators.concat(
                            super.streamRelationColumns(session, schemaName, relationFilter),
                            relationFilter.apply(Set.copyOf(listViews(session, schemaName))).stream()
                                    .map(view -> RelationColumnsMetadata.forView(view, views.get(view).getColumns()))
                                    .iterator()),
                    getClass().getClassLoader());
        }
    }
}
