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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes regions as BED, whose starts are 0-based.
 */
final class Regions
{
    private Regions() {}

    static void writeGenes(Path file)
            throws IOException
    {
        List<String> lines = Gene.ALL.stream()
                .map(gene -> "%s\t%s\t%s\t%s\t0\t%s".formatted(gene.contigName(), gene.start() - 1, gene.end(), gene.name(), gene.strand()))
                .toList();
        Files.write(file, lines);
    }

    /**
     * Targets of the size of exons, every few kilobases of each gene, bgzipped and indexed.
     */
    static void writeTargets(Path file)
            throws IOException
    {
        try (TabixWriter writer = new TabixWriter(file, IndexWriter.Columns.BED, false)) {
            for (Gene gene : Gene.ALL) {
                Draw draw = Draw.of("targets", gene.contig(), gene.start());
                int start = gene.start();
                for (int number = 1; start < gene.end(); number++) {
                    int end = Math.min(gene.end(), start + 80 + (int) draw.exponential(120));
                    writer.write(gene.contig(), start, end, "%s\t%s\t%s\t%s_%s".formatted(gene.contigName(), start - 1, end, gene.name(), number));
                    start = end + 300 + (int) draw.exponential(3000);
                }
            }
        }
    }
}
