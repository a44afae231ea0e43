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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.index.ContigIndex.Bin;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.MemoryByteSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads BAI (SAM specification, section 5.2), TBI (tabix index specification) and CSI (CSI specification, version 1).
 */
final class BinningIndexReader
{
    private static final String ANY_REMEDY = "Rebuild it with samtools index, bcftools index or tabix";

    private static final int MAGIC_SIZE = 4;
    private static final int TABIX_HEADER_SIZE = 28;
    private static final int CHUNK_SIZE = 16;

    // an index is seldom compressed to less than a tenth; but one of contigs without records is to much less
    private static final long DECODED_SIZE_ALWAYS_ALLOWED = 1L << 28;
    private static final int MAX_COMPRESSION_RATIO = 64;

    private final IndexFormat format;
    private final IndexBytes input;

    private BinningScheme scheme = BinningScheme.BAI;
    private Optional<TabixConfiguration> tabix = Optional.empty();
    private List<String> contigs = List.of();

    private BinningIndexReader(IndexFormat format, IndexBytes input)
    {
        this.format = requireNonNull(format, "format is null");
        this.input = requireNonNull(input, "input is null");
    }

    static BinningIndex read(byte[] stored, String location)
    {
        byte[] decoded = decode(stored, location);
        String magic = new String(decoded, 0, min(decoded.length, MAGIC_SIZE), ISO_8859_1);
        IndexFormat format = switch (magic) {
            case "BAI\1" -> IndexFormat.BAI;
            case "TBI\1" -> IndexFormat.TBI;
            case "CSI\1" -> IndexFormat.CSI;
            default -> throw new MalformedFileException(Scope.INDEX, location, "", "this is neither a BAI, a TBI nor a CSI index", ANY_REMEDY);
        };
        return new BinningIndexReader(format, new IndexBytes(location, format.remedy(), decoded, MAGIC_SIZE)).read();
    }

    private static byte[] decode(byte[] stored, String location)
    {
        long maxSize = min(max(DECODED_SIZE_ALWAYS_ALLOWED, (long) stored.length * MAX_COMPRESSION_RATIO), Integer.MAX_VALUE - 16);
        try (BlockStream stream = BlockStreams.open(new MemoryByteSource(location, stored))) {
            byte[] decoded = new byte[max(stored.length, stream.maxBlockSize())];
            int size = 0;
            while (true) {
                if (decoded.length - size < stream.maxBlockSize()) {
                    if (size + (long) stream.maxBlockSize() > maxSize) {
                        throw new MalformedFileException(Scope.INDEX, location, "", "the index is larger than %s bytes".formatted(maxSize), ANY_REMEDY);
                    }
                    decoded = Arrays.copyOf(decoded, (int) min(2L * decoded.length + stream.maxBlockSize(), maxSize));
                }
                int length = stream.read(decoded, size);
                if (length < 0) {
                    return Arrays.copyOf(decoded, size);
                }
                size += length;
            }
        }
        catch (MalformedFileException e) {
            if (e.scope() == Scope.INDEX) {
                throw e;
            }
            throw new MalformedFileException(Scope.INDEX, location, e.place(), e.reason(), ANY_REMEDY, e);
        }
        catch (IOException e) {
            // there is no file behind these bytes
            throw new UncheckedIOException(e);
        }
    }

    private BinningIndex read()
    {
        int contigCount = switch (format) {
            case BAI -> input.readCount(2 * Integer.BYTES, "contigs");
            case TBI -> {
                int count = input.readCount(2 * Integer.BYTES, "contigs");
                readTabixHeader(input);
                yield count;
            }
            case CSI -> {
                readCsiHeader();
                yield input.readCount(Integer.BYTES, "contigs");
            }
        };
        if (tabix.isPresent() && contigs.size() != contigCount) {
            throw input.malformed("it has %s contigs, and names for %s".formatted(contigCount, contigs.size()));
        }
        List<ContigIndex> contigIndexes = new ArrayList<>();
        for (int i = 0; i < contigCount; i++) {
            contigIndexes.add(readContig());
        }
        OptionalLong unplacedCount = OptionalLong.empty();
        if (input.remaining() > 0) {
            unplacedCount = OptionalLong.of(input.readLong());
            if (input.remaining() > 0 || unplacedCount.getAsLong() < 0) {
                throw input.malformed("what follows the contigs is not a number of records");
            }
        }
        return new BinningIndex(format, scheme, contigs, tabix, contigIndexes, unplacedCount);
    }

    private void readCsiHeader()
    {
        int minShift = input.readInt();
        int depth = input.readInt();
        if (!BinningScheme.isValid(minShift, depth)) {
            throw input.malformed("there are no bins of minimum shift %s and depth %s".formatted(minShift, depth));
        }
        scheme = new BinningScheme(minShift, depth);
        // the auxiliary data is of any kind; tabix keeps its header there
        IndexBytes auxiliary = input.slice(input.readCount(1, "bytes of auxiliary data"));
        if (auxiliary.remaining() >= TABIX_HEADER_SIZE && auxiliary.peekInt(TABIX_HEADER_SIZE - Integer.BYTES) == auxiliary.remaining() - TABIX_HEADER_SIZE) {
            readTabixHeader(auxiliary);
        }
    }

    private void readTabixHeader(IndexBytes header)
    {
        int preset = header.readInt();
        int contigColumn = header.readInt();
        int beginColumn = header.readInt();
        int endColumn = header.readInt();
        int comment = header.readInt();
        int skippedLines = header.readInt();
        if (contigColumn < 0 || beginColumn < 0 || endColumn < 0 || comment >>> 16 != 0 || skippedLines < 0) {
            throw header.malformed("its layout of the file is impossible");
        }
        tabix = Optional.of(new TabixConfiguration(preset, contigColumn, beginColumn, endColumn, (char) comment, skippedLines));
        contigs = readNames(header, header.readCount(1, "bytes of names"));
    }

    private static List<String> readNames(IndexBytes header, int length)
    {
        byte[] bytes = header.readBytes(length);
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                names.add(new String(bytes, start, i - start, UTF_8));
                start = i + 1;
            }
        }
        if (start != length) {
            throw header.malformed("the last name of a contig has no end");
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw header.malformed("it has two contigs of the same name");
        }
        return names;
    }

    private ContigIndex readContig()
    {
        boolean hasBinOffsets = format == IndexFormat.CSI;
        ContigIndex.Builder contig = new ContigIndex.Builder(scheme, hasBinOffsets);
        int binCount = input.readCount(2 * Integer.BYTES + (hasBinOffsets ? Long.BYTES : 0), "bins");
        for (int i = 0; i < binCount; i++) {
            int number = input.readInt();
            long offset = hasBinOffsets ? input.readLong() : 0;
            int chunkCount = input.readCount(CHUNK_SIZE, "chunks");
            if (number == scheme.pseudoBin()) {
                readStatistics(contig, chunkCount);
            }
            else if (number < 0 || number >= scheme.binCount()) {
                throw input.malformed("there is no bin %s".formatted(Integer.toUnsignedString(number)));
            }
            else {
                contig.add(new Bin(number, offset, readChunks(chunkCount)));
            }
        }
        if (!hasBinOffsets) {
            contig.tileOffsets(input.readLongs(input.readCount(Long.BYTES, "tiles")));
        }
        return contig.build();
    }

    /**
     * The counts are in the second chunk of a pseudo-bin, the first is the extent of the contig.
     */
    private void readStatistics(ContigIndex.Builder contig, int chunkCount)
    {
        if (chunkCount != 2) {
            throw input.malformed("the bin of counts has %s chunks".formatted(chunkCount));
        }
        input.readLongs(2);
        long mapped = input.readLong();
        long unmapped = input.readLong();
        if (mapped < 0 || unmapped < 0) {
            throw input.malformed("a number of records is impossible");
        }
        contig.statistics(new ContigStatistics(mapped, unmapped));
    }

    private long[] readChunks(int count)
    {
        long[] chunks = input.readLongs(2 * count);
        for (int i = 0; i < chunks.length; i += 2) {
            if (Long.compareUnsigned(chunks[i], chunks[i + 1]) > 0) {
                throw input.malformed("a chunk ends before it begins");
            }
        }
        return chunks;
    }
}
