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
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * @param kind what is measured
 * @param data folder of the files that are read; see docs/benchmarks.md
 * @param cases names of the benchmarks to run; all if there is none
 * @param runs of each side, after a warm-up
 * @param pattern of the names of the benchmarks of inner loops to run
 */
record BenchmarkOptions(Kind kind, Path data, Set<String> cases, int runs, Optional<String> pattern)
{
    enum Kind
    {
        /**
         * Beside the tools of the field, with the files in a folder.
         */
        TOOLS,
        /**
         * Beside the tools of the field, with the files behind an object store.
         */
        S3,
        /**
         * With more data, with wider files and with more workers.
         */
        SCALING,
        /**
         * What a policy costs, and what it saves.
         */
        POLICY,
        /**
         * The inner loops.
         */
        JMH,
    }

    private static final int RUNS = 5;

    BenchmarkOptions
    {
        requireNonNull(kind, "kind is null");
        requireNonNull(data, "data is null");
        cases = ImmutableSet.copyOf(cases);
        requireNonNull(pattern, "pattern is null");
    }

    static BenchmarkOptions parse(List<String> arguments, Path workingDirectory)
    {
        Kind kind = Kind.TOOLS;
        Path data = Path.of(System.getProperty("user.home"), ".genolake", "benchmark");
        ImmutableSet.Builder<String> cases = ImmutableSet.builder();
        int runs = RUNS;
        Optional<String> pattern = Optional.empty();
        String option = "";
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                option = argument;
                kind = switch (argument) {
                    case "--s3" -> Kind.S3;
                    case "--scaling" -> Kind.SCALING;
                    case "--policy" -> Kind.POLICY;
                    case "--jmh" -> Kind.JMH;
                    default -> kind;
                };
                continue;
            }
            switch (option) {
                case "--data" -> data = workingDirectory.resolve(argument);
                case "--case" -> cases.add(argument);
                case "--runs" -> runs = runs(argument);
                case "--jmh" -> pattern = Optional.of(argument);
                default -> throw new BenchmarkException("'%s' is no option of bench: it takes --s3, --scaling, --policy or --jmh [REGEX], --data DIR, --case NAME... and --runs N".formatted(option.isEmpty() ? argument : option));
            }
            if (!option.equals("--case")) {
                option = "";
            }
        }
        return new BenchmarkOptions(kind, data.toAbsolutePath().normalize(), cases.build(), runs, pattern);
    }

    private static int runs(String argument)
    {
        if (!argument.matches("[1-9][0-9]{0,3}")) {
            throw new BenchmarkException("'%s' is no number of runs".formatted(argument));
        }
        return Integer.parseInt(argument);
    }
}
