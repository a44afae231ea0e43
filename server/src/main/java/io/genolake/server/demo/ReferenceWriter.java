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
package io.genolake.server.demo;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

/**
 * Writes a reference genome as FASTA, bgzipped, with its two indexes: three chromosomes in their full length, so that positions are true. Bases
 * are there where variants are; everything else is N, and takes next to nothing.
 */
final class ReferenceWriter
{
    static final List<String> CONTIGS = ImmutableList.of("chr13", "chr17", "chr22");

    private static final int GENE_FLANK = 2000;
    private static final int SITE_FLANK = 30;
    // A line with its end is a block, so that all the lines of N are the same block
    private static final int LINE = 65_279;

    private final List<Site> catalogue;

    ReferenceWriter(List<Site> catalogue)
    {
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
    }

    void write(Path file)
            throws IOException
    {
        StringBuilder lines = new StringBuilder();
        List<long[]> blocks = new ArrayList<>();
        long position = 0;
        byte[] unknown = unknownBlock();
        try (BgzfOutputStream out = new BgzfOutputStream(file)) {
            for (String name : CONTIGS) {
                int contig = Genome.indexOf(name);
                int length = Genome.CONTIGS.get(contig).length();
                byte[] title = (">" + name + "\n").getBytes(US_ASCII);
                blocks.add(new long[] {out.virtualOffset() >>> 16, position});
                out.write(title);
                out.endBlock();
                position += title.length;
                lines.append("%s\t%s\t%s\t%s\t%s\n".formatted(name, length, position, LINE, LINE + 1));
                byte[] bases = bases(contig, length);
                for (int start = 0; start < length; start += LINE) {
                    int end = Math.min(length, start + LINE);
                    blocks.add(new long[] {out.virtualOffset() >>> 16, position});
                    if (end - start == LINE && isUnknown(bases, start, end)) {
                        out.writeWhole(unknown);
                    }
                    else {
                        out.write(bases, start, end - start);
                        out.write('\n');
                        out.endBlock();
                    }
                    position += end - start + 1;
                }
            }
        }
        Files.writeString(file.resolveSibling(file.getFileName() + ".fai"), lines.toString());
        Files.write(file.resolveSibling(file.getFileName() + ".gzi"), offsets(blocks));
    }

    private byte[] bases(int contig, int length)
    {
        byte[] bases = new byte[length];
        Arrays.fill(bases, (byte) 'N');
        for (Gene gene : Gene.ALL) {
            if (gene.contig() == contig) {
                fill(bases, contig, gene.start() - GENE_FLANK, gene.end() + GENE_FLANK);
            }
        }
        for (Site site : catalogue) {
            if (site.contig() == contig) {
                fill(bases, contig, site.position() - SITE_FLANK, site.end() + SITE_FLANK);
            }
        }
        return bases;
    }

    private static void fill(byte[] bases, int contig, int start, int end)
    {
        for (int position = Math.max(1, start); position <= Math.min(bases.length, end); position++) {
            bases[position - 1] = (byte) Genome.base(contig, position);
        }
    }

    private static boolean isUnknown(byte[] bases, int start, int end)
    {
        for (int i = start; i < end; i++) {
            if (bases[i] != 'N') {
                return false;
            }
        }
        return true;
    }

    private static byte[] unknownBlock()
            throws IOException
    {
        byte[] line = new byte[LINE + 1];
        Arrays.fill(line, (byte) 'N');
        line[LINE] = '\n';
        Path file = Files.createTempFile("block", ".gz");
        try {
            try (BgzfOutputStream out = new BgzfOutputStream(file)) {
                out.write(line);
            }
            byte[] blocks = Files.readAllBytes(file);
            // BSIZE, which is the block's length less 1
            int length = ByteBuffer.wrap(blocks).order(LITTLE_ENDIAN).getChar(16) + 1;
            return Arrays.copyOf(blocks, length);
        }
        finally {
            Files.delete(file);
        }
    }

    /**
     * The index of bgzip: how many blocks there are after the first, and where each begins, stored and decoded.
     */
    private static byte[] offsets(List<long[]> blocks)
    {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + 2 * Long.BYTES * (blocks.size() - 1)).order(LITTLE_ENDIAN);
        buffer.putLong(blocks.size() - 1);
        for (long[] block : blocks.subList(1, blocks.size())) {
            buffer.putLong(block[0]);
            buffer.putLong(block[1]);
        }
        return buffer.array();
    }
}
