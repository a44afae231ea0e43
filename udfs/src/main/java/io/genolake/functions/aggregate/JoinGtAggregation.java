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
import io.genolake.functions.state.GroupedRetainedState;
import io.genolake.functions.state.RetainedState;
import io.genolake.functions.state.RetainedStateSerializer;
import io.genolake.functions.state.SingleRetainedState;
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

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.VarcharType.VARCHAR;

@AggregationFunction("join_gt")
@Description("Joins the genotypes gt of a sample in records with one ALT each, which is the allele-th of the joined record: the other side of join_variants")
public final class JoinGtAggregation
{
    private JoinGtAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<JoinedGenotype> {}

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele)
    {
        JoinedGenotype genotype = state.getOrBegin(JoinedGenotype::new);
        long size = genotype.retainedSize();
        genotype.add(allele, gt);
        state.grown(genotype.retainedSize() - size);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        JoinedGenotype genotype = state.get();
        if (genotype == null) {
            state.set(other.get());
            return;
        }
        long size = genotype.retainedSize();
        genotype.addAll(other.get());
        state.grown(genotype.retainedSize() - size);
    }

    @SqlNullable
    @OutputFunction(StandardTypes.VARCHAR)
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        if (state.get() == null) {
            out.appendNull();
        }
        else {
            VARCHAR.writeSlice(out, utf8Slice(state.get().join()));
        }
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
            extends SingleRetainedState<JoinedGenotype>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<JoinedGenotype>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<JoinedGenotype, State>
    {
        public StateSerializer()
        {
            super(JoinedGenotype::read);
        }
    }
}
