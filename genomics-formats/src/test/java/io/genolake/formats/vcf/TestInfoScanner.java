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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static io.genolake.formats.vcf.VcfText.keys;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestInfoScanner
{
    private static final String ABSENT = "absent";
    private static final String FLAG = "flag";

    @Test
    void testScan()
    {
        InfoScanner scanner = new InfoScanner(keys("DP", "AF", "DB", "1000G"));
        assertThat(scan(scanner, "DP=10;AF=0.5,0.1;DB")).containsExactly("10", "0.5,0.1", FLAG, ABSENT);
        assertThat(scan(scanner, "DB;1000G;DP=")).containsExactly("", ABSENT, FLAG, FLAG);
        assertThat(scan(scanner, ".")).containsExactly(ABSENT, ABSENT, ABSENT, ABSENT);
        assertThat(scan(scanner, "")).containsExactly(ABSENT, ABSENT, ABSENT, ABSENT);
        assertThat(scan(scanner, ";;DP=.;;DB=1;")).containsExactly(".", ABSENT, "1", ABSENT);
        // the first of several counts, whether it has a value or not
        assertThat(scan(scanner, "DP=1;DP=2;DB;DB=3")).containsExactly("1", ABSENT, FLAG, ABSENT);
        // neither parts of keys, nor case, nor what looks like a key in a value
        assertThat(scan(scanner, "XDP=1;DPX=2;dp=3;D=4;Z=DP=5;=6;AF=a=b")).containsExactly(ABSENT, "a=b", ABSENT, ABSENT);
    }

    @Test
    void testNoKeys()
    {
        new InfoScanner(List.of()).scan("DP=1".getBytes(UTF_8), 0, 4);
    }

    @Test
    void testDoubledKey()
    {
        assertThatThrownBy(() -> new InfoScanner(keys("A", "B", "A")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key is given twice");
    }

    @Test
    void testThousandsOfKeys()
    {
        // of the kind that gnomAD has
        List<String> names = new ArrayList<>();
        for (String statistic : new String[] {"AC", "AN", "AF", "nhomalt", "faf95", "faf99"}) {
            for (String subset : new String[] {"", "_non_cancer", "_controls", "_non_neuro", "_non_topmed"}) {
                for (String population : new String[] {"", "_afr", "_amr", "_asj", "_eas", "_fin", "_nfe", "_oth", "_sas"}) {
                    for (String sex : new String[] {"", "_XX", "_XY", "_raw"}) {
                        names.add(statistic + subset + population + sex);
                    }
                }
            }
        }
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            List<String> wanted = new ArrayList<>();
            for (String name : names) {
                if (random.nextInt(100) < round) {
                    wanted.add(name);
                }
            }
            InfoScanner scanner = new InfoScanner(keys(wanted.toArray(String[]::new)));
            Map<String, String> expected = new HashMap<>();
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String name = names.get(random.nextInt(names.size()));
                String value = random.nextInt(10) == 0 ? FLAG : "v".repeat(random.nextInt(20)) + i;
                entries.add(value.equals(FLAG) ? name : name + "=" + value);
                expected.putIfAbsent(name, value);
            }
            assertThat(scan(scanner, String.join(";", entries)))
                    .isEqualTo(wanted.stream().map(name -> expected.getOrDefault(name, ABSENT)).toList());
        }
    }

    private static List<String> scan(InfoScanner scanner, String info)
    {
        // what is around must not count
        byte[] bytes = ("DP=7\t" + info + "\tAF=7").getBytes(UTF_8);
        scanner.scan(bytes, 5, 5 + info.length());
        List<String> values = new ArrayList<>();
        for (int key = 0; key < scanner.size(); key++) {
            if (!scanner.isPresent(key)) {
                assertThat(scanner.hasValue(key)).isFalse();
                values.add(ABSENT);
            }
            else if (!scanner.hasValue(key)) {
                values.add(FLAG);
            }
            else {
                values.add(VcfText.text(bytes, scanner.valueStart(key), scanner.valueEnd(key)));
            }
        }
        return values;
    }
}
