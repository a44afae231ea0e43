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

import com.google.common.collect.ImmutableList;
import io.genolake.connector.tablefunction.IntervalFunctionHandle.Kind;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.Descriptor.Field;
import io.trino.spi.function.table.TableArgument;
import io.trino.spi.function.table.TableFunctionAnalysis;

import java.util.Map;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * {@code bedtools closest -d}: the targets nearest to each interval. Intervals and targets are rows of one table, which a column tells apart: so
 * they are distributed and sorted as one, where the engine would compare each row of two tables with each.
 */
final class NearestFunction
        extends IntervalTableFunction
{
    NearestFunction()
    {
        super("nearest", true, Optional.empty(), "For each row that is no target (is_target), the target or targets at the least distance in bases: 0 if they overlap, 1 if they touch");
    }

    @Override
    protected TableFunctionAnalysis analyze(TableArgument input, Map<String, Argument> arguments)
    {
        ImmutableList.Builder<Integer> columns = ImmutableList.builder();
        columns.addAll(intervalColumns(input));
        columns.add(requiredColumn(input, "is_target", BOOLEAN));
        ImmutableList.Builder<Field> fields = ImmutableList.builder();
        fields.add(field("nearest_pos", BIGINT), field("nearest_end_pos", BIGINT));
        boolean named = column(input, "name").isPresent();
        if (named) {
            columns.add(requiredColumn(input, "name", VARCHAR));
            fields.add(field("nearest_name", VARCHAR));
        }
        fields.add(field("distance", BIGINT));
        return TableFunctionAnalysis.builder()
                .requiredColumns(INPUT, columns.build())
                .returnedType(descriptor(fields.build().toArray(Field[]::new)))
                .handle(new IntervalFunctionHandle(Kind.NEAREST, 0, named))
                .build();
    }
}
