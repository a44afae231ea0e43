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

import io.genolake.formats.text.Bytes;
import io.genolake.formats.vcf.CallCounts;
import io.genolake.formats.vcf.Dosages;
import io.genolake.formats.vcf.SampleScanner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Random;

/**
 * Goes over the sample columns of a record: genotypes a second.
 */
@State(Scope.Thread)
public class BenchmarkGenotypes
{
    private static final int SAMPLES = 2504;
    private static final int DEPTH_FIELD = 2;

    private byte[] calls;
    private byte[] fullCalls;
    private final byte[] dosages = new byte[SAMPLES];
    private final CallCounts counts = new CallCounts();
    private final SampleScanner scanner = new SampleScanner();

    @Setup
    public void makeRecords()
    {
        calls = BenchmarkFiles.calls(SAMPLES, new Random(3));
        fullCalls = BenchmarkFiles.fullCalls(SAMPLES, new Random(4));
    }

    /**
     * Dosages where FORMAT is GT alone.
     */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int dosagesOfGt()
    {
        return Dosages.fill(calls, 0, calls.length, 0, 1, SAMPLES, dosages, 0);
    }

    /**
     * Dosages where FORMAT has five fields.
     */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int dosagesOfFiveFields()
    {
        return Dosages.fill(fullCalls, 0, fullCalls.length, 0, 1, SAMPLES, dosages, 0);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int callCounts()
    {
        counts.reset(1);
        return counts.count(calls, 0, calls.length, 0, SAMPLES);
    }

    /**
     * The sum of a number in the third of five fields.
     */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long depths()
    {
        scanner.start(fullCalls, 0, fullCalls.length);
        long sum = 0;
        while (scanner.nextValue(DEPTH_FIELD)) {
            sum += Bytes.parseLong(fullCalls, scanner.valueStart(), scanner.valueEnd());
        }
        return sum;
    }
}
