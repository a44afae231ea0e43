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

import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.io.MemoryByteSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;
import java.util.Arrays;

/**
 * Inflates blocks and checks their CRC: decoded bytes a second.
 */
@State(Scope.Thread)
public class BenchmarkBgzf
{
    private static final int SIZE = 16 << 20;

    private byte[] lines;
    private byte[] reads;
    private final byte[] block = new byte[1 << 16];

    @Setup
    public void makeFiles()
    {
        lines = BenchmarkFiles.bgzf(Arrays.copyOf(BenchmarkFiles.sites(100_000), SIZE));
        reads = BenchmarkFiles.bgzf(Arrays.copyOf(BenchmarkFiles.bam(60_000), SIZE));
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long inflateVcf()
            throws IOException
    {
        return inflate(lines);
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long inflateBam()
            throws IOException
    {
        return inflate(reads);
    }

    private long inflate(byte[] file)
            throws IOException
    {
        try (BgzfStream stream = new BgzfStream(new MemoryByteSource("memory", file))) {
            long size = 0;
            for (int length = stream.read(block, 0); length >= 0; length = stream.read(block, 0)) {
                size += length;
            }
            return size;
        }
    }
}
