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
package io.genolake.formats.bam;

import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.Window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static io.genolake.formats.bam.RecordBuilder.record;

/**
 * Files of records, and ways to read them.
 */
final class BamTesting
{
    static final int MAX_RECORD_SIZE = 1 << 22;
    static final List<BamReference> REFERENCES = List.of(new BamReference("chr1", 248_956_422), new BamReference("chr2", 1_000_000), new BamReference("chrM", 16_569));

    private BamTesting() {}

    static BamBuilder builder()
    {
        return new BamBuilder("@HD\tVN:1.6\tSO:coordinate\n@RG\tID:a\tSM:one\n", REFERENCES);
    }

    static BamHeader header(BlockStream stream)
    {
        try {
            return BamHeaderReader.read(new Window(stream, MAX_RECORD_SIZE));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A batch that has just one record.
     */
    static BamBatch batch(byte[] record)
    {
        try {
            MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder().add(record).toBytes(), 50_000);
            BamHeader header = header(stream);
            Window window = new Window(stream, MAX_RECORD_SIZE);
            BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, RecordProblems.FAIL);
            reader.start(window.seek(header.firstRecord()));
            BamBatch batch = new BamBatch();
            reader.read(batch, 1, 1);
            return batch;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The virtual offsets of a range's records.
     */
    static List<Long> read(BlockStream stream, BamHeader header, long begin, long end, boolean exactEnd, int maxRecords, int maxBytes)
            throws IOException
    {
        Window window = new Window(stream, MAX_RECORD_SIZE);
        BamReader reader = new BamReader(window, header, MAX_RECORD_SIZE, RecordProblems.FAIL);
        reader.start(window.seek(begin), exactEnd);
        window.readUntil(end, false);
        List<Long> offsets = new ArrayList<>();
        BamBatch batch = new BamBatch();
        while (reader.read(batch, maxRecords, maxBytes) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                offsets.add(batch.virtualOffset(i));
            }
        }
        return offsets;
    }

    /**
     * Some record as sequencers make it.
     *
     * @param meanLength bases of the read, about
     */
    static RecordBuilder randomRecord(Random random, int meanLength)
    {
        int length = random.nextInt(20) == 0 ? 0 : random.nextInt(1, 2 * meanLength);
        String sequence = random.ints(length, 0, 4)
                .collect(StringBuilder::new, (builder, base) -> builder.append("ACGT".charAt(base)), StringBuilder::append)
                .toString();
        RecordBuilder record = record()
                .name("read." + random.nextInt(1_000_000))
                .mapq(random.nextInt(61))
                .bin(random.nextInt(37_450))
                .sequence(sequence);
        if (random.nextInt(10) > 0) {
            byte[] qualities = new byte[length];
            for (int i = 0; i < length; i++) {
                qualities[i] = (byte) random.nextInt(42);
            }
            record.qualities(qualities);
        }
        if (random.nextInt(10) > 0) {
            int refId = random.nextInt(REFERENCES.size());
            int pos = random.nextInt((int) REFERENCES.get(refId).length());
            record.place(refId, pos).mate(refId, pos / 2, random.nextInt(-500, 500)).flag(random.nextInt(4096) & ~4);
            if (length > 10) {
                int clip = random.nextInt(1, length - 5);
                record.cigar(clip << 4 | 4, 3 << 4, 7 << 4 | 2, (length - clip - 3) << 4);
            }
        }
        record.number("NM", 'C', random.nextInt(256));
        if (random.nextBoolean()) {
            record.text("MD", 'Z', "10A5^AC6").text("RG", 'Z', "a");
        }
        if (random.nextInt(5) == 0) {
            record.array("ZB", 'S', random.longs(random.nextInt(100), 0, 65536).toArray()).real("de", random.nextFloat());
        }
        return record;
    }
}
