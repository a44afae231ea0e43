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

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.exp;
import static java.lang.Math.log;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.toIntExact;

/**
 * The expected number of variants by ALT count in a sample of alleles, drawn from each variant's called ones (Marth et al., Genetics
 * 166:351, 2004).
 */
public final class ProjectedSpectrum
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(ProjectedSpectrum.class);
    private static final int MAX_SIZE = 100_000;

    private final double[] variants;

    ProjectedSpectrum(long alleles)
    {
        if (alleles < 1 || alleles > MAX_SIZE) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "allele_frequency_spectrum: the number of alleles to project to is from 1 to %s: %s".formatted(MAX_SIZE, alleles));
        }
        variants = new double[toIntExact(alleles + 1)];
    }

    static ProjectedSpectrum read(SliceInput input)
    {
        ProjectedSpectrum spectrum = new ProjectedSpectrum(input.readInt());
        input.readDoubles(spectrum.variants);
        return spectrum;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeInt(variants.length - 1);
        output.writeDoubles(variants);
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + sizeOf(variants);
    }

    void checkAlleles(long alleles)
    {
        if (alleles != variants.length - 1) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "allele_frequency_spectrum: the number of alleles to project to differs within a group: %s and %s".formatted(variants.length - 1, alleles));
        }
    }

    /**
     * Adds a variant, whose ALT count in the drawn alleles is distributed hypergeometrically. A variant with fewer called alleles is left out.
     */
    void add(long count, long called)
    {
        if (count < 0 || called < count) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "allele_frequency_spectrum: a count of alleles is from 0 to the called ones: ac is %s and an is %s".formatted(count, called));
        }
        int drawn = variants.length - 1;
        if (called < drawn) {
            return;
        }
        int least = (int) max(0, count - (called - drawn));
        int most = (int) min(drawn, count);
        // relative to the first term, in logarithms, for it may be too small
        double logTerm = 0;
        double largest = 0;
        for (int i = least; i < most; i++) {
            logTerm += logRatio(i, count, called, drawn);
            largest = max(largest, logTerm);
        }
        double sum = 0;
        logTerm = 0;
        for (int i = least; i <= most; i++) {
            sum += exp(logTerm - largest);
            logTerm += i < most ? logRatio(i, count, called, drawn) : 0;
        }
        logTerm = 0;
        for (int i = least; i <= most; i++) {
            variants[i] += exp(logTerm - largest) / sum;
            logTerm += i < most ? logRatio(i, count, called, drawn) : 0;
        }
    }

    private static double logRatio(int i, long count, long called, int drawn)
    {
        return log((double) (count - i) * (drawn - i) / ((i + 1.0) * (called - count - drawn + i + 1)));
    }

    void addAll(ProjectedSpectrum other)
    {
        checkAlleles(other.variants.length - 1);
        for (int i = 0; i < variants.length; i++) {
            variants[i] += other.variants[i];
        }
    }

    int size()
    {
        return variants.length;
    }

    double variants(int count)
    {
        return variants[count];
    }
}
