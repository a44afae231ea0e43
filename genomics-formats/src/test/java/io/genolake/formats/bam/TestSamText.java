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
package io.genolake.formats.bam;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

final class TestSamText
{
    @Test
    void testInteger()
    {
        for (long value : new long[] {0, 1, 9, 10, 99, 100, 12_345, 999_999_999, 1_000_000_000, Integer.MAX_VALUE, 4_294_967_295L}) {
            assertThat(integer(value)).isEqualTo(Long.toString(value));
            assertThat(integer(-value)).isEqualTo(Long.toString(-value));
        }
    }

    @Test
    void testReal()
    {
        assertThat(real(0f)).isEqualTo("0");
        assertThat(real(-0f)).isEqualTo("-0");
        assertThat(real(1f)).isEqualTo("1");
        assertThat(real(-1f)).isEqualTo("-1");
        assertThat(real(0.1f)).isEqualTo("0.1");
        assertThat(real(0.5f)).isEqualTo("0.5");
        assertThat(real(100f)).isEqualTo("100");
        assertThat(real(1234.5678f)).isEqualTo("1234.57");
        assertThat(real(0.001f)).isEqualTo("0.001");
        assertThat(real(0.00012345678f)).isEqualTo("0.000123457");
        assertThat(real(0.0001f)).isEqualTo("0.0001");
        assertThat(real(0.00009999f)).isEqualTo("9.999e-05");
        assertThat(real(0.000099999999f)).isEqualTo("0.0001");
        assertThat(real(99_999.945f)).isEqualTo("99999.9");
        assertThat(real(999_999f)).isEqualTo("999999");
        assertThat(real(999_998.94f)).isEqualTo("999999");
        assertThat(real(999_999.44f)).isEqualTo("999999");
        assertThat(real(999_999.5f)).isEqualTo("1e+06");
        assertThat(real(1_000_000f)).isEqualTo("1e+06");
        assertThat(real(1_234_567f)).isEqualTo("1.23457e+06");
        assertThat(real(1e20f)).isEqualTo("1e+20");
        assertThat(real(Float.MAX_VALUE)).isEqualTo("3.40282e+38");
        assertThat(real(Float.MIN_VALUE)).isEqualTo("1.4013e-45");
        assertThat(real(9.99999999f)).isEqualTo("10");
        assertThat(real(0.9999999f)).isEqualTo("1");
        assertThat(real(Float.POSITIVE_INFINITY)).isEqualTo("inf");
        assertThat(real(Float.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(real(Float.NaN)).isEqualTo("nan");
        // exact halves go to the even digit
        assertThat(real(100_000.5f)).isEqualTo("100000");
        assertThat(real(100_001.5f)).isEqualTo("100002");
        assertThat(real(1.0e-100)).isEqualTo("1e-100");
        assertThat(real(1.7976931348623157e308)).isEqualTo("1.79769e+308");
    }

    @Test
    void testRandomReals()
    {
        Random random = new Random(4);
        for (int i = 0; i < 300_000; i++) {
            float value = switch (i % 3) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> random.nextFloat() * (float) Math.pow(10, random.nextInt(-6, 8));
                // what ends with a five, and lies close to or on the middle of two texts
                default -> (random.nextInt(10_000_000) + 0.5f) / (1 << random.nextInt(24));
            };
            if (!Float.isNaN(value) && !Float.isInfinite(value) && value != 0) {
                String text = real(value);
                assertThat(new BigDecimal(text)).as(() -> Float.toHexString(value)).isEqualByComparingTo(new BigDecimal(value).round(new MathContext(6, RoundingMode.HALF_EVEN)));
                assertThat(text).doesNotMatch(".*\\.[0-9]*0(e.*)?");
            }
        }
    }

    private static String integer(long value)
    {
        byte[] out = new byte[20];
        return new String(out, 3, SamText.writeInteger(value, out, 3) - 3, ISO_8859_1);
    }

    private static String real(double value)
    {
        byte[] out = new byte[20];
        return new String(out, 3, SamText.writeReal(value, out, 3) - 3, ISO_8859_1);
    }
}
