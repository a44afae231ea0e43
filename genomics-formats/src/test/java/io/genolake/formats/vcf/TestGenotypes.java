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

import io.genolake.formats.text.TabbedBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import static io.genolake.formats.vcf.Genotypes.ALL_READ;
import static io.genolake.formats.vcf.Genotypes.MALFORMED;
import static io.genolake.formats.vcf.Genotypes.MISSING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class TestGenotypes
{
    @Test
    void testAlleles()
    {
        assertThat(alleles("0/1", 1)).containsExactly(0, 1);
        assertThat(alleles("1|2", 2)).containsExactly(1, 2);
        assertThat(alleles("./.", 1)).containsExactly(MISSING, MISSING);
        assertThat(alleles(".", 1)).containsExactly(MISSING);
        assertThat(alleles("./1", 1)).containsExactly(MISSING, 1);
        assertThat(alleles("0", 0)).containsExactly(0);
        assertThat(alleles("0/1/2|.", 2)).containsExactly(0, 1, 2, MISSING);
        assertThat(alleles("10/123", 123)).containsExactly(10, 123);
        // version 4.4
        assertThat(alleles("/0/1", 1)).containsExactly(0, 1);
        assertThat(alleles("|1", 1)).containsExactly(1);
        assertThat(alleles("|.", 1)).containsExactly(MISSING);
        assertThat(alleles("", 1)).isEmpty();
        assertThat(alleles("0/0/0/0/0/0/0/0/0/0/0/1", 1)).hasSize(12).endsWith(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/2", "2", "2|2", "3/0", "99999999999999999999/1", "2147483648", "0/", "/", "|", "//", "0//1", "//0", "a", "0/a", "0\\1", "0-1", "-1/0", "0/-1", "+1/0", "..", "./..", "0.", "0/1 ", " 0/1", "0,1", "0/1/", "00/12", "1x1"})
    void testMalformed(String text)
    {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(Genotypes.alleles(bytes, 0, bytes.length, 1, new int[10])).isEqualTo(MALFORMED);
        assertThat(Genotypes.dosage(bytes, 0, bytes.length, 1)).isEqualTo(MALFORMED);
        CallCounts counts = new CallCounts();
        counts.reset(1);
        assertThat(counts.add(bytes, 0, bytes.length)).isFalse();
        assertThat(counts.samples()).isZero();
        assertThat(Genotypes.describeMalformed(bytes, 0, bytes.length, 1)).startsWith("'" + text + "' ");
    }

    @Test
    void testDescribeMalformed()
    {
        byte[] bytes = "0/2".getBytes(UTF_8);
        assertThat(Genotypes.describeMalformed(bytes, 0, 3, 1)).isEqualTo("'0/2' has an allele that the record has not: it has 1 ALT");
        assertThat(Genotypes.describeMalformed(bytes, 0, 2, 1)).isEqualTo("'0/' is not a genotype");
        byte[] longText = "x".repeat(1000).getBytes(UTF_8);
        assertThat(Genotypes.describeMalformed(longText, 0, 1000, 1)).hasSizeLessThan(100);
    }

    @Test
    void testPhased()
    {
        assertThat(isPhased("0|1")).isTrue();
        assertThat(isPhased("0/1")).isFalse();
        assertThat(isPhased("0")).isTrue();
        assertThat(isPhased(".")).isTrue();
        assertThat(isPhased("./.")).isFalse();
        assertThat(isPhased(".|.")).isTrue();
        assertThat(isPhased("0|1/2")).isFalse();
        assertThat(isPhased("|0|1")).isTrue();
        assertThat(isPhased("/0|1")).isFalse();
        assertThat(isPhased("/0")).isFalse();
    }

    @Test
    void testDosage()
    {
        assertThat(dosage("0/0")).isZero();
        assertThat(dosage("0|1")).isEqualTo(1);
        assertThat(dosage("2/1")).isEqualTo(2);
        assertThat(dosage("1")).isEqualTo(1);
        assertThat(dosage("0")).isZero();
        assertThat(dosage("0/1/2/0")).isEqualTo(2);
        assertThat(dosage("|1|1")).isEqualTo(2);
        assertThat(dosage("12/0")).isEqualTo(1);
        assertThat(dosage(".")).isEqualTo(MISSING);
        assertThat(dosage("")).isEqualTo(MISSING);
        assertThat(dosage("./.")).isEqualTo(MISSING);
        assertThat(dosage("./1")).isEqualTo(MISSING);
        assertThat(dosage("1|.")).isEqualTo(MISSING);
        assertThat(dosage("1/1/.")).isEqualTo(MISSING);
    }

    @Test
    void testDosagesOfARecord()
    {
        assertThat(dosages("GT", "0|0", "0|1", "1|1", "1|0", "0/1", "1/1")).isEqualTo("0 1 2 1 1 2");
        assertThat(dosages("GT", "0|0")).isEqualTo("0");
        assertThat(dosages("GT", "0|0", "1|1")).isEqualTo("0 2");
        assertThat(dosages("GT", "0/0", "0|1", "2/1", "./.", ".|1", "3|0", "1|1", "0/0")).isEqualTo("0 1 2 . . 1 2 0");
        assertThat(dosages("GT", "0", "1", ".", "0/0/1", "12|1", "./.", "1|1")).isEqualTo("0 1 . 1 2 . 2");
        assertThat(dosages("GT:DP", "0|0:1", "0|1", "1|1:3:4", ".:.", ":5", "")).isEqualTo("0 1 2 . . .");
        assertThat(dosages("DP:GT", "7:0|0", "7:0|1", "7", "", "7:", "0|1")).isEqualTo("0 1 . . . .");
        assertThat(dosages("DP", "7", "1/1", ".")).isEqualTo(". . .");
    }

    @Test
    void testDosagesThatCannotBeRead()
    {
        assertThat(dosages("GT", "0|0", "0|1", "1|1", "1|99", "0/1", "1/1")).isEqualTo("failed at 3");
        assertThat(dosages("GT", "0|0", "x|1", "1|1")).isEqualTo("failed at 1");
        assertThat(dosages("GT", "0|0", "0|1", "1|1", "1 1")).isEqualTo("failed at 3");
        assertThat(dosages("GT:DP", "0|0:1", "1|0:1", "99:1")).isEqualTo("failed at 2");
        assertThat(dosages("GT", "1" + "/1".repeat(126))).isEqualTo("127");
        assertThat(dosages("GT", "0|0", "1" + "/1".repeat(127))).isEqualTo("failed at 1");
        assertThat(dosages("GT:DP", "0|0:1", "|", ":1", "0|0", "1|1")).isEqualTo("failed at 1");
        // what has the length of plain calls, and is not
        assertThat(dosages("GT", "0", "10|10", "0|0", "0|0")).isEqualTo("0 2 0 0");
        assertThat(dosages("GT", "0|0", "0|0", "0", "10|10", "0|0")).isEqualTo("0 0 0 2 0");
        assertThat(dosages("GT", "0|0", "0|0", "", "10|10|", "0|0")).isEqualTo("failed at 3");
    }

    @Test
    void testColumnsThatTheHeaderHasNot()
    {
        TabbedBatch batch = new VcfText().samples("a", "b", "c")
                .record("1 1 . A C . . . GT 0|0 0|1 1|1")
                .record("1 1 . A C . . . GT 0|0 0|1")
                .record("1 1 . A C . . . GT 0|0 0|1 1|1 1|1")
                .record("1 1 . A C . . . GT")
                .record("1 1 . A C . . .")
                .batch();
        int[] expected = {ALL_READ, 2, 3, 0, 0};
        for (int record = 0; record < batch.size(); record++) {
            int start = VcfText.samplesStart(batch, record);
            assertThat(Dosages.fill(batch.bytes(), start, batch.lineEnd(record), 0, 1, 3, new byte[3], 0)).isEqualTo(expected[record]);
            CallCounts counts = new CallCounts();
            counts.reset(1);
            assertThat(counts.count(batch.bytes(), start, batch.lineEnd(record), 0, 3)).isEqualTo(expected[record]);
        }
        assertThat(Dosages.fill(batch.bytes(), batch.lineEnd(4) + 1, batch.lineEnd(4), -1, 1, 0, new byte[0], 0)).isEqualTo(ALL_READ);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void testRecordsAgreeWithCalls(long seed)
    {
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int altCount = random.nextInt(4) == 0 ? random.nextInt(15) : 1;
            int samples = 1 + random.nextInt(20);
            // mostly plain calls, so that the ways for them are left at any sample
            int odd = random.nextInt(4) == 0 ? 0 : random.nextInt(5);
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < samples; i++) {
                calls.add(random.nextInt(10) < odd ? RandomCalls.call(random, altCount) : RandomCalls.plain(random, Math.min(altCount, 1)));
            }
            byte[] bytes = String.join("\t", calls).getBytes(UTF_8);
            byte[] dosages = new byte[samples];
            String description = "seed %s, round %s, %s ALT: %s".formatted(seed, round, altCount, calls);
            assertThat(Dosages.fill(bytes, 0, bytes.length, 0, altCount, samples, dosages, 0)).describedAs(description).isEqualTo(ALL_READ);
            CallCounts expected = new CallCounts();
            expected.reset(altCount);
            for (int i = 0; i < samples; i++) {
                byte[] call = calls.get(i).getBytes(UTF_8);
                int dosage = Genotypes.dosage(call, 0, call.length, altCount);
                assertThat(dosages[i]).describedAs(description).isEqualTo((byte) dosage);
                assertThat(expected.add(call, 0, call.length)).isTrue();
            }
            CallCounts actual = new CallCounts();
            actual.reset(altCount);
            assertThat(actual.count(bytes, 0, bytes.length, 0, samples)).describedAs(description).isEqualTo(ALL_READ);
            assertThat(RandomCalls.describe(actual)).describedAs(description).isEqualTo(RandomCalls.describe(expected));
        }
    }

    private static String dosages(String format, String... calls)
    {
        String[] names = new String[calls.length];
        Arrays.setAll(names, i -> "s" + i);
        String alts = "C,".repeat(12) + "C";
        TabbedBatch batch = new VcfText().samples(names)
                .record("1 1 . A " + alts + " . . . " + format + " " + String.join("\t", calls).replace(" ", "_"))
                .batch();
        byte[] dosages = new byte[calls.length];
        int field = List.of(format.split(":")).indexOf("GT");
        int result = Dosages.fill(batch.bytes(), VcfText.samplesStart(batch, 0), batch.lineEnd(0), field, VcfText.altCount(batch, 0), calls.length, dosages, 0);
        if (result != ALL_READ) {
            return "failed at " + result;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            texts.add(dosages[i] == MISSING ? "." : Integer.toString(dosages[i]));
        }
        return String.join(" ", texts);
    }

    private static List<Integer> alleles(String text, int altCount)
    {
        byte[] bytes = ("9" + text + "9").getBytes(UTF_8);
        int[] alleles = new int[12];
        int ploidy = Genotypes.alleles(bytes, 1, bytes.length - 1, altCount, alleles);
        // what there is no room for is only counted
        assertThat(Genotypes.alleles(bytes, 1, bytes.length - 1, altCount, new int[1])).isEqualTo(ploidy);
        return Arrays.stream(alleles).limit(ploidy).boxed().collect(Collectors.toList());
    }

    private static boolean isPhased(String text)
    {
        byte[] bytes = ("/" + text + "/").getBytes(UTF_8);
        return Genotypes.isPhased(bytes, 1, bytes.length - 1);
    }

    private static int dosage(String text)
    {
        byte[] bytes = ("1" + text + "1").getBytes(UTF_8);
        return Genotypes.dosage(bytes, 1, bytes.length - 1, 12);
    }
}
