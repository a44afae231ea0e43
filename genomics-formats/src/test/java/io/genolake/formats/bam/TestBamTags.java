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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static io.genolake.formats.bam.BamTesting.batch;
import static io.genolake.formats.bam.RecordBuilder.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestBamTags
{
    @Test
    void testTypes()
    {
        assertThat(tags(record()
                .text("X0", 'A', "q")
                .number("X1", 'c', -128)
                .number("X2", 'C', 255)
                .number("X3", 's', -32_768)
                .number("X4", 'S', 65_535)
                .number("X5", 'i', Integer.MIN_VALUE)
                .number("X6", 'I', 4_294_967_295L)
                .real("X7", 0.1f)
                .number("X8", 'd', Double.doubleToLongBits(-1.5))
                .text("X9", 'Z', "some text")
                .text("Xa", 'Z', "")
                .text("Xb", 'H', "1AE3")
                .array("Xc", 'c', 1, -2, 127)
                .array("Xd", 'C', 0, 200)
                .array("Xe", 's', -32_768, 32_767)
                .array("Xf", 'S', 65_535)
                .array("Xg", 'i', Integer.MIN_VALUE, Integer.MAX_VALUE)
                .array("Xh", 'I', 4_294_967_295L, 0)
                .array("Xi", 'f', Float.floatToRawIntBits(1.25f), Float.floatToRawIntBits(-1e20f))
                .array("Xj", 'C')))
                .containsExactly(
                        "X0:A:q",
                        "X1:c:-128",
                        "X2:C:255",
                        "X3:s:-32768",
                        "X4:S:65535",
                        "X5:i:-2147483648",
                        "X6:I:4294967295",
                        "X7:f:0.1",
                        "X8:d:-1.5",
                        "X9:Z:some text",
                        "Xa:Z:",
                        "Xb:H:1AE3",
                        "Xc:B:c,1,-2,127",
                        "Xd:B:C,0,200",
                        "Xe:B:s,-32768,32767",
                        "Xf:B:S,65535",
                        "Xg:B:i,-2147483648,2147483647",
                        "Xh:B:I,4294967295,0",
                        "Xi:B:f,1.25,-1e+20",
                        "Xj:B:C");
    }

    @Test
    void testLengthBounds()
    {
        for (char type : "cCsSiIf".toCharArray()) {
            for (long value : new long[] {0, -1, 1L << 31, 1 << 15, 1 << 7, Float.floatToRawIntBits(-1.23456e-38f)}) {
                BamBatch batch = batch((type == 'f' ? record().real("X0", Float.intBitsToFloat((int) value)) : record().number("X0", type, value)).array("X1", type, value, value, value).build());
                BamTags tags = new BamTags();
                tags.reset(batch, 0);
                while (tags.next()) {
                    byte[] out = new byte[(int) tags.textLengthBound()];
                    assertThat(tags.writeText(out, 0)).isLessThanOrEqualTo(out.length);
                }
            }
        }
    }

    @Test
    void testText()
    {
        BamBatch batch = batch(record().text("X0", 'A', "q").text("X1", 'Z', "text").text("X2", 'H', "FF").number("X3", 'c', 1).array("X4", 'c', 1).build());
        BamTags tags = new BamTags();
        tags.reset(batch, 0);
        for (String text : List.of("q", "text", "FF")) {
            assertThat(tags.next()).isTrue();
            assertThat(tags.isText()).isTrue();
            assertThat(new String(batch.bytes(), tags.textStart(), tags.textEnd() - tags.textStart(), ISO_8859_1)).isEqualTo(text);
        }
        assertThat(tags.next()).isTrue();
        assertThat(tags.isText()).isFalse();
        assertThat(tags.next()).isTrue();
        assertThat(tags.isText()).isFalse();
        assertThat(tags.next()).isFalse();
        assertThat(tags.next()).isFalse();
    }

    @Test
    void testFind()
    {
        BamBatch batch = batch(record().number("AA", 'c', 5).text("MD", 'Z', "RGZ").text("RG", 'Z', "first").text("RG", 'Z', "second").real("ZZ", 1).build());
        BamTags tags = new BamTags();
        tags.reset(batch, 0);
        assertThat(tags.find(BamTags.RG)).isTrue();
        assertThat(SamLine.value(tags)).isEqualTo("first");
        assertThat(tags.find(BamTags.key('X', 'X'))).isFalse();
        assertThat(tags.find(BamTags.key('A', 'A'))).isTrue();
        assertThat(SamLine.value(tags)).isEqualTo("5");
        assertThat(tags.find(BamTags.key('Z', 'Z'))).isTrue();
        assertThat(SamLine.value(tags)).isEqualTo("1");
        // a look does not disturb the walk
        assertThat(tags.next()).isTrue();
        assertThat(tags.key()).isEqualTo(BamTags.key('A', 'A'));
    }

    @Test
    void testDoubledTags()
    {
        assertThat(tags(record().number("AA", 'c', 1).number("BB", 'c', 2).number("AA", 'c', 3).text("BB", 'Z', "4").number("CC", 'c', 5)))
                .containsExactly("AA:c:1", "BB:c:2", "CC:c:5");
        // each record anew
        BamTags tags = new BamTags();
        for (int i = 0; i < 3; i++) {
            tags.reset(batch(record().number("AA", 'c', 1).build()), 0);
            assertThat(tags.next()).isTrue();
            assertThat(tags.next()).isFalse();
        }
    }

    @Test
    void testManyTags()
    {
        RecordBuilder record = record();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (char first = '!'; first <= '~'; first++) {
                for (char second = '!'; second <= '~'; second++) {
                    record.number("" + first + second, 'c', round);
                    if (round == 0) {
                        expected.add("" + first + second + ":c:0");
                    }
                }
            }
        }
        assertThat(tags(record)).isEqualTo(expected);
    }

    @Test
    void testLongCigarIsNoTag()
    {
        RecordBuilder record = record().place(0, 5).sequence("ACGT").cigar("4S2N").number("AA", 'c', 1).array("CG", 'I', 64, 16, 16).number("BB", 'c', 2);
        assertThat(tags(record)).containsExactly("AA:c:1", "BB:c:2");
        BamTags tags = new BamTags();
        tags.reset(batch(record.build()), 0);
        assertThat(tags.find(BamTags.CG)).isFalse();
        // but it is one where it is not the CIGAR
        assertThat(tags(record().place(0, 5).sequence("ACGT").cigar("4M").array("CG", 'I', 64))).containsExactly("CG:B:I,64");
    }

    @Test
    void testBroken()
    {
        assertBroken("X");
        assertBroken("XX");
        assertBroken("XXA");
        assertBroken("XXZ");
        assertBroken("XXZabc");
        assertBroken("XXZ" + "a".repeat(50));
        assertBroken("XXHabc");
        assertBroken("XXi\0\0\0");
        assertBroken("XXs\0");
        assertBroken("XXd\0\0\0\0\0\0\0");
        assertBroken("XXx\0\0\0\0");
        assertBroken("XXBc\0\0\0");
        assertBroken("XXBx\0\0\0\0");
        assertBroken("XXBc\1\0\0\0");
        assertBroken("XXBs\2\0\0\0\0\0\0");
        assertBroken("XXBi\0\0\0\u0040\0\0\0\0");
        assertBroken("XXBI\u00ff\u00ff\u00ff\u00ff\0\0\0\0");
        assertBroken("XXBI\0\0\0\u0080\0\0\0\0");
        assertBroken("\0XA1");
        assertBroken("X\u0080A1");
        assertBroken("X A1");
    }

    private static void assertBroken(String tag)
    {
        BamBatch batch = batch(record().number("AA", 'c', 1).rawTags(tag.getBytes(ISO_8859_1)).build());
        BamTags tags = new BamTags();
        tags.reset(batch, 0);
        assertThat(tags.next()).isTrue();
        assertThatThrownBy(tags::next)
                .isInstanceOfSatisfying(MalformedFileException.class, e -> assertThat(e.scope()).isEqualTo(Scope.RECORD))
                .hasMessageContaining("the tags are broken");
        assertThat(tags.find(BamTags.key('A', 'A'))).isTrue();
        assertThatThrownBy(() -> tags.find(BamTags.RG))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the tags are broken");
    }

    @Test
    void testRandomBytes()
    {
        Random random = new Random(8);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                byte[] start = record().array("XX", "cCsSiIf".charAt(random.nextInt(7)), random.nextLong()).text("YY", 'Z', "abc").build();
                start = Arrays.copyOfRange(start, 38, start.length);
                start[random.nextInt(start.length)] = (byte) random.nextInt();
                System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            }
            BamTags tags = new BamTags();
            tags.reset(batch(record().rawTags(bytes).build()), 0);
            try {
                while (tags.next()) {
                    SamLine.value(tags);
                }
            }
            catch (MalformedFileException e) {
                assertThat(e.scope()).isEqualTo(Scope.RECORD);
            }
        }
    }

    private static List<String> tags(RecordBuilder record)
    {
        BamBatch batch = batch(record.build());
        BamTags tags = new BamTags();
        tags.reset(batch, 0);
        List<String> result = new ArrayList<>();
        while (tags.next()) {
            result.add("%s:%s:%s".formatted(new String(batch.bytes(), tags.keyStart(), 2, ISO_8859_1), tags.type(), SamLine.value(tags)));
        }
        return result;
    }
}
