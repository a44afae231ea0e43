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

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

public class TestDemo
{
    @TempDir
    private Path temporary;

    @Test
    public void testWalk()
            throws Exception
    {
        try (LauncherProcess demo = LauncherProcess.start(
                temporary,
                "demo",
                "--once",
                "--port",
                String.valueOf(LauncherProcess.freePort()),
                "--data",
                temporary.resolve("data").toString())) {
            int status = demo.awaitExit();
            assertThat(status).as(demo.text()).isZero();
            assertThat(demo.text())
                    .contains("Genolake is ready", "SHOW SCHEMAS FROM genomics;", "The walk is done.")
                    .doesNotContain("FAILED");
            // what each user sees of the same table, and the audit of it
            assertThat(demo.text()).containsSubsequence(
                    "As alice:",
                    "11 | [COH01, COH03, COH05, COH07,",
                    "\"event\":\"decision\"",
                    "\"user\":\"alice\"",
                    "\"rules\":[\"own-study\"]",
                    "As bob:",
                    "12 | [COH02, COH04, COH06, COH08,",
                    "As admin:",
                    "24 | [COH01, COH02, COH03, COH04,",
                    "Refused: ",
                    "Refused: ");
            assertThat(demo.output()).anyMatch(line -> line.matches("\\d+ rows? in [0-9.]+ s, read [0-9.]+ kB of [0-9.]+ MB \\([0-9.]+ %\\)"));
        }
    }
}
