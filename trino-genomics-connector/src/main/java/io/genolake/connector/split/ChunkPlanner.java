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

import io.genolake.connector.header.FileHeader;
import io.genolake.connector.predicate.GenomicRange;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.index.BinningIndex;
import io.genolake.formats.index.Chunk;
import io.genolake.formats.region.ContigCode;
import io.genolake.formats.region.Locus;
import io.genolake.formats.region.RecordBin;
import io.genolake.formats.vcf.VcfContig;
import io.genolake.formats.vcf.VcfEnd;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static io.genolake.connector.predicate.ScanPredicate.admits;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * Turns a predicate on where records lie into chunks of an indexed file.
 */
final class ChunkPlanner
{
    private final BinningIndex index;
    private final List<String> contigs;
    private final FileHeader header;
    private final ScanPredicate predicate;
    // whether the last base of a record, as the index has it, may lie before the one that the table shows
    private final boolean shorterExtents;

    private final Optional<Domain> chrom;
    private final Optional<Domain> pos;
    private final Optional<Domain> endPos;
    private final Optional<Domain> locus;

    /**
     * The chunks of a contig, and the last position that a record in them may begin at.
     */
    record ContigChunks(int contig, String name, List<Chunk> chunks, long maxPos) {}

    /**
     * Positions, 1-based, both ends included.
     */
    private record Span(long start, long end) {}

    ChunkPlanner(BinningIndex index, List<String> contigs, FileHeader header, ScanPredicate predicate)
    {
        this.index = requireNonNull(index, "index is null");
        this.contigs = requireNonNull(contigs, "contigs is null");
        this.header = requireNonNull(header, "header is null");
        this.predicate = requireNonNull(predicate, "predicate is null");
        chrom = predicate.domain(ColumnSource.CHROM);
        // a domain with NULL lets records through that have no place in an index
        pos = predicate.domain(ColumnSource.POS).filter(domain -> !domain.isNullAllowed());
        endPos = predicate.domain(ColumnSource.END_POS).filter(domain -> !domain.isNullAllowed());
        locus = predicate.domain(ColumnSource.LOCUS).filter(domain -> !domain.isNullAllowed());
        shorterExtents = header instanceof FileHeader.Vcf vcf
                && (vcf.header().info().containsKey(VcfEnd.SVLEN_KEY) || vcf.header().format().containsKey(VcfEnd.LEN_KEY));
    }

    /**
     * Whether the predicate says anything that an index can use.
     */
    boolean isPrunable()
    {
        if (predicate.ranges().isPresent() || pos.isPresent() || endPos.isPresent() || locus.isPresent() || predicate.bins().isPresent()) {
            return true;
        }
        return chrom.isPresent() && !chrom.orElseThrow().isNullAllowed();
    }

    /**
     * @return empty if the predicate asks for what the index cannot address
     */
    Optional<List<ContigChunks>> plan()
    {
        List<ContigChunks> result = new ArrayList<>();
        for (int contig = 0; contig < index.contigCount(); contig++) {
            String name = contigs.get(contig);
            if (chrom.isPresent() && !admits(chrom.orElseThrow(), name)) {
                continue;
            }
            if (!isAddressable(name)) {
                return Optional.empty();
            }
            ContigChunks chunks = plan(contig, name);
            if (!chunks.chunks().isEmpty()) {
                result.add(chunks);
            }
        }
        return Optional.of(result);
    }

    private boolean isAddressable(String contig)
    {
        OptionalLong length = switch (header) {
            case FileHeader.Vcf vcf -> vcf.header().contigs().stream()
                    .filter(declared -> declared.name().equals(contig))
                    .map(VcfContig::length)
                    .findFirst()
                    .orElseGet(OptionalLong::empty);
            case FileHeader.Bam bam -> OptionalLong.of(bam.header().references().get(bam.header().referenceIndex().get(contig)).length());
            case FileHeader.Lines _ -> OptionalLong.empty();
        };
        return length.isEmpty() || index.addresses(length.getAsLong());
    }

    private ContigChunks plan(int contig, String name)
    {
        long maxPos = Long.MAX_VALUE;
        List<Chunk> chunks = header instanceof FileHeader.Bam && isOfContigAlone() ? wholeContig(contig) : index.contigChunks(contig);
        int code = ContigCode.of(name);

        if (pos.isPresent() || endPos.isPresent()) {
            List<Span> spans = spans();
            chunks = intersect(chunks, overlapping(contig, spans));
            maxPos = min(maxPos, largestEnd(spans));
        }
        if (predicate.ranges().isPresent()) {
            List<Span> spans = spans(predicate.ranges().orElseThrow(), name);
            chunks = intersect(chunks, overlapping(contig, spans));
            maxPos = min(maxPos, largestEnd(spans));
        }
        if (locus.isPresent()) {
            List<Span> spans = locusSpans(locus.orElseThrow(), code);
            chunks = intersect(chunks, overlapping(contig, spans));
            maxPos = min(maxPos, largestEnd(spans));
        }
        if (predicate.bins().isPresent()) {
            RecordBins bins = RecordBins.of(predicate.bins().orElseThrow(), code);
            if (bins.size() == 0) {
                chunks = List.of();
            }
            else if (shorterExtents || header instanceof FileHeader.Lines) {
                // the index may have the record in a smaller bin, below this one, or, of an interval without length, in another one
                chunks = intersect(chunks, overlapping(contig, List.of(new Span(bins.first(), bins.last()))));
            }
            else {
                chunks = intersect(chunks, index.ofRecordBins(contig, bins.levels(), bins.numbers()));
            }
            maxPos = min(maxPos, bins.last());
        }
        return new ContigChunks(contig, name, chunks, maxPos);
    }

    /**
     * Whether records without a position are let through.
     */
    private boolean isOfContigAlone()
    {
        return predicate.ranges().isEmpty() && pos.isEmpty() && endPos.isEmpty() && locus.isEmpty() && predicate.bins().isEmpty();
    }

    /**
     * All records of a contig of a BAM file, also the reads without a position, which sort before the others and which not every index knows:
     * from where the contig before ends to where this one ends or, if the index knows none of its records, the next one begins.
     */
    private List<Chunk> wholeContig(int contig)
    {
        long begin = header.firstRecord();
        for (int before = 0; before < contig; before++) {
            long end = index.contigEnd(before);
            begin = end != -1 && Long.compareUnsigned(end, begin) > 0 ? end : begin;
        }
        long end = index.contigEnd(contig);
        for (int after = contig + 1; end == -1 && after < index.contigCount(); after++) {
            end = index.contigBegin(after);
        }
        if (end == -1) {
            end = Long.MAX_VALUE;
        }
        return Long.compareUnsigned(begin, end) < 0 ? List.of(new Chunk(begin, end)) : List.of();
    }

    /**
     * The stretches of which a record must overlap one, by the domains of its first and last base.
     */
    private List<Span> spans()
    {
        long minEnd = 1;
        long maxEnd = Long.MAX_VALUE;
        if (endPos.isPresent()) {
            Span ends = hull(endPos.orElseThrow());
            // an interval of no length ends before it begins, and is indexed by where it begins
            minEnd = shorterExtents ? 1 : max(1, ends.start());
            maxEnd = plusOne(ends.end());
        }
        List<Span> spans = new ArrayList<>();
        for (Span begins : pos.map(ChunkPlanner::spans).orElse(List.of(new Span(1, Long.MAX_VALUE)))) {
            long start = max(minEnd, begins.start());
            long end = min(maxEnd, begins.end());
            // a record that must end after it must begin spans what is between
            spans.add(new Span(min(start, end), end));
        }
        return spans;
    }

    private List<Span> spans(List<GenomicRange> ranges, String contig)
    {
        return ranges.stream()
                .filter(range -> range.chrom().isEmpty() || range.chrom().orElseThrow().equals(contig))
                .map(range -> new Span(shorterExtents ? 1 : range.start(), range.end()))
                .toList();
    }

    private static List<Span> locusSpans(Domain domain, int code)
    {
        List<Span> spans = new ArrayList<>();
        for (Span span : spans(domain)) {
            long start = max(span.start(), Locus.of(code, 0));
            long end = min(span.end(), Locus.of(code, Locus.MAX_POSITION));
            if (start <= end) {
                spans.add(new Span(Locus.pos(start), Locus.pos(end)));
            }
        }
        return spans;
    }

    private static List<Span> spans(Domain domain)
    {
        return domain.getValues().getRanges().getOrderedRanges().stream()
                .map(range -> new Span(low(range), high(range)))
                .toList();
    }

    private static Span hull(Domain domain)
    {
        Range range = domain.getValues().getRanges().getSpan();
        return new Span(low(range), high(range));
    }

    private static long low(Range range)
    {
        return range.getLowValue().map(value -> range.isLowInclusive() ? (long) value : plusOne((long) value)).orElse(1L);
    }

    private static long high(Range range)
    {
        return range.getHighValue().map(value -> range.isHighInclusive() || (long) value == Long.MIN_VALUE ? (long) value : (long) value - 1).orElse(Long.MAX_VALUE);
    }

    private static long plusOne(long value)
    {
        return value == Long.MAX_VALUE ? value : value + 1;
    }

    private static long largestEnd(List<Span> spans)
    {
        return spans.stream().mapToLong(Span::end).max().orElse(0);
    }

    private List<Chunk> overlapping(int contig, List<Span> spans)
    {
        List<Chunk> chunks = new ArrayList<>();
        for (Span span : spans) {
            // what lies before the first base (a telomere of VCF) is indexed at it; an interval without length lies between two bases
            long start = header instanceof FileHeader.Lines ? span.start() - 1 : span.start();
            chunks.addAll(index.overlapping(contig, max(1, start), max(1, span.end())));
        }
        return Chunk.merge(chunks);
    }

    /**
     * What two lists of chunks, each sorted and without overlaps, have in common.
     */
    static List<Chunk> intersect(List<Chunk> left, List<Chunk> right)
    {
        List<Chunk> result = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            Chunk a = left.get(i);
            Chunk b = right.get(j);
            long begin = Long.compareUnsigned(a.begin(), b.begin()) > 0 ? a.begin() : b.begin();
            long end = Long.compareUnsigned(a.end(), b.end()) < 0 ? a.end() : b.end();
            if (Long.compareUnsigned(begin, end) < 0) {
                result.add(new Chunk(begin, end));
            }
            if (Long.compareUnsigned(a.end(), b.end()) < 0) {
                i++;
            }
            else {
                j++;
            }
        }
        return result;
    }

    /**
     * The values of a {@code "$bin"} domain that are of one contig.
     */
    private record RecordBins(int[] levels, long[] numbers, long first, long last)
    {
        static RecordBins of(long[] sorted, int code)
        {
            // the code is in the highest bits, so that the values of a contig stand together
            int from = insertionPoint(sorted, Locus.of(code, 0));
            int to = insertionPoint(sorted, Locus.of(code, Locus.MAX_POSITION));
            long[] values = Arrays.stream(sorted, from, to)
                    .filter(RecordBin::isBin)
                    .toArray();
            int[] levels = new int[values.length];
            long[] numbers = new long[values.length];
            long first = Long.MAX_VALUE;
            long last = 0;
            for (int i = 0; i < values.length; i++) {
                levels[i] = RecordBin.level(values[i]);
                numbers[i] = RecordBin.number(values[i]);
                first = min(first, RecordBin.firstPosition(values[i]));
                last = max(last, RecordBin.lastPosition(values[i]));
            }
            return new RecordBins(levels, numbers, first, last);
        }

        private static int insertionPoint(long[] sorted, long value)
        {
            int index = Arrays.binarySearch(sorted, value);
            return index >= 0 ? index : -index - 1;
        }

        int size()
        {
            return levels.length;
        }
    }
}
