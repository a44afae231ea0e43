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
import com.google.common.collect.ImmutableMap;
import io.genolake.benchmark.jmh.JmhRunner;
import io.genolake.testing.s3.S3Server;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final Optional<S3Server> store;
    private final int runs;
    private final PrintStream console;

    private BenchmarkRunner(BenchmarkServer server, Optional<S3Server> store, int runs, PrintStream console)
    {
        this.server = requireNonNull(server, "server is null");
        this.store = requireNonNull(store, "store is null");
        this.runs = runs;
        this.console = requireNonNull(console, "console is null");
    }

    static void main(String[] arguments)
    {
        try {
            Path workingDirectory = Path.of(System.getProperty("genolake.working-directory", ""));
            String launcher = System.getProperty("genolake.launcher");
            BenchmarkOptions options = BenchmarkOptions.parse(List.of(arguments), workingDirectory);
            boolean good = switch (options.kind()) {
                case TOOLS -> run(options, launcher, System.out);
                case S3 -> runOnS3(options, launcher, System.out);
                case SCALING -> ScalingRunner.run(options, launcher, System.out);
                case POLICY -> PolicyRunner.run(options, launcher, System.out);
                case JMH -> runInnerLoops(options, System.out);
            };
            System.exit(good ? 0 : 1);
        }
        catch (BenchmarkException e) {
            System.out.println("genolake: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean runInnerLoops(BenchmarkOptions options, PrintStream console)
    {
        try {
            Files.createDirectories(options.data());
            Path results = options.data().resolve("jmh.json");
            JmhRunner.run(options.pattern(), results);
            console.println("Written to " + results);
            return true;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (NoBenchmarksException e) {
            throw new BenchmarkException("no benchmark of the inner loops has a name that contains '%s'; docs/benchmarks.md lists them".formatted(options.pattern().orElse("")));
        }
        catch (RunnerException e) {
            throw new BenchmarkException("the benchmarks of the inner loops failed: " + e.getMessage());
        }
    }

    private static boolean run(BenchmarkOptions options, String launcher, PrintStream console)
    {
        BenchmarkLake lake = BenchmarkLake.prepare(options.data());
        return run(options, launcher, lake, lake.directory().toString(), List.of(), Optional.empty(), "benchmarks", console);
    }

    private static boolean runOnS3(BenchmarkOptions options, String launcher, PrintStream console)
    {
        BenchmarkLake lake = BenchmarkLake.prepare(options.data());
        // the folder of the lake is the bucket
        try (S3Server store = new S3Server(options.data())) {
            List<String> properties = ImmutableMap.of(
                            "s3.endpoint", store.endpoint().toString(),
                            "s3.path-style-access", "true",
                            "s3.region", "eu-central-1",
                            "s3.aws-access-key", "benchmark",
                            "s3.aws-secret-key", "benchmark").entrySet().stream()
                    .flatMap(property -> Stream.of("--catalog-property", property.getKey() + "=" + property.getValue()))
                    .toList();
            return run(options, launcher, lake, "s3://" + lake.directory().getFileName(), properties, Optional.of(store), "benchmarks-s3", console);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param location of the lake for the server
     */
    private static boolean run(
            BenchmarkOptions options,
            String launcher,
            BenchmarkLake lake,
            String location,
            List<String> serverOptions,
            Optional<S3Server> store,
            String report,
            PrintStream console)
    {
        List<String> versions = TOOLS.stream()
                .map(tool -> CommandLine.version(tool).orElseThrow(() -> new BenchmarkException("the benchmarks compare with %s, which is not installed".formatted(tool))))
                .toList();
        List<Benchmark> benchmarks = select(Benchmarks.of(lake), options);
        List<String> allOptions = ImmutableList.<String>builder().add("--heap", HEAP).addAll(lake.options()).addAll(serverOptions).build();
        List<Result> results = new ArrayList<>();
        boolean good;
        try (BenchmarkServer server = BenchmarkServer.start(List.of(launcher), location, options.data().resolve("server"), allOptions)) {
            server.answer("CREATE SCHEMA IF NOT EXISTS lake.benchmark");
            BenchmarkRunner runner = new BenchmarkRunner(server, store, options.runs(), console);
            // all are warm before the first is measured, so that none is faster for its place in the list
            List<Benchmark> sound = benchmarks.stream()
                    .filter(runner::warmUp)
                    .toList();
            good = sound.size() == benchmarks.size();
            console.println();
            sound.stream()
                    .map(runner::measure)
                    .forEach(results::add);
        }
        console.println();
        console.print(Report.markdown(results));
        Report.write(results, versions, options.data(), report);
        console.println("Written to %s and %s.json beside it".formatted(options.data().resolve(report + ".md"), report));
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
     * @return whether both answer the same
     */
    private boolean warmUp(Benchmark benchmark)
    {
        console.printf("%s: %s%n", benchmark.name(), benchmark.title());
        prepare(benchmark);
        long requestsBefore = store.map(S3Server::requestCount).orElse(0L);
        long bytesBefore = store.map(S3Server::bytesSent).orElse(0L);
        String answer = server.answer(benchmark.sql());
        store.ifPresent(counted -> console.printf("  the first time: %s requests, %.1f MB%n", counted.requestCount() - requestsBefore, (counted.bytesSent() - bytesBefore) / 1e6));
        if (benchmark.check().isPresent()) {
            answer = server.answer(benchmark.check().orElseThrow());
        }
        String expected = CommandLine.output(benchmark.answer());
        if (!Answers.areEqual(answer, expected)) {
            console.printf("  the answers DIFFER%n  Genolake: %s%n  the tool: %s%n", answer, expected);
            return false;
        }
        console.printf("  both answer %s%n", answer.replace("\n", " | "));
        WarmUp.with(() -> time(benchmark));
        prepare(benchmark);
        return true;
    }

    private Result measure(Benchmark benchmark)
    {
        WarmUp.again(() -> time(benchmark));
        benchmark.tool().ifPresent(CommandLine::time);
        List<Run> ours = new ArrayList<>();
        List<Run> theirs = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            ours.add(time(benchmark));
            benchmark.tool().ifPresent(tool -> theirs.add(CommandLine.time(tool)));
        }
        prepare(benchmark);
        Result result = new Result(benchmark, ours, theirs);
        console.printf("%s: %.3f s, the tool %.3f s%n", benchmark.name(), result.median().seconds(), result.hasTool() ? result.toolMedian().seconds() : Double.NaN);
        return result;
    }

    private Run time(Benchmark benchmark)
    {
        prepare(benchmark);
        if (store.isEmpty()) {
            return server.time(benchmark.sql());
        }
        S3Server counted = store.orElseThrow();
        long requests = counted.requestCount();
        long bytes = counted.bytesSent();
        return server.time(benchmark.sql()).withStore(counted.requestCount() - requests, counted.bytesSent() - bytes);
    }

    private void prepare(Benchmark benchmark)
    {
        benchmark.before().forEach(server::answer);
    }
}
