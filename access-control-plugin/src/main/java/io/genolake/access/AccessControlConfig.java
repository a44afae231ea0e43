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

import com.google.common.collect.ImmutableSet;
import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.units.Duration;
import io.airlift.units.MinDuration;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import java.nio.file.Path;
import java.util.Set;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

public class AccessControlConfig
{
    private Path policyDirectory;
    private Set<String> genomicsCatalogs = ImmutableSet.of("genomics");
    private Duration refreshPeriod = new Duration(5, SECONDS);
    private Duration maxStale = new Duration(1, HOURS);
    private Path auditDirectory;
    private Set<String> sessionProperties = ImmutableSet.of(
            "join_distribution_type",
            "query_max_cpu_time",
            "query_max_execution_time",
            "query_max_run_time",
            "query_max_scan_physical_bytes");

    @NotNull
    public Path getPolicyDirectory()
    {
        return policyDirectory;
    }

    @Config("genolake.policy-dir")
    @ConfigDescription("Directory of policy.yaml and the files that it names")
    public AccessControlConfig setPolicyDirectory(Path policyDirectory)
    {
        this.policyDirectory = policyDirectory;
        return this;
    }

    @NotNull
    public Set<String> getGenomicsCatalogs()
    {
        return genomicsCatalogs;
    }

    @Config("genolake.genomics-catalogs")
    @ConfigDescription("Catalogs of the genomics connector, which enforces row filters by itself")
    public AccessControlConfig setGenomicsCatalogs(Set<String> genomicsCatalogs)
    {
        this.genomicsCatalogs = ImmutableSet.copyOf(genomicsCatalogs);
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getRefreshPeriod()
    {
        return refreshPeriod;
    }

    @Config("genolake.policy-refresh-period")
    @ConfigDescription("How often the policy directory is looked at for changes")
    public AccessControlConfig setRefreshPeriod(Duration refreshPeriod)
    {
        this.refreshPeriod = refreshPeriod;
        return this;
    }

    @NotNull
    public Duration getMaxStale()
    {
        return maxStale;
    }

    @Config("genolake.policy-max-stale")
    @ConfigDescription("How long the last good policy is used after a change that is not valid; then everything is denied")
    public AccessControlConfig setMaxStale(Duration maxStale)
    {
        this.maxStale = maxStale;
        return this;
    }

    @NotNull
    public Path getAuditDirectory()
    {
        return auditDirectory;
    }

    @Config("genolake.audit-dir")
    @ConfigDescription("Directory of the audit files; without it writable, protected tables are closed")
    public AccessControlConfig setAuditDirectory(Path auditDirectory)
    {
        this.auditDirectory = auditDirectory;
        return this;
    }

    @NotNull
    public Set<@NotEmpty String> getSessionProperties()
    {
        return sessionProperties;
    }

    @Config("genolake.session-properties")
    @ConfigDescription("Session properties that everybody may set; those of a catalog as catalog.property")
    public AccessControlConfig setSessionProperties(Set<String> sessionProperties)
    {
        this.sessionProperties = ImmutableSet.copyOf(sessionProperties);
        return this;
    }
}
