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

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TestVcfValidator
{
    private static final String SOUND = "1 100 . A C,G 30.5 PASS DP=10;AF=0.5,0.25;DB GT:DP:AD 0/1:5:1,2,3 .";

    @Test
    void testSoundRecords()
    {
        assertSound(SOUND);
        assertSound("1 0 rs1;rs2 ACGTN <DEL>,* . q10;q20 . GT 0/2 ./.");
        assertSound("1 100 . A . . . END=150;AF=.;DP=. GT:DP:AD 0/0:.:. 0:.:.");
        assertSound("1 100 . A C 1e-10 . AF=nan;CSQ=a|b|c,d|e|f .:GL . .".replace(".:GL", "GT:GL"));
    }

    private static void assertSound(String record)
    {
        assertThat(problems(true, record)).isEmpty();
        assertThat(problems(false, record)).isEmpty();
    }

    @Test
    void testColumns()
    {
        assertProblem("1 100 .", "record: it has 3 columns, and the header has 11");
        assertProblem("1 100 . A C . . .", "record: it has 8 columns, and the header has 11");
        assertProblem("1 100 . A C . . . GT 0/1", "record: it has 10 columns, and the header has 11");
        assertProblem("1 100 . A C . . . GT 0/1 0/1 0/1", "record: it has 12 columns, and the header has 11");
        TabbedBatch batch = new VcfText().record("1 1 . A C . . .").record("1 1 . A C . . . GT").batch();
        VcfValidator validator = new VcfValidator(new VcfText().format("GT", "1", "String").header(), true);
        assertThat(validator.validate(batch, 0)).isEmpty();
        assertThat(validator.validate(batch, 1)).containsExactly(new VcfProblem("record", "it has 9 columns, and the header has 8"));
    }

    @Test
    void testFixedColumns()
    {
        assertProblem(" 100 . A C . . . GT 0/1 0/1", "CHROM: it is empty");
        assertProblem("1  . A C . . . GT 0/1 0/1", "POS: it is empty");
        assertProblem("1 100 .  C . . . GT 0/1 0/1", "REF: it is empty");
        assertProblem("1 100 . A  . . . GT 0/0 0/0", "ALT: it is empty");
        assertProblem("1 x . A C . . . GT 0/1 0/1", "POS: 'x' is not a position");
        assertProblem("1 -5 . A C . . . GT 0/1 0/1", "POS: '-5' is not a position");
        assertProblem("1 100 . A C high . . GT 0/1 0/1", "QUAL: 'high' is not a number");
        // read as missing
        assertStrict("1 100  A C . . . GT 0/1 0/1", "ID: it is empty");
        assertStrict("1 100 . A C . .  GT 0/1 0/1", "INFO: it is empty");
        assertStrict("1 100 . AXC C . . . GT 0/1 0/1", "REF: 'AXC' has a character that is not a base");
        assertStrict("1 100 . . C . . . GT 0/1 0/1", "REF: '.' has a character that is not a base");
        assertStrict("1 100 . M C . . . GT 0/1 0/1", "REF: 'M' has a character that is not a base");
        assertStrict("1 100 . A CXG . . . GT 0/1 0/1", "ALT: 'CXG' is not an allele");
        assertStrict("1 100 . A C,,G . . . GT 0/1 0/1", "ALT: '' is not an allele");
        assertStrict("1 100 . A C,<DEL . . . GT 0/1 0/1", "ALT: '<DEL' is not an allele");
        assertStrict("1 100 . A C,. . . . GT 0/1 0/1", "ALT: '.' is not an allele");
        assertStrict("1 100 . A <> . . . GT 0/1 0/1", "ALT: '<>' is not an allele");
        assertSound("1 100 . acgtN c,*,<DEL>,<INS:ME:ALU>,]13:123457]A,A[<ctg1>:1[,.A,AG. . . . GT 0/1 0/1");
        assertStrict("1 100 . A C . q~10 . GT 0/1 0/1", "FILTER: 'q 10' has a blank");
    }

    @Test
    void testInfo()
    {
        assertProblem("1 100 . A C . . DP=x GT 0/1 0/1", "INFO/DP: 'x' is not of the type INTEGER");
        assertProblem("1 100 . A C . . DP=1.5 GT 0/1 0/1", "INFO/DP: '1.5' is not of the type INTEGER");
        assertProblem("1 100 . A C . . DP=1,2 GT 0/1 0/1", "INFO/DP: '1,2' are several values, and its Number is 1");
        assertProblem("1 100 . A C . . AF=0.5x GT 0/1 0/1", "INFO/AF: '0.5x' is not of the type FLOAT");
        assertProblem("1 100 . A C . . END=x GT 0/1 0/1", "INFO/END: 'x' is not of the type INTEGER");
        assertProblem("1 100 . A C . . DP=x;AF=y GT 0/1 0/1", "INFO/DP: 'x' is not of the type INTEGER", "INFO/AF: 'y' is not of the type FLOAT");
        assertStrict("1 100 . A C . . AF=0.5,0.6 GT 0/1 0/1", "INFO/AF: it has 2 values, and its Number is A");
        assertStrict("1 100 . A C . . XX=5 GT 0/1 0/1", "INFO/XX: the header does not declare it");
        assertStrict("1 100 . A C . . DB=5 GT 0/1 0/1", "INFO/DB: it is a Flag, and has a value");
        assertStrict("1 100 . A C . . DP GT 0/1 0/1", "INFO/DP: it has no value");
        assertStrict("1 100 . A C . . DP=1;DP=x GT 0/1 0/1", "INFO/DP: it is there twice");
        assertStrict("1 100 . A C . . CH=ab GT 0/1 0/1", "INFO/CH: 'ab' is not of the type CHARACTER");
        // an undeclared END and SVLEN are needed all the same
        assertProblem(false, "1 100 . A <DEL> . . SVLEN=x GT 0/1 0/1", "INFO: the end of the record is unknown, as END, SVLEN or FORMAT/LEN is not a number");
    }

    @Test
    void testSamples()
    {
        assertProblem("1 100 . A C . . . GT 0/1 0/2", "FORMAT/GT: sample second: '0/2' has an allele that the record has not: it has 1 ALT");
        assertProblem("1 100 . A C . . . GT x 0/2", "FORMAT/GT: sample first: 'x' is not a genotype");
        assertProblem("1 100 . A C . . . GT:DP 0/1:y 0/2", "FORMAT/DP: sample first: 'y' is not of the type INTEGER", "FORMAT/GT: sample second: '0/2' has an allele that the record has not: it has 1 ALT");
        assertProblem("1 100 . A C . . . GT:DP 0/1:1,2 0/1:5", "FORMAT/DP: sample first: '1,2' are several values, and its Number is 1");
        assertProblem("1 100 . A C . . . GT:DP 0/1:1:7 0/1:5", "FORMAT: sample first has more values than FORMAT has keys");
        assertStrict("1 100 . A C . . . GT:XX 0/1:1 0/1:5", "FORMAT/XX: the header does not declare it");
        assertStrict("1 100 . A C . . . DP:GT 5:0/1 5:0/1", "FORMAT/GT: it is not the first key");
        assertStrict("1 100 . A C . . . GT:DP:DP 0/1:1:1 0/1", "FORMAT/DP: it is there twice");
        assertStrict("1 100 . A C . . . GT:AD 0/1:1,2,3 0/1", "FORMAT/AD: sample first: it has 3 values, and its Number is R");
    }

    @Test
    void testAllProblemsOfARecord()
    {
        assertProblem(
                "1 x . A C y . DP=z GT:DP 9/9:a :b",
                "POS: 'x' is not a position",
                "QUAL: 'y' is not a number",
                "INFO/DP: 'z' is not of the type INTEGER",
                "FORMAT/GT: sample first: '9/9' has an allele that the record has not: it has 1 ALT",
                "FORMAT/DP: sample first: 'a' is not of the type INTEGER");
    }

    @Test
    void testProblemsAreBounded()
    {
        String info = "DP=x;" + "UNDECLARED;".repeat(10_000);
        assertThat(problems(true, "1 100 . A C . . " + info + " GT 0/1 0/1")).hasSize(100);
        assertThat(problems(true, "1 100 . A C . . " + "x".repeat(10_000) + " GT 0/1 0/1")).allMatch(problem -> problem.length() < 200);
    }

    @Test
    void testRecordsDoNotInfluenceEachOther()
    {
        VcfText text = text()
                .record("1 100 . A C . . DP=x GT:DP 0/1:x 0/1:5")
                .record(SOUND)
                .record("1 100 . A C . . DP=x GT:DP 0/1:x 0/1:5")
                .record("1 100 . A C . . DP=x GT:DP 0/1:x 0/1:5");
        VcfValidator validator = new VcfValidator(text.header(), true);
        TabbedBatch batch = text.batch();
        List<VcfProblem> first = validator.validate(batch, 0);
        assertThat(first).hasSize(2);
        assertThat(validator.validate(batch, 1)).isEmpty();
        assertThat(validator.validate(batch, 2)).isEqualTo(first);
        assertThat(validator.validate(batch, 3)).isEqualTo(first);
    }

    private static void assertProblem(String record, String... expected)
    {
        assertProblem(true, record, expected);
        assertProblem(false, record, expected);
    }

    private static void assertProblem(boolean strict, String record, String... expected)
    {
        assertThat(problems(strict, record)).containsExactly(expected);
    }

    /**
     * What can be read all the same.
     */
    private static void assertStrict(String record, String... expected)
    {
        assertThat(problems(true, record)).containsExactly(expected);
        assertThat(problems(false, record)).isEmpty();
    }

    private static List<String> problems(boolean strict, String record)
    {
        VcfText text = text().record(record);
        TabbedBatch batch = text.batch();
        // a tilde stands for a blank inside a column
        for (int i = batch.lineStart(0); i < batch.lineEnd(0); i++) {
            if (batch.bytes()[i] == '~') {
                batch.bytes()[i] = ' ';
            }
        }
        return new VcfValidator(text.header(), strict).validate(batch, 0).stream()
                .map(problem -> problem.field() + ": " + problem.reason())
                .toList();
    }

    private static VcfText text()
    {
        return new VcfText()
                .info("DP", "1", "Integer")
                .info("AF", "A", "Float")
                .info("DB", "0", "Flag")
                .info("END", "1", "Integer")
                .info("CH", "1", "Character")
                .info("CSQ", ".", "String")
                .format("GT", "1", "String")
                .format("DP", "1", "Integer")
                .format("AD", "R", "Integer")
                .format("GL", "G", "Float")
                .samples("first", "second");
    }
}
