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
import com.google.common.collect.ImmutableSet;
import io.airlift.configuration.ConfigurationFactory;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.genolake.lineage.LineageConfig.SqlDetail;
import io.genolake.lineage.LineageConfig.TransportType;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import static io.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static io.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static io.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.airlift.units.DataSize.Unit.KILOBYTE;
import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static io.trino.spi.resourcegroups.QueryType.ALTER_TABLE_EXECUTE;
import static io.trino.spi.resourcegroups.QueryType.ANALYZE;
import static io.trino.spi.resourcegroups.QueryType.DATA_DEFINITION;
import static io.trino.spi.resourcegroups.QueryType.DELETE;
import static io.trino.spi.resourcegroups.QueryType.INSERT;
import static io.trino.spi.resourcegroups.QueryType.MERGE;
import static io.trino.spi.resourcegroups.QueryType.SELECT;
import static io.trino.spi.resourcegroups.QueryType.UPDATE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestLineageConfig
{
    @Test
    void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(LineageConfig.class)
                .setTransport(TransportType.FILE)
                .setFileDirectory(null)
                .setHttpUrl(null)
                .setHttpBearerToken(null)
                .setHttpTimeout(new Duration(10, SECONDS))
                .setHttpMaxAttempts(3)
                .setJobNamespace(null)
                .setDatasetNamespace(null)
                .setJobNameFormat("$SOURCE.$QUERY_DIGEST")
                .setQueryTypes(ImmutableSet.of(SELECT, INSERT, UPDATE, DELETE, MERGE, ANALYZE, ALTER_TABLE_EXECUTE, DATA_DEFINITION))
                .setSql(SqlDetail.WITHOUT_LITERALS)
                .setStartEvents(false)
                .setMaxQueueSize(DataSize.of(32, MEGABYTE))
                .setMaxConnectorInfoSize(DataSize.of(1, MEGABYTE))
                .setShutdownTimeout(new Duration(5, SECONDS)));
    }

    @Test
    void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("lineage.transport", "HTTP")
                .put("lineage.file.directory", "/lineage")
                .put("lineage.http.url", "https://lineage.example/api/v1/lineage")
                .put("lineage.http.bearer-token", "token")
                .put("lineage.http.timeout", "3s")
                .put("lineage.http.max-attempts", "5")
                .put("lineage.job-namespace", "jobs")
                .put("lineage.dataset-namespace", "trino://lake:443")
                .put("lineage.job-name-format", "nightly.$TRACE_TOKEN")
                .put("lineage.query-types", "INSERT,MERGE")
                .put("lineage.sql", "NONE")
                .put("lineage.start-events", "true")
                .put("lineage.max-queue-size", "1MB")
                .put("lineage.max-connector-info-size", "10kB")
                .put("lineage.shutdown-timeout", "1s")
                .buildOrThrow();

        LineageConfig expected = new LineageConfig()
                .setTransport(TransportType.HTTP)
                .setFileDirectory(Path.of("/lineage"))
                .setHttpUrl(URI.create("https://lineage.example/api/v1/lineage"))
                .setHttpBearerToken("token")
                .setHttpTimeout(new Duration(3, SECONDS))
                .setHttpMaxAttempts(5)
                .setJobNamespace("jobs")
                .setDatasetNamespace("trino://lake:443")
                .setJobNameFormat("nightly.$TRACE_TOKEN")
                .setQueryTypes(ImmutableSet.of(INSERT, MERGE))
                .setSql(SqlDetail.NONE)
                .setStartEvents(true)
                .setMaxQueueSize(DataSize.of(1, MEGABYTE))
                .setMaxConnectorInfoSize(DataSize.of(10, KILOBYTE))
                .setShutdownTimeout(new Duration(1, SECONDS));

        assertFullMapping(properties, expected);
    }

    @Test
    void testInvalid()
    {
        assertInvalid(ImmutableMap.of(), "lineage.file.directory must be set when lineage.transport is FILE");
        assertInvalid(ImmutableMap.of("lineage.transport", "HTTP"), "lineage.http.url must be an http or https URL");
        assertInvalid(ImmutableMap.of("lineage.transport", "HTTP", "lineage.http.url", "file:///etc/passwd"), "lineage.http.url must be an http or https URL");
        assertInvalid(ImmutableMap.of("lineage.file.directory", "/lineage", "lineage.job-name-format", "$SECRET"), "lineage.job-name-format must not be empty");
        assertInvalid(ImmutableMap.of("lineage.file.directory", "/lineage", "lineage.job-name-format", " "), "lineage.job-name-format must not be empty");
    }

    private static void assertInvalid(Map<String, String> properties, String message)
    {
        assertThatThrownBy(() -> new ConfigurationFactory(properties).build(LineageConfig.class))
                .hasMessageContaining(message);
    }

    @Test
    void testTokenIsSensitive()
            throws Exception
    {
        assertThat(LineageConfig.class.getMethod("setHttpBearerToken", String.class).getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("ConfigSecuritySensitive"));
    }
}
