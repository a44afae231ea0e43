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

import static io.genolake.formats.text.Bytes.MALFORMED_LONG;
import static org.assertj.core.api.Assertions.assertThat;

class TestVcfEnd
{
    @Test
    void testReference()
    {
        assertThat(end("A", "C", ".")).isEqualTo(100);
        assertThat(end("ACGT", "A", "DP=1")).isEqualTo(103);
        assertThat(end("ACGT", ".", "")).isEqualTo(103);
        assertThat(end(".", "A", ".")).isEqualTo(100);
        // a record has a position at least
        assertThat(end("", "A", ".")).isEqualTo(100);
    }

    @Test
    void testEnd()
    {
        assertThat(end("A", "<DEL>", "END=150")).isEqualTo(150);
        assertThat(end("A", ".", "DP=3;END=150;AC=2")).isEqualTo(150);
        assertThat(end("A", "C", "END=100")).isEqualTo(100);
        // it counts even where REF is longer, and before anything else
        assertThat(end("ACGTACGT", "A", "END=102")).isEqualTo(102);
        assertThat(end("A", "<DEL>", "SVLEN=-1000;END=150")).isEqualTo(150);
        // of a doubled key the first counts
        assertThat(end("A", "C", "END=150;END=160")).isEqualTo(150);
        assertThat(end("A", "C", "END=.;END=160")).isEqualTo(100);
        // other keys are not it
        assertThat(end("A", "C", "CIEND=150;ENDX=150;XEND=150;E=150;end=150")).isEqualTo(100);
        assertThat(end("A", "C", "END2=150;CIEND=1;END=160")).isEqualTo(160);
    }

    @Test
    void testEndThatIsIgnored()
    {
        // that of the other chromosome, as Sniffles writes it
        assertThat(end("A", "<TRA>", "CHR2=5;END=50")).isEqualTo(100);
        assertThat(end("ACG", "<DEL>", "END=50;SVLEN=30")).isEqualTo(130);
        assertThat(end("A", "C", "END=-1")).isEqualTo(100);
        assertThat(end("ACG", "C", "END=.")).isEqualTo(102);
        assertThat(end("ACG", "C", "END=")).isEqualTo(102);
        assertThat(end("ACG", "C", "END")).isEqualTo(102);
    }

    @Test
    void testMalformedEnd()
    {
        assertThat(end("A", "C", "END=x")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "C", "END=150,160")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "C", "END=1.5e2")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "C", "END=99999999999999999999")).isEqualTo(MALFORMED_LONG);
    }

    @Test
    void testLengthOfSymbolicAlleles()
    {
        assertThat(end("A", "<DEL>", "SVLEN=-50")).isEqualTo(150);
        assertThat(end("A", "<DEL>", "SVLEN=50")).isEqualTo(150);
        assertThat(end("A", "<DUP>", "SVLEN=50")).isEqualTo(150);
        assertThat(end("A", "<INV>", "SVLEN=50")).isEqualTo(150);
        assertThat(end("A", "<CNV>", "SVLEN=50")).isEqualTo(150);
        assertThat(end("A", "<DEL:ME:ALU>", "SVLEN=50")).isEqualTo(150);
        assertThat(end("A", "<DUP:TANDEM>", "SVLEN=50")).isEqualTo(150);
        assertThat(end("A", "<CNV:TR>", "SVLEN=50")).isEqualTo(150);
        // what is inserted has no positions of its own, and breakends are one position
        assertThat(end("A", "<INS>", "SVLEN=50")).isEqualTo(100);
        assertThat(end("A", "<INS:ME>", "SVLEN=50")).isEqualTo(100);
        assertThat(end("A", "A[2:321682[", "SVLEN=50")).isEqualTo(100);
        assertThat(end("A", "<BND>", "SVLEN=50")).isEqualTo(100);
        // what begins like a type is not it
        assertThat(end("A", "<DELETION>", "SVLEN=50")).isEqualTo(100);
        assertThat(end("A", "<DEL", "SVLEN=50")).isEqualTo(100);
        assertThat(end("A", "DEL", "SVLEN=50")).isEqualTo(100);
        assertThat(end("A", "C", "SVLEN=50")).isEqualTo(100);
        // a number for each allele
        assertThat(end("A", "<DEL>,<DUP>,<INS>", "SVLEN=-50,70,900")).isEqualTo(170);
        assertThat(end("A", "C,<DEL>", "SVLEN=.,60")).isEqualTo(160);
        assertThat(end("A", "<DEL>,C", "SVLEN=.,60")).isEqualTo(100);
        assertThat(end("A", "<INS>,<DEL>", "SVLEN=60")).isEqualTo(100);
        assertThat(end("A", "<DEL>", "SVLEN=60,5000")).isEqualTo(160);
        // REF may be longer
        assertThat(end("ACGTACGTAC", "<DEL>", "SVLEN=5")).isEqualTo(109);
        assertThat(end("A", "<DEL>", "SVLEN=.")).isEqualTo(100);
        assertThat(end("A", "<DEL>", "SVLEN=")).isEqualTo(100);
        assertThat(end("A", "<DEL>", "SVLEN")).isEqualTo(100);
        assertThat(end("A", "<DEL>", "SVTYPE=DEL")).isEqualTo(100);
        assertThat(end("A", "<DEL>", "SVLEN=0")).isEqualTo(100);
    }

    @Test
    void testMalformedLength()
    {
        assertThat(end("A", "<DEL>", "SVLEN=x")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "<DEL>", "SVLEN=9223372036854775807")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "<DEL>", "SVLEN=9223372036854775800")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "<DEL>,<INS>", "SVLEN=5,x")).isEqualTo(105);
        assertThat(VcfEnd.endPos(new VcfText().record("1 9223372036854775807 . ACG A . . .").batch(), 0, Long.MAX_VALUE)).isEqualTo(MALFORMED_LONG);
        // not needed, not read
        assertThat(end("A", "C", "SVLEN=x")).isEqualTo(100);
        assertThat(end("A", "<DEL>", "SVLEN=x;END=120")).isEqualTo(120);
    }

    @Test
    void testLengthOfSamples()
    {
        assertThat(end("A", "<*>", ".", "GT:LEN", "0/0:50", "0/0:70")).isEqualTo(169);
        assertThat(end("A", "C,<NON_REF>", ".", "LEN", "50", ".")).isEqualTo(149);
        assertThat(end("A", "<*>", ".", "GT:LEN", "0/0", ".")).isEqualTo(100);
        assertThat(end("ACGT", "<*>", ".", "LEN:GT", "-5:0", "2:1")).isEqualTo(103);
        assertThat(end("A", "<*>", "END=120", "GT:LEN", "0/0:50", "0/0:x")).isEqualTo(120);
        assertThat(end("A", "<*>", ".", "GT:LEN", "0/0:50", "0/0:x")).isEqualTo(MALFORMED_LONG);
        assertThat(end("A", "<*>", ".", "GT:XLEN", "0/0:50", "0/0:70")).isEqualTo(100);
        assertThat(end("A", "C", ".", "GT:LEN", "0/0:50", "0/0:70")).isEqualTo(100);
        assertThat(end("A", "<*>", ".", "GT:LEN", "0/0:9223372036854775807", ".")).isEqualTo(MALFORMED_LONG);
        // both kinds in a record
        assertThat(end("A", "<DEL>,<*>", "SVLEN=60,.", "GT:LEN", "0/0:50", ".")).isEqualTo(160);
        assertThat(end("A", "<DEL>,<*>", "SVLEN=60,.", "GT:LEN", "0/0:90", ".")).isEqualTo(189);
    }

    private static long end(String ref, String alt, String info)
    {
        // with and without samples
        long end = end(new VcfText(), "1 100 . %s %s . . %s".formatted(ref, alt, info));
        assertThat(end(new VcfText().samples("a"), "1 100 . %s %s . . %s GT 0/1".formatted(ref, alt, info))).isEqualTo(end);
        return end;
    }

    private static long end(String ref, String alt, String info, String format, String first, String second)
    {
        return end(new VcfText().samples("a", "b"), "1 100 . %s %s . . %s %s %s %s".formatted(ref, alt, info, format, first, second));
    }

    private static long end(VcfText text, String record)
    {
        TabbedBatch batch = text.record(record).batch();
        return VcfEnd.endPos(batch, 0, 100);
    }
}
