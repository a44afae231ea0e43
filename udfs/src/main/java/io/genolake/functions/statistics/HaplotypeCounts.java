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

import static java.lang.Math.log;
import static java.lang.Math.min;

/**
 * Haplotypes of two biallelic variants, counted from diploid samples. Only a sample that is heterozygous for both, and not phased, can have
 * either of two pairs of haplotypes.
 *
 * @param refRef haplotypes with REF of both
 * @param refAlt with REF of the first and ALT of the second
 * @param altRef with ALT of the first and REF of the second
 * @param altAlt with ALT of both
 * @param unknown samples heterozygous for both, not phased
 */
public record HaplotypeCounts(long refRef, long refAlt, long altRef, long altAlt, long unknown)
{
    private static final int MAX_STEPS = 10_000;
    private static final double PRECISION = 1e-14;
    // likelihoods that differ by less are equal
    private static final double LIKELIHOOD_PRECISION = 1e-9;
    private static final double[] STARTS = {0.5, 0, 1};

    /**
     * Lewontin's D', without its sign: from 0 to 1. NaN if a variant does not vary.
     * Unknown samples are divided by the expectation-maximisation of the haplotype frequencies (Excoffier and Slatkin, Mol. Biol. Evol. 12:921,
     * 1995), from several starts, of which the most likely end counts.
     */
    public double dPrime()
    {
        double haplotypes = refRef + refAlt + altRef + altAlt + 2.0 * unknown;
        double firstAlt = (altRef + altAlt + unknown) / haplotypes;
        double secondAlt = (refAlt + altAlt + unknown) / haplotypes;
        if (!(firstAlt > 0 && firstAlt < 1 && secondAlt > 0 && secondAlt < 1)) {
            return Double.NaN;
        }
        double bestShare = 0;
        double bestLikelihood = Double.NEGATIVE_INFINITY;
        for (double start : STARTS) {
            double share = maximise(start);
            double likelihood = logLikelihood(share);
            if (likelihood > bestLikelihood + LIKELIHOOD_PRECISION) {
                bestLikelihood = likelihood;
                bestShare = share;
            }
        }
        double d = (altAlt + bestShare * unknown) / haplotypes - firstAlt * secondAlt;
        double limit = d > 0
                ? min(firstAlt * (1 - secondAlt), (1 - firstAlt) * secondAlt)
                : min(firstAlt * secondAlt, (1 - firstAlt) * (1 - secondAlt));
        return min(Math.abs(d) / limit, 1);
    }

    /**
     * @param share of the unknown samples that have the haplotypes REF-REF and ALT-ALT, to begin with
     */
    private double maximise(double share)
    {
        double current = share;
        for (int i = 0; unknown > 0 && i < MAX_STEPS; i++) {
            double together = (refRef + current * unknown) * (altAlt + current * unknown);
            double apart = (refAlt + (1 - current) * unknown) * (altRef + (1 - current) * unknown);
            double next = together / (together + apart);
            if (Math.abs(next - current) < PRECISION) {
                return next;
            }
            current = next;
        }
        return current;
    }

    private double logLikelihood(double share)
    {
        double haplotypes = refRef + refAlt + altRef + altAlt + 2.0 * unknown;
        double pRefRef = (refRef + share * unknown) / haplotypes;
        double pRefAlt = (refAlt + (1 - share) * unknown) / haplotypes;
        double pAltRef = (altRef + (1 - share) * unknown) / haplotypes;
        double pAltAlt = (altAlt + share * unknown) / haplotypes;
        return term(refRef, pRefRef) + term(refAlt, pRefAlt) + term(altRef, pAltRef) + term(altAlt, pAltAlt) + term(unknown, pRefRef * pAltAlt + pRefAlt * pAltRef);
    }

    private static double term(long count, double probability)
    {
        return count == 0 ? 0 : count * log(probability);
    }
}
