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

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

final class TestContigNames
{
    @Test
    void testAliases()
    {
        assertThat(ContigNames.aliases("chr1")).containsExactly("1");
        assertThat(ContigNames.aliases("1")).containsExactly("chr1");
        assertThat(ContigNames.aliases("chrX")).containsExactly("X");
        assertThat(ContigNames.aliases("Y")).containsExactly("chrY");
        assertThat(ContigNames.aliases("MT")).containsExactly("chrM", "M", "chrMT");
        assertThat(ContigNames.aliases("chrM")).containsExactly("MT", "M", "chrMT");
        assertThat(ContigNames.aliases("NC_000007.14")).containsExactly("chr7", "7");
        assertThat(ContigNames.aliases("23")).containsExactly("chr23");
        assertThat(ContigNames.aliases("chr23")).containsExactly("23");
        assertThat(ContigNames.aliases("scaffold_1")).containsExactly("chrscaffold_1");
        assertThat(ContigNames.aliases("chr")).containsExactly("chrchr");
    }

    @Test
    void testFindAliases()
    {
        assertThat(ContigNames.findAliases("chr1", List.of("1", "10", "chr1", "NC_000001.11", "CHR1", "Chr1", "1"))).containsExactly("1", "NC_000001.11", "CHR1", "Chr1");
        assertThat(ContigNames.findAliases("x", List.of("X", "chrX", "Y"))).containsExactly("X", "chrX");
        assertThat(ContigNames.findAliases("mt", List.of("chrM", "MT", "chr1"))).containsExactly("chrM", "MT");
        assertThat(ContigNames.findAliases("23", List.of("X", "chrX", "chr23"))).containsExactly("chr23");
        assertThat(ContigNames.findAliases("2L", List.of("chr2L", "2R", "2l"))).containsExactly("chr2L", "2l");
        assertThat(ContigNames.findAliases("chr1", List.of("chr2"))).isEmpty();
        assertThat(ContigNames.findAliases("", List.of("chr", "chr1"))).isEmpty();
    }
}
