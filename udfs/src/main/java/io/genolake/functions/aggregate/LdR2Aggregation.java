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
package io.genolake.functions.aggregate;

import io.genolake.functions.statistics.Correlation;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.Name;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.genolake.functions.aggregate.LdR2State.COUNT;
import static io.genolake.functions.aggregate.LdR2State.X;
import static io.genolake.functions.aggregate.LdR2State.XX;
import static io.genolake.functions.aggregate.LdR2State.XY;
import static io.genolake.functions.aggregate.LdR2State.Y;
import static io.genolake.functions.aggregate.LdR2State.YY;
import static io.trino.spi.type.DoubleType.DOUBLE;

@AggregationFunction("ld_r2")
@Description("Linkage disequilibrium: the squared correlation of dosages a and b of two variants over samples; NULL if one of them does not vary")
public final class LdR2Aggregation
{
    private LdR2Aggregation() {}

    @InputFunction
    public static void input(
            @AggregationState LdR2State state,
            @Name("a") @SqlType(StandardTypes.DOUBLE) double x,
            @Name("b") @SqlType(StandardTypes.DOUBLE) double y)
    {
        state.add(1, x, y, x * x, y * y, x * y);
    }

    @CombineFunction
    public static void combine(@AggregationState LdR2State state, @AggregationState LdR2State other)
    {
        state.add(other.get(COUNT), other.get(X), other.get(Y), other.get(XX), other.get(YY), other.get(XY));
    }

    @SqlNullable
    @OutputFunction(StandardTypes.DOUBLE)
    public static void output(@AggregationState LdR2State state, BlockBuilder out)
    {
        double r2 = Correlation.squared(state.get(COUNT), state.get(X), state.get(Y), state.get(XX), state.get(YY), state.get(XY));
        if (Double.isNaN(r2)) {
            out.appendNull();
        }
        else {
            DOUBLE.writeDouble(out, r2);
        }
    }
}
