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
import io.genolake.functions.statistics.HaplotypeCounts;
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
 * Counts the haplotypes of two variants; all ALTs of a variant count as one.
 */
@AggregationFunction("ld_d_prime")
@Description("Linkage disequilibrium: D' of two variants over samples, from phased genotypes a and b, or from unphased ones or dosages by expectation-maximisation; NULL if one of them does not vary")
public final class LdDPrimeAggregation
{
    private static final String NAME = "ld_d_prime";

    private LdDPrimeAggregation() {}

    public interface State
            extends AccumulatorState
    {
        long getRefRef();

        void setRefRef(long refRef);

        long getRefAlt();

        void setRefAlt(long refAlt);

        long getAltRef();

        void setAltRef(long altRef);

        long getAltAlt();

        void setAltAlt(long altAlt);

        long getUnknown();

        void setUnknown(long unknown);
    }

    @InputFunction
    public static void genotypes(
            @AggregationState State state,
            @Name("a") @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock first,
            @BlockIndex int firstPosition,
            @Name("b") @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock second,
            @BlockIndex int secondPosition)
    {
        int firstDosage = Calls.diploidDosage(first, firstPosition, NAME);
        int secondDosage = Calls.diploidDosage(second, secondPosition, NAME);
        if (firstDosage == Calls.OTHER || secondDosage == Calls.OTHER) {
            return;
        }
        if (firstDosage == 1 && secondDosage == 1 && Calls.isPhased(first, firstPosition) && Calls.isPhased(second, secondPosition)) {
            boolean together = Calls.isRefFirst(first, firstPosition) == Calls.isRefFirst(second, secondPosition);
            if (together) {
                add(state, 1, 0, 0, 1, 0);
            }
            else {
                add(state, 0, 1, 1, 0, 0);
            }
            return;
        }
        add(state, firstDosage, secondDosage);
    }

    @InputFunction
    public static void dosages(
            @AggregationState State state,
            @Name("a") @SqlType(StandardTypes.BIGINT) long first,
            @Name("b") @SqlType(StandardTypes.BIGINT) long second)
    {
        if (first < 0 || first > 2 || second < 0 || second > 2) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: a diploid call has a dosage of 0, 1 or 2: %s and %s".formatted(NAME, first, second));
        }
        add(state, (int) first, (int) second);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        add(state, other.getRefRef(), other.getRefAlt(), other.getAltRef(), other.getAltAlt(), other.getUnknown());
    }

    @SqlNullable
    @OutputFunction(StandardTypes.DOUBLE)
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        double dPrime = new HaplotypeCounts(state.getRefRef(), state.getRefAlt(), state.getAltRef(), state.getAltAlt(), state.getUnknown()).dPrime();
        if (Double.isNaN(dPrime)) {
            out.appendNull();
        }
        else {
            DOUBLE.writeDouble(out, dPrime);
        }
    }

    /**
     * Adds a sample of which only the dosages are known.
     */
    private static void add(State state, int first, int second)
    {
        if (first == 1 && second == 1) {
            add(state, 0, 0, 0, 0, 1);
            return;
        }
        // one of the two is homozygous, so the ALTs that both have are on the same haplotypes
        int altAlt = first * second / 2;
        add(state, 2 - first - second + altAlt, second - altAlt, first - altAlt, altAlt, 0);
    }

    private static void add(State state, long refRef, long refAlt, long altRef, long altAlt, long unknown)
    {
        state.setRefRef(state.getRefRef() + refRef);
        state.setRefAlt(state.getRefAlt() + refAlt);
        state.setAltRef(state.getAltRef() + altRef);
        state.setAltAlt(state.getAltAlt() + altAlt);
        state.setUnknown(state.getUnknown() + unknown);
    }
}
