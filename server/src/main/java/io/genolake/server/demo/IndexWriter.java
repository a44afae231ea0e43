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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Collects the places of the records of a sorted file and writes them as BAI, TBI or CSI (SAM specification section 5, the tabix and
 * CSI specifications), all with bins of 16 kb in six levels.
 */
final class IndexWriter
{
    private static final int MIN_SHIFT = 14;
    private static final int DEPTH = 5;
    private static final int METADATA_BIN = 37450;

    private final List<Reference> references = new ArrayList<>();
    private long unplaced;

    /**
     * @param reference index of the contig in the index
     * @param begin first base, 0-based
     * @param end the base after the last
     * @param from virtual offset of the record
     * @param to virtual offset behind it
     */
    void add(int reference, int begin, int end, long from, long to, boolean mapped)
    {
        while (references.size() <= reference) {
            references.add(new Reference());
        }
        references.get(reference).add(begin, Math.max(end, begin + 1), from, to, mapped);
    }

    void addUnplaced()
    {
        unplaced++;
    }

    void writeBai(Path file, int referenceCount)
            throws IOException
    {
        Bytes bytes = new Bytes();
        bytes.magic("BAI\1");
        bytes.int32(referenceCount);
        writeReferences(bytes, referenceCount, false);
        Files.write(file, bytes.toByteArray());
    }

    void writeTbi(Path file, List<String> names, Columns columns)
            throws IOException
    {
        Bytes bytes = new Bytes();
        bytes.magic("TBI\1");
        bytes.int32(names.size());
        writeColumns(bytes, names, columns);
        writeReferences(bytes, names.size(), false);
        writeCompressed(file, bytes);
    }

    void writeTextCsi(Path file, List<String> names, Columns columns)
            throws IOException
    {
        Bytes auxiliary = new Bytes();
        writeColumns(auxiliary, names, columns);
        writeCsi(file, auxiliary.toByteArray(), names.size());
    }

    void writeBamCsi(Path file, int referenceCount)
            throws IOException
    {
        writeCsi(file, new byte[0], referenceCount);
    }

    private void writeCsi(Path file, byte[] auxiliary, int referenceCount)
            throws IOException
    {
        Bytes bytes = new Bytes();
        bytes.magic("CSI\1");
        bytes.int32(MIN_SHIFT);
        bytes.int32(DEPTH);
        bytes.int32(auxiliary.length);
        bytes.writeBytes(auxiliary);
        bytes.int32(referenceCount);
        writeReferences(bytes, referenceCount, true);
        writeCompressed(file, bytes);
    }

    private static void writeColumns(Bytes bytes, List<String> names, Columns columns)
    {
        bytes.int32(columns.format);
        bytes.int32(columns.sequence);
        bytes.int32(columns.begin);
        bytes.int32(columns.end);
        bytes.int32('#');
        bytes.int32(0);
        byte[] joined = (String.join("\0", names) + "\0").getBytes(US_ASCII);
        bytes.int32(joined.length);
        bytes.writeBytes(joined);
    }

    private void writeReferences(Bytes bytes, int referenceCount, boolean csi)
    {
        for (int i = 0; i < referenceCount; i++) {
            Reference reference = i < references.size() ? references.get(i) : new Reference();
            reference.write(bytes, csi);
        }
        bytes.int64(unplaced);
    }

    private static void writeCompressed(Path file, Bytes bytes)
            throws IOException
    {
        try (OutputStream out = new BgzfOutputStream(file)) {
            bytes.writeTo(out);
        }
    }

    static int bin(int begin, int end)
    {
        int shift = MIN_SHIFT;
        for (int level = DEPTH; level > 0; level--) {
            if (begin >> shift == (end - 1) >> shift) {
                return ((1 << (3 * level)) - 1) / 7 + (begin >> shift);
            }
            shift += 3;
        }
        return 0;
    }

    private static int firstWindow(int bin)
    {
        int level = 0;
        int first = 0;
        while (bin >= first + (1 << (3 * level))) {
            first += 1 << (3 * level);
            level++;
        }
        return (bin - first) << (3 * (DEPTH - level));
    }

    enum Columns
    {
        VCF(2, 1, 2, 0),
        BED(0x10000, 1, 2, 3);

        private final int format;
        private final int sequence;
        private final int begin;
        private final int end;

        Columns(int format, int sequence, int begin, int end)
        {
            this.format = format;
            this.sequence = sequence;
            this.begin = begin;
            this.end = end;
        }
    }

    private static final class Reference
    {
        private final SortedMap<Integer, List<long[]>> bins = new TreeMap<>();
        // Per window of 16 kb the smallest virtual offset of a record that overlaps it
        private long[] windows = new long[0];
        private int windowCount;
        private long from = -1;
        private long to;
        private long mapped;
        private long unmapped;

        private void add(int begin, int end, long recordFrom, long recordTo, boolean recordMapped)
        {
            if (from < 0) {
                from = recordFrom;
            }
            to = recordTo;
            if (recordMapped) {
                mapped++;
            }
            else {
                unmapped++;
            }
            List<long[]> chunks = bins.computeIfAbsent(bin(begin, end), _ -> new ArrayList<>());
            if (!chunks.isEmpty() && chunks.getLast()[1] >> 16 == recordFrom >> 16) {
                chunks.getLast()[1] = recordTo;
            }
            else {
                chunks.add(new long[] {recordFrom, recordTo});
            }
            int lastWindow = (end - 1) >> MIN_SHIFT;
            if (lastWindow >= windows.length) {
                int known = windows.length;
                windows = Arrays.copyOf(windows, lastWindow * 2 + 1);
                Arrays.fill(windows, known, windows.length, -1);
            }
            windowCount = Math.max(windowCount, lastWindow + 1);
            for (int window = begin >> MIN_SHIFT; window <= lastWindow; window++) {
                if (windows[window] < 0) {
                    windows[window] = recordFrom;
                }
            }
        }

        private void write(Bytes bytes, boolean csi)
        {
            for (int i = 0; i < windowCount; i++) {
                if (windows[i] < 0) {
                    // Nothing overlaps it: what comes after its predecessor comes after it
                    windows[i] = i == 0 ? 0 : windows[i - 1];
                }
            }
            bytes.int32(bins.isEmpty() ? 0 : bins.size() + 1);
            for (Map.Entry<Integer, List<long[]>> entry : bins.entrySet()) {
                bytes.int32(entry.getKey());
                if (csi) {
                    bytes.int64(windows[firstWindow(entry.getKey())]);
                }
                bytes.int32(entry.getValue().size());
                for (long[] chunk : entry.getValue()) {
                    bytes.int64(chunk[0]);
                    bytes.int64(chunk[1]);
                }
            }
            if (!bins.isEmpty()) {
                bytes.int32(METADATA_BIN);
                if (csi) {
                    bytes.int64(0);
                }
                bytes.int32(2);
                bytes.int64(from);
                bytes.int64(to);
                bytes.int64(mapped);
                bytes.int64(unmapped);
            }
            if (!csi) {
                bytes.int32(windowCount);
                for (int i = 0; i < windowCount; i++) {
                    bytes.int64(windows[i]);
                }
            }
        }
    }

    private static final class Bytes
            extends ByteArrayOutputStream
    {
        private void magic(String magic)
        {
            writeBytes(magic.getBytes(US_ASCII));
        }

        private void int32(int value)
        {
            writeBytes(ByteBuffer.allocate(Integer.BYTES).order(LITTLE_ENDIAN).putInt(value).array());
        }

        private void int64(long value)
        {
            writeBytes(ByteBuffer.allocate(Long.BYTES).order(LITTLE_ENDIAN).putLong(value).array());
        }
    }
}
