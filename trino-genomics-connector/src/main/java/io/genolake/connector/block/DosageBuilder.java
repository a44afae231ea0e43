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
package io.genolake.connector.block;

import io.genolake.formats.text.Bytes;
import io.genolake.formats.vcf.Genotypes;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;

import java.util.Arrays;
import java.util.Optional;

import static java.lang.Math.max;

/**
 * Numbers of alleles, of 0 or more. As a column they are of type tinyint or bigint: there are few, and the same dictionary of them in all pages, so
 * that what a query does with a dosage, it does once for each, and not for each of the hundreds of millions of genotypes.
 */
public final class DosageBuilder
        extends ColumnBuilder
{
    // the sign of each byte of eight
    private static final long SIGNS = 0x8080_8080_8080_8080L;

    private static final Dictionary TINYINTS = new Dictionary(plainBlock(dictionary(Genotypes.MISSING)), plainBlock(dictionary(0)));
    private static final Dictionary BIGINTS = new Dictionary(plainBigintBlock(dictionary(Genotypes.MISSING)), plainBigintBlock(dictionary(0)));

    private final Dictionary dictionary;
    private int[] ids;
    private boolean anyMissing;

    /**
     * NULL first, then a dosage at the place after it.
     *
     * @param known the same without a NULL, for pages without one: Trino asks each row whether it is NULL where one could be
     */
    private record Dictionary(Block all, Block known) {}

    private DosageBuilder(Dictionary dictionary, int expected)
    {
        this.dictionary = dictionary;
        ids = new int[max(1, expected)];
    }

    /**
     * Dosages as values of type tinyint.
     */
    public static DosageBuilder ofTinyints(int expected)
    {
        return new DosageBuilder(TINYINTS, expected);
    }

    /**
     * Dosages as values of type bigint, as their sum needs them.
     */
    public static DosageBuilder ofBigints(int expected)
    {
        return new DosageBuilder(BIGINTS, expected);
    }

    /**
     * @param first what stands in the place of NULL
     */
    private static byte[] dictionary(int first)
    {
        byte[] dosages = new byte[Byte.MAX_VALUE + 2];
        dosages[0] = (byte) first;
        for (int id = 1; id < dosages.length; id++) {
            dosages[id] = (byte) (id - 1);
        }
        return dosages;
    }

    /**
     * Dosages of many samples as values of type tinyint of a block that is no dictionary, as elements of arrays are.
     *
     * @param dosages of which a negative one is NULL
     */
    public static Block plainBlock(byte[] dosages)
    {
        return new ByteArrayBlock(dosages.length, validity(dosages), dosages);
    }

    /**
     * The same as values of type integer.
     *
     * @param dosages of which a negative one is NULL
     */
    public static Block plainIntegerBlock(byte[] dosages)
    {
        int[] values = new int[dosages.length];
        for (int i = 0; i < dosages.length; i++) {
            values[i] = dosages[i];
        }
        return new IntArrayBlock(dosages.length, validity(dosages), values);
    }

    private static Block plainBigintBlock(byte[] dosages)
    {
        long[] values = new long[dosages.length];
        for (int i = 0; i < dosages.length; i++) {
            values[i] = dosages[i];
        }
        return new LongArrayBlock(dosages.length, validity(dosages), values);
    }

    private static Optional<long[]> validity(byte[] dosages)
    {
        Validity validity = new Validity();
        if (!areAllKnown(dosages)) {
            for (int i = 0; i < dosages.length; i++) {
                if (dosages[i] < 0) {
                    validity.addNull(i);
                }
                else {
                    validity.addValue(i);
                }
            }
        }
        return validity.build();
    }

    private static boolean areAllKnown(byte[] dosages)
    {
        // eight at a time, without a branch
        long signs = 0;
        int i = 0;
        for (; i <= dosages.length - Long.BYTES; i += Long.BYTES) {
            signs |= Bytes.word(dosages, i);
        }
        for (; i < dosages.length; i++) {
            signs |= dosages[i] & SIGNS;
        }
        return (signs & SIGNS) == 0;
    }

    public void add(int dosage)
    {
        grow(size() + 1);
        ids[size()] = dosage + 1;
        added();
    }

    /**
     * @param dosages of which -1 is NULL
     */
    public void add(byte[] dosages)
    {
        int offset = size();
        grow(offset + dosages.length);
        for (int i = 0; i < dosages.length; i++) {
            ids[offset + i] = dosages[i] + 1;
        }
        anyMissing |= !areAllKnown(dosages);
        added(dosages.length);
    }

    @Override
    void grow(int size)
    {
        if (size > ids.length) {
            ids = Arrays.copyOf(ids, max(size, 2 * ids.length));
        }
    }

    @Override
    Block build(int size, Validity validity)
    {
        return DictionaryBlock.create(size, anyMissing || validity.build().isPresent() ? dictionary.all() : dictionary.known(), ids);
    }
}
