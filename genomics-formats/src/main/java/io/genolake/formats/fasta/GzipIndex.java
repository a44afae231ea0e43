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
package io.genolake.formats.fasta;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.ByteSource;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

import static io.genolake.formats.bgzf.BgzfFormat.MAX_BLOCK_SIZE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Objects.requireNonNull;

/**
 * The .gzi index of a BGZF file (bgzip -i, samtools faidx): where each block begins, in the stored and in the decoded file. The
 * first block is not in it.
 */
final class GzipIndex
{
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final int ENTRY_SIZE = 2 * Long.BYTES;
    private static final int MAX_SIZE = 1 << 28;

    private final String location;
    private final long[] stored;
    private final long[] decoded;

    private GzipIndex(String location, long[] stored, long[] decoded)
    {
        this.location = requireNonNull(location, "location is null");
        this.stored = requireNonNull(stored, "stored is null");
        this.decoded = requireNonNull(decoded, "decoded is null");
    }

    /**
     * @param storedLength length of the file that is indexed
     */
    static GzipIndex read(ByteSource source, long storedLength)
            throws IOException
    {
        long length = source.length();
        if (length < Long.BYTES || length > MAX_SIZE) {
            throw malformed(source.location(), "", "an index of %s bytes cannot be".formatted(length));
        }
        byte[] bytes = new byte[(int) length];
        source.readFully(0, bytes, 0, bytes.length);
        long count = (long) LONG.get(bytes, 0);
        if (count < 0 || count > MAX_SIZE || Long.BYTES + count * ENTRY_SIZE != length) {
            throw malformed(source.location(), "", "%s entries do not fill %s bytes, the index was truncated".formatted(count, length));
        }
        long[] stored = new long[(int) count + 1];
        long[] decoded = new long[(int) count + 1];
        for (int i = 1; i <= count; i++) {
            stored[i] = (long) LONG.get(bytes, Long.BYTES + (i - 1) * ENTRY_SIZE);
            decoded[i] = (long) LONG.get(bytes, 2 * Long.BYTES + (i - 1) * ENTRY_SIZE);
            if (stored[i] <= stored[i - 1] || decoded[i] < decoded[i - 1] || decoded[i] - decoded[i - 1] > MAX_BLOCK_SIZE || stored[i] > storedLength) {
                throw malformed(source.location(), "entry " + i, "the blocks are not in the order of a file of %s bytes".formatted(storedLength));
            }
        }
        return new GzipIndex(source.location(), stored, decoded);
    }

    /**
     * The last block that begins at or before an offset of the decoded file, and can hold it.
     */
    int block(long offset)
    {
        int found = Arrays.binarySearch(decoded, offset);
        int block = found >= 0 ? found : -found - 2;
        if (offset - decoded[block] >= MAX_BLOCK_SIZE) {
            throw malformed(location, "", "no block can hold the decoded offset %s".formatted(offset));
        }
        return block;
    }

    int blocks()
    {
        return stored.length;
    }

    long storedOffset(int block)
    {
        return stored[block];
    }

    long decodedOffset(int block)
    {
        return decoded[block];
    }

    /**
     * Checks that a block is one that the index has.
     *
     * @param block where to begin to look for it
     * @return where it is; the number of blocks if it lies beyond all
     */
    int checkBlock(int block, long storedOffset, long decodedOffset)
    {
        while (block < stored.length && stored[block] < storedOffset) {
            block++;
        }
        if (block < stored.length && (stored[block] != storedOffset || decoded[block] != decodedOffset)) {
            throw malformed(location, "entry " + block, "the file has a block at %s, which begins with the decoded offset %s".formatted(storedOffset, decodedOffset));
        }
        return block;
    }

    private static MalformedFileException malformed(String location, String place, String reason)
    {
        return new MalformedFileException(Scope.INDEX, location, place, reason, "Rebuild it with: samtools faidx, or bgzip --reindex");
    }
}
