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
import io.airlift.units.Duration;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

import static io.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static io.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static io.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

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
                .put("genolake.session-properties", "query_priority")
                .buildOrThrow();

        AccessControlConfig expected = new AccessControlConfig()
                .setPolicyDirectory(Path.of("/policy"))
                .setGenomicsCatalogs(ImmutableSet.of("genomics", "flat"))
                .setRefreshPeriod(new Duration(1, MINUTES))
                .setMaxStale(new Duration(5, MINUTES))
                .setAuditDirectory(Path.of("/audit"))
                .setSessionProperties(ImmutableSet.of("query_priority"));

        assertFullMapping(properties, expected);
    }
}
