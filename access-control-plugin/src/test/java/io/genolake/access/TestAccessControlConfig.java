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
package io.genolake.access;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static io.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static io.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static io.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.airlift.units.DataSize.Unit.GIGABYTE;
import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

final class TestAccessControlConfig
{
    @Test
    void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(AccessControlConfig.class)
                .setPolicyDirectory(null)
                .setGenomicsCatalogs(ImmutableSet.of("genomics"))
                .setRefreshPeriod(new Duration(5, SECONDS))
                .setMaxStale(new Duration(1, HOURS))
                .setAuditDirectory(null)
                .setAuditMaxFileSize(DataSize.of(1, GIGABYTE))
                .setAuditRetention(null)
                .setAuditUri(null)
                .setAuditHttpTimeout(new Duration(2, SECONDS))
                .setAuditTokenFile(null)
                .setSessionProperties(ImmutableSet.of(
                        "join_distribution_type",
                        "query_max_cpu_time",
                        "query_max_execution_time",
                        "query_max_run_time",
                        "query_max_scan_physical_bytes")));
    }

    @Test
    void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("genolake.policy-dir", "/policy")
                .put("genolake.genomics-catalogs", "genomics,flat")
                .put("genolake.policy-refresh-period", "1m")
                .put("genolake.policy-max-stale", "5m")
                .put("genolake.audit-dir", "/audit")
                .put("genolake.audit-max-file-size", "10MB")
                .put("genolake.audit-retention", "365d")
                .put("genolake.audit-http-uri", "https://collector.example/audit")
                .put("genolake.audit-http-timeout", "500ms")
                .put("genolake.audit-http-token-file", "/token")
                .put("genolake.session-properties", "query_priority")
                .buildOrThrow();

        AccessControlConfig expected = new AccessControlConfig()
                .setPolicyDirectory(Path.of("/policy"))
                .setGenomicsCatalogs(ImmutableSet.of("genomics", "flat"))
                .setRefreshPeriod(new Duration(1, MINUTES))
                .setMaxStale(new Duration(5, MINUTES))
                .setAuditDirectory(Path.of("/audit"))
                .setAuditMaxFileSize(DataSize.of(10, MEGABYTE))
                .setAuditRetention(new Duration(365, DAYS))
                .setAuditUri(URI.create("https://collector.example/audit"))
                .setAuditHttpTimeout(new Duration(500, MILLISECONDS))
                .setAuditTokenFile(Path.of("/token"))
                .setSessionProperties(ImmutableSet.of("query_priority"));

        assertFullMapping(properties, expected);
    }

    @Test
    void testCollectorIsSafe()
    {
        for (String uri : List.of("https://collector.example/x", "http://localhost:8080/x", "http://127.0.0.1/x")) {
            assertThat(new AccessControlConfig().setAuditUri(URI.create(uri)).isAuditUriSafe()).as(uri).isTrue();
        }
        for (String uri : List.of("http://collector.example/x", "ftp://collector.example/x", "https://user:password@collector.example/x", "https:///x", "file:/x", "http://localhost.example/x")) {
            assertThat(new AccessControlConfig().setAuditUri(URI.create(uri)).isAuditUriSafe()).as(uri).isFalse();
        }
    }
}
