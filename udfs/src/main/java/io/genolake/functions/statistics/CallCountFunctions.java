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
package io.genolake.functions.statistics;

import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

public final class CallCountFunctions
{
    private CallCountFunctions() {}

    @ScalarFunction("call_frequencies")
    @Description("Frequency of each ALT among the called alleles, from the column call_counts; NULL where nothing is called")
    @SqlType("array(double)")
    public static Block callFrequencies(@Name("call_counts") @SqlType(CallCountsRow.TYPE) SqlRow callCounts)
    {
        return CallCountsRow.of(callCounts, "call_frequencies").frequencies();
    }

    @ScalarFunction("call_hardy_weinberg")
    @Description("Exact test of Hardy-Weinberg equilibrium of each ALT against the other alleles, from the column call_counts; hemizygous calls are left out")
    @SqlType("array(double)")
    public static Block callHardyWeinberg(@Name("call_counts") @SqlType(CallCountsRow.TYPE) SqlRow callCounts)
    {
        return callHardyWeinberg(callCounts, false);
    }

    @ScalarFunction("call_hardy_weinberg")
    @Description("Exact test of Hardy-Weinberg equilibrium of each ALT, or its mid-p version, from the column call_counts; hemizygous calls are left out")
    @SqlType("array(double)")
    public static Block callHardyWeinberg(
            @Name("call_counts") @SqlType(CallCountsRow.TYPE) SqlRow callCounts,
            @Name("mid_p") @SqlType(StandardTypes.BOOLEAN) boolean midP)
    {
        try {
            return CallCountsRow.of(callCounts, "call_hardy_weinberg").hardyWeinberg(midP);
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "call_hardy_weinberg: " + e.getMessage(), e);
        }
    }
}
