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

import static io.genolake.functions.interval.Intervals.checkInterval;
import static io.trino.spi.type.BigintType.BIGINT;

@AggregationFunction("coverage_depth")
@Description("Depth histogram of a region: by the number of intervals pos to end_pos that cover a base, how many bases of region_pos to region_end_pos have it")
public final class CoverageDepthAggregation
{
    private CoverageDepthAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<RegionDepth> {}

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("end_pos") @SqlType(StandardTypes.BIGINT) long endPos,
            @Name("region_pos") @SqlType(StandardTypes.BIGINT) long regionPos,
            @Name("region_end_pos") @SqlType(StandardTypes.BIGINT) long regionEndPos)
    {
        checkInterval("coverage_depth", pos, endPos);
        RegionDepth region = state.getOrBegin(() -> new RegionDepth(regionPos, regionEndPos));
        region.checkRegion(regionPos, regionEndPos);
        region.add(pos, endPos);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        RegionDepth region = state.get();
        if (region == null) {
            state.set(other.get());
            return;
        }
        region.addAll(other.get());
    }

    @SqlNullable
    @OutputFunction("map(bigint, bigint)")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        if (state.get() == null) {
            out.appendNull();
            return;
        }
        long[] histogram = state.get().histogram();
        ((MapBlockBuilder) out).buildEntry((depths, bases) -> {
            for (int depth = 0; depth < histogram.length; depth++) {
                if (histogram[depth] > 0) {
                    BIGINT.writeLong(depths, depth);
                    BIGINT.writeLong(bases, histogram[depth]);
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
            extends SingleRetainedState<RegionDepth>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<RegionDepth>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<RegionDepth, State>
    {
        public StateSerializer()
        {
            super(RegionDepth::read);
        }
    }
}
