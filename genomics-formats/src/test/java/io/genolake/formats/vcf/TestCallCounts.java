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
package io.genolake.formats.vcf;

import io.genolake.formats.io.Tools;
import io.genolake.formats.text.TabbedBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static io.genolake.formats.vcf.Genotypes.ALL_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TestCallCounts
{
    @Test
    void testDefinitions()
    {
        // diploid
        assertThat(count(1, "0/0", "0|1", "1/1", "./.")).isEqualTo("samples 4, missing 1, an 6; 0: ac 3, het 1, hom 2, hemi 0; 1: ac 3, het 1, hom 2, hemi 0");
        // both ALTs of a call are heterozygous
        assertThat(count(2, "1/2")).isEqualTo("samples 1, missing 0, an 2; 0: ac 0, het 0, hom 0, hemi 0; 1: ac 1, het 1, hom 0, hemi 0; 2: ac 1, het 1, hom 0, hemi 0");
        // haploid
        assertThat(count(1, "0", "1", ".")).isEqualTo("samples 3, missing 1, an 2; 0: ac 1, het 0, hom 0, hemi 1; 1: ac 1, het 0, hom 0, hemi 1");
        // partial calls count like haploid ones
        assertThat(count(1, "./1", "0|.")).isEqualTo("samples 2, missing 0, an 2; 0: ac 1, het 0, hom 0, hemi 1; 1: ac 1, het 0, hom 0, hemi 1");
        // other ploidies
        assertThat(count(1, "0/0/1", "1/1/1", "0/1/.", "1/1/.", "././.")).isEqualTo("samples 5, missing 1, an 10; 0: ac 3, het 2, hom 0, hemi 0; 1: ac 7, het 2, hom 2, hemi 1");
        // no ALT
        assertThat(count(0, "0/0", ".")).isEqualTo("samples 2, missing 1, an 2; 0: ac 2, het 0, hom 2, hemi 0");
    }

    @Test
    void testSampleWithoutGenotype()
    {
        TabbedBatch batch = new VcfText().samples("a", "b", "c").record("1 1 . A C . . . DP:GT 7:0/1 7 7:").batch();
        CallCounts counts = new CallCounts();
        counts.reset(1);
        assertThat(counts.count(batch.bytes(), VcfText.samplesStart(batch, 0), batch.lineEnd(0), 1, 3)).isEqualTo(ALL_READ);
        assertThat(RandomCalls.describe(counts)).startsWith("samples 3, missing 2, an 2;");
        counts.reset(1);
        assertThat(counts.count(batch.bytes(), VcfText.samplesStart(batch, 0), batch.lineEnd(0), -1, 3)).isEqualTo(ALL_READ);
        assertThat(RandomCalls.describe(counts)).startsWith("samples 3, missing 3, an 0;");
    }

    @Test
    void testManyAllelesAndAlleleCopies()
    {
        assertThat(count(300, "300/299", "1" + "/1".repeat(99))).contains("an 102;", "; 1: ac 100, het 0, hom 2, hemi 0", "; 299: ac 1, het 1, hom 0, hemi 0", "; 300: ac 1, het 1, hom 0, hemi 0");
    }

    @Test
    void testAgreesWithBcftools(@TempDir Path folder)
            throws IOException
    {
        Random random = new Random(20250102);
        String[] samples = new String[9];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = "s" + i;
        }
        VcfText text = new VcfText().meta("##contig=<ID=1>").format("GT", "1", "String").samples(samples);
        int records = 2000;
        List<Boolean> diploid = new ArrayList<>();
        for (int pos = 1; pos <= records; pos++) {
            int altCount = random.nextInt(4) == 0 ? random.nextInt(12) : 1 + random.nextInt(2);
            boolean atMostDiploid = random.nextBoolean();
            List<String> alts = new ArrayList<>();
            for (int i = 0; i < altCount; i++) {
                alts.add("C".repeat(i + 1));
            }
            StringBuilder calls = new StringBuilder();
            for (int i = 0; i < samples.length; i++) {
                String call = RandomCalls.call(random, altCount);
                while (atMostDiploid && call.chars().filter(c -> c == '/' || c == '|').count() > 1) {
                    call = RandomCalls.call(random, altCount);
                }
                calls.append(' ').append(call);
            }
            text.record("1 %s . A %s . . . GT%s".formatted(pos, altCount == 0 ? "." : String.join(",", alts), calls));
            diploid.add(atMostDiploid);
        }
        Files.write(folder.resolve("calls.vcf"), text.bytes());
        assumeTrue(Tools.run(folder, "bcftools", "plugin", "-l").contains("fill-tags"), "bcftools has no plugins");
        Tools.run(folder, "bcftools", "+fill-tags", "-Ov", "-o", "tags.vcf", "calls.vcf", "--", "-t", "AN,AC,AC_Het,AC_Hom,AC_Hemi,NS");
        Tools.run(folder, "bcftools", "+fill-AN-AC", "-Ov", "-o", "counts.vcf", "calls.vcf");
        String[] tags = Tools.run(folder, "bcftools", "query", "-f", "%NS %AC_Het %AC_Hom %AC_Hemi %AN %AC\n", "tags.vcf").split("\n");
        String[] alleleCounts = Tools.run(folder, "bcftools", "query", "-f", "%AN %AC\n", "counts.vcf").split("\n");
        assertThat(tags).hasSize(records);
        assertThat(alleleCounts).hasSize(records);

        TabbedBatch batch = text.batch();
        CallCounts counts = new CallCounts();
        for (int record = 0; record < records; record++) {
            counts.reset(VcfText.altCount(batch, record));
            assertThat(counts.count(batch.bytes(), VcfText.samplesStart(batch, record), batch.lineEnd(record), 0, samples.length)).isEqualTo(ALL_READ);
            List<String> ac = new ArrayList<>();
            List<String> het = new ArrayList<>();
            List<String> hom = new ArrayList<>();
            List<String> hemi = new ArrayList<>();
            // that tool's number of alleles
            long an = counts.het(0) + counts.hom(0) + counts.hemi(0);
            for (int allele = 1; allele <= counts.altCount(); allele++) {
                ac.add(Long.toString(counts.ac(allele)));
                het.add(Long.toString(counts.het(allele)));
                hom.add(Long.toString(counts.hom(allele)));
                hemi.add(Long.toString(counts.hemi(allele)));
                an += counts.het(allele) + counts.hom(allele) + counts.hemi(allele);
            }
            String[] expected = tags[record].split(" ");
            assertThat("%s %s %s %s %s".formatted(counts.samples() - counts.missing(), list(het), list(hom), list(hemi), an))
                    .describedAs(VcfText.text(batch.bytes(), batch.lineStart(record), batch.lineEnd(record)))
                    .isEqualTo(String.join(" ", List.of(expected).subList(0, 5)));
            assertThat("%s %s".formatted(counts.an(), list(ac))).isEqualTo(alleleCounts[record]);
            if (diploid.get(record)) {
                assertThat("%s %s".formatted(counts.an(), list(ac))).isEqualTo(expected[4] + " " + expected[5]);
            }
        }
    }

    private static String list(List<String> values)
    {
        return values.isEmpty() ? "." : String.join(",", values);
    }

    private static String count(int altCount, String... calls)
    {
        String[] names = new String[calls.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = "s" + i;
        }
        TabbedBatch batch = new VcfText().samples(names).record("1 1 . A . . . . GT " + String.join(" ", calls)).batch();
        CallCounts counts = new CallCounts();
        // of the record before
        counts.reset(5);
        counts.add(new byte[] {'1', '/', '5'}, 0, 3);
        counts.reset(altCount);
        assertThat(counts.count(batch.bytes(), VcfText.samplesStart(batch, 0), batch.lineEnd(0), 0, calls.length)).isEqualTo(ALL_READ);
        return RandomCalls.describe(counts);
    }
}
