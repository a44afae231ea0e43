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

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestContigCode
{
    @Test
    void testHumanNames()
    {
        for (int chromosome = 1; chromosome <= 22; chromosome++) {
            assertThat(ContigCode.of(String.valueOf(chromosome))).isEqualTo(chromosome);
            assertThat(ContigCode.of("chr" + chromosome)).isEqualTo(chromosome);
        }
        assertThat(ContigCode.of("X")).isEqualTo(23);
        assertThat(ContigCode.of("chrX")).isEqualTo(23);
        assertThat(ContigCode.of("Y")).isEqualTo(24);
        assertThat(ContigCode.of("chrY")).isEqualTo(24);
        for (String mitochondrion : new String[] {"M", "MT", "chrM", "chrMT"}) {
            assertThat(ContigCode.of(mitochondrion)).isEqualTo(25);
        }
    }

    @ParameterizedTest
    @CsvSource({
            // GRCh37 and GRCh38
            "NC_000001.10, 1",
            "NC_000001.11, 1",
            "NC_000009.12, 9",
            "NC_000010.11, 10",
            "NC_000022.11, 22",
            "NC_000023.10, 23",
            "NC_000023.11, 23",
            "NC_000024.10, 24",
            "NC_000024, 24",
            "NC_012920.1, 25",
            // T2T-CHM13v2.0
            "NC_060925.1, 1",
            "NC_060934.1, 10",
            "NC_060946.1, 22",
            "NC_060947.1, 23",
            "NC_060948.1, 24",
    })
    void testRefSeqNames(String name, int code)
    {
        assertThat(ContigCode.of(name)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "0", "00", "01", "chr0", "chr01", "23", "24", "25", "26", "chr23", "chr26", "30", "100", "chr", "chr1 ", " 1", "Chr1", "CHR1", "chrx", "x", "m", "mt", "XY", "MX", "TM", "M1",
            "1T", "2A", "1_random", "chr1_KI270706v1_random", "chrUn_GL000220v1", "GL000192.1", "NC_000000.1", "NC_000025.1", "NC_000067.6", "NC_060924.1", "NC_060949.1",
            "NC_00001.11", "NC_0000001.1", "NC_000001.", "NC_000001.x", "NC_000001x", "NC_000001.1.1", "NT_000001.1", "nc_000001.11", "chrNC_000001.11", "NC_00000a.1", "chrchr1",
            "HLA-A*01:01:01:01", "染色体1",
    })
    void testOtherNamesAreHashed(String name)
    {
        assertThat(ContigCode.of(name)).isBetween(1 << 26, (1 << 27) - 1);
    }

    @Test
    void testHashesAreStable()
    {
        // FNV-1a of 32 bits: the published values of "" and "a", and one worked out elsewhere
        assertThat(ContigCode.of("")).isEqualTo(fold(0x811C9DC5));
        assertThat(ContigCode.of("a")).isEqualTo(fold(0xE40C292C));
        assertThat(ContigCode.of("foobar")).isEqualTo(fold(0xBF9CF968));
    }

    private static int fold(int hash)
    {
        return (1 << 26) + ((hash ^ (hash >>> 26)) & 0x3FFFFFF);
    }

    @Test
    void testHashesSpread()
    {
        // the scaffolds of a draft assembly; of so many random numbers of 26 bits, some 37 would collide
        Set<Integer> codes = new HashSet<>();
        for (int scaffold = 0; scaffold < 70_000; scaffold++) {
            codes.add(ContigCode.of("scaffold_" + scaffold));
        }
        assertThat(codes).hasSizeGreaterThan(70_000 - 150);
    }

    @Test
    void testRangeOfBytes()
    {
        byte[] line = "chr17\t43044295\tchr1".getBytes(UTF_8);
        assertThat(ContigCode.of(line, 0, 5)).isEqualTo(17);
        assertThat(ContigCode.of(line, 0, 4)).isEqualTo(1);
        assertThat(ContigCode.of(line, 15, 19)).isEqualTo(1);
        assertThat(ContigCode.of(line, 15, 18)).isEqualTo(ContigCode.of("chr"));
        assertThat(ContigCode.of("chr17".getBytes(UTF_8))).isEqualTo(17);
        assertThatThrownBy(() -> ContigCode.of(line, 15, 20)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void testAnyBytes()
    {
        long seed = 20260101;
        Random random = new Random(seed);
        byte[] alphabet = "chrXYMT0123456789NC_.".getBytes(UTF_8);
        for (int i = 0; i < 200_000; i++) {
            byte[] name = new byte[random.nextInt(14)];
            for (int position = 0; position < name.length; position++) {
                name[position] = random.nextInt(10) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            int code = ContigCode.of(name);
            assertThat((code >= 1 && code <= 25) || (code >= 1 << 26 && code < 1 << 27)).as("seed %s, name %s", seed, i).isTrue();
            assertThat(ContigCode.isHuman(code)).isEqualTo(code <= 25);
        }
    }
}
