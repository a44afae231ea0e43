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

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.genolake.formats.HeaderParts;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static io.genolake.formats.bam.BamTesting.header;
import static io.genolake.formats.bam.RecordBuilder.record;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestBamHeader
{
    private static final String TEXT =
            """
            @HD\tVN:1.6\tSO:coordinate
            @SQ\tSN:chr1\tLN:1000\tM5:abc
            @SQ\tSN:chr2\tLN:2000
            @RG\tID:b\tSM:two\tLB:lib\tPL:ILLUMINA\tPU:unit\tCN:center\tDS:some text: with colons
            @RG\tID:a
            @PG\tID:p\tPN:prog\tCL:prog -x y
            @CO\tsome\tcomment
            """;
    private static final List<BamReference> REFERENCES = List.of(new BamReference("chr1", 1000), new BamReference("chr2", 2000));

    @Test
    void test()
    {
        BamBuilder builder = new BamBuilder(TEXT, REFERENCES).add(record());
        for (int blockSize : new int[] {1, 3, 100, 50_000}) {
            MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), blockSize);
            BamHeader header = header(stream);
            assertThat(header.lines().stream().map(BamHeaderLine::raw).toList()).isEqualTo(TEXT.lines().toList());
            assertThat(header.references()).isEqualTo(REFERENCES);
            assertThat(header.referenceIndex()).isEqualTo(Map.of("chr1", 0, "chr2", 1));
            assertThat(header.sortOrder()).contains("coordinate");
            assertThat(header.readGroups()).containsExactly(
                    new ReadGroup("b", Optional.of("two"), Optional.of("lib"), Optional.of("ILLUMINA"), Optional.of("unit"), Optional.of("center"), Optional.of("some text: with colons")),
                    new ReadGroup("a", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
            assertThat(header.sampleOf("b")).contains("two");
            assertThat(header.sampleOf("a")).isEmpty();
            assertThat(header.sampleOf("c")).isEmpty();
            assertThat(header.problems()).isEmpty();
            assertThat(stream.position(header.firstRecord())).isEqualTo(builder.positions().getFirst());
            assertThat(header.lines()).hasSize(7);
            assertThat(header.lines().get(1)).isEqualTo(new BamHeaderLine("SQ", Map.of("SN", "chr1", "LN", "1000", "M5", "abc"), "@SQ\tSN:chr1\tLN:1000\tM5:abc"));
            assertThat(header.lines().get(5).tags().keySet()).containsExactly("ID", "PN", "CL");
            assertThat(header.lines().get(6)).isEqualTo(new BamHeaderLine("CO", Map.of(), "@CO\tsome\tcomment"));
        }
    }

    @Test
    void testTextFilledUpWithNul()
    {
        BamHeader header = header(MemoryBlocks.ofBlockSize(new BamBuilder(TEXT + "\0\0\0", REFERENCES).toBytes(), 1000));
        assertThat(header.lines().stream().map(BamHeaderLine::raw).toList()).isEqualTo(TEXT.lines().toList());
        assertThat(header.problems()).isEmpty();
    }

    @Test
    void testNoText()
    {
        BamHeader header = header(MemoryBlocks.ofBlockSize(new BamBuilder("", REFERENCES).toBytes(), 1000));
        assertThat(header.references()).isEqualTo(REFERENCES);
        assertThat(header.sortOrder()).isEmpty();
        assertThat(header.lines()).isEmpty();
        assertThat(header.problems()).isEmpty();
    }

    @Test
    void testNoReferences()
    {
        BamHeader header = header(MemoryBlocks.ofBlockSize(new BamBuilder("@HD\tVN:1.6\n", List.of()).toBytes(), 1000));
        assertThat(header.references()).isEmpty();
        assertThat(header.problems()).isEmpty();
    }

    @Test
    void testLargeReference()
    {
        BamHeader header = header(MemoryBlocks.ofBlockSize(new BamBuilder("", List.of(new BamReference("c", 4_000_000_000L))).toBytes(), 1000));
        assertThat(header.references()).containsExactly(new BamReference("c", 4_000_000_000L));
    }

    @Test
    void testProblems()
    {
        assertThat(problems("@SQ\tSN:chr1\tLN:1001\n@SQ\tSN:chr2\tLN:2000\n")).containsExactly("Header line 1 gives sequence 'chr1' the length '1001', the dictionary 1000");
        assertThat(problems("@SQ\tSN:chr1\n@SQ\tSN:chr2\tLN:2000\n")).containsExactly("Header line 1 gives sequence 'chr1' the length '', the dictionary 1000");
        assertThat(problems("@SQ\tSN:chr1\tLN:1000\n")).containsExactly("Reference 'chr2' of the dictionary has no @SQ line");
        assertThat(problems("@SQ\tSN:chr1\tLN:1000\n@SQ\tSN:chr2\tLN:2000\n@SQ\tSN:chr3\tLN:1\n")).containsExactly("Header line 3 has sequence 'chr3', which the dictionary lacks");
        assertThat(problems("@SQ\tSN:chr1\tLN:1000\n@SQ\tSN:chr2\tLN:2000\n@SQ\tSN:chr1\tLN:1000\n")).containsExactly("Header line 3 has sequence 'chr1' once more");
        assertThat(problems("@SQ\tSN:chr2\tLN:2000\n@SQ\tSN:chr1\tLN:1000\n")).containsExactly(
                "Header line 1 has sequence 'chr2' in another order than the dictionary, as number 0 instead of 1",
                "Header line 2 has sequence 'chr1' in another order than the dictionary, as number 1 instead of 0");
        assertThat(problems("@SQ\tLN:5\n")).containsExactly("Header line 1 is a sequence without SN");
        assertThat(problems("@RG\tSM:x\n")).containsExactly("Header line 1 is a read group without ID");
        assertThat(problems("@RG\tID:a\tSM:x\n@RG\tID:a\tSM:y\n")).containsExactly("Header line 2 has read group 'a' once more");
        assertThat(problems("@CO\n@HD\tVN:1\n")).containsExactly("Header line 2 is @HD, which must be the first line");
        assertThat(problems("HD\n\n@H\n@HDx\n@XY\n")).containsExactly("Header line 1 is not a header line", "Header line 2 is not a header line", "Header line 3 is not a header line", "Header line 4 is not a header line");
        assertThat(header(MemoryBlocks.ofBlockSize(new BamBuilder("", List.of(new BamReference("a", 1), new BamReference("a", 2))).toBytes(), 1000)).problems())
                .containsExactly("The dictionary has reference 'a' twice, as number 1 too");
        assertThat(problems("bad\n".repeat(100_000))).hasSize(1001);
    }

    private static List<String> problems(String text)
    {
        return header(MemoryBlocks.ofBlockSize(new BamBuilder(text, REFERENCES).toBytes(), 50_000)).problems();
    }

    @Test
    void testOtherFiles()
    {
        assertNoBam("", "empty");
        assertNoBam("BA", "text");
        assertNoBam("BAM\2", "something else");
        assertNoBam("@HD\tVN:1.6\n", "a SAM text file");
        assertNoBam("@SQ\tSN:1\tLN:5\n", "a SAM text file");
        assertNoBam("CRAM\3\0", "a CRAM file");
        assertNoBam("##fileformat=VCFv4.2\n", "a VCF file");
        assertNoBam("BCF\2\2", "a BCF file");
        assertNoBam("BAI\1", "an index");
        assertNoBam("\u001f\u008b\b\0", "compressed twice with gzip");
        assertNoBam("@read1\nACGT\n", "a FASTQ file");
        assertNoBam(">chr1\nACGT\n", "a FASTA file");
        assertNoBam("chr1\t5\t10\n", "text");
    }

    private static void assertNoBam(String content, String guess)
    {
        assertMalformed(content.getBytes(ISO_8859_1), "this is not a BAM file, it seems to be " + guess);
    }

    @Test
    void testTruncation()
    {
        byte[] bytes = new BamBuilder(TEXT, REFERENCES).toBytes();
        for (int length = 4; length < bytes.length; length++) {
            assertMalformed(Arrays.copyOf(bytes, length), "the file ends inside its header");
        }
    }

    @Test
    void testLengthsOutOfBounds()
    {
        int references = 8 + TEXT.length();
        assertMalformed(withInt(4, -1), "the header text is 4294967295 bytes long");
        assertMalformed(withInt(4, 1 << 29), "the header text is 536870912 bytes long");
        assertMalformed(withInt(4, 1 << 27), "the file ends inside its header, in the header text");
        assertMalformed(withInt(references, -1), "the number of reference sequences is -1");
        assertMalformed(withInt(references, Integer.MAX_VALUE), "the file ends inside its header");
        assertMalformed(withInt(references + 4, 0), "the name of reference 0 is 0 bytes long");
        assertMalformed(withInt(references + 4, -5), "the name of reference 0 is -5 bytes long");
        assertMalformed(withInt(references + 4, 1 << 20), "the name of reference 0 is 1048576 bytes long");
        assertMalformed(withInt(references + 4, 60_000), "the file ends inside its header, in the name of reference 0");
        assertMalformed(withInt(references + 4, 4), "the name of reference 0 does not end with NUL");
    }

    private static byte[] withInt(int position, int value)
    {
        byte[] bytes = new BamBuilder(TEXT, REFERENCES).add(record()).toBytes();
        ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).putInt(position, value);
        return bytes;
    }

    private static void assertMalformed(byte[] bytes, String message)
    {
        assertThatThrownBy(() -> header(MemoryBlocks.ofBlockSize(bytes, 100)))
                .isInstanceOfSatisfying(MalformedFileException.class, e -> assertThat(e.scope()).isEqualTo(Scope.FILE))
                .hasMessageContaining(message);
    }

    @Test
    void testManyReferences()
    {
        List<BamReference> references = IntStream.range(0, 100_000).mapToObj(index -> new BamReference("scaffold_" + index, index)).toList();
        BamHeader header = header(MemoryBlocks.ofBlockSize(builder(references).toBytes(), 60_000));
        assertThat(header.references()).isEqualTo(references);
        assertThat(header.problems()).isEmpty();
    }

    private static BamBuilder builder(List<BamReference> references)
    {
        StringBuilder text = new StringBuilder("@HD\tVN:1.6\n");
        references.forEach(reference -> text.append("@SQ\tSN:%s\tLN:%s\n".formatted(reference.name(), reference.length())));
        return new BamBuilder(text.toString(), references);
    }

    @Test
    void testShare()
    {
        BamBuilder builder = new BamBuilder(TEXT, REFERENCES).add(record());
        BamHeader header = header(MemoryBlocks.ofBlockSize(builder.toBytes(), 100));
        Interner<Object> pool = Interners.newStrongInterner();
        HeaderParts first = new HeaderParts(pool);
        HeaderParts second = new HeaderParts(pool);
        BamHeader one = header.share(first);
        BamHeader other = header(MemoryBlocks.ofBlockSize(builder.toBytes(), 100)).share(second);
        assertThat(one.lines()).isEqualTo(header.lines());
        assertThat(one.readGroups()).isEqualTo(header.readGroups());
        assertThat(one.firstRecord()).isEqualTo(header.firstRecord());
        assertThat(other.references()).isSameAs(one.references());
        assertThat(second.retainedBytes()).isLessThan(first.retainedBytes());
    }
}
