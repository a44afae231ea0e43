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

import com.google.common.collect.ImmutableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import static com.google.common.collect.Maps.fromProperties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestServerConfiguration
{
    @TempDir
    private Path directory;

    @Test
    public void testWrite()
            throws Exception
    {
        Path templates = templates("node.environment=x\nport=${ENV:GENOLAKE_PORT}\n");
        Path etc = directory.resolve("etc");
        Files.createDirectories(etc.resolve("catalog"));
        Files.writeString(etc.resolve("catalog").resolve("old.properties"), "connector.name=old");
        // What is in a value is not resolved again, and a backslash and a dollar stay what they are
        new ServerConfiguration(templates, ImmutableMap.of("GENOLAKE_PORT", "1", "GENOLAKE_LAKE", "C:\\a $1 ü=#!"))
                .write(etc, ImmutableMap.of("s3.aws-secret-key", "${ENV:SECRET}", "local.location", " b"), ImmutableMap.of(), false, true);

        assertThat(read(etc.resolve("config.properties"))).isEqualTo(ImmutableMap.of("node.environment", "x", "port", "1"));
        assertThat(read(etc.resolve("catalog").resolve("genomics.properties"))).isEqualTo(ImmutableMap.of(
                "connector.name", "genomics",
                "genomics.lake", "C:\\a $1 ü=#!",
                "s3.aws-secret-key", "${ENV:SECRET}",
                "local.location", " b"));
        assertThat(read(etc.resolve("catalog").resolve("tpch.properties"))).isEqualTo(ImmutableMap.of("connector.name", "tpch"));
        assertThat(read(etc.resolve("event-listener.properties"))).isEqualTo(ImmutableMap.of("event-listener.name", "genolake-lineage"));
        assertThat(etc.resolve("catalog").resolve("old.properties")).doesNotExist();
    }

    @Test
    public void testPolicy()
            throws Exception
    {
        Path templates = templates("node.environment=x\n");
        Files.createDirectories(templates.resolve("policy"));
        Files.writeString(templates.resolve("policy").resolve("access-control.properties"), "access-control.name=genolake\ngenolake.policy-dir=${ENV:GENOLAKE_POLICY}\n");
        Files.writeString(templates.resolve("policy").resolve("access.properties"), "connector.name=genolake_access\n");
        Path etc = directory.resolve("etc");
        ServerConfiguration configuration = new ServerConfiguration(templates, ImmutableMap.of("GENOLAKE_LAKE", "/lake", "GENOLAKE_POLICY", "/policy"));
        configuration.write(etc, ImmutableMap.of(), ImmutableMap.of("query.max-memory", "1GB"), true, true);
        assertThat(read(etc.resolve("config.properties"))).isEqualTo(ImmutableMap.of(
                "node.environment", "x",
                "query.max-memory", "1GB",
                "access-control.config-files", etc.resolve("access-control.properties").toString()));
        assertThat(read(etc.resolve("access-control.properties"))).isEqualTo(ImmutableMap.of("access-control.name", "genolake", "genolake.policy-dir", "/policy"));
        assertThat(etc.resolve("catalog").resolve("access.properties")).exists();

        // a start without one leaves nothing of it behind
        assertThat(etc.resolve("event-listener.properties")).exists();
        configuration.write(etc, ImmutableMap.of(), ImmutableMap.of(), false, false);
        assertThat(etc.resolve("event-listener.properties")).doesNotExist();
        assertThat(read(etc.resolve("config.properties"))).isEqualTo(ImmutableMap.of("node.environment", "x"));
        assertThat(etc.resolve("access-control.properties")).doesNotExist();
        assertThat(etc.resolve("catalog").resolve("access.properties")).doesNotExist();
    }

    @Test
    public void testVariableWithoutValue()
            throws Exception
    {
        Path templates = templates("port=${ENV:GENOLAKE_PORT}\n");
        assertThatThrownBy(() -> new ServerConfiguration(templates, ImmutableMap.of()).write(directory.resolve("etc"), ImmutableMap.of(), ImmutableMap.of(), false, true))
                .hasMessageContaining("GENOLAKE_PORT");
    }

    private Path templates(String configuration)
            throws IOException
    {
        Path templates = directory.resolve("templates");
        Files.createDirectories(templates.resolve("catalog"));
        Files.writeString(templates.resolve("config.properties"), configuration);
        Files.writeString(templates.resolve("catalog").resolve("genomics.properties"), "connector.name=genomics\ngenomics.lake=${ENV:GENOLAKE_LAKE}\n");
        Files.writeString(templates.resolve("catalog").resolve("tpch.properties"), "connector.name=tpch\n");
        Files.writeString(templates.resolve("event-listener.properties"), "event-listener.name=genolake-lineage\n");
        return templates;
    }

    private static Map<String, String> read(Path file)
            throws IOException
    {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return fromProperties(properties);
    }
}
