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
package io.genolake.connector.tablefunction;

import io.genolake.connector.tablefunction.IntervalFunctionHandle.Kind;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.ScalarArgumentSpecification;
import io.trino.spi.function.table.TableArgument;
import io.trino.spi.function.table.TableFunctionAnalysis;

import java.util.Map;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;

/**
 * {@code bedtools merge}: the union of intervals.
 */
final class MergeFunction
        extends IntervalTableFunction
{
    private static final String MAX_GAP = "MAX_GAP";

    MergeFunction()
    {
        super("interval_merge",
                false,
                Optional.of(ScalarArgumentSpecification.builder().name(MAX_GAP).type(BIGINT).defaultValue(0L).build()),
                "The union of intervals: those that overlap, touch, or are at most MAX_GAP bases apart are one row");
    }

    @Override
    protected TableFunctionAnalysis analyze(TableArgument input, Map<String, Argument> arguments)
    {
        return TableFunctionAnalysis.builder()
                .requiredColumns(INPUT, intervalColumns(input))
                .returnedType(descriptor(field("pos", BIGINT), field("end_pos", BIGINT), field("intervals", BIGINT)))
                .handle(new IntervalFunctionHandle(Kind.MERGE, bases(arguments, MAX_GAP, 0), false))
                .build();
    }
}
