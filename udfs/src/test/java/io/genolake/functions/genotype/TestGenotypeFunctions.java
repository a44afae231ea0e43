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
package io.genolake.functions.genotype;

import io.airlift.slice.Slice;
import io.genolake.functions.TestingTools;
import io.trino.spi.block.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingBlocks.bigints;
import static io.genolake.functions.TestingTools.sharedFile;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class TestGenotypeFunctions
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {
            // gt, alleles, phased, dosage, het, hom_ref, hom_alt, missing
            "0/0, 0 0, false, 0, false, true, false, false",
            "0|1, 0 1, true, 1, true, false, false, false",
            "1/1, 1 1, false, 2, false, false, true, false",
            "1/2, 1 2, false, 2, true, false, false, false",
            "10|10, 10 10, true, 2, false, false, true, false",
            "0, 0, true, 0, false, true, false, false",
            "2, 2, true, 1, false, false, true, false",
            "., null, true, null, null, null, null, true",
            "./., null null, false, null, null, null, null, true",
            "./0, null 0, false, null, null, null, false, true",
            "1|., 1 null, true, null, null, false, null, true",
            "0/./1, 0 null 1, false, null, true, false, false, true",
            "0/0/1/1, 0 0 1 1, false, 2, true, false, false, false",
            "3|3|3, 3 3 3, true, 3, false, false, true, false",
            "|0|1, 0 1, true, 1, true, false, false, false",
            "/0|1, 0 1, false, 1, true, false, false, false",
            "/1, 1, false, 1, false, false, true, false",
            "0|0/1, 0 0 1, false, 1, true, false, false, false",
            "2147483647/0, 2147483647 0, false, 1, true, false, false, false",
            "00/01, 0 1, false, 1, true, false, false, false",
    })
    void testGenotypes(String text, String alleles, boolean phased, Long dosage, Boolean het, Boolean homRef, Boolean homAlt, boolean missing)
    {
        Slice gt = utf8Slice(text);
        assertThat(alleles(GenotypeFunctions.gtAlleles(gt))).isEqualTo(String.valueOf(alleles));
        assertThat(GenotypeFunctions.gtPhased(gt)).isEqualTo(phased);
        assertThat(GenotypeFunctions.gtDosage(gt)).isEqualTo(dosage);
        assertThat(GenotypeFunctions.gtIsHet(gt)).isEqualTo(het);
        assertThat(GenotypeFunctions.gtIsHomRef(gt)).isEqualTo(homRef);
        assertThat(GenotypeFunctions.gtIsHomAlt(gt)).isEqualTo(homAlt);
        assertThat(GenotypeFunctions.gtIsMissing(gt)).isEqualTo(missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "|", "0/", "/0/", "0//1", "a", "0/a", "0 /1", "..", "./", "1.", ".1", "-1/0", "0\\1", "2147483648/0", "99999999999999999999/1", "0/1:35"})
    void testWhatIsNoGenotype(String text)
    {
        Slice gt = utf8Slice(text);
        String reason = ": '" + text + "' is not a genotype such as 0/1, 1|0 or ./.";
        assertThatThrownBy(() -> GenotypeFunctions.gtAlleles(gt)).hasMessage("gt_alleles" + reason);
        assertThatThrownBy(() -> GenotypeFunctions.gtPhased(gt)).hasMessage("gt_phased" + reason);
        assertThatThrownBy(() -> GenotypeFunctions.gtDosage(gt)).hasMessage("gt_dosage" + reason);
        assertThatThrownBy(() -> GenotypeFunctions.gtIsHet(gt)).hasMessage("gt_is_het" + reason);
        assertThatThrownBy(() -> GenotypeFunctions.gtIsHomRef(gt)).hasMessage("gt_is_hom_ref" + reason);
        assertThatThrownBy(() -> GenotypeFunctions.gtIsHomAlt(gt)).hasMessage("gt_is_hom_alt" + reason);
        assertThatThrownBy(() -> GenotypeFunctions.gtIsMissing(gt)).hasMessage("gt_is_missing" + reason);
    }

    /**
     * How often bcftools finds each genotype to be of each kind.
     */
    @ParameterizedTest
    @ValueSource(strings = {"vcf/multisample.vcf.gz", "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz", "gvcf/combined.chr20_18210071_18210093.g.vcf", "trio/ashk-trio.vcf.gz"})
    void testRealGenotypesAgainstBcftools(String file)
            throws IOException
    {
        List<String> lines = TestingTools.run("bcftools", "view", "--no-version", sharedFile(file));
        List<String> records = Stream.concat(
                lines.stream().filter(line -> line.startsWith("#")),
                lines.stream().filter(line -> !line.startsWith("#")).limit(30)).toList();
        assertKinds(Files.write(folder.resolve("real.vcf"), records));
    }

    @Test
    void testGenotypesOfAnyPloidyAgainstBcftools()
            throws IOException
    {
        List<String> lines = new ArrayList<>(List.of(
                "##fileformat=VCFv4.2",
                "##contig=<ID=1>",
                "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"\">",
                "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts"));
        List<String> alleles = List.of(".", "0", "1", "2");
        int pos = 1;
        for (String first : alleles) {
            List<String> genotypes = new ArrayList<>(List.of(first));
            for (String second : alleles) {
                genotypes.add(first + "/" + second);
                genotypes.add(first + "|" + second);
                for (String third : alleles) {
                    genotypes.add(first + "/" + second + "/" + third);
                    genotypes.add(first + "|" + second + "|" + third + "|" + first);
                }
            }
            for (String genotype : genotypes) {
                lines.add("1\t%s\t.\tA\tC,G\t.\t.\t.\tGT\t%s".formatted(pos, genotype));
                pos++;
            }
        }
        assertKinds(Files.write(folder.resolve("ploidies.vcf"), lines));
    }

    private static void assertKinds(Path file)
            throws IOException
    {
        // where any allele is missing, bcftools says nothing else about a genotype
        assertKind(file, "mis", GenotypeFunctions::gtIsMissing);
        assertKind(file, "het", gt -> !GenotypeFunctions.gtIsMissing(gt) && GenotypeFunctions.gtIsHet(gt));
        assertKind(file, "RR", gt -> isDiploid(gt) && Boolean.TRUE.equals(GenotypeFunctions.gtIsHomRef(gt)));
        assertKind(file, "AA", gt -> isDiploid(gt) && Boolean.TRUE.equals(GenotypeFunctions.gtIsHomAlt(gt)));
        assertKind(file, "ref", gt -> Boolean.TRUE.equals(GenotypeFunctions.gtIsHomRef(gt)));
        assertKind(file, "alt", gt -> !GenotypeFunctions.gtIsMissing(gt) && !GenotypeFunctions.gtIsHomRef(gt));
    }

    private static boolean isDiploid(Slice gt)
    {
        return GenotypeFunctions.gtAlleles(gt).getPositionCount() > 1;
    }

    private static void assertKind(Path file, String kind, Predicate<Slice> predicate)
            throws IOException
    {
        Map<String, Integer> expected = new HashMap<>();
        for (String genotype : TestingTools.run("bcftools", "query", "-f", "[%GT\\n]", "-i", "GT=\"" + kind + "\"", file)) {
            expected.merge(genotype, 1, Integer::sum);
        }
        Map<String, Integer> actual = new HashMap<>();
        for (String genotype : TestingTools.run("bcftools", "query", "-f", "[%GT\\n]", file)) {
            if (predicate.test(utf8Slice(genotype))) {
                actual.merge(genotype, 1, Integer::sum);
            }
        }
        assertThat(actual).as(kind).isEqualTo(expected);
    }

    @Test
    void testAlleleBalance()
    {
        assertThat(GenotypeValueFunctions.alleleBalance(bigints(12L, 8L))).isEqualTo(0.4);
        assertThat(GenotypeValueFunctions.alleleBalance(bigints(10L, 6L, 4L))).isEqualTo(0.5);
        assertThat(GenotypeValueFunctions.alleleBalance(bigints(10L, 6L, 4L), 0)).isEqualTo(0.5);
        assertThat(GenotypeValueFunctions.alleleBalance(bigints(10L, 6L, 4L), 2)).isEqualTo(0.2);
        assertThat(GenotypeValueFunctions.alleleBalance(bigints(0L, 0L))).isNull();
        assertThat(GenotypeValueFunctions.alleleBalance(bigints(5L, null))).isNull();
        assertThat(GenotypeValueFunctions.alleleBalance(bigints())).isNull();
        assertThatThrownBy(() -> GenotypeValueFunctions.alleleBalance(bigints(5L, -1L))).hasMessage("allele_balance: depth -1 is negative");
        assertThatThrownBy(() -> GenotypeValueFunctions.alleleBalance(bigints(5L, 5L), 2)).hasMessage("allele_balance: there is no allele 2: ad has 2 values, the first for allele 0");
    }

    @Test
    void testProbabilities()
    {
        assertThat(doubles(GenotypeValueFunctions.plToGp(bigints(0L, 0L, 0L, 0L)))).containsExactly(0.25, 0.25, 0.25, 0.25);
        // a common offset says nothing, however large
        assertThat(doubles(GenotypeValueFunctions.plToGp(bigints(100_010L, 100_000L, 100_020L))))
                .isEqualTo(doubles(GenotypeValueFunctions.plToGp(bigints(10L, 0L, 20L))));
        assertThat(doubles(GenotypeValueFunctions.plToGp(bigints(10L, 0L, 20L))).get(1)).isCloseTo(1 / 1.11, within(1e-12));
        assertThat(doubles(GenotypeValueFunctions.plToGp(bigints(Long.MAX_VALUE, 0L)))).containsExactly(0.0, 1.0);
        assertThat(GenotypeValueFunctions.plToGp(bigints(0L, null))).isNull();
        assertThat(doubles(GenotypeValueFunctions.plToGp(bigints()))).isEmpty();
        assertThatThrownBy(() -> GenotypeValueFunctions.plToGp(bigints(0L, -5L))).hasMessage("pl_to_gp: likelihood -5 is negative");
    }

    private static String alleles(Block block)
    {
        List<String> alleles = new ArrayList<>();
        for (int position = 0; position < block.getPositionCount(); position++) {
            alleles.add(block.isNull(position) ? "null" : String.valueOf(INTEGER.getInt(block, position)));
        }
        return String.join(" ", alleles);
    }

    private static List<Double> doubles(Block block)
    {
        List<Double> values = new ArrayList<>();
        for (int position = 0; position < block.getPositionCount(); position++) {
            values.add(DOUBLE.getDouble(block, position));
        }
        return values;
    }
}
