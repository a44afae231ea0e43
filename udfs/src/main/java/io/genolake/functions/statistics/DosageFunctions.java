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
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.block.RowValueBuilder.buildRowValue;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.RowType.field;
import static io.trino.spi.type.RowType.rowType;
import static io.trino.spi.type.TinyintType.TINYINT;

/**
 * Functions of the column {@code dosages}: an element a sample, the number of ALT alleles, NULL where not called. They take every
 * sample for diploid, and all ALTs for one, as the numbers 0, 1 and 2 say no more.
 */
public final class DosageFunctions
{
    private static final int MAX_DOSAGE = 2;
    // in place of a dosage
    private static final byte NOT_CALLED = 3;

    private static final RowType STATS = rowType(
            field("n_called", BIGINT),
            field("n_missing", BIGINT),
            field("n_hom_ref", BIGINT),
            field("n_het", BIGINT),
            field("n_hom_alt", BIGINT),
            field("an", BIGINT),
            field("ac", BIGINT),
            field("af", DOUBLE),
            field("hwe", DOUBLE));

    private DosageFunctions() {}

    @ScalarFunction("dosage_r2")
    @Description("Squared correlation of the dosages of two diploid, biallelic variants over their samples; NULL if one of them does not vary")
    @SqlNullable
    @SqlType(StandardTypes.DOUBLE)
    public static Double dosageR2(
            @Name("a") @SqlType("array(tinyint)") Block first,
            @Name("b") @SqlType("array(tinyint)") Block second)
    {
        int samples = first.getPositionCount();
        if (samples != second.getPositionCount()) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "dosage_r2: the arrays have %s and %s samples".formatted(samples, second.getPositionCount()));
        }
        byte[] a = dosages(first, "dosage_r2");
        byte[] b = dosages(second, "dosage_r2");
        int[] counts = new int[16];
        for (int sample = 0; sample < samples; sample++) {
            counts[a[sample] << 2 | b[sample]]++;
        }
        double r2 = squaredCorrelation(counts);
        return Double.isNaN(r2) ? null : r2;
    }

    @ScalarFunction("dosage_stats")
    @Description("Genotype and allele counts, ALT frequency and Hardy-Weinberg p-value of the dosages of a diploid, biallelic variant")
    @SqlType("row(n_called bigint, n_missing bigint, n_hom_ref bigint, n_het bigint, n_hom_alt bigint, an bigint, ac bigint, af double, hwe double)")
    public static SqlRow dosageStats(@Name("dosages") @SqlType("array(tinyint)") Block dosages)
    {
        int[] counts = new int[NOT_CALLED + 1];
        for (byte dosage : dosages(dosages, "dosage_stats")) {
            counts[dosage]++;
        }
        long called = (long) counts[0] + counts[1] + counts[2];
        long ac = counts[1] + 2L * counts[2];
        return buildRowValue(STATS, fields -> {
            BIGINT.writeLong(fields.get(0), called);
            BIGINT.writeLong(fields.get(1), counts[NOT_CALLED]);
            BIGINT.writeLong(fields.get(2), counts[0]);
            BIGINT.writeLong(fields.get(3), counts[1]);
            BIGINT.writeLong(fields.get(4), counts[2]);
            BIGINT.writeLong(fields.get(5), 2 * called);
            BIGINT.writeLong(fields.get(6), ac);
            if (called == 0) {
                fields.get(7).appendNull();
            }
            else {
                DOUBLE.writeDouble(fields.get(7), ac / (2.0 * called));
            }
            DOUBLE.writeDouble(fields.get(8), HardyWeinberg.test(counts[0], counts[1], counts[2], false));
        });
    }

    /**
     * @param counts samples by their two dosages, {@code first << 2 | second}
     */
    private static double squaredCorrelation(int[] counts)
    {
        long samples = 0;
        long sumX = 0;
        long sumY = 0;
        long sumXX = 0;
        long sumYY = 0;
        long sumXY = 0;
        for (int x = 0; x <= MAX_DOSAGE; x++) {
            for (int y = 0; y <= MAX_DOSAGE; y++) {
                long count = counts[x << 2 | y];
                samples += count;
                sumX += x * count;
                sumY += y * count;
                sumXX += x * x * count;
                sumYY += y * y * count;
                sumXY += x * y * count;
            }
        }
        return Correlation.squared(samples, sumX, sumY, sumXX, sumYY, sumXY);
    }

    private static byte[] dosages(Block block, String function)
    {
        byte[] dosages = new byte[block.getPositionCount()];
        boolean mayHaveNull = block.mayHaveNull();
        for (int i = 0; i < dosages.length; i++) {
            if (mayHaveNull && block.isNull(i)) {
                dosages[i] = NOT_CALLED;
                continue;
            }
            byte dosage = TINYINT.getByte(block, i);
            if (dosage < 0 || dosage > MAX_DOSAGE) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: a diploid call has a dosage of 0, 1 or 2: element %s is %s".formatted(function, i + 1, dosage));
            }
            dosages[i] = dosage;
        }
        return dosages;
    }
}
