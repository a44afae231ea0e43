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
 * F = 1 - observed / expected heterozygotes. Over the samples of a variant, the expectation is by the frequency in these samples; over
 * the variants of a sample, by a frequency given for each variant.
 */
@AggregationFunction("inbreeding_coefficient")
@Description("Inbreeding coefficient F: of a variant from the genotypes gt of its samples, or of a sample from its genotypes gt and the variants' ALT frequencies af; NULL if no heterozygote is expected")
public final class InbreedingCoefficientAggregation
{
    private static final String NAME = "inbreeding_coefficient";

    private InbreedingCoefficientAggregation() {}

    public interface State
            extends AccumulatorState
    {
        boolean isGivenFrequencies();

        void setGivenFrequencies(boolean givenFrequencies);

        long getCalls();

        void setCalls(long calls);

        long getHet();

        void setHet(long het);

        long getAlt();

        void setAlt(long alt);

        double getExpectedHet();

        void setExpectedHet(double expectedHet);
    }

    @InputFunction
    public static void sample(
            @AggregationState State state,
            @Name("gt") @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position)
    {
        int dosage = Calls.diploidDosage(gt, position, NAME);
        if (dosage != Calls.OTHER) {
            state.setCalls(state.getCalls() + 1);
            state.setAlt(state.getAlt() + dosage);
            state.setHet(state.getHet() + (dosage & 1));
        }
    }

    @InputFunction
    public static void variant(
            @AggregationState State state,
            @Name("gt") @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position,
            @Name("af") @SqlType(StandardTypes.DOUBLE) double frequency)
    {
        if (!(frequency >= 0 && frequency <= 1)) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: a frequency is from 0 to 1: %s".formatted(NAME, frequency));
        }
        state.setGivenFrequencies(true);
        int dosage = Calls.diploidDosage(gt, position, NAME);
        if (dosage != Calls.OTHER) {
            state.setHet(state.getHet() + (dosage & 1));
            state.setExpectedHet(state.getExpectedHet() + 2 * frequency * (1 - frequency));
        }
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        state.setGivenFrequencies(state.isGivenFrequencies() || other.isGivenFrequencies());
        state.setCalls(state.getCalls() + other.getCalls());
        state.setHet(state.getHet() + other.getHet());
        state.setAlt(state.getAlt() + other.getAlt());
        state.setExpectedHet(state.getExpectedHet() + other.getExpectedHet());
    }

    @SqlNullable
    @OutputFunction(StandardTypes.DOUBLE)
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        double expected = state.getExpectedHet();
        if (!state.isGivenFrequencies() && state.getCalls() > 0) {
            double frequency = state.getAlt() / (2.0 * state.getCalls());
            expected = 2 * frequency * (1 - frequency) * state.getCalls();
        }
        if (expected == 0) {
            out.appendNull();
        }
        else {
            DOUBLE.writeDouble(out, 1 - state.getHet() / expected);
        }
    }
}
