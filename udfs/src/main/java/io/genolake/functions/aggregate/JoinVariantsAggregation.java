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
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
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

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

@AggregationFunction(value = "join_variants", isOrderSensitive = true)
@Description("Joins the records of a position into one with all their ALTs, in the order of the rows, as bcftools norm -m +any does: REF is the longest, ALTs are extended to it")
public final class JoinVariantsAggregation
{
    private JoinVariantsAggregation() {}

    @AccumulatorStateMetadata(stateFactoryClass = StateFactory.class, stateSerializerClass = StateSerializer.class)
    public interface State
            extends RetainedState<JoinedVariants> {}

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        JoinedVariants variants = state.getOrBegin(() -> new JoinedVariants(pos, ref));
        long size = variants.retainedSize();
        variants.addRef(pos, ref);
        variants.addAlt(ref, alt);
        state.grown(variants.retainedSize() - size);
    }

    @InputFunction
    public static void input(
            @AggregationState State state,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        JoinedVariants variants = state.getOrBegin(() -> new JoinedVariants(pos, ref));
        long size = variants.retainedSize();
        variants.addRef(pos, ref);
        for (int i = 0; i < alts.getPositionCount(); i++) {
            if (!alts.isNull(i)) {
                variants.addAlt(ref, VARCHAR.getSlice(alts, i));
            }
        }
        state.grown(variants.retainedSize() - size);
    }

    @CombineFunction
    public static void combine(@AggregationState State state, @AggregationState State other)
    {
        JoinedVariants variants = state.get();
        if (variants == null) {
            state.set(other.get());
            return;
        }
        long size = variants.retainedSize();
        variants.addAll(other.get());
        state.grown(variants.retainedSize() - size);
    }

    @SqlNullable
    @OutputFunction("row(pos bigint, ref varchar, alts array(varchar))")
    public static void output(@AggregationState State state, BlockBuilder out)
    {
        JoinedVariants variants = state.get();
        if (variants == null) {
            out.appendNull();
            return;
        }
        ((RowBlockBuilder) out).buildEntry(fields -> {
            BIGINT.writeLong(fields.get(0), variants.pos());
            VARCHAR.writeSlice(fields.get(1), variants.ref());
            ((ArrayBlockBuilder) fields.get(2)).buildEntry(elements -> variants.alts().forEach(alt -> VARCHAR.writeSlice(elements, alt)));
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
            extends SingleRetainedState<JoinedVariants>
            implements State {}

    public static final class GroupedState
            extends GroupedRetainedState<JoinedVariants>
            implements State {}

    public static final class StateSerializer
            extends RetainedStateSerializer<JoinedVariants, State>
    {
        public StateSerializer()
        {
            super(JoinedVariants::read);
        }
    }
}
