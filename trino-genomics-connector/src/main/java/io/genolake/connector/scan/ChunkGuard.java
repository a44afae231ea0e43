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
package io.genolake.connector.scan;

import io.genolake.connector.split.ScanRange.IndexedChunk;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bgzf.VirtualOffset;

import java.util.Optional;
import java.util.function.IntToLongFunction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Checks that the records of a chunk are those that the index says it has: its first record lies in its bin, all are of its contig, and
 * they are sorted. So an index of another file cannot make rows disappear in silence.
 */
final class ChunkGuard
{
    private final String location;
    private final IntToLongFunction virtualOffset;
    private Optional<IndexedChunk> chunk = Optional.empty();
    private byte[] contig = new byte[0];
    private boolean first;
    private long lastPos;

    /**
     * @param virtualOffset where a record of the current batch begins
     */
    ChunkGuard(String location, IntToLongFunction virtualOffset)
    {
        this.location = requireNonNull(location, "location is null");
        this.virtualOffset = requireNonNull(virtualOffset, "virtualOffset is null");
    }

    void start(Optional<IndexedChunk> chunk)
    {
        this.chunk = chunk;
        contig = chunk.map(IndexedChunk::contig).orElse("").getBytes(UTF_8);
        first = true;
        lastPos = 0;
    }

    boolean isActive()
    {
        return chunk.isPresent();
    }

    byte[] contig()
    {
        return contig;
    }

    /**
     * Checks the next record.
     *
     * @param sameContig whether the record is of the chunk's contig
     * @param pos first base, 1-based; 0 if it has none
     * @param record the record in the current batch
     * @return false if neither this record nor a later one of the chunk is asked for
     */
    boolean check(boolean sameContig, long pos, int record)
    {
        IndexedChunk expected = chunk.orElseThrow();
        if (!sameContig && pos == 0) {
            // a read without a position, which not every index knows: the filter leaves it out
            return true;
        }
        if (!sameContig) {
            throw contradiction(record, "the index says that the record is of contig %s, and it is not".formatted(expected.contig()));
        }
        if (first && pos > 0 && (pos < expected.binStart() || pos > expected.binEnd())) {
            throw contradiction(record, "the index says that the record begins in %s:%s-%s, but it begins at %s".formatted(expected.contig(), expected.binStart(), expected.binEnd(), pos));
        }
        if (pos < lastPos) {
            throw contradiction(record, "the file has an index but is not sorted: %s comes after %s".formatted(pos, lastPos));
        }
        first = false;
        lastPos = pos;
        return pos <= expected.maxPos();
    }

    private MalformedFileException contradiction(int record, String reason)
    {
        return new MalformedFileException(
                Scope.INDEX,
                location,
                VirtualOffset.toString(virtualOffset.applyAsLong(record)),
                reason,
                "Rebuild the index with samtools index or tabix, or SET SESSION untrusted_index = 'IGNORE' to read the file without it");
    }
}
