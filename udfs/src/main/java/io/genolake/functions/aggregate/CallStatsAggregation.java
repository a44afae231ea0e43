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
import io.genolake.formats.vcf.Genotypes;
import io.genolake.functions.statistics.Calls;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.block.VariableWidthBlock;
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
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * Counts the calls of a variant, as {@code variants.call_counts} does: a partial call's alleles count, a homozygous sample has a complete
 * call of two or more alleles.
 */
@AggregationFunction("call_stats")
@Description("Counts of the genotypes gt of a variant with these alleles (REF and ALTs, or how many): copies, frequency and homozygous samples of each ALT, called alleles, samples without a call")
public final class CallStatsAggregation
{
    private static final String NAME = "call_stats";
    private static final int MISSING_SLOT = 0;
    private static final int MAX_ALLELES = 1_000_000;

    private CallStatsAggregation() {}

    @InputFunction
    public static void alleles(
            @AggregationState CallStatsState state,
            @Name("gt") @SqlNullable @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position,
            @Name("alleles") @BlockPosition @SqlType("array(varchar)") ArrayBlock alleles,
            @BlockIndex int allelesPosition)
    {
        int[] offsets = alleles.getRawOffsets();
        int index = alleles.getOffsetBase() + allelesPosition;
        count(state, gt, position, offsets[index + 1] - offsets[index]);
    }

    @InputFunction
    public static void alleleCount(
            @AggregationState CallStatsState state,
            @Name("gt") @SqlNullable @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position,
            @Name("alleles") @SqlType(StandardTypes.BIGINT) long alleles)
    {
        count(state, gt, position, alleles);
    }

    /**
     * For the columns {@code gt} and {@code alleles} of {@code genotypes}: the called alleles, from which the number of ALTs cannot be told.
     */
    @InputFunction
    public static void calledAlleles(
            @AggregationState CallStatsState state,
            @Name("gt") @SqlNullable @BlockPosition @SqlType(StandardTypes.VARCHAR) VariableWidthBlock gt,
            @BlockIndex int position,
            @Name("alleles") @SqlNullable @BlockPosition @SqlType("array(integer)") ArrayBlock alleles,
            @BlockIndex int allelesPosition)
    {
        state.ensureSlots(slots(1));
        if (alleles.isNull(allelesPosition)) {
            state.add(MISSING_SLOT, 1);
            return;
        }
        int[] offsets = alleles.getRawOffsets();
        int index = alleles.getOffsetBase() + allelesPosition;
        int start = offsets[index];
        Block elements = alleles.getRawElementBlock();
        if (offsets[index + 1] - start == 2 && elements instanceof IntArrayBlock called && !called.isNull(start) && !called.isNull(start + 1)) {
            int first = called.getInt(start);
            int second = called.getInt(start + 1);
            if (min(first, second) >= 0 && max(first, second) < MAX_ALLELES) {
                state.ensureSlots(slots(max(first, second) + 1));
                countDiploid(state, first, second);
                return;
            }
        }
        int[] call = new int[offsets[index + 1] - start];
        for (int i = 0; i < call.length; i++) {
            call[i] = elements.isNull(start + i) ? Genotypes.MISSING : INTEGER.getInt(elements, start + i);
            if (call[i] < Genotypes.MISSING || call[i] >= MAX_ALLELES) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: not an allele of a record: %s".formatted(NAME, call[i]));
            }
            state.ensureSlots(slots(call[i] + 1));
        }
        count(state, call);
    }

    @CombineFunction
    public static void combine(@AggregationState CallStatsState state, @AggregationState CallStatsState other)
    {
        int slots = other.slots();
        state.ensureSlots(slots);
        for (int slot = 0; slot < slots; slot++) {
            state.add(slot, other.get(slot));
        }
    }

    @SqlNullable
    @OutputFunction("row(ac array(bigint), af array(double), an bigint, homozygotes array(bigint), missing bigint)")
    public static void output(@AggregationState CallStatsState state, BlockBuilder out)
    {
        int slots = state.slots();
        if (slots == 0) {
            out.appendNull();
            return;
        }
        long called = 0;
        for (int slot = copiesSlot(0); slot < slots; slot += 2) {
            called += state.get(slot);
        }
        long an = called;
        ((RowBlockBuilder) out).buildEntry(fields -> {
            ((ArrayBlockBuilder) fields.get(0)).buildEntry(copies -> {
                for (int slot = copiesSlot(1); slot < slots; slot += 2) {
                    BIGINT.writeLong(copies, state.get(slot));
                }
            });
            ((ArrayBlockBuilder) fields.get(1)).buildEntry(frequencies -> {
                for (int slot = copiesSlot(1); slot < slots; slot += 2) {
                    if (an == 0) {
                        frequencies.appendNull();
                    }
                    else {
                        DOUBLE.writeDouble(frequencies, (double) state.get(slot) / an);
                    }
                }
            });
            BIGINT.writeLong(fields.get(2), an);
            ((ArrayBlockBuilder) fields.get(3)).buildEntry(homozygotes -> {
                for (int slot = copiesSlot(1); slot < slots; slot += 2) {
                    BIGINT.writeLong(homozygotes, state.get(slot + 1));
                }
            });
            BIGINT.writeLong(fields.get(4), state.get(MISSING_SLOT));
        });
    }

    private static void count(CallStatsState state, VariableWidthBlock gt, int position, long alleles)
    {
        if (alleles < 1 || alleles > MAX_ALLELES) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: a record has 1 to %s alleles, of which REF is the first: %s".formatted(NAME, MAX_ALLELES, alleles));
        }
        state.ensureSlots(slots((int) alleles));
        if (gt.isNull(position)) {
            state.add(MISSING_SLOT, 1);
            return;
        }
        if (gt.getSliceLength(position) == 3) {
            Slice slice = gt.getRawSlice();
            int start = gt.getRawSliceOffset(position);
            int first = slice.getByte(start) - '0';
            int separator = slice.getByte(start + 1);
            int second = slice.getByte(start + 2) - '0';
            if ((separator == '/' || separator == '|') && first >= 0 && first <= 9 && second >= 0 && second <= 9 && first < alleles && second < alleles) {
                countDiploid(state, first, second);
                return;
            }
        }
        int[] call = Calls.alleles(gt, position, NAME);
        for (int allele : call) {
            if (allele >= alleles) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: '%s' has an allele that the record has not: it has %s alleles with REF".formatted(NAME, gt.getSlice(position).toStringUtf8(), alleles));
            }
        }
        count(state, call);
    }

    private static void countDiploid(CallStatsState state, int first, int second)
    {
        state.add(copiesSlot(first), 1);
        state.add(copiesSlot(second), 1);
        if (first == second) {
            state.add(copiesSlot(first) + 1, 1);
        }
    }

    private static void count(CallStatsState state, int[] call)
    {
        int called = 0;
        boolean homozygous = call.length > 1;
        for (int allele : call) {
            homozygous &= allele == call[0];
            if (allele != Genotypes.MISSING) {
                called++;
                state.add(copiesSlot(allele), 1);
            }
        }
        if (called == 0) {
            state.add(MISSING_SLOT, 1);
        }
        else if (homozygous) {
            state.add(copiesSlot(call[0]) + 1, 1);
        }
    }

    private static int slots(int alleles)
    {
        return 1 + 2 * alleles;
    }

    private static int copiesSlot(int allele)
    {
        return 1 + 2 * allele;
    }
}
