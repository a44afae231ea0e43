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
package io.genolake.connector.functions;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import io.genolake.connector.functions.RandomVariants.Variant;
import io.genolake.connector.reference.References;
import io.genolake.formats.fasta.FastaCursor;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.connector.functions.RandomVariants.plain;
import static io.genolake.connector.functions.ReferenceFiles.REFERENCE;
import static io.genolake.connector.functions.ReferenceFiles.references;
import static io.genolake.connector.functions.ReferenceFiles.writeFasta;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestVariantNormalizer
{
    private static final long SEED = 483;

    private record Alleles(long pos, String ref, String alt)
            implements Comparable<Alleles>
    {
        @Override
        public int compareTo(Alleles other)
        {
            return toString().compareTo(other.toString());
        }
    }

    @TempDir
    private Path folder;

    private final VariantNormalizer normalizer = new VariantNormalizer();

    @Test
    void testBcftools()
            throws IOException
    {
        RandomVariants random = new RandomVariants(SEED);
        Map<String, String> contigs = random.contigs(40);
        writeFasta(folder.resolve("ref.fa"), contigs, 37);
        References references = references(folder, "ref.fa");

        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            variants.add(random.variant(contigs, i % 4 == 0 ? 1 + i / 4 % 3 : 1));
        }
        assertThat(normalized(references, variants)).as("seed %s", SEED).isEqualTo(bcftools(folder.resolve("ref.fa"), contigs.keySet(), variants));
    }

    @Test
    void testIdempotentAndPreservesHaplotype()
            throws IOException
    {
        RandomVariants random = new RandomVariants(SEED + 1);
        Map<String, String> contigs = random.contigs(40);
        writeFasta(folder.resolve("ref.fa"), contigs, 61);
        References references = references(folder, "ref.fa");
        for (int i = 0; i < 20_000; i++) {
            Variant variant = random.variant(contigs, 1);
            FastaCursor cursor = references.reference(REFERENCE).cursor(variant.chrom());
            Alleles before = new Alleles(variant.pos(), variant.ref(), variant.alts().getFirst());
            Alleles after = normalize(cursor, before);
            assertThat(normalize(cursor, after)).as("seed %s: %s", SEED + 1, variant).isEqualTo(after);
            if (!Bases.isSymbolic(utf8Slice(before.alt()))) {
                String contig = plain(contigs.get(variant.chrom()));
                assertThat(haplotype(contig, after)).as("seed %s: %s became %s", SEED + 1, variant, after).isEqualTo(haplotype(contig, before));
                assertThat(after.pos()).isLessThanOrEqualTo(before.pos() + before.ref().length());
            }
        }
    }

    private static String haplotype(String contig, Alleles alleles)
    {
        int start = (int) alleles.pos() - 1;
        assertThat(plain(alleles.ref())).isEqualTo(contig.substring(start, start + alleles.ref().length()));
        return contig.substring(0, start) + plain(alleles.alt()) + contig.substring(start + alleles.ref().length());
    }

    @Test
    void testMismatches()
            throws IOException
    {
        RandomVariants random = new RandomVariants(SEED + 2);
        Map<String, String> contigs = random.contigs(10);
        writeFasta(folder.resolve("ref.fa"), contigs, 50);
        References references = references(folder, "ref.fa");
        List<Variant> wrong = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Variant variant = random.variant(contigs, 1);
            char[] ref = variant.ref().toCharArray();
            int changed = i % ref.length;
            ref[changed] = switch (Character.toUpperCase(ref[changed])) {
                case 'A' -> 'C';
                case 'N' -> 'T';
                default -> i % 7 == 0 ? 'R' : 'A';
            };
            wrong.add(new Variant(variant.chrom(), variant.pos(), new String(ref), List.of("<DEL>")));
        }
        for (Variant variant : wrong) {
            FastaCursor cursor = references.reference(REFERENCE).cursor(variant.chrom());
            assertThatThrownBy(() -> normalize(cursor, new Alleles(variant.pos(), variant.ref(), variant.alts().getFirst())))
                    .as("seed %s: %s", SEED + 2, variant)
                    .isInstanceOf(TrinoException.class)
                    .hasMessageMatching("(?s).*(ref is not what the reference has at %s:%s|ref has other letters than A, C, G, T and N).*".formatted(variant.chrom(), variant.pos()));
            if (!variant.ref().contains("R")) {
                assertThat(ReferenceCheck.matches(cursor, variant.pos(), utf8Slice(variant.ref()))).isFalse();
            }
        }
        String[] report = Tools.run(
                        folder,
                        "bcftools",
                        "norm",
                        "-c",
                        "w",
                        "-f",
                        "ref.fa",
                        "-o",
                        "out.vcf",
                        vcf(contigs.keySet(), wrong).toString())
                .split("\n");
        assertThat(Arrays.stream(report).filter(line -> line.matches("(REF_MISMATCH|NON_ACGTN_REF)\t.*"))).hasSize(wrong.size());
    }

    @Test
    void testLetters()
            throws IOException
    {
        writeFasta(folder.resolve("ref.fa"), ImmutableMap.of("c1", "ACGTAAAAAAAAGTCACACACACACAgtcacacacacaRYNNNNacgtTTTT", "c2", "aaaaaaaaaaaaa"), 16);
        References references = references(folder, "ref.fa");
        FastaCursor cursor = references.reference(REFERENCE).cursor("c1");

        // what does not change stays as it is
        assertNormalized(cursor, new Alleles(5, "a", "c"), new Alleles(5, "a", "c"));
        assertNormalized(cursor, new Alleles(4, "TA", "T"), new Alleles(4, "TA", "T"));
        // bases from the left are the reference's, in its case
        assertNormalized(cursor, new Alleles(12, "A", "AA"), new Alleles(4, "T", "TA"));
        assertNormalized(cursor, new Alleles(33, "CACA", "CA"), new Alleles(28, "tca", "t"));
        assertNormalized(cursor, new Alleles(41, "NN", "N"), new Alleles(38, "aN", "a"));
        // trimmed on both sides
        assertNormalized(cursor, new Alleles(5, "AAAA", "ACCA"), new Alleles(6, "AA", "CC"));
        // what has no bases stays as it is
        for (String alt : List.of("*", ".", "<DEL>", "<NON_REF>", "A[c2:3[", "]c2:3]A", ".A", "A.")) {
            assertNormalized(cursor, new Alleles(5, "A", alt), new Alleles(5, "A", alt));
        }
        assertNormalized(cursor, new Alleles(0, "N", "]c2:3]N"), new Alleles(0, "N", "]c2:3]N"));
        // as does what is no variant
        assertNormalized(cursor, new Alleles(5, "AA", "aa"), new Alleles(5, "AA", "aa"));

        FastaCursor second = references.reference(REFERENCE).cursor("c2");
        assertNormalized(second, new Alleles(5, "AA", "A"), new Alleles(1, "aa", "a"));
        assertNormalized(second, new Alleles(1, "a", "ca"), new Alleles(1, "a", "ca"));

        assertThatThrownBy(() -> normalize(cursor, new Alleles(2, "GT", "G")))
                .hasMessage("ref is not what the reference has at c1:2: ref GT, reference CG");
        assertThatThrownBy(() -> normalize(cursor, new Alleles(52, "TT", "T")))
                .hasMessage("c1:52 with the ref TT does not lie within c1, which has 52 bases in the reference");
        assertThatThrownBy(() -> normalize(cursor, new Alleles(39, "R", "A")))
                .hasMessage("ref has other letters than A, C, G, T and N: R");
        assertThatThrownBy(() -> normalize(cursor, new Alleles(5, "A", "A-")))
                .hasMessage("alt has other letters than A, C, G, T and N: A-");
        assertThatThrownBy(() -> normalize(cursor, new Alleles(5, "", "A")))
                .hasMessage("ref is empty: an allele has at least one base");
        assertThatThrownBy(() -> references.reference(REFERENCE).cursor("chrc1"))
                .hasMessage("The reference 'test' has no contig 'chrc1', but 'c1': names compare exactly");
    }

    @Test
    void testClinVar()
            throws IOException
    {
        testRealFile("clinvar/clinvar.vcf.gz", "chr1_10MB.fasta.gz", 500);
    }

    @Test
    void testSnpEff()
            throws IOException
    {
        testRealFile("annotated/test.chr1.eff.vcf.gz", "chr1_10MB.fasta.gz", 500);
    }

    @Test
    void testTrio()
            throws IOException
    {
        testRealFile("trio/ashk-trio.vcf.gz", "chr1_10MB.fasta.gz", 500);
    }

    @Test
    void testThousandGenomes()
            throws IOException
    {
        testRealFile("vcf/1kg.head_chr1.vcf.gz", "chr1_10MB.fasta.gz", 500);
    }

    /**
     * Compares the records whose REF is that of the reference.
     */
    private void testRealFile(String vcf, String fasta, int atLeast)
            throws IOException
    {
        Path reference = SharedData.file("ref/" + fasta);
        References references = references(reference.getParent(), fasta);
        List<Variant> variants = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(SharedData.file(vcf))), ISO_8859_1))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] fields = line.split("\t", 6);
                Variant variant = new Variant(fields[0], Integer.parseInt(fields[1]), fields[3], List.of(fields[4].split(",")));
                if (references.reference(REFERENCE).hasContig(variant.chrom())
                        && variant.alts().stream().allMatch(alt -> alt.matches("[ACGTN]+|<.*>|\\*"))
                        && ReferenceCheck.matches(references.reference(REFERENCE).cursor(variant.chrom()), variant.pos(), utf8Slice(variant.ref()))) {
                    variants.add(variant);
                }
            }
        }
        assertThat(variants).hasSizeGreaterThan(atLeast);
        Set<String> contigs = new HashSet<>();
        variants.forEach(variant -> contigs.add(variant.chrom()));
        assertThat(normalized(references, variants)).isEqualTo(bcftools(reference, contigs, variants));
    }

    private void assertNormalized(FastaCursor cursor, Alleles alleles, Alleles expected)
    {
        assertThat(normalize(cursor, alleles)).isEqualTo(expected);
    }

    private Map<Integer, List<Alleles>> normalized(References references, List<Variant> variants)
    {
        Map<String, FastaCursor> cursors = new HashMap<>();
        Map<Integer, List<Alleles>> normalized = new HashMap<>();
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            FastaCursor cursor = cursors.computeIfAbsent(variant.chrom(), references.reference(REFERENCE)::cursor);
            List<Alleles> alleles = new ArrayList<>();
            for (String alt : variant.alts()) {
                alleles.add(normalize(cursor, new Alleles(variant.pos(), variant.ref(), alt)));
            }
            alleles.sort(naturalOrder());
            normalized.put(i, alleles);
        }
        return normalized;
    }

    private Alleles normalize(FastaCursor cursor, Alleles alleles)
    {
        normalizer.normalize(cursor, alleles.pos(), utf8Slice(alleles.ref()), utf8Slice(alleles.alt()));
        return new Alleles(normalizer.pos(), normalizer.ref().toStringUtf8(), normalizer.alt().toStringUtf8());
    }

    /**
     * The records as bcftools splits and normalises them, by their number.
     */
    private Map<Integer, List<Alleles>> bcftools(Path reference, Set<String> contigs, List<Variant> variants)
            throws IOException
    {
        // the index of the shared data cannot be written, and need not be
        Tools.run(folder, "bcftools", "norm", "-c", "e", "-m", "-any", "-f", reference.toString(), "-o", "out.vcf", vcf(contigs, variants).toString());
        ListMultimap<Integer, Alleles> normalized = ArrayListMultimap.create();
        for (String line : Files.readAllLines(folder.resolve("out.vcf"), ISO_8859_1)) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t");
                normalized.put(Integer.parseInt(fields[2]), new Alleles(Long.parseLong(fields[1]), fields[3], fields[4]));
            }
        }
        Map<Integer, List<Alleles>> result = new HashMap<>();
        for (int number : normalized.keySet()) {
            List<Alleles> alleles = new ArrayList<>(normalized.get(number));
            alleles.sort(naturalOrder());
            result.put(number, alleles);
        }
        return result;
    }

    private Path vcf(Set<String> contigs, List<Variant> variants)
            throws IOException
    {
        StringBuilder vcf = new StringBuilder("##fileformat=VCFv4.2\n");
        contigs.forEach(contig -> vcf.append("##contig=<ID=").append(contig).append(">\n"));
        vcf.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            vcf.append("%s\t%s\t%s\t%s\t%s\t.\t.\t.\n".formatted(variant.chrom(), variant.pos(), i, variant.ref(), String.join(",", variant.alts())));
        }
        Path file = folder.resolve("in.vcf");
        Files.writeString(file, vcf, ISO_8859_1);
        return file;
    }
}
