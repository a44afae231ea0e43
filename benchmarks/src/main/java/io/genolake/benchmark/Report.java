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
import io.airlift.json.JsonCodec;
import io.airlift.json.JsonCodecFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import static java.time.temporal.ChronoUnit.SECONDS;

/**
 * The results as a Markdown table and as JSON.
 */
final class Report
{
    private static final JsonCodec<Map<String, Object>> JSON = new JsonCodecFactory().prettyPrint().mapJsonCodec(String.class, Object.class);

    private Report() {}

    static String markdown(List<Result> results)
    {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        boolean store = results.stream().anyMatch(result -> result.median().requests() > 0);
        lines.add("| benchmark | Genolake s | tool s | ratio | target | met |%s read MB | CPU s | tool CPU s | memory MB | tool memory MB |".formatted(store ? " requests |" : ""));
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|" + (store ? "---|" : ""));
        for (Result result : results) {
            Run run = result.median();
            lines.add("| %s | %.3f | %s | %s | %s | %s |%s %.1f | %.2f | %s | %.0f | %s |".formatted(
                    result.benchmark().name(),
                    run.seconds(),
                    result.hasTool() ? "%.3f".formatted(result.toolMedian().seconds()) : "",
                    result.hasTool() ? "%.2f".formatted(result.ratio()) : "",
                    result.benchmark().target(),
                    result.isMet() ? "yes" : "no",
                    store ? " %s |".formatted(run.requests()) : "",
                    run.bytesRead() / 1e6,
                    run.cpuSeconds(),
                    result.hasTool() ? "%.2f".formatted(result.toolMedian().cpuSeconds()) : "",
                    run.peakBytes() / 1e6,
                    result.hasTool() ? "%.0f".formatted(result.toolMedian().peakBytes() / 1e6) : ""));
        }
        return lines.toString();
    }

    /**
     * @param name of the files, without their extensions
     */
    static void write(List<Result> results, List<String> tools, Path directory, String name)
    {
        Map<String, Object> document = ImmutableMap.of(
                "time", Instant.now().truncatedTo(SECONDS).toString(),
                "processors", Runtime.getRuntime().availableProcessors(),
                "java", Runtime.version().toString(),
                "tools", tools,
                "benchmarks", results.stream().map(Report::json).toList());
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".json"), JSON.toJson(document) + "\n");
            Files.writeString(directory.resolve(name + ".md"), markdown(results));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> json(Result result)
    {
        Benchmark benchmark = result.benchmark();
        return ImmutableMap.of(
                "name", benchmark.name(),
                "title", benchmark.title(),
                "sql", benchmark.sql(),
                "tool", benchmark.tool().orElse(""),
                "target", benchmark.target().toString(),
                "met", result.isMet(),
                "runs", ImmutableList.copyOf(result.runs()),
                "toolRuns", ImmutableList.copyOf(result.toolRuns()));
    }
}
