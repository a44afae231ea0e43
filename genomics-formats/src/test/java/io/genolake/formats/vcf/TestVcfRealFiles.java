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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.FileByteSource;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestVcfRealFiles
{
    @ParameterizedTest
    @CsvSource({
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz, 4.1, 2504, 86, 6109, ''",
            "vcf/PG_NA12878_hg38-chr21.vcf.gz, 4.1, 1, 23, 65370, ''",
            "vcf/multisample.vcf.gz, 4.2, 3202, 3366, 100, ''",
            "vcf/ILLUMINA.wex.broad_phase2_baseline.20111114.both.exome.genotypes.1000.vcf, 4.1, 1182, 84, 122, FORMAT/GQ",
            "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz, 4.2, 0, 85, 50, ''",
            "annotated/mixed.vep.ori.vcf, 4.0, 0, 0, 399, ''",
            "annotated/test.chr1.eff.vcf.gz, 4.1, 0, 0, 65085, ''",
            "clinvar/clinvar.vcf.gz, 4.1, 0, 25, 136095, ''",
            "gvcf/HG00268.g.vcf.gz, 4.2, 1, 2, 234687, ''",
            "gvcf/combined.chr20_18210071_18210093.g.vcf, 4.2, 3, 2, 23, ''",
            "sv/SKBR3_Sniffles_variants_tra.vcf, 4.2, 1, 0, 140, ''",
            "sv/ref_panel_1kg.raw_calls.chr22_chrY.vcf.gz, 4.2, 156, 3366, 14629, ''",
            "trio/ashk-trio.vcf.gz, 4.1, 3, 86, 9940, ''",
    })
    void testFile(String name, String version, int samples, int contigs, int records, String problemFields)
            throws IOException
    {
        try (VcfFile file = new VcfFile(SharedData.file(name))) {
            VcfHeader header = file.header();
            assertThat(header.version()).contains(version);
            assertThat(header.samples()).hasSize(samples);
            assertThat(header.contigs()).hasSize(contigs);
            assertThat(header.problems()).isEmpty();
            VcfValidator validator = new VcfValidator(header, false);
            Set<String> problems = new TreeSet<>();
            int count = 0;
            while (file.next()) {
                for (int record = 0; record < file.batch().size(); record++) {
                    validator.validate(file.batch(), record).forEach(problem -> problems.add(problem.field()));
                }
                count += file.batch().size();
            }
            assertThat(count).isEqualTo(records);
            assertThat(String.join(" ", problems)).isEqualTo(problemFields);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "vcf/multisample.vcf.gz",
            "annotated/mixed.vep.ori.vcf",
            "clinvar/clinvar.vcf.gz",
    })
    void testRanges(String name)
            throws IOException
    {
        Path path = SharedData.file(name);
        List<Long> expected = new ArrayList<>();
        long firstRecord;
        try (VcfFile file = new VcfFile(path)) {
            firstRecord = file.header().firstRecord();
            while (file.next()) {
                for (int record = 0; record < file.batch().size(); record++) {
                    expected.add(file.batch().virtualOffset(record));
                }
            }
        }
        long size = Files.size(path);
        for (long rangeSize : new long[] {size / 3 + 1, 98_765}) {
            List<Long> actual = new ArrayList<>();
            for (long from = 0; from < size; from += rangeSize) {
                Window window = new Window(BlockStreams.open(new FileByteSource(path)), 64 << 20);
                TabbedReader reader = new TabbedReader(window, FORMAT);
                TabbedBatch batch = new TabbedBatch();
                boolean hasLines = reader.startRange(firstRecord, from, Math.min(from + rangeSize, size));
                while (hasLines && reader.read(batch, 1000, 1 << 20) > 0) {
                    for (int record = 0; record < batch.size(); record++) {
                        actual.add(batch.virtualOffset(record));
                    }
                }
                window.stream().close();
            }
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void testMalformedFiles()
            throws IOException
    {
        // all of them first: a missing one skips the test, which is an exception, too
        Path truncated = SharedData.file("malformed/4featuresHG38Header.TRUNCATED_FINAL_BLOCK.vcf.gz");
        Path bam = SharedData.file("bam/NA12878_S1.chr20.10_10p1mb.bam");
        Path bcf = SharedData.file("bcf/reference_121.bcf");
        assertThat(read(SharedData.file("malformed/malformed.vcf"))).contains(
                "record: it has 164 columns, and the header has 109",
                "FORMAT/DP: sample HG00176: 'DP' is not of the type INTEGER");
        assertThat(read(SharedData.file("malformed/invalid_base.vcf"))).containsExactly("REF: 'M' has a character that is not a base");
        assertThatThrownBy(() -> read(truncated))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the file ends inside a block, it was truncated");
        assertThatThrownBy(() -> read(bam))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the file is not VCF, it seems to be BAM");
        assertThatThrownBy(() -> read(bcf))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the file is not VCF, it seems to be BCF");
    }

    private static List<String> read(Path path)
            throws IOException
    {
        List<String> problems = new ArrayList<>();
        try (VcfFile file = new VcfFile(path)) {
            VcfValidator validator = new VcfValidator(file.header(), true);
            while (file.next()) {
                for (int record = 0; record < file.batch().size(); record++) {
                    validator.validate(file.batch(), record).forEach(problem -> problems.add(problem.field() + ": " + problem.reason()));
                }
            }
        }
        return problems;
    }
}
