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

import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.Compression;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import io.genolake.formats.vcf.VcfColumns;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;

/**
 * Finds lines and their fields, and reads the position: lines a second, of a file that is stored as it is and of one in BGZF.
 */
@State(Scope.Thread)
public class BenchmarkLines
{
    private static final int RECORDS = 50_000;
    private static final int BATCH_RECORDS = 8192;
    private static final int BATCH_BYTES = 1 << 20;

    private byte[] plain;
    private byte[] compressed;

    @Setup
    public void makeFiles()
    {
        plain = BenchmarkFiles.sites(RECORDS);
        compressed = BenchmarkFiles.bgzf(plain);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long scanPlain()
            throws IOException
    {
        return scan(plain, Compression.NONE);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long scanBgzf()
            throws IOException
    {
        return scan(compressed, Compression.BGZF);
    }

    private static long scan(byte[] file, Compression compression)
            throws IOException
    {
        try (BlockStream stream = BlockStreams.open(new MemoryByteSource("memory", file), compression)) {
            Window window = new Window(stream, 1 << 28);
            TabbedReader reader = new TabbedReader(window, VcfColumns.FIXED);
            TabbedBatch batch = new TabbedBatch();
            reader.start(window.seek(0));
            long sum = 0;
            for (int size = reader.read(batch, BATCH_RECORDS, BATCH_BYTES); size > 0; size = reader.read(batch, BATCH_RECORDS, BATCH_BYTES)) {
                for (int line = 0; line < size; line++) {
                    sum += VcfColumns.pos(batch.bytes(), batch.fieldStart(line, VcfColumns.POS), batch.fieldEnd(line, VcfColumns.POS));
                }
            }
            return sum;
        }
    }
}
