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
package io.genolake.formats.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * The part of an index for one contig. Positions are 0-based.
 * <p>
 * Its bounds all rest on one fact: records are in the order of their first positions.
 */
final class ContigIndex
{
    /**
     * The largest virtual offset, in unsigned order.
     */
    private static final long NO_BOUND = -1L;

    private final BinningScheme scheme;

    // bins in ascending order, and their chunks in the order of the file: bin i has [chunkStarts[i], chunkStarts[i + 1])
    private final int[] bins;
    private final int[] chunkStarts;
    private final long[] chunkBegins;
    private final long[] chunkEnds;

    // CSI: by bin, where the first record that overlaps it begins
    private final long[] binOffsets;
    // BAI and TBI: by tile of the size of the smallest bins, where the first record that overlaps it begins
    private final long[] tileOffsets;

    // the first positions of the bins in ascending order; records that overlap that position or a later one begin at
    // the lower bound or after it, records that begin before that position begin before the upper bound
    private final long[] binBegins;
    private final long[] lowerBounds;
    private final long[] upperBounds;

    private final Optional<ContigStatistics> statistics;

    // made when first asked for; it does no harm if two threads do
    private volatile ChunkBegins sortedBegins;

    private ContigIndex(BinningScheme scheme, List<Bin> unsorted, boolean hasBinOffsets, long[] tileOffsets, Optional<ContigStatistics> statistics)
    {
        this.scheme = requireNonNull(scheme, "scheme is null");
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.tileOffsets = requireNonNull(tileOffsets, "tileOffsets is null");
        fillGaps(tileOffsets);

        List<Bin> sorted = new ArrayList<>(unsorted);
        sorted.sort(Comparator.comparingInt(Bin::number));
        bins = sorted.stream().mapToInt(Bin::number).toArray();
        binOffsets = hasBinOffsets ? sorted.stream().mapToLong(Bin::offset).toArray() : new long[0];
        chunkStarts = new int[bins.length + 1];
        int chunkCount = 0;
        for (int i = 0; i < bins.length; i++) {
            chunkStarts[i] = chunkCount;
            chunkCount += sorted.get(i).chunks().length / 2;
        }
        chunkStarts[bins.length] = chunkCount;
        chunkBegins = new long[chunkCount];
        chunkEnds = new long[chunkCount];
        for (int i = 0; i < bins.length; i++) {
            copyChunks(sorted.get(i).chunks(), chunkStarts[i]);
        }

        int[] order = binsByBegin();
        binBegins = Arrays.stream(order).mapToLong(bin -> scheme.begin(bins[bin])).toArray();
        upperBounds = upperBounds(order);
        lowerBounds = lowerBounds(order);
    }

    /**
     * An old index has zeros where no record overlaps a tile, others the offset of the tile before or of the tile after.
     */
    private static void fillGaps(long[] offsets)
    {
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] == 0) {
                offsets[i] = offsets[i - 1];
            }
        }
        for (int i = offsets.length - 2; i >= 0; i--) {
            // what is overlapped by the tile after it cannot begin earlier, unless the index is wrong
            offsets[i] = unsignedMin(offsets[i], offsets[i + 1]);
        }
    }

    private void copyChunks(long[] offsets, int target)
    {
        List<Chunk> chunks = new ArrayList<>(offsets.length / 2);
        for (int i = 0; i < offsets.length; i += 2) {
            chunks.add(new Chunk(offsets[i], offsets[i + 1]));
        }
        chunks.sort(Chunk.BY_BEGIN);
        long end = 0;
        for (Chunk chunk : chunks) {
            // chunks of a bin do not overlap; were they to, ends would still ascend, so that they can be searched
            end = unsignedMax(end, chunk.end());
            chunkBegins[target] = chunk.begin();
            chunkEnds[target] = end;
            target++;
        }
    }

    /**
     * The indexes of the bins in the order of their first positions, larger bins first. On each level they are in that
     * order already.
     */
    private int[] binsByBegin()
    {
        int levels = scheme.depth() + 1;
        int[] next = new int[levels];
        int[] end = new int[levels];
        for (int level = 0; level < levels; level++) {
            next[level] = firstAtOrAfter(bins, BinningScheme.firstBin(level));
            end[level] = firstAtOrAfter(bins, BinningScheme.firstBin(level + 1));
        }
        int[] order = new int[bins.length];
        for (int i = 0; i < order.length; i++) {
            int first = -1;
            long firstBegin = Long.MAX_VALUE;
            for (int level = 0; level < levels; level++) {
                if (next[level] < end[level]) {
                    long begin = (long) (bins[next[level]] - BinningScheme.firstBin(level)) << scheme.shift(level);
                    if (begin < firstBegin) {
                        first = level;
                        firstBegin = begin;
                    }
                }
            }
            order[i] = next[first]++;
        }
        return order;
    }

    private long[] upperBounds(int[] order)
    {
        long[] bounds = new long[order.length];
        long bound = NO_BOUND;
        for (int i = order.length - 1; i >= 0; i--) {
            // the first record of a bin begins in the bin, and so does everything after it or later still
            // but for the last bin of a level: a read with a contig and no position has the bin of position -1, or one above it,
            // which is that, and stands before all others in the file
            if (!scheme.isLastOfLevel(bins[order[i]])) {
                bound = unsignedMin(bound, firstChunkBegin(order[i]));
            }
            bounds[i] = bound;
        }
        return bounds;
    }

    private long[] lowerBounds(int[] order)
    {
        if (binOffsets.length == 0 || !areOverlapOffsets(order)) {
            return new long[0];
        }
        long[] bounds = new long[order.length];
        long bound = 0;
        for (int i = 0; i < order.length; i++) {
            bound = unsignedMax(bound, binOffsets[order[i]]);
            bounds[i] = bound;
        }
        return bounds;
    }

    /**
     * Whether the offsets of the bins are those of the first records that <em>overlap</em> them, as the specification has
     * it. There are indexes that have those of the first records <em>in</em> them instead, where the larger bins that
     * hold them are forgotten; to prune by those would lose records.
     */
    private boolean areOverlapOffsets(int[] order)
    {
        long previousBegin = -1;
        long previous = 0;
        boolean allFirstChunks = true;
        for (int bin : order) {
            long offset = binOffsets[bin];
            allFirstChunks &= offset == firstChunkBegin(bin);
            if (offset == 0) {
                // not known
                continue;
            }
            long begin = scheme.begin(bins[bin]);
            if (Long.compareUnsigned(offset, previous) < 0
                    || (begin == previousBegin && offset != previous)
                    || Long.compareUnsigned(offset, firstChunkBegin(bin)) > 0) {
                return false;
            }
            previousBegin = begin;
            previous = offset;
        }
        boolean oneLevel = bins.length == 0 || scheme.level(bins[0]) == scheme.level(bins[bins.length - 1]);
        return oneLevel || !allFirstChunks;
    }

    private long firstChunkBegin(int bin)
    {
        return chunkStarts[bin] < chunkStarts[bin + 1] ? chunkBegins[chunkStarts[bin]] : NO_BOUND;
    }

    /**
     * Records that overlap a position or a later one begin here or later.
     */
    private long lowerBound(long position)
    {
        if (tileOffsets.length > 0) {
            return tileOffsets[(int) min(position >> scheme.minShift(), tileOffsets.length - 1)];
        }
        int after = firstAtOrAfter(binBegins, position + 1);
        return after == 0 || lowerBounds.length == 0 ? 0 : lowerBounds[after - 1];
    }

    /**
     * Records that begin before a position begin before this offset.
     */
    private long upperBound(long position)
    {
        int first = firstAtOrAfter(binBegins, position);
        return first == binBegins.length ? NO_BOUND : upperBounds[first];
    }

    Optional<ContigStatistics> statistics()
    {
        return statistics;
    }

    /**
     * Adds the chunks in which records that overlap an interval can lie.
     *
     * @param last the last position of the interval
     */
    void addOverlapping(long first, long last, ChunkCollector collector)
    {
        long from = lowerBound(first);
        long to = upperBound(last + 1);
        for (int level = 0; level <= scheme.depth(); level++) {
            addBins(firstAtOrAfter(bins, scheme.binAt(level, first)), scheme.binAt(level, last), from, to, collector);
        }
    }

    /**
     * Adds the chunks in which records can lie whose smallest bins, among those of sizes {@code 2^14 * 8^level}, are
     * the given ones.
     *
     * @param recordBins {@link RecordBins}, in ascending order
     */
    void addRecordBins(long[] recordBins, ChunkCollector collector)
    {
        int levels = scheme.depth() + 1;
        int[] foundBins = new int[levels];
        Arrays.fill(foundBins, -1);
        int[] foundIndexes = new int[levels];
        for (int i = 0; i < recordBins.length; i++) {
            if (i > 0 && recordBins[i] == recordBins[i - 1]) {
                continue;
            }
            int recordLevel = RecordBins.level(recordBins[i]);
            int recordShift = RecordBins.shift(recordLevel);
            long begin = RecordBins.number(recordBins[i]) << recordShift;
            long end = min(begin + (1L << recordShift), scheme.maxPosition());
            long from = lowerBound(begin);
            long to = upperBound(end);
            for (int level = 0; level < levels; level++) {
                int shift = scheme.shift(level);
                // a record that fits in a smaller bin would have a smaller record bin; the root takes what fits nowhere
                if (level > 0 && recordLevel > 0 && shift <= recordShift - 3) {
                    break;
                }
                int first = scheme.binAt(level, begin);
                if (foundBins[level] != first) {
                    foundBins[level] = first;
                    foundIndexes[level] = firstAtOrAfter(bins, first);
                }
                addBins(foundIndexes[level], scheme.binAt(level, end - 1), from, to, collector);
            }
        }
    }

    private void addBins(int index, int lastBin, long from, long to, ChunkCollector collector)
    {
        for (; index < bins.length && bins[index] <= lastBin; index++) {
            int end = chunkStarts[index + 1];
            int chunk = chunkStarts[index];
            if (end - chunk > 8) {
                // the first that ends after the bound
                chunk = firstAtOrAfterUnsigned(chunkEnds, chunk, end, from + 1);
            }
            for (; chunk < end && Long.compareUnsigned(chunkBegins[chunk], to) < 0; chunk++) {
                collector.add(chunkBegins[chunk], chunkEnds[chunk], from, to);
            }
        }
    }

    void addAll(ChunkCollector collector)
    {
        for (int i = 0; i < chunkBegins.length; i++) {
            collector.add(chunkBegins[i], chunkEnds[i], 0, NO_BOUND);
        }
    }

    /**
     * The smallest begin of a chunk, -1 if there are none.
     */
    long begin()
    {
        long begin = NO_BOUND;
        for (long chunkBegin : chunkBegins) {
            begin = unsignedMin(begin, chunkBegin);
        }
        return begin;
    }

    /**
     * The largest end of a chunk, -1 if there are none.
     */
    long end()
    {
        if (chunkEnds.length == 0) {
            return -1;
        }
        long end = 0;
        for (long chunkEnd : chunkEnds) {
            end = unsignedMax(end, chunkEnd);
        }
        return end;
    }

    boolean isChunkBegin(long offset)
    {
        return begins().find(offset) >= 0;
    }

    /**
     * The bin of the chunk that begins at an offset; the largest of them, if there are several.
     */
    OptionalInt binAt(long offset)
    {
        ChunkBegins begins = begins();
        int index = begins.find(offset);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(begins.bins()[index]);
    }

    /**
     * The begins of all chunks, ascending when their highest bit is flipped, each once, and the bins of the chunks.
     */
    private record ChunkBegins(long[] flippedOffsets, int[] bins)
    {
        int find(long offset)
        {
            return Arrays.binarySearch(flippedOffsets, offset ^ Long.MIN_VALUE);
        }
    }

    private ChunkBegins begins()
    {
        ChunkBegins known = sortedBegins;
        if (known != null) {
            return known;
        }
        // bins are numbered from the largest to the smallest: the first one stays
        TreeMap<Long, Integer> sorted = new TreeMap<>();
        for (int index = 0; index < bins.length; index++) {
            for (int chunk = chunkStarts[index]; chunk < chunkStarts[index + 1]; chunk++) {
                sorted.merge(chunkBegins[chunk] ^ Long.MIN_VALUE, bins[index], Math::min);
            }
        }
        known = new ChunkBegins(
                sorted.keySet().stream().mapToLong(offset -> offset).toArray(),
                sorted.values().stream().mapToInt(bin -> bin).toArray());
        sortedBegins = known;
        return known;
    }

    /**
     * Whether a record of the interval {@code [start, end)} may begin at an offset at which, by the index, some record
     * begins.
     */
    boolean admitsRecordAt(long offset, long start, long end)
    {
        if (isChunkBegin(offset)) {
            return isChunkBeginOfRecord(offset, start, end);
        }
        return isFirstOverlap(offset, start, min(end, scheme.maxPosition()));
    }

    private boolean isChunkBeginOfRecord(long offset, long start, long end)
    {
        int bin = scheme.binOf(start, end);
        while (true) {
            for (int index = firstAtOrAfter(bins, bin); index < bins.length && bins[index] == bin; index++) {
                int chunk = firstAtOrAfterUnsigned(chunkBegins, chunkStarts[index], chunkStarts[index + 1], offset);
                if (chunk < chunkStarts[index + 1] && chunkBegins[chunk] == offset) {
                    return true;
                }
            }
            if (bin == 0) {
                return false;
            }
            bin = BinningScheme.parent(bin);
        }
    }

    private boolean isFirstOverlap(long offset, long start, long end)
    {
        long lastTile = min((end - 1) >> scheme.minShift(), tileOffsets.length - 1L);
        for (long tile = start >> scheme.minShift(); tile <= lastTile; tile++) {
            if (tileOffsets[(int) tile] == offset) {
                return true;
            }
        }
        if (lowerBounds.length == 0 || start >= end) {
            return false;
        }
        for (int level = 0; level <= scheme.depth(); level++) {
            int lastBin = scheme.binAt(level, end - 1);
            for (int index = firstAtOrAfter(bins, scheme.binAt(level, start)); index < bins.length && bins[index] <= lastBin; index++) {
                if (binOffsets[index] == offset) {
                    return true;
                }
            }
        }
        return false;
    }

    int recordStartCount()
    {
        return chunkBegins.length + tileOffsets.length + lowerBounds.length;
    }

    /**
     * Copies all offsets at which records begin, in no order, and some of them often.
     *
     * @return number of offsets
     */
    int copyRecordStarts(long[] target, int position)
    {
        int start = position;
        System.arraycopy(chunkBegins, 0, target, position, chunkBegins.length);
        position += chunkBegins.length;
        for (long offset : tileOffsets) {
            if (offset != 0) {
                target[position++] = offset;
            }
        }
        if (lowerBounds.length > 0) {
            for (long offset : binOffsets) {
                if (offset != 0) {
                    target[position++] = offset;
                }
            }
        }
        return position - start;
    }

    long retainedBytes()
    {
        long longs = 2L * chunkBegins.length + binOffsets.length + tileOffsets.length + binBegins.length + lowerBounds.length + upperBounds.length;
        // the chunk begins may be there a second time
        return 200 + 8 * (longs + chunkBegins.length) + 4L * (bins.length + chunkStarts.length);
    }

    private static long unsignedMin(long left, long right)
    {
        return Long.compareUnsigned(left, right) <= 0 ? left : right;
    }

    private static long unsignedMax(long left, long right)
    {
        return Long.compareUnsigned(left, right) >= 0 ? left : right;
    }

    private static int firstAtOrAfter(int[] sorted, int key)
    {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < key) {
                low = middle + 1;
            }
            else {
                high = middle;
            }
        }
        return low;
    }

    private static int firstAtOrAfter(long[] sorted, long key)
    {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < key) {
                low = middle + 1;
            }
            else {
                high = middle;
            }
        }
        return low;
    }

    private static int firstAtOrAfterUnsigned(long[] sorted, int low, int high, long key)
    {
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle], key) < 0) {
                low = middle + 1;
            }
            else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * A bin as the index has it.
     *
     * @param offset where the first record that overlaps it begins, 0 if the index does not say
     * @param chunks begin and end of each chunk, in turn
     */
    record Bin(int number, long offset, long[] chunks) {}

    /**
     * Takes the parts of a contig as they are read.
     */
    static final class Builder
    {
        private final BinningScheme scheme;
        private final boolean hasBinOffsets;
        private final List<Bin> bins = new ArrayList<>();
        private long[] tileOffsets = new long[0];
        private Optional<ContigStatistics> statistics = Optional.empty();

        Builder(BinningScheme scheme, boolean hasBinOffsets)
        {
            this.scheme = requireNonNull(scheme, "scheme is null");
            this.hasBinOffsets = hasBinOffsets;
        }

        void add(Bin bin)
        {
            bins.add(bin);
        }

        void statistics(ContigStatistics statistics)
        {
            this.statistics = Optional.of(statistics);
        }

        void tileOffsets(long[] tileOffsets)
        {
            this.tileOffsets = requireNonNull(tileOffsets, "tileOffsets is null");
        }

        ContigIndex build()
        {
            if (bins.isEmpty() && statistics.isEmpty()) {
                // a contig without a bin has no records
                statistics = Optional.of(new ContigStatistics(0, 0));
            }
            return new ContigIndex(scheme, bins, hasBinOffsets, tileOffsets, statistics);
        }
    }
}
