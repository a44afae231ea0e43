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
package io.genolake.formats.io;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Real files to test with, which are not part of this repository: in {@code shared/data} next to it, or in the
 * {@code data} folder of {@code GENOLAKE_SHARED}. Tests are skipped where they are not.
 */
public final class SharedData
{
    private SharedData() {}

    /**
     * A file of the shared data, by its path in there.
     */
    public static Path file(String path)
    {
        Path data = data();
        assumeTrue(Files.isDirectory(data), "There is no shared data to test with");
        Path file = data.resolve(path);
        assumeTrue(Files.exists(file), "The shared data has no " + path);
        return file;
    }

    private static Path data()
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
