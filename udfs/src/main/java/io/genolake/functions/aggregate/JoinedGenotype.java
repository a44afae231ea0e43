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
import io.airlift.slice.SliceInput;
import io.airlift.slice.SliceOutput;
import io.genolake.formats.vcf.Genotypes;
import io.genolake.functions.state.Retained;
import io.trino.spi.TrinoException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The genotypes of a sample in the records of a position.
 */
public final class JoinedGenotype
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(JoinedGenotype.class);
    private static final int BYTES_PER_CALL = instanceSize(Call.class) + instanceSize(Slice.class) + 3 * Long.BYTES;
    private static final int MAX_CALLS = 100_000;

    private final List<Call> calls = new ArrayList<>();
    private long bytes;

    /**
     * @param allele the place among the joined ALTs of the record's ALT, from 1
     */
    private record Call(long allele, Slice gt) {}

    static JoinedGenotype read(SliceInput input)
    {
        JoinedGenotype genotype = new JoinedGenotype();
        int count = input.readInt();
        for (int i = 0; i < count; i++) {
            genotype.add(input.readLong(), input.readSlice(input.readInt()));
        }
        return genotype;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeInt(calls.size());
        for (Call call : calls) {
            output.writeLong(call.allele());
            output.writeInt(call.gt().length());
            output.writeBytes(call.gt());
        }
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + bytes;
    }

    void add(long allele, Slice gt)
    {
        if (allele < 1 || allele > Integer.MAX_VALUE) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "join_gt: the place of an ALT is from 1: " + allele);
        }
        if (calls.size() == MAX_CALLS) {
            throw new TrinoException(EXCEEDED_FUNCTION_MEMORY_LIMIT, "join_gt: more than %s genotypes of a sample at a position: group by sample, too".formatted(MAX_CALLS));
        }
        calls.add(new Call(allele, gt.copy()));
        bytes += BYTES_PER_CALL + gt.length();
    }

    void addAll(JoinedGenotype other)
    {
        other.calls.forEach(call -> add(call.allele(), call.gt()));
    }

    /**
     * The genotype of the first ALT, with the other ALTs in place of its REF and missing alleles: each where its own genotype has it if
     * that is free, else at the first place that is. An ALT that finds no place is left out, as bcftools does. It is phased if all genotypes
     * are that contribute an allele.
     */
    String join()
    {
        calls.sort(Comparator.comparingLong(Call::allele).thenComparing(Call::gt));
        int[] joined = alleles(calls.getFirst());
        boolean phased = isPhased(calls.getFirst());
        for (Call call : calls.subList(1, calls.size())) {
            int[] alleles = alleles(call);
            if (alleles.length != joined.length) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "join_gt: genotypes of different ploidy: %s and %s".formatted(calls.getFirst().gt().toStringUtf8(), call.gt().toStringUtf8()));
            }
            for (int i = 0; i < alleles.length; i++) {
                if (alleles[i] > 0) {
                    int place = joined[i] > 0 ? firstFree(joined) : i;
                    if (place >= 0) {
                        joined[place] = alleles[i];
                        phased &= isPhased(call);
                    }
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < joined.length; i++) {
            if (i > 0) {
                text.append(phased ? '|' : '/');
            }
            if (joined[i] == Genotypes.MISSING) {
                text.append('.');
            }
            else {
                text.append(joined[i]);
            }
        }
        return text.toString();
    }

    private static int firstFree(int[] joined)
    {
        for (int i = 0; i < joined.length; i++) {
            if (joined[i] <= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPhased(Call call)
    {
        return Genotypes.isPhased(call.gt().getBytes(), 0, call.gt().length());
    }

    /**
     * The alleles of a genotype, its ALT by its place among the joined ones.
     */
    private static int[] alleles(Call call)
    {
        byte[] text = call.gt().getBytes();
        int[] alleles = new int[text.length];
        int ploidy = Genotypes.alleles(text, 0, text.length, 1, alleles);
        if (ploidy == Genotypes.MALFORMED) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "join_gt: '%s' is not a genotype of a record with one ALT".formatted(new String(text, UTF_8)));
        }
        int[] joined = new int[ploidy];
        for (int i = 0; i < ploidy; i++) {
            joined[i] = alleles[i] > 0 ? (int) call.allele() : alleles[i];
        }
        return joined;
    }
}
