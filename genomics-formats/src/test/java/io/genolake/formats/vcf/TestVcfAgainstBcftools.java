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

import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import io.genolake.formats.text.Bytes;
import io.genolake.formats.text.TabbedBatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static io.genolake.formats.vcf.VcfColumns.ALT;
import static io.genolake.formats.vcf.VcfColumns.CHROM;
import static io.genolake.formats.vcf.VcfColumns.FILTER;
import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static io.genolake.formats.vcf.VcfColumns.ID;
import static io.genolake.formats.vcf.VcfColumns.INFO;
import static io.genolake.formats.vcf.VcfColumns.POS;
import static io.genolake.formats.vcf.VcfColumns.QUAL;
import static io.genolake.formats.vcf.VcfColumns.REF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class TestVcfAgainstBcftools
{
    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "vcf/1kg.head_chr1.vcf.gz",
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "vcf/multisample.vcf.gz",
            "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz",
            "annotated/mixed.vep.ori.vcf",
            "annotated/test.chr1.eff.vcf.gz",
            "clinvar/clinvar.vcf.gz",
            "gvcf/HG00268.g.vcf.gz",
            "gvcf/combined.chr20_18210071_18210093.g.vcf",
            "sv/SKBR3_Sniffles_variants_tra.vcf",
            "sv/gnomad_v2_sv.sites.vcf.gz",
            "sv/manta.B00GWGD.vcf.gz",
            "sv/ref_panel_1kg.raw_calls.chr22_chrY.vcf.gz",
            "trio/ashk-trio.vcf.gz",
    })
    void testRecords(String name, @TempDir Path folder)
            throws IOException
    {
        Path path = SharedData.file(name);
        try (VcfFile file = new VcfFile(path)) {
            VcfHeader header = file.header();
            List<VcfField> info = List.copyOf(header.info().values());
            List<VcfField> format = header.hasFormat() ? List.copyOf(header.format().values()) : List.of();
            int[] samples = someSamples(header.samples().size());

            List<String> command = new ArrayList<>(List.of("bcftools", "query", "-o", "records.txt"));
            StringBuilder columns = new StringBuilder("%CHROM\t%POS\t%ID\t%REF\t%ALT\t%QUAL\t%FILTER\t%END");
            info.forEach(field -> columns.append("\t%INFO/").append(field.id()));
            if (samples.length > 0) {
                Files.write(folder.resolve("samples.txt"), Arrays.stream(samples).mapToObj(header.samples()::get).toList());
                command.addAll(List.of("-S", "samples.txt"));
                columns.append("[").append(format.stream().map(field -> "\t%" + field.id()).collect(Collectors.joining())).append("]");
            }
            command.addAll(List.of("-f", columns + "\n", path.toString()));
            Tools.run(folder, command.toArray(String[]::new));

            try (BufferedReader expected = Files.newBufferedReader(folder.resolve("records.txt"), UTF_8)) {
                assertRecords(file, info, format, samples, expected);
                assertThat(expected.readLine()).isNull();
            }
        }
    }

    private static void assertRecords(VcfFile file, List<VcfField> info, List<VcfField> format, int[] samples, BufferedReader expected)
            throws IOException
    {
        InfoScanner infoScanner = new InfoScanner(keys(info));
        FormatScanner formatScanner = new FormatScanner(keys(format));
        SampleScanner sampleScanner = new SampleScanner();
        List<String> actual = new ArrayList<>();
        while (file.next()) {
            TabbedBatch batch = file.batch();
            byte[] bytes = batch.bytes();
            for (int record = 0; record < batch.size(); record++) {
                actual.clear();
                for (int column : new int[] {CHROM, POS, ID, REF, ALT, QUAL, FILTER}) {
                    actual.add(VcfText.field(batch, record, column));
                }
                long pos = VcfColumns.pos(bytes, batch.fieldStart(record, POS), batch.fieldEnd(record, POS));
                actual.add(Long.toString(VcfEnd.endPos(batch, record, pos)));
                infoScanner.scan(bytes, batch.fieldStart(record, INFO), batch.fieldEnd(record, INFO));
                for (int key = 0; key < info.size(); key++) {
                    if (info.get(key).type() == VcfType.FLAG) {
                        actual.add(infoScanner.isPresent(key) ? "1" : ".");
                    }
                    else {
                        actual.add(infoScanner.hasValue(key) ? VcfText.text(bytes, infoScanner.valueStart(key), infoScanner.valueEnd(key)) : ".");
                    }
                }
                if (samples.length > 0) {
                    formatScanner.scan(bytes, batch.fieldStart(record, FORMAT), batch.fieldEnd(record, FORMAT));
                    sampleScanner.start(bytes, VcfText.samplesStart(batch, record), batch.lineEnd(record));
                    assertThat(sampleScanner.countSamples()).isEqualTo(file.header().samples().size());
                    for (int sample : samples) {
                        assertThat(sampleScanner.advance(sample)).isTrue();
                        for (int key = 0; key < format.size(); key++) {
                            actual.add(sampleValue(bytes, sampleScanner, formatScanner.index(key)));
                        }
                    }
                }
                String[] values = expected.readLine().split("\t", -1);
                assertThat(values).hasSize(actual.size());
                for (int column = 0; column < values.length; column++) {
                    if (!isSame(column, actual, values[column], info, format)) {
                        assertThat(actual.get(column))
                                .describedAs("column %s of %s", column, VcfText.text(bytes, batch.lineStart(record), Math.min(batch.lineEnd(record), batch.lineStart(record) + 2000)))
                                .isEqualTo(values[column]);
                    }
                }
            }
        }
    }

    private static boolean isSame(int column, List<String> values, String expected, List<VcfField> info, List<VcfField> format)
    {
        String actual = values.get(column);
        if (actual.equals(expected)) {
            return true;
        }
        if (column == 5) {
            return isSameNumbers(actual, expected);
        }
        if (column == 7) {
            // of these, that tool knows the end only if INFO/END says it
            return values.get(ALT).contains("<") && !hasEnd(values, info);
        }
        if (column < 8) {
            return false;
        }
        VcfField field = column < 8 + info.size() ? info.get(column - 8) : format.get((column - 8 - info.size()) % format.size());
        return switch (field.type()) {
            case INTEGER, FLOAT -> isSameNumbers(actual, expected);
            // what is there without a value
            case CHARACTER, STRING -> actual.isEmpty() && expected.equals(".");
            case FLAG -> false;
        };
    }

    private static boolean hasEnd(List<String> values, List<VcfField> info)
    {
        for (int i = 0; i < info.size(); i++) {
            if (info.get(i).id().equals("END") && !values.get(8 + i).equals(".")) {
                return Long.parseLong(values.get(8 + i)) >= Long.parseLong(values.get(POS));
            }
        }
        return false;
    }

    /**
     * Compares numbers as that tool prints them: with six digits, from 32 bits.
     */
    private static boolean isSameNumbers(String actual, String expected)
    {
        List<String> values = List.of(actual.split(","));
        List<String> expectedValues = List.of(expected.split(","));
        if (values.stream().allMatch(value -> value.equals(".") || value.isEmpty())) {
            return expectedValues.stream().allMatch(value -> value.equals("."));
        }
        if (values.size() != expectedValues.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).equals(expectedValues.get(i))) {
                byte[] bytes = values.get(i).getBytes(UTF_8);
                float value = (float) Bytes.parseDouble(bytes, 0, bytes.length);
                float expectedValue = Float.parseFloat(expectedValues.get(i).replace("inf", "Infinity").replace("nan", "NaN"));
                if (!(Math.abs(value - expectedValue) <= 1e-5 * Math.abs(expectedValue)) && Float.compare(value, expectedValue) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String sampleValue(byte[] bytes, SampleScanner scanner, int field)
    {
        if (field < 0) {
            return ".";
        }
        int start = SampleScanner.fieldStart(bytes, scanner.sampleStart(), scanner.sampleEnd(), field);
        return start < 0 ? "." : VcfText.text(bytes, start, SampleScanner.fieldEnd(bytes, start, scanner.sampleEnd()));
    }

    private static List<byte[]> keys(List<VcfField> fields)
    {
        return VcfText.keys(fields.stream().map(VcfField::id).toArray(String[]::new));
    }

    private static int[] someSamples(int count)
    {
        return Arrays.stream(new int[] {0, count / 2, count - 1})
                .filter(sample -> sample >= 0 && sample < count)
                .distinct()
                .toArray();
    }
}
