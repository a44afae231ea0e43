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
import io.genolake.formats.vcf.InfoScanner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Finds fields in INFO columns of twenty fields and reads their numbers: records a second.
 */
@State(Scope.Thread)
public class BenchmarkInfo
{
    private static final int RECORDS = 1000;
    private static final List<String> NUMBERS = List.of(
            "AC", "AF", "AN", "BaseQRankSum", "ClippingRankSum", "DP", "ExcessHet", "FS", "InbreedingCoeff", "MLEAC", "MLEAF", "MQ", "MQRankSum", "QD", "ReadPosRankSum", "SOR", "VQSLOD");

    private final byte[][] columns = new byte[RECORDS][];
    private final InfoScanner one = new InfoScanner(List.of("DP".getBytes(ISO_8859_1)));
    private final InfoScanner all = new InfoScanner(Stream.concat(NUMBERS.stream(), Stream.of("NEGATIVE_TRAIN_SITE", "POSITIVE_TRAIN_SITE", "culprit"))
            .map(key -> key.getBytes(ISO_8859_1))
            .toList());

    @Setup
    public void makeRecords()
    {
        Random random = new Random(5);
        for (int i = 0; i < RECORDS; i++) {
            columns[i] = BenchmarkFiles.info(random).getBytes(ISO_8859_1);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long oneField()
    {
        long sum = 0;
        for (byte[] column : columns) {
            one.scan(column, 0, column.length);
            sum += Bytes.parseLong(column, one.valueStart(0), one.valueEnd(0));
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public double allFields()
    {
        double sum = 0;
        for (byte[] column : columns) {
            all.scan(column, 0, column.length);
            for (int key = 0; key < NUMBERS.size(); key++) {
                sum += Bytes.parseDouble(column, all.valueStart(key), all.valueEnd(key));
            }
        }
        return sum;
    }
}
