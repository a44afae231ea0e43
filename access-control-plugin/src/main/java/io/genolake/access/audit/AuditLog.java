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
package io.genolake.access.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.common.hash.Hashing;
import io.airlift.log.Logger;
import io.trino.spi.eventlistener.QueryCompletedEvent;
import io.trino.spi.eventlistener.QueryFailureInfo;
import io.trino.spi.eventlistener.QueryInputMetadata;
import io.trino.spi.eventlistener.QueryStatistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Writes what was decided before the first row, and how the query ended. No values of rows and no texts of errors or queries: these may show
 * what is hidden.
 */
public final class AuditLog
{
    private static final Logger log = Logger.get(AuditLog.class);
    private static final int MAX_CONNECTOR_INFO = 1 << 20;

    private final AuditSink sink;
    private final Clock clock;
    // what a connector tells of its files has times and values that may be missing
    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    public AuditLog(AuditSink sink, Clock clock)
    {
        this.sink = requireNonNull(sink, "sink is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @throws UncheckedIOException if the event cannot be kept: then the query must be refused
     */
    public void decision(AuditDecision decision)
    {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", "decision");
        event.put("time", clock.instant().toString());
        event.put("query_id", decision.queryId());
        event.put("user", decision.user());
        event.put("provenance", decision.provenance());
        event.put("purpose", decision.purpose().orElse(null));
        event.put("table", decision.table());
        event.put("verb", decision.verb());
        event.put("targets", decision.targets());
        event.put("decision", decision.allowed() ? "allow" : "deny");
        event.put("rules", decision.rules());
        event.put("reasons", decision.reasons());
        event.put("row_filter_sha256", decision.rowFilter().map(filter -> Hashing.sha256().hashString(filter, UTF_8).toString()).orElse(null));
        event.put("columns", decision.columns());
        event.put("masks", decision.masks());
        event.put("policy", decision.policy());
        try {
            sink.write(mapper.writeValueAsString(event));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The query has ended: nothing can be refused any more, so that a failure is an alarm in the server's log.
     */
    public void completion(QueryCompletedEvent query)
    {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", "completion");
        event.put("time", clock.instant().toString());
        event.put("query_id", query.getMetadata().getQueryId());
        event.put("user", query.getContext().getUser());
        event.put("state", query.getMetadata().getQueryState());
        event.put("error", query.getFailureInfo().map(QueryFailureInfo::getErrorCode).map(code -> code.getName()).orElse(null));
        event.put("inputs", query.getIoMetadata().getInputs().stream().map(this::input).collect(toImmutableList()));
        event.put("output", query.getIoMetadata().getOutput().map(output -> "%s.%s.%s".formatted(output.getCatalogName(), output.getSchema(), output.getTable())).orElse(null));
        QueryStatistics statistics = query.getStatistics();
        event.put("output_rows", statistics.getOutputRows());
        event.put("output_bytes", statistics.getOutputBytes());
        event.put("written_rows", statistics.getWrittenRows());
        event.put("written_bytes", statistics.getWrittenBytes());
        try {
            sink.write(mapper.writeValueAsString(event));
        }
        catch (IOException e) {
            log.error("The end of query %s could not be written to the audit (%s)", query.getMetadata().getQueryId(), e.getClass().getSimpleName());
        }
    }

    private Map<String, Object> input(QueryInputMetadata input)
    {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("table", "%s.%s.%s".formatted(input.getCatalogName(), input.getSchema(), input.getTable()));
        List<String> columns = new ArrayList<>();
        input.getColumns().forEach(column -> columns.add(column.name()));
        result.put("columns", columns);
        result.put("read", input.getConnectorInfo().map(this::connectorInfo).orElse(null));
        return result;
    }

    private Object connectorInfo(Object info)
    {
        try {
            String json = mapper.writeValueAsString(info);
            return json.length() <= MAX_CONNECTOR_INFO ? mapper.readTree(json) : Map.of("sha256", Hashing.sha256().hashString(json, UTF_8).toString());
        }
        catch (JsonProcessingException _) {
            return "not shown: it has no JSON form";
        }
    }
}
