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
package io.genolake.lineage;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.eventlistener.EventListenerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.collect.MoreCollectors.onlyElement;
import static com.google.common.collect.Streams.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestLineagePlugin
{
    private final EventListenerFactory factory = stream(new LineagePlugin().getEventListenerFactories()).collect(onlyElement());

    @Test
    void testCreate(@TempDir Path directory)
    {
        assertThat(factory.getName()).isEqualTo("genolake-lineage");
        factory.create(ImmutableMap.of("lineage.file.directory", directory.resolve("lineage").toString()), new TestingListenerContext()).shutdown();
        assertThat(directory.resolve("lineage")).isDirectory();

        factory.create(ImmutableMap.of("lineage.transport", "HTTP", "lineage.http.url", "http://127.0.0.1:1/api/v1/lineage"), new TestingListenerContext()).shutdown();
    }

    @Test
    void testDirectoryThatCannotBeMade(@TempDir Path directory)
            throws Exception
    {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> factory.create(ImmutableMap.of("lineage.file.directory", file.resolve("lineage").toString()), new TestingListenerContext()))
                .hasMessageContaining("the directory of lineage events cannot be made: " + file);
    }
}
