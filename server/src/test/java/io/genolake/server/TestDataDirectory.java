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
package io.genolake.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

final class TestDataDirectory
{
    @Test
    void testFileIdKey(@TempDir Path directory)
            throws IOException
    {
        DataDirectory data = DataDirectory.acquire(directory, "the test");
        Path file = directory.resolve("server/file-id.key");
        String key = data.fileIdKey();
        assertThat(key).matches("[0-9a-f]{64}");
        assertThat(data.fileIdKey()).isEqualTo(key);
        assertThat(file.resolveSibling("file-id.key.new")).doesNotExist();

        // as a full disk leaves it
        for (String broken : new String[] {"", key.substring(0, 20)}) {
            Files.writeString(file, broken);
            String other = data.fileIdKey();
            assertThat(other).matches("[0-9a-f]{64}").isNotEqualTo(key);
            assertThat(file).hasContent(other);
        }
    }
}
