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

import com.google.common.collect.ImmutableMap;
import io.genolake.testing.s3.Fault;
import io.genolake.testing.s3.S3Request;
import io.genolake.testing.s3.S3Request.Operation;
import io.genolake.testing.s3.S3Server;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Snapshots whose manifests are objects of a store, beside a lake in another bucket that nobody writes to. Each test has a project of its own.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
final class TestSnapshotsOnS3
        extends AbstractTestQueryFramework
{
    private static final int MANY = 6;

    private Path store;
    private S3Server server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        store = Files.createTempDirectory("store");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        Files.createDirectories(store.resolve("lake"));
        Files.createDirectories(store.resolve("snapshots"));
        server = closeAfterClass(new S3Server(store, true));
        return GenomicsQueryRunner.builder("s3://lake", server.endpoint())
                .addGenomicsProperty("genomics.snapshot-location", "s3://snapshots/genolake")
                .addGenomicsProperty("genomics.metadata-cache-ttl", "0s")
                .build();
    }

    @AfterEach
    void repair()
    {
        server.setFaults(_ -> Optional.empty());
    }

    private Path project(String name)
            throws IOException
    {
        Path project = store.resolve("lake").resolve(name);
        SmallLake.write(store.resolve("lake"));
        Files.move(store.resolve("lake").resolve(SmallLake.PROJECT), project);
        return project;
    }

    private void create(String project, String name)
    {
        assertUpdate("CALL genomics.system.create_snapshot('%s', '%s')".formatted(project, name));
    }

    private Path manifest(String project, String name)
    {
        return store.resolve("snapshots/genolake").resolve(project).resolve(name + ".json");
    }

    @Test
    void testLife()
            throws IOException
    {
        Path project = project("life");
        assertThat(query("SELECT name FROM life.snapshots")).returnsEmptyResult();
        server.startRecording();
        create("life", "v1");
        // one object, which is there as a whole or not at all, and only if there was none
        assertThat(server.requests(Operation.PUT)).singleElement().satisfies(put -> {
            assertThat(put.bucket()).isEqualTo("snapshots");
            assertThat(put.key()).isEqualTo("genolake/life/v1.json");
            assertThat(put.headers()).containsEntry("if-none-match", "*");
        });
        assertUpdate("CALL genomics.system.create_snapshot(schema => 'life', name => 'v2', content_digest => true)");
        assertThat(query("SELECT name, has_content_digests, file_count, problem, \"$path\" FROM life.snapshots"))
                .skippingTypesCheck()
                .matches("VALUES ('v1', false, BIGINT '5', NULL, 's3://snapshots/genolake/life/v1.json'), ('v2', true, BIGINT '5', NULL, 's3://snapshots/genolake/life/v2.json')");
        assertQueryFails("CALL genomics.system.create_snapshot('life', 'v1')", "The project life has a snapshot 'v1' already, .*");

        Files.copy(project.resolve("single.vcf"), project.resolve("later.vcf"));
        assertThat(computeScalar("SELECT count(*) FROM life.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
        String created = (String) computeScalar("SELECT to_iso8601(max(created)) FROM life.snapshots");
        assertThat(computeScalar("SELECT count(*) FROM life.variants FOR TIMESTAMP AS OF from_iso8601_timestamp('%s')".formatted(created))).isEqualTo(7L);
        assertThat(computeScalar("SELECT count(*) FROM life.variants")).isEqualTo(9L);
        assertThat(query("SELECT file, change FROM TABLE(genomics.system.snapshot_diff('life', 'v1'))")).skippingTypesCheck().matches("VALUES ('s3://lake/life/later.vcf', 'added')");

        Path reads = project.resolve("reads.bam");
        Files.setLastModifiedTime(reads, FileTime.from(Files.getLastModifiedTime(reads).toInstant().plusSeconds(10)));
        assertQueryFails("SELECT count(*) FROM life.alignments FOR VERSION AS OF 'v1'", "s3://lake/life/reads.bam: the file is not the one of the version 'v1': it was modified at another time\\. .*");
        Files.writeString(project.resolve("single.vcf"), "");
        assertQueryFails("SELECT count(*) FROM life.variants FOR VERSION AS OF 'v1'", "s3://lake/life/single.vcf: the file is not the one of the version 'v1': it has another size\\. .*");
        Files.delete(project.resolve("genes.bed"));
        assertQueryFails("SELECT count(*) FROM life.intervals FOR VERSION AS OF 'v1'", "s3://lake/life/genes.bed: the file of the version 'v1' is gone\\. .*");

        assertUpdate("CALL genomics.system.drop_snapshot('life', 'v1')");
        assertThat(manifest("life", "v1")).doesNotExist();
        assertThat(query("SELECT name FROM life.snapshots")).matches("VALUES VARCHAR 'v2'");
        assertQueryFails("CALL genomics.system.drop_snapshot('life', 'v1')", "The project life has no snapshot 'v1'\\. It has v2");
    }

    /**
     * All have seen that there is no such snapshot before the first one writes it.
     */
    @Test
    void testManyAtATime()
            throws Exception
    {
        project("race");
        CyclicBarrier barrier = new CyclicBarrier(MANY);
        server.setFaults(request -> {
            if (request.operation() == Operation.PUT) {
                await(barrier);
            }
            return Optional.empty();
        });
        try (ExecutorService executor = Executors.newFixedThreadPool(MANY)) {
            List<Future<Boolean>> results = executor.invokeAll(Stream.<Callable<Boolean>>generate(() -> () -> {
                try {
                    create("race", "v1");
                    return true;
                }
                catch (Exception e) {
                    assertThat(e).hasMessage("The project race has a snapshot 'v1' already, and a snapshot never changes. Take another name, or drop it first");
                    return false;
                }
            }).limit(MANY).toList());
            int made = 0;
            for (Future<Boolean> result : results) {
                made += result.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(computeScalar("SELECT count(*) FROM race.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
    }

    private static void await(CyclicBarrier barrier)
    {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        }
        catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The manifest was stored, and its writer did not hear of it: what it finds when it tries again is its own.
     */
    @Test
    void testLostAnswer()
            throws IOException
    {
        project("lost");
        AtomicBoolean lost = new AtomicBoolean();
        server.setFaults(request -> firstOf(request, lost, new Fault.LostAnswer()));
        server.startRecording();
        create("lost", "v1");
        assertThat(server.requests(Operation.PUT)).hasSizeGreaterThan(1);
        assertThat(computeScalar("SELECT count(*) FROM lost.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
        // but that of another is not
        lost.set(false);
        byte[] manifest = Files.readAllBytes(manifest("lost", "v1"));
        assertQueryFails("CALL genomics.system.create_snapshot('lost', 'v1')", "The project lost has a snapshot 'v1' already, .*");
        assertThat(manifest("lost", "v1")).hasBinaryContent(manifest);
    }

    /**
     * The connection breaks while the manifest is sent, again and again: there is no snapshot, nor a part of one, and the name is free.
     */
    @Test
    void testBrokenOff()
            throws IOException
    {
        project("broken");
        server.setFaults(request -> request.operation() == Operation.PUT ? Optional.of(new Fault.Reset(0)) : Optional.empty());
        assertQueryFails("CALL genomics.system.create_snapshot('broken', 'v1')", "(?s)The manifest of the snapshot cannot be written\\. s3://snapshots/genolake/broken/v1.json: .*");
        server.setFaults(_ -> Optional.empty());
        assertThat(manifest("broken", "v1")).doesNotExist();
        assertThat(query("SELECT name FROM broken.snapshots")).returnsEmptyResult();
        assertQueryFails("SELECT * FROM broken.variants FOR VERSION AS OF 'v1'", "The project broken has no snapshot 'v1'\\. .*");
        create("broken", "v1");

        // of a store that slows down for a moment nobody hears
        AtomicBoolean slowed = new AtomicBoolean();
        server.setFaults(request -> firstOf(request, slowed, new Fault.SlowDown()));
        create("broken", "v2");

        // a manifest that another hand cut off is shown as such, stops its own version only, and can be dropped
        byte[] bytes = Files.readAllBytes(manifest("broken", "v1"));
        Files.write(manifest("broken", "v1"), Arrays.copyOf(bytes, bytes.length / 2));
        assertQueryFails("SELECT * FROM broken.variants FOR VERSION AS OF 'v1'", "s3://snapshots/genolake/broken/v1.json: the manifest of the snapshot cannot be read: it is not the JSON of a manifest\\. .*");
        assertThat(query("SELECT name, problem IS NULL FROM broken.snapshots")).skippingTypesCheck().matches("VALUES ('v1', false), ('v2', true)");
        assertUpdate("CALL genomics.system.drop_snapshot('broken', 'v1')");
        create("broken", "v1");
        assertThat(computeScalar("SELECT count(*) FROM broken.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
    }

    private static Optional<Fault> firstOf(S3Request request, AtomicBoolean done, Fault fault)
    {
        return request.operation() == Operation.PUT && done.compareAndSet(false, true) ? Optional.of(fault) : Optional.empty();
    }

    /**
     * A lake that takes no manifests has them where its catalog says.
     */
    @Test
    void testClosedBucket()
            throws Exception
    {
        project("closed");
        try (S3Server closed = new S3Server(store)) {
            getQueryRunner().createCatalog("closed", "genomics", ImmutableMap.<String, String>builder()
                    .putAll(GenomicsQueryRunner.onS3("s3://lake", closed.endpoint()))
                    .put("genomics.snapshot-location", "s3://snapshots/genolake")
                    .buildOrThrow());
            assertQueryFails("CALL closed.system.create_snapshot('closed', 'v1')", "(?s)The manifest of the snapshot cannot be written\\. s3://snapshots/genolake/closed/v1.json: .*set genomics.snapshot-location to another place");
            create("closed", "v1");
            assertThat(computeScalar("SELECT count(*) FROM closed.closed.variants FOR VERSION AS OF 'v1'")).isEqualTo(7L);
            assertQueryFails("CALL closed.system.drop_snapshot('closed', 'v1')", "(?s)The snapshot cannot be dropped\\. .*");
            assertThat(manifest("closed", "v1")).exists();
        }
    }
}
