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
package io.genolake.functions.annotation;

import io.genolake.functions.TestingTools;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.TypeOperators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingBlocks.varchars;
import static io.genolake.functions.TestingTools.sharedFile;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestAnnotationFunctions
{
    private static final MapType MAP_TYPE = new MapType(VARCHAR, VARCHAR, new TypeOperators());

    private final ParseCsqFunction parseCsq = new ParseCsqFunction(new ArrayType(MAP_TYPE));

    @Test
    void testParseCsq()
    {
        assertThat(parse("a|b|c", "1||3", null)).containsExactly(mapOf("a", "1", "b", null, "c", "3"), null);
        assertThat(parse("Consequence annotations from Ensembl VEP. Format: a|b", "1|2")).containsExactly(mapOf("a", "1", "b", "2"));
        assertThat(parse("##INFO=<ID=CSQ,Number=.,Type=String,Description=\"VEP. Format: a | b\">", "|")).containsExactly(mapOf("a", null, "b", null));
        assertThat(parse("a", "")).containsExactly(mapOf("a", null));
        assertThat(parse("a|b")).isEmpty();
        assertThatThrownBy(() -> parse("a|b", "1|2|3")).hasMessage("parse_csq: '1|2|3' has 3 fields, and the format names 2");
        assertThatThrownBy(() -> parse("a||b", "1|2|3")).hasMessage("parse_csq: format 'a||b' has a field without a name");
        assertThatThrownBy(() -> parse("a|b|a", "1|2|3")).hasMessage("parse_csq: format 'a|b|a' names 'a' twice");
        // what failed leaves nothing behind
        assertThat(parse("a|b", "1|2")).containsExactly(mapOf("a", "1", "b", "2"));
    }

    /**
     * Each field of the annotations of real files is the one that bcftools finds.
     */
    @ParameterizedTest
    @CsvSource({"annotated/gnomad.exomes.r2.0.1.sites.vcf.gz, Consequence", "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz, SYMBOL", "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz, LoF_info"})
    void testParseCsqAgainstBcftools(String file, String field)
            throws IOException
    {
        String format = TestingTools.run("bcftools", "view", "-h", sharedFile(file)).stream()
                .filter(line -> line.startsWith("##INFO=<ID=CSQ,"))
                .findFirst().orElseThrow();
        List<String> expected = TestingTools.run("bcftools", "+split-vep", "-f", "%CHROM %POS %REF %ALT %" + field + "\\n", "-A", "\\t", sharedFile(file));
        List<String> records = TestingTools.run("bcftools", "query", "-f", "%CHROM %POS %REF %ALT %CSQ\\n", "-i", "CSQ!=\".\"", sharedFile(file));
        List<String> actual = new ArrayList<>();
        for (String record : records) {
            int space = record.indexOf(' ', record.indexOf(' ', record.indexOf(' ', record.indexOf(' ') + 1) + 1) + 1);
            List<String> values = parse(format, record.substring(space + 1).split(",")).stream()
                    .map(annotation -> annotation.get(field) == null ? "." : annotation.get(field))
                    .toList();
            boolean missing = values.stream().allMatch(value -> value.equals("."));
            actual.add(record.substring(0, space) + " " + (missing ? "." : String.join(",", values)));
        }
        assertThat(actual).isNotEmpty();
        // bcftools leaves out records where all are missing, or has one dot for them
        assertThat(actual.stream().filter(line -> !line.endsWith(" .")).toList())
                .isEqualTo(expected.stream().map(line -> line.replaceFirst(" \\.(,\\.)*$", " .")).filter(line -> !line.endsWith(" .")).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
            "C T T", "CA C -", "C CAA AA", "CAT C,CA -,A", "A C,CAA C,CAA", "CA C,*,CAA -,*,AA", "CA C,G C,G", "CCTT CTTA CTTA", "CCTT CTA TA", "AC GT GT",
            "A <DEL> deletion", "A <DUP:TANDEM> tandem_duplication", "A <X> <X>",
    })
    void testCsqAllele(String ref, String alts, String expected)
    {
        assertThat(String.join(",", varchars(CsqAlleleFunction.csqAllele(utf8Slice(ref), varchars(alts.split(",")))))).isEqualTo(expected);
    }

    @Test
    void testCsqAlleleErrors()
    {
        assertThat(varchars(CsqAlleleFunction.csqAllele(utf8Slice("A"), varchars("C", null)))).containsExactly("C", null);
        assertThatThrownBy(() -> CsqAlleleFunction.csqAllele(utf8Slice(""), varchars("C"))).hasMessage("csq_allele: ref '' is empty");
        assertThatThrownBy(() -> CsqAlleleFunction.csqAllele(utf8Slice("A"), varchars("C", ""))).hasMessage("csq_allele: alt '' is empty");
    }

    /**
     * What VEP itself has written. In gnomAD it ran with minimal alleles, which trims more where there are several; of
     * the other file, version 76 cut off the first base of several alleles whatever it was.
     */
    @ParameterizedTest
    @ValueSource(strings = {"annotated/gnomad.exomes.r2.0.1.sites.vcf.gz", "annotated/mixed.vep.ori.vcf"})
    void testCsqAlleleAgainstVep(String file)
            throws IOException
    {
        String format = TestingTools.run("bcftools", "view", "-h", sharedFile(file)).stream()
                .filter(line -> line.startsWith("##INFO=<ID=CSQ,"))
                .findFirst().orElseThrow();
        int compared = 0;
        for (String record : TestingTools.run("bcftools", "query", "-f", "%REF %ALT %CSQ\\n", "-i", "CSQ!=\".\"", sharedFile(file))) {
            String[] columns = record.split(" ", 3);
            List<String> alleles = varchars(CsqAlleleFunction.csqAllele(utf8Slice(columns[0]), varchars(columns[1].split(","))));
            for (Map<String, String> annotation : parse(format, columns[2].split(","))) {
                if (annotation.get("MINIMISED") != null || (alleles.size() > 1 && annotation.get("ALLELE_NUM") == null)) {
                    continue;
                }
                if (annotation.get("ALLELE_NUM") != null) {
                    assertThat(alleles.get(Integer.parseInt(annotation.get("ALLELE_NUM")) - 1)).as(record).isEqualTo(annotation.get("Allele"));
                }
                assertThat(alleles).as(record).contains(annotation.get("Allele"));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    @Test
    void testErrorsOfAnnAndBcsq()
    {
        assertThatThrownBy(() -> ParseAnnFunction.parseAnn(varchars("T|missense_variant"))).hasMessage("parse_ann: 'T|missense_variant' has 2 fields, and an ANN has 16");
        assertThatThrownBy(() -> ParseBcsqFunction.parseBcsq(varchars("a|b|c|d|e|f|g|h"))).hasMessage("parse_bcsq: 'a|b|c|d|e|f|g|h' has 8 fields, and a BCSQ has at most 7");
        assertThatThrownBy(() -> ParseBcsqFunction.parseBcsq(varchars("@12x"))).hasMessage("parse_bcsq: '@12x' is not a position");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {
            "intron_variant, intron_variant", "intron_variant&splice_region_variant, splice_region_variant", "splice_region_variant&intron_variant, splice_region_variant",
            "synonymous&frameshift, frameshift", "missense&*stop_gained, stop_gained", "unknown_term, unknown_term", "unknown_term&intergenic_variant, intergenic_variant",
            "upstream_gene_variant&5_prime_UTR_variant&transcript_ablation, transcript_ablation", "&intron&, intron", "&, null", "'', null", "*, null",
    })
    void testMostSevereConsequence(String consequence, String expected)
    {
        assertThat(MostSevereConsequenceFunctions.mostSevereConsequence(utf8Slice(consequence))).isEqualTo(expected == null ? null : utf8Slice(expected));
        assertThat(MostSevereConsequenceFunctions.mostSevereConsequence(varchars("sequence_variant", consequence, null)))
                .isEqualTo(utf8Slice(expected == null || expected.equals("unknown_term") ? "sequence_variant" : expected));
    }

    /**
     * The worst consequence that bcftools finds is never less severe, nor more.
     */
    @Test
    void testMostSevereConsequenceAgainstBcftools()
            throws IOException
    {
        String file = "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz";
        String format = TestingTools.run("bcftools", "view", "-h", sharedFile(file)).stream()
                .filter(line -> line.startsWith("##INFO=<ID=CSQ,"))
                .findFirst().orElseThrow();
        List<String> worst = TestingTools.run("bcftools", "+split-vep", "-s", "worst", "-f", "%POS %REF %ALT %Consequence\\n", sharedFile(file));
        List<String> records = TestingTools.run("bcftools", "query", "-f", "%POS %REF %ALT %CSQ\\n", "-i", "CSQ!=\".\"", sharedFile(file));
        assertThat(worst).hasSameSizeAs(records).isNotEmpty();
        for (int index = 0; index < worst.size(); index++) {
            String[] columns = records.get(index).split(" ", 4);
            List<String> consequences = parse(format, columns[3].split(",")).stream().map(annotation -> annotation.get("Consequence")).toList();
            assertThat(MostSevereConsequenceFunctions.mostSevereConsequence(varchars(consequences)))
                    .as(worst.get(index))
                    .isEqualTo(MostSevereConsequenceFunctions.mostSevereConsequence(utf8Slice(worst.get(index).split(" ")[3])));
        }
    }

    private List<Map<String, String>> parse(String format, String... values)
    {
        Block block = parseCsq.parseCsq(varchars(values), utf8Slice(format));
        List<Map<String, String>> annotations = new ArrayList<>();
        for (int position = 0; position < block.getPositionCount(); position++) {
            if (block.isNull(position)) {
                annotations.add(null);
                continue;
            }
            SqlMap map = MAP_TYPE.getObject(block, position);
            Map<String, String> annotation = new HashMap<>();
            List<String> keys = varchars(map.getRawKeyBlock());
            List<String> mapped = varchars(map.getRawValueBlock());
            for (int entry = map.getRawOffset(); entry < map.getRawOffset() + map.getSize(); entry++) {
                annotation.put(keys.get(entry), mapped.get(entry));
            }
            annotations.add(annotation);
        }
        return annotations;
    }

    private static Map<String, String> mapOf(String... entries)
    {
        Map<String, String> map = new HashMap<>();
        for (int index = 0; index < entries.length; index += 2) {
            map.put(entries[index], entries[index + 1]);
        }
        return map;
    }
}
