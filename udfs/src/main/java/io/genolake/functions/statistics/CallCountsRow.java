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
package io.genolake.functions.statistics;

import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.ArrayType;

import java.util.Arrays;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static java.util.Objects.requireNonNull;

/**
 * A value of the column {@code call_counts}: the calls of a variant, counted by ALT.
 *
 * @param ac copies of each ALT
 * @param het heterozygous calls with each ALT
 * @param hom copies of each ALT in homozygous calls
 * @param hetRef heterozygous calls with REF
 * @param homRef copies of REF in homozygous calls
 */
public record CallCountsRow(long an, long[] ac, long[] het, long[] hom, long hetRef, long homRef)
{
    /**
     * The type of the column.
     */
    public static final String TYPE = "row(an bigint, ac array(bigint), het array(bigint), hom array(bigint), hemi array(bigint), missing bigint, het_ref bigint, hom_ref bigint, hemi_ref bigint)";

    private static final ArrayType BIGINT_ARRAY = new ArrayType(BIGINT);

    private static final int AN = 0;
    private static final int AC = 1;
    private static final int HET = 2;
    private static final int HOM = 3;
    private static final int HET_REF = 6;
    private static final int HOM_REF = 7;

    public CallCountsRow
    {
        requireNonNull(ac, "ac is null");
        requireNonNull(het, "het is null");
        requireNonNull(hom, "hom is null");
    }

    /**
     * @param function who asks, for the message if a count is missing
     */
    public static CallCountsRow of(SqlRow row, String function)
    {
        CallCountsRow counts = new CallCountsRow(
                count(row, AN, "an", function),
                counts(row, AC, "ac", function),
                counts(row, HET, "het", function),
                counts(row, HOM, "hom", function),
                count(row, HET_REF, "het_ref", function),
                count(row, HOM_REF, "hom_ref", function));
        if (counts.het.length != counts.ac.length || counts.hom.length != counts.ac.length) {
            throw invalid(function, "counts of %s, %s and %s ALTs in ac, het and hom".formatted(counts.ac.length, counts.het.length, counts.hom.length));
        }
        return counts;
    }

    /**
     * The frequency of each ALT, NULL where nothing is called.
     */
    public Block frequencies()
    {
        BlockBuilder frequencies = DOUBLE.createFixedSizeBlockBuilder(ac.length);
        for (long count : ac) {
            if (an == 0) {
                frequencies.appendNull();
            }
            else {
                DOUBLE.writeDouble(frequencies, (double) count / an);
            }
        }
        return frequencies.build();
    }

    /**
     * The exact test of each ALT against the other alleles, by the counts that {@code bcftools +fill-tags} takes: the other alleles
     * are those of calls with REF or with two different alleles, but not those of calls homozygous for another ALT.
     */
    public Block hardyWeinberg(boolean midP)
    {
        long others = homRef + hetRef + Arrays.stream(het).sum();
        BlockBuilder probabilities = DOUBLE.createFixedSizeBlockBuilder(ac.length);
        for (int i = 0; i < ac.length; i++) {
            long homOther = others - 2 * het[i];
            // two a call; not so where genotypes have more than two alleles, and then there is no such test
            if (homOther < 0 || homOther % 2 != 0 || hom[i] % 2 != 0) {
                probabilities.appendNull();
            }
            else {
                DOUBLE.writeDouble(probabilities, HardyWeinberg.test(homOther / 2, het[i], hom[i] / 2, midP));
            }
        }
        return probabilities.build();
    }

    private static long count(SqlRow row, int field, String name, String function)
    {
        return count(row.getRawFieldBlock(field), row.getRawIndex(), name, function);
    }

    private static long count(Block block, int position, String name, String function)
    {
        if (block.isNull(position)) {
            throw invalid(function, "the count %s is NULL".formatted(name));
        }
        long count = BIGINT.getLong(block, position);
        if (count < 0) {
            throw invalid(function, "the count %s is negative: %s".formatted(name, count));
        }
        return count;
    }

    private static long[] counts(SqlRow row, int field, String name, String function)
    {
        Block arrays = row.getRawFieldBlock(field);
        if (arrays.isNull(row.getRawIndex())) {
            throw invalid(function, "the count %s is NULL".formatted(name));
        }
        Block array = BIGINT_ARRAY.getObject(arrays, row.getRawIndex());
        long[] counts = new long[array.getPositionCount()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = count(array, i, name, function);
        }
        return counts;
    }

    private static TrinoException invalid(String function, String message)
    {
        return new TrinoException(INVALID_FUNCTION_ARGUMENT, function + ": " + message);
    }
}
