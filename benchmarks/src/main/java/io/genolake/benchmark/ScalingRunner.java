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

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import static java.util.Objects.requireNonNull;

/**
 * The program behind {@code ./genolake bench --scaling}: whether a gigabyte costs the same in large files, a split needs no more memory in wide
 * ones, and two workers are twice as fast as one.
 */
final class ScalingRunner
{
    private static final List<Case> CASES = List.of(
            new Case("sum of dosages", "calls.vcf.gz", "SELECT sum(dosage) FROM genomics.%s.genotypes"),
            new Case("count and last position", "calls.vcf.gz", "SELECT count(*), max(pos) FROM genomics.%s.variants"),
            new Case("mean MAPQ and read length", "reads.bam", "SELECT count(*), avg(mapq), avg(length(seq)) FROM genomics.%s.alignments"),
            new Case("bases and qualities", "reads.bam", "SELECT sum(length(seq)), sum(length(qual)), max(qname) FROM genomics.%s.alignments"));
    private static final List<String> WIDE_CASES = List.of(
            "SELECT sum(dosage) FROM genomics.%s.genotypes",
            "SELECT count(*), sum(cardinality(dosages)) FROM genomics.%s.variants",
            "SELECT max(pos), max(\"$record\") FROM genomics.%s.variants");
    private static final String WORKERS_CASE = "SELECT sum(dosage) FROM genomics.x4.genotypes";
    private static final int MAX_WORKERS = 2;
    private static final double TARGET_SPEEDUP = 1.8;
    private static final long MAX_SPLIT_BYTES = 256L << 20;

    private final ScalingLake lake;
    private final BenchmarkOptions options;
    private final PrintStream console;
    private final StringJoiner report = new StringJoiner("\n", "", "\n");

    private record Case(String title, String file, String sql) {}

    private ScalingRunner(ScalingLake lake, BenchmarkOptions options, PrintStream console)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.options = requireNonNull(options, "options is null");
        this.console = requireNonNull(console, "console is null");
    }

    static boolean run(BenchmarkOptions options, String launcher, PrintStream console)
    {
        ScalingLake lake = ScalingLake.prepare(BenchmarkLake.prepare(options.data()), options.data());
        ScalingRunner runner = new ScalingRunner(lake, options, console);
        try {
            try (BenchmarkServer server = BenchmarkServer.start(List.of(launcher), lake.directory().toString(), options.data().resolve("server"), List.of("--heap", "2g"))) {
                runner.largerFiles(server);
                runner.widerFiles(server);
            }
            runner.moreWorkers(Path.of(System.getProperty("genolake.distribution")));
            Files.writeString(options.data().resolve("scaling.md"), runner.report.toString());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.println("Written to " + options.data().resolve("scaling.md"));
        return true;
    }

    private void line(String line)
    {
        report.add(line);
        console.println(line);
    }

    private void largerFiles(BenchmarkServer server)
            throws IOException
    {
        line("| CPU seconds a raw GB | 1x | 4x | 16x | 16x / 1x |");
        line("|---|---|---|---|---|");
        for (Case measured : CASES) {
            long rawBytes = lake.rawBytes(ScalingLake.project(1), measured.file());
            Map<Integer, Double> costs = new TreeMap<>();
            // the compiler is to be done before the smallest is measured
            WarmUp.with(() -> server.time(measured.sql().formatted(ScalingLake.project(1))));
            for (int factor : ScalingLake.FACTORS) {
                String sql = measured.sql().formatted(ScalingLake.project(factor));
                server.time(sql);
                List<Double> seconds = new ArrayList<>();
                for (int i = 0; i < options.runs(); i++) {
                    seconds.add(server.time(sql).cpuSeconds());
                }
                costs.put(factor, median(seconds) / (factor * (double) rawBytes) * 1e9);
            }
            line("| %s, %s | %.3f | %.3f | %.3f | %.2f |".formatted(measured.file(), measured.title(), costs.get(1), costs.get(4), costs.get(16), costs.get(16) / costs.get(1)));
        }
        line("");
    }

    private void widerFiles(BenchmarkServer server)
    {
        line("| MB that one split has reserved at most | %s |".formatted(String.join(" | ", ScalingLake.WIDTHS.stream().map("%,d samples"::formatted).toList())));
        line("|---|" + "---|".repeat(ScalingLake.WIDTHS.size()));
        for (String sql : WIDE_CASES) {
            StringJoiner cells = new StringJoiner(" | ", "| " + sql.formatted("wide") + " | ", " |");
            for (int width : ScalingLake.WIDTHS) {
                long peak = server.client().peakOperatorBytes(server.client().execute(sql.formatted(ScalingLake.wideProject(width))).queryId());
                cells.add("%.1f%s".formatted(peak / 1e6, peak <= MAX_SPLIT_BYTES ? "" : " (too much)"));
            }
            line(cells.toString());
        }
        line("");
    }

    private void moreWorkers(Path distribution)
    {
        if (Runtime.getRuntime().availableProcessors() < MAX_WORKERS || CommandLine.version("taskset").isEmpty()) {
            line("Workers are compared where there are two processors and taskset, and here are not.");
            return;
        }
        line("| workers of one processor each | s | CPU s | speedup | target |");
        line("|---|---|---|---|---|");
        double one = 0;
        for (int workers = 1; workers <= MAX_WORKERS; workers++) {
            List<Double> seconds = new ArrayList<>();
            double cpuSeconds;
            try (BenchmarkCluster cluster = BenchmarkCluster.start(distribution, lake.directory(), options.data().resolve("cluster"), workers)) {
                WarmUp.with(() -> cluster.client().execute(WORKERS_CASE));
                double before = cluster.cpuSeconds();
                for (int i = 0; i < options.runs(); i++) {
                    seconds.add(cluster.client().execute(WORKERS_CASE).seconds());
                }
                cpuSeconds = (cluster.cpuSeconds() - before) / options.runs();
            }
            one = workers == 1 ? median(seconds) : one;
            line("| %s | %.3f | %.2f | %.2f | %s |".formatted(workers, median(seconds), cpuSeconds, one / median(seconds), workers == 1 ? "" : TARGET_SPEEDUP));
        }
    }

    private static double median(List<Double> values)
    {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
