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
package io.genolake.formats.bam;

import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.Window;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Finds where records begin in the middle of a BGZF compressed BAM file, which has no mark for it: a boundary is a
 * position from which a long chain of plausible records follows, across several blocks or to the end of the data. Whether a position
 * is a boundary depends on nothing but the bytes from there on, so that all who look find the same ones.
 * <p>
 * A file is cut so: for increasing offsets {@code c(0) = 0 < c(1) < ... < c(n)} of BGZF blocks, with {@code c(n)} the end, part
 * {@code k} has the records from the first boundary at or after {@code c(k)} up to the first boundary at or after
 * {@code c(k + 1)}, and is empty if there is no boundary from {@code c(k)} up to {@code c(k + 1)}. See {@link #range}. The chain of
 * records of a part must hit the boundary at its end exactly ({@link BamReader#start(int, boolean)}): the first part begins at the
 * first record, so that every boundary between parts is proven to be one, and a wrong one would be an error,
 * never a record dropped or doubled.
 */
public final class BamSplitFinder
{
    private static final int MIN_CHAIN_RECORDS = 32;
    // changes of the block in a chain: at least one whole block lies between them
    private static final int MIN_CHAIN_BLOCKS = 2;
    // a chain of so many bytes is long enough, however few records and blocks it has
    private static final int MIN_CHAIN_BYTES = 1 << 20;
    private static final int RELEASE_SIZE = 1 << 20;

    private final Window window;
    private final BamHeader header;
    private final BamPlausibility plausibility;

    /**
     * A part of a file: records are read from the virtual offset {@code begin} and must end exactly at {@code end}.
     *
     * @param end virtual offset, {@code Long.MAX_VALUE} for the end of the data
     */
    public record Range(long begin, long end) {}

    /**
     * @param stream the file's blocks; it is left somewhere
     * @param maxRecordSize most bytes of a record, the same for all who cut this file
     */
    public BamSplitFinder(BlockStream stream, BamHeader header, int maxRecordSize)
    {
        checkArgument(maxRecordSize >= BamRecord.FIXED_LENGTH && maxRecordSize <= BamReader.LARGEST_RECORD, "maxRecordSize is out of range: %s", maxRecordSize);
        // what a candidate's chain may need, and what lies before the candidate
        window = new Window(stream, maxRecordSize + MIN_CHAIN_BYTES + RELEASE_SIZE);
        this.header = requireNonNull(header, "header is null");
        plausibility = new BamPlausibility(header, maxRecordSize);
    }

    /**
     * The part of the file that belongs to the blocks from one offset up to another. Parts that share an offset
     * share the boundary.
     *
     * @param from virtual offset of a block; 0 for the start of the file
     * @param to virtual offset of a block; {@code Long.MAX_VALUE} for the end of the file
     * @return empty if no record of the part's own begins there: the part before has it all
     */
    public Optional<Range> range(long from, long to)
            throws IOException
    {
        OptionalLong begin = find(from, to);
        if (begin.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Range(begin.getAsLong(), to == Long.MAX_VALUE ? Long.MAX_VALUE : find(to, Long.MAX_VALUE).orElse(Long.MAX_VALUE)));
    }

    /**
     * The virtual offset of the first boundary at or after a block. The first record, which the header gives, is one without proof.
     *
     * @param from virtual offset of a block; 0 for the start of the file
     * @param to virtual offset up to which to look, not included; {@code Long.MAX_VALUE} for the end of the file
     * @return empty if there is none
     */
    public OptionalLong find(long from, long to)
            throws IOException
    {
        if (Long.compareUnsigned(from, header.firstRecord()) <= 0) {
            return Long.compareUnsigned(header.firstRecord(), to) < 0 ? OptionalLong.of(header.firstRecord()) : OptionalLong.empty();
        }
        // a boundary is near: what is known of the end must not make the stream read far ahead
        window.stream().expectEnd(0);
        int position = window.seek(from);
        while (holds(position + BamRecord.FIXED_LENGTH) && isBefore(position, to)) {
            byte[] bytes = window.bytes();
            int limit = window.limit() - BamRecord.FIXED_LENGTH;
            while (position < limit && !plausibility.isFixedPlausible(bytes, position)) {
                position++;
            }
            if (!isBefore(position, to)) {
                break;
            }
            if (isBoundary(position)) {
                return OptionalLong.of(window.virtualOffset(position));
            }
            position++;
            if (position >= RELEASE_SIZE) {
                window.release(position);
                position = 0;
            }
        }
        return OptionalLong.empty();
    }

    private boolean isBefore(int position, long to)
    {
        return Long.compareUnsigned(window.virtualOffset(position), to) < 0;
    }

    private boolean isBoundary(int position)
            throws IOException
    {
        int records = 0;
        int blocks = 0;
        long block = window.virtualOffset(position) >>> 16;
        int start = position;
        while (holds(start + 1)) {
            if (!holds(start + BamRecord.FIXED_LENGTH) || !plausibility.isFixedPlausible(window.bytes(), start)) {
                return false;
            }
            if ((records >= MIN_CHAIN_RECORDS && blocks >= MIN_CHAIN_BLOCKS) || start - position >= MIN_CHAIN_BYTES) {
                return true;
            }
            if (!holds(BamRecord.sequenceStart(window.bytes(), start)) || !BamPlausibility.isNameAndCigarPlausible(window.bytes(), start)) {
                return false;
            }
            int end = start + 4 + BamRecord.blockSize(window.bytes(), start);
            if (!holds(end) || !BamPlausibility.areQualitiesAndTagsPlausible(window.bytes(), start, end)) {
                return false;
            }
            start = end;
            records++;
            long nextBlock = window.virtualOffset(start) >>> 16;
            if (nextBlock != block) {
                block = nextBlock;
                blocks++;
            }
        }
        // the end of the data, exactly
        return true;
    }

    private boolean holds(int limit)
            throws IOException
    {
        while (window.limit() < limit) {
            if (!window.extend()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Memory that the finder holds, in bytes.
     */
    public long retainedBytes()
    {
        return window.retainedBytes();
    }
}
