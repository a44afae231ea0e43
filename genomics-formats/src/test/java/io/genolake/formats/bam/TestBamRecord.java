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

import java.util.Arrays;
import java.util.Random;

import static io.genolake.formats.bam.RecordBuilder.operations;
import static io.genolake.formats.bam.RecordBuilder.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

final class TestBamRecord
{
    @Test
    void testFields()
    {
        byte[] record = record()
                .name("read/1")
                .place(2, 1_234_567)
                .mate(1, 7_654_321, -300)
                .mapq(200)
                .bin(40_000)
                .flag(0xF000)
                .cigar("2S3M")
                .sequence("ACGTN")
                .qualities((byte) 0, (byte) 93, (byte) 2, (byte) 3, (byte) 9)
                .text("RG", 'Z', "a")
                .build();
        // positions must not matter
        byte[] bytes = new byte[record.length + 7];
        System.arraycopy(record, 0, bytes, 7, record.length);
        assertThat(BamRecord.blockSize(bytes, 7)).isEqualTo(record.length - 4);
        assertThat(BamRecord.refId(bytes, 7)).isEqualTo(2);
        assertThat(BamRecord.pos(bytes, 7)).isEqualTo(1_234_567);
        assertThat(BamRecord.mapq(bytes, 7)).isEqualTo(200);
        assertThat(BamRecord.bin(bytes, 7)).isEqualTo(40_000);
        assertThat(BamRecord.flag(bytes, 7)).isEqualTo(0xF000);
        assertThat(BamRecord.mateRefId(bytes, 7)).isEqualTo(1);
        assertThat(BamRecord.matePos(bytes, 7)).isEqualTo(7_654_321);
        assertThat(BamRecord.templateLength(bytes, 7)).isEqualTo(-300);
        assertThat(BamRecord.sequenceLength(bytes, 7)).isEqualTo(5);
        int nameStart = BamRecord.readNameStart(7);
        assertThat(new String(bytes, nameStart, BamRecord.readNameEnd(bytes, 7) - nameStart, ISO_8859_1)).isEqualTo("read/1");
        assertThat(BamRecord.cigarCount(bytes, 7, bytes.length)).isEqualTo(2);
        assertThat(BamRecord.isLongCigar(bytes, 7, bytes.length)).isFalse();
        assertThat(SamLine.cigar(bytes, 7, bytes.length)).isEqualTo("2S3M");
        assertThat(SamLine.sequence(bytes, 7)).isEqualTo("ACGTN");
        assertThat(SamLine.qualities(bytes, 7)).isEqualTo("!~#$*");
        assertThat(new String(bytes, BamRecord.tagsStart(bytes, 7), 3, ISO_8859_1)).isEqualTo("RGZ");
    }

    @Test
    void testNothingThere()
    {
        byte[] bytes = record().build();
        assertThat(BamRecord.refId(bytes, 0)).isEqualTo(-1);
        assertThat(BamRecord.pos(bytes, 0)).isEqualTo(-1);
        assertThat(BamRecord.mateRefId(bytes, 0)).isEqualTo(-1);
        assertThat(BamRecord.matePos(bytes, 0)).isEqualTo(-1);
        assertThat(BamRecord.endPos(bytes, 0, bytes.length)).isEqualTo(0);
        assertThat(BamRecord.sequenceLength(bytes, 0)).isEqualTo(0);
        assertThat(BamRecord.hasQualities(bytes, 0)).isFalse();
        assertThat(BamRecord.cigarCount(bytes, 0, bytes.length)).isEqualTo(0);
        assertThat(SamLine.cigar(bytes, 0, bytes.length)).isEqualTo("*");
        assertThat(SamLine.sequence(bytes, 0)).isEqualTo("*");
        assertThat(SamLine.qualities(bytes, 0)).isEqualTo("*");
        assertThat(BamRecord.tagsStart(bytes, 0)).isEqualTo(bytes.length);
    }

    @Test
    void testReadName()
    {
        byte[] empty = record().name("").build();
        assertThat(BamRecord.readNameEnd(empty, 0)).isEqualTo(BamRecord.readNameStart(0));
        byte[] withoutNul = record().rawName(new byte[] {'a', 'b'}).build();
        assertThat(BamRecord.readNameEnd(withoutNul, 0)).isEqualTo(BamRecord.readNameStart(0) + 2);
        byte[] longest = record().name("x".repeat(254)).build();
        assertThat(BamRecord.readNameEnd(longest, 0)).isEqualTo(BamRecord.readNameStart(0) + 254);
    }

    @Test
    void testEndPos()
    {
        assertThat(endPos("10M", 0)).isEqualTo(1010);
        assertThat(endPos("1M", 0)).isEqualTo(1001);
        assertThat(endPos("1H2S3M4I5D6N7=8X9P1S1H", 0)).isEqualTo(1000 + 3 + 5 + 6 + 7 + 8);
        assertThat(endPos("10S", 0)).isEqualTo(1001);
        assertThat(endPos("10I", 0)).isEqualTo(1001);
        assertThat(endPos("0M", 0)).isEqualTo(1001);
        assertThat(endPos("", 0)).isEqualTo(1001);
        // of an unmapped read the CIGAR does not count
        assertThat(endPos("10M", 4)).isEqualTo(1001);
        // nor does it where there is no position
        byte[] bytes = record().place(0, -1).cigar("10M").build();
        assertThat(BamRecord.endPos(bytes, 0, bytes.length)).isEqualTo(0);
        // more than 32 bits
        byte[] many = record().place(0, Integer.MAX_VALUE).cigar(operations("268435455D".repeat(100))).build();
        assertThat(BamRecord.endPos(many, 0, many.length)).isEqualTo(Integer.MAX_VALUE + 100 * 268_435_455L);
    }

    private static long endPos(String cigar, int flag)
    {
        byte[] bytes = record().place(0, 1000).flag(flag).cigar(cigar).build();
        return BamRecord.endPos(bytes, 0, bytes.length);
    }

    @Test
    void testCigar()
    {
        for (String cigar : new String[] {"1M", "1M1I1D1N1S1H1P1=1X", "0M", "9M10M99M100M999M1000M99999999M100000000M268435455M"}) {
            byte[] bytes = record().place(0, 1).cigar(cigar).build();
            assertThat(SamLine.cigar(bytes, 0, bytes.length)).isEqualTo(cigar);
        }
    }

    @Test
    void testLongCigar()
    {
        long[] operations = Arrays.stream(operations("1S2M1D1M")).asLongStream().toArray();
        RecordBuilder record = record().place(0, 1000).cigar("4S4N").sequence("ACGT");
        byte[] bytes = record.number("NM", 'i', 1).array("CG", 'I', operations).text("RG", 'Z', "a").build();
        assertThat(BamRecord.isLongCigar(bytes, 0, bytes.length)).isTrue();
        assertThat(BamRecord.cigarCount(bytes, 0, bytes.length)).isEqualTo(4);
        assertThat(SamLine.cigar(bytes, 0, bytes.length)).isEqualTo("1S2M1D1M");
        assertThat(BamRecord.endPos(bytes, 0, bytes.length)).isEqualTo(1004);
        assertThat(BamRecord.getInt(bytes, BamRecord.cigarStart(bytes, 0, bytes.length))).isEqualTo(1 << 4 | 4);
    }

    @Test
    void testNoLongCigar()
    {
        // no tag
        assertThat(cigar(record().place(0, 1000).cigar("4S4N").sequence("ACGT"))).isEqualTo("4S4N");
        // not the whole read is clipped, or it is not clipped
        assertThat(cigar(record().place(0, 1000).cigar("3S4N").sequence("ACGT").array("CG", 'I', 64, 64, 64))).isEqualTo("3S4N");
        assertThat(cigar(record().place(0, 1000).cigar("4M").sequence("ACGT").array("CG", 'I', 64, 64, 64))).isEqualTo("4M");
        // another type
        assertThat(cigar(record().place(0, 1000).cigar("4S4N").sequence("ACGT").array("CG", 'S', 64, 64, 64))).isEqualTo("4S4N");
        assertThat(cigar(record().place(0, 1000).cigar("4S4N").sequence("ACGT").text("CG", 'Z', "I1234"))).isEqualTo("4S4N");
        // shorter than the placeholder
        assertThat(cigar(record().place(0, 1000).cigar("4S4N").sequence("ACGT").array("CG", 'I', 64))).isEqualTo("4S4N");
        // without a place
        assertThat(cigar(record().place(-1, 1000).cigar("4S4N").sequence("ACGT").array("CG", 'I', 64, 64, 64))).isEqualTo("4S4N");
        assertThat(cigar(record().place(0, -1).cigar("4S4N").sequence("ACGT").array("CG", 'I', 64, 64, 64))).isEqualTo("4S4N");
    }

    private static String cigar(RecordBuilder record)
    {
        byte[] bytes = record.build();
        return SamLine.cigar(bytes, 0, bytes.length);
    }

    @Test
    void testSequence()
    {
        String all = "=ACMGRSVTWYHKDBN";
        for (int length = 1; length <= 16; length++) {
            assertThat(SamLine.sequence(record().sequence(all.substring(0, length)).build(), 0)).isEqualTo(all.substring(0, length));
        }
        StringBuilder pairs = new StringBuilder();
        for (char first : all.toCharArray()) {
            for (char second : all.toCharArray()) {
                pairs.append(first).append(second);
            }
        }
        assertThat(SamLine.sequence(record().sequence(pairs.toString()).build(), 0)).isEqualTo(pairs.toString());
    }

    @Test
    void testQualities()
    {
        Random random = new Random(3);
        for (int length = 1; length < 40; length++) {
            byte[] qualities = new byte[length];
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < length; i++) {
                qualities[i] = (byte) random.nextInt(94);
                expected.append((char) (qualities[i] + 33));
            }
            assertThat(SamLine.qualities(record().sequence("A".repeat(length)).qualities(qualities).build(), 0)).isEqualTo(expected.toString());
            for (int i = 0; i < length; i++) {
                byte before = qualities[i];
                for (int tooHigh : new int[] {94, 95, 127, 128, 200, 221, 222, 223, 254, 255}) {
                    qualities[i] = (byte) tooHigh;
                    assertThat(SamLine.qualities(record().sequence("A".repeat(length)).qualities(qualities).build(), 0))
                            .isEqualTo(i == 0 && tooHigh == 255 ? "*" : "too high");
                }
                qualities[i] = before;
            }
        }
    }

    @Test
    void testMissingQualities()
    {
        assertThat(BamRecord.hasQualities(record().sequence("ACG").build(), 0)).isFalse();
        assertThat(BamRecord.hasQualities(record().sequence("A").build(), 0)).isFalse();
        // of one base a quality of 9 is the text "*", and not a missing one
        assertThat(SamLine.qualities(record().sequence("A").qualities((byte) 9).build(), 0)).isEqualTo("*");
        assertThat(BamRecord.hasQualities(record().sequence("A").qualities((byte) 9).build(), 0)).isTrue();
    }
}
