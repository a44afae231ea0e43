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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

/**
 * Writes alignments, which come in order, as BAM (SAM specification section 4.2), and the index beside it.
 */
final class BamWriter
        implements AutoCloseable
{
    private static final String BASE_CODES = "=ACMGRSVTWYHKDBN";
    private static final String OPERATIONS = "MIDNSHP=X";
    private static final int UNMAPPED = 0x4;
    private static final int MAX_RECORD_LENGTH = 4096;

    private final Path file;
    private final boolean csi;
    private final BgzfOutputStream out;
    private final IndexWriter index = new IndexWriter();
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_RECORD_LENGTH).order(LITTLE_ENDIAN);

    BamWriter(Path file, String header, boolean csi)
            throws IOException
    {
        this.file = requireNonNull(file, "file is null");
        this.csi = csi;
        out = new BgzfOutputStream(file);
        writeHeader(header);
    }

    private void writeHeader(String header)
            throws IOException
    {
        out.write("BAM\1".getBytes(US_ASCII));
        writeInt(header.length());
        out.write(header.getBytes(US_ASCII));
        writeInt(Genome.CONTIGS.size());
        for (Genome.Contig contig : Genome.CONTIGS) {
            writeInt(contig.name().length() + 1);
            out.write((contig.name() + "\0").getBytes(US_ASCII));
            writeInt(contig.length());
        }
    }

    private void writeInt(int value)
            throws IOException
    {
        out.write(ByteBuffer.allocate(Integer.BYTES).order(LITTLE_ENDIAN).putInt(value).array());
    }

    void write(Alignment alignment)
            throws IOException
    {
        int begin = alignment.position() - 1;
        int end = begin + Math.max(1, alignment.referenceLength());
        encode(alignment, begin, end);
        out.keepTogether(buffer.remaining());
        long from = out.virtualOffset();
        out.write(buffer.array(), 0, buffer.remaining());
        if (alignment.contig() < 0) {
            index.addUnplaced();
        }
        else {
            index.add(alignment.contig(), begin, end, from, out.virtualOffset(), (alignment.flag() & UNMAPPED) == 0);
        }
    }

    private void encode(Alignment alignment, int begin, int end)
    {
        buffer.clear();
        buffer.position(Integer.BYTES);
        buffer.putInt(alignment.contig());
        buffer.putInt(begin);
        buffer.put((byte) (alignment.name().length() + 1));
        buffer.put((byte) alignment.mappingQuality());
        buffer.putShort((short) (alignment.contig() < 0 ? 4680 : IndexWriter.bin(begin, end)));
        int operationsPosition = buffer.position();
        buffer.putShort((short) 0);
        buffer.putShort((short) alignment.flag());
        buffer.putInt(alignment.bases().length());
        buffer.putInt(alignment.mateContig());
        buffer.putInt(alignment.matePosition() - 1);
        buffer.putInt(alignment.templateLength());
        buffer.put(alignment.name().getBytes(US_ASCII)).put((byte) 0);
        int operations = 0;
        int length = 0;
        for (char symbol : alignment.cigar().toCharArray()) {
            if (Character.isDigit(symbol)) {
                length = length * 10 + symbol - '0';
            }
            else {
                buffer.putInt(length << 4 | OPERATIONS.indexOf(symbol));
                length = 0;
                operations++;
            }
        }
        buffer.putShort(operationsPosition, (short) operations);
        String bases = alignment.bases();
        for (int i = 0; i < bases.length(); i += 2) {
            int second = i + 1 < bases.length() ? BASE_CODES.indexOf(bases.charAt(i + 1)) : 0;
            buffer.put((byte) (BASE_CODES.indexOf(bases.charAt(i)) << 4 | second));
        }
        buffer.put(alignment.qualities());
        if ((alignment.flag() & UNMAPPED) == 0) {
            buffer.put(new byte[] {'N', 'M', 'C', (byte) alignment.mismatches()});
            putText("MD", alignment.mismatchPositions());
        }
        putText("RG", alignment.readGroup());
        buffer.putInt(0, buffer.position() - Integer.BYTES);
        buffer.flip();
    }

    private void putText(String tag, String value)
    {
        buffer.put(tag.getBytes(US_ASCII)).put((byte) 'Z').put(value.getBytes(US_ASCII)).put((byte) 0);
    }

    @Override
    public void close()
            throws IOException
    {
        out.close();
        // After the file, so that the index is not older than it
        if (csi) {
            index.writeBamCsi(file.resolveSibling(file.getFileName() + ".csi"), Genome.CONTIGS.size());
        }
        else {
            index.writeBai(file.resolveSibling(file.getFileName() + ".bai"), Genome.CONTIGS.size());
        }
    }
}
