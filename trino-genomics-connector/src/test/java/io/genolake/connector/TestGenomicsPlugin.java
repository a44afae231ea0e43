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

import com.google.common.collect.ImmutableMap;
import io.airlift.bootstrap.ApplicationConfigurationException;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.testing.TestingConnectorContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestGenomicsPlugin
{
    private final ConnectorFactory factory = new GenomicsPlugin().getConnectorFactories().iterator().next();

    @Test
    void testCreateConnector()
    {
        assertThat(factory.getName()).isEqualTo("genomics");
        factory.create(
                        "test",
                        ImmutableMap.of(
                                "genomics.lake", "local:///",
                                "fs.local.enabled", "true",
                                "local.location", "/",
                                "bootstrap.quiet", "true"),
                        new TestingConnectorContext())
                .shutdown();
    }

    @Test
    void testS3IsConfigured()
    {
        factory.create(
                        "test",
                        ImmutableMap.of(
                                "genomics.lake", "s3://bucket/lake",
                                "fs.s3.enabled", "true",
                                "s3.region", "eu-central-1",
                                "s3.endpoint", "http://localhost:9000",
                                "s3.path-style-access", "true",
                                "bootstrap.quiet", "true"),
                        new TestingConnectorContext())
                .shutdown();
    }

    @Test
    void testLakeIsRequired()
    {
        assertThatThrownBy(() -> factory.create("test", ImmutableMap.of("bootstrap.quiet", "true"), new TestingConnectorContext()))
                .isInstanceOf(ApplicationConfigurationException.class)
                .hasMessageContaining("genomics.lake");
    }

    @Test
    void testWrongLayout()
    {
        assertThatThrownBy(() -> factory.create(
                "test",
                ImmutableMap.of(
                        "genomics.lake", "local:///",
                        "genomics.layout", "{project}/**",
                        "fs.local.enabled", "true",
                        "local.location", "/",
                        "bootstrap.quiet", "true"),
                new TestingConnectorContext()))
                .hasMessageContaining("genomics.layout has no {schema} segment: {project}/**");
    }
}
