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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.ByteSource;
import io.genolake.formats.text.Bytes;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The .fai index of a FASTA file (samtools faidx): a line a sequence with its name, its length, the offset of its first base and the
 * length of its lines, without and with their ends.
 */
final class FastaIndex
{
    private static final String REMEDY = "Rebuild it with: samtools faidx";
    private static final int MAX_SIZE = 1 << 28;
    // the end of a line is a newline, or carriage return and newline
    private static final int MAX_LINE_END = 2;
    private static final int FIELDS = 5;

    private final String location;
    private final List<FastaContig> contigs;
    private final List<FastaContig> byOffset;
    private final Map<String, FastaContig> byName;

    private FastaIndex(String location, List<FastaContig> contigs)
    {
        this.location = requireNonNull(location, "location is null");
        this.contigs = ImmutableList.copyOf(contigs);
        byOffset = contigs.stream()
                .sorted(Comparator.comparingLong(FastaContig::offset).thenComparingLong(FastaContig::length))
                .collect(toImmutableList());
        Map<String, FastaContig> byName = new HashMap<>();
        for (FastaContig contig : contigs) {
            if (byName.put(contig.name(), contig) != null) {
                throw malformed("line " + (contig.ordinal() + 1), "the name %s is there twice".formatted(contig.name()));
            }
        }
        this.byName = ImmutableMap.copyOf(byName);
        for (int i = 1; i < byOffset.size(); i++) {
            if (byOffset.get(i).offset() < byOffset.get(i - 1).endOffset()) {
                throw malformed("line " + (byOffset.get(i).ordinal() + 1), "the sequences %s and %s overlap".formatted(byOffset.get(i - 1).name(), byOffset.get(i).name()));
            }
        }
    }

    static FastaIndex read(ByteSource source)
            throws IOException
    {
        if (source.length() > MAX_SIZE) {
            throw malformed(source.location(), "", "the index is larger than %s bytes".formatted(MAX_SIZE));
        }
        byte[] bytes = new byte[(int) source.length()];
        source.readFully(0, bytes, 0, bytes.length);
        ImmutableList.Builder<FastaContig> contigs = ImmutableList.builder();
        int line = 0;
        int start = 0;
        while (start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end > start) {
                contigs.add(contig(source.location(), line, bytes, start, end));
                line++;
            }
            start = end + 1;
        }
        return new FastaIndex(source.location(), contigs.build());
    }

    private static FastaContig contig(String location, int ordinal, byte[] bytes, int start, int end)
    {
        String place = "line " + (ordinal + 1);
        int[] ends = new int[FIELDS];
        int count = 0;
        for (int i = start; i <= end; i++) {
            if (i == end || bytes[i] == '\t') {
                if (count == FIELDS) {
                    throw malformed(location, place, "there are more than five fields; the index may be of a FASTQ file");
                }
                ends[count] = i;
                count++;
            }
        }
        if (count < FIELDS) {
            throw malformed(location, place, "there are fewer than five fields");
        }
        long[] numbers = new long[FIELDS];
        for (int i = 1; i < FIELDS; i++) {
            numbers[i] = Bytes.parseLong(bytes, ends[i - 1] + 1, ends[i]);
            if (numbers[i] < 0 || numbers[i] > 1L << 48) {
                throw malformed(location, place, "field %s is not a length or offset".formatted(i + 1));
            }
        }
        long length = numbers[1];
        long lineBases = numbers[3];
        long lineWidth = numbers[4];
        if (lineWidth > Integer.MAX_VALUE || lineWidth < lineBases || lineWidth - lineBases > MAX_LINE_END || (length > 0 && lineBases == 0) || (length > lineBases && lineWidth == lineBases)) {
            throw malformed(location, place, "lines of %s bases in %s bytes cannot be".formatted(lineBases, lineWidth));
        }
        return new FastaContig(ordinal, new String(bytes, start, ends[0] - start, UTF_8), length, numbers[2], (int) lineBases, (int) lineWidth);
    }

    List<FastaContig> contigs()
    {
        return contigs;
    }

    Optional<FastaContig> contig(String name)
    {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The end of the sequence that stands before a sequence in the file, 0 if it is the first one.
     */
    long previousEnd(FastaContig contig)
    {
        int place = byOffset.indexOf(contig);
        return place == 0 ? 0 : byOffset.get(place - 1).endOffset();
    }

    /**
     * The offset after the last base of the file.
     */
    long endOffset()
    {
        return byOffset.isEmpty() ? 0 : byOffset.getLast().endOffset();
    }

    MalformedFileException notOfFile(String fasta, String name, String reason)
    {
        return malformed("sequence " + name, "the index is not that of %s: %s".formatted(fasta, reason));
    }

    private MalformedFileException malformed(String place, String reason)
    {
        return malformed(location, place, reason);
    }

    private static MalformedFileException malformed(String location, String place, String reason)
    {
        return new MalformedFileException(Scope.INDEX, location, place, reason, REMEDY);
    }
}
