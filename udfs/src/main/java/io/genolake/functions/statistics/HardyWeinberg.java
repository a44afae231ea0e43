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

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * The exact test of Hardy-Weinberg equilibrium (Wigginton, Cutler and Abecasis, Am. J. Hum. Genet. 76:887, 2005), and its mid-p version
 * (Graffelman and Moreno, Stat. Appl. Genet. Mol. Biol. 12:433, 2013).
 */
public final class HardyWeinberg
{
    // outcomes whose probabilities differ by less are equally probable: they differ by rounding
    private static final double TIE = 1 + 0x1p-40;
    // a term that no longer changes the sum, even with the smaller ones that follow
    private static final double NEGLIGIBLE = 0x1p-70;
    // the walk takes as many steps as the distribution is wide, which grows with the square root of the individuals
    private static final long MAX_INDIVIDUALS = Integer.MAX_VALUE;

    private HardyWeinberg() {}

    /**
     * The probability, given the allele counts, of a number of heterozygotes that is at most as probable as the one observed.
     * 1 without calls or without variation, where mid-p is 0.5 unless there are no calls.
     * <p>
     * It walks from the observed number to both sides until the terms are negligible, relative to the observed one: about as many steps as the
     * distribution is wide, and no logarithms. A probability below 1e-308 is 0. At most 2,147,483,647 individuals.
     *
     * @param homRef individuals homozygous for the one allele
     * @param het heterozygous ones
     * @param homAlt those homozygous for the other allele
     * @param midP whether outcomes as probable as the one observed count half
     */
    public static double test(long homRef, long het, long homAlt, boolean midP)
    {
        checkArgument(homRef >= 0, "the number of individuals homozygous for REF is negative: %s", homRef);
        checkArgument(het >= 0, "the number of heterozygous individuals is negative: %s", het);
        checkArgument(homAlt >= 0, "the number of individuals homozygous for ALT is negative: %s", homAlt);

        checkArgument(homRef <= MAX_INDIVIDUALS && het <= MAX_INDIVIDUALS - homRef && homAlt <= MAX_INDIVIDUALS - homRef - het, "there are more than %s individuals", MAX_INDIVIDUALS);

        double rare = min(homRef, homAlt);
        double common = max(homRef, homAlt);
        if (common == 0 && het == 0) {
            return 1;
        }

        double less = 0;
        double equal = 1;
        double more = 0;

        // fewer heterozygotes: two of them make a homozygote of each kind
        double term = 1;
        double hets = het;
        double rares = rare;
        double commons = common;
        while (hets > 1) {
            double ratio = hets * (hets - 1) / (4 * (rares + 1) * (commons + 1));
            term *= ratio;
            hets -= 2;
            rares++;
            commons++;
            if (term * TIE < 1) {
                less += term;
            }
            else if (term <= TIE) {
                equal += term;
            }
            else {
                more += term;
            }
            if (ratio < 1 && term < NEGLIGIBLE) {
                break;
            }
            if (more == Double.POSITIVE_INFINITY) {
                return 0;
            }
        }

        // more heterozygotes
        term = 1;
        hets = het;
        rares = rare;
        commons = common;
        while (rares > 0) {
            double ratio = 4 * rares * commons / ((hets + 1) * (hets + 2));
            term *= ratio;
            hets += 2;
            rares--;
            commons--;
            if (term * TIE < 1) {
                less += term;
            }
            else if (term <= TIE) {
                equal += term;
            }
            else {
                more += term;
            }
            if (ratio < 1 && term < NEGLIGIBLE) {
                break;
            }
            if (more == Double.POSITIVE_INFINITY) {
                return 0;
            }
        }
        double tail = midP ? less + equal / 2 : less + equal;
        return min(tail / (less + equal + more), 1);
    }
}
