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
package io.genolake.functions.allele;

import java.util.Arrays;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Values.NULL_ELEMENT;

/**
 * The order in which a field of Number=G has the genotypes: of alleles k1 &lt;= k2 &lt;= ... &lt;= kP, the one at
 * the sum of C(km + m - 1, m) (VCF specification, section 1.6.2).
 */
final class GenotypeOrder
{
    static final int DIPLOID = 2;

    private static final int MAX_PLOIDY = 1000;
    private static final int MAX_GENOTYPES = 1 << 20;
    // more than an array has
    private static final int TOO_MANY = Integer.MAX_VALUE;

    private GenotypeOrder() {}

    /**
     * The number of genotypes, or the largest number where there are too many for an array.
     */
    static int count(long alleles, int ploidy)
    {
        return (int) choose(alleles + ploidy - 1, ploidy);
    }

    static int checkPloidy(String function, long ploidy)
    {
        if (ploidy < 1 || ploidy > MAX_PLOIDY) {
            throw invalid("%s: ploidy %s is out of range: it is 1 to %s", function, ploidy, MAX_PLOIDY);
        }
        return (int) ploidy;
    }

    static void checkCount(String function, int values, long alleles, int ploidy)
    {
        if (values != count(alleles, ploidy)) {
            throw invalid("%s: %s values are not the number for genotypes of %s alleles and ploidy %s", function, values, alleles, ploidy);
        }
    }

    /**
     * The ploidy of which there are so many genotypes. REF alone has one whatever the ploidy is, which counts as
     * diploid.
     */
    static int ploidy(String function, int values, long alleles)
    {
        if (alleles == 1 && values == 1) {
            return DIPLOID;
        }
        for (int ploidy = 1; ploidy <= MAX_PLOIDY && alleles > 1; ploidy++) {
            int count = count(alleles, ploidy);
            if (count == values) {
                return ploidy;
            }
            if (count > values) {
                break;
            }
        }
        throw invalid("%s: %s values are not the number for genotypes of %s alleles, of any ploidy", function, values, alleles);
    }

    /**
     * The places of the genotypes of a record in those of another.
     *
     * @param sources by allele of the new record the allele of the old one, or {@link io.genolake.functions.Values#NULL_ELEMENT}
     * @return by genotype of the new record the place of it in the old one, or NULL_ELEMENT where it has an allele
     *         that the old one has not
     */
    static int[] positions(String function, int[] sources, int ploidy)
    {
        int count = count(sources.length, ploidy);
        if (count > MAX_GENOTYPES) {
            throw invalid("%s: there are too many genotypes of %s alleles and ploidy %s for an array", function, sources.length, ploidy);
        }
        int[] positions = new int[count];
        int[] genotype = new int[ploidy];
        int[] alleles = new int[ploidy];
        for (int index = 0; index < count; index++) {
            for (int place = 0; place < ploidy; place++) {
                alleles[place] = sources[genotype[place]];
            }
            positions[index] = position(alleles);
            advance(genotype);
        }
        return positions;
    }

    /**
     * The place of a genotype, of which the alleles are put in order.
     */
    private static int position(int[] alleles)
    {
        if (alleles.length == DIPLOID) {
            int smaller = Math.min(alleles[0], alleles[1]);
            int larger = Math.max(alleles[0], alleles[1]);
            return smaller == NULL_ELEMENT ? NULL_ELEMENT : larger * (larger + 1) / 2 + smaller;
        }
        Arrays.sort(alleles);
        if (alleles[0] == NULL_ELEMENT) {
            return NULL_ELEMENT;
        }
        long position = 0;
        for (int place = 1; place <= alleles.length; place++) {
            position += choose(alleles[place - 1] + place - 1, place);
        }
        return (int) position;
    }

    private static void advance(int[] genotype)
    {
        int place = 0;
        while (place < genotype.length - 1 && genotype[place] == genotype[place + 1]) {
            genotype[place] = 0;
            place++;
        }
        genotype[place]++;
    }

    /**
     * The binomial coefficient, or TOO_MANY where it is larger than MAX_GENOTYPES.
     */
    private static long choose(long from, long taken)
    {
        if (taken > from) {
            return 0;
        }
        long result = 1;
        long smaller = Math.min(taken, from - taken);
        for (long factor = 1; factor <= smaller; factor++) {
            if (from > Long.MAX_VALUE / (MAX_GENOTYPES + 1L)) {
                return TOO_MANY;
            }
            // exact, as it is a binomial coefficient after every step, and it never gets smaller
            result = result * (from - smaller + factor) / factor;
            if (result > MAX_GENOTYPES) {
                return TOO_MANY;
            }
        }
        return result;
    }
}
