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
import io.genolake.formats.bgzf.BgzfFormat;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.ByteSource;
import io.genolake.formats.io.Compression;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.toIntExact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * A FASTA file with its .fai index, and, where it is compressed with bgzip, its .gzi index. Bases are read in pages, which a
 * cache holds; they are as the file has them, in their case, ambiguity codes included. The file is open only while a page is
 * read. Many threads may share it, each with cursors of its own.
 * <p>
 * The index is believed when it proves to be this file's: when a sequence is first used, its header line must stand where the index
 * says, and its last base before the end of a line, and of every page that is read all lines must end where they are said to.
 */
public final class FastaFile
{
    /**
     * Bases of a page: a request to a store, and some blocks to decode.
     */
    static final int PAGE_SIZE = 1 << 18;

    private static final int MAX_HEADER_LINE = 1 << 16;
    private static final int SNIFFED_SIZE = 1 << 12;
    private static final int DIGEST_SIZE = 24;
    private static final boolean[] BASES = bases();

    private final SourceOpener fasta;
    private final FastaIndex index;
    private final Optional<GzipIndex> blocks;
    private final PageCache pages;
    private final boolean[] verified;
    private final Map<Integer, String> digests = new ConcurrentHashMap<>();

    private FastaFile(SourceOpener fasta, FastaIndex index, Optional<GzipIndex> blocks, PageCache pages)
    {
        this.fasta = requireNonNull(fasta, "fasta is null");
        this.index = requireNonNull(index, "index is null");
        this.blocks = requireNonNull(blocks, "blocks is null");
        this.pages = requireNonNull(pages, "pages is null");
        this.verified = new boolean[index.contigs().size()];
    }

    private static boolean[] bases()
    {
        boolean[] bases = new boolean[256];
        for (int letter = 'A'; letter <= 'Z'; letter++) {
            bases[letter] = true;
            bases[letter + 'a' - 'A'] = true;
        }
        bases['*'] = true;
        bases['-'] = true;
        return bases;
    }

    /**
     * Opens a file.
     *
     * @param fasta the file, plain or compressed with bgzip
     * @param index its .fai index
     * @param blockIndex its .gzi index, which is opened only where the file is compressed
     * @param pages where pages are held
     * @throws MalformedFileException if the file is truncated, or an index is missing or is not this file's
     */
    public static FastaFile open(SourceOpener fasta, SourceOpener index, SourceOpener blockIndex, PageCache pages)
            throws IOException
    {
        try (ByteSource source = fasta.open()) {
            FastaIndex contigs;
            try (ByteSource indexSource = openIndex(fasta, index)) {
                contigs = FastaIndex.read(indexSource);
            }
            byte[] first = new byte[(int) min(SNIFFED_SIZE, source.length())];
            source.readFully(0, first, 0, first.length);
            Compression compression = BlockStreams.sniff(first, first.length, source.location());
            Optional<GzipIndex> blocks = switch (compression) {
                case NONE -> {
                    if (contigs.endOffset() > source.length()) {
                        throw truncated(source.location(), contigs.endOffset(), source.length());
                    }
                    yield Optional.empty();
                }
                case BGZF -> {
                    checkEndOfBlocks(source);
                    try (ByteSource blockSource = openIndex(fasta, blockIndex)) {
                        yield Optional.of(GzipIndex.read(blockSource, source.length()));
                    }
                }
                case GZIP -> throw new MalformedFileException(
                        Scope.FILE,
                        source.location(),
                        "",
                        "the file is compressed with gzip, by which no place in it can be found",
                        "Compress it with bgzip instead, and index it with: samtools faidx");
            };
            return new FastaFile(fasta, contigs, blocks, pages);
        }
    }

    private static ByteSource openIndex(SourceOpener fasta, SourceOpener index)
            throws IOException
    {
        try {
            return index.open();
        }
        catch (FileNotFoundException | NoSuchFileException e) {
            throw new MalformedFileException(
                    Scope.INDEX,
                    index.location(),
                    "",
                    "there is no such file, which %s needs to be read".formatted(fasta.location()),
                    "Make it with: samtools faidx",
                    e);
        }
    }

    /**
     * Sees that the last block is the empty one, by which a file says that it is complete.
     */
    private static void checkEndOfBlocks(ByteSource source)
            throws IOException
    {
        try (BgzfStream stream = new BgzfStream(new Unclosed(source))) {
            stream.seekBlock(source.length());
            stream.read(new byte[BgzfFormat.MAX_BLOCK_SIZE], 0);
        }
    }

    /**
     * The sequences, in the order of the index.
     */
    public List<FastaContig> contigs()
    {
        return index.contigs();
    }

    /**
     * The sequence of that very name.
     */
    public Optional<FastaContig> contig(String name)
    {
        return index.contig(name);
    }

    public String location()
    {
        return fasta.location();
    }

    /**
     * The bases of a sequence, for one thread.
     */
    public FastaCursor cursor(FastaContig contig)
    {
        return new FastaCursor(this, contig);
    }

    /**
     * The GA4GH refget identifier of a sequence, {@code SQ.} and the base64url text of the first 24 bytes of the SHA-512 of its bases in
     * upper case (refget 2.0, "sha512t24u"). The sequence is read whole the first time.
     */
    public String refgetDigest(FastaContig contig)
            throws IOException
    {
        String known = digests.get(contig.ordinal());
        if (known != null) {
            return known;
        }
        // no two threads read the same long sequence; of several files each has its own lock
        synchronized (digests) {
            known = digests.get(contig.ordinal());
            if (known == null) {
                known = digest(contig);
                digests.put(contig.ordinal(), known);
            }
            return known;
        }
    }

    private String digest(FastaContig contig)
            throws IOException
    {
        verify(contig);
        MessageDigest sha512;
        try {
            sha512 = MessageDigest.getInstance("SHA-512");
        }
        catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        // larger pieces than pages, and none of them takes the place of a page that is in use
        long piece = 16L * PAGE_SIZE;
        for (long start = 0; start < contig.length(); start += piece) {
            byte[] bases = read(contig, start, (int) min(piece, contig.length() - start));
            for (int i = 0; i < bases.length; i++) {
                if (bases[i] >= 'a') {
                    bases[i] -= 'a' - 'A';
                }
            }
            sha512.update(bases);
        }
        return "SQ." + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha512.digest(), DIGEST_SIZE));
    }

    /**
     * A page of bases; the last one of a sequence may be shorter. The array is shared, and is not to be written to.
     */
    byte[] page(FastaContig contig, long number)
            throws IOException
    {
        return pages.get(this, contig.ordinal(), number, () -> {
            verify(contig);
            long start = number * PAGE_SIZE;
            return read(contig, start, (int) min(PAGE_SIZE, contig.length() - start));
        });
    }

    private byte[] read(FastaContig contig, long start, int count)
            throws IOException
    {
        long from = contig.offsetOf(start);
        int length = toIntExact(contig.offsetOf(start + count - 1) + 1 - from);
        byte[] bytes = readDecoded(from, length);
        byte[] bases = new byte[count];
        int lineEnd = contig.lineWidth() - contig.lineBases();
        int position = 0;
        int target = 0;
        int room = contig.lineBases() - (int) (start % contig.lineBases());
        while (target < count) {
            int size = min(room, count - target);
            copyBases(contig, bytes, position, bases, target, size);
            target += size;
            position += size;
            room = contig.lineBases();
            if (target < count) {
                for (int i = 0; i < lineEnd; i++) {
                    if (bytes[position] != (i == lineEnd - 1 ? '\n' : '\r')) {
                        throw index.notOfFile(location(), contig.name(), "no line ends after base %s".formatted(start + target));
                    }
                    position++;
                }
            }
        }
        return bases;
    }

    private void copyBases(FastaContig contig, byte[] bytes, int position, byte[] bases, int target, int size)
    {
        for (int i = 0; i < size; i++) {
            byte base = bytes[position + i];
            if (!BASES[base & 0xFF]) {
                if (base == '\n' || base == '\r' || base == '>') {
                    throw index.notOfFile(location(), contig.name(), "a line ends where bases are expected");
                }
                throw new MalformedFileException(
                        Scope.FILE,
                        location(),
                        "sequence " + contig.name(),
                        "the byte 0x%02X is no base".formatted(base & 0xFF),
                        "Copy the file again from where it came from");
            }
            bases[target + i] = base;
        }
    }

    /**
     * Sees that a sequence is where the index says, when it is used for the first time.
     */
    private void verify(FastaContig contig)
            throws IOException
    {
        // two threads may do so at the same time, which does no harm
        if (verified[contig.ordinal()]) {
            return;
        }
        long start = max(index.previousEnd(contig), contig.offset() - MAX_HEADER_LINE);
        byte[] before = readDecoded(start, toIntExact(contig.offset() - start));
        checkHeader(contig, before, start == index.previousEnd(contig));
        checkEnd(contig);
        verified[contig.ordinal()] = true;
    }

    private void checkHeader(FastaContig contig, byte[] before, boolean whole)
    {
        int end = before.length;
        if (end == 0 || before[end - 1] != '\n') {
            throw index.notOfFile(location(), contig.name(), "no line ends before its first base");
        }
        int start = end - 1;
        while (start > 0 && before[start - 1] != '\n') {
            start--;
        }
        if (start == 0 && !whole) {
            // a header line so long that its start is out of sight
            return;
        }
        byte[] name = contig.name().getBytes(UTF_8);
        int nameEnd = start + 1 + name.length;
        if (before[start] != '>'
                || nameEnd >= end
                || !Arrays.equals(before, start + 1, nameEnd, name, 0, name.length)
                || before[nameEnd] > ' ') {
            throw index.notOfFile(location(), contig.name(), "the line before its first base is not its header line");
        }
        for (int i = 0; whole && i < start; i++) {
            if (before[i] > ' ') {
                throw index.notOfFile(location(), contig.name(), "there are bases before its header line that the index does not have");
            }
        }
    }

    private void checkEnd(FastaContig contig)
            throws IOException
    {
        byte[] after = readAtMost(contig.endOffset(), contig.lineWidth() + 2);
        for (int i = 0; i < after.length; i++) {
            if (after[i] == '>' && i > 0) {
                return;
            }
            if (after[i] != '\n' && after[i] != '\r') {
                throw index.notOfFile(location(), contig.name(), "it goes on after base %s, its last".formatted(contig.length()));
            }
        }
    }

    private byte[] readDecoded(long offset, int length)
            throws IOException
    {
        byte[] bytes = readAtMost(offset, length);
        if (bytes.length < length) {
            throw truncated(location(), offset + length, offset + bytes.length);
        }
        return bytes;
    }

    private byte[] readAtMost(long offset, int length)
            throws IOException
    {
        try (ByteSource source = fasta.open()) {
            if (blocks.isPresent()) {
                return readBlocks(source, blocks.orElseThrow(), offset, length);
            }
            byte[] bytes = new byte[(int) max(0, min(length, source.length() - offset))];
            source.readFully(offset, bytes, 0, bytes.length);
            return bytes;
        }
    }

    private static byte[] readBlocks(ByteSource source, GzipIndex blocks, long offset, int length)
            throws IOException
    {
        if (length == 0) {
            return new byte[0];
        }
        byte[] bytes = new byte[length];
        int filled = 0;
        int block = blocks.block(offset);
        try (BgzfStream stream = new BgzfStream(new Unclosed(source))) {
            int last = block;
            while (last < blocks.blocks() && blocks.decodedOffset(last) < offset + length) {
                last++;
            }
            stream.expectEnd(last < blocks.blocks() ? VirtualOffset.of(blocks.storedOffset(last), 0) : Long.MAX_VALUE);
            stream.seekBlock(blocks.storedOffset(block));
            long decoded = blocks.decodedOffset(block);
            byte[] buffer = new byte[stream.maxBlockSize()];
            while (filled < length) {
                int size = stream.read(buffer, 0);
                if (size < 0) {
                    return Arrays.copyOf(bytes, filled);
                }
                block = blocks.checkBlock(block, VirtualOffset.compressedOffset(stream.blockOffset()), decoded);
                int skipped = (int) min(size, max(0, offset + filled - decoded));
                int count = min(size - skipped, length - filled);
                System.arraycopy(buffer, skipped, bytes, filled, count);
                filled += count;
                decoded += size;
            }
        }
        return bytes;
    }

    private static MalformedFileException truncated(String location, long expected, long actual)
    {
        return new MalformedFileException(
                Scope.FILE,
                location,
                "",
                "the bases end at offset %s, those of the index at %s: the file was truncated, or the index is another file's".formatted(actual, expected),
                "Copy the file again, or rebuild its index with: samtools faidx");
    }

    /**
     * A source that a stream does not close, because it is not the stream's.
     */
    private record Unclosed(ByteSource source)
            implements ByteSource
    {
        @Override
        public String location()
        {
            return source.location();
        }

        @Override
        public long length()
        {
            return source.length();
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length)
                throws IOException
        {
            source.readFully(position, buffer, offset, length);
        }

        @Override
        public void close() {}
    }
}
