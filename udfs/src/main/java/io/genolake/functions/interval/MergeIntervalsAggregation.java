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
package io.genolake.functions.interval;

import io.genolake.functions.state.GroupedRetainedState;
import io.genolake.functions.state.RetainedState;
import io.genolake.functions.state.RetainedStateSerializer;
import io.genolake.functions.state.SingleRetainedState;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
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

import static io.genolake.functions.interval.Intervals.checkInterval;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;

@AggregationFunction("merge_intervals")
@Description("The union of the intervals pos to end_pos of a contig, in order; intervals that overlap, touch, or are at most max_gap bases apart are one")
public final class MergeIntervalsAggregation
{
    private static final String NAME = "merge_intervals";

    private MergeIntervalsAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<IntervalUnion> {}

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("end_pos") @SqlType(StandardTypes.BIGINT) long endPos)
    {
        input(state, pos, endPos, 0);
    }

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("end_pos") @SqlType(StandardTypes.BIGINT) long endPos,
            @Name("max_gap") @SqlType(StandardTypes.BIGINT) long maxGap)
    {
        checkInterval(NAME, pos, endPos);
        IntervalUnion union = state.getOrBegin(() -> new IntervalUnion(maxGap));
        if (union.maxGap() != maxGap) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: max_gap differs within a group: %s and %s".formatted(NAME, union.maxGap(), maxGap));
        }
        long size = union.retainedSize();
        union.add(pos, endPos);
        state.grown(union.retainedSize() - size);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        IntervalUnion union = state.get();
        if (union == null) {
            state.set(other.get());
            return;
        }
        long size = union.retainedSize();
        union.addAll(other.get());
        state.grown(union.retainedSize() - size);
    }

    @SqlNullable
    @OutputFunction("array(row(pos bigint, end_pos bigint))")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        IntervalUnion union = state.get();
        if (union == null) {
            out.appendNull();
            return;
        }
        union.merge();
        ((ArrayBlockBuilder) out).buildEntry(elements -> {
            for (int i = 0; i < union.size(); i++) {
                int interval = i;
                ((RowBlockBuilder) elements).buildEntry(fields -> {
                    BIGINT.writeLong(fields.get(0), union.start(interval));
                    BIGINT.writeLong(fields.get(1), union.end(interval));
                });
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
            extends SingleRetainedState<IntervalUnion>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<IntervalUnion>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<IntervalUnion, State>
    {
        public StateSerializer()
        {
            super(IntervalUnion::read);
        }
    }
}
