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
package io.genolake.connector.split;

import com.google.common.collect.ImmutableList;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.split.CountedSplit.ContigCount;
import io.genolake.connector.table.ColumnSource;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.formats.index.BinningIndex;
import io.genolake.formats.index.ContigStatistics;
import io.trino.spi.predicate.Domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static io.genolake.connector.predicate.ScanPredicate.admits;

/**
 * Answers a scan that asks for no more than how many records there are, by contig, from an index.
 */
final class RecordCounter
{
    private RecordCounter() {}

    /**
     * Whether a scan can be answered by counts at all. A predicate that stays with the engine reads columns, which are among the projected ones.
     */
    static boolean isCountable(GenomicsTableHandle table)
    {
        return table.table() != GenomicsTable.GENOTYPES
                && table.ranges().isEmpty()
                && table.projected().isPresent()
                && table.projected().orElseThrow().stream().allMatch(column -> column.source() == ColumnSource.CHROM);
    }

    /**
     * @param byContig whether the contig of each record is asked for
     * @return empty if the predicate is on more than the contig, or the index does not know all the counts
     */
    static Optional<CountedSplit> count(LakeFile file, FileHeader header, BinningIndex index, ScanPredicate predicate, boolean byContig)
    {
        if (header instanceof FileHeader.Bam && (byContig || predicate.domain(ColumnSource.CHROM).isPresent())) {
            // indexes do not agree on where the reads without a position count, only on how many reads there are
            return Optional.empty();
        }
        if (predicate.domains().stream().anyMatch(source -> !isOfContigOrFile(source))) {
            return Optional.empty();
        }
        Optional<List<String>> contigs = IndexCache.contigNames(index, header);
        if (contigs.isEmpty()) {
            return Optional.empty();
        }
        Optional<Domain> chrom = predicate.domain(ColumnSource.CHROM);
        ImmutableList.Builder<ContigCount> counts = ImmutableList.builder();
        for (int contig = 0; contig < index.contigCount(); contig++) {
            String name = contigs.orElseThrow().get(contig);
            if (index.contigChunks(contig).isEmpty() || (chrom.isPresent() && !admits(chrom.orElseThrow(), name))) {
                continue;
            }
            Optional<ContigStatistics> statistics = index.statistics(contig);
            if (statistics.isEmpty()) {
                return Optional.empty();
            }
            counts.add(new ContigCount(Optional.of(name), statistics.orElseThrow().mapped() + statistics.orElseThrow().unmapped()));
        }
        if (header instanceof FileHeader.Bam && chrom.map(Domain::isNullAllowed).orElse(true)) {
            OptionalLong unplaced = index.unplacedCount();
            if (unplaced.isEmpty()) {
                return Optional.empty();
            }
            counts.add(new ContigCount(Optional.empty(), unplaced.getAsLong()));
        }
        return Optional.of(new CountedSplit(file, counts.build()));
    }

    private static boolean isOfContigOrFile(ColumnSource source)
    {
        return source == ColumnSource.CHROM || source == ColumnSource.FILE_SAMPLE || source.pushdown() == ColumnSource.Pushdown.FILE;
    }
}
