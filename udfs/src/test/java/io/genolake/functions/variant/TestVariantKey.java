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
            0x08800000, 0x08800000, 0x08880000, 0x08A00000, 0x2B524725, 0x13ACE339, 0x09160000, 0x10D80000, 0x09830000, 0x188C0000, 0x0A836000, 0x288D8000, 0x0B036200,
            0x308D8800, 0x0B836300, 0x388D8C00, 0x0C036360, 0x408D8D80, 0x0D036362, 0x508D8D88, 0x3F0AD81B, 0x519EC623, 0x08A80000, 0x08A80000, 0x51FDE969, 0x5A3AD561,
            0x09360000, 0x10DA0000, 0x09A30000, 0x188C8000, 0x0AA36000, 0x288D8800, 0x0B236200, 0x308D8A00, 0x0BA36300, 0x388D8C80, 0x0C236360, 0x408D8DA0, 0x0D236362,
            0x508D8D8A, 0x535D6025, 0x50FD215F, 0x756046AF, 0x756046AF, 0x39E18639, 0x699D04D1, 0x2E4F3F0B, 0x3BC2CA01, 0x688D4593, 0x4B35F78D, 0x3C371093, 0x6AD462D3,
            0x56F03E05, 0x709FEBCD, 0x10529813, 0x64690B25, 0x62A17681, 0x46F770B7, 0x2ED058CB, 0x77413A59, 0x115D8000, 0x115D8000, 0x11D8C000, 0x190D6000, 0x12D8D800,
            0x290D9600, 0x1358D880, 0x310D8D80, 0x13D8D8C0, 0x390D8D60, 0x1458D8D8, 0x410D8DD8, 0x25EFF603, 0x69E4072B, 0x650DD623, 0x5869066F, 0x198C3000, 0x198C3000,
            0x1A8C3600, 0x298D8300, 0x1B0C3620, 0x318D88C0, 0x1B8C3630, 0x398D8C30, 0x1C0C3636, 0x418D8D8C, 0x0B6DF65D, 0x7087BC41, 0x5461BB97, 0x121CC5B3, 0x2A8D8360,
            0x2A8D8360, 0x2B0D8362, 0x328D88D8, 0x2B21970D, 0x6A552833, 0x1E5367A7, 0x1B5A1CD9, 0x22A4482B, 0x0869E1D1, 0x554389ED, 0x2578E3B3, 0x490569B1, 0x490569B1,
            0x3FDA5CAD, 0x48A04ED9, 0x3EB532E3, 0x28A272E3, 0x67768ECF, 0x45F77839, 0x1F7F9B69, 0x68244DB3, 0x333E12A5, 0x333E12A5, 0x5F37DD43, 0x5231912B, 0x512EE699,
            0x57B03177, 0x4B88730F, 0x222BA3A9, 0x10FA989B, 0x10FA989B, 0x76788595, 0x1694F703, 0x266D0563, 0x366A23AF, 0x56871E01, 0x56871E01, 0x6001429B, 0x7BC28A63,
            0x3A396F37, 0x3A396F37,
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
