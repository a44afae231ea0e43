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
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
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

import static io.trino.spi.type.DoubleType.DOUBLE;

@AggregationFunction("allele_frequency_spectrum")
@Description("Expected number of variants with 0 to n ALT alleles among n alleles drawn from the an called ones, of which ac are ALT; variants with fewer called alleles are left out")
public final class ProjectedSpectrumAggregation
{
    private ProjectedSpectrumAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<ProjectedSpectrum> {}

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("ac") @SqlType(StandardTypes.BIGINT) long count,
            @Name("an") @SqlType(StandardTypes.BIGINT) long called,
            @Name("n") @SqlType(StandardTypes.BIGINT) long alleles)
    {
        ProjectedSpectrum spectrum = state.getOrBegin(() -> new ProjectedSpectrum(alleles));
        spectrum.checkAlleles(alleles);
        spectrum.add(count, called);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        ProjectedSpectrum spectrum = state.get();
        if (spectrum == null) {
            state.set(other.get());
            return;
        }
        spectrum.addAll(other.get());
    }

    @SqlNullable
    @OutputFunction("array(double)")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        ProjectedSpectrum spectrum = state.get();
        if (spectrum == null) {
            out.appendNull();
            return;
        }
        ((ArrayBlockBuilder) out).buildEntry(elements -> {
            for (int count = 0; count < spectrum.size(); count++) {
                DOUBLE.writeDouble(elements, spectrum.variants(count));
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
            extends SingleRetainedState<ProjectedSpectrum>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<ProjectedSpectrum>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<ProjectedSpectrum, State>
    {
        public StateSerializer()
        {
            super(ProjectedSpectrum::read);
        }
    }
}
