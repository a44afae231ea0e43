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

import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The records that bcftools and samtools find in a region are those that the parsed region overlaps.
 */
final class TestRegionAgainstHtslib
{
    private static final Pattern CIGAR_OPERATION = Pattern.compile("(\\d+)([MIDNSHP=X])");

    @ParameterizedTest
    @ValueSource(strings = {
            "chr21", "chr21:14642549-14642553", "chr21:14000000-15000000", "chr21:40000000-", "chr21:{pos}", "chr21:{pos}-", "chr21:1-1", "chr22", "21",
    })
    void testBcftools(String template)
    {
        String file = SharedData.file("vcf/PG_NA12878_hg38-chr21.vcf.gz").toString();
        List<String> records = run("bcftools", "query", "-f", "%CHROM\t%POS\t%END\n", file);
        // a record in the middle
        String text = template.replace("{pos}", records.get(records.size() / 2).split("\t")[1]);

        List<String> expected = run("bcftools", "query", "-f", "%CHROM\t%POS\t%END\n", "-r", text, file);
        Region region = Region.parse(text);
        List<String> actual = records.stream()
                .filter(record -> {
                    String[] fields = record.split("\t");
                    return fields[0].equals(region.chrom()) && region.overlaps(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
                })
                .toList();
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "20:10,000,000-10,000,100", "{20}:10,050,000-10,050,000", "20:10050000-", "20:-10000050", "{20}", "20:1-9,000,000"})
    void testSamtools(String text)
    {
        String file = SharedData.file("bam/NA12878_S1.chr20.10_10p1mb.bam").toString();
        String prefixed = text.replaceFirst("20", "chr20");
        List<String> expected = run("samtools", "view", file, prefixed);
        Region region = Region.parse(prefixed);
        List<String> actual = run("samtools", "view", file).stream()
                .filter(record -> {
                    String[] fields = record.split("\t");
                    long pos = Long.parseLong(fields[3]);
                    return fields[2].equals(region.chrom()) && region.overlaps(pos, pos + Math.max(referenceLength(fields[5]), 1) - 1);
                })
                .toList();
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(actual.equals(expected)).isTrue();
    }

    private static long referenceLength(String cigar)
    {
        long length = 0;
        Matcher matcher = CIGAR_OPERATION.matcher(cigar);
        while (matcher.find()) {
            if ("MDN=X".contains(matcher.group(2))) {
                length += Long.parseLong(matcher.group(1));
            }
        }
        return length;
    }

    private static List<String> run(String... command)
    {
        return Tools.run(SharedData.file(""), command).lines().toList();
    }
}
