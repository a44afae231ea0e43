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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestRegion
{
    private static final long END = Long.MAX_VALUE;

    @Test
    void testParse()
    {
        assertThat(Region.parse("chr1")).isEqualTo(new Region("chr1", 0, END)).isEqualTo(Region.wholeContig("chr1"));
        assertThat(Region.parse("chr1:100")).isEqualTo(new Region("chr1", 100, 100));
        assertThat(Region.parse("chr1:100-")).isEqualTo(new Region("chr1", 100, END));
        assertThat(Region.parse("chr1:-200")).isEqualTo(new Region("chr1", 0, 200));
        assertThat(Region.parse("chr1:100-200")).isEqualTo(new Region("chr1", 100, 200));
        assertThat(Region.parse("chr1:100-100")).isEqualTo(new Region("chr1", 100, 100));
        assertThat(Region.parse("chr1:0-100")).isEqualTo(new Region("chr1", 0, 100));
        assertThat(Region.parse("chr17:43,044,295-43,125,483")).isEqualTo(new Region("chr17", 43_044_295, 43_125_483));
        assertThat(Region.parse("chr1:1,000")).isEqualTo(new Region("chr1", 1000, 1000));
        assertThat(Region.parse("1:68719476735")).isEqualTo(new Region("1", Locus.MAX_POSITION, Locus.MAX_POSITION));
        assertThat(Region.parse("chr1:000100")).isEqualTo(new Region("chr1", 100, 100));
    }

    @Test
    void testNames()
    {
        // a hyphen or a comma in a name is just that
        assertThat(Region.parse("HLA-DRB1")).isEqualTo(Region.wholeContig("HLA-DRB1"));
        assertThat(Region.parse("a,b:5-6")).isEqualTo(new Region("a,b", 5, 6));
        assertThat(Region.parse("{HLA-A*01:01:01:01}")).isEqualTo(Region.wholeContig("HLA-A*01:01:01:01"));
        assertThat(Region.parse("{HLA-A*01:01:01:01}:1,000-2,000")).isEqualTo(new Region("HLA-A*01:01:01:01", 1000, 2000));
        assertThat(Region.parse("{chr1:100}")).isEqualTo(Region.wholeContig("chr1:100"));
        assertThat(Region.parse("{chr1}:5")).isEqualTo(new Region("chr1", 5, 5));
        assertThat(Region.parse("染色体:5-")).isEqualTo(new Region("染色体", 5, END));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "''                     | it has no contig name",
            ":100                   | it has no contig name",
            "{}:100                 | it has no contig name",
            "chr1:                  | \"\" is not a position",
            "chr1:-                 | it has no position",
            "chr1:x                 | \"x\" is not a position",
            "chr1:1.5               | \"1.5\" is not a position",
            "chr1:1e6               | \"1e6\" is not a position",
            "chr1:10k               | \"10k\" is not a position",
            "chr1:+5                | \"+5\" is not a position",
            "chr1:1--5              | \"-5\" is not a position",
            "chr1:1-5-9             | \"5-9\" is not a position",
            "chr1:1,00              | \"1,00\" is not a position",
            "chr1:1,0000            | \"1,0000\" is not a position",
            "chr1:1000,000          | \"1000,000\" is not a position",
            "chr1:1000,000,000      | \"1000,000,000\" is not a position",
            "chr1:,100              | \",100\" is not a position",
            "chr1:100,              | \"100,\" is not a position",
            "chr1:1,0,000           | \"1,0,000\" is not a position",
            "chr1:1,000000          | \"1,000000\" is not a position",
            "chr1:1,0000000         | \"1,0000000\" is not a position",
            "chr1:1,,0000           | \"1,,0000\" is not a position",
            "chr1:200-100           | it ends before it starts",
            "'chr1: 100'            | \" 100\" is not a position",
            "'chr1:100 '            | \"100 \" is not a position",
            "' chr1:100'            | the contig name has a space in it",
            "'chr 1'                | the contig name has a space in it",
            "chr1:68719476736       | position 68719476736 is beyond 68719476735",
            "chr1:99999999999999999999999 | position 99999999999999999999999 is beyond 68719476735",
            "chr1:100:200           | the name or the positions hold more than one colon",
            "HLA-A*01:01:01:01      | the name or the positions hold more than one colon",
            "{chr1:100              | the brace is not closed",
            "{chr1}100              | a colon or nothing must follow the brace",
            "{chr1}:                | \"\" is not a position",
            "chr1:100,chr2:200      | the name or the positions hold more than one colon",
            "chr1:１２              | \"１２\" is not a position",
    })
    void testMalformed(String text, String reason)
    {
        assertThatThrownBy(() -> Region.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a region: '%s': %s. Write a region as chr1, chr1:100, chr1:100-, chr1:100-200 or {name:with:colons}:100-200", text, reason);
    }

    @Test
    void testInvalid()
    {
        assertThatThrownBy(() -> new Region("", 1, 2)).hasMessage("chrom is empty");
        assertThatThrownBy(() -> new Region("1", -1, 2)).hasMessage("start is negative: -1");
        assertThatThrownBy(() -> new Region("1", 3, 2)).hasMessage("start 3 is after end 2");
    }

    @Test
    void testOverlaps()
    {
        Region region = Region.parse("chr1:100-200");
        assertThat(region.overlaps(99, 99)).isFalse();
        assertThat(region.overlaps(50, 100)).isTrue();
        assertThat(region.overlaps(200, 300)).isTrue();
        assertThat(region.overlaps(201, 201)).isFalse();
        assertThat(region.overlaps(1, 1000)).isTrue();
        assertThat(region.overlaps(150, 150)).isTrue();
        // of length zero: before 100, after 100, after 200
        assertThat(region.overlaps(100, 99)).isFalse();
        assertThat(region.overlaps(101, 100)).isTrue();
        assertThat(region.overlaps(201, 200)).isFalse();
    }

    @Test
    void testWholeContigHasItsVeryBeginning()
    {
        // a telomere of VCF, and an interval of length zero before the first base
        assertThat(Region.parse("chr1").overlaps(0, 0)).isTrue();
        assertThat(Region.parse("chr1").overlaps(1, 0)).isTrue();
        assertThat(Region.parse("chr1:-5").overlaps(1, 0)).isTrue();
        assertThat(Region.parse("chr1:1-5").overlaps(1, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chr1", "chr1:0-5", "chr1:7-", "chr1:100-200", "chr1:100-100", "{HLA-A*01:01:01:01}:1-2", "{a:b}", "a-b"})
    void testToString(String text)
    {
        assertThat(Region.parse(text)).hasToString(text);
    }

    @Test
    void testAnyText()
    {
        long seed = 11;
        Random random = new Random(seed);
        String alphabet = "chr1{}:-,0129 \t\u00e9";
        int regions = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(14);
            while (text.length() < length) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Region region;
            try {
                region = Region.parse(text.toString());
            }
            catch (IllegalArgumentException e) {
                assertThat(e).as("seed %s", seed).hasMessageStartingWith("Not a region: '" + text + "': ");
                continue;
            }
            regions++;
            assertThat(Region.parse(region.toString())).as("seed %s, text '%s'", seed, text).isEqualTo(region);
        }
        assertThat(regions).isPositive();
    }
}
