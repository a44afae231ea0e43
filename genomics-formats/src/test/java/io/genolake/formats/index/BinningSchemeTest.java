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
package io.genolake.formats.index;

import htsjdk.samtools.GenomicIndexUtil;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinningSchemeTest
{
    @Test
    void testSchemeOfTheSpecification()
    {
        BinningScheme scheme = BinningScheme.BAI;
        assertThat(scheme.binCount()).isEqualTo(37_449);
        assertThat(scheme.pseudoBin()).isEqualTo(37_450);
        assertThat(scheme.maxPosition()).isEqualTo(1 << 29);
        assertThat(scheme.addresses(1 << 29)).isTrue();
        assertThat(scheme.addresses((1 << 29) + 1)).isFalse();
        assertThat(new int[] {BinningScheme.firstBin(0), BinningScheme.firstBin(1), BinningScheme.firstBin(2), BinningScheme.firstBin(3), BinningScheme.firstBin(4), BinningScheme.firstBin(5)})
                .containsExactly(0, 1, 9, 73, 585, 4681);
        assertThat(scheme.begin(4681 + 3)).isEqualTo(3 << 14);
        assertThat(scheme.end(4681 + 3)).isEqualTo(4 << 14);
        assertThat(scheme.end(0)).isEqualTo(1 << 29);
        assertThat(scheme.level(0)).isZero();
        assertThat(scheme.level(4680)).isEqualTo(4);
        assertThat(scheme.level(4681)).isEqualTo(5);
        assertThat(BinningScheme.parent(4681 + 8)).isEqualTo(585 + 1);
        assertThatThrownBy(() -> scheme.level(37_449)).isInstanceOf(IndexOutOfBoundsException.class);
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            int start = random.nextInt(1 << 29);
            int end = (int) Math.min(1L << 29, start + 1 + (1L << random.nextInt(29)));
            assertThat(scheme.binOf(start, end)).isEqualTo(GenomicIndexUtil.regionToBin(start, end));
        }
    }

    @Test
    void testBinOfIsTheSmallest()
    {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int depth = random.nextInt(11);
            int minShift = random.nextInt(63 - 3 * depth);
            BinningScheme scheme = new BinningScheme(minShift, depth);
            long start = random.nextLong(scheme.maxPosition());
            long end = start + 1 + random.nextLong(1 + (scheme.maxPosition() - 1 - start >> random.nextInt(40)));
            int bin = scheme.binOf(start, end);
            assertThat(scheme.begin(bin)).as("seed %s", seed).isLessThanOrEqualTo(start);
            assertThat(scheme.end(bin)).as("seed %s", seed).isGreaterThanOrEqualTo(end);
            int level = scheme.level(bin);
            assertThat(scheme.binAt(level, start)).isEqualTo(bin);
            if (level < depth) {
                // no child holds it
                assertThat(scheme.binAt(level + 1, start)).isNotEqualTo(scheme.binAt(level + 1, end - 1));
                assertThat(BinningScheme.parent(scheme.binAt(level + 1, start))).isEqualTo(bin);
            }
            assertThat(scheme.end(bin) - scheme.begin(bin)).isEqualTo(1L << scheme.shift(level));
            assertThat(bin).isLessThan(scheme.binCount());
        }
    }

    @Test
    void testBounds()
    {
        assertThat(BinningScheme.isValid(0, 0)).isTrue();
        assertThat(BinningScheme.isValid(32, 10)).isTrue();
        assertThat(BinningScheme.isValid(33, 10)).isFalse();
        assertThat(BinningScheme.isValid(14, 11)).isFalse();
        assertThat(BinningScheme.isValid(-1, 5)).isFalse();
        assertThat(BinningScheme.isValid(14, -1)).isFalse();
        assertThat(BinningScheme.isValid(Integer.MAX_VALUE, Integer.MAX_VALUE)).isFalse();
        assertThatThrownBy(() -> new BinningScheme(14, 11)).isInstanceOf(IllegalArgumentException.class);
        // a record that reaches beyond all bins is in the root
        assertThat(BinningScheme.BAI.binOf((1 << 29) - 1, (1 << 29) + 1)).isZero();
        assertThatThrownBy(() -> BinningScheme.BAI.binOf(5, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
