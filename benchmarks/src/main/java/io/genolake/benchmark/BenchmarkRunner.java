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

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The program behind {@code ./genolake bench}: asks Genolake and the tools of the field the same questions, in turns, and compares both the
 * answers and the times.
 */
public final class BenchmarkRunner
{
    private static final List<String> TOOLS = List.of("samtools", "bcftools", "bedtools");
    private static final String HEAP = "2g";

    private final BenchmarkServer server;
    private final int runs;
    private final PrintStream console;

    private BenchmarkRunner(BenchmarkServer server, int runs, PrintStream console)
    {
        this.server = requireNonNull(server, "server is null");
        this.runs = runs;
        this.console = requireNonNull(console, "console is null");
    }

    static void main(String[] arguments)
    {
        try {
            Path workingDirectory = Path.of(System.getProperty("genolake.working-directory", ""));
            String launcher = System.getProperty("genolake.launcher");
            boolean good = run(BenchmarkOptions.parse(List.of(arguments), workingDirectory), launcher, System.out);
            System.exit(good ? 0 : 1);
        }
        catch (BenchmarkException e) {
            System.out.println("genolake: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(BenchmarkOptions options, String launcher, PrintStream console)
    {
        List<String> versions = TOOLS.stream()
                .map(tool -> CommandLine.version(tool).orElseThrow(() -> new BenchmarkException("the benchmarks compare with %s, which is not installed".formatted(tool))))
                .toList();
        BenchmarkLake lake = BenchmarkLake.prepare(options.data());
        List<Benchmark> benchmarks = select(Benchmarks.of(lake), options);
        List<Result> results = new ArrayList<>();
        boolean good = true;
        try (BenchmarkServer server = BenchmarkServer.start(List.of(launcher), lake.directory().toString(), options.data().resolve("server"), ImmutableList.<String>builder().add("--heap", HEAP).addAll(lake.options()).build())) {
            server.answer("CREATE SCHEMA IF NOT EXISTS lake.benchmark");
            BenchmarkRunner runner = new BenchmarkRunner(server, options.runs(), console);
            for (Benchmark benchmark : benchmarks) {
                console.printf("%s: %s%n", benchmark.name(), benchmark.title());
                Optional<Result> result = runner.run(benchmark);
                result.ifPresent(results::add);
                good &= result.isPresent();
            }
        }
        console.println();
        console.print(Report.markdown(results));
        Report.write(results, versions, options.data());
        console.println("Written to %s and benchmarks.json beside it".formatted(options.data().resolve("benchmarks.md")));
        return good;
    }

    private static List<Benchmark> select(List<Benchmark> benchmarks, BenchmarkOptions options)
    {
        List<String> names = benchmarks.stream().map(Benchmark::name).toList();
        for (String name : options.cases()) {
            if (!names.contains(name)) {
                throw new BenchmarkException("there is no benchmark '%s'; there are %s".formatted(name, String.join(", ", names)));
            }
        }
        return benchmarks.stream()
                .filter(benchmark -> options.cases().isEmpty() || options.cases().contains(benchmark.name()))
                .toList();
    }

    /**
     * @return empty if the answers differ
     */
    private Optional<Result> run(Benchmark benchmark)
    {
        prepare(benchmark);
        String answer = server.answer(benchmark.sql());
        if (benchmark.check().isPresent()) {
            answer = server.answer(benchmark.check().orElseThrow());
        }
        String expected = CommandLine.output(benchmark.answer());
        if (!Answers.areEqual(answer, expected)) {
            console.printf("  the answers DIFFER%n  Genolake: %s%n  the tool: %s%n", answer, expected);
            return Optional.empty();
        }
        console.printf("  both answer %s%n", answer.replace("\n", " | "));
        for (int i = 0; i < warmUps(benchmark); i++) {
            time(benchmark);
        }
        benchmark.tool().ifPresent(CommandLine::time);
        List<Run> ours = new ArrayList<>();
        List<Run> theirs = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            ours.add(time(benchmark));
            benchmark.tool().ifPresent(tool -> theirs.add(CommandLine.time(tool)));
        }
        prepare(benchmark);
        Result result = new Result(benchmark, ours, theirs);
        console.printf("  %.3f s, the tool %.3f s%n", result.median().seconds(), result.hasTool() ? result.toolMedian().seconds() : Double.NaN);
        return Optional.of(result);
    }

    /**
     * What takes milliseconds is compiled only when it has run for some time.
     */
    private static int warmUps(Benchmark benchmark)
    {
        return benchmark.target() instanceof Target.Millis ? 30 : 1;
    }

    private Run time(Benchmark benchmark)
    {
        prepare(benchmark);
        return server.time(benchmark.sql());
    }

    private void prepare(Benchmark benchmark)
    {
        benchmark.before().forEach(server::answer);
    }
}
