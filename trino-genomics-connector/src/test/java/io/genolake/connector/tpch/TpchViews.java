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

import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.ConnectorViewDefinition.ViewColumn;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.Type;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.stream.Collectors.joining;

/**
 * Views on the variants of {@link TpchLake}, which give its tables the names and types that they have in TPC-H.
 */
final class TpchViews
{
    private TpchViews() {}

    static Map<SchemaTableName, ConnectorViewDefinition> views(String catalog, List<TpchTable<?>> tables)
    {
        return tables.stream()
                .collect(toImmutableMap(
                        table -> new SchemaTableName(TpchLake.PROJECT, table.getTableName()),
                        table -> view(catalog, table)));
    }

    private static ConnectorViewDefinition view(String catalog, TpchTable<?> table)
    {
        String columns = table.getColumns().stream()
                .map(column -> expression(column) + " AS " + column.getSimplifiedColumnName())
                .collect(joining(", "));
        return new ConnectorViewDefinition(
                "SELECT %s FROM %s.%s.variants WHERE relation = '%s'".formatted(columns, catalog, TpchLake.PROJECT, table.getTableName()),
                Optional.of(catalog),
                Optional.of(TpchLake.PROJECT),
                table.getColumns().stream()
                        .map(column -> new ViewColumn(column.getSimplifiedColumnName(), type(column).getTypeId(), Optional.empty()))
                        .collect(toImmutableList()),
                Optional.empty(),
                Optional.empty(),
                true,
                List.of());
    }

    private static String expression(TpchColumn<?> column)
    {
        String field = "info." + column.getSimplifiedColumnName();
        return switch (column.getType().getBase()) {
            case IDENTIFIER, DOUBLE -> field;
            case INTEGER -> "CAST(%s AS integer)".formatted(field);
            case DATE -> "CAST(%s AS date)".formatted(field);
            // names have nothing in them that must be encoded
            case VARCHAR -> column.getSimplifiedColumnName().equals("name") ? field : "vcf_decode(%s)".formatted(field);
        };
    }

    private static Type type(TpchColumn<?> column)
    {
        return switch (column.getType().getBase()) {
            case IDENTIFIER -> BIGINT;
            case INTEGER -> INTEGER;
            case DATE -> DATE;
            case DOUBLE -> DOUBLE;
            case VARCHAR -> VARCHAR;
        };
    }
}
