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

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.common.collect.ImmutableList;
import io.genolake.lineage.LineageConfig.SqlDetail;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.ColumnLineageDatasetFacet;
import io.openlineage.client.OpenLineage.ColumnLineageDatasetFacetFieldsBuilder;
import io.openlineage.client.OpenLineage.DatasetFacet;
import io.openlineage.client.OpenLineage.DatasetFacetsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputField;
import io.openlineage.client.OpenLineage.Job;
import io.openlineage.client.OpenLineage.JobFacetsBuilder;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacet;
import io.openlineage.client.OpenLineage.RunFacets;
import io.openlineage.client.OpenLineage.RunFacetsBuilder;
import io.openlineage.client.OpenLineage.SchemaDatasetFacetFields;
import io.openlineage.client.utils.UUIDUtils;
import io.trino.spi.ErrorCode;
import io.trino.spi.eventlistener.ColumnDetail;
import io.trino.spi.eventlistener.OutputColumnMetadata;
import io.trino.spi.eventlistener.QueryCompletedEvent;
import io.trino.spi.eventlistener.QueryContext;
import io.trino.spi.eventlistener.QueryCreatedEvent;
import io.trino.spi.eventlistener.QueryFailureInfo;
import io.trino.spi.eventlistener.QueryInputMetadata;
import io.trino.spi.eventlistener.QueryMetadata;
import io.trino.spi.eventlistener.QueryOutputMetadata;

import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.USER_CANCELED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

/**
 * Makes OpenLineage's run events of Trino's events. What Trino has and OpenLineage's own facets have no place for stands in facets of
 * ours, {@code genolake_query} of the run and {@code genolake_source} and {@code genolake_access} of an input.
 * <p>
 * No event has credentials, session properties, the text of an error, or that of a row filter or mask.
 */
final class RunEvents
{
    private static final URI PRODUCER = URI.create("https://genolake.io/genolake");

    private final OpenLineage model = new OpenLineage(PRODUCER);
    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final String trinoVersion;
    private final Optional<String> jobNamespace;
    private final Optional<String> datasetNamespace;
    private final JobName jobName;
    private final SqlDetail sql;
    private final long maxConnectorInfoSize;

    RunEvents(LineageConfig config, String trinoVersion)
    {
        this.trinoVersion = requireNonNull(trinoVersion, "trinoVersion is null");
        this.jobNamespace = config.getJobNamespace();
        this.datasetNamespace = config.getDatasetNamespace();
        this.jobName = new JobName(config.getJobNameFormat());
        this.sql = config.getSql();
        this.maxConnectorInfoSize = config.getMaxConnectorInfoSize().toBytes();
    }

    /**
     * One line of JSON, in UTF-8.
     */
    byte[] toJson(RunEvent event)
    {
        try {
            return mapper.writeValueAsBytes(event);
        }
        catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event cannot be written", e);
        }
    }

    RunEvent started(QueryCreatedEvent event)
    {
        QueryMetadata query = event.getMetadata();
        Map<String, Object> properties = queryProperties(query, event.getContext());
        return model.newRunEventBuilder()
                .eventTime(time(event.getCreateTime()))
                .eventType(EventType.START)
                .run(model.newRun(runId(event.getCreateTime(), query), runFacets(properties, Optional.empty())))
                .job(job(query, event.getContext()))
                .inputs(ImmutableList.of())
                .outputs(ImmutableList.of())
                .build();
    }

    RunEvent ended(QueryCompletedEvent event)
    {
        QueryMetadata query = event.getMetadata();
        Map<TableName, TableAccess> access = TableAccess.of(query.getTables());
        Optional<ErrorCode> error = event.getFailureInfo().map(QueryFailureInfo::getErrorCode);

        Map<String, Object> properties = queryProperties(query, event.getContext());
        properties.put("createTime", time(event.getCreateTime()));
        properties.put("rowFilterApplied", access.values().stream().anyMatch(TableAccess::rowFilter));
        properties.put("maskApplied", access.values().stream().anyMatch(table -> !table.maskedColumns().isEmpty()));
        properties.put("outputRows", event.getStatistics().getOutputRows());
        error.ifPresent(code -> properties.put("errorType", code.getType().toString()));
        return model.newRunEventBuilder()
                .eventTime(time(event.getEndTime()))
                .eventType(eventType(error))
                .run(model.newRun(runId(event.getCreateTime(), query), runFacets(properties, error)))
                .job(job(query, event.getContext()))
                .inputs(inputs(event, access))
                .outputs(event.getIoMetadata().getOutput().stream().map(output -> output(event, output, access)).collect(toImmutableList()))
                .build();
    }

    private static EventType eventType(Optional<ErrorCode> error)
    {
        if (error.isEmpty()) {
            return EventType.COMPLETE;
        }
        return error.orElseThrow().equals(USER_CANCELED.toErrorCode()) ? EventType.ABORT : EventType.FAIL;
    }

    /**
     * The same for the events of one query, without a memory of the first.
     */
    private static UUID runId(Instant createTime, QueryMetadata query)
    {
        return UUIDUtils.generateStaticUUID(createTime, query.getQueryId().getBytes(UTF_8));
    }

    private static Map<String, Object> queryProperties(QueryMetadata query, QueryContext context)
    {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("queryId", query.getQueryId());
        properties.put("user", context.getUser());
        context.getSource().ifPresent(source -> properties.put("source", source));
        context.getTraceToken().ifPresent(token -> properties.put("traceToken", token));
        properties.put("clientTags", ImmutableList.copyOf(context.getClientTags()));
        properties.put("environment", context.getEnvironment());
        context.getQueryType().ifPresent(type -> properties.put("queryType", type.toString()));
        query.getUpdateType().ifPresent(type -> properties.put("updateType", type));
        return properties;
    }

    private RunFacets runFacets(Map<String, Object> queryProperties, Optional<ErrorCode> error)
    {
        RunFacet query = model.newRunFacet();
        query.getAdditionalProperties().putAll(queryProperties);
        RunFacetsBuilder facets = model.newRunFacetsBuilder()
                .processing_engine(model.newProcessingEngineRunFacet(trinoVersion, "trino", null))
                .put("genolake_query", query);
        // The message of an error would show what the query read
        error.ifPresent(code -> facets.errorMessage(model.newErrorMessageRunFacet(code.getName(), "SQL", null)));
        return facets.build();
    }

    private Job job(QueryMetadata query, QueryContext context)
    {
        JobFacetsBuilder facets = model.newJobFacetsBuilder()
                .jobType(model.newJobTypeJobFacetBuilder().processingType("BATCH").integration("TRINO").jobType("QUERY").build());
        SqlText.of(query).show(sql).ifPresent(text -> facets.sql(model.newSQLJobFacet(text, "trino")));
        return model.newJob(jobNamespace.orElseGet(() -> serverNamespace(query)), jobName.of(context, query), facets.build());
    }

    private String datasetNamespace(QueryMetadata query)
    {
        return datasetNamespace.orElseGet(() -> serverNamespace(query));
    }

    /**
     * By OpenLineage's rules of names for Trino.
     */
    private static String serverNamespace(QueryMetadata query)
    {
        return "trino://%s:%s".formatted(query.getUri().getHost(), query.getUri().getPort());
    }

    private List<InputDataset> inputs(QueryCompletedEvent event, Map<TableName, TableAccess> access)
    {
        // A table is scanned several times in a self-join, and may be scanned in several versions
        Map<Input, List<QueryInputMetadata>> scans = new LinkedHashMap<>();
        for (QueryInputMetadata scan : event.getIoMetadata().getInputs()) {
            Optional<ConnectorInfo> info = scan.getConnectorInfo().map(value -> ConnectorInfo.of(value, maxConnectorInfoSize));
            scans.computeIfAbsent(new Input(TableName.of(scan), scan.getConnectorName(), info), _ -> new ArrayList<>()).add(scan);
        }
        String namespace = datasetNamespace(event.getMetadata());
        ImmutableList.Builder<InputDataset> inputs = ImmutableList.builder();
        scans.forEach((input, of) -> inputs.add(input(namespace, input, of, access.getOrDefault(input.table(), TableAccess.DIRECT))));
        return inputs.build();
    }

    private InputDataset input(String namespace, Input input, List<QueryInputMetadata> scans, TableAccess access)
    {
        Set<QueryInputMetadata.Column> columns = new LinkedHashSet<>();
        scans.forEach(scan -> columns.addAll(scan.getColumns()));
        DatasetFacetsBuilder facets = model.newDatasetFacetsBuilder()
                .schema(model.newSchemaDatasetFacet(columns.stream()
                        .map(column -> field(column.name(), column.type()))
                        .collect(toImmutableList())))
                .put("genolake_access", facet(access(access)));
        input.info().flatMap(ConnectorInfo::version).ifPresent(version -> facets.version(model.newDatasetVersionDatasetFacet(version)));
        Map<String, Object> source = new LinkedHashMap<>();
        input.connector().ifPresent(connector -> source.put("connector", connector));
        input.info().ifPresent(info -> source.put("info", info.json()));
        facets.put("genolake_source", facet(source));
        return model.newInputDatasetBuilder()
                .namespace(namespace)
                .name(input.table().toString())
                .facets(facets.build())
                .inputFacets(model.newInputDatasetInputFacetsBuilder()
                        .inputStatistics(model.newInputStatisticsInputDatasetFacetBuilder()
                                .rowCount(sum(scans.stream().map(QueryInputMetadata::getPhysicalInputRows).toList()))
                                .size(sum(scans.stream().map(QueryInputMetadata::getPhysicalInputBytes).toList()))
                                .build())
                        .build())
                .build();
    }

    // The model has null for what is not known
    private static Long sum(List<OptionalLong> values)
    {
        return values.stream().allMatch(OptionalLong::isPresent) ? values.stream().mapToLong(OptionalLong::orElseThrow).sum() : null;
    }

    private static Map<String, Object> access(TableAccess access)
    {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("rowFilterApplied", access.rowFilter());
        properties.put("maskedColumns", access.maskedColumns().stream().sorted().collect(toImmutableList()));
        properties.put("views", access.views().stream().sorted().collect(toImmutableList()));
        return properties;
    }

    private DatasetFacet facet(Map<String, Object> properties)
    {
        DatasetFacet facet = model.newDatasetFacet();
        facet.getAdditionalProperties().putAll(properties);
        return facet;
    }

    private OutputDataset output(QueryCompletedEvent event, QueryOutputMetadata output, Map<TableName, TableAccess> access)
    {
        String namespace = datasetNamespace(event.getMetadata());
        DatasetFacetsBuilder facets = model.newDatasetFacetsBuilder();
        output.getColumns().ifPresent(columns -> facets
                .schema(model.newSchemaDatasetFacet(columns.stream()
                        .map(column -> field(column.getColumnName(), column.getColumnType()))
                        .collect(toImmutableList())))
                .columnLineage(columnLineage(namespace, columns, access)));
        return model.newOutputDatasetBuilder()
                .namespace(namespace)
                .name(TableName.of(output).toString())
                .facets(facets.build())
                .outputFacets(model.newOutputDatasetOutputFacetsBuilder()
                        .outputStatistics(model.newOutputStatisticsOutputDatasetFacetBuilder()
                                .rowCount(event.getStatistics().getWrittenRows())
                                .size(event.getStatistics().getWrittenBytes())
                                .build())
                        .build())
                .build();
    }

    private ColumnLineageDatasetFacet columnLineage(String namespace, List<OutputColumnMetadata> columns, Map<TableName, TableAccess> access)
    {
        ColumnLineageDatasetFacetFieldsBuilder fields = model.newColumnLineageDatasetFacetFieldsBuilder();
        for (OutputColumnMetadata column : columns) {
            fields.put(column.getColumnName(), model.newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                    .inputFields(column.getSourceColumns().stream()
                            .sorted(Comparator.comparing((ColumnDetail source) -> TableName.of(source).toString()).thenComparing(ColumnDetail::getColumnName))
                            .map(source -> inputField(namespace, source, access))
                            .collect(toImmutableList()))
                    .build());
        }
        return model.newColumnLineageDatasetFacet(fields.build(), null);
    }

    private InputField inputField(String namespace, ColumnDetail source, Map<TableName, TableAccess> access)
    {
        TableName table = TableName.of(source);
        boolean masked = access.getOrDefault(table, TableAccess.DIRECT).maskedColumns().contains(source.getColumnName());
        return model.newInputFieldBuilder()
                .namespace(namespace)
                .name(table.toString())
                .field(source.getColumnName())
                .transformations(masked ? ImmutableList.of(model.newInputFieldTransformations("DIRECT", "TRANSFORMATION", "masked by access control", true)) : null)
                .build();
    }

    private SchemaDatasetFacetFields field(String name, String type)
    {
        return model.newSchemaDatasetFacetFieldsBuilder().name(name).type(type).build();
    }

    private static ZonedDateTime time(Instant instant)
    {
        return instant.atZone(UTC);
    }

    private record Input(TableName table, Optional<String> connector, Optional<ConnectorInfo> info)
    {
        private Input
        {
            requireNonNull(table, "table is null");
            requireNonNull(connector, "connector is null");
            requireNonNull(info, "info is null");
        }
    }
}
