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
package io.genolake.benchmark;

import io.genolake.benchmark.Target.Millis;
import io.genolake.benchmark.Target.Ratio;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

final class TestResult
{
    private static final List<Run> RUNS = List.of(run(5), run(1), run(2));
    private static final List<Run> TOOL_RUNS = List.of(run(3), run(9), run(4));

    @Test
    void testMedian()
    {
        Result result = new Result(benchmark(new Ratio(2)), RUNS, TOOL_RUNS);
        assertThat(result.median()).isEqualTo(run(2));
        assertThat(result.toolMedian()).isEqualTo(run(4));
        assertThat(result.ratio()).isEqualTo(2);
    }

    @Test
    void testTarget()
    {
        assertThat(new Result(benchmark(new Ratio(2)), RUNS, TOOL_RUNS).isMet()).isTrue();
        assertThat(new Result(benchmark(new Ratio(2.1)), RUNS, TOOL_RUNS).isMet()).isFalse();
        assertThat(new Result(benchmark(new Millis(2000)), RUNS, List.of()).isMet()).isTrue();
        assertThat(new Result(benchmark(new Millis(1999)), RUNS, List.of()).isMet()).isFalse();
    }

    @Test
    void testReport()
    {
        String report = Report.markdown(List.of(new Result(benchmark(new Ratio(2)), RUNS, TOOL_RUNS), new Result(benchmark(new Millis(50)), RUNS, List.of())));
        assertThat(report.lines().skip(2)).containsExactly(
                "| name | 2.000 | 4.000 | 2.00 | 2.0 x | yes | 3.0 | 0.50 | 0.50 | 2 | 2 |",
                "| name | 2.000 |  |  | 50 ms | no | 3.0 | 0.50 |  | 2 |  |");
    }

    @Test
    void testReportOfStore()
    {
        List<Run> runs = List.of(run(5), run(1).withStore(17, 4_000_000), run(0.5));
        String report = Report.markdown(List.of(new Result(benchmark(new Ratio(2)), runs, TOOL_RUNS)));
        assertThat(report.lines()).containsExactly(
                "| benchmark | Genolake s | tool s | ratio | target | met | requests | read MB | CPU s | tool CPU s | memory MB | tool memory MB |",
                "|---|---|---|---|---|---|---|---|---|---|---|---|",
                "| name | 1.000 | 4.000 | 4.00 | 2.0 x | yes | 17 | 4.0 | 0.50 | 0.50 | 2 | 2 |");
    }

    private static Run run(double seconds)
    {
        return new Run(seconds, 0.5, 2_000_000, 3_000_000, 0);
    }

    private static Benchmark benchmark(Target target)
    {
        return Benchmark.query("name", "title", "SELECT 1", "true", "echo 1", target);
    }
}
