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

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static io.genolake.formats.vcf.VcfText.keys;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class TestSampleScanner
{
    @Test
    void testFormat()
    {
        FormatScanner scanner = new FormatScanner(keys("GT", "DP", "PL"));
        assertThat(format(scanner, "GT:AD:DP")).containsExactly(0, 2, -1);
        assertThat(scanner.fields()).isEqualTo(3);
        assertThat(format(scanner, "GT:AD:DP")).containsExactly(0, 2, -1);
        assertThat(format(scanner, "DP:GT:PL")).containsExactly(1, 0, 2);
        assertThat(format(scanner, "PL")).containsExactly(-1, -1, 0);
        assertThat(format(scanner, "GT:GT:DP:DP")).containsExactly(0, 2, -1);
        assertThat(format(scanner, "GTX:XGT:gt:G::")).containsExactly(-1, -1, -1);
        assertThat(scanner.fields()).isEqualTo(6);
        for (String none : new String[] {".", ""}) {
            assertThat(format(scanner, none)).containsExactly(-1, -1, -1);
            assertThat(scanner.fields()).isZero();
        }
    }

    private static List<Integer> format(FormatScanner scanner, String format)
    {
        byte[] bytes = (":" + format + ":").getBytes(UTF_8);
        scanner.scan(bytes, 1, bytes.length - 1);
        return List.of(scanner.index(0), scanner.index(1), scanner.index(2));
    }

    @Test
    void testSamples()
    {
        assertThat(samples("0/1:5\t\t.\t1")).containsExactly("0/1:5", "", ".", "1");
        assertThat(samples("0/1")).containsExactly("0/1");
        assertThat(samples("0/1\t")).containsExactly("0/1", "");
        // an empty column, and none
        assertThat(samples("")).containsExactly("");
        SampleScanner scanner = new SampleScanner();
        scanner.start(new byte[] {'\t'}, 1, 0);
        assertThat(scanner.countSamples()).isZero();
        assertThat(scanner.next()).isFalse();
        assertThat(scanner.advance(0)).isFalse();
    }

    private static List<String> samples(String columns)
    {
        byte[] bytes = ("x\t" + columns + "\nx\tx").getBytes(UTF_8);
        SampleScanner scanner = new SampleScanner();
        scanner.start(bytes, 2, 2 + columns.length());
        List<String> samples = new ArrayList<>();
        while (scanner.next()) {
            assertThat(scanner.sample()).isEqualTo(samples.size());
            samples.add(VcfText.text(bytes, scanner.sampleStart(), scanner.sampleEnd()));
        }
        assertThat(scanner.next()).isFalse();
        assertThat(scanner.countSamples()).isEqualTo(samples.size());
        return samples;
    }

    @Test
    void testAdvance()
    {
        Random random = new Random(7);
        SampleScanner scanner = new SampleScanner();
        for (int round = 0; round < 1000; round++) {
            List<String> columns = new ArrayList<>();
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                columns.add("x".repeat(random.nextInt(random.nextInt(20) == 0 ? 100 : 5)));
            }
            byte[] bytes = String.join("\t", columns).getBytes(UTF_8);
            scanner.start(bytes, 0, bytes.length);
            for (int sample = random.nextInt(4); sample < count; sample += 1 + random.nextInt(random.nextBoolean() ? 3 : 30)) {
                assertThat(scanner.advance(sample)).isTrue();
                assertThat(scanner.sample()).isEqualTo(sample);
                assertThat(VcfText.text(bytes, scanner.sampleStart(), scanner.sampleEnd())).isEqualTo(columns.get(sample));
            }
            assertThat(scanner.countSamples()).isEqualTo(count);
            assertThat(scanner.advance(count + random.nextInt(10))).isFalse();
        }
    }

    @Test
    void testFields()
    {
        assertThat(fields("0/1:3,4::.:x")).containsExactly("0/1", "3,4", "", ".", "x");
        assertThat(fields("0/1")).containsExactly("0/1", "dropped", "dropped", "dropped", "dropped");
        assertThat(fields("")).containsExactly("", "dropped", "dropped", "dropped", "dropped");
        assertThat(fields(":")).containsExactly("", "", "dropped", "dropped", "dropped");
        assertThat(fields("a:b:c:d:e:f")).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void testValuesOfAllSamples()
    {
        assertThat(values(0, "0/1", "0|1:5", "0/", ".", "", "10|1:3", "0/1")).containsExactly("0/1", "0|1", "0/", ".", "", "10|1", "0/1");
        // a tab inside of what looks like a call
        assertThat(values(0, "0/", ":7", "1|", ":", "", "/1", "0|0")).containsExactly("0/", "", "1|", "", "", "/1", "0|0");
        assertThat(values(1, "0/1", "0|1:5", "0/:", ":7:8")).containsExactly("dropped", "5", "", "7");
        assertThat(values(-1, "0/1", "0|1:5")).containsExactly("dropped", "dropped");
    }

    private static List<String> values(int field, String... samples)
    {
        byte[] bytes = String.join("\t", samples).getBytes(UTF_8);
        SampleScanner scanner = new SampleScanner();
        scanner.start(bytes, 0, bytes.length);
        List<String> values = new ArrayList<>();
        while (scanner.nextValue(field)) {
            assertThat(VcfText.text(bytes, scanner.sampleStart(), scanner.sampleEnd())).isEqualTo(samples[scanner.sample()]);
            values.add(scanner.valueStart() < 0 ? "dropped" : VcfText.text(bytes, scanner.valueStart(), scanner.valueEnd()));
        }
        return values;
    }

    private static List<String> fields(String sample)
    {
        byte[] bytes = ("y:y\t" + sample + "\tz:z:z:z:z:z").getBytes(UTF_8);
        SampleScanner scanner = new SampleScanner();
        scanner.start(bytes, 0, bytes.length);
        assertThat(scanner.advance(1)).isTrue();
        int[] starts = new int[5];
        int[] ends = new int[5];
        int count = scanner.fields(starts, ends);
        List<String> fields = new ArrayList<>();
        for (int field = 0; field < 5; field++) {
            String text = field < count ? VcfText.text(bytes, starts[field], ends[field]) : "dropped";
            fields.add(text);
            // one by one it is the same
            int start = SampleScanner.fieldStart(bytes, scanner.sampleStart(), scanner.sampleEnd(), field);
            scanner.start(bytes, 0, bytes.length);
            assertThat(scanner.nextValue(field)).isTrue();
            assertThat(scanner.nextValue(field)).isTrue();
            assertThat(scanner.sample()).isEqualTo(1);
            assertThat(scanner.valueStart()).isEqualTo(start);
            if (start >= 0) {
                assertThat(VcfText.text(bytes, start, scanner.valueEnd())).isEqualTo(text);
            }
            assertThat(start < 0 ? "dropped" : VcfText.text(bytes, start, SampleScanner.fieldEnd(bytes, start, scanner.sampleEnd()))).isEqualTo(text);
        }
        return fields;
    }
}
