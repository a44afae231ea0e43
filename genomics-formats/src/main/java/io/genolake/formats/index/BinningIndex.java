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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * An index of a BGZF file whose records are sorted by contig and position: BAI, TBI or CSI. It tells in which stretches of
 * the file the records of a region can lie; they hold other records too.
 * <p>
 * Contigs are numbered as in the index. Positions are 1-based, both ends included. Offsets are virtual offsets.
 * Immutable.
 */
public final class BinningIndex
{
    private final IndexFormat format;
    private final BinningScheme scheme;
    private final List<String> contigs;
    private final Optional<TabixConfiguration> tabix;
    private final List<ContigIndex> contigIndexes;
    private final OptionalLong unplacedCount;

    BinningIndex(
            IndexFormat format,
            BinningScheme scheme,
            List<String> contigs,
            Optional<TabixConfiguration> tabix,
            List<ContigIndex> contigIndexes,
            OptionalLong unplacedCount)
    {
        this.format = requireNonNull(format, "format is null");
        this.scheme = requireNonNull(scheme, "scheme is null");
        this.contigs = List.copyOf(contigs);
        this.tabix = requireNonNull(tabix, "tabix is null");
        this.contigIndexes = List.copyOf(contigIndexes);
        this.unplacedCount = requireNonNull(unplacedCount, "unplacedCount is null");
    }

    /**
     * Reads an index, whose format its first bytes tell.
     *
     * @param stored the index file
     * @param location the index file, as the user knows it, for messages
     * @throws io.genolake.formats.MalformedFileException of scope INDEX, if this is not a complete index
     */
    public static BinningIndex read(byte[] stored, String location)
    {
        return BinningIndexReader.read(stored, location);
    }

    public IndexFormat format()
    {
        return format;
    }

    public BinningScheme scheme()
    {
        return scheme;
    }

    /**
     * Names of the contigs by number. Empty in BAI, and in CSI of BAM and BCF files, where they are those of the file's header.
     */
    public List<String> contigs()
    {
        return contigs;
    }

    /**
     * Number of contigs in the index; the file's header may have more.
     */
    public int contigCount()
    {
        return contigIndexes.size();
    }

    /**
     * The layout of the file, where the index was made by tabix.
     */
    public Optional<TabixConfiguration> tabix()
    {
        return tabix;
    }

    /**
     * Number of records of a contig, where the index says.
     */
    public Optional<ContigStatistics> statistics(int contig)
    {
        return contigIndexes.get(contig).statistics();
    }

    /**
     * Number of records that are on no contig, where the index says.
     */
    public OptionalLong unplacedCount()
    {
        return unplacedCount;
    }

    /**
     * Whether the index has bins for a position. It tells nothing of records that begin where it has none.
     */
    public boolean addresses(long position)
    {
        return scheme.addresses(position);
    }

    /**
     * The chunks in which records that overlap a region can lie, in the order of the file. Each begins where a record begins.
     * Of a region that begins where the index has no bins, it is all chunks of the contig, see {@link #addresses}.
     */
    public List<Chunk> overlapping(int contig, long start, long end)
    {
        ContigIndex index = contigIndexes.get(contig);
        long first = max(start, 1);
        if (end < first) {
            return List.of();
        }
        if (!scheme.addresses(first)) {
            return contigChunks(contig);
        }
        ChunkCollector collector = new ChunkCollector();
        index.addOverlapping(first - 1, min(end, scheme.maxPosition()) - 1, collector);
        return collector.merge();
    }

    /**
     * The chunks in which the records can lie whose smallest bins, of sizes {@code 2^14 * 8^level} whatever the scheme of
     * this index, are among the given ones. For a large bin that is not its whole interval. All chunks of the contig,
     * if one of the bins begins where the index has none.
     *
     * @param levels levels of the bins, 0 to 7
     * @param numbers numbers of the bins in their levels: {@code (position - 1) >> (14 + 3 * level)}
     */
    public List<Chunk> ofRecordBins(int contig, int[] levels, long[] numbers)
    {
        checkArgument(levels.length == numbers.length, "there are %s levels, and %s numbers", levels.length, numbers.length);
        long[] bins = new long[levels.length];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = RecordBins.of(levels[i], numbers[i]);
            if (!RecordBins.isAddressed(bins[i], scheme)) {
                return contigChunks(contig);
            }
        }
        Arrays.sort(bins);
        ChunkCollector collector = new ChunkCollector();
        contigIndexes.get(contig).addRecordBins(bins, collector);
        return collector.merge();
    }

    /**
     * All chunks of a contig, in the order of the file.
     */
    public List<Chunk> contigChunks(int contig)
    {
        ChunkCollector collector = new ChunkCollector();
        contigIndexes.get(contig).addAll(collector);
        return collector.merge();
    }

    /**
     * Where the first record of a contig begins, -1 if it has none.
     */
    public long contigBegin(int contig)
    {
        return contigIndexes.get(contig).begin();
    }

    /**
     * Where the last record of a contig ends, -1 if it has none.
     */
    public long contigEnd(int contig)
    {
        return contigIndexes.get(contig).end();
    }

    /**
     * Where the last record that is on a contig ends, 0 if there is none.
     */
    public long largestEnd()
    {
        long largest = 0;
        for (ContigIndex index : contigIndexes) {
            long end = index.end();
            if (end != -1 && Long.compareUnsigned(end, largest) > 0) {
                largest = end;
            }
        }
        return largest;
    }

    /**
     * Whether a chunk of a contig begins at an offset.
     */
    public boolean isChunkBegin(int contig, long begin)
    {
        return contigIndexes.get(contig).isChunkBegin(begin);
    }

    /**
     * Positions that the records of a bin lie in, 1-based, both ends included.
     */
    public record BinExtent(long start, long end) {}

    /**
     * The extent of the bin whose chunk begins at an offset: the record there must lie in it. Empty if no chunk of the contig
     * begins there.
     */
    public Optional<BinExtent> binAt(int contig, long begin)
    {
        OptionalInt bin = contigIndexes.get(contig).binAt(begin);
        return bin.isEmpty() ? Optional.empty() : Optional.of(new BinExtent(scheme.begin(bin.getAsInt()) + 1, scheme.end(bin.getAsInt())));
    }

    /**
     * Whether the index, if it is this file's, can name an offset as the begin of a given record. A chunk that begins there
     * must be one of the record's smallest bin or of a bin that holds that, since small bins are folded into their
     * parents. Where no chunk begins, but {@link #overlapping} one was cut, the record must overlap the tile of the linear
     * index, or the bin of a CSI, whose first record it is.
     *
     * @param recordStart first position of the record; less than 1 counts as 1
     * @param recordEnd last position of the record; less than its first counts as that
     */
    public boolean admitsRecordAt(int contig, long begin, long recordStart, long recordEnd)
    {
        long start = max(recordStart, 1) - 1;
        return start < scheme.maxPosition() && contigIndexes.get(contig).admitsRecordAt(begin, start, max(recordEnd, start + 1));
    }

    /**
     * All offsets at which a record begins by this index, ascending (unsigned), each once.
     */
    public long[] recordStarts()
    {
        int count = 0;
        for (ContigIndex index : contigIndexes) {
            count += index.recordStartCount();
        }
        long[] starts = new long[count];
        count = 0;
        for (ContigIndex index : contigIndexes) {
            count += index.copyRecordStarts(starts, count);
        }
        return sortedDistinct(starts, count);
    }

    /**
     * The same of the records of a contig, from an offset on and before another one.
     */
    public long[] recordStarts(int contig, long begin, long end)
    {
        ContigIndex index = contigIndexes.get(contig);
        long[] starts = new long[index.recordStartCount()];
        int copied = index.copyRecordStarts(starts, 0);
        int count = 0;
        for (int i = 0; i < copied; i++) {
            if (Long.compareUnsigned(starts[i], begin) >= 0 && Long.compareUnsigned(starts[i], end) < 0) {
                starts[count++] = starts[i];
            }
        }
        return sortedDistinct(starts, count);
    }

    /**
     * @param starts which are changed
     */
    private static long[] sortedDistinct(long[] starts, int count)
    {
        // signed order of the flipped values is unsigned order
        for (int i = 0; i < count; i++) {
            starts[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(starts, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || starts[i] != starts[i - 1]) {
                starts[distinct++] = starts[i];
            }
        }
        for (int i = 0; i < distinct; i++) {
            starts[i] ^= Long.MIN_VALUE;
        }
        return Arrays.copyOf(starts, distinct);
    }

    /**
     * Memory that the index takes, in bytes, about.
     */
    public long retainedBytes()
    {
        long size = 0;
        for (ContigIndex index : contigIndexes) {
            size += index.retainedBytes();
        }
        for (String contig : contigs) {
            size += 56 + contig.length();
        }
        return size;
    }
}
