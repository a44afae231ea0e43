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

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.reflect.Reflection;
import io.airlift.units.DataSize;
import io.genolake.lineage.transport.LineageTransport;
import io.openlineage.client.OpenLineage.RunEvent;
import io.trino.Session;
import io.trino.connector.MockConnectorFactory;
import io.trino.connector.MockConnectorPlugin;
import io.trino.metadata.QualifiedObjectName;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.plugin.tpch.TpchPlugin;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.security.Identity;
import io.trino.spi.security.ViewExpression;
import io.trino.testing.DistributedQueryRunner;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.testing.TestingSession.testSessionBuilder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The events of real queries.
 */
@Timeout(120)
@TestInstance(PER_CLASS)
final class TestLineageListener
{
    // What a connector of files tells, {@code raw.cohort.variants}
    public record FilesInfo(String version, List<String> files) {}

    private static final FilesInfo INFO = new FilesInfo("2026-q1", ImmutableList.of("cohort/a.vcf.gz", "cohort/b.vcf.gz"));

    // The client's own model takes each event, and nothing in it is unknown to it
    private final ObjectMapper strict = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();

    private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    private LineageListener listener;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void start()
            throws Exception
    {
        LineageConfig config = new LineageConfig().setStartEvents(true);
        listener = new LineageListener(config, new RunEvents(config, "483"), new LineageSender(new QueueTransport(), DataSize.of(1, MEGABYTE), Duration.ofSeconds(5)));
        queryRunner = DistributedQueryRunner.builder(session("alice"))
                .setWorkerCount(0)
                .setEventListener(listener)
                .build();
        queryRunner.installPlugin(new TpchPlugin());
        queryRunner.createCatalog("tpch", "tpch");
        queryRunner.installPlugin(new MemoryPlugin());
        queryRunner.createCatalog("memory", "memory");
        queryRunner.installPlugin(new MockConnectorPlugin(MockConnectorFactory.builder()
                .withName("files")
                .withListSchemaNames(_ -> ImmutableList.of("cohort"))
                .withListTables((_, _) -> ImmutableList.of("variants"))
                .withGetColumns(_ -> ImmutableList.of(new ColumnMetadata("chrom", VARCHAR), new ColumnMetadata("pos", BIGINT)))
                .withData(_ -> ImmutableList.of(ImmutableList.of("chr1", 10L), ImmutableList.of("chr2", 20L)))
                .withMetadataWrapper(TestLineageListener::withInfo)
                .build()));
        queryRunner.createCatalog("raw", "files");
        queryRunner.getAccessControl().rowFilter(
                new QualifiedObjectName("tpch", "tiny", "customer"),
                "bob",
                ViewExpression.builder().identity("service").catalog("tpch").schema("tiny").expression("custkey IN (19131, 19132)").build());
        queryRunner.getAccessControl().columnMask(
                new QualifiedObjectName("tpch", "tiny", "customer"),
                "phone",
                "bob",
                ViewExpression.builder().identity("service").catalog("tpch").schema("tiny").expression("CAST(NULL AS varchar(15))").build());
    }

    private static ConnectorMetadata withInfo(ConnectorMetadata metadata)
    {
        return Reflection.newProxy(ConnectorMetadata.class, (_, method, arguments) -> {
            if (method.getName().equals("getInfo") && arguments[1] instanceof ConnectorTableHandle) {
                return Optional.of(INFO);
            }
            try {
                return method.invoke(metadata, arguments);
            }
            catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Session session(String user)
    {
        return testSessionBuilder()
                .setIdentity(Identity.forUser(user).withExtraCredentials(ImmutableMap.of("passport", "hush-credential")).build())
                .setSource("sql/gold")
                .setCatalog("memory")
                .setSchema("default")
                .setSystemProperty("query_max_stage_count", "77")
                .build();
    }

    @AfterAll
    void stop()
            throws Exception
    {
        queryRunner.close();
        listener.shutdown();
    }

    @Test
    void testRunAndJob()
            throws Exception
    {
        List<JsonNode> run = run("alice", "SELECT name FROM tpch.tiny.nation WHERE name = 'hush-literal'");
        JsonNode start = run.getFirst();
        JsonNode end = run.getLast();
        assertThat(start.path("eventType").asText()).isEqualTo("START");
        assertThat(start.path("inputs")).isEmpty();
        assertThat(end.path("eventType").asText()).isEqualTo("COMPLETE");
        assertThat(end.at("/run/runId")).isEqualTo(start.at("/run/runId"));
        assertThat(end.path("job")).isEqualTo(start.path("job"));

        String namespace = "trino://127.0.0.1:" + queryRunner.getCoordinator().getBaseUrl().getPort();
        assertThat(end.at("/job/namespace").asText()).isEqualTo(namespace);
        assertThat(end.at("/job/name").asText()).matches("sql/gold\\.[0-9a-f]{16}");
        assertThat(end.at("/job/facets/sql/query").asText()).isEqualTo("SELECT name FROM tpch.tiny.nation WHERE name = ?");
        assertThat(end.at("/run/facets/processing_engine/version").asText()).isEqualTo("483");
        assertThat(end.at("/run/facets/genolake_query/user").asText()).isEqualTo("alice");
        assertThat(end.at("/run/facets/genolake_query/queryType").asText()).isEqualTo("SELECT");
        assertThat(end.at("/run/facets/genolake_query/outputRows").asLong()).isZero();
        assertThat(end.path("outputs")).isEmpty();

        // The same job, another run
        JsonNode other = run("alice", "SELECT name FROM tpch.tiny.nation WHERE name = 'x'").getLast();
        assertThat(other.path("job")).isEqualTo(end.path("job"));
        assertThat(other.at("/run/runId")).isNotEqualTo(end.at("/run/runId"));
        assertThat(run("alice", "SELECT regionkey FROM tpch.tiny.nation").getLast().at("/job/name")).isNotEqualTo(end.at("/job/name"));
    }

    @Test
    void testInputVersion()
            throws Exception
    {
        JsonNode event = run("alice", "SELECT a.pos FROM raw.cohort.variants a JOIN raw.cohort.variants b ON a.chrom = b.chrom").getLast();
        assertThat(event.path("inputs")).hasSize(1);
        JsonNode input = event.at("/inputs/0");
        assertThat(input.path("name").asText()).isEqualTo("raw.cohort.variants");
        assertThat(input.at("/facets/version/datasetVersion").asText()).isEqualTo("2026-q1");
        assertThat(input.at("/facets/genolake_source/connector").asText()).isEqualTo("files");
        assertThat(input.at("/facets/genolake_source/info")).isEqualTo(strict.valueToTree(INFO));
        assertThat(input.at("/facets/schema/fields").findValuesAsText("name")).containsExactlyInAnyOrder("chrom", "pos");
    }

    @Test
    void testOutputAndColumnLineage()
            throws Exception
    {
        JsonNode event = run("alice", "CREATE TABLE positions AS SELECT v.chrom AS contig, v.pos + n.nationkey AS shifted, 1 AS one FROM raw.cohort.variants v CROSS JOIN tpch.tiny.nation n")
                .getLast();
        assertThat(event.path("inputs").findValuesAsText("name")).contains("raw.cohort.variants", "tpch.tiny.nation");
        JsonNode output = event.at("/outputs/0");
        assertThat(output.path("name").asText()).isEqualTo("memory.default.positions");
        assertThat(output.path("namespace")).isEqualTo(event.at("/inputs/0/namespace"));
        assertThat(output.at("/outputFacets/outputStatistics/rowCount").asLong()).isEqualTo(50);
        assertThat(output.at("/facets/schema/fields").findValuesAsText("name")).containsExactly("contig", "shifted", "one");
        JsonNode fields = output.at("/facets/columnLineage/fields");
        assertThat(sources(fields.path("contig"))).containsExactly("raw.cohort.variants.chrom");
        assertThat(sources(fields.path("shifted"))).containsExactly("raw.cohort.variants.pos", "tpch.tiny.nation.nationkey");
        assertThat(sources(fields.path("one"))).isEmpty();
        assertThat(event.at("/run/facets/genolake_query/maskApplied").asBoolean()).isFalse();
        assertThat(event.toString()).doesNotContain("\"masking\"");
    }

    @Test
    void testRowFilterAndMask()
            throws Exception
    {
        JsonNode event = run("bob", "CREATE TABLE phones AS SELECT name, phone FROM tpch.tiny.customer").getLast();
        assertThat(event.at("/run/facets/genolake_query/rowFilterApplied").asBoolean()).isTrue();
        assertThat(event.at("/run/facets/genolake_query/maskApplied").asBoolean()).isTrue();
        JsonNode access = event.at("/inputs/0/facets/genolake_access");
        assertThat(access.path("rowFilterApplied").asBoolean()).isTrue();
        assertThat(access.path("maskedColumns")).hasToString("[\"phone\"]");
        JsonNode fields = event.at("/outputs/0/facets/columnLineage/fields");
        assertThat(fields.at("/phone/inputFields/0/transformations/0/masking").asBoolean()).isTrue();
        assertThat(fields.at("/name/inputFields/0/transformations").isMissingNode()).isTrue();
        // Not the text of either
        assertThat(event.toString()).doesNotContain("19131", "NULL");

        assertThat(run("alice", "SELECT name, phone FROM tpch.tiny.customer").getLast().at("/inputs/0/facets/genolake_access/rowFilterApplied").asBoolean()).isFalse();
    }

    @Test
    void testThroughView()
            throws Exception
    {
        run("alice", "CREATE VIEW nations AS SELECT nationkey, name FROM tpch.tiny.nation");
        JsonNode event = run("alice", "CREATE TABLE names AS SELECT name AS called FROM nations").getLast();
        assertThat(event.at("/inputs/0/name").asText()).isEqualTo("tpch.tiny.nation");
        assertThat(event.at("/inputs/0/facets/genolake_access/views")).hasToString("[\"memory.default.nations\"]");
    }

    @Test
    void testFailure()
            throws Exception
    {
        JsonNode event = fail("SELECT CAST(name AS bigint) FROM tpch.tiny.nation WHERE name <> 'hush-literal'");
        assertThat(event.path("eventType").asText()).isEqualTo("FAIL");
        assertThat(event.at("/run/facets/errorMessage/message").asText()).isEqualTo("INVALID_CAST_ARGUMENT");
        assertThat(event.at("/run/facets/genolake_query/errorType").asText()).isEqualTo("USER_ERROR");
        assertThat(event.at("/inputs/0/name").asText()).isEqualTo("tpch.tiny.nation");
        // The message of the error has a value in it
        assertThat(event.toString()).doesNotContain("ALGERIA");
    }

    @Test
    void testFailureToParse()
            throws Exception
    {
        JsonNode event = fail("SELEC 'hush-literal'");
        assertThat(event.at("/run/facets/errorMessage/message").asText()).isEqualTo("SYNTAX_ERROR");
        assertThat(event.at("/job/facets/sql/query").asText()).isEqualTo("SELEC ?");
    }

    @Test
    void testPreparedQuery()
            throws Exception
    {
        JsonNode event = run("alice", "EXECUTE IMMEDIATE 'SELECT name FROM tpch.tiny.region WHERE regionkey = ?' USING 1").getLast();
        assertThat(event.at("/job/facets/sql/query").asText()).isEqualTo("SELECT name FROM tpch.tiny.region WHERE regionkey = ?");
    }

    @Test
    void testQueriesWithoutEvents()
            throws Exception
    {
        queryRunner.execute(session("alice"), "SHOW TABLES FROM tpch.tiny");
        queryRunner.execute(session("alice"), "EXPLAIN SELECT * FROM tpch.tiny.nation");
        // The next event is that of the next query
        assertThat(run("alice", "SELECT 1").getLast().at("/job/facets/sql/query").asText()).isEqualTo("SELECT ?");
    }

    private static List<String> sources(JsonNode field)
    {
        List<String> sources = new ArrayList<>();
        for (JsonNode input : field.path("inputFields")) {
            sources.add(input.path("name").asText() + "." + input.path("field").asText());
        }
        return sources;
    }

    private List<JsonNode> run(String user, @Language("SQL") String sql)
            throws Exception
    {
        queryRunner.execute(session(user), sql);
        return nextRun();
    }

    private JsonNode fail(@Language("SQL") String sql)
            throws Exception
    {
        assertThatThrownBy(() -> queryRunner.execute(session("alice"), sql)).isInstanceOf(RuntimeException.class);
        return nextRun().getLast();
    }

    // Tests of a class run one after the other; the end of a query is told after its result
    private List<JsonNode> nextRun()
            throws Exception
    {
        List<JsonNode> run = new ArrayList<>();
        while (run.isEmpty() || run.getLast().path("eventType").asText().equals("START")) {
            byte[] json = events.take();
            JsonNode event = strict.readTree(json);
            assertShape(event);
            assertThat(event.toString()).doesNotContain("hush", "query_max_stage_count");
            run.add(event);
        }
        return run;
    }

    /**
     * What OpenLineage's schema asks of a run event, and that the client's model reads all of it and writes it again the same.
     */
    private void assertShape(JsonNode event)
            throws IOException
    {
        for (String required : ImmutableList.of("/eventTime", "/producer", "/schemaURL", "/run/runId", "/job/namespace", "/job/name")) {
            assertThat(event.at(required).asText()).as(required).isNotEmpty();
        }
        assertThat(event.path("schemaURL").asText()).isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
        for (JsonNode facets : event.findValues("facets")) {
            for (Map.Entry<String, JsonNode> facet : facets.properties()) {
                assertThat(facet.getValue().path("_producer").asText()).as(facet.getKey()).isEqualTo("https://genolake.io/genolake");
                assertThat(facet.getValue().path("_schemaURL").asText()).as(facet.getKey()).startsWith("https://openlineage.io/spec/");
            }
        }
        for (JsonNode datasets : ImmutableList.of(event.path("inputs"), event.path("outputs"))) {
            for (JsonNode dataset : datasets) {
                assertThat(dataset.path("namespace").asText()).startsWith("trino://");
                assertThat(dataset.path("name").asText()).matches("[^.]+\\.[^.]+\\.[^.]+");
            }
        }
        RunEvent read = strict.treeToValue(event, RunEvent.class);
        assertThat(strict.readTree(new RunEvents(new LineageConfig(), "483").toJson(read))).isEqualTo(event);
    }

    private final class QueueTransport
            implements LineageTransport
    {
        @Override
        public void send(byte[] event)
        {
            events.add(event);
        }

        @Override
        public void close() {}
    }
}
