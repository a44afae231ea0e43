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

import com.google.common.collect.ImmutableSet;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * @param data folder of the files that are read; see docs/benchmarks.md
 * @param cases names of the benchmarks to run; all if there is none
 * @param runs of each side, after a warm-up
 */
record BenchmarkOptions(Path data, Set<String> cases, int runs)
{
    private static final int RUNS = 5;

    BenchmarkOptions
    {
        requireNonNull(data, "data is null");
        cases = ImmutableSet.copyOf(cases);
    }

    static BenchmarkOptions parse(List<String> arguments, Path workingDirectory)
    {
        Path data = Path.of(System.getProperty("user.home"), ".genolake", "benchmark");
        ImmutableSet.Builder<String> cases = ImmutableSet.builder();
        int runs = RUNS;
        String option = "";
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                option = argument;
                continue;
            }
            switch (option) {
                case "--data" -> data = workingDirectory.resolve(argument);
                case "--case" -> cases.add(argument);
                case "--runs" -> runs = runs(argument);
                default -> throw new BenchmarkException("'%s' is no option of bench: it takes --data DIR, --case NAME... and --runs N".formatted(option.isEmpty() ? argument : option));
            }
            if (!option.equals("--case")) {
                option = "";
            }
        }
        return new BenchmarkOptions(data.toAbsolutePath().normalize(), cases.build(), runs);
    }

    private static int runs(String argument)
    {
        if (!argument.matches("[1-9][0-9]{0,3}")) {
            throw new BenchmarkException("'%s' is no number of runs".formatted(argument));
        }
        return Integer.parseInt(argument);
    }
}
