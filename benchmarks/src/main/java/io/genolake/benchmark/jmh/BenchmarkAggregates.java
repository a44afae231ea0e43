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

import io.airlift.slice.Slice;
import io.genolake.functions.aggregate.CallStatsAggregation;
import io.genolake.functions.aggregate.CallStatsState;
import io.genolake.functions.aggregate.CallStatsStateFactory;
import io.genolake.functions.statistics.HardyWeinbergFunctions;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.VariableWidthBlock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.Random;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Statistics of genotypes: genotypes a second in the aggregate, tests a second in the function.
 */
@State(Scope.Thread)
public class BenchmarkAggregates
{
    private static final int GENOTYPES = 10_000;
    private static final int TESTS = 1000;

    private VariableWidthBlock gt;
    private final CallStatsState callStats = new CallStatsStateFactory().createSingleState();
    private final long[] homRef = new long[TESTS];
    private final long[] het = new long[TESTS];
    private final long[] homAlt = new long[TESTS];

    @Setup
    public void makeGenotypes()
    {
        Random random = new Random(7);
        BlockBuilder builder = VARCHAR.createBlockBuilder(null, GENOTYPES);
        for (int i = 0; i < GENOTYPES; i++) {
            Slice call = utf8Slice(BenchmarkFiles.call(random));
            VARCHAR.writeSlice(builder, call);
        }
        Block block = builder.build();
        gt = (VariableWidthBlock) block;
        // the counts of a cohort of 3,202 samples, rare variants more often than common ones
        for (int i = 0; i < TESTS; i++) {
            double frequency = Math.pow(random.nextDouble(), 3) / 2;
            for (int sample = 0; sample < 3202; sample++) {
                int dosage = (random.nextDouble() < frequency ? 1 : 0) + (random.nextDouble() < frequency ? 1 : 0);
                switch (dosage) {
                    case 0 -> homRef[i]++;
                    case 1 -> het[i]++;
                    default -> homAlt[i]++;
                }
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(GENOTYPES)
    public long callStats()
    {
        for (int i = 0; i < GENOTYPES; i++) {
            CallStatsAggregation.alleleCount(callStats, gt, i, 2);
        }
        return callStats.get(0);
    }

    @Benchmark
    @OperationsPerInvocation(TESTS)
    public double hardyWeinbergTest()
    {
        double sum = 0;
        for (int i = 0; i < TESTS; i++) {
            sum += HardyWeinbergFunctions.hardyWeinbergTest(homRef[i], het[i], homAlt[i]);
        }
        return sum;
    }
}
