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
package io.genolake.server.demo;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.server.demo.IndexWriter.Columns.VCF;
import static java.util.Objects.requireNonNull;

/**
 * Deletions, duplications, inversions, insertions and translocations, as symbolic alleles and breakends.
 */
final class StructuralVariants
{
    private static final int COUNT = 420;
    private static final int MIN_LENGTH = 50;
    private static final int MAX_LENGTH = 1_000_000;
    // In a gene, what is long is selected against
    private static final int MAX_GENE_LENGTH = 5_000;
    private static final List<Gene> AUTOSOMAL_GENES = Gene.ALL.stream()
            .filter(gene -> gene.contig() < Genome.X)
            .collect(toImmutableList());

    private static final List<String> HEADER = List.of(
            "##ALT=<ID=DEL,Description=\"Deletion\">",
            "##ALT=<ID=DUP,Description=\"Duplication\">",
            "##ALT=<ID=INS,Description=\"Insertion\">",
            "##ALT=<ID=INV,Description=\"Inversion\">",
            "##FILTER=<ID=PASS,Description=\"All filters passed\">",
            "##FILTER=<ID=MinSupport,Description=\"Less than five supporting pairs\">",
            "##INFO=<ID=SVTYPE,Number=1,Type=String,Description=\"Type of the structural variant\">",
            "##INFO=<ID=END,Number=1,Type=Integer,Description=\"Last base of the variant\">",
            "##INFO=<ID=SVLEN,Number=.,Type=Integer,Description=\"Difference in length between ALT and REF\">",
            "##INFO=<ID=CIPOS,Number=2,Type=Integer,Description=\"Confidence interval around POS\">",
            "##INFO=<ID=IMPRECISE,Number=0,Type=Flag,Description=\"The breakpoints are not known to the base\">",
            "##INFO=<ID=MATEID,Number=.,Type=String,Description=\"The breakend's mate\">",
            "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
            "##FORMAT=<ID=PE,Number=1,Type=Integer,Description=\"Read pairs that support the variant\">",
            "##FORMAT=<ID=SR,Number=1,Type=Integer,Description=\"Split reads that support the variant\">");

    private StructuralVariants() {}

    /**
     * The records that at least one of the people has. Records of a pair of breakends come or go together.
     */
    static void write(Path file, List<Person> people, boolean csi)
            throws IOException
    {
        try (TabixWriter writer = new TabixWriter(file, VCF, csi)) {
            VariantFiles.writeHeader(writer, "VCFv4.2", HEADER, people);
            for (Variant variant : catalogue()) {
                if (people.stream().anyMatch(person -> variant.copies(person) > 0)) {
                    StringBuilder line = new StringBuilder(variant.fixedFields());
                    people.forEach(person -> line.append('\t').append(variant.call(person)));
                    writer.write(variant.contig(), variant.position(), variant.end(), line.toString());
                }
            }
        }
    }

    private static List<Variant> catalogue()
    {
        List<Variant> variants = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            Draw draw = Draw.of("structural", number);
            int contig = draw.below(Genome.X);
            int position = 100_000 + draw.below(Genome.CONTIGS.get(contig).length() - MAX_LENGTH - 200_000);
            Optional<Gene> gene = Optional.empty();
            if (draw.chance(0.35)) {
                gene = Optional.of(AUTOSOMAL_GENES.get(draw.below(AUTOSOMAL_GENES.size())));
                contig = gene.orElseThrow().contig();
                position = gene.orElseThrow().start() + draw.below(gene.orElseThrow().end() - gene.orElseThrow().start());
            }
            int length = (int) draw.logUniform(MIN_LENGTH, gene.isPresent() ? MAX_GENE_LENGTH : MAX_LENGTH);
            double frequency = gene.isPresent() ? draw.logUniform(0.004, 0.08) : draw.logUniform(0.004, 0.4);
            double kind = draw.uniform();
            if (kind < 0.45) {
                variants.add(symbolic(number, contig, position, "DEL", length, frequency));
            }
            else if (kind < 0.65) {
                variants.add(symbolic(number, contig, position, "DUP", length, frequency));
            }
            else if (kind < 0.84) {
                variants.add(symbolic(number, contig, position, "INS", Math.min(length, 6000), frequency));
            }
            else if (kind < 0.92) {
                variants.add(symbolic(number, contig, position, "INV", length, frequency));
            }
            else {
                int mateContig = (contig + 1 + draw.below(Genome.X - 1)) % Genome.X;
                int matePosition = 100_000 + draw.below(Genome.CONTIGS.get(mateContig).length() - 200_000);
                variants.addAll(breakends(number, contig, position, mateContig, matePosition, frequency / 4));
            }
        }
        return ImmutableList.sortedCopyOf(Comparator.comparingInt(Variant::contig).thenComparingInt(Variant::position).thenComparing(Variant::id), variants);
    }

    private static Variant symbolic(int number, int contig, int position, String type, int length, double frequency)
    {
        int end = type.equals("INS") ? position : position + length;
        int signedLength = type.equals("DEL") ? -length : length;
        boolean precise = Draw.of("precise", number).chance(0.7);
        String info = "SVTYPE=%s;END=%s;SVLEN=%s".formatted(type, end, type.equals("INV") ? 0 : signedLength);
        if (!precise) {
            int uncertainty = 5 + Draw.of("uncertainty", number).below(60);
            info += ";IMPRECISE;CIPOS=-%s,%s".formatted(uncertainty, uncertainty);
        }
        return new Variant(number, contig, position, end, type + number, "<" + type + ">", info, frequency);
    }

    private static List<Variant> breakends(int number, int contig, int position, int mateContig, int matePosition, double frequency)
    {
        String id = "BND" + number;
        return List.of(
                new Variant(
                        number,
                        contig,
                        position,
                        position,
                        id + "_1",
                        "%s[%s:%s[".formatted(Genome.base(contig, position), Genome.CONTIGS.get(mateContig).name(), matePosition),
                        "SVTYPE=BND;MATEID=%s_2".formatted(id),
                        frequency),
                new Variant(
                        number,
                        mateContig,
                        matePosition,
                        matePosition,
                        id + "_2",
                        "]%s:%s]%s".formatted(Genome.CONTIGS.get(contig).name(), position, Genome.base(mateContig, matePosition)),
                        "SVTYPE=BND;MATEID=%s_1".formatted(id),
                        frequency));
    }

    /**
     * @param number of the event, which the two breakends of a translocation share
     */
    private record Variant(int number, int contig, int position, int end, String id, String alt, String info, double frequency)
    {
        private Variant
        {
            requireNonNull(id, "id is null");
            requireNonNull(alt, "alt is null");
            requireNonNull(info, "info is null");
        }

        private int copies(Person person)
        {
            Draw draw = Draw.of("copies", number, person.number());
            int copies = draw.chance(frequency) ? 1 : 0;
            return draw.chance(frequency) ? copies + 1 : copies;
        }

        private String fixedFields()
        {
            Draw draw = Draw.of("support", number);
            return String.join(
                    "\t",
                    Genome.CONTIGS.get(contig).name(),
                    String.valueOf(position),
                    id,
                    String.valueOf(Genome.base(contig, position)),
                    alt,
                    String.valueOf(100 + draw.below(900)),
                    draw.chance(0.9) ? "PASS" : "MinSupport",
                    info,
                    "GT:PE:SR");
        }

        private String call(Person person)
        {
            Draw draw = Draw.of("reads", number, person.number());
            return switch (copies(person)) {
                case 0 -> "0/0:0:0";
                case 1 -> "0/1:%s:%s".formatted(draw.count(14), draw.count(10));
                default -> "1/1:%s:%s".formatted(draw.count(29), draw.count(21));
            };
        }
    }
}
