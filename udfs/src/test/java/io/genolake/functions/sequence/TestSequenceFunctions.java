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
package io.genolake.functions.sequence;

import io.genolake.functions.TestingTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingBlocks.varchars;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestSequenceFunctions
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
            "ACGT, ACGT", "AAAC, GTTT", "acgtN, Nacgt", "RYSWKMBDHVN, NBDHVKMWSRY", "rykm, kmry", "UUA, TAA", "A-C.G*T=, =A*C.G-T",
    })
    void testReverseComplement(String sequence, String expected)
    {
        assertThat(reverseComplement(sequence)).isEqualTo(expected);
    }

    @Test
    void testReverseComplementTwice()
    {
        Random random = new Random(1);
        for (int round = 0; round < 1000; round++) {
            String sequence = sequence(random, random.nextInt(50), "ACGTRYSWKMBDHVNacgtn-");
            assertThat(reverseComplement(reverseComplement(sequence))).isEqualTo(sequence);
        }
        assertThat(reverseComplement("")).isEmpty();
        assertThatThrownBy(() -> reverseComplement("ACXT")).hasMessage("reverse_complement: 'ACXT' has a character that is no base: 'X', the number 3");
    }

    /**
     * samtools faidx makes reverse complements too.
     */
    @Test
    void testReverseComplementAgainstSamtools()
            throws IOException
    {
        String sequence = sequence(new Random(2), 500, "ACGTRYSWKMBDHVNacgtryswkmbdhvn");
        Path fasta = Files.writeString(folder.resolve("a.fa"), ">a\n" + sequence + "\n");
        String expected = TestingTools.run("samtools", "faidx", "--reverse-complement", "-n", "10000", fasta, "a").get(1);
        assertThat(reverseComplement(sequence)).isEqualTo(expected);
    }

    /**
     * samtools dict writes M5.
     */
    @Test
    void testSequenceMd5AgainstSamtools()
            throws IOException
    {
        String sequence = sequence(new Random(3), 500, "ACGTNacgtn");
        Path fasta = Files.writeString(folder.resolve("a.fa"), ">a\n" + sequence + "\n");
        String line = TestingTools.run("samtools", "dict", fasta).getLast();
        assertThat(line).contains("\tM5:" + SequenceFunctions.sequenceMd5(utf8Slice(sequence)).toStringUtf8());
        assertThat(SequenceFunctions.sequenceMd5(utf8Slice(" " + sequence.substring(0, 9) + "\n" + sequence.substring(9) + "\t"))).isEqualTo(SequenceFunctions.sequenceMd5(utf8Slice(sequence)));
        assertThat(SequenceFunctions.sequenceMd5(utf8Slice("")).toStringUtf8()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {
            "GC, 1.0", "AT, 0.0", "acgt, 0.5", "S, 1.0", "W, 0.0", "GCNNNNRY, 1.0", "U, 0.0", "G-A, 0.5", "N, null", "'', null",
    })
    void testGcContent(String sequence, Double expected)
    {
        assertThat(SequenceFunctions.gcContent(utf8Slice(sequence))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "ATGGCCTAA, MA*", "atggcctaa, MA*", "AUGGCCUAA, MA*", "ATGGC, M", "AT, ''", "'', ''",
            // letters that leave the amino acid open, and that do not
            "CTN, L", "TRA, *", "MGR, R", "RAY, X", "NNN, X", "YTG, L", "ATH, I", "TGR, X",
    })
    void testTranslate(String sequence, String protein)
    {
        assertThat(TranslateFunctions.translate(utf8Slice(sequence)).toStringUtf8()).isEqualTo(protein);
    }

    @Test
    void testGeneticCodes()
    {
        assertThat(TranslateFunctions.translate(utf8Slice("AGAATATGA"), 1).toStringUtf8()).isEqualTo("RI*");
        assertThat(TranslateFunctions.translate(utf8Slice("AGAATATGA"), 2).toStringUtf8()).isEqualTo("*MW");
        assertThat(TranslateFunctions.translate(utf8Slice("TAATAG"), 6).toStringUtf8()).isEqualTo("QQ");
        assertThat(TranslateFunctions.translate(utf8Slice("CTG"), 12).toStringUtf8()).isEqualTo("S");
        // the codes of one amino acid or stop each, 64 codons of which all are known
        for (int code = 1; code <= 33; code++) {
            if (GeneticCode.byNumber(code).isPresent()) {
                String codons = IntStream.range(0, 64).mapToObj(codon -> "" + "TCAG".charAt(codon / 16) + "TCAG".charAt(codon / 4 % 4) + "TCAG".charAt(codon % 4)).collect(joining());
                assertThat(TranslateFunctions.translate(utf8Slice(codons), code).toStringUtf8()).as("code %s", code).hasSize(64).contains("*", "M", "W").doesNotContain("X");
            }
        }
        assertThatThrownBy(() -> TranslateFunctions.translate(utf8Slice("ATG"), 7)).hasMessage("translate: there is no genetic code 7, or none without codons of two meanings");
        assertThatThrownBy(() -> TranslateFunctions.translate(utf8Slice("AT-"))).hasMessage("translate: 'AT-' has a character that is no base: '-', the number 3");
    }

    @Test
    void testKmers()
    {
        assertThat(varchars(SequenceFunctions.kmers(utf8Slice("ACGT"), 1))).containsExactly("A", "C", "G", "T");
        assertThat(varchars(SequenceFunctions.kmers(utf8Slice("ACGT"), 4))).containsExactly("ACGT");
        assertThat(varchars(SequenceFunctions.kmers(utf8Slice("ACGT"), 5))).isEmpty();
        assertThat(varchars(SequenceFunctions.kmers(utf8Slice("ACGT"), Long.MAX_VALUE))).isEmpty();
        assertThat(varchars(SequenceFunctions.kmers(utf8Slice(""), 1))).isEqualTo(List.of());
        assertThatThrownBy(() -> SequenceFunctions.kmers(utf8Slice("ACGT"), 0)).hasMessage("kmers: k is 0, and must be at least 1");
        assertThatThrownBy(() -> SequenceFunctions.kmers(utf8Slice("A".repeat(100_000)), 50_000))
                .hasMessage("kmers: the 50001 subsequences of length 50000 of a sequence of length 100000 are too many for an array: they have more than 67108864 characters");
    }

    private static String reverseComplement(String sequence)
    {
        return SequenceFunctions.reverseComplement(utf8Slice(sequence)).toStringUtf8();
    }

    private static String sequence(Random random, int length, String letters)
    {
        return IntStream.range(0, length).mapToObj(_ -> String.valueOf(letters.charAt(random.nextInt(letters.length())))).collect(joining());
    }
}
