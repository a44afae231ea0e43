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
package io.genolake.connector;

import io.genolake.formats.bgzf.BgzfWriter;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Files for tests: real ones, which lie outside of the repository, made ones, and what the field's own tools say of them.
 */
final class TestingFiles
{
    private TestingFiles() {}

    /**
     * The folder of real files; the test is skipped where there is none.
     */
    static Path realFiles()
    {
        Optional<Path> folder = findRealFiles();
        assumeTrue(folder.isPresent(), "shared/data is not there: neither by GENOLAKE_SHARED nor beside the repository");
        return folder.orElseThrow();
    }

    private static Optional<Path> findRealFiles()
    {
        String shared = System.getenv("GENOLAKE_SHARED");
        if (shared != null) {
            return Optional.of(Path.of(shared, "data")).filter(Files::isDirectory);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            if (Files.isDirectory(folder.resolve("shared/data"))) {
                return Optional.of(folder.resolve("shared/data"));
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /**
     * Skips the test where a tool is not installed.
     */
    static void assumeTools(String... tools)
    {
        for (String tool : tools) {
            boolean found = false;
            for (String folder : System.getenv("PATH").split(":")) {
                found |= Files.isExecutable(Path.of(folder, tool));
            }
            assumeTrue(found, tool + " is not installed");
        }
    }

    /**
     * The lines that a command prints; what it prints to its standard error is lost.
     */
    static List<String> run(String... command)
    {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> lines = new ArrayList<>();
            try (BufferedReader reader = process.inputReader(UTF_8)) {
                String line = reader.readLine();
                while (line != null) {
                    lines.add(line);
                    line = reader.readLine();
                }
            }
            assertThat(process.waitFor()).as(String.join(" ", command)).isEqualTo(0);
            return lines;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text)
    {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] bgzf(String text)
    {
        return bgzf(bytes(text), BgzfWriter.DEFAULT_BLOCK_SIZE);
    }

    /**
     * @param blockSize bytes of data a block
     */
    static byte[] bgzf(byte[] data, int blockSize)
    {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(file, blockSize, 1)) {
            writer.write(data);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    static Path write(Path folder, String name, byte[] content)
    {
        try {
            Files.createDirectories(folder);
            return Files.write(folder.resolve(name), content);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path copy(Path file, Path folder)
    {
        try {
            Files.createDirectories(folder);
            return Files.copy(file, folder.resolve(file.getFileName()));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file)
    {
        try {
            return Files.readAllBytes(file);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
