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

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import io.airlift.slice.Slice;
import io.genolake.connector.functions.RandomVariants.Variant;
import io.genolake.connector.reference.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.connector.functions.RandomVariants.plain;
import static io.genolake.connector.functions.ReferenceFiles.REFERENCE;
import static io.genolake.connector.functions.ReferenceFiles.references;
import static io.genolake.connector.functions.ReferenceFiles.writeFasta;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ENGLISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The names of variants: VRS identifiers, SPDI, HGVS.
 */
final class TestVariantNames
{
    private static final Slice TEST = utf8Slice(REFERENCE);

    @TempDir
    private Path folder;

    /**
     * The vectors were made with vrs-python 2.3.3 (normalize and ga4gh_identify) on contigs full of repeats, with ambiguity codes and lower case;
     * REF in them is as VCF has it.
     */
    @Test
    void testVrsPython()
            throws IOException
    {
        writeFasta(folder.resolve("vrs.fa"), readFasta("vrs.fa"), 70);
        References references = references(folder, "vrs.fa");
        VrsIdFunction function = new VrsIdFunction(references);
        RefgetDigestFunction refget = new RefgetDigestFunction(references);
        int vectors = 0;
        for (String line : Resources.readLines(Resources.getResource(TestVariantNames.class, "vrs.tsv"), ISO_8859_1)) {
            String[] fields = line.split("\t");
            if (line.startsWith("#")) {
                assertThat(refget.evaluate(TEST, utf8Slice(fields[0].substring(1))).toStringUtf8()).isEqualTo(fields[1]);
                continue;
            }
            assertThat(function.evaluate(TEST, utf8Slice(fields[0]), Long.parseLong(fields[1]), utf8Slice(fields[2]), utf8Slice(fields[3])).toStringUtf8())
                    .as(line)
                    .isEqualTo(fields[4]);
            vectors++;
        }
        assertThat(vectors).isEqualTo(1500);
    }

    private static Map<String, String> readFasta(String name)
            throws IOException
    {
        Map<String, String> contigs = new LinkedHashMap<>();
        String contig = "";
        for (String line : Resources.readLines(Resources.getResource(TestVariantNames.class, name), ISO_8859_1)) {
            if (line.startsWith(">")) {
                contig = line.substring(1);
            }
            else {
                contigs.merge(contig, line, String::concat);
            }
        }
        return contigs;
    }

    /**
     * A variant has the same names however it is written, and an SPDI expression makes the same haplotype.
     */
    @Test
    void testSameVariantSameName()
            throws IOException
    {
        long seed = 24;
        RandomVariants random = new RandomVariants(seed);
        Map<String, String> contigs = random.contigs(20);
        // letters that VCF has not would not be told from N
        contigs.replaceAll((_, bases) -> bases.replaceAll("[^ACGTNacgtn]", "A"));
        writeFasta(folder.resolve("ref.fa"), contigs, 60);
        References references = references(folder, "ref.fa");
        VariantNormalizer normalizer = new VariantNormalizer();
        VrsIdFunction vrs = new VrsIdFunction(references);
        SpdiFunction spdi = new SpdiFunction(references);
        HgvsFunction hgvs = new HgvsFunction(references);
        for (int i = 0; i < 10_000; i++) {
            Variant variant = random.variant(contigs, 1);
            Slice chrom = utf8Slice(variant.chrom());
            Slice ref = utf8Slice(variant.ref());
            Slice alt = utf8Slice(variant.alts().getFirst());
            if (Bases.isSymbolic(alt)) {
                assertThat(vrs.evaluate(TEST, chrom, variant.pos(), ref, alt)).isNull();
                assertThat(spdi.evaluate(TEST, chrom, variant.pos(), ref, alt)).isNull();
                assertThat(hgvs.evaluate(TEST, chrom, variant.pos(), ref, alt)).isNull();
                continue;
            }
            normalizer.normalize(references.reference(REFERENCE).cursor(variant.chrom()), variant.pos(), ref, alt);
            Slice expression = spdi.evaluate(TEST, chrom, variant.pos(), ref, alt);
            assertThat(spdi.evaluate(TEST, chrom, normalizer.pos(), normalizer.ref(), normalizer.alt())).as("seed %s: %s", seed, variant).isEqualTo(expression);
            assertThat(vrs.evaluate(TEST, chrom, normalizer.pos(), normalizer.ref(), normalizer.alt())).as("seed %s: %s", seed, variant).isEqualTo(vrs.evaluate(TEST, chrom, variant.pos(), ref, alt));

            Slice description = hgvs.evaluate(TEST, chrom, variant.pos(), ref, alt);
            assertThat(hgvs.evaluate(TEST, chrom, normalizer.pos(), normalizer.ref(), normalizer.alt())).as("seed %s: %s", seed, variant).isEqualTo(description);

            String contig = contigs.get(variant.chrom()).toUpperCase(ENGLISH);
            String haplotype = contig.substring(0, variant.pos() - 1) + plain(variant.alts().getFirst()) + contig.substring(variant.pos() - 1 + variant.ref().length());
            String[] parts = expression.toStringUtf8().split(":", -1);
            int start = Integer.parseInt(parts[1]);
            assertThat(contig.substring(start, start + parts[2].length())).isEqualTo(parts[2]);
            assertThat(contig.substring(0, start) + parts[3] + contig.substring(start + parts[2].length())).as("seed %s: %s is %s", seed, variant, expression.toStringUtf8()).isEqualTo(haplotype);
            assertThat(applyHgvs(contig, description.toStringUtf8().substring(variant.chrom().length() + 3))).as("seed %s: %s is %s", seed, variant, description.toStringUtf8()).isEqualTo(haplotype);
        }
    }

    /**
     * What a description makes of a sequence.
     */
    private static String applyHgvs(String contig, String description)
    {
        String[] places = description.replaceAll("[^0-9_].*", "").split("_");
        int first = Integer.parseInt(places[0]);
        int last = places.length == 1 ? first : Integer.parseInt(places[1]);
        String change = description.replaceAll("^[0-9_]+", "");
        String changed = contig.substring(first - 1, last);
        if (change.startsWith("delins")) {
            return contig.substring(0, first - 1) + change.substring(6) + contig.substring(last);
        }
        if (change.startsWith("ins")) {
            assertThat(last).isEqualTo(first + 1);
            return contig.substring(0, first) + change.substring(3) + contig.substring(first);
        }
        return contig.substring(0, first - 1) + switch (change) {
            case "del" -> "";
            case "dup" -> changed + changed;
            case "inv" -> new String(Bases.reverseComplement(utf8Slice(changed)), ISO_8859_1);
            default -> {
                assertThat(change).startsWith(changed + ">");
                yield change.substring(2);
            }
        } + contig.substring(last);
    }

    @Test
    void testHgvs()
            throws IOException
    {
        //                                                   1234567890123456789012
        writeFasta(folder.resolve("ref.fa"), ImmutableMap.of("NC_000001.11", "ACGTTTACACACGGATCCtgaN", "chrM", "GATCACAG"), 10);
        References references = references(folder, "ref.fa");
        assertHgvs(references, 2, "C", "T", "g.2C>T");
        assertHgvs(references, 19, "t", "g", "g.19T>G");
        assertHgvs(references, 2, "C", "C", "g.2=");
        assertHgvs(references, 2, "CG", "CG", "g.2_3=");
        // to the 3' end
        assertHgvs(references, 3, "GT", "G", "g.6del");
        assertHgvs(references, 3, "GTT", "G", "g.5_6del");
        assertHgvs(references, 6, "TAC", "T", "g.11_12del");
        assertHgvs(references, 3, "G", "GT", "g.6dup");
        assertHgvs(references, 6, "T", "TAC", "g.11_12dup");
        assertHgvs(references, 6, "T", "TACACACACAC", "g.12_13insACACACACAC");
        assertHgvs(references, 1, "A", "AG", "g.1_2insG");
        assertHgvs(references, 1, "A", "GA", "g.1delinsGA");
        assertHgvs(references, 22, "N", "NA", "g.22delinsNA");
        assertHgvs(references, 2, "CG", "TA", "g.2_3delinsTA");
        assertHgvs(references, 2, "CG", "T", "g.2_3delinsT");
        assertHgvs(references, 1, "ACG", "TCT", "g.1_3delinsTCT");
        assertHgvs(references, 7, "ACACACG", "CGTGTGT", "g.7_13inv");
        // common bases do not count
        assertHgvs(references, 1, "ACGT", "ATGT", "g.2C>T");

        HgvsFunction function = new HgvsFunction(references);
        assertThat(function.evaluate(TEST, utf8Slice("chrM"), 3, utf8Slice("T"), utf8Slice("C")).toStringUtf8()).isEqualTo("chrM:m.3T>C");
        assertThatThrownBy(() -> function.evaluate(TEST, utf8Slice("chrM"), 3, utf8Slice("T"), utf8Slice("T-")))
                .hasMessage("alt has letters that are neither bases nor IUPAC codes: T-");
        assertThatThrownBy(() -> function.evaluate(TEST, utf8Slice("chrM"), 3, utf8Slice("A"), utf8Slice("T")))
                .hasMessage("ref is not what the reference has at chrM:3: ref A, reference T");
    }

    private static void assertHgvs(References references, long pos, String ref, String alt, String expected)
    {
        assertThat(new HgvsFunction(references).evaluate(TEST, utf8Slice("NC_000001.11"), pos, utf8Slice(ref), utf8Slice(alt)).toStringUtf8()).isEqualTo("NC_000001.11:" + expected);
    }

    @Test
    void testSpdi()
            throws IOException
    {
        writeFasta(folder.resolve("ref.fa"), ImmutableMap.of("NC_000001.11", "ACGTTTACACACGGATCCtgaN"), 10);
        References references = references(folder, "ref.fa");
        assertSpdi(references, 2, "C", "T", "1:C:T");
        assertSpdi(references, 2, "C", "C", "1:C:C");
        assertSpdi(references, 3, "GT", "G", "3:TTT:TT");
        assertSpdi(references, 6, "T", "TAC", "6:ACACAC:ACACACAC");
        assertSpdi(references, 1, "A", "AG", "1::G");
        assertSpdi(references, 1, "ACGT", "A", "1:CGT:");
        assertSpdi(references, 2, "CG", "TA", "1:CG:TA");
    }

    private static void assertSpdi(References references, long pos, String ref, String alt, String expected)
    {
        assertThat(new SpdiFunction(references).evaluate(TEST, utf8Slice("NC_000001.11"), pos, utf8Slice(ref), utf8Slice(alt)).toStringUtf8()).isEqualTo("NC_000001.11:" + expected);
    }
}
