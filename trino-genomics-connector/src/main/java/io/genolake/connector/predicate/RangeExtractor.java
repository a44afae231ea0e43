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

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.region.Region;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.expression.StandardFunctions.AND_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.ARRAY_CONSTRUCTOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.BETWEEN_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IN_PREDICATE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.OR_FUNCTION_NAME;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * Finds in an expression the ranges outside of which it cannot be true: in {@code in_region} calls, and in an OR of conditions
 * on chrom, pos and end_pos, which is no domain of single columns. The ranges hold more than what the expression is true for; the engine
 * evaluates it all the same.
 */
public final class RangeExtractor
{
    private static final FunctionName IN_REGION = new FunctionName("in_region");
    private static final int MAX_RANGES = 10_000;

    private final Map<String, ColumnHandle> assignments;

    public RangeExtractor(Map<String, ColumnHandle> assignments)
    {
        this.assignments = requireNonNull(assignments, "assignments is null");
    }

    /**
     * @return empty if the expression says nothing about where a record lies
     */
    public Optional<List<GenomicRange>> extract(ConnectorExpression expression)
    {
        return bounds(expression)
                .filter(bounds -> bounds.size() <= MAX_RANGES)
                .map(bounds -> bounds.stream()
                        .flatMap(bound -> bound.ranges().stream())
                        .distinct()
                        .toList())
                .filter(ranges -> !ranges.isEmpty() && ranges.size() <= MAX_RANGES)
                .filter(ranges -> ranges.stream().noneMatch(range -> range.chrom().isEmpty() && range.start() <= 1 && range.end() == Long.MAX_VALUE));
    }

    /**
     * A conjunction of conditions on where a record lies: an empty set of contigs is none, no set is any.
     *
     * @param minEnd the record's last base is not before it
     * @param maxPos the record's first base is not after it
     */
    private record Bound(Optional<Set<String>> chroms, long minEnd, long maxPos)
    {
        private static final Bound ANY = new Bound(Optional.empty(), 1, Long.MAX_VALUE);

        Bound and(Bound other)
        {
            Optional<Set<String>> both = chroms.isEmpty() ? other.chroms : chroms.map(mine -> {
                Set<String> result = new HashSet<>(mine);
                other.chroms.ifPresent(result::retainAll);
                return result;
            });
            return new Bound(both, max(minEnd, other.minEnd), min(maxPos, other.maxPos));
        }

        List<GenomicRange> ranges()
        {
            // a record that begins before maxPos and ends after minEnd spans both where they are crossed
            long start = min(minEnd, maxPos);
            long end = maxPos;
            if (chroms.isEmpty()) {
                return ImmutableList.of(new GenomicRange(Optional.empty(), start, end));
            }
            return chroms.orElseThrow().stream()
                    .sorted()
                    .map(chrom -> new GenomicRange(Optional.of(chrom), start, end))
                    .toList();
        }
    }

    private Optional<List<Bound>> bounds(ConnectorExpression expression)
    {
        if (!(expression instanceof Call call)) {
            return Optional.empty();
        }
        FunctionName function = call.getFunctionName();
        List<ConnectorExpression> arguments = call.getArguments();
        if (function.equals(AND_FUNCTION_NAME)) {
            return and(arguments);
        }
        if (function.equals(OR_FUNCTION_NAME)) {
            return or(arguments);
        }
        if (function.equals(IN_REGION) && arguments.size() == 4) {
            return inRegion(arguments);
        }
        if (function.equals(EQUAL_OPERATOR_FUNCTION_NAME)) {
            return comparison(arguments, true, true);
        }
        if (function.equals(GREATER_THAN_OPERATOR_FUNCTION_NAME) || function.equals(GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME)) {
            return isConstant(arguments.getFirst()) ? comparison(arguments, false, true) : comparison(arguments, true, false);
        }
        if (function.equals(LESS_THAN_OPERATOR_FUNCTION_NAME) || function.equals(LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME)) {
            return isConstant(arguments.getFirst()) ? comparison(arguments, true, false) : comparison(arguments, false, true);
        }
        if (function.equals(BETWEEN_FUNCTION_NAME)) {
            return and(
                    comparison(ImmutableList.of(arguments.get(0), arguments.get(1)), true, false),
                    comparison(ImmutableList.of(arguments.get(0), arguments.get(2)), false, true));
        }
        if (function.equals(IN_PREDICATE_FUNCTION_NAME) && arguments.get(1) instanceof Call array && array.getFunctionName().equals(ARRAY_CONSTRUCTOR_FUNCTION_NAME)) {
            List<Bound> alternatives = new ArrayList<>();
            for (ConnectorExpression value : array.getArguments()) {
                Optional<List<Bound>> alternative = comparison(ImmutableList.of(arguments.getFirst(), value), true, true);
                if (alternative.isEmpty()) {
                    return Optional.empty();
                }
                alternatives.addAll(alternative.orElseThrow());
            }
            return Optional.of(alternatives);
        }
        return Optional.empty();
    }

    private Optional<List<Bound>> and(List<ConnectorExpression> terms)
    {
        Optional<List<Bound>> result = Optional.empty();
        for (ConnectorExpression term : terms) {
            result = and(result, bounds(term));
        }
        return result;
    }

    private static Optional<List<Bound>> and(Optional<List<Bound>> left, Optional<List<Bound>> right)
    {
        if (left.isEmpty() || right.isEmpty()) {
            return left.or(() -> right);
        }
        if ((long) left.orElseThrow().size() * right.orElseThrow().size() > MAX_RANGES) {
            return left;
        }
        List<Bound> result = new ArrayList<>();
        for (Bound a : left.orElseThrow()) {
            for (Bound b : right.orElseThrow()) {
                result.add(a.and(b));
            }
        }
        return Optional.of(result);
    }

    private Optional<List<Bound>> or(List<ConnectorExpression> terms)
    {
        List<Bound> result = new ArrayList<>();
        for (ConnectorExpression term : terms) {
            Optional<List<Bound>> bounds = bounds(term);
            if (bounds.isEmpty()) {
                return Optional.empty();
            }
            result.addAll(bounds.orElseThrow());
        }
        return Optional.of(result);
    }

    private Optional<List<Bound>> inRegion(List<ConnectorExpression> arguments)
    {
        if (!isColumn(arguments.get(0), ColumnSource.CHROM)
                || !isColumn(arguments.get(1), ColumnSource.POS)
                || !isColumn(arguments.get(2), ColumnSource.END_POS)
                || !(arguments.get(3) instanceof Constant constant)
                || !(constant.getValue() instanceof Slice text)) {
            return Optional.empty();
        }
        try {
            Region region = Region.parse(text.toStringUtf8());
            return Optional.of(ImmutableList.of(new Bound(Optional.of(Set.of(region.chrom())), region.start(), region.end())));
        }
        catch (IllegalArgumentException e) {
            // the function itself says what is wrong with it
            return Optional.empty();
        }
    }

    /**
     * A column compared with a constant.
     *
     * @param lower whether the constant bounds the column from below
     * @param upper whether it bounds it from above
     */
    private Optional<List<Bound>> comparison(List<ConnectorExpression> arguments, boolean lower, boolean upper)
    {
        ConnectorExpression column = isConstant(arguments.get(0)) ? arguments.get(1) : arguments.get(0);
        ConnectorExpression value = isConstant(arguments.get(0)) ? arguments.get(0) : arguments.get(1);
        if (!(value instanceof Constant constant)) {
            return Optional.empty();
        }
        if (isColumn(column, ColumnSource.CHROM) && lower && upper && constant.getValue() instanceof Slice name) {
            return Optional.of(ImmutableList.of(new Bound(Optional.of(Set.of(name.toStringUtf8())), 1, Long.MAX_VALUE)));
        }
        boolean pos = isColumn(column, ColumnSource.POS);
        if ((pos || isColumn(column, ColumnSource.END_POS)) && constant.getValue() instanceof Long number) {
            // one base of leeway, because an interval of no length ends before it begins
            long slack = 1;
            return Optional.of(ImmutableList.of(new Bound(
                    Optional.empty(),
                    lower ? max(1, pos && number > 0 ? number - slack : number) : Bound.ANY.minEnd(),
                    upper ? (pos || number == Long.MAX_VALUE ? number : number + slack) : Bound.ANY.maxPos())));
        }
        return Optional.empty();
    }

    private static boolean isConstant(ConnectorExpression expression)
    {
        return expression instanceof Constant;
    }

    private boolean isColumn(ConnectorExpression expression, ColumnSource source)
    {
        return expression instanceof Variable variable
                && assignments.get(variable.getName()) instanceof GenomicsColumnHandle column
                && column.source() == source;
    }
}
