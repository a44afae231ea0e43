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
import io.trino.spi.function.table.Descriptor;
import io.trino.spi.function.table.ScalarArgumentSpecification;
import io.trino.spi.function.table.TableArgument;
import io.trino.spi.function.table.TableFunctionAnalysis;

import java.util.Map;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;

/**
 * {@code samtools depth}: how many intervals cover each base, or each base of a window on average.
 */
final class DepthFunction
        extends IntervalTableFunction
{
    private static final String WINDOW = "WINDOW";

    DepthFunction()
    {
        super("depth",
                false,
                Optional.of(ScalarArgumentSpecification.builder().name(WINDOW).type(BIGINT).defaultValue(1L).build()),
                "How many intervals cover a base, or on average the bases of a window of WINDOW bases; rows only for what is covered");
    }

    @Override
    protected TableFunctionAnalysis analyze(TableArgument input, Map<String, Argument> arguments)
    {
        long window = bases(arguments, WINDOW, 1);
        Descriptor columns = window == 1
                ? descriptor(field("pos", BIGINT), field("depth", BIGINT))
                : descriptor(field("pos", BIGINT), field("end_pos", BIGINT), field("depth", DOUBLE));
        return TableFunctionAnalysis.builder()
                .requiredColumns(INPUT, intervalColumns(input))
                .returnedType(columns)
                .handle(new IntervalFunctionHandle(Kind.DEPTH, window, false))
                .build();
    }
}
