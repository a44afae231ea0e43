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
package io.genolake.formats.region;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestLocus
{
    @Test
    void testParts()
    {
        long locus = Locus.of(17, 43_044_295);
        assertThat(locus).isEqualTo((17L << 36) + 43_044_295);
        assertThat(Locus.code(locus)).isEqualTo(17);
        assertThat(Locus.pos(locus)).isEqualTo(43_044_295);

        long last = Locus.of((1 << ContigCode.BITS) - 1, Locus.MAX_POSITION);
        assertThat(last).isEqualTo(Long.MAX_VALUE);
        assertThat(Locus.code(last)).isEqualTo((1 << ContigCode.BITS) - 1);
        assertThat(Locus.pos(last)).isEqualTo(Locus.MAX_POSITION);
        // a telomere of VCF
        assertThat(Locus.pos(Locus.of(1, 0))).isZero();
    }

    @Test
    void testOutOfRange()
    {
        assertThatThrownBy(() -> Locus.of(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("position -1 is out of range: a locus holds positions 0 to 68719476735");
        assertThatThrownBy(() -> Locus.of(1, 1L << 36))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("position 68719476736 is out of range: a locus holds positions 0 to 68719476735");
        assertThatThrownBy(() -> Locus.of(1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void testOrder()
    {
        long seed = 7;
        Random random = new Random(seed);
        List<Long> loci = new ArrayList<>();
        for (String chrom : List.of("chr1", "chr2", "chr10", "chr22", "chrX", "chrY", "chrM", "chrUn_GL000220v1")) {
            List<Long> ofContig = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ofContig.add(Locus.of(ContigCode.of(chrom), random.nextLong(Locus.MAX_POSITION + 1)));
            }
            ofContig.sort((left, right) -> Long.compare(Locus.pos(left), Locus.pos(right)));
            loci.addAll(ofContig);
        }
        List<Long> sorted = new ArrayList<>(loci);
        sorted.sort(Comparator.naturalOrder());
        assertThat(sorted).as("seed %s", seed).isEqualTo(loci);
    }
}
