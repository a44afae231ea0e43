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
import io.genolake.functions.statistics.CallCountsRow;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.SqlRow;
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

/**
 * The test of a variant whose samples are in several files, each with its counts.
 */
@AggregationFunction("hardy_weinberg")
@Description("Exact test of Hardy-Weinberg equilibrium of each ALT from the sum of the column call_counts over files; mid_p asks for the mid-p version")
public final class CallCountsHardyWeinbergAggregation
{
    private CallCountsHardyWeinbergAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<SummedCallCounts> {}

    @InputFunction
    public static void input(@AggregationState State state, @Name("call_counts") @SqlType(CallCountsRow.TYPE) SqlRow callCounts)
    {
        input(state, callCounts, false);
    }

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("call_counts") @SqlType(CallCountsRow.TYPE) SqlRow callCounts,
            @Name("mid_p") @SqlType(StandardTypes.BOOLEAN) boolean midP)
    {
        CallCountsRow counts = CallCountsRow.of(callCounts, "hardy_weinberg");
        SummedCallCounts sum = state.get();
        if (sum == null) {
            state.set(new SummedCallCounts(midP, counts));
        }
        else {
            sum.add(counts);
        }
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        SummedCallCounts sum = state.get();
        if (sum == null) {
            state.set(other.get());
            return;
        }
        sum.addAll(other.get());
    }

    @SqlNullable
    @OutputFunction("array(double)")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        SummedCallCounts sum = state.get();
        if (sum == null) {
            out.appendNull();
            return;
        }
        Block probabilities = sum.sum().hardyWeinberg(sum.midP());
        ((ArrayBlockBuilder) out).buildEntry(elements -> {
            for (int i = 0; i < probabilities.getPositionCount(); i++) {
                if (probabilities.isNull(i)) {
                    elements.appendNull();
                }
                else {
                    DOUBLE.writeDouble(elements, DOUBLE.getDouble(probabilities, i));
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
            extends SingleRetainedState<SummedCallCounts>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<SummedCallCounts>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<SummedCallCounts, State>
    {
        public StateSerializer()
        {
            super(SummedCallCounts::read);
        }
    }
}
