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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Runs command lines of bash, as a user types them.
 */
final class CommandLine
{
    private CommandLine() {}

    /**
     * What a command line prints, without line feeds at the end.
     */
    static String output(String command)
    {
        try {
            Process process = start(command, ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.INHERIT);
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            await(process, command);
            return output.stripTrailing();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a command line for its time; what it prints goes nowhere.
     */
    static Run time(String command)
    {
        try {
            Path times = Files.createTempFile("genolake-benchmark", ".times");
            try {
                // bash itself adds up the times of all parts of a pipeline
                String timed = "TIMEFORMAT='%%R %%U %%S'; time { %s ; } 2>/dev/null".formatted(command);
                Process process = start(timed, ProcessBuilder.Redirect.DISCARD, ProcessBuilder.Redirect.to(times.toFile()));
                long peak;
                try (MemoryWatch memory = new MemoryWatch(process.toHandle())) {
                    await(process, command);
                    peak = memory.peakBytes();
                }
                List<Double> seconds = Stream.of(Files.readString(times).strip().split(" ")).map(Double::valueOf).toList();
                return new Run(seconds.get(0), seconds.get(1) + seconds.get(2), peak, 0, 0);
            }
            finally {
                Files.delete(times);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first line that a tool prints about its version; empty if there is no such tool.
     */
    static Optional<String> version(String tool)
    {
        return Optional.of(output("command -v %1$s > /dev/null && %1$s --version 2>/dev/null | head -n 1 || true".formatted(tool)))
                .filter(version -> !version.isEmpty());
    }

    private static Process start(String command, ProcessBuilder.Redirect output, ProcessBuilder.Redirect error)
            throws IOException
    {
        return new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output)
                .redirectError(error)
                .start();
    }

    private static void await(Process process, String command)
    {
        try {
            if (process.waitFor() != 0) {
                throw new BenchmarkException("this command failed with status %s: %s".formatted(process.exitValue(), command));
            }
        }
        catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted in this command: " + command);
        }
    }
}
