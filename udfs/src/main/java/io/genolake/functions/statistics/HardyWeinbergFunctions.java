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
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

public final class HardyWeinbergFunctions
{
    private HardyWeinbergFunctions() {}

    @ScalarFunction("hardy_weinberg_test")
    @Description("Exact test of Hardy-Weinberg equilibrium (Wigginton et al. 2005): the p-value of three genotype counts")
    @SqlType(StandardTypes.DOUBLE)
    public static double hardyWeinbergTest(
            @Name("n_hom_ref") @SqlType(StandardTypes.BIGINT) long homRef,
            @Name("n_het") @SqlType(StandardTypes.BIGINT) long het,
            @Name("n_hom_alt") @SqlType(StandardTypes.BIGINT) long homAlt)
    {
        return hardyWeinbergTest(homRef, het, homAlt, false);
    }

    @ScalarFunction("hardy_weinberg_test")
    @Description("Exact test of Hardy-Weinberg equilibrium (Wigginton et al. 2005), or its mid-p version: the p-value of three genotype counts")
    @SqlType(StandardTypes.DOUBLE)
    public static double hardyWeinbergTest(
            @Name("n_hom_ref") @SqlType(StandardTypes.BIGINT) long homRef,
            @Name("n_het") @SqlType(StandardTypes.BIGINT) long het,
            @Name("n_hom_alt") @SqlType(StandardTypes.BIGINT) long homAlt,
            @Name("mid_p") @SqlType(StandardTypes.BOOLEAN) boolean midP)
    {
        try {
            return HardyWeinberg.test(homRef, het, homAlt, midP);
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "hardy_weinberg_test: " + e.getMessage(), e);
        }
    }
}
