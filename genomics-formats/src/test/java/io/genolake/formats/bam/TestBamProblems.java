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

import java.util.List;
import java.util.Random;

import static io.genolake.formats.bam.BamTesting.batch;
import static io.genolake.formats.bam.BamTesting.header;
import static io.genolake.formats.bam.BamTesting.randomRecord;
import static io.genolake.formats.bam.RecordBuilder.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

final class TestBamProblems
{
    private static final BamProblems PROBLEMS = new BamProblems(header(MemoryBlocks.ofBlockSize(BamTesting.builder().toBytes(), 1000)));

    @Test
    void testNone()
    {
        assertThat(check(record())).isEmpty();
        assertThat(check(record().place(2, 16_565).mate(1, 999_999, 0).cigar("4M").sequence("ACGT").qualities((byte) 0, (byte) 93, (byte) 40, (byte) 1).text("RG", 'Z', "a b~").text("XX", 'H', "09AF"))).isEmpty();
        assertThat(check(record().place(0, 5).cigar("4S9N").sequence("ACGT").array("CG", 'I', 16, 16, 32, 16 | 2))).isEmpty();
        // a mapped read without bases, as secondary alignments have it
        assertThat(check(record().place(0, 5).cigar("100M"))).isEmpty();
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            assertThat(check(randomRecord(random, 100).place(0, 5))).isEmpty();
        }
    }

    @Test
    void testName()
    {
        assertThat(check(record().name(""))).containsExactly(new BamProblem("qname", "The read name is empty", false));
        assertThat(check(record().name("a b"))).containsExactly(new BamProblem("qname", "The read name has the character 0x20", false));
        assertThat(check(record().name("a@b"))).containsExactly(new BamProblem("qname", "The read name has the character 0x40", false));
        assertThat(check(record().name("a\0b"))).containsExactly(new BamProblem("qname", "The read name has the character 0x00", false));
        assertThat(check(record().name("\u00e4"))).containsExactly(new BamProblem("qname", "The read name has the character 0xE4", false));
        assertThat(check(record().rawName(new byte[] {'a'}))).containsExactly(new BamProblem("qname", "The read name does not end with NUL", false));
    }

    @Test
    void testPlace()
    {
        assertThat(check(record().place(1, 1_000_000))).containsExactly(new BamProblem("pos", "Position 1000001 is behind the end of 'chr2', which is 1000000 long", false));
        assertThat(check(record().mate(2, 16_569, 0))).containsExactly(new BamProblem("mate_pos", "Position 16570 is behind the end of 'chrM', which is 16569 long", false));
        assertThat(check(record().place(-1, 10).flag(4))).containsExactly(new BamProblem("pos", "Position 11 without a reference", false));
        assertThat(check(record().flag(0))).containsExactly(new BamProblem("flag", "The read counts as mapped, but has no reference", false));
        assertThat(check(record().place(1, 999_999).cigar("2M").sequence("AC"))).containsExactly(new BamProblem("end_pos", "The alignment ends at 1000001, behind the end of 'chr2', which is 1000000 long", false));
    }

    @Test
    void testCigar()
    {
        assertThat(check(record().place(0, 0).cigar("3M1D").sequence("ACGT"))).containsExactly(new BamProblem("cigar", "The CIGAR is for 3 bases, the read has 4", false));
        assertThat(check(record().place(0, 0).cigar("4S9N").sequence("ACGT").array("CG", 'I', 16, 16))).containsExactly(new BamProblem("cigar", "The CIGAR is for 2 bases, the read has 4", false));
    }

    @Test
    void testQualities()
    {
        assertThat(check(record().sequence("ACG").qualities((byte) 0, (byte) 94, (byte) 200))).containsExactly(new BamProblem("qual", "A quality is 94, more than 93", true));
        assertThat(check(record().sequence("ACG").qualities((byte) 0, (byte) 255, (byte) 0))).containsExactly(new BamProblem("qual", "A quality is 255, more than 93", true));
        assertThat(check(record().sequence("ACG").qualities((byte) 255, (byte) 255, (byte) 0))).containsExactly(new BamProblem("qual", "The qualities begin as missing ones, yet there is a 0", false));
    }

    @Test
    void testTags()
    {
        assertThat(check(record().number("AA", 'c', 1).number("AA", 'c', 1))).containsExactly(new BamProblem("tags", "Tag AA is there twice, the first one counts", false));
        assertThat(check(record().number("1A", 'c', 1))).containsExactly(new BamProblem("tags", "'1A' is no tag, which is a letter and a letter or digit", false));
        assertThat(check(record().number("A-", 'c', 1))).containsExactly(new BamProblem("tags", "'A-' is no tag, which is a letter and a letter or digit", false));
        assertThat(check(record().text("AA", 'A', "\t"))).containsExactly(new BamProblem("tags", "Tag AA has the character 0x09", false));
        assertThat(check(record().text("AA", 'Z', "x\ty"))).containsExactly(new BamProblem("tags", "Tag AA has the character 0x09", false));
        assertThat(check(record().text("AA", 'Z', "\u00e4"))).containsExactly(new BamProblem("tags", "Tag AA has the character 0xE4", false));
        assertThat(check(record().text("AA", 'H', "ABC"))).containsExactly(new BamProblem("tags", "Tag AA has half a byte", false));
        assertThat(check(record().text("AA", 'H', "0g"))).containsExactly(new BamProblem("tags", "Tag AA has 'g', which is no hexadecimal digit", false));
        assertThat(check(record().number("AA", 'd', 0))).containsExactly(new BamProblem("tags", "Tag AA has the type d, which the specification does not know", false));
        assertThat(check(record().number("AA", 'c', 1).rawTags("XXZabc".getBytes(ISO_8859_1)))).containsExactly(new BamProblem("tags", "The tags are broken from byte 4 of 10 on", true));
        // the one before has left nothing behind
        assertThat(check(record().number("AA", 'c', 1))).isEmpty();
    }

    @Test
    void testManyDoubledTags()
    {
        RecordBuilder record = record();
        for (int i = 0; i < 1000; i++) {
            record.number("AA", 'c', 1);
        }
        assertThat(check(record)).hasSize(20);
    }

    private static List<BamProblem> check(RecordBuilder record)
    {
        return PROBLEMS.check(batch(record.build()), 0);
    }
}
