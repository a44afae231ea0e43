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

import io.airlift.slice.SliceInput;
import io.airlift.slice.SliceOutput;
import io.genolake.functions.state.Retained;
import io.genolake.functions.statistics.CallCountsRow;
import io.trino.spi.TrinoException;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.Objects.requireNonNull;

/**
 * The counts of a variant over several files.
 */
public final class SummedCallCounts
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(SummedCallCounts.class) + instanceSize(CallCountsRow.class);

    private final boolean midP;
    private CallCountsRow sum;

    SummedCallCounts(boolean midP, CallCountsRow sum)
    {
        this.midP = midP;
        this.sum = requireNonNull(sum, "sum is null");
    }

    static SummedCallCounts read(SliceInput input)
    {
        boolean midP = input.readBoolean();
        return new SummedCallCounts(midP, new CallCountsRow(input.readLong(), readCounts(input), readCounts(input), readCounts(input), input.readLong(), input.readLong()));
    }

    private static long[] readCounts(SliceInput input)
    {
        long[] counts = new long[input.readInt()];
        input.readLongs(counts);
        return counts;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeBoolean(midP);
        output.writeLong(sum.an());
        for (long[] counts : new long[][] {sum.ac(), sum.het(), sum.hom()}) {
            output.writeInt(counts.length);
            output.writeLongs(counts);
        }
        output.writeLong(sum.hetRef());
        output.writeLong(sum.homRef());
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + sizeOf(sum.ac()) + sizeOf(sum.het()) + sizeOf(sum.hom());
    }

    void add(CallCountsRow counts)
    {
        if (counts.ac().length != sum.ac().length) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "hardy_weinberg: a group has counts of %s and of %s ALTs: group by ref and alt, too".formatted(sum.ac().length, counts.ac().length));
        }
        sum = new CallCountsRow(
                sum.an() + counts.an(),
                add(sum.ac(), counts.ac()),
                add(sum.het(), counts.het()),
                add(sum.hom(), counts.hom()),
                sum.hetRef() + counts.hetRef(),
                sum.homRef() + counts.homRef());
    }

    void addAll(SummedCallCounts other)
    {
        add(other.sum);
    }

    CallCountsRow sum()
    {
        return sum;
    }

    boolean midP()
    {
        return midP;
    }

    private static long[] add(long[] first, long[] second)
    {
        long[] sums = new long[first.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = first[i] + second[i];
        }
        return sums;
    }
}
