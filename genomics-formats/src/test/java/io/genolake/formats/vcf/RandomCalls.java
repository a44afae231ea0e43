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
package io.genolake.formats.vcf;

import java.util.Random;

/**
 * Genotypes of all kinds.
 */
final class RandomCalls
{
    private RandomCalls() {}

    /**
     * A genotype of ploidy 1 to 4, with some alleles missing.
     */
    static String call(Random random, int altCount)
    {
        StringBuilder call = new StringBuilder();
        int ploidy = 1 + random.nextInt(4);
        for (int i = 0; i < ploidy; i++) {
            if (i > 0) {
                call.append(random.nextBoolean() ? '/' : '|');
            }
            if (random.nextInt(6) == 0) {
                call.append('.');
            }
            else {
                // REF and equal alleles more often than by chance
                call.append(random.nextInt(3) == 0 ? random.nextInt(altCount + 1) : random.nextInt(Math.min(altCount, 1) + 1));
            }
        }
        return call.toString();
    }

    /**
     * A diploid genotype of three characters.
     */
    static String plain(Random random, int maxAllele)
    {
        return "%s%s%s".formatted(random.nextInt(maxAllele + 1), random.nextBoolean() ? '/' : '|', random.nextInt(maxAllele + 1));
    }

    static String describe(CallCounts counts)
    {
        StringBuilder text = new StringBuilder("samples %s, missing %s, an %s".formatted(counts.samples(), counts.missing(), counts.an()));
        for (int allele = 0; allele <= counts.altCount(); allele++) {
            text.append("; %s: ac %s, het %s, hom %s, hemi %s".formatted(allele, counts.ac(allele), counts.het(allele), counts.hom(allele), counts.hemi(allele)));
        }
        return text.toString();
    }
}
