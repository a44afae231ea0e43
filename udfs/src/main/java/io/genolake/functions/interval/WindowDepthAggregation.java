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
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;

@AggregationFunction("coverage_depth")
@Description("Mean depth by window of a contig: by how many of the intervals pos to end_pos its bases are covered, for windows of that many bases from base 1 on")
public final class WindowDepthAggregation
{
    private WindowDepthAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<WindowDepth> {}

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("end_pos") @SqlType(StandardTypes.BIGINT) long endPos,
            @Name("window") @SqlType(StandardTypes.BIGINT) long window)
    {
        checkInterval("coverage_depth", pos, endPos);
        WindowDepth windows = state.getOrBegin(() -> new WindowDepth(window));
        windows.checkWindow(window);
        long size = windows.retainedSize();
        windows.add(pos, endPos);
        state.grown(windows.retainedSize() - size);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        WindowDepth windows = state.get();
        if (windows == null) {
            state.set(other.get());
            return;
        }
        long size = windows.retainedSize();
        windows.addAll(other.get());
        state.grown(windows.retainedSize() - size);
    }

    @SqlNullable
    @OutputFunction("array(row(pos bigint, end_pos bigint, depth double))")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        WindowDepth windows = state.get();
        if (windows == null) {
            out.appendNull();
            return;
        }
        ((ArrayBlockBuilder) out).buildEntry(elements -> {
            for (int i = 0; i < windows.size(); i++) {
                int window = i;
                ((RowBlockBuilder) elements).buildEntry(fields -> {
                    BIGINT.writeLong(fields.get(0), windows.start(window));
                    BIGINT.writeLong(fields.get(1), windows.end(window));
                    DOUBLE.writeDouble(fields.get(2), windows.depth(window));
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
            extends SingleRetainedState<WindowDepth>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<WindowDepth>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<WindowDepth, State>
    {
        public StateSerializer()
        {
            super(WindowDepth::read);
        }
    }
}
