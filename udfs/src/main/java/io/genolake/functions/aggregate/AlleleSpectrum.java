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
import io.trino.spi.TrinoException;

import java.util.Arrays;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * Number of variants by ALT count: 8 bytes for each count up to the largest.
 */
public final class AlleleSpectrum
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(AlleleSpectrum.class);
    // 128 MB: the alleles of eight million diploid samples
    private static final int MAX_COUNT = 1 << 24;

    private long[] variants = new long[16];
    private int size;

    static AlleleSpectrum read(SliceInput input)
    {
        AlleleSpectrum spectrum = new AlleleSpectrum();
        spectrum.size = input.readInt();
        spectrum.variants = new long[max(spectrum.size, 1)];
        input.readLongs(spectrum.variants, 0, spectrum.size);
        return spectrum;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeInt(size);
        output.writeLongs(variants, 0, size);
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + sizeOf(variants);
    }

    void add(long count)
    {
        if (count < 0 || count > MAX_COUNT) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "allele_frequency_spectrum: a count of alleles is from 0 to %s: %s".formatted(MAX_COUNT, count));
        }
        ensureSize((int) count + 1);
        variants[(int) count]++;
    }

    void addAll(AlleleSpectrum other)
    {
        ensureSize(other.size);
        for (int i = 0; i < other.size; i++) {
            variants[i] += other.variants[i];
        }
    }

    private void ensureSize(int newSize)
    {
        if (newSize > variants.length) {
            variants = Arrays.copyOf(variants, min(2 * newSize, MAX_COUNT + 1));
        }
        size = max(size, newSize);
    }

    /**
     * One more than the largest count.
     */
    int size()
    {
        return size;
    }

    long variants(int count)
    {
        return variants[count];
    }
}
