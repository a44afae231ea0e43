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
package io.genolake.functions.variant;

import io.airlift.slice.Slice;
import io.genolake.functions.TestingTools;
import io.trino.spi.TrinoException;
import io.trino.spi.block.SqlRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingTools.sharedFile;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Long.parseUnsignedLong;
import static java.util.Locale.ENGLISH;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The vectors are those of the tests of the reference implementation,
 * <a href="https://github.com/tecnickcom/variantkey">github.com/tecnickcom/variantkey</a>.
 */
final class TestVariantKey
{
    private static final List<String> ALLELES = List.of("A", "C", "N", "GT", "ACG", "ACGTa", "ACGTac", "ACGTacg", "ACGTacgt", "ACGTACGTAC", "ACGTacgtACGT");

    // of each pair of alleles, the first with the second and the second with the first
    private static final int[] REF_ALT_CODES = {
            0x08800000, 0x08800000, 0x08880000, 0x08a00000, 0x2b524725, 0x13ace339, 0x09160000, 0x10d80000, 0x09830000, 0x188c0000, 0x0a836000, 0x288d8000, 0x0b036200,
            0x308d8800, 0x0b836300, 0x388d8c00, 0x0c036360, 0x408d8d80, 0x0d036362, 0x508d8d88, 0x3f0ad81b, 0x519ec623, 0x08a80000, 0x08a80000, 0x51fde969, 0x5a3ad561,
            0x09360000, 0x10da0000, 0x09a30000, 0x188c8000, 0x0aa36000, 0x288d8800, 0x0b236200, 0x308d8a00, 0x0ba36300, 0x388d8c80, 0x0c236360, 0x408d8da0, 0x0d236362,
            0x508d8d8a, 0x535d6025, 0x50fd215f, 0x756046af, 0x756046af, 0x39e18639, 0x699d04d1, 0x2e4f3f0b, 0x3bc2ca01, 0x688d4593, 0x4b35f78d, 0x3c371093, 0x6ad462d3,
            0x56f03e05, 0x709febcd, 0x10529813, 0x64690b25, 0x62a17681, 0x46f770b7, 0x2ed058cb, 0x77413a59, 0x115d8000, 0x115d8000, 0x11d8c000, 0x190d6000, 0x12d8d800,
            0x290d9600, 0x1358d880, 0x310d8d80, 0x13d8d8c0, 0x390d8d60, 0x1458d8d8, 0x410d8dd8, 0x25eff603, 0x69e4072b, 0x650dd623, 0x5869066f, 0x198c3000, 0x198c3000,
            0x1a8c3600, 0x298d8300, 0x1b0c3620, 0x318d88c0, 0x1b8c3630, 0x398d8c30, 0x1c0c3636, 0x418d8d8c, 0x0b6df65d, 0x7087bc41, 0x5461bb97, 0x121cc5b3, 0x2a8d8360,
            0x2a8d8360, 0x2b0d8362, 0x328d88d8, 0x2b21970d, 0x6a552833, 0x1e5367a7, 0x1b5a1cd9, 0x22a4482b, 0x0869e1d1, 0x554389ed, 0x2578e3b3, 0x490569b1, 0x490569b1,
            0x3fda5cad, 0x48a04ed9, 0x3eb532e3, 0x28a272e3, 0x67768ecf, 0x45f77839, 0x1f7f9b69, 0x68244db3, 0x333e12a5, 0x333e12a5, 0x5f37dd43, 0x5231912b, 0x512ee699,
            0x57b03177, 0x4b88730f, 0x222ba3a9, 0x10fa989b, 0x10fa989b, 0x76788595, 0x1694f703, 0x266d0563, 0x366a23af, 0x56871e01, 0x56871e01, 0x6001429b, 0x7bc28a63,
            0x3a396f37, 0x3a396f37,
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
            "chr1, 268435455, C, T, 0fffffff88b80000",
            "CHR01, 324675, G, C, 08027a2188c80000",
            "1, 0, ACCTCACCAGGCCCAGCTCATGCTTCTTTGCAG, A, 080000003c6f5d8f",
            "1, 268435455, ACCAGGCCCAGCTCATGCTTCTTTGCAGCCTCT, A, 0fffffff8ae2503b",
            "1, 324692, N, A, 08027a2a13ace339",
            "1, 324695, ATGCTTCTTTGCAGCCTCTCCAGGCCCAGCTCC, A, 08027a2bed669117",
            "1, 1, TGGCCCCTCCAGGCCCAGCCTCTGCCTCCCGTC, T, 08000000adb746f9",
            "1, 324739, ACGTUWSMKRYBDHVN, A*C*G*T*U*W*S*M*K*R*Y*B*D*H*V*N, 08027a41e6f83195",
            "2, 28017, CAATTGTGAAGCAGTG, C, 100036b8b6c70401",
            "2, 28058, ACGTAC, CGTAC, 100036cd328d8b62",
            "2, 28067, G, ACGTACGTAC, 100036d18d436362",
            "2, 28106, ACGTACGTAC, G, 100036e5508d8d8c",
            "3, 74915, AGT, AA, 1800925199160000",
            "4, 60502, A, AT, 2000762b09060000",
            "5, 28314, AT, A, 2800374d10980000",
            "6, 193329, TCAT, TGTC, 30017998a269f680",
            "7, 2288181, CTTTTTT, C, 3811751ab8bffe80",
            "8, 167827, CTTCCTGTCTTTATTTTGT, C, 400147c9ca7373c1",
            "9, 83045, G, GTCTTC, 4800a2328b56fa00",
            "10, 102529, GCTACGCACTTGTAGATAACCAGGTCTCATGAAAA, G, 5000c840e5b54eb7",
            "Y, 445978, AAAGAAAGAAAGAAAGAAAG, A, c003670d6842610d",
            "chrMT, 16305, C, T, c8001fd888b80000",
            "mt, 16528, t, c, c800204808e80000",
            "MT, 19871, ACGTACGTAC, T, c80026cfd08d8d8e",
    })
    void testPublishedKeys(String chrom, long zeroBasedPos, String ref, String alt, String key)
    {
        assertThat(key(chrom, zeroBasedPos + 1, ref, alt)).isEqualTo(parseUnsignedLong(key, 16));
    }

    @Test
    void testPublishedAlleles()
    {
        int index = 0;
        for (int first = 0; first < ALLELES.size(); first++) {
            for (int second = first; second < ALLELES.size(); second++) {
                assertThat(VariantKey.encodeRefAlt(utf8Slice(ALLELES.get(first)), utf8Slice(ALLELES.get(second)))).isEqualTo(REF_ALT_CODES[index]);
                assertThat(VariantKey.encodeRefAlt(utf8Slice(ALLELES.get(second)), utf8Slice(ALLELES.get(first)))).isEqualTo(REF_ALT_CODES[index + 1]);
                index += 2;
            }
        }
        assertThat(index).isEqualTo(REF_ALT_CODES.length);
    }

    @Test
    void testPublishedChromosomes()
    {
        for (String none : List.of("", "NA", "XY", "1X", "1Y", "1M", "1MT", "chr", " 1", "1 ", "GL000192.1", "26", "281", "99999999999999999999")) {
            assertThat(VariantKey.encodeChrom(utf8Slice(none))).as(none).isEqualTo(0);
        }
        for (int code = 1; code <= 22; code++) {
            for (String format : List.of("%d", "%02d", "%03d", "chr%d", "CHR%d", "chr%02d", "CHR%03d")) {
                assertThat(VariantKey.encodeChrom(utf8Slice(format.formatted(code)))).isEqualTo(code);
            }
        }
        assertThat(List.of("X", "x", "chrX", "CHRx")).allMatch(name -> VariantKey.encodeChrom(utf8Slice(name)) == 23);
        assertThat(List.of("Y", "y", "chrY", "CHRy")).allMatch(name -> VariantKey.encodeChrom(utf8Slice(name)) == 24);
        assertThat(List.of("M", "m", "MT", "mt", "chrM", "chrMT", "CHRMt", "CHRmT")).allMatch(name -> VariantKey.encodeChrom(utf8Slice(name)) == 25);
    }

    @Test
    void testInverse()
    {
        long seed = 5;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String chrom = List.of("1", "9", "10", "16", "22", "X", "Y", "MT").get(random.nextInt(8));
            long pos = 1 + random.nextLong(1L << 28);
            int refLength = 1 + random.nextInt(10);
            String ref = bases(random, refLength);
            String alt = bases(random, 1 + random.nextInt(11 - refLength));
            SqlRow row = VariantKeyFunctions.parseVariantKey(key(chrom, pos, ref, alt));
            assertThat(text(row, 0)).as("seed %s", seed).isEqualTo(chrom);
            assertThat(BIGINT.getLong(row.getRawFieldBlock(1), row.getRawIndex())).as("seed %s", seed).isEqualTo(pos);
            assertThat(text(row, 2)).as("seed %s", seed).isEqualTo(ref);
            assertThat(text(row, 3)).as("seed %s", seed).isEqualTo(alt);
        }
    }

    @Test
    void testSortsByPosition()
    {
        assertThat(Long.compareUnsigned(key("2", 100, "TTTTTT", "A"), key("2", 101, "A", "C"))).isNegative();
        assertThat(Long.compareUnsigned(key("2", 1L << 28, "A", "C"), key("X", 1, "A", "C"))).isNegative();
    }

    @Test
    void testErrors()
    {
        assertThatThrownBy(() -> key("1", 0, "A", "C"))
                .isInstanceOf(TrinoException.class)
                .hasMessage("variant_key: position 0 is out of range: a VariantKey holds positions 1 to 268435456");
        assertThatThrownBy(() -> key("1", (1L << 28) + 1, "A", "C"))
                .hasMessage("variant_key: position 268435457 is out of range: a VariantKey holds positions 1 to 268435456");
        assertThatThrownBy(() -> key("1", 1, "A", ""))
                .hasMessage("variant_key: ref 'A' or alt '' is empty");
        assertThatThrownBy(() -> VariantKeyFunctions.parseVariantKey(-1))
                .hasMessage("parse_variant_key: -1 is not a VariantKey: it has the chromosome code 31, and the last one is 25");
        assertThatThrownBy(() -> VariantKeyFunctions.parseVariantKey(1L << 59))
                .hasMessage("parse_variant_key: 576460752303423488 is not a VariantKey: it has alleles of 0 and 0 bases");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "sv/manta.B00GWGD.vcf.gz",
            "sv/gnomad_v2_sv.sites.vcf.gz",
            "trio/ashk-trio.vcf.gz",
    })
    void testAgainstBcftools(String file)
            throws IOException
    {
        Path withKeys = folder.resolve("keys.vcf");
        TestingTools.run("bcftools", "+add-variantkey", "-o", withKeys, sharedFile(file));
        int compared = 0;
        for (String line : TestingTools.run("bcftools", "query", "-f", "%CHROM\\t%POS\\t%REF\\t%ALT\\t%VKX\\n", withKeys)) {
            String[] columns = line.split("\t");
            // bcftools takes the first ALT, and 0 for none
            String alt = columns[3].split(",")[0];
            if (!alt.equals(".") && !alt.equals("0")) {
                assertThat(key(columns[0], Long.parseLong(columns[1]), columns[2], alt)).as(line).isEqualTo(parseUnsignedLong(columns[4], 16));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(10);
    }

    private static long key(String chrom, long pos, String ref, String alt)
    {
        return VariantKeyFunctions.variantKey(utf8Slice(chrom), pos, utf8Slice(ref), utf8Slice(alt));
    }

    private static String text(SqlRow row, int field)
    {
        Slice value = VARCHAR.getSlice(row.getRawFieldBlock(field), row.getRawIndex());
        return value.toStringUtf8().toUpperCase(ENGLISH);
    }

    private static String bases(Random random, int length)
    {
        return IntStream.range(0, length).mapToObj(_ -> String.valueOf("ACGT".charAt(random.nextInt(4)))).collect(joining());
    }
}
