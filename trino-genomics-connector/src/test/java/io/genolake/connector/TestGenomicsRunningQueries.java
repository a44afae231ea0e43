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

import htsjdk.samtools.util.BlockCompressedOutputStream;
import io.airlift.units.Duration;
import io.trino.Session;
import io.trino.execution.QueryState;
import io.trino.server.BasicQueryInfo;
import io.trino.server.testing.TestingTrinoServer;
import io.trino.spi.QueryId;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.airlift.units.Duration.nanosSince;
import static io.trino.testing.assertions.Assert.assertEventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * A query that takes long: it shows how far it is, and ends soon when it is cancelled.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestGenomicsRunningQueries
        extends AbstractTestQueryFramework
{
    private static final int FILES = 300;
    // takes minutes: no record is let through, and each of them must be decoded
    private static final String LONG_QUERY = "SELECT count(*) FROM long.variants WHERE info.NOTE = 'nothing'";

    private final ExecutorService executor = newCachedThreadPool();

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path lake = Files.createTempDirectory("lake");
        closeAfterClass(() -> deleteRecursively(lake, ALLOW_INSECURE));
        closeAfterClass(executor::shutdownNow);
        Path project = Files.createDirectories(lake.resolve("long"));
        Path first = project.resolve("0.vcf.gz");
        writeVcf(first);
        for (int i = 1; i < FILES; i++) {
            Files.createLink(project.resolve(i + ".vcf.gz"), first);
        }
        return GenomicsQueryRunner.builder(lake).build();
    }

    /**
     * Some 100 MB of records, which compress well.
     */
    private static void writeVcf(Path file)
            throws IOException
    {
        try (BlockCompressedOutputStream output = new BlockCompressedOutputStream(file.toFile(), 1)) {
            output.write(SmallLake.vcf(
                    """
                    ##fileformat=VCFv4.2
                    ##INFO=<ID=NOTE,Number=1,Type=String,Description="Note">
                    #CHROM POS ID REF ALT QUAL FILTER INFO
                    """).getBytes(US_ASCII));
            String note = "NOTE=" + "x".repeat(70) + "\n";
            for (int pos = 1; pos <= 1_000_000; pos++) {
                output.write(("chr1\t" + pos + "\t.\tA\tC\t.\tPASS\t" + note).getBytes(US_ASCII));
            }
        }
    }

    @Test
    void testProgressAndCancel()
            throws Exception
    {
        Session session = Session.builder(getSession())
                .setSource("cancel")
                .build();
        Future<?> result = executor.submit(() -> getQueryRunner().execute(session, LONG_QUERY));

        // the bytes that are read come in while splits are at work, not at their ends
        Set<Long> bytes = new TreeSet<>();
        Set<Long> positions = new TreeSet<>();
        assertEventually(new Duration(60, SECONDS), new Duration(20, MILLISECONDS), () -> {
            BasicQueryInfo query = running();
            assertThat(query.getState()).isEqualTo(QueryState.RUNNING);
            bytes.add(query.getQueryStats().getPhysicalInputDataSize().toBytes());
            positions.add(query.getQueryStats().getProcessedInputPositions());
            assertThat(bytes).hasSizeGreaterThan(3);
            assertThat(positions).hasSizeGreaterThan(3);
        });
        QueryId queryId = running().getQueryId();

        long start = System.nanoTime();
        coordinator().getDispatchManager().cancelQuery(queryId);
        assertThatThrownBy(result::get).hasMessageContaining("Query was canceled");
        assertEventually(new Duration(10, SECONDS), new Duration(10, MILLISECONDS), () -> {
            for (TestingTrinoServer server : servers()) {
                assertThat(server.getTaskManager().getAllTaskInfo())
                        .filteredOn(task -> task.taskStatus().taskId().queryId().equals(queryId))
                        .allMatch(task -> task.taskStatus().state().isDone());
            }
        });
        assertThat(nanosSince(start)).isLessThan(new Duration(2, SECONDS));
    }

    private BasicQueryInfo running()
    {
        return coordinator().getDispatchManager().getQueries().stream()
                .filter(query -> query.getSession().getSource().equals(Optional.of("cancel")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the query has not started"));
    }

    private TestingTrinoServer coordinator()
    {
        return getDistributedQueryRunner().getCoordinator();
    }

    private List<TestingTrinoServer> servers()
    {
        return getDistributedQueryRunner().getServers();
    }
}
