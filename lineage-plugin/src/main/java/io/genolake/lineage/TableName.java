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
package io.genolake.lineage;

import io.trino.spi.eventlistener.ColumnDetail;
import io.trino.spi.eventlistener.QueryInputMetadata;
import io.trino.spi.eventlistener.QueryOutputMetadata;
import io.trino.spi.eventlistener.TableInfo;

import static java.util.Objects.requireNonNull;

record TableName(String catalog, String schema, String table)
{
    TableName
    {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
    }

    static TableName of(TableInfo table)
    {
        return new TableName(table.getCatalog(), table.getSchema(), table.getTable());
    }

    static TableName of(QueryInputMetadata input)
    {
        return new TableName(input.getCatalogName(), input.getSchema(), input.getTable());
    }

    static TableName of(QueryOutputMetadata output)
    {
        return new TableName(output.getCatalogName(), output.getSchema(), output.getTable());
    }

    static TableName of(ColumnDetail column)
    {
        return new TableName(column.getCatalog(), column.getSchema(), column.getTable());
    }

    /**
     * As OpenLineage names a table of Trino.
     */
    @Override
    public String toString()
    {
        return catalog + "." + schema + "." + table;
    }
}
