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
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.split.ScanRange.IndexedChunk;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.index.BinningIndex;
import io.genolake.formats.index.BinningIndex.BinExtent;
import io.genolake.formats.index.Chunk;
import io.genolake.formats.io.Compression;
import io.trino.spi.SplitWeight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * Cuts a file into splits: the chunks that its index gives for a predicate, or the whole file.
 */
final class FilePlanner
{
    // where the chunks make up more than this part of a file, it is read from end to end: no seeks, and splits of even size
    private static final double STREAMING_THRESHOLD = 0.9;
    private static final double MIN_WEIGHT = 0.01;
    private static final int MAX_SPLITS = 10_000;
    // some megabytes may decode to gigabytes: what is to be read of a file makes some splits, so that all processors have work
    private static final int SPLITS_PER_FILE = 16;
    private static final long MIN_LOCAL_SPLIT_SIZE = 1L << 20;
    // a request to an object store takes the time of some megabytes
    private static final long MIN_REMOTE_SPLIT_SIZE = 8L << 20;

    private final long maxSplitSize;

    /**
     * @param chunks number of chunks that were chosen
     * @param indexed whether an index chose them
     */
    record Plan(List<RecordSplit> splits, int chunks, boolean indexed) {}

    FilePlanner(long maxSplitSize)
    {
        this.maxSplitSize = maxSplitSize;
    }

    /**
     * @param bytes that are to be read of the file, about: the last block of each chunk is not counted
     */
    private long splitSize(LakeFile file, long bytes)
    {
        long least = file.stored().isLocal() ? MIN_LOCAL_SPLIT_SIZE : MIN_REMOTE_SPLIT_SIZE;
        long size = min(maxSplitSize, max(least, bytes / SPLITS_PER_FILE));
        // however small the splits are to be, there are not more than so many of a file
        return max(size, bytes / MAX_SPLITS);
    }

    Plan plan(LakeFile file, FileHeader header, Optional<BinningIndex> index, ScanPredicate predicate)
    {
        if (index.isPresent()) {
            Optional<Plan> plan = IndexCache.contigNames(index.orElseThrow(), header)
                    .map(contigs -> new ChunkPlanner(index.orElseThrow(), contigs, header, predicate))
                    .filter(ChunkPlanner::isPrunable)
                    .flatMap(ChunkPlanner::plan)
                    .flatMap(chunks -> indexed(file, index.orElseThrow(), chunks));
            if (plan.isPresent()) {
                return plan.orElseThrow();
            }
        }
        return new Plan(whole(file, header, index), 0, false);
    }

    private Optional<Plan> indexed(LakeFile file, BinningIndex index, List<ChunkPlanner.ContigChunks> contigs)
    {
        long total = contigs.stream()
                .flatMap(contig -> contig.chunks().stream())
                // the last chunk may have no end
                .mapToLong(chunk -> min(storedBytes(chunk.begin(), chunk.end()), file.length() - VirtualOffset.compressedOffset(chunk.begin())))
                .sum();
        if (total > STREAMING_THRESHOLD * file.length() && file.length() > maxSplitSize) {
            return Optional.empty();
        }
        long splitSize = splitSize(file, total);
        List<ScanRange> ranges = new ArrayList<>();
        for (ChunkPlanner.ContigChunks contig : contigs) {
            for (Chunk chunk : cut(contig, splitSize, index)) {
                Optional<BinExtent> extent = index.binAt(contig.contig(), chunk.begin());
                ranges.add(ScanRange.chunk(chunk.begin(), chunk.end(), new IndexedChunk(
                        contig.name(),
                        extent.map(BinExtent::start).orElse(1L),
                        extent.map(BinExtent::end).orElse(Long.MAX_VALUE),
                        contig.maxPos())));
            }
        }
        ImmutableList.Builder<RecordSplit> splits = ImmutableList.builder();
        List<ScanRange> current = new ArrayList<>();
        long bytes = 0;
        for (ScanRange range : ranges) {
            long size = storedBytes(range.begin(), range.end());
            if (!current.isEmpty() && bytes + size > splitSize) {
                splits.add(split(file, current, bytes));
                current = new ArrayList<>();
                bytes = 0;
            }
            current.add(range);
            bytes += size;
        }
        if (!current.isEmpty()) {
            splits.add(split(file, current, bytes));
        }
        return Optional.of(new Plan(splits.build(), ranges.size(), true));
    }

    /**
     * Cuts chunks that are longer than a split at places where the index knows a record to begin.
     */
    private static List<Chunk> cut(ChunkPlanner.ContigChunks contig, long size, BinningIndex index)
    {
        List<Chunk> chunks = contig.chunks();
        if (chunks.stream().allMatch(chunk -> storedBytes(chunk.begin(), chunk.end()) <= size)) {
            return chunks;
        }
        long[] starts = index.recordStarts(contig.contig(), chunks.getFirst().begin(), chunks.getLast().end());
        List<Chunk> result = new ArrayList<>();
        int next = 0;
        for (Chunk chunk : chunks) {
            long begin = chunk.begin();
            for (; next < starts.length && Long.compareUnsigned(starts[next], chunk.end()) < 0; next++) {
                if (Long.compareUnsigned(starts[next], begin) > 0 && storedBytes(begin, starts[next]) >= size) {
                    result.add(new Chunk(begin, starts[next]));
                    begin = starts[next];
                }
            }
            result.add(new Chunk(begin, chunk.end()));
        }
        return result;
    }

    private List<RecordSplit> whole(LakeFile file, FileHeader header, Optional<BinningIndex> index)
    {
        if (header.compression() == Compression.GZIP || (header instanceof FileHeader.Bam && header.compression() != Compression.BGZF)) {
            // one stream, which can only be read from its start
            return ImmutableList.of(split(file, ImmutableList.of(ScanRange.bytes(0, Long.MAX_VALUE)), file.length()));
        }
        if (header instanceof FileHeader.Bam && index.isPresent()) {
            return atRecordStarts(file, header, index.orElseThrow());
        }
        ImmutableList.Builder<RecordSplit> splits = ImmutableList.builder();
        long size = splitSize(file, file.length());
        long begin = 0;
        while (begin < max(1, file.length())) {
            long end = file.length() - begin <= size ? Long.MAX_VALUE : begin + size;
            splits.add(split(file, ImmutableList.of(ScanRange.bytes(begin, end)), min(size, file.length() - begin)));
            if (end == Long.MAX_VALUE) {
                break;
            }
            begin = end;
        }
        return splits.build();
    }

    /**
     * An index knows where records begin: no search is needed.
     */
    private List<RecordSplit> atRecordStarts(LakeFile file, FileHeader header, BinningIndex index)
    {
        ImmutableList.Builder<RecordSplit> splits = ImmutableList.builder();
        long begin = header.firstRecord();
        long size = splitSize(file, file.length());
        for (long start : index.recordStarts()) {
            if (Long.compareUnsigned(start, begin) > 0 && storedBytes(begin, start) >= size) {
                splits.add(split(file, ImmutableList.of(ScanRange.records(begin, start)), storedBytes(begin, start)));
                begin = start;
            }
        }
        splits.add(split(file, ImmutableList.of(ScanRange.records(begin, Long.MAX_VALUE)), file.length() - VirtualOffset.compressedOffset(begin)));
        return splits.build();
    }

    private RecordSplit split(LakeFile file, List<ScanRange> ranges, long bytes)
    {
        return new RecordSplit(file, ranges, SplitWeight.fromProportion(clamp((double) bytes / maxSplitSize, MIN_WEIGHT, 1)));
    }

    private static long storedBytes(long begin, long end)
    {
        return VirtualOffset.compressedOffset(end) - VirtualOffset.compressedOffset(begin);
    }
}
