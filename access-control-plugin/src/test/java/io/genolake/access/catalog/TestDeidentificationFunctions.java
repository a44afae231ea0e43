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
package io.genolake.access.catalog;

import io.airlift.slice.Slice;
import io.genolake.access.policy.PseudonymKey;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import static io.airlift.slice.Slices.utf8Slice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class TestDeidentificationFunctions
{
    private static final ProjectKey KEY = key("0123456789abcdef");
    private static final ProjectKey OTHER = key("fedcba9876543210");

    private static ProjectKey key(String secret)
    {
        return new ProjectKey(new PseudonymKey("project", secret.getBytes(UTF_8)));
    }

    @Test
    void testPseudonym()
    {
        assertThat(KEY.pseudonym(bytes("anna"))).matches("[a-z2-7]{26}").isEqualTo(KEY.pseudonym(bytes("anna"))).isNotEqualTo(KEY.pseudonym(bytes("Anna"))).isNotEqualTo(OTHER.pseudonym(bytes("anna")));
    }

    @Test
    void testShift()
    {
        Set<Long> shifts = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long shift = KEY.shiftDays(bytes("subject" + i));
            assertThat(Math.abs(shift)).isBetween(1L, 365L);
            assertThat(KEY.shiftDays(bytes("subject" + i))).isEqualTo(shift);
            shifts.add(shift);
        }
        // every one of them happens
        assertThat(shifts).hasSize(730);
        assertThat(LongStream.range(0, 100).filter(i -> KEY.shiftDays(bytes("s" + i)) == OTHER.shiftDays(bytes("s" + i))).count()).isLessThan(10);
    }

    @Test
    void testTokens()
    {
        Random random = new Random(20_261_121);
        Set<String> tokens = new HashSet<>();
        for (int length = 0; length < 300; length++) {
            byte[] value = new byte[length];
            random.nextBytes(value);
            String token = KEY.token(value);
            assertThat(token).matches("tok1_[A-Za-z0-9_-]+").isEqualTo(KEY.token(value));
            assertThat(KEY.reidentify(token)).hasValueSatisfying(back -> assertThat(back).isEqualTo(value));
            assertThat(OTHER.reidentify(token)).isEmpty();
            tokens.add(token);
        }
        assertThat(tokens).hasSize(300);
    }

    @Test
    void testWhatIsNoToken()
    {
        String token = KEY.token(bytes("17-4711"));
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(KEY.reidentify(token.substring(0, i) + other + token.substring(i + 1))).as("character %s", i).isEmpty();
            assertThat(KEY.reidentify(token.substring(0, i))).isEmpty();
        }
        for (String text : new String[] {"", "tok1_", "tok1_%%%", "tok1_" + "A".repeat(2 << 20), "17-4711", "\u0000"}) {
            assertThat(KEY.reidentify(text)).isEmpty();
        }
    }

    @Test
    void testNoPseudonymIsAKey()
    {
        // keys are derived by another function than pseudonyms
        String pseudonym = KEY.pseudonym(bytes("genolake token encryption"));
        ProjectKey forged = key(pseudonym);
        assertThat(forged.reidentify(KEY.token(bytes("x")))).isEmpty();
    }

    @Test
    void testYear()
    {
        assertThat(Generalisations.year(LocalDate.of(1970, 5, 17).toEpochDay())).isEqualTo(0);
        assertThat(Generalisations.year(LocalDate.of(2000, 12, 31).toEpochDay())).isEqualTo(LocalDate.of(2000, 1, 1).toEpochDay());
        assertThat(Generalisations.year(LocalDate.of(-1, 3, 4).toEpochDay())).isEqualTo(LocalDate.of(-1, 1, 1).toEpochDay());
        assertThat(Generalisations.year(Integer.MAX_VALUE)).isNotNull();
        assertThat(Generalisations.year(Integer.MIN_VALUE)).isNotNull();
    }

    @Test
    void testAgeBand()
    {
        assertThat(text(Generalisations.ageBand(42, 5))).isEqualTo("40-44");
        assertThat(text(Generalisations.ageBand(0, 5))).isEqualTo("0-4");
        assertThat(text(Generalisations.ageBand(89, 5))).isEqualTo("85-89");
        assertThat(text(Generalisations.ageBand(89, 20))).isEqualTo("80-89");
        assertThat(text(Generalisations.ageBand(90, 5))).isEqualTo("90+");
        assertThat(text(Generalisations.ageBand(113, 1))).isEqualTo("90+");
        for (long[] wrong : new long[][] {{-1, 5}, {151, 5}, {40, 0}, {40, -1}, {40, 91}, {Long.MAX_VALUE, 5}, {Long.MIN_VALUE, 5}}) {
            assertThat(Generalisations.ageBand(wrong[0], wrong[1])).isNull();
        }
    }

    @Test
    void testZip3()
    {
        assertThat(text(Generalisations.zip3(utf8Slice("94105")))).isEqualTo("941");
        assertThat(text(Generalisations.zip3(utf8Slice("94105-1234")))).isEqualTo("941");
        assertThat(text(Generalisations.zip3(utf8Slice("03601")))).isEqualTo("000");
        assertThat(text(Generalisations.zip3(utf8Slice("89301")))).isEqualTo("000");
        for (String wrong : new String[] {"", "941", "9410", "941055", "9410A", "94105 1234", "94105-123", "94105-12345", "\u0661\u0662\u0663\u0664\u0665"}) {
            assertThat(Generalisations.zip3(utf8Slice(wrong))).as(wrong).isNull();
        }
    }

    @Test
    void testPositionBin()
    {
        assertThat(Generalisations.positionBin(1, 10_000)).isEqualTo(1);
        assertThat(Generalisations.positionBin(10_000, 10_000)).isEqualTo(1);
        assertThat(Generalisations.positionBin(10_001, 10_000)).isEqualTo(10_001);
        assertThat(Generalisations.positionBin(Long.MAX_VALUE, 10_000)).isPositive();
        assertThat(Generalisations.positionBin(0, 10_000)).isNull();
        assertThat(Generalisations.positionBin(5, 0)).isNull();
    }

    private static byte[] bytes(String text)
    {
        return text.getBytes(UTF_8);
    }

    private static String text(Slice slice)
    {
        return slice.toStringUtf8();
    }
}
