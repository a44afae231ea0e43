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
package io.genolake.benchmark.jmh;

import io.genolake.formats.bam.BamBatch;
import io.genolake.formats.bam.BamHeader;
import io.genolake.formats.bam.BamHeaderReader;
import io.genolake.formats.bam.BamReader;
import io.genolake.formats.bam.BamRecord;
import io.genolake.formats.bam.RecordProblems;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.Compression;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.Window;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;

/**
 * Reads BAM records of 150 bases: reads a second. The file is stored in BGZF.
 */
@State(Scope.Thread)
public class BenchmarkBam
{
    private static final int READS = 20_000;
    private static final int BATCH_RECORDS = 8192;
    private static final int BATCH_BYTES = 1 << 20;

    private byte[] file;
    private final byte[] text = new byte[1 << 12];

    @FunctionalInterface
    private interface Decoder
    {
        long decode(byte[] bytes, int start, int end);
    }

    @Setup
    public void makeFile()
    {
        file = BenchmarkFiles.bgzf(BenchmarkFiles.bam(READS));
    }

    /**
     * The fields that a filter looks at.
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long fixedFields()
            throws IOException
    {
        return scan((bytes, start, _) -> BamRecord.mapq(bytes, start) + BamRecord.flag(bytes, start) + BamRecord.pos(bytes, start));
    }

    /**
     * CIGAR, sequence and qualities as text, and the last position.
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long decodedFields()
            throws IOException
    {
        return scan((bytes, start, end) -> BamRecord.endPos(bytes, start, end)
                + BamRecord.writeCigar(bytes, start, end, text, 0)
                + BamRecord.writeSequence(bytes, start, text, 0)
                + BamRecord.writeQualities(bytes, start, text, 0));
    }

    private long scan(Decoder decoder)
            throws IOException
    {
        try (BlockStream stream = BlockStreams.open(new MemoryByteSource("memory", file), Compression.BGZF)) {
            Window window = new Window(stream, 1 << 28);
            BamHeader header = BamHeaderReader.read(window);
            BamReader reader = new BamReader(window, header, BamReader.LARGEST_RECORD, RecordProblems.FAIL);
            BamBatch batch = new BamBatch();
            reader.start(window.seek(header.firstRecord()));
            long sum = 0;
            for (int size = reader.read(batch, BATCH_RECORDS, BATCH_BYTES); size > 0; size = reader.read(batch, BATCH_RECORDS, BATCH_BYTES)) {
                for (int read = 0; read < size; read++) {
                    sum += decoder.decode(batch.bytes(), batch.recordStart(read), batch.recordEnd(read));
                }
            }
            return sum;
        }
    }
}
