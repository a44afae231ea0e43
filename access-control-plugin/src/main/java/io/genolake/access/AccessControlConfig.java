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
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.airlift.units.MaxDuration;
import io.airlift.units.MinDataSize;
import io.airlift.units.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import static io.airlift.units.DataSize.Unit.GIGABYTE;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

public class AccessControlConfig
{
    private static final Set<String> LOOPBACK = ImmutableSet.of("localhost", "127.0.0.1", "[::1]");

    private Path policyDirectory;
    private Set<String> genomicsCatalogs = ImmutableSet.of("genomics");
    private Duration refreshPeriod = new Duration(5, SECONDS);
    private Duration maxStale = new Duration(1, HOURS);
    private Path auditDirectory;
    private DataSize auditMaxFileSize = DataSize.of(1, GIGABYTE);
    private Optional<Duration> auditRetention = Optional.empty();
    private Optional<URI> auditUri = Optional.empty();
    private Duration auditHttpTimeout = new Duration(2, SECONDS);
    private Optional<Path> auditTokenFile = Optional.empty();
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
    @MinDataSize("1MB")
    public DataSize getAuditMaxFileSize()
    {
        return auditMaxFileSize;
    }

    @Config("genolake.audit-max-file-size")
    @ConfigDescription("Size at which a day's audit goes on in another file")
    public AccessControlConfig setAuditMaxFileSize(DataSize auditMaxFileSize)
    {
        this.auditMaxFileSize = auditMaxFileSize;
        return this;
    }

    @NotNull
    public Optional<@MinDuration("1d") Duration> getAuditRetention()
    {
        return auditRetention;
    }

    @Config("genolake.audit-retention")
    @ConfigDescription("How long audit files are kept after their day; without it, forever")
    public AccessControlConfig setAuditRetention(Duration auditRetention)
    {
        this.auditRetention = Optional.ofNullable(auditRetention);
        return this;
    }

    @NotNull
    public Optional<URI> getAuditUri()
    {
        return auditUri;
    }

    @Config("genolake.audit-http-uri")
    @ConfigDescription("A collector that every line of the audit is sent to as well, by POST; without its answer, protected tables are closed")
    public AccessControlConfig setAuditUri(URI auditUri)
    {
        this.auditUri = Optional.ofNullable(auditUri);
        return this;
    }

    @AssertTrue(message = "must be https, or http on this machine, without a user or password in it")
    public boolean isAuditUriSafe()
    {
        return auditUri.isEmpty() || isSafe(auditUri.orElseThrow());
    }

    private static boolean isSafe(URI uri)
    {
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            return false;
        }
        return "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
    }

    @NotNull
    @MinDuration("10ms")
    @MaxDuration("1m")
    public Duration getAuditHttpTimeout()
    {
        return auditHttpTimeout;
    }

    @Config("genolake.audit-http-timeout")
    @ConfigDescription("How long a query waits for the collector")
    public AccessControlConfig setAuditHttpTimeout(Duration auditHttpTimeout)
    {
        this.auditHttpTimeout = auditHttpTimeout;
        return this;
    }

    @NotNull
    public Optional<Path> getAuditTokenFile()
    {
        return auditTokenFile;
    }

    @Config("genolake.audit-http-token-file")
    @ConfigDescription("A file with the bearer token for the collector")
    public AccessControlConfig setAuditTokenFile(Path auditTokenFile)
    {
        this.auditTokenFile = Optional.ofNullable(auditTokenFile);
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
