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
package io.genolake.connector.predicate;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.table.ColumnSource;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorExpressionEvaluator;
import io.trino.spi.connector.ConnectorExpressionEvaluator.EvaluationResult;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;
import io.trino.spi.predicate.NullableValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static com.google.common.base.Preconditions.checkState;
import static io.trino.spi.expression.StandardFunctions.AND_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.ARRAY_CONSTRUCTOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IN_PREDICATE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IS_NULL_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LIKE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NOT_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NOT_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.OR_FUNCTION_NAME;
import static java.util.Objects.requireNonNull;

/**
 * A condition that is the same for all rows of a file, such as {@code "$path" LIKE '%tumor%'}: it chooses files, and the engine need not see it.
 *
 * @param columns of the expression's variables
 */
public record FileCondition(ConnectorExpression expression, Map<String, GenomicsColumnHandle> columns)
{
    // what cannot fail, whatever the values: a failure would tell of files that a user is not to see
    private static final Set<FunctionName> FUNCTIONS = ImmutableSet.of(
            AND_FUNCTION_NAME,
            OR_FUNCTION_NAME,
            NOT_FUNCTION_NAME,
            IS_NULL_FUNCTION_NAME,
            IN_PREDICATE_FUNCTION_NAME,
            ARRAY_CONSTRUCTOR_FUNCTION_NAME,
            LIKE_FUNCTION_NAME,
            EQUAL_OPERATOR_FUNCTION_NAME,
            NOT_EQUAL_OPERATOR_FUNCTION_NAME,
            LESS_THAN_OPERATOR_FUNCTION_NAME,
            LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME,
            GREATER_THAN_OPERATOR_FUNCTION_NAME,
            GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME);

    public FileCondition
    {
        requireNonNull(expression, "expression is null");
        columns = ImmutableMap.copyOf(requireNonNull(columns, "columns is null"));
    }

    /**
     * @return empty if the expression is of another kind, or the engine cannot evaluate it for the connector
     */
    public static Optional<FileCondition> of(ConnectorExpression expression, Map<String, ColumnHandle> assignments, ConnectorExpressionEvaluator evaluator, ConnectorSession session)
    {
        Map<String, GenomicsColumnHandle> columns = new HashMap<>();
        if (!collect(expression, assignments, columns) || columns.isEmpty()) {
            return Optional.empty();
        }
        Map<String, NullableValue> nulls = new HashMap<>();
        columns.forEach((name, column) -> nulls.put(name, NullableValue.asNull(column.type())));
        if (evaluator.prepare(session, expression).tryEvaluate(nulls) instanceof EvaluationResult.NoResult) {
            return Optional.empty();
        }
        return Optional.of(new FileCondition(expression, columns));
    }

    private static boolean collect(ConnectorExpression expression, Map<String, ColumnHandle> assignments, Map<String, GenomicsColumnHandle> columns)
    {
        return switch (expression) {
            case Constant _ -> true;
            case Variable variable -> {
                GenomicsColumnHandle column = (GenomicsColumnHandle) assignments.get(variable.getName());
                columns.put(variable.getName(), column);
                yield isOfFile(column.source());
            }
            case Call call -> FUNCTIONS.contains(call.getFunctionName())
                    && call.getArguments().stream().allMatch(argument -> collect(argument, assignments, columns));
            default -> false;
        };
    }

    private static boolean isOfFile(ColumnSource source)
    {
        return switch (source) {
            case PATH, FILE, FILE_SIZE, FILE_MODIFIED_TIME, SEGMENT -> true;
            default -> false;
        };
    }

    /**
     * The test of a file by all of some conditions.
     */
    public static Predicate<LakeFile> all(List<FileCondition> conditions, ConnectorExpressionEvaluator evaluator, ConnectorSession session)
    {
        return conditions.stream()
                .map(condition -> condition.predicate(evaluator, session))
                .reduce(_ -> true, Predicate::and);
    }

    /**
     * The test of a file.
     */
    private Predicate<LakeFile> predicate(ConnectorExpressionEvaluator evaluator, ConnectorSession session)
    {
        ConnectorExpressionEvaluator.Prepared prepared = evaluator.prepare(session, expression);
        return file -> {
            Map<String, NullableValue> values = new HashMap<>();
            columns.forEach((name, column) -> values.put(name, new NullableValue(column.type(), ScanPredicate.value(column, file))));
            EvaluationResult result = prepared.tryEvaluate(values);
            checkState(result instanceof EvaluationResult.Value, "cannot evaluate %s", expression);
            return Boolean.TRUE.equals(((EvaluationResult.Value) result).value());
        };
    }

    @Override
    public String toString()
    {
        return expression.toString();
    }
}
