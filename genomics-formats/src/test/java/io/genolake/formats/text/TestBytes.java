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
package io.genolake.formats.text;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Random;

import static io.genolake.formats.text.Bytes.MALFORMED_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class TestBytes
{
    @Property
    void testParseLongOfAnyNumber(@ForAll long value)
    {
        assertThat(parseLong(Long.toString(value))).isEqualTo(value);
        if (value >= 0) {
            assertThat(parseLong("+" + value)).isEqualTo(value);
            assertThat(parseLong("000" + value)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "x", "1x", "1 ", " 1", "1.0", "--1", "+-1", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999", "1e3", "\u00b2", "1,2"})
    void testMalformedLong(String text)
    {
        assertThat(parseLong(text)).isEqualTo(MALFORMED_LONG);
    }

    @Property
    void testParseDoubleOfAnyNumber(@ForAll double value)
    {
        assertThat(parseDouble(Double.toString(value))).isEqualTo(value);
        assertThat(parseDouble(new BigDecimal(value).toString())).isEqualTo(value);
    }

    @Test
    void testParseDoubleIsCorrectlyRounded()
    {
        // numbers of all lengths and sizes, on both sides of what has a fast path
        Random random = new Random(20250101);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
            int digits = 1 + random.nextInt(20);
            int point = random.nextInt(digits + 1);
            for (int digit = 0; digit < digits; digit++) {
                if (digit == point) {
                    text.append('.');
                }
                text.append(random.nextInt(10));
            }
            if (random.nextBoolean()) {
                text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-30, 30));
            }
            assertThat(parseDouble(text.toString()))
                    .describedAs(text.toString())
                    .isEqualTo(Double.parseDouble(text.toString()));
        }
    }

    @Test
    void testParseDoubleForms()
    {
        assertThat(parseDouble("5.")).isEqualTo(5.0);
        assertThat(parseDouble(".5")).isEqualTo(0.5);
        assertThat(parseDouble("+1.5e+2")).isEqualTo(150.0);
        assertThat(parseDouble("1e-05")).isEqualTo(1e-5);
        assertThat(parseDouble("1234567.89")).isEqualTo(1234567.89);
        assertThat(parseDouble("-0")).isEqualTo(-0.0);
        assertThat(parseDouble("0e999999999999999999999")).isZero();
        assertThat(parseDouble("1e999999999999999999999")).isInfinite();
        assertThat(parseDouble("1e-999999999999999999999")).isZero();
        assertThat(parseDouble("0".repeat(5000) + "1")).isEqualTo(1.0);
        assertThat(parseDouble("0." + "0".repeat(5000) + "1e5001")).isEqualTo(1.0);
        for (String name : new String[] {"inf", "Inf", "INF", "Infinity", "infinity", "+inf"}) {
            assertThat(parseDouble(name)).isEqualTo(Double.POSITIVE_INFINITY);
        }
        assertThat(parseDouble("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        for (String name : new String[] {"nan", "NaN", "NAN", "-nan", "+NaN"}) {
            assertThat(parseDouble(name)).isNaN();
            assertThat(Bytes.isMalformed(parseDouble(name))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-", "-.", "e5", "1e", "1e+", "1e5.0", "1.2.3", "1f", "1d", "1F", "0x1p3", " 1", "1 ", "1,5", "in", "infinit", "nano", "na", ".nan", "1e5x", "--1", "\u0001"})
    void testMalformedDouble(String text)
    {
        assertThat(Bytes.isMalformed(parseDouble(text))).isTrue();
    }

    @Property
    void testSearchesAgreeWithSimpleOnes(@ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(max = 100) int from, @ForAll @IntRange(max = 100) int to, @ForAll @IntRange(min = 1, max = 20) int nth)
    {
        // few different values, so that there are many hits; 0x88 and 0x08 differ from a tab in one bit
        byte[] values = {'\t', '\n', 8, (byte) 0x89, 'a', 0};
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values[(bytes[i] & 0xFF) % values.length];
        }
        int start = Math.min(from, bytes.length);
        int end = Math.max(start, Math.min(to, bytes.length));
        int first = end;
        int nthHit = end;
        int count = 0;
        for (int i = end - 1; i >= start; i--) {
            first = bytes[i] == '\t' ? i : first;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\t') {
                count++;
                nthHit = count == nth ? i : nthHit;
            }
        }
        assertThat(Bytes.indexOf(bytes, start, end, '\t')).isEqualTo(first);
        assertThat(Bytes.indexOfNth(bytes, start, end, '\t', nth)).isEqualTo(nthHit);
        assertThat(Bytes.count(bytes, start, end, '\t')).isEqualTo(count);
    }

    @Test
    void testComparisons()
    {
        byte[] bytes = bytes("xchr10chr2x");
        assertThat(Bytes.equals(bytes, 1, 6, bytes("chr10"))).isTrue();
        assertThat(Bytes.equals(bytes, 1, 5, bytes("chr10"))).isFalse();
        assertThat(Bytes.startsWith(bytes, 1, 6, bytes("chr"))).isTrue();
        assertThat(Bytes.startsWith(bytes, 1, 3, bytes("chr"))).isFalse();
        assertThat(Bytes.compare(bytes, 1, 6, bytes, 6, 10)).isNegative();
        assertThat(Bytes.compare(bytes, 1, 4, bytes, 6, 10)).isNegative();
        assertThat(Bytes.compare(bytes, 1, 4, bytes, 6, 9)).isZero();
        assertThat(Bytes.compare(bytes("\u00ff"), 0, 1, bytes("a"), 0, 1)).isPositive();
    }

    // with bytes on both sides that must not count
    private static long parseLong(String text)
    {
        byte[] bytes = bytes("7" + text + "7");
        return Bytes.parseLong(bytes, 1, bytes.length - 1);
    }

    private static double parseDouble(String text)
    {
        byte[] bytes = bytes("7" + text + "7");
        return Bytes.parseDouble(bytes, 1, bytes.length - 1);
    }

    private static byte[] bytes(String text)
    {
        return text.getBytes(ISO_8859_1);
    }
}
