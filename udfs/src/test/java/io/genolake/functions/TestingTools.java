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
package io.genolake.functions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkState;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The tools that functions are compared with, and real files to compare them on. A test is skipped where they are not.
 */
public final class TestingTools
{
    private TestingTools() {}

    /**
     * A file of {@code shared/data} next to the repository, or of the {@code data} folder of {@code GENOLAKE_SHARED}.
     */
    public static Path sharedFile(String path)
    {
        Path data = sharedData();
        assumeTrue(Files.isDirectory(data), "There is no shared data to test with");
        Path file = data.resolve(path);
        assumeTrue(Files.exists(file), "The shared data has no " + path);
        return file;
    }

    /**
     * The lines that a command prints.
     */
    public static List<String> run(Object... command)
            throws IOException
    {
        List<String> arguments = Stream.of(command).map(String::valueOf).toList();
        assumeTrue(isInstalled(arguments.getFirst()), arguments.getFirst() + " is not installed");
        Path output = Files.createTempFile("tool", ".out");
        Path errors = Files.createTempFile("tool", ".err");
        try {
            Process process = new ProcessBuilder(arguments)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            int status = process.waitFor();
            checkState(status == 0, "%s: status %s: %s", arguments, status, Files.readString(errors, StandardCharsets.ISO_8859_1));
            return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static boolean isInstalled(String tool)
    {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static Path sharedData()
    {
        String shared = System.getenv("GENOLAKE_SHARED");
        if (shared != null) {
            return Path.of(shared, "data");
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("shared/data") : folder.resolve("shared/data");
    }
}
