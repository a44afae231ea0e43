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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static io.genolake.server.demo.IndexWriter.Columns.VCF;
import static io.genolake.server.demo.Person.Call.joined;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Writes small variants: VCF of one or many samples, and gVCF.
 */
final class VariantFiles
{
    private static final List<String> FILTERS = List.of(
            "##FILTER=<ID=PASS,Description=\"All filters passed\">",
            "##FILTER=<ID=LowQual,Description=\"Low quality\">",
            "##FILTER=<ID=SnpCluster,Description=\"Several variants within 10 bases\">");
    private static final List<String> ANNOTATIONS = List.of(
            "##INFO=<ID=DB,Number=0,Type=Flag,Description=\"The variant has an rs number\">",
            "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Reads over the site, all samples together\">",
            "##INFO=<ID=MQ,Number=1,Type=Float,Description=\"Root mean square of the mapping qualities\">",
            "##INFO=<ID=QD,Number=1,Type=Float,Description=\"QUAL by depth\">",
            "##INFO=<ID=GENE,Number=1,Type=String,Description=\"Gene that the variant lies in\">",
            "##INFO=<ID=IMPACT,Number=A,Type=String,Description=\"Made-up effect on the gene: HIGH, MODERATE, LOW or MODIFIER\">");
    private static final List<String> FORMATS = List.of(
            "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
            "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads with each allele\">",
            "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads over the site\">",
            "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Quality of the genotype, Phred-scaled\">");
    private static final String LIKELIHOODS = "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"Likelihoods of the genotypes, Phred-scaled\">";
    private static final String ENDING = "<NON_REF>";

    private final List<Site> catalogue;

    VariantFiles(List<Site> catalogue)
    {
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
    }

    /**
     * The header of a VCF file: version, the given lines, contigs, samples.
     */
    static void writeHeader(TabixWriter writer, String version, List<String> lines, List<Person> people)
            throws IOException
    {
        writer.writeHeader("##fileformat=" + version);
        writer.writeHeader("##source=Genolake demo lake: invented people, invented bases, true coordinates of GRCh38");
        for (String line : lines) {
            writer.writeHeader(line);
        }
        for (Genome.Contig contig : Genome.CONTIGS) {
            writer.writeHeader("##contig=<ID=%s,length=%s,assembly=GRCh38>".formatted(contig.name(), contig.length()));
        }
        writer.writeHeader("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + String.join("\t", Person.names(people)));
    }

    /**
     * Every site at which somebody differs, with all their genotypes.
     */
    void writeMultiSample(Path file, List<Person> people)
            throws IOException
    {
        List<String> header = new ArrayList<>(FILTERS);
        header.add("##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Copies of each ALT in the genotypes\">");
        header.add("##INFO=<ID=AF,Number=A,Type=Float,Description=\"Frequency of each ALT in the genotypes\">");
        header.add("##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Called alleles\">");
        header.addAll(ANNOTATIONS);
        header.addAll(FORMATS);
        try (TabixWriter writer = new TabixWriter(file, VCF, false)) {
            writeHeader(writer, "VCFv4.3", header, people);
            for (Site site : catalogue) {
                if (people.stream().anyMatch(person -> person.carries(site))) {
                    List<Person.Call> calls = people.stream().map(person -> person.call(site)).toList();
                    writer.write(site.contig(), site.position(), site.end(), multiSampleRecord(site, calls));
                }
            }
        }
    }

    private static String multiSampleRecord(Site site, List<Person.Call> calls)
    {
        int[] counts = new int[site.alts().size() + 1];
        int total = 0;
        int depth = 0;
        int altDepth = 0;
        for (Person.Call call : calls) {
            depth += call.depth();
            if (!call.missing()) {
                total += call.alleles().length;
                for (int allele : call.alleles()) {
                    counts[allele]++;
                }
                altDepth += Arrays.stream(call.alleles()).anyMatch(allele -> allele > 0) ? call.depth() - call.depths()[0] : 0;
            }
        }
        int[] altCounts = Arrays.copyOfRange(counts, 1, counts.length);
        int called = total;
        String frequencies = Arrays.stream(altCounts)
                .mapToObj(count -> called == 0 ? "." : decimal((double) count / called, 10_000))
                .collect(joining(","));
        StringBuilder line = fixedFields(site, site.alts(), altDepth * 28, filter(site));
        line.append("AC=").append(joined(altCounts)).append(";AF=").append(frequencies).append(";AN=").append(total).append(';');
        appendAnnotation(line, site, depth, altDepth);
        line.append("\tGT:AD:DP:GQ");
        for (Person.Call call : calls) {
            line.append('\t');
            appendCall(line, call);
        }
        return line.toString();
    }

    /**
     * The sites at which one person differs.
     */
    void writeSingleSample(Path file, Person person)
            throws IOException
    {
        List<String> header = new ArrayList<>(FILTERS);
        header.addAll(ANNOTATIONS);
        header.addAll(FORMATS);
        header.add(LIKELIHOODS);
        try (TabixWriter writer = new TabixWriter(file, VCF, false)) {
            writeHeader(writer, "VCFv4.2", header, List.of(person));
            for (Site site : catalogue) {
                Person.Call call = person.call(site);
                if (person.carries(site) && !call.missing()) {
                    int altDepth = call.depth() - call.depths()[0];
                    StringBuilder line = fixedFields(site, site.alts(), altDepth * 28, filter(site));
                    appendAnnotation(line, site, call.depth(), altDepth);
                    line.append("\tGT:AD:DP:GQ:PL\t");
                    appendCall(line, call);
                    line.append(':').append(joined(call.likelihoods()));
                    writer.write(site.contig(), site.position(), site.end(), line.toString());
                }
            }
        }
    }

    /**
     * One person's genes as gVCF: the variants, and blocks of reference calls between them, so that "no variant" and "not looked at"
     * are told apart.
     */
    void writeGvcf(Path file, Person person)
            throws IOException
    {
        List<String> header = new ArrayList<>();
        header.add("##ALT=<ID=NON_REF,Description=\"Any other allele\">");
        header.addAll(FILTERS);
        header.add("##INFO=<ID=END,Number=1,Type=Integer,Description=\"Last base of the block\">");
        header.addAll(ANNOTATIONS);
        header.addAll(FORMATS);
        header.add("##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description=\"Least number of reads in the block\">");
        header.add(LIKELIHOODS);
        try (TabixWriter writer = new TabixWriter(file, VCF, false)) {
            writeHeader(writer, "VCFv4.2", header, List.of(person));
            int index = 0;
            for (Gene gene : Gene.ALL) {
                int position = gene.start();
                while (index < catalogue.size() && isBefore(catalogue.get(index), gene)) {
                    index++;
                }
                for (; index < catalogue.size() && isWithin(catalogue.get(index), gene); index++) {
                    Site site = catalogue.get(index);
                    Person.Call call = person.call(site);
                    if (person.carries(site) && !call.missing()) {
                        writeBlocks(writer, gene.contig(), position, site.position() - 1, person);
                        writer.write(site.contig(), site.position(), site.end(), gvcfRecord(site, call));
                        position = site.end() + 1;
                    }
                }
                writeBlocks(writer, gene.contig(), position, gene.end(), person);
            }
        }
    }

    private static boolean isBefore(Site site, Gene gene)
    {
        return site.contig() < gene.contig() || (site.contig() == gene.contig() && site.position() < gene.start());
    }

    private static boolean isWithin(Site site, Gene gene)
    {
        return site.contig() == gene.contig() && site.position() >= gene.start() && site.end() <= gene.end();
    }

    private static String gvcfRecord(Site site, Person.Call call)
    {
        List<String> alts = new ArrayList<>(site.alts());
        alts.add(ENDING);
        Person.Call withEnding = new Person.Call(call.alleles(), Arrays.copyOf(call.depths(), call.depths().length + 1), false);
        int altDepth = call.depth() - call.depths()[0];
        // A gVCF is not filtered yet
        StringBuilder line = fixedFields(site, alts, altDepth * 28, ".");
        appendAnnotation(line, site, call.depth(), altDepth);
        if (site.gene().isPresent()) {
            // One value an ALT, and <NON_REF> has none
            line.append(",.");
        }
        line.append("\tGT:AD:DP:GQ:PL\t");
        appendCall(line, withEnding);
        line.append(':').append(joined(withEnding.likelihoods()));
        return line.toString();
    }

    private static void writeBlocks(TabixWriter writer, int contig, int from, int to, Person person)
            throws IOException
    {
        int position = from;
        while (position <= to) {
            Draw draw = Draw.of("block", person.number(), contig, position);
            int end = Math.min(to, position + 20 + (int) draw.exponential(180));
            int depth = Math.max(4, draw.count(31));
            int least = Math.max(2, depth - draw.below(7));
            int quality = Math.min(99, 3 * least);
            String ref = String.valueOf(Genome.base(contig, position));
            writer.write(contig, position, end, String.join(
                    "\t",
                    Genome.CONTIGS.get(contig).name(),
                    String.valueOf(position),
                    ".",
                    ref,
                    ENDING,
                    ".",
                    ".",
                    "END=" + end,
                    "GT:DP:GQ:MIN_DP:PL",
                    "0/0:%s:%s:%s:0,%s,%s".formatted(depth, quality, least, quality, quality * 14)));
            position = end + 1;
        }
    }

    private static String filter(Site site)
    {
        double uniform = Draw.of("filter", site.contig(), site.position()).uniform();
        if (uniform < 0.02) {
            return "LowQual";
        }
        return uniform < 0.03 ? "SnpCluster" : "PASS";
    }

    private static StringBuilder fixedFields(Site site, List<String> alts, double quality, String filter)
    {
        double shown = filter.equals("LowQual") ? quality / 20 : quality;
        return new StringBuilder()
                .append(Genome.CONTIGS.get(site.contig()).name()).append('\t')
                .append(site.position()).append('\t')
                .append(site.id()).append('\t')
                .append(site.ref()).append('\t')
                .append(String.join(",", alts)).append('\t')
                .append(decimal(shown + Draw.of("quality", site.contig(), site.position()).uniform(), 100)).append('\t')
                .append(filter).append('\t');
    }

    private static void appendAnnotation(StringBuilder line, Site site, int depth, int altDepth)
    {
        Draw draw = Draw.of("annotation", site.contig(), site.position());
        line.append("DP=").append(depth)
                .append(";MQ=").append(decimal(Math.min(60, 57 + draw.exponential(3)), 100))
                .append(";QD=").append(decimal(altDepth == 0 ? 0 : 18 + draw.uniform() * 14, 100));
        if (!site.id().equals(".")) {
            line.append(";DB");
        }
        Optional<Gene> gene = site.gene();
        if (gene.isPresent()) {
            line.append(";GENE=").append(gene.orElseThrow().name()).append(";IMPACT=").append(String.join(",", site.impacts()));
        }
    }

    private static void appendCall(StringBuilder line, Person.Call call)
    {
        line.append(call.genotype()).append(':');
        if (call.missing()) {
            line.append(".:0:.");
            return;
        }
        line.append(joined(call.depths())).append(':').append(call.depth()).append(':').append(call.quality());
    }

    private static String decimal(double value, int denominator)
    {
        return String.valueOf((double) Math.round(value * denominator) / denominator);
    }
}
