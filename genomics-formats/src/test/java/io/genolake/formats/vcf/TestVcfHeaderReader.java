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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import io.genolake.formats.text.TestFiles;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static io.genolake.formats.text.TestFiles.bgzf;
import static io.genolake.formats.text.TestFiles.bytewise;
import static io.genolake.formats.text.TestFiles.plain;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TestVcfHeaderReader
{
    private static final String COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";

    @Test
    void testHeader()
    {
        String text = """
                      ##fileformat=VCFv4.2
                      ##reference=file:///seq/references/1000GenomesPilot-NCBI36.fasta
                      ##contig=<ID=20,length=62435964,assembly=B36,md5=f126cdf8a6e0c7f379d618ff66beb2da,species="Homo sapiens",taxonomy=x>
                      ##contig=<ID=HLA-A*01:01,length=12>
                      ##contig=<ID=noLength>
                      ##phasing=partial
                      ##INFO=<ID=AF,Number=A,Type=Float,Description="Allele Frequency, \\"all\\" \\\\ samples",Source="dbSNP",Version="1=2">
                      ##INFO=<ID=DB,Number=0,Type=Flag,Description="dbSNP membership, build 129">
                      ##FILTER=<ID=q10,Description="Quality below 10">
                      ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                      ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype Quality">
                      """ + COLUMNS + "\tFORMAT\tNA1\tNA 2\n20\t1\n";
        for (Window window : List.of(plain(text), bytewise(text), plain(text.replace("\n", "\r\n")))) {
            VcfHeader header = VcfText.header(window);
            assertThat(header.version()).contains("4.2");
            assertThat(header.reference()).contains("file:///seq/references/1000GenomesPilot-NCBI36.fasta");
            assertThat(header.contigs()).containsExactly(
                    new VcfContig("20", OptionalLong.of(62435964), Optional.of("B36")),
                    new VcfContig("HLA-A*01:01", OptionalLong.of(12), Optional.empty()),
                    new VcfContig("noLength", OptionalLong.empty(), Optional.empty()));
            assertThat(header.info().values()).containsExactly(
                    new VcfField("AF", "A", VcfType.FLOAT, "Allele Frequency, \"all\" \\ samples"),
                    new VcfField("DB", "0", VcfType.FLAG, "dbSNP membership, build 129"));
            assertThat(header.info().keySet()).containsExactly("AF", "DB");
            assertThat(header.format().values()).containsExactly(
                    new VcfField("GT", "1", VcfType.STRING, "Genotype"),
                    new VcfField("GQ", "1", VcfType.INTEGER, "Genotype Quality"));
            assertThat(header.filters()).isEqualTo(Map.of("q10", "Quality below 10"));
            assertThat(header.samples()).containsExactly("NA1", "NA 2");
            assertThat(header.columns()).isEqualTo(11);
            assertThat(header.hasFormat()).isTrue();
            assertThat(header.problems()).isEmpty();
            assertThat(header.lines()).hasSize(11);

            VcfHeaderLine contig = header.lines().get(2);
            assertThat(contig.key()).isEqualTo("contig");
            assertThat(contig.id()).contains("20");
            assertThat(contig.number()).isEmpty();
            assertThat(contig.attributes()).containsExactly(
                    Map.entry("ID", "20"),
                    Map.entry("length", "62435964"),
                    Map.entry("assembly", "B36"),
                    Map.entry("md5", "f126cdf8a6e0c7f379d618ff66beb2da"),
                    Map.entry("species", "Homo sapiens"),
                    Map.entry("taxonomy", "x"));
            VcfHeaderLine phasing = header.lines().get(5);
            assertThat(phasing.key()).isEqualTo("phasing");
            assertThat(phasing.value()).isEqualTo("partial");
            assertThat(phasing.attributes()).isEmpty();
            assertThat(header.lines().get(6).attributes()).containsEntry("Source", "dbSNP").containsEntry("Version", "1=2");
            assertThat(header.lines().get(6).raw()).endsWith("Version=\"1=2\">");
        }
    }

    @Test
    void testFirstRecord()
            throws IOException
    {
        String header = "##fileformat=VCFv4.2\n" + COLUMNS + "\n";
        for (String text : List.of(header, header + "1\t2\n", header + "\n\n1\t2\n", header.replace("\n", "\r\n") + "1\t2\n", header.strip())) {
            long expected = text.contains("1\t2") ? 1 : 0;
            for (Window window : List.of(plain(text), bytewise(text), TestFiles.window(bgzf(text.getBytes(UTF_8), header.length(), 50)))) {
                TabbedReader reader = new TabbedReader(window, 2);
                reader.start(window.seek(VcfText.header(window).firstRecord()));
                TabbedBatch batch = new TabbedBatch();
                if (!text.equals(header.strip())) {
                    assertThat(reader.read(batch, 10, 100)).isEqualTo((int) expected);
                }
                else {
                    assertThat(reader.read(batch, 10, 100)).isZero();
                }
            }
        }
        // an index begins its first chunk here
        assertThat(VcfText.header(plain(header + "1\t2\n")).firstRecord()).isEqualTo(header.length());
        assertThat(VcfText.header(bytewise(header + "1\t2\n")).firstRecord() >>> 16).isEqualTo(29L * header.length());
    }

    @Test
    void testLargestBlockEndsTheHeader()
            throws IOException
    {
        // there is no virtual offset after its last byte
        String header = "##fileformat=VCFv4.2\n" + COLUMNS + "\n";
        String text = "##fileformat=VCFv4.2\n##x=" + "x".repeat(65536 - header.length() - 5) + "\n" + COLUMNS + "\n";
        assertThat(text).hasSize(65536);
        Window window = TestFiles.window(bgzf(text.getBytes(UTF_8), 65280, 0));
        assertThat(window.seek(VcfText.header(window).firstRecord())).isLessThan(65536);
    }

    @Test
    void testSitesOnly()
    {
        VcfHeader header = VcfText.header(plain("##fileformat=VCFv4.3\n" + COLUMNS));
        assertThat(header.columns()).isEqualTo(8);
        assertThat(header.hasFormat()).isFalse();
        assertThat(header.samples()).isEmpty();
        assertThat(header.reference()).isEmpty();
        assertThat(VcfText.header(plain("##fileformat=VCFv4.3\n" + COLUMNS + "\tFORMAT\n")).columns()).isEqualTo(9);
    }

    @Test
    void testReferenceOfContigs()
    {
        assertThat(new VcfText().meta("##contig=<ID=1>").meta("##contig=<ID=2,assembly=GRCh38>").header().reference()).contains("GRCh38");
        assertThat(new VcfText().meta("##contig=<ID=2,assembly=GRCh38>").meta("##reference=hs37d5.fa").header().reference()).contains("hs37d5.fa");
        assertThat(new VcfText().meta("##reference=<ID=hg19,Source=x>").header().reference()).contains("hg19");
    }

    @Test
    void testSloppyLines()
    {
        // each is read as well as it can be, and told of
        assertField("##INFO=<ID=A, Number=1, Type=Float, Description=\"blanks\">", new VcfField("A", "1", VcfType.FLOAT, "blanks"));
        assertField("##INFO=<Description=\"order\",Type=Flag,Number=0,ID=A>", new VcfField("A", "0", VcfType.FLAG, "order"));
        assertField("##INFO=<ID=A,Number=1,Type=Float,Description=\"not closed>", new VcfField("A", "1", VcfType.FLOAT, "not closed"), "header line 2: it has an opening quote without a closing one");
        assertField("##INFO=<ID=A,Number=1,Type=Float,Description=\"no bracket\"", new VcfField("A", "1", VcfType.FLOAT, "no bracket"), "header line 2: it lacks the > at its end");
        assertField("##INFO=<ID=A,Number=1,Type=Float,Description=no quotes, but a comma>", new VcfField("A", "1", VcfType.FLOAT, "no quotes, but a comma"), "header line 2: it has a comma outside of quotes");
        assertField("##INFO=<ID=A,Number=1,Type=Float,Description=\"says \"quoted\" words\">", new VcfField("A", "1", VcfType.FLOAT, "says \"quoted\" words"), "header line 2: it has quotes inside of quotes");
        assertField("##INFO=<ID=A,Number=1,Type=Float,Description=\"C:\\\\dir\\x\">", new VcfField("A", "1", VcfType.FLOAT, "C:\\dir\\x"));
        assertField("##INFO=<ID=A,Number=1,Type=float,Description=\"case\">", new VcfField("A", "1", VcfType.FLOAT, "case"));
        assertField("##INFO=<ID=A,Number=1,Type=Text,Description=\"type\">", new VcfField("A", "1", VcfType.STRING, "type"), "header line 2: A has the type 'Text', which is none: it is read as a String");
        assertField("##INFO=<ID=A,Type=Integer>", new VcfField("A", ".", VcfType.INTEGER, ""), "header line 2: A has no Number");
        assertField("##INFO=<ID=A,ID=B,Number=1,Type=Integer>", new VcfField("A", "1", VcfType.INTEGER, ""), "header line 2: it has ID twice");
        assertField("##INFO=<ID=A,Number=1,Type=Integer,>  ", new VcfField("A", "1", VcfType.INTEGER, ""));
        assertField("#INFO=<ID=A,Number=1,Type=Integer>", new VcfField("A", "1", VcfType.INTEGER, ""), "header line 2: it begins with one # instead of two");
    }

    private static void assertField(String line, VcfField expected, String... problems)
    {
        VcfHeader header = new VcfText().meta(line).header();
        assertThat(header.info().values().iterator().next()).isEqualTo(expected);
        assertThat(header.problems()).containsExactly(problems);
        assertThat(header.lines().get(1).raw()).isEqualTo(line);
    }

    @Test
    void testProblems()
    {
        assertProblem("##INFO=<Number=1,Type=Float>", "header line 2: it declares a field without an ID");
        assertProblem("##INFO=NS,1,Integer,\"as in version 3.3\"", "header line 2: it declares a field without an ID");
        assertProblem("##FILTER=<Description=\"x\">", "header line 2: it declares a filter without an ID");
        assertProblem("##contig=<length=12>", "header line 2: it declares a contig without an ID");
        assertProblem("##contig=<ID=x,length=12k>", "header line 2: the length '12k' is no number");
        assertProblem("##note", "header line 2: it has no key and value");
        assertProblem("#", "header line 2: it has no key and value");
        assertProblem("##", "header line 2: it has no key and value");
        assertProblem("##fileformat=VCFv4.2", "header line 2: ##fileformat is not the first line");

        assertThat(new VcfText().info("A", "1", "Float").info("A", "2", "String").header())
                .satisfies(header -> {
                    assertThat(header.info().get("A")).isEqualTo(new VcfField("A", "1", VcfType.FLOAT, "A"));
                    assertThat(header.problems()).containsExactly("header line 3: A is declared before, which counts");
                });
        assertThat(new VcfText().meta("##contig=<ID=1,length=5>").meta("##contig=<ID=1,length=6>").header())
                .satisfies(header -> {
                    assertThat(header.contigs().getFirst().length()).hasValue(5);
                    assertThat(header.problems()).containsExactly("header line 3: contig 1 is declared before, which counts");
                });
        assertThat(new VcfText().samples("A", "B", "A").header())
                .satisfies(header -> {
                    assertThat(header.samples()).containsExactly("A", "B", "A");
                    assertThat(header.columns()).isEqualTo(12);
                    assertThat(header.problems()).containsExactly("header line 2: there are several samples called 'A'");
                });
        assertThat(VcfText.header(plain(COLUMNS + "\n")).problems()).containsExactly("header line 1: there is no ##fileformat");
        assertThat(VcfText.header(plain("##fileformat=VCFv3.3\n" + COLUMNS + "\n")).problems()).containsExactly("header line 1: version 3.3 is read as if it were 4");
        assertThat(VcfText.header(plain("##fileformat=BCFv2\n" + COLUMNS + "\n")).problems()).containsExactly("header line 1: the version does not begin with VCFv", "header line 1: there is no ##fileformat");
        assertThat(VcfText.header(plain("##fileformat=VCFv4.1\n" + COLUMNS.replace("ALT", "ALLELE") + "\tformat\tx\t\n")).problems())
                .containsExactly("header line 2: column 5 is called 'ALLELE' instead of 'ALT'", "header line 2: column 9 is called 'format' instead of 'FORMAT'", "header line 2: a sample has no name");
    }

    private static void assertProblem(String line, String problem)
    {
        VcfHeader header = new VcfText().meta(line).header();
        assertThat(header.problems()).containsExactly(problem);
        assertThat(header.lines()).hasSize(2);
        assertThat(header.lines().get(1).raw()).isEqualTo(line);
    }

    @Test
    void testManyProblemsAreBounded()
    {
        VcfHeader header = new VcfText().meta("##x\n".repeat(5000) + "##y").header();
        assertThat(header.problems()).hasSize(1001);
        assertThat(header.problems()).last().isEqualTo("there are more problems, which are not listed");
        assertThat(header.lines()).hasSize(5002);
    }

    @Test
    void testLongLine()
    {
        String line = "##INFO=<ID=A,Number=1,Type=Float," + "a=b,".repeat(1 << 17) + "Description=\"x\">";
        assertThat(new VcfText().meta(line).header().info()).containsKey("A");
        VcfHeader header = VcfText.header(TestFiles.window(new VcfText().meta(line.replace("a=b,", "a=b,,,,,,,,,,,")).bytes(), 16 << 20));
        assertThat(header.problems()).first().asString().contains("too long to be taken apart");
        assertThat(header.lines()).hasSize(2);
    }

    @Test
    void testNotVcf()
    {
        assertNotVcf("", "test.vcf: the file is empty. A VCF file has a header at least: restore the file");
        assertNotVcf("BAM\u0001\u0000", "it seems to be BAM");
        assertNotVcf("BCF\u0002\u0002", "it seems to be BCF");
        assertNotVcf("CRAM\u0003", "it seems to be CRAM");
        assertNotVcf("@HD\tVN:1.6\n", "it seems to be SAM");
        assertNotVcf(">chr1\nACGT", "it seems to be FASTA");
        assertNotVcf("<?xml version=\"1.0\"?><Error>", "it seems to be XML, HTML or JSON");
        assertNotVcf("{\"a\":1}", "it seems to be XML, HTML or JSON");
        assertNotVcf("\u00ef\u00bb\u00bf##fileformat", "it seems to be VCF with a byte order mark before it");
        assertNotVcf("\u00ff\u00fe#\u0000", "it seems to be text in UTF-16");
        assertNotVcf("TBI\u0001", "it seems to be an index");
        assertNotVcf("x\u0000\u0001", "it seems to be binary");
        assertNotVcf("1\t2\t.\tA\tC\t.\t.\t.\n", "it seems to be VCF without its header");
        assertNotVcf("chr1\t2\t3\r\n", "it seems to be other text");
    }

    private static void assertNotVcf(String text, String message)
    {
        assertThatThrownBy(() -> VcfHeaderReader.read(TestFiles.window(text.getBytes(ISO_8859_1))))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((MalformedFileException) e).scope()).isEqualTo(Scope.FILE));
    }

    @Test
    void testBrokenHeader()
    {
        assertBroken("##fileformat=VCFv4.2\n", "test.vcf: the header has no #CHROM line");
        assertBroken("##fileformat=VCFv4.2\n\n20\t1\t.\n", "test.vcf at line 3: the header ends without a #CHROM line");
        assertBroken("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\n", "test.vcf at header line 2: the #CHROM line has 3 columns instead of at least 8.");
        assertBroken("##fileformat=VCFv4.2\n" + COLUMNS.replace('\t', ' ') + "\n", "has 1 columns instead of at least 8; it has blanks where tabs should be. Separate the columns by tabs");
    }

    private static void assertBroken(String text, String message)
    {
        assertThatThrownBy(() -> VcfHeaderReader.read(plain(text)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void testParseText()
    {
        String text = new VcfText().info("A", "1", "Float").samples("x").toString();
        VcfHeader header = VcfHeaderReader.parse("test.bcf", text + "\u0000");
        assertThat(header.info()).containsOnlyKeys("A");
        assertThat(header.samples()).containsExactly("x");
        assertThat(VcfHeaderReader.parse("test.bcf", text.strip() + "\u0000\u0000").samples()).containsExactly("x");
        assertThat(VcfHeaderReader.parse("test.bcf", text.replace("\n", "\r\n")).samples()).containsExactly("x");
        assertThatThrownBy(() -> VcfHeaderReader.parse("test.bcf", "##fileformat=VCFv4.2\n"))
                .hasMessageContaining("test.bcf: the header has no #CHROM line");
    }
}
