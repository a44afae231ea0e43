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
package io.genolake.formats.chain;

import com.google.common.collect.ImmutableList;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.text.Bytes;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads chains line by line: a header, a line a block with the gaps that follow it, and the size of the last block alone.
 */
final class ChainReader
{
    private static final long MAX_SIZE = 1L << 30;
    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_FIELDS = 13;
    private static final long MAX_COORDINATE = 1L << 40;
    private static final byte[] CHAIN = "chain".getBytes(UTF_8);

    private final BlockStream stream;
    private final byte[] buffer;
    private int position;
    private int limit;
    private boolean exhausted;
    private long line;
    private long size;

    // of the line
    private int lineStart;
    private int lineEnd;
    private final int[] starts = new int[MAX_FIELDS];
    private final int[] ends = new int[MAX_FIELDS];
    private int fields;

    // of the chain
    private long[] sourceStarts = new long[64];
    private long[] targetStarts = new long[64];
    private int[] sizes = new int[64];
    private int blocks;
    private final Map<String, byte[]> names = new HashMap<>();

    ChainReader(BlockStream stream)
    {
        this.stream = requireNonNull(stream, "stream is null");
        buffer = new byte[MAX_LINE + stream.maxBlockSize()];
    }

    List<Chain> read()
            throws IOException
    {
        ImmutableList.Builder<Chain> chains = ImmutableList.builder();
        while (nextLine()) {
            if (fields > 0 && buffer[lineStart] != '#') {
                chains.add(readChain());
            }
        }
        return chains.build();
    }

    private Chain readChain()
            throws IOException
    {
        // chain score tName tSize tStrand tStart tEnd qName qSize qStrand qStart qEnd [id]
        if (fields < MAX_FIELDS - 1 || !Arrays.equals(buffer, starts[0], ends[0], CHAIN, 0, CHAIN.length)) {
            throw malformed("this is not the header of a chain");
        }
        if (text(4).length() != 1 || buffer[starts[4]] != '+') {
            throw malformed("the first strand of a chain must be +, not %s".formatted(text(4)));
        }
        if (text(9).length() != 1 || (buffer[starts[9]] != '+' && buffer[starts[9]] != '-')) {
            throw malformed("%s is no strand".formatted(text(9)));
        }
        String sourceContig = text(2);
        String targetContig = text(7);
        boolean reverse = buffer[starts[9]] == '-';
        long targetSize = number(8);
        long source = number(5);
        long sourceEnd = number(6);
        long target = number(10);
        long targetEnd = number(11);
        if (sourceEnd > number(3) || targetEnd > targetSize) {
            throw malformed("the chain ends after its sequence");
        }
        long header = line;
        blocks = 0;
        while (true) {
            if (!nextLine()) {
                throw malformed("the file ends inside the chain of line %s, it was truncated".formatted(header));
            }
            if (fields != 1 && fields != 3) {
                throw malformed("a block has a size, or a size and two gaps");
            }
            long length = number(0);
            if (length == 0 || length > Integer.MAX_VALUE) {
                throw malformed("a block of %s bases cannot be".formatted(length));
            }
            addBlock(source, target, (int) length);
            source += length;
            target += length;
            if (fields == 1) {
                break;
            }
            source += number(1);
            target += number(2);
            if (source > sourceEnd || target > targetEnd) {
                throw malformed("the blocks go on after the end of the chain of line %s".formatted(header));
            }
        }
        if (source != sourceEnd || target != targetEnd) {
            throw malformed("the blocks end at %s and %s, the chain of line %s at %s and %s".formatted(source, target, header, sourceEnd, targetEnd));
        }
        return new Chain(
                sourceContig,
                targetContig,
                names.computeIfAbsent(targetContig, name -> name.getBytes(UTF_8)),
                targetSize,
                reverse,
                Arrays.copyOf(sourceStarts, blocks),
                Arrays.copyOf(targetStarts, blocks),
                Arrays.copyOf(sizes, blocks));
    }

    private void addBlock(long source, long target, int length)
    {
        if (blocks == sizes.length) {
            sourceStarts = Arrays.copyOf(sourceStarts, 2 * blocks);
            targetStarts = Arrays.copyOf(targetStarts, 2 * blocks);
            sizes = Arrays.copyOf(sizes, 2 * blocks);
        }
        sourceStarts[blocks] = source;
        targetStarts[blocks] = target;
        sizes[blocks] = length;
        blocks++;
    }

    private String text(int field)
    {
        return new String(buffer, starts[field], ends[field] - starts[field], UTF_8);
    }

    private long number(int field)
    {
        long number = Bytes.parseLong(buffer, starts[field], ends[field]);
        if (number < 0 || number > MAX_COORDINATE) {
            throw malformed("%s is no coordinate".formatted(text(field)));
        }
        return number;
    }

    private boolean nextLine()
            throws IOException
    {
        int end = position;
        while (true) {
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (end < limit || exhausted) {
                break;
            }
            int kept = limit - position;
            if (kept > MAX_LINE) {
                throw malformed("the line is longer than %s bytes".formatted(MAX_LINE));
            }
            System.arraycopy(buffer, position, buffer, 0, kept);
            position = 0;
            end = kept;
            int count = stream.read(buffer, kept);
            exhausted = count < 0;
            limit = kept + Math.max(count, 0);
            size += Math.max(count, 0);
            if (size > MAX_SIZE) {
                throw malformed("the file is larger than %s bytes".formatted(MAX_SIZE));
            }
        }
        if (position == limit) {
            return false;
        }
        line++;
        lineStart = position;
        lineEnd = end;
        position = Math.min(end + 1, limit);
        split();
        return true;
    }

    private void split()
    {
        fields = 0;
        int start = lineStart;
        while (start < lineEnd) {
            if (buffer[start] <= ' ' && buffer[start] >= 0) {
                start++;
                continue;
            }
            int end = start;
            while (end < lineEnd && (buffer[end] > ' ' || buffer[end] < 0)) {
                end++;
            }
            if (buffer[lineStart] == '#') {
                fields = 1;
                return;
            }
            if (fields == MAX_FIELDS) {
                throw malformed("there are more than %s fields".formatted(MAX_FIELDS));
            }
            starts[fields] = start;
            ends[fields] = end;
            fields++;
            start = end;
        }
    }

    private MalformedFileException malformed(String reason)
    {
        return new MalformedFileException(Scope.FILE, stream.location(), "line " + line, reason, "Get the file again from where it came from; it must be a UCSC chain file");
    }
}
