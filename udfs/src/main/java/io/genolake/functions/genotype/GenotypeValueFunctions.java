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
package io.genolake.functions.genotype;

import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import java.util.Optional;

import static io.genolake.functions.Arguments.invalid;
import static io.trino.spi.type.BigintType.BIGINT;
import static java.lang.Math.min;
import static java.lang.Math.pow;

/**
 * Read depths and likelihoods of a genotype.
 */
public final class GenotypeValueFunctions
{
    private GenotypeValueFunctions() {}

    @SqlNullable
    @ScalarFunction("allele_balance")
    @Description("The share of reads that have an ALT, by the depths of the alleles (AD); NULL without reads")
    @SqlType(StandardTypes.DOUBLE)
    public static Double alleleBalance(@Name("ad") @SqlType("array(bigint)") Block ad)
    {
        double total = sum(ad);
        return total > 0 ? (Double) ((total - BIGINT.getLong(ad, 0)) / total) : null;
    }

    @SqlNullable
    @ScalarFunction("allele_balance")
    @Description("The share of reads that have an allele, by the depths of the alleles (AD); NULL without reads")
    @SqlType(StandardTypes.DOUBLE)
    public static Double alleleBalance(
            @Name("ad") @SqlType("array(bigint)") Block ad,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele)
    {
        if (allele < 0 || allele >= ad.getPositionCount()) {
            throw invalid("allele_balance: there is no allele %s: ad has %s values, the first for allele 0", allele, ad.getPositionCount());
        }
        double total = sum(ad);
        return total > 0 ? (Double) (BIGINT.getLong(ad, (int) allele) / total) : null;
    }

    /**
     * Returns 0 if a depth is NULL.
     */
    private static double sum(Block ad)
    {
        double sum = 0;
        for (int index = 0; index < ad.getPositionCount(); index++) {
            if (ad.isNull(index)) {
                return 0;
            }
            long depth = BIGINT.getLong(ad, index);
            if (depth < 0) {
                throw invalid("allele_balance: depth %s is negative", depth);
            }
            sum += depth;
        }
        return sum;
    }

    @SqlNullable
    @ScalarFunction("pl_to_gp")
    @Description("Probabilities of the genotypes under equal priors, from their Phred-scaled likelihoods (PL); NULL if a likelihood is missing")
    @SqlType("array(double)")
    public static Block plToGp(@Name("pl") @SqlType("array(bigint)") Block pl)
    {
        int count = pl.getPositionCount();
        if (count == 0) {
            return new LongArrayBlock(0, Optional.empty(), new long[0]);
        }
        long smallest = Long.MAX_VALUE;
        for (int index = 0; index < count; index++) {
            if (pl.isNull(index)) {
                return null;
            }
            long likelihood = BIGINT.getLong(pl, index);
            if (likelihood < 0) {
                throw invalid("pl_to_gp: likelihood %s is negative", likelihood);
            }
            smallest = min(smallest, likelihood);
        }
        double[] probabilities = new double[count];
        double sum = 0;
        for (int index = 0; index < count; index++) {
            // relative to the largest, so that it does not vanish
            probabilities[index] = pow(10, (BIGINT.getLong(pl, index) - smallest) / -10.0);
            sum += probabilities[index];
        }
        long[] bits = new long[count];
        for (int index = 0; index < count; index++) {
            bits[index] = Double.doubleToLongBits(probabilities[index] / sum);
        }
        return new LongArrayBlock(count, Optional.empty(), bits);
    }
}
