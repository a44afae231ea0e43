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
import io.airlift.slice.Slices;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.table.ColumnSource;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.ArrayType;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import static io.trino.spi.expression.StandardFunctions.AND_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.ARRAY_CONSTRUCTOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.BETWEEN_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IN_PREDICATE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NOT_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.OR_FUNCTION_NAME;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

final class TestRangeExtractor
{
    private static final Variable CHROM = new Variable("c", VARCHAR);
    private static final Variable POS = new Variable("p", BIGINT);
    private static final Variable END_POS = new Variable("e", BIGINT);
    private static final Variable REF = new Variable("r", VARCHAR);
    private static final Map<String, ColumnHandle> ASSIGNMENTS = Map.of(
            "c", handle(ColumnSource.CHROM),
            "p", handle(ColumnSource.POS),
            "e", handle(ColumnSource.END_POS),
            "r", handle(ColumnSource.REF));

    @Test
    void testInRegion()
    {
        assertThat(extract(inRegion("chr17:43,044,295-43,125,483"))).contains(List.of(range("chr17", 43_044_295, 43_125_483)));
        assertThat(extract(inRegion("chr17"))).contains(List.of(range("chr17", 0, Long.MAX_VALUE)));
        assertThat(extract(inRegion("chr17:100-"))).contains(List.of(range("chr17", 100, Long.MAX_VALUE)));
        assertThat(extract(inRegion("chr17:100"))).contains(List.of(range("chr17", 100, 100)));
        assertThat(extract(inRegion("{HLA:01}:5-6"))).contains(List.of(range("HLA:01", 5, 6)));
        // the function itself says what is wrong
        assertThat(extract(inRegion("chr17:6-x"))).isEmpty();
    }

    @Test
    void testInRegionOfOtherColumns()
    {
        assertThat(extract(call("in_region", REF, POS, END_POS, text("1:1-2")))).isEmpty();
        assertThat(extract(call("in_region", CHROM, END_POS, POS, text("1:1-2")))).isEmpty();
        assertThat(extract(call("in_region", CHROM, POS, END_POS, REF))).isEmpty();
    }

    @Test
    void testOrOfRegions()
    {
        assertThat(extract(or(overlap("1", 100, 200), overlap("2", 5, 10), inRegion("X:7-8"))))
                .contains(List.of(range("1", 100, 200), range("2", 5, 10), range("X", 7, 8)));
    }

    @Test
    void testOrWithSomethingElseSaysNothing()
    {
        assertThat(extract(or(overlap("1", 100, 200), equal(REF, text("A"))))).isEmpty();
        assertThat(extract(call(NOT_FUNCTION_NAME, overlap("1", 100, 200)))).isEmpty();
    }

    @Test
    void testAndWithSomethingElseIsKept()
    {
        assertThat(extract(and(overlap("1", 100, 200), equal(REF, text("A"))))).contains(List.of(range("1", 100, 200)));
        assertThat(extract(and(or(overlap("1", 1, 2), overlap("1", 5, 6)), equal(REF, text("A")))))
                .contains(List.of(range("1", 1, 2), range("1", 5, 6)));
    }

    @Test
    void testRangesOfPosAreWidened()
    {
        // an interval of no length ends one base before it begins
        assertThat(extract(and(equal(CHROM, text("1")), call(BETWEEN_FUNCTION_NAME, POS, number(10), number(20)))))
                .contains(List.of(range("1", 9, 20)));
        assertThat(extract(and(equal(CHROM, text("1")), call(BETWEEN_FUNCTION_NAME, END_POS, number(10), number(20)))))
                .contains(List.of(range("1", 10, 21)));
    }

    @Test
    void testConstantOnTheLeft()
    {
        assertThat(extract(and(
                equal(text("1"), CHROM),
                call(LESS_THAN_OPERATOR_FUNCTION_NAME, number(10), END_POS),
                call(GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, number(20), POS))))
                .contains(List.of(range("1", 10, 20)));
    }

    @Test
    void testIn()
    {
        assertThat(extract(in(CHROM, text("1"), text("2")))).contains(List.of(range("1", 1, Long.MAX_VALUE), range("2", 1, Long.MAX_VALUE)));
        assertThat(extract(and(in(POS, number(10), number(30)), equal(CHROM, text("1")))))
                .contains(List.of(range("1", 9, 10), range("1", 29, 30)));
        assertThat(extract(in(POS, number(10), POS))).isEmpty();
    }

    @Test
    void testNothingKnown()
    {
        assertThat(extract(Constant.TRUE)).isEmpty();
        assertThat(extract(call(GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, POS, number(0)))).isEmpty();
        assertThat(extract(equal(CHROM, REF))).isEmpty();
    }

    @Test
    void testTooManyRanges()
    {
        Constant[] many = LongStream.rangeClosed(1, 10_001).mapToObj(value -> number(value * 10)).toArray(Constant[]::new);
        assertThat(extract(in(POS, many))).isEmpty();
        // of a conjunction, what is not too much is kept
        Constant[] some = Arrays.copyOf(many, 200);
        assertThat(extract(and(in(POS, some), in(END_POS, some)))).hasValueSatisfying(ranges -> assertThat(ranges).hasSize(200));
    }

    private static Optional<List<GenomicRange>> extract(ConnectorExpression expression)
    {
        return new RangeExtractor(ASSIGNMENTS).extract(expression);
    }

    private static GenomicRange range(String chrom, long start, long end)
    {
        return new GenomicRange(Optional.of(chrom), start, end);
    }

    private static ConnectorExpression overlap(String chrom, long start, long end)
    {
        return and(
                equal(CHROM, text(chrom)),
                call(LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, POS, number(end)),
                call(GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, END_POS, number(start)));
    }

    private static ConnectorExpression inRegion(String region)
    {
        return call("in_region", CHROM, POS, END_POS, text(region));
    }

    private static ConnectorExpression in(ConnectorExpression value, ConnectorExpression... list)
    {
        return call(IN_PREDICATE_FUNCTION_NAME, value, new Call(new ArrayType(value.getType()), ARRAY_CONSTRUCTOR_FUNCTION_NAME, ImmutableList.copyOf(list)));
    }

    private static ConnectorExpression equal(ConnectorExpression left, ConnectorExpression right)
    {
        return call(EQUAL_OPERATOR_FUNCTION_NAME, left, right);
    }

    private static ConnectorExpression and(ConnectorExpression... terms)
    {
        return call(AND_FUNCTION_NAME, terms);
    }

    private static ConnectorExpression or(ConnectorExpression... terms)
    {
        return call(OR_FUNCTION_NAME, terms);
    }

    private static ConnectorExpression call(String name, ConnectorExpression... arguments)
    {
        return call(new FunctionName(name), arguments);
    }

    private static ConnectorExpression call(FunctionName name, ConnectorExpression... arguments)
    {
        return new Call(BOOLEAN, name, ImmutableList.copyOf(arguments));
    }

    private static Constant text(String value)
    {
        return new Constant(Slices.utf8Slice(value), VARCHAR);
    }

    private static Constant number(long value)
    {
        return new Constant(value, BIGINT);
    }

    private static GenomicsColumnHandle handle(ColumnSource source)
    {
        return new GenomicsColumnHandle(source.columnName(), source, ImmutableList.of(), source.type(), source.isHidden());
    }
}
