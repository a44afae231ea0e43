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

import io.genolake.functions.state.GroupedRetainedState;
import io.genolake.functions.state.RetainedState;
import io.genolake.functions.state.RetainedStateSerializer;
import io.genolake.functions.state.SingleRetainedState;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.function.AccumulatorStateFactory;
import io.trino.spi.function.AccumulatorStateMetadata;
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

import static io.trino.spi.type.BigintType.BIGINT;

@AggregationFunction("allele_frequency_spectrum")
@Description("Number of variants by the count ac of their ALT allele")
public final class AlleleFrequencySpectrumAggregation
{
    private AlleleFrequencySpectrumAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<AlleleSpectrum> {}

    @InputFunction
    public static void input(@AggregationState State state, @Name("ac") @SqlType(StandardTypes.BIGINT) long count)
    {
        AlleleSpectrum spectrum = state.getOrBegin(AlleleSpectrum::new);
        long size = spectrum.retainedSize();
        spectrum.add(count);
        state.grown(spectrum.retainedSize() - size);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        AlleleSpectrum spectrum = state.get();
        if (spectrum == null) {
            state.set(other.get());
            return;
        }
        long size = spectrum.retainedSize();
        spectrum.addAll(other.get());
        state.grown(spectrum.retainedSize() - size);
    }

    @SqlNullable
    @OutputFunction("map(bigint, bigint)")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        AlleleSpectrum spectrum = state.get();
        if (spectrum == null) {
            out.appendNull();
            return;
        }
        ((MapBlockBuilder) out).buildEntry((counts, variants) -> {
            for (int count = 0; count < spectrum.size(); count++) {
                if (spectrum.variants(count) > 0) {
                    BIGINT.writeLong(counts, count);
                    BIGINT.writeLong(variants, spectrum.variants(count));
                }
            }
        });
    }

    public static final class StateFactory
            implements AccumulatorStateFactory<State>
    {
        @Override
        public State createSingleState()
        {
            return new SingleState();
        }

        @Override
        public State createGroupedState()
        {
            return new GroupedState();
        }
    }

    public static final class SingleState
            extends SingleRetainedState<AlleleSpectrum>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<AlleleSpectrum>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<AlleleSpectrum, State>
    {
        public StateSerializer()
        {
            super(AlleleSpectrum::read);
        }
    }
}
