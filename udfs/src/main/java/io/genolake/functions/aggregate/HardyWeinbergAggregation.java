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

import io.genolake.functions.statistics.Calls;
import io.genolake.functions.statistics.HardyWeinberg;
import io.trino.spi.TrinoException;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.BlockIndex;
import io.trino.spi.function.BlockPosition;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.Name;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.DoubleType.DOUBLE;

/**
 * Counts the genotypes of a variant and tests them; all ALTs count as one.
 */
@AggregationFunction("hardy_weinberg")
@Description("Exact test of Hardy-Weinberg equilibrium of the diploid genotypes gt, or of summed counts n_hom_ref, n_het, n_hom_alt; mid_p asks for the mid-p version")
public final class HardyWeinbergAggregation
{
    private static final String NAME = "hardy_weinberg";

    private HardyWeinbergAggregation() {}

    public interface State
            extends AccumulatorState
    {
        boolean isUsed();

        void setUsed(boolean used);

        boolean isMidP();

        void setMidP(boolean midP);

        long getHomRef();

        void setHomRef(long homRef);

        long getHet();

        void setHet(long het);

        long getHomAlt();

        void setHomAlt(long homAlt);
    }

    @InputFunction
    public static void genotype(
            @AggregationState State state,
            @Name("gt") @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position)
    {
        genotype(state, gt, position, false);
    }

    @InputFunction
    public static void genotype(
            @AggregationState State state,
            @Name("gt") @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position,
            @Name("mid_p") @SqlType(StandardTypes.BOOLEAN) boolean midP)
    {
        state.setUsed(true);
        state.setMidP(midP);
        switch (Calls.diploidDosage(gt, position, NAME)) {
            case 0 -> state.setHomRef(state.getHomRef() + 1);
            case 1 -> state.setHet(state.getHet() + 1);
            case 2 -> state.setHomAlt(state.getHomAlt() + 1);
            default -> {}
        }
    }

    @InputFunction
    public static void counts(
            @AggregationState State state,
            @Name("n_hom_ref") @SqlType(StandardTypes.BIGINT) long homRef,
            @Name("n_het") @SqlType(StandardTypes.BIGINT) long het,
            @Name("n_hom_alt") @SqlType(StandardTypes.BIGINT) long homAlt)
    {
        counts(state, homRef, het, homAlt, false);
    }

    @InputFunction
    public static void counts(
            @AggregationState State state,
            @Name("n_hom_ref") @SqlType(StandardTypes.BIGINT) long homRef,
            @Name("n_het") @SqlType(StandardTypes.BIGINT) long het,
            @Name("n_hom_alt") @SqlType(StandardTypes.BIGINT) long homAlt,
            @Name("mid_p") @SqlType(StandardTypes.BOOLEAN) boolean midP)
    {
        if (homRef < 0 || het < 0 || homAlt < 0) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: a count is negative: %s, %s, %s".formatted(NAME, homRef, het, homAlt));
        }
        state.setUsed(true);
        state.setMidP(midP);
        state.setHomRef(state.getHomRef() + homRef);
        state.setHet(state.getHet() + het);
        state.setHomAlt(state.getHomAlt() + homAlt);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        if (!other.isUsed()) {
            return;
        }
        state.setUsed(true);
        state.setMidP(other.isMidP());
        state.setHomRef(state.getHomRef() + other.getHomRef());
        state.setHet(state.getHet() + other.getHet());
        state.setHomAlt(state.getHomAlt() + other.getHomAlt());
    }

    @SqlNullable
    @OutputFunction(StandardTypes.DOUBLE)
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        if (!state.isUsed()) {
            out.appendNull();
            return;
        }
        try {
            DOUBLE.writeDouble(out, HardyWeinberg.test(state.getHomRef(), state.getHet(), state.getHomAlt(), state.isMidP()));
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "hardy_weinberg: " + e.getMessage(), e);
        }
    }
}
