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
import io.trino.spi.function.AccumulatorState;
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

import static io.trino.spi.type.DoubleType.DOUBLE;

@AggregationFunction("ld_r2")
@Description("Linkage disequilibrium: the squared correlation of dosages a and b of two variants over samples; NULL if one of them does not vary")
public final class LdR2Aggregation
{
    private LdR2Aggregation() {}

    public interface State
            extends AccumulatorState
    {
        long getCount();

        void setCount(long count);

        double getSumX();

        void setSumX(double sumX);

        double getSumY();

        void setSumY(double sumY);

        double getSumXX();

        void setSumXX(double sumXX);

        double getSumYY();

        void setSumYY(double sumYY);

        double getSumXY();

        void setSumXY(double sumXY);
    }

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("a") @SqlType(StandardTypes.DOUBLE) double x,
            @Name("b") @SqlType(StandardTypes.DOUBLE) double y)
    {
        add(state, 1, x, y, x * x, y * y, x * y);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        add(state, other.getCount(), other.getSumX(), other.getSumY(), other.getSumXX(), other.getSumYY(), other.getSumXY());
    }

    @SqlNullable
    @OutputFunction(StandardTypes.DOUBLE)
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        double r2 = Correlation.squared(state.getCount(), state.getSumX(), state.getSumY(), state.getSumXX(), state.getSumYY(), state.getSumXY());
        if (Double.isNaN(r2)) {
            out.appendNull();
        }
        else {
            DOUBLE.writeDouble(out, r2);
        }
    }

    private static void add(State state, long count, double x, double y, double xx, double yy, double xy)
    {
        state.setCount(state.getCount() + count);
        state.setSumX(state.getSumX() + x);
        state.setSumY(state.getSumY() + y);
        state.setSumXX(state.getSumXX() + xx);
        state.setSumYY(state.getSumYY() + yy);
        state.setSumXY(state.getSumXY() + xy);
    }
}
