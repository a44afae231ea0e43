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

import io.genolake.functions.TestingTools;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingTools.sharedFile;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestVariantFunctions
{
    @ParameterizedTest
    @CsvSource({
            "A, C, 100 A C",
            "A, A, 100 A A",
            "CTCC, CCC, 100 CT C",
            "TCAGCAGCAG, TCAGCAG, 100 TCAG T",
            "GATC, GACC, 102 T C",
            "CAA, CAAA, 100 C CA",
            "GGCA, GGTA, 102 C T",
            "AAAA, AAAT, 103 A T",
            "ACGT, TGCA, 100 ACGT TGCA",
            "acGT, ACtt, 102 G t",
            "ARN, ARA, 102 N A",
            "AT, <DEL>, 100 AT <DEL>",
            "AT, *, 100 AT *",
            "AT, ., 100 AT .",
            "AT, AT]2:5], 100 AT AT]2:5]",
            "AT, AT., 100 AT AT.",
    })
    void testMinimalVariant(String ref, String alt, String expected)
    {
        assertThat(minimal(100, ref, alt)).isEqualTo(expected);
    }

    @Test
    void testMinimalVariantKeepsTheHaplotype()
    {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String ref = bases(random, 1 + random.nextInt(8));
            String alt = bases(random, 1 + random.nextInt(8));
            String[] minimal = minimal(0, ref, alt).split(" ");
            int pos = Integer.parseInt(minimal[0]);
            assertThat(ref.substring(pos, pos + minimal[1].length())).as("seed %s", seed).isEqualTo(minimal[1]);
            assertThat(ref.substring(0, pos) + minimal[2] + ref.substring(pos + minimal[1].length())).as("seed %s", seed).isEqualTo(alt);
            // nothing more can be cut off
            assertThat(minimal(0, minimal[1], minimal[2])).as("seed %s", seed).isEqualTo("0 " + minimal[1] + " " + minimal[2]);
            assertThat(type(minimal[1], minimal[2])).as("seed %s", seed).isEqualTo(type(ref, alt));
        }
    }

    @ParameterizedTest
    @CsvSource({
            "A, G, SNV", "AC, GC, SNV", "CAT, CGT, SNV", "a, G, SNV", "A, a, REF", "A, ., REF", "AC, AC, REF",
            "AC, GT, MNV", "ACG, GCT, MNV", "A, AT, INS", "AT, ATAT, INS", "CA, CTA, INS", "AT, A, DEL", "CTCC, CCC, DEL", "ATG, G, DEL",
            "AT, GCC, DELINS", "ACG, T, DELINS", "A, N, SNV",
            "A, <DEL>, DEL", "A, <DEL:ME>, DEL", "A, <INS:ME:ALU>, INS", "A, <DUP>, DUP", "A, <DUP:TANDEM>, DUP", "A, <INV>, INV", "A, <CNV>, CNV", "A, <CNV:TR>, CNV", "A, <CN0>, CNV", "A, <CN12>, CNV", "A, <BND>, BND",
            "A, <*>, SYMBOLIC", "A, <NON_REF>, SYMBOLIC", "A, <TRA>, SYMBOLIC", "A, <DELX>, SYMBOLIC", "A, <CNVX>, SYMBOLIC", "A, <CN1x>, SYMBOLIC", "A, <X>, SYMBOLIC", "A, <>, SYMBOLIC", "C, C<ctg1>, SYMBOLIC",
            "A, *, OVERLAP", "G, G]17:198982], BND", "G, [17:198983[A, BND", "G, G., BND", "G, .G, BND", "A, .[13:123457[, BND",
    })
    void testVariantType(String ref, String alt, String type)
    {
        assertThat(type(ref, alt)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
            "A, G, true", "G, A, true", "C, T, true", "T, C, true", "a, G, true", "AC, AT, true", "GAT, AAT, true",
            "A, C, false", "A, T, false", "G, C, false", "A, A, false", "AC, GT, false", "A, AG, false", "A, <DEL>, false", "A, *, false", "A, R, false", "G, G]17:1], false",
    })
    void testIsTransition(String ref, String alt, boolean expected)
    {
        assertThat(VariantTypeFunctions.isTransition(utf8Slice(ref), utf8Slice(alt))).isEqualTo(expected);
    }

    @Test
    void testErrors()
    {
        assertThatThrownBy(() -> minimal(1, "", "A")).hasMessage("minimal_variant: ref '' is not a sequence of bases");
        assertThatThrownBy(() -> minimal(1, "A", "")).hasMessage("minimal_variant: alt '' is not an allele");
        assertThatThrownBy(() -> minimal(-1, "A", "C")).hasMessage("minimal_variant: position -1 is out of range");
        assertThatThrownBy(() -> type("A", "DEL")).hasMessage("variant_type: alt 'DEL' is not an allele");
        assertThatThrownBy(() -> type("<A>", "DEL")).hasMessage("variant_type: ref '<A>' is not a sequence of bases");
        assertThatThrownBy(() -> type("A", "A]1:5[")).hasMessage("variant_type: alt 'A]1:5[' is not a breakend such as G]17:198982], ]13:123456]T or G.");
        for (String symbol : List.of("]", "[", "<", ">", "A>", "**", "*A")) {
            assertThatThrownBy(() -> type("A", symbol)).hasMessage("variant_type: alt '" + symbol + "' is not an allele");
            assertThatThrownBy(() -> ParseBndFunction.parseBnd(utf8Slice(symbol))).hasMessage("parse_bnd: alt '" + symbol + "' is not an allele");
        }
        assertThatThrownBy(() -> type("A", "A,C")).hasMessage("variant_type: alt 'A,C' is not an allele");
    }

    /**
     * The types that bcftools gives to the variants of real files.
     */
    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "sv/manta.B00GWGD.vcf.gz",
            "sv/gnomad_v2_sv.sites.vcf.gz",
            "sv/ref_panel_1kg.raw_calls.chr22_chrY.vcf.gz",
    })
    void testTypesAgainstBcftools(String file)
            throws IOException
    {
        int compared = 0;
        int transitions = 0;
        for (String line : TestingTools.run("bcftools", "query", "-e", "N_ALT != 1", "-f", "%REF\\t%ALT\\t%TYPE\\n", sharedFile(file))) {
            String[] columns = line.split("\t");
            String type = type(columns[0], columns[1]);
            transitions += VariantTypeFunctions.isTransition(utf8Slice(columns[0]), utf8Slice(columns[1])) ? 1 : 0;
            String expected = columns[1].startsWith("<") ? "OTHER" : switch (type) {
                case "SNV" -> "SNP";
                case "MNV" -> "MNP";
                case "OVERLAP" -> "OVERLAP";
                case "BND", "REF" -> type;
                default -> "INDEL";
            };
            // bcftools counts some substitutions as other, and breakends with more than a base as indels
            boolean apart = (type.equals("DELINS") && columns[2].equals("OTHER")) || (type.equals("BND") && columns[2].equals("INDEL"));
            if (!apart) {
                assertThat(columns[2]).as(line).isEqualTo(expected);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(10);
        String stats = TestingTools.run("bcftools", "stats", "-i", "N_ALT = 1", sharedFile(file)).stream()
                .filter(line -> line.startsWith("TSTV"))
                .findFirst().orElseThrow();
        assertThat(transitions).isEqualTo(Integer.parseInt(stats.split("\t")[2]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "null", value = {
            "G]17:198982]; 17 198982 G true false true",
            "]13:123456]T; 13 123456 T false false false",
            "C[2:321682[; 2 321682 C true true false",
            "[17:198983[A; 17 198983 A false true true",
            "]13:123456]AGTNNNNNCAT; 13 123456 AGTNNNNNCAT false false false",
            "C[<ctg1>:1[; <ctg1> 1 C true true false",
            ".[13:123457[; 13 123457 . true true false",
            "]1:0]A; 1 0 A false false false",
            "A]HLA-A*01:01:01:7]; HLA-A*01:01:01 7 A true false true",
            "G.; null null G true null null",
            ".GAT; null null GAT false null null",
    })
    void testParseBnd(String alt, String expected)
    {
        assertThat(text(ParseBndFunction.parseBnd(utf8Slice(alt)), VARCHAR, BIGINT, VARCHAR, BOOLEAN, BOOLEAN, BOOLEAN)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "ACGT", "<DEL>", "<BND>", "*", ".", "<ctg>"})
    void testParseBndOfOtherAlleles(String alt)
    {
        assertThat(ParseBndFunction.parseBnd(utf8Slice(alt))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"G]17:198982[", "G]17:198982", "]17:198982]", "G]17:198982]A", "G]17]", "G]:5]", "G]17:]", "G]17:x]", "G]17:-1]", "G]17:+1]", "[]", "G]1:5]]", "X?]1:5]", "..", "A.C.", ".x", "G]1:99999999999999999999]"})
    void testParseBndOfBrokenBreakends(String alt)
    {
        assertThatThrownBy(() -> ParseBndFunction.parseBnd(utf8Slice(alt)))
                .hasMessage("parse_bnd: alt '" + alt + "' is not a breakend such as G]17:198982], ]13:123456]T or G.");
    }

    /**
     * Mates name each other, and see the junction from their own side.
     */
    @Test
    void testRealBreakends()
            throws IOException
    {
        List<String[]> records = TestingTools.run("bcftools", "query", "-i", "SVTYPE=\"BND\"", "-f", "%CHROM\\t%POS\\t%ALT\\t%ID\\t%MATEID\\n", sharedFile("sv/manta.B00GWGD.vcf.gz")).stream()
                .map(line -> line.split("\t"))
                .toList();
        int compared = 0;
        for (String[] record : records) {
            for (String[] mate : records) {
                if (record[4].equals(mate[3])) {
                    String[] parsed = text(ParseBndFunction.parseBnd(utf8Slice(record[2])), VARCHAR, BIGINT, VARCHAR, BOOLEAN, BOOLEAN, BOOLEAN).split(" ");
                    String[] parsedMate = text(ParseBndFunction.parseBnd(utf8Slice(mate[2])), VARCHAR, BIGINT, VARCHAR, BOOLEAN, BOOLEAN, BOOLEAN).split(" ");
                    assertThat(parsed[0]).isEqualTo(mate[0]);
                    // what this side keeps of the mate is what the mate keeps of itself
                    assertThat(parsed[4]).isEqualTo(parsedMate[3].equals("true") ? "false" : "true");
                    assertThat(parsed[5]).isEqualTo(parsedMate[5]);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
            "chr1, ensembl, 1", "1, ensembl, 1", "chrX, ENSEMBL, X", "chrM, ensembl, MT", "M, ncbi, MT", "NC_000024.10, ensembl, Y", "NC_012920.1, ensembl, MT",
            "1, ucsc, chr1", "MT, ucsc, chrM", "NC_060925.1, ucsc, chr1", "NC_060948.1, ucsc, chrY",
            "1, refseq_grch37, NC_000001.10", "chr21, refseq_grch37, NC_000021.8", "1, refseq_grch38, NC_000001.11", "chrY, refseq_grch38, NC_000024.10", "X, refseq_chm13, NC_060947.1", "MT, refseq_grch38, NC_012920.1",
            "chrM, refseq_chm13, chrM", "chrUn_GL000220v1, ensembl, GL000220.1", "chr1_KI270706v1_random, ensembl, KI270706.1", "chr6_GL000250v2_alt, ensembl, GL000250.2",
            "scaffold_7, ucsc, scaffold_7", "GL000220.1, ucsc, GL000220.1", "chr38, ensembl, 38", "38, ucsc, chr38", "W, ucsc, chrW", "chrZ, ensembl, Z", "2L, ucsc, 2L", "chr, ensembl, chr", "23, ucsc, chr23",
    })
    void testContigAlias(String chrom, String style, String expected)
    {
        assertThat(new ContigAliasFunction().contigAlias(utf8Slice(chrom), utf8Slice(style)).toStringUtf8()).isEqualTo(expected);
    }

    @Test
    void testContigAliasErrors()
    {
        ContigAliasFunction function = new ContigAliasFunction();
        assertThat(function.contigAlias(utf8Slice("chr1"), utf8Slice("ensembl"))).isEqualTo(utf8Slice("1"));
        assertThatThrownBy(() -> function.contigAlias(utf8Slice("chr1"), utf8Slice("hg19")))
                .hasMessage("contig_alias: style 'hg19' is none of ucsc, ensembl, ncbi, refseq_grch37, refseq_grch38 and refseq_chm13");
        // what failed leaves nothing behind
        assertThat(function.contigAlias(utf8Slice("chr2"), utf8Slice("ensembl"))).isEqualTo(utf8Slice("2"));
    }

    @Test
    void testParseRegion()
    {
        assertThat(text(ParseRegionFunction.parseRegion(utf8Slice("chr1:5-")), VARCHAR, BIGINT, BIGINT)).isEqualTo("chr1 5 34359738368");
        assertThat(text(ParseRegionFunction.parseRegion(utf8Slice("chr1:5")), VARCHAR, BIGINT, BIGINT)).isEqualTo("chr1 5 5");
        assertThatThrownBy(() -> ParseRegionFunction.parseRegion(utf8Slice("chr1:9-5")))
                .hasMessage("parse_region: Not a region: 'chr1:9-5': it ends before it starts. Write a region as chr1, chr1:100, chr1:100-, chr1:100-200 or {name:with:colons}:100-200");
    }

    private static String minimal(long pos, String ref, String alt)
    {
        return text(MinimalVariantFunction.minimalVariant(pos, utf8Slice(ref), utf8Slice(alt)), BIGINT, VARCHAR, VARCHAR);
    }

    private static String type(String ref, String alt)
    {
        return VariantTypeFunctions.variantType(utf8Slice(ref), utf8Slice(alt)).toStringUtf8();
    }

    private static String text(SqlRow row, Type... types)
    {
        List<String> fields = new ArrayList<>();
        for (int field = 0; field < types.length; field++) {
            Block block = row.getRawFieldBlock(field);
            fields.add(String.valueOf(types[field].getObjectValue(block, row.getRawIndex())));
        }
        return String.join(" ", fields);
    }

    private static String bases(Random random, int length)
    {
        return IntStream.range(0, length).mapToObj(_ -> String.valueOf("AC".charAt(random.nextInt(2)))).collect(joining());
    }
}
