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

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A part of a file that a split reads.
 *
 * @param begin a virtual offset, or an offset in the stored file, as the kind says
 * @param end likewise, not included; {@link Long#MAX_VALUE} is the end of the file
 * @param chunk what an index says of the part, for {@link Kind#CHUNK}
 */
public record ScanRange(Kind kind, long begin, long end, Optional<IndexedChunk> chunk)
{
    public enum Kind
    {
        /**
         * Records that begin at a virtual offset in the range, which an index gave.
         */
        CHUNK,
        /**
         * Records that begin in a range of stored bytes; the one that begins at 0 begins at the first record.
         */
        BYTES,
        /**
         * Records that begin at a virtual offset in the range, of which another range begins exactly where this one ends.
         */
        RECORDS,
    }

    /**
     * @param contig the contig whose records the chunk holds, by name
     * @param binStart first base of the bin in which the first record of the chunk lies, 1-based
     * @param binEnd last base of that bin
     * @param maxPos no record of the chunk that begins after it is asked for
     */
    public record IndexedChunk(String contig, long binStart, long binEnd, long maxPos)
    {
        public IndexedChunk
        {
            requireNonNull(contig, "contig is null");
        }
    }

    public ScanRange
    {
        requireNonNull(kind, "kind is null");
        requireNonNull(chunk, "chunk is null");
    }

    public static ScanRange bytes(long begin, long end)
    {
        return new ScanRange(Kind.BYTES, begin, end, Optional.empty());
    }

    public static ScanRange records(long begin, long end)
    {
        return new ScanRange(Kind.RECORDS, begin, end, Optional.empty());
    }

    public static ScanRange chunk(long begin, long end, IndexedChunk chunk)
    {
        return new ScanRange(Kind.CHUNK, begin, end, Optional.of(chunk));
    }
}
