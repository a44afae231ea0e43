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
package io.genolake.connector.projection;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.airlift.slice.Slice;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.table.ColumnSource;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FieldDereference;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Lambda;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.expression.StandardFunctions.CAST_FUNCTION_NAME;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * The columns that expressions need, and no more of them than that: a field of INFO, FORMAT or call_counts in place of the row, a tag in place of all,
 * dosages in the type that they are cast to. So only what is asked for is decoded, and as what is asked for.
 *
 * @param columns by the expression that they replace
 */
public record ProjectedColumns(Map<ConnectorExpression, GenomicsColumnHandle> columns)
{
    private static final FunctionName SUBSCRIPT = new FunctionName("$operator$subscript");
    private static final FunctionName ELEMENT_AT = new FunctionName("element_at");

    public ProjectedColumns
    {
        columns = ImmutableMap.copyOf(requireNonNull(columns, "columns is null"));
    }

    public static ProjectedColumns of(List<ConnectorExpression> expressions, Map<String, ColumnHandle> assignments)
    {
        Map<ConnectorExpression, GenomicsColumnHandle> columns = new LinkedHashMap<>();
        expressions.forEach(expression -> collect(expression, assignments, ImmutableSet.of(), columns));
        // where a column with a dictionary is asked for in both types, Trino casts the dictionary, and genotypes are decoded once
        columns.entrySet().removeIf(entry -> entry.getValue().source() == ColumnSource.DOSAGE
                && isCast(entry.getKey())
                && columns.containsKey(entry.getKey().getChildren().getFirst()));
        return new ProjectedColumns(columns);
    }

    private static void collect(ConnectorExpression expression, Map<String, ColumnHandle> assignments, Set<String> lambdaArguments, Map<ConnectorExpression, GenomicsColumnHandle> columns)
    {
        Optional<GenomicsColumnHandle> column = column(expression, assignments, lambdaArguments);
        if (column.isPresent()) {
            columns.put(expression, column.orElseThrow());
            return;
        }
        if (expression instanceof Lambda lambda) {
            Set<String> arguments = Sets.union(lambdaArguments, lambda.getArguments().stream().map(Variable::getName).collect(toImmutableSet()));
            collect(lambda.getBody(), assignments, arguments, columns);
            return;
        }
        expression.getChildren().forEach(child -> collect(child, assignments, lambdaArguments, columns));
    }

    private static Optional<GenomicsColumnHandle> column(ConnectorExpression expression, Map<String, ColumnHandle> assignments, Set<String> lambdaArguments)
    {
        if (expression instanceof Variable variable) {
            return lambdaArguments.contains(variable.getName()) ? Optional.empty() : Optional.of((GenomicsColumnHandle) assignments.get(variable.getName()));
        }
        if (expression instanceof FieldDereference dereference && dereference.getTarget() instanceof Variable variable) {
            return column(variable, assignments, lambdaArguments)
                    .map(row -> field(row, dereference.getField()));
        }
        if (isCast(expression) && expression.getChildren().getFirst() instanceof Variable variable) {
            return column(variable, assignments, lambdaArguments)
                    .filter(column -> column.source().canBeReadAs(expression.getType()))
                    .map(column -> cast(column, expression.getType()));
        }
        if (expression instanceof Call call
                && (call.getFunctionName().equals(SUBSCRIPT) || call.getFunctionName().equals(ELEMENT_AT))
                && call.getArguments().size() == 2
                && call.getArguments().getFirst() instanceof Variable variable
                && call.getArguments().getLast() instanceof Constant constant
                && constant.getValue() instanceof Slice key) {
            return column(variable, assignments, lambdaArguments)
                    .filter(map -> map.source() == ColumnSource.TAGS)
                    .map(map -> tag(map, key.toStringUtf8()));
        }
        return Optional.empty();
    }

    private static boolean isCast(ConnectorExpression expression)
    {
        return expression instanceof Call call && call.getFunctionName().equals(CAST_FUNCTION_NAME);
    }

    private static GenomicsColumnHandle field(GenomicsColumnHandle row, int index)
    {
        RowType.Field field = ((RowType) row.type()).getFields().get(index);
        String name = field.getName().orElseThrow();
        String key = row.source() == ColumnSource.CALL_COUNTS ? name : row.keys().get(index);
        return new GenomicsColumnHandle(row.name() + "." + name, row.source(), ImmutableList.of(key), field.getType(), row.hidden());
    }

    private static GenomicsColumnHandle tag(GenomicsColumnHandle map, String key)
    {
        return new GenomicsColumnHandle("%s['%s']".formatted(map.name(), key), map.source(), ImmutableList.of(key), VARCHAR, map.hidden());
    }

    private static GenomicsColumnHandle cast(GenomicsColumnHandle column, Type type)
    {
        return new GenomicsColumnHandle("CAST(%s AS %s)".formatted(column.name(), type), column.source(), column.keys(), type, column.hidden());
    }

    /**
     * Whether every column is read whole.
     */
    public boolean isWhole()
    {
        return columns.keySet().stream().allMatch(Variable.class::isInstance);
    }
}
