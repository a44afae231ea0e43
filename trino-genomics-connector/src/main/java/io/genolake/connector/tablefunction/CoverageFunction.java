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
import io.trino.spi.function.table.TableArgument;
import io.trino.spi.function.table.TableFunctionAnalysis;

import java.util.Map;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;

/**
 * {@code bedtools genomecov -bg}: the runs of bases that as many intervals cover.
 */
final class CoverageFunction
        extends IntervalTableFunction
{
    CoverageFunction()
    {
        super("interval_coverage", false, Optional.empty(), "The runs of bases that are covered by the same number of intervals, at least one");
    }

    @Override
    protected TableFunctionAnalysis analyze(TableArgument input, Map<String, Argument> arguments)
    {
        return TableFunctionAnalysis.builder()
                .requiredColumns(INPUT, intervalColumns(input))
                .returnedType(descriptor(field("pos", BIGINT), field("end_pos", BIGINT), field("depth", BIGINT)))
                .handle(new IntervalFunctionHandle(Kind.COVERAGE, 0, false))
                .build();
    }
}
