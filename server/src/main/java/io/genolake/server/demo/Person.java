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
package io.genolake.server.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Somebody who was sequenced.
 *
 * @param number among all people of the demo
 * @param finding a site at which this person is heterozygous whatever the draw says
 * @param parents whose alleles this person has; of others they are drawn from the population
 */
record Person(String name, int number, boolean male, Optional<Site> finding, Optional<Parents> parents)
{
    private static final double MEAN_DEPTH = 32;
    private static final double ERROR = 0.001;
    private static final int MAX_GENOTYPE_QUALITY = 99;

    Person
    {
        requireNonNull(name, "name is null");
        requireNonNull(finding, "finding is null");
        requireNonNull(parents, "parents is null");
    }

    record Parents(Person father, Person mother)
    {
        Parents
        {
            requireNonNull(father, "father is null");
            requireNonNull(mother, "mother is null");
        }

        /**
         * One of the alleles of each parent; of X outside of the pseudoautosomal regions a son has his mother's alone.
         */
        private int[] alleles(Site site, boolean male, Draw draw)
        {
            int[] fromMother = mother.alleles(site);
            int maternal = fromMother[draw.below(fromMother.length)];
            if (site.haploid(male)) {
                return new int[] {maternal};
            }
            int[] fromFather = father.alleles(site);
            return new int[] {fromFather[draw.below(fromFather.length)], maternal};
        }
    }

    /**
     * The alleles at a site, in Hardy-Weinberg proportions: each copy is drawn by the frequencies, on its own.
     */
    int[] alleles(Site site)
    {
        if (finding.isPresent() && finding.orElseThrow().position() == site.position() && finding.orElseThrow().contig() == site.contig()) {
            return site.haploid(male) ? new int[] {1} : new int[] {0, 1};
        }
        Draw draw = Draw.of("genotype", number, site.contig(), site.position());
        if (parents.isPresent()) {
            return parents.orElseThrow().alleles(site, male, draw);
        }
        int[] alleles = new int[site.haploid(male) ? 1 : 2];
        for (int copy = 0; copy < alleles.length; copy++) {
            double uniform = draw.uniform();
            for (int alt = 0; alt < site.frequencies().size() && alleles[copy] == 0; alt++) {
                uniform -= site.frequencies().get(alt);
                if (uniform < 0) {
                    alleles[copy] = alt + 1;
                }
            }
        }
        return alleles;
    }

    boolean carries(Site site)
    {
        for (int allele : alleles(site)) {
            if (allele > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a caller makes of the reads over a site.
     */
    Call call(Site site)
    {
        int[] alleles = alleles(site);
        Arrays.sort(alleles);
        Draw draw = Draw.of("call", number, site.contig(), site.position());
        int[] depths = new int[site.alts().size() + 1];
        if (draw.chance(0.004)) {
            return new Call(alleles, depths, true);
        }
        int depth = Math.max(8, draw.count(alleles.length == 1 ? MEAN_DEPTH / 2 : MEAN_DEPTH));
        if (alleles.length == 2 && alleles[0] != alleles[1]) {
            int second = Math.clamp(Math.round(draw.normal(depth * 0.49, Math.sqrt(depth) / 2)), depth / 4 + 1, depth - depth / 4 - 1);
            depths[alleles[0]] = depth - second;
            depths[alleles[1]] = second;
        }
        else {
            int errors = draw.chance(0.04) ? 1 : 0;
            depths[alleles[0]] = depth - errors;
            depths[alleles[0] == 0 ? 1 : 0] = errors;
        }
        return new Call(alleles, depths, false);
    }

    /**
     * @param alleles ascending; one for a hemizygous call
     * @param depths of REF and each ALT
     * @param missing whether there is no call, for want of reads
     */
    record Call(int[] alleles, int[] depths, boolean missing)
    {
        int depth()
        {
            return Arrays.stream(depths).sum();
        }

        String genotype()
        {
            if (alleles.length == 1) {
                return missing ? "." : String.valueOf(alleles[0]);
            }
            return missing ? "./." : alleles[0] + "/" + alleles[1];
        }

        /**
         * Phred-scaled likelihoods in the order of the VCF specification, the called genotype's being 0.
         */
        int[] likelihoods()
        {
            double[] logarithms = alleles.length == 1 ? haploid() : diploid();
            double best = Arrays.stream(logarithms).max().orElseThrow();
            return Arrays.stream(logarithms)
                    .mapToInt(logarithm -> (int) Math.round((best - logarithm) * 10 / StrictMath.log(10)))
                    .toArray();
        }

        private double[] haploid()
        {
            double[] logarithms = new double[depths.length];
            for (int allele = 0; allele < depths.length; allele++) {
                logarithms[allele] = logLikelihood(allele, allele);
            }
            return logarithms;
        }

        private double[] diploid()
        {
            double[] logarithms = new double[depths.length * (depths.length + 1) / 2];
            int index = 0;
            for (int second = 0; second < depths.length; second++) {
                for (int first = 0; first <= second; first++) {
                    logarithms[index] = logLikelihood(first, second);
                    index++;
                }
            }
            return logarithms;
        }

        private double logLikelihood(int first, int second)
        {
            double sum = 0;
            for (int allele = 0; allele < depths.length; allele++) {
                double probability = ERROR;
                if (allele == first || allele == second) {
                    probability = first == second ? 1 - ERROR : 0.5;
                }
                sum += depths[allele] * StrictMath.log(probability);
            }
            return sum;
        }

        int quality()
        {
            return Math.min(MAX_GENOTYPE_QUALITY, Arrays.stream(likelihoods()).sorted().skip(1).findFirst().orElseThrow());
        }

        static String joined(int[] values)
        {
            StringBuilder joined = new StringBuilder();
            for (int value : values) {
                if (!joined.isEmpty()) {
                    joined.append(',');
                }
                joined.append(value);
            }
            return joined.toString();
        }
    }

    static List<String> names(List<Person> people)
    {
        return people.stream().map(Person::name).toList();
    }
}
