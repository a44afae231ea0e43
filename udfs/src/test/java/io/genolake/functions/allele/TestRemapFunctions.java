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

import io.trino.spi.block.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingBlocks.bigints;
import static io.genolake.functions.TestingBlocks.varchars;
import static io.trino.spi.type.BigintType.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestRemapFunctions
{
    @ParameterizedTest
    @CsvSource({
            "0/1, 1, 0/1, 0/1", "0/2, 1, 0/0, 0/.", "0/2, 2, 0/1, 0/1", "1|2, 2, 0|1, .|1", "./2, 2, ./1, ./1", "., 1, ., .", "2, 1, 0, .", "10/1, 10, 1/0, 1/.", "0/1/2|3, 3, 0/0/0|1, 0/./.|1",
            "|0|2, 2, |0|1, |0|1", "/2, 1, /0, /.",
    })
    void testRemapGt(String gt, long allele, String asReference, String asMissing)
    {
        assertThat(RemapGtFunctions.remapGt(utf8Slice(gt), allele).toStringUtf8()).isEqualTo(asReference);
        assertThat(RemapGtFunctions.remapGt(utf8Slice(gt), allele, utf8Slice(".")).toStringUtf8()).isEqualTo(asMissing);
    }

    @Test
    void testRemapGtByMap()
    {
        Block map = bigints(0L, null, 12L, 1L);
        assertThat(RemapGtFunctions.remapGt(utf8Slice("0|1/2|3"), map).toStringUtf8()).isEqualTo("0|./12|1");
        assertThat(RemapGtFunctions.remapGt(utf8Slice("."), map).toStringUtf8()).isEqualTo(".");
        assertThatThrownBy(() -> RemapGtFunctions.remapGt(utf8Slice("0/4"), map)).hasMessage("remap_gt: '0/4' has allele 4, and allele_map has alleles 0 to 3");
        assertThatThrownBy(() -> RemapGtFunctions.remapGt(utf8Slice("0/1"), bigints())).hasMessage("remap_gt: allele_map is empty: its first element is that of REF");
        assertThatThrownBy(() -> RemapGtFunctions.remapGt(utf8Slice("0/1"), bigints(1L, 0L))).hasMessage("remap_gt: allele 0 becomes 1 by allele_map, and the new record has alleles 0 to 2147483647, REF always 0");
        assertThatThrownBy(() -> RemapGtFunctions.remapGt(utf8Slice("0/x"), map)).hasMessage("remap_gt: '0/x' is not a genotype such as 0/1, 1|0 or ./.");
        assertThatThrownBy(() -> RemapGtFunctions.remapGt(utf8Slice("0/1"), 0)).hasMessage("remap_gt: there is no ALT 0: the first one is 1");
        assertThatThrownBy(() -> RemapGtFunctions.remapGt(utf8Slice("0/1"), 1, utf8Slice("1"))).hasMessage("remap_gt: another ALT cannot become '1', only '0' or '.'");
    }

    /**
     * Each value is the number of its genotype, in the order that the specification describes for any ploidy.
     */
    @Test
    void testRemapGOfAnyPloidy()
    {
        for (int alleles = 2; alleles <= 5; alleles++) {
            for (int ploidy = 1; ploidy <= 5; ploidy++) {
                List<List<Integer>> genotypes = genotypes(alleles, ploidy);
                Block values = bigints(LongStream.range(0, genotypes.size()).boxed().toArray(Long[]::new));
                for (int allele = 1; allele < alleles; allele++) {
                    List<Long> expected = new ArrayList<>();
                    for (int copies = 0; copies <= ploidy; copies++) {
                        Integer[] genotype = new Integer[ploidy];
                        Arrays.fill(genotype, 0, ploidy - copies, 0);
                        Arrays.fill(genotype, ploidy - copies, ploidy, allele);
                        expected.add((long) genotypes.indexOf(Arrays.asList(genotype)));
                    }
                    assertThat(bigints(RemapFunctions.remapG(BIGINT, values, alleles, allele))).isEqualTo(expected);
                    assertThat(bigints(RemapFunctions.remapG(BIGINT, values, alleles, allele, ploidy))).isEqualTo(expected);
                }
                // a map of each allele onto itself changes nothing
                Block map = bigints(LongStream.range(0, alleles).boxed().toArray(Long[]::new));
                Block alts = varchars(LongStream.range(1, alleles).mapToObj(_ -> "A").toList());
                assertThat(bigints(RemapFunctions.remapG(BIGINT, values, map, alts))).isEqualTo(bigints(values));
            }
        }
    }

    /**
     * All sorted genotypes, by the largest allele, then by the next.
     */
    private static List<List<Integer>> genotypes(int alleles, int ploidy)
    {
        List<List<Integer>> genotypes = new ArrayList<>();
        collect(alleles, ploidy, new ArrayList<>(), genotypes);
        Comparator<List<Integer>> order = (left, right) -> {
            for (int place = ploidy - 1; place >= 0; place--) {
                int result = Integer.compare(left.get(place), right.get(place));
                if (result != 0) {
                    return result;
                }
            }
            return 0;
        };
        genotypes.sort(order);
        return genotypes;
    }

    private static void collect(int alleles, int ploidy, List<Integer> genotype, List<List<Integer>> genotypes)
    {
        if (genotype.size() == ploidy) {
            genotypes.add(List.copyOf(genotype));
            return;
        }
        for (int allele = genotype.isEmpty() ? 0 : genotype.getLast(); allele < alleles; allele++) {
            genotype.add(allele);
            collect(alleles, ploidy, genotype, genotypes);
            genotype.removeLast();
        }
    }

    @Test
    void testRemapByAnyMap()
    {
        // the ALT alleles in another order, and one that the old record has not
        Block map = bigints(0L, 2L, 1L);
        Block alts = varchars("C", "G", "T");
        assertThat(bigints(RemapFunctions.remapA(BIGINT, bigints(10L, 20L), map, alts))).containsExactly(20L, 10L, null);
        assertThat(bigints(RemapFunctions.remapR(BIGINT, bigints(1L, 10L, 20L), map, alts))).containsExactly(1L, 20L, 10L, null);
        // 00 01 11 02 12 22 03 13 23 33 of 00 02 22 01 12 11
        assertThat(bigints(RemapFunctions.remapG(BIGINT, bigints(0L, 1L, 2L, 3L, 4L, 5L), map, alts))).containsExactly(0L, 3L, 5L, 1L, 4L, 2L, null, null, null, null);
        assertThat(bigints(RemapFunctions.remapRSum(bigints(1L, 10L, null), bigints(0L, 1L, 1L), varchars("C")))).containsExactly(1L, 10L);
        assertThat(bigints(RemapFunctions.remapRSum(bigints(1L, null, null), bigints(0L, 1L, 1L), varchars("C")))).containsExactly(1L, null);
        assertThat(bigints(RemapFunctions.remapRSum(bigints(1L, 5L, 7L), bigints(0L, 0L, 1L), varchars("C")))).containsExactly(1L, 7L);
    }

    @Test
    void testErrors()
    {
        assertThatThrownBy(() -> RemapFunctions.remapA(BIGINT, bigints(1L, 2L), 3)).hasMessage("remap_a: there is no ALT 3: there are 2 values, the first for ALT 1");
        assertThatThrownBy(() -> RemapFunctions.remapR(BIGINT, bigints(1L, 2L), 2)).hasMessage("remap_r: there is no ALT 2: there are 2 values, the first for REF");
        assertThatThrownBy(() -> RemapFunctions.remapG(BIGINT, bigints(1L, 2L), 3, 3)).hasMessage("remap_g: there is no ALT 3 of 3 alleles, REF included");
        assertThatThrownBy(() -> RemapFunctions.remapG(BIGINT, bigints(1L, 2L), 3, 1)).hasMessage("remap_g: 2 values are not the number for genotypes of 3 alleles, of any ploidy");
        assertThatThrownBy(() -> RemapFunctions.remapG(BIGINT, bigints(1L, 2L, 3L), 3, 1, 2)).hasMessage("remap_g: 3 values are not the number for genotypes of 3 alleles and ploidy 2");
        assertThatThrownBy(() -> RemapFunctions.remapG(BIGINT, bigints(1L, 2L, 3L), 3, 1, 0)).hasMessage("remap_g: ploidy 0 is out of range: it is 1 to 1000");
        assertThatThrownBy(() -> RemapFunctions.remapA(BIGINT, bigints(1L), bigints(0L, 1L, 1L), varchars("C"))).hasMessage("remap_a: there are 1 values, and 2 ALT by allele_map");
        assertThatThrownBy(() -> RemapFunctions.remapR(BIGINT, bigints(1L, 2L), bigints(0L, 5L), varchars("C"))).hasMessage("remap_r: allele 1 becomes 5 by allele_map, and the new record has alleles 0 to 1, REF always 0");
        assertThatThrownBy(() -> AtomizeVariantsFunctions.atomizeVariants(1, utf8Slice("A"), varchars("C", null))).hasMessage("atomize_variants: alts has a NULL element");
        assertThatThrownBy(() -> AtomizeVariantsFunctions.atomizeVariants(1, utf8Slice("A"), varchars(""))).hasMessage("atomize_variants: alt '' is empty");
        assertThatThrownBy(() -> AtomizeVariantsFunctions.atomizeVariants(1, utf8Slice("A"), varchars("C"), utf8Slice("x"))).hasMessage("atomize_variants: an ALT that overlaps cannot become 'x', only '*' or '.'");
    }

    @Test
    void testLongAlleles()
    {
        String ref = "ACGT".repeat(5000);
        String alt = "CGTA".repeat(5000);
        assertThat(AtomizeVariantsFunctions.atomizeVariants(1, utf8Slice(ref), varchars(alt, "T" + ref.substring(1), "A")).getPositionCount()).isEqualTo(20_002);
    }

    @Test
    void testRemapLocal()
    {
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(7L), bigints(2L), 4, utf8Slice("LA")))).containsExactly(null, 7L, null);
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(1L, 7L, 9L), bigints(1L, 3L), 4, utf8Slice("LR")))).containsExactly(1L, 7L, null, 9L);
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(1L), bigints(), 3, utf8Slice("R")))).containsExactly(1L, null, null);
        // haploid and diploid
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(0L, 1L), bigints(2L), 3, utf8Slice("LG")))).containsExactly(0L, null, 1L);
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(0L, 1L, 2L, 3L, 4L, 5L), bigints(1L, 2L), 3, utf8Slice("LG")))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        // a sample that has REF alone: the ploidy is not in the values
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(9L), bigints(), 2, utf8Slice("LG")))).containsExactly(9L, null, null);
        assertThat(bigints(RemapLocalFunctions.remapLocal(BIGINT, bigints(9L), bigints(), 2, utf8Slice("LG"), 1))).containsExactly(9L, null);

        assertThatThrownBy(() -> RemapLocalFunctions.remapLocal(BIGINT, bigints(7L), bigints(2L), 4, utf8Slice("LR"))).hasMessage("remap_local: there are 1 values, and 2 alleles by laa");
        assertThatThrownBy(() -> RemapLocalFunctions.remapLocal(BIGINT, bigints(7L), bigints(4L), 4, utf8Slice("LA"))).hasMessage("remap_local: laa has allele 4, and the record has ALT alleles 1 to 3");
        assertThatThrownBy(() -> RemapLocalFunctions.remapLocal(BIGINT, bigints(7L, 8L), bigints(2L, 2L), 4, utf8Slice("LA"))).hasMessage("remap_local: laa has allele 2 twice");
        assertThatThrownBy(() -> RemapLocalFunctions.remapLocal(BIGINT, bigints(7L), bigints(2L), 4, utf8Slice("."))).hasMessage("remap_local: number '.' is none of LA, LR and LG");
    }
}
