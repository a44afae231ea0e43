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

import io.genolake.formats.bgzf.VirtualOffset;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChunkTest
{
    @Test
    void testMerge()
    {
        assertThat(Chunk.merge(List.of())).isEmpty();
        // out of order, overlapping, touching
        assertThat(Chunk.merge(List.of(chunk(900, 0, 1000, 5), chunk(100, 7, 300, 0), chunk(200, 1, 250, 0), chunk(300, 0, 400, 1))))
                .containsExactly(chunk(100, 7, 400, 1), chunk(900, 0, 1000, 5));
        // in the same block
        assertThat(Chunk.merge(List.of(chunk(100, 7, 300, 10), chunk(300, 50, 400, 0)))).containsExactly(chunk(100, 7, 400, 0));
        assertThat(Chunk.merge(List.of(chunk(100, 7, 300, 10), chunk(301, 0, 400, 0)))).hasSize(2);
    }

    @Test
    void testOffsetsAreUnsigned()
    {
        long large = VirtualOffset.of(1L << 47, 0);
        assertThat(large).isNegative();
        Chunk last = new Chunk(large, large + 5);
        Chunk first = new Chunk(5, large - (1 << 20));
        assertThat(Chunk.merge(List.of(last, first))).containsExactly(first, last);
        assertThatThrownBy(() -> new Chunk(large, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("virtual offset 140737488355328:0 is after virtual offset 0:5");
    }

    @Test
    void testMergeHoldsWhatWentIn()
    {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Chunk> chunks = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                long begin = VirtualOffset.of(random.nextInt(100), random.nextInt(4));
                chunks.add(new Chunk(begin, begin + VirtualOffset.of(random.nextInt(8), random.nextInt(3))));
            }
            List<Chunk> merged = Chunk.merge(chunks);
            for (Chunk chunk : chunks) {
                assertThat(merged).as("seed %s", seed).anyMatch(other -> other.begin() <= chunk.begin() && chunk.end() <= other.end());
            }
            for (int i = 1; i < merged.size(); i++) {
                assertThat(VirtualOffset.compressedOffset(merged.get(i).begin())).isGreaterThan(VirtualOffset.compressedOffset(merged.get(i - 1).end()));
            }
            assertThat(merged).allMatch(other -> chunks.stream().anyMatch(chunk -> chunk.begin() == other.begin()) && chunks.stream().anyMatch(chunk -> chunk.end() == other.end()));
        }
    }

    private static Chunk chunk(long beginBlock, int begin, long endBlock, int end)
    {
        return new Chunk(VirtualOffset.of(beginBlock, begin), VirtualOffset.of(endBlock, end));
    }
}
