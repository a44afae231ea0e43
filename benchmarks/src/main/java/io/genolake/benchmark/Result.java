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

import com.google.common.collect.ImmutableList;

import java.util.Comparator;
import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * What was measured for a benchmark.
 *
 * @param toolRuns empty where no tool is timed
 */
record Result(Benchmark benchmark, List<Run> runs, List<Run> toolRuns)
{
    Result
    {
        requireNonNull(benchmark, "benchmark is null");
        runs = ImmutableList.copyOf(runs);
        toolRuns = ImmutableList.copyOf(toolRuns);
        checkArgument(!runs.isEmpty(), "no runs");
    }

    Run median()
    {
        return median(runs);
    }

    Run toolMedian()
    {
        return median(toolRuns);
    }

    boolean hasTool()
    {
        return !toolRuns.isEmpty();
    }

    double ratio()
    {
        return toolMedian().seconds() / median().seconds();
    }

    boolean isMet()
    {
        return benchmark.target().isMet(median().seconds(), hasTool() ? toolMedian().seconds() : Double.NaN);
    }

    /**
     * The run in the middle by time, so that its other numbers are of that run, too.
     */
    private static Run median(List<Run> runs)
    {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Run::seconds))
                .toList()
                .get(runs.size() / 2);
    }
}
