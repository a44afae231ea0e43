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

import com.google.common.collect.ImmutableSet;
import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.configuration.ConfigSecuritySensitive;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.airlift.units.MinDataSize;
import io.airlift.units.MinDuration;
import io.trino.spi.resourcegroups.QueryType;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

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

public class LineageConfig
{
    private TransportType transport = TransportType.FILE;
    private Optional<Path> fileDirectory = Optional.empty();
    private Optional<URI> httpUrl = Optional.empty();
    private Optional<String> httpBearerToken = Optional.empty();
    private Duration httpTimeout = new Duration(10, SECONDS);
    private int httpMaxAttempts = 3;
    private Optional<String> jobNamespace = Optional.empty();
    private Optional<String> datasetNamespace = Optional.empty();
    private String jobNameFormat = "$SOURCE.$QUERY_DIGEST";
    private Set<QueryType> queryTypes = ImmutableSet.of(SELECT, INSERT, UPDATE, DELETE, MERGE, ANALYZE, ALTER_TABLE_EXECUTE, DATA_DEFINITION);
    private SqlDetail sql = SqlDetail.WITHOUT_LITERALS;
    private boolean startEvents;
    private DataSize maxQueueSize = DataSize.of(32, MEGABYTE);
    private DataSize maxConnectorInfoSize = DataSize.of(1, MEGABYTE);
    private Duration shutdownTimeout = new Duration(5, SECONDS);

    @NotNull
    public TransportType getTransport()
    {
        return transport;
    }

    @Config("lineage.transport")
    @ConfigDescription("Where the events go: FILE or HTTP")
    public LineageConfig setTransport(TransportType transport)
    {
        this.transport = transport;
        return this;
    }

    @NotNull
    public Optional<Path> getFileDirectory()
    {
        return fileDirectory;
    }

    @Config("lineage.file.directory")
    @ConfigDescription("Directory of the files of events, one a day, one event a line")
    public LineageConfig setFileDirectory(Path fileDirectory)
    {
        this.fileDirectory = Optional.ofNullable(fileDirectory);
        return this;
    }

    @AssertTrue(message = "lineage.file.directory must be set when lineage.transport is FILE")
    public boolean isFileDirectorySet()
    {
        return transport != TransportType.FILE || fileDirectory.isPresent();
    }

    @NotNull
    public Optional<URI> getHttpUrl()
    {
        return httpUrl;
    }

    @Config("lineage.http.url")
    @ConfigDescription("Where events are posted to, with the path, such as http://marquez:5000/api/v1/lineage")
    public LineageConfig setHttpUrl(URI httpUrl)
    {
        this.httpUrl = Optional.ofNullable(httpUrl);
        return this;
    }

    @AssertTrue(message = "lineage.http.url must be an http or https URL when lineage.transport is HTTP")
    public boolean isHttpUrlValid()
    {
        if (transport != TransportType.HTTP) {
            return true;
        }
        return httpUrl.filter(url -> url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))).isPresent();
    }

    @NotNull
    public Optional<String> getHttpBearerToken()
    {
        return httpBearerToken;
    }

    @Config("lineage.http.bearer-token")
    @ConfigDescription("Token that is sent with every event")
    @ConfigSecuritySensitive
    public LineageConfig setHttpBearerToken(String httpBearerToken)
    {
        this.httpBearerToken = Optional.ofNullable(httpBearerToken);
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getHttpTimeout()
    {
        return httpTimeout;
    }

    @Config("lineage.http.timeout")
    @ConfigDescription("How long one attempt to post an event may take")
    public LineageConfig setHttpTimeout(Duration httpTimeout)
    {
        this.httpTimeout = httpTimeout;
        return this;
    }

    @Min(1)
    public int getHttpMaxAttempts()
    {
        return httpMaxAttempts;
    }

    @Config("lineage.http.max-attempts")
    @ConfigDescription("How often an event is posted before it is given up")
    public LineageConfig setHttpMaxAttempts(int httpMaxAttempts)
    {
        this.httpMaxAttempts = httpMaxAttempts;
        return this;
    }

    @NotNull
    public Optional<String> getJobNamespace()
    {
        return jobNamespace;
    }

    @Config("lineage.job-namespace")
    @ConfigDescription("Namespace of the jobs; by default trino://host:port of the coordinator")
    public LineageConfig setJobNamespace(String jobNamespace)
    {
        this.jobNamespace = Optional.ofNullable(jobNamespace);
        return this;
    }

    @NotNull
    public Optional<String> getDatasetNamespace()
    {
        return datasetNamespace;
    }

    @Config("lineage.dataset-namespace")
    @ConfigDescription("Namespace of the tables; by default trino://host:port of the coordinator")
    public LineageConfig setDatasetNamespace(String datasetNamespace)
    {
        this.datasetNamespace = Optional.ofNullable(datasetNamespace);
        return this;
    }

    @NotNull
    public String getJobNameFormat()
    {
        return jobNameFormat;
    }

    @Config("lineage.job-name-format")
    @ConfigDescription("Name of the job that a query is a run of, with $SOURCE, $TRACE_TOKEN, $USER, $QUERY_DIGEST (of its SQL without literals) and $QUERY_ID")
    public LineageConfig setJobNameFormat(String jobNameFormat)
    {
        this.jobNameFormat = jobNameFormat;
        return this;
    }

    @AssertTrue(message = "lineage.job-name-format must not be empty and may only have $SOURCE, $TRACE_TOKEN, $USER, $QUERY_DIGEST and $QUERY_ID")
    public boolean isJobNameFormatValid()
    {
        return JobName.isValid(jobNameFormat);
    }

    @NotNull
    public Set<QueryType> getQueryTypes()
    {
        return queryTypes;
    }

    @Config("lineage.query-types")
    @ConfigDescription("Types of query that events are written for")
    public LineageConfig setQueryTypes(Set<QueryType> queryTypes)
    {
        this.queryTypes = ImmutableSet.copyOf(queryTypes);
        return this;
    }

    @NotNull
    public SqlDetail getSql()
    {
        return sql;
    }

    @Config("lineage.sql")
    @ConfigDescription("What events show of the SQL: WITHOUT_LITERALS, FULL or NONE")
    public LineageConfig setSql(SqlDetail sql)
    {
        this.sql = sql;
        return this;
    }

    public boolean isStartEvents()
    {
        return startEvents;
    }

    @Config("lineage.start-events")
    @ConfigDescription("Whether there is an event at a query's start too, beside the one at its end")
    public LineageConfig setStartEvents(boolean startEvents)
    {
        this.startEvents = startEvents;
        return this;
    }

    @NotNull
    @MinDataSize("1kB")
    public DataSize getMaxQueueSize()
    {
        return maxQueueSize;
    }

    @Config("lineage.max-queue-size")
    @ConfigDescription("Size of the events that wait to be written; what comes beyond it is dropped and counted")
    public LineageConfig setMaxQueueSize(DataSize maxQueueSize)
    {
        this.maxQueueSize = maxQueueSize;
        return this;
    }

    @NotNull
    public DataSize getMaxConnectorInfoSize()
    {
        return maxConnectorInfoSize;
    }

    @Config("lineage.max-connector-info-size")
    @ConfigDescription("Size beyond which what a connector tells of an input is shown without its lists")
    public LineageConfig setMaxConnectorInfoSize(DataSize maxConnectorInfoSize)
    {
        this.maxConnectorInfoSize = maxConnectorInfoSize;
        return this;
    }

    @NotNull
    public Duration getShutdownTimeout()
    {
        return shutdownTimeout;
    }

    @Config("lineage.shutdown-timeout")
    @ConfigDescription("How long the server waits at its end for events that are not written yet")
    public LineageConfig setShutdownTimeout(Duration shutdownTimeout)
    {
        this.shutdownTimeout = shutdownTimeout;
        return this;
    }

    public enum TransportType
    {
        FILE,
        HTTP,
    }

    public enum SqlDetail
    {
        /**
         * Each literal is a question mark, and there are no comments.
         */
        WITHOUT_LITERALS,
        /**
         * As it was sent, but for a statement about catalogs, which may have keys in it.
         */
        FULL,
        NONE,
    }
}
