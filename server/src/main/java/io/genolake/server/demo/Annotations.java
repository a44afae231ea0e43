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
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Writes what is known of variants as a VCF file in the manner of ClinVar: no samples, contigs without {@code chr}, one ALT a record, and some
 * records that are not trimmed.
 */
final class Annotations
{
    private final List<Site> catalogue;

    Annotations(List<Site> catalogue)
    {
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
    }

    void write(Path file)
            throws IOException
    {
        try (TabixWriter writer = new TabixWriter(file, IndexWriter.Columns.VCF, false)) {
            writer.writeHeader("##fileformat=VCFv4.1");
            writer.writeHeader("##source=Genolake demo lake: invented, in the manner of ClinVar");
            writer.writeHeader("##reference=GRCh38");
            writer.writeHeader("##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"Clinical significance\">");
            writer.writeHeader("##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"Review status\">");
            writer.writeHeader("##INFO=<ID=CLNDN,Number=.,Type=String,Description=\"Disease\">");
            writer.writeHeader("##INFO=<ID=GENEINFO,Number=1,Type=String,Description=\"Gene\">");
            for (Genome.Contig contig : Genome.CONTIGS) {
                writer.writeHeader("##contig=<ID=%s,length=%s>".formatted(name(contig), contig.length()));
            }
            writer.writeHeader("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO");
            int accession = 100_000;
            for (Site site : catalogue) {
                List<String> lines = new ArrayList<>();
                int end = site.end();
                for (int i = 0; i < site.alts().size(); i++) {
                    String impact = site.impacts().get(i);
                    Draw draw = Draw.of("clinical", site.contig(), site.position(), i);
                    if (site.gene().isEmpty() || (!impact.equals("HIGH") && !impact.equals("MODERATE")) || draw.chance(0.4)) {
                        continue;
                    }
                    boolean padded = draw.chance(0.1);
                    String padding = padded ? String.valueOf(Genome.base(site.contig(), site.end() + 1)) : "";
                    end = padded ? site.end() + 1 : end;
                    accession += 1 + draw.below(50);
                    lines.add(String.join(
                            "\t",
                            name(Genome.CONTIGS.get(site.contig())),
                            String.valueOf(site.position()),
                            String.valueOf(accession),
                            site.ref() + padding,
                            site.alts().get(i) + padding,
                            ".",
                            ".",
                            "CLNSIG=%s;CLNREVSTAT=%s;CLNDN=%s_related_disorder;GENEINFO=%s:%s".formatted(
                                    significance(impact, draw),
                                    draw.chance(0.5) ? "criteria_provided,_single_submitter" : "reviewed_by_expert_panel",
                                    site.gene().orElseThrow().name(),
                                    site.gene().orElseThrow().name(),
                                    1000 + site.gene().orElseThrow().start() % 9000)));
                }
                for (String line : lines) {
                    writer.write(name(Genome.CONTIGS.get(site.contig())), site.position(), end, line);
                }
            }
        }
    }

    private static String significance(String impact, Draw draw)
    {
        if (impact.equals("HIGH")) {
            return draw.chance(0.7) ? "Pathogenic" : "Likely_pathogenic";
        }
        return draw.chance(0.6) ? "Uncertain_significance" : "Likely_benign";
    }

    private static String name(Genome.Contig contig)
    {
        return contig.name().equals("chrM") ? "MT" : contig.name().substring("chr".length());
    }
}
