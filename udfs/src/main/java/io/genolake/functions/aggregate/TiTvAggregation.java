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

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
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
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Counts single-base substitutions A, C, G, T for another of them, in either case; everything else is left out.
 */
@AggregationFunction("ti_tv")
@Description("Number of transitions (A-G, C-T) by the number of transversions among the single-base substitutions ref to alt; NULL without transversions")
public final class TiTvAggregation
{
    private static final int TO_LOWER_CASE = 0x20;

    private TiTvAggregation() {}

    public interface State
            extends AccumulatorState
    {
        long getTransitions();

        void setTransitions(long transitions);

        long getTransversions();

        void setTransversions(long transversions);
    }

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        if (ref.length() != 1 || alt.length() != 1) {
            return;
        }
        int from = base(ref);
        int to = base(alt);
        if (from < 0 || to < 0 || from == to) {
            return;
        }
        // purines have even codes, pyrimidines odd ones
        if (((from ^ to) & 1) == 0) {
            state.setTransitions(state.getTransitions() + 1);
        }
        else {
            state.setTransversions(state.getTransversions() + 1);
        }
    }

    @InputFunction
    public static void inputs(
            @AggregationState State state,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        if (ref.length() != 1) {
            return;
        }
        for (int i = 0; i < alts.getPositionCount(); i++) {
            if (!alts.isNull(i)) {
                input(state, ref, VARCHAR.getSlice(alts, i));
            }
        }
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        state.setTransitions(state.getTransitions() + other.getTransitions());
        state.setTransversions(state.getTransversions() + other.getTransversions());
    }

    @SqlNullable
    @OutputFunction(StandardTypes.DOUBLE)
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        if (state.getTransversions() == 0) {
            out.appendNull();
        }
        else {
            DOUBLE.writeDouble(out, (double) state.getTransitions() / state.getTransversions());
        }
    }

    private static int base(Slice text)
    {
        return switch (text.getByte(0) | TO_LOWER_CASE) {
            case 'a' -> 0;
            case 'c' -> 1;
            case 'g' -> 2;
            case 't' -> 3;
            default -> -1;
        };
    }
}
