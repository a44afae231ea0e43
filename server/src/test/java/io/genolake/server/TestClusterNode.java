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
package io.genolake.server;

import com.google.common.collect.ImmutableMap;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the image runs, {@code docker/bin/run-node}, without the image: a coordinator and a worker on the distribution and {@code etc/} that
 * the image has, told apart by their environment alone.
 */
@Timeout(400)
public class TestClusterNode
{
    private static final int START_SECONDS = 180;

    @TempDir
    private Path temporary;

    @Test
    public void testCoordinatorAndWorker()
            throws Exception
    {
        Path lake = SharedDemoLake.get();
        Path etc = temporary.resolve("etc");
        copy(LauncherProcess.root().resolve("docker").resolve("etc"), etc);
        Files.writeString(etc.resolve("catalog").resolve("genomics.properties"), "fs.local.enabled=true\nlocal.location=%s\n".formatted(lake.getParent()), APPEND);
        int coordinatorPort = LauncherProcess.freePort();
        Map<String, String> environment = ImmutableMap.<String, String>builder()
                .put("GENOLAKE_ETC", etc.toString())
                .put("GENOLAKE_ADDRESS", "127.0.0.1")
                .put("GENOLAKE_INTERNAL_ADDRESS", "127.0.0.1")
                .put("GENOLAKE_DISCOVERY_URI", "http://127.0.0.1:" + coordinatorPort)
                .put("GENOLAKE_INCLUDE_COORDINATOR", "false")
                .put("GENOLAKE_SHARED_SECRET", "of this test")
                .put("GENOLAKE_HEAP", "768m")
                .put("GENOLAKE_LAKE", "local:///" + lake.getFileName())
                .buildOrThrow();
        Process coordinator = node("coordinator", environment, coordinatorPort, true);
        Process worker = node("worker", environment, LauncherProcess.freePort(), false);
        try {
            // The coordinator takes no work, so that an answer has come through the worker
            awaitWorker(coordinator, worker, coordinatorPort);
            assertThat(query(coordinatorPort, "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'")).containsExactly("2");
            assertThat(query(coordinatorPort, "SELECT count(DISTINCT \"$path\") FROM genomics.clinic.variants")).containsExactly("12");
            assertThat(health(environment, coordinatorPort)).isZero();
            assertThat(health(environment, LauncherProcess.freePort())).isEqualTo(1);
            assertThat(temporary.resolve("coordinator").resolve("lineage")).isDirectory();
        }
        finally {
            stop(worker);
            stop(coordinator);
        }
    }

    @Test
    public void testSecretIsRequired()
            throws Exception
    {
        Process process = node("none", ImmutableMap.of("GENOLAKE_ETC", LauncherProcess.root().resolve("docker").resolve("etc").toString()), 1, true);
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log("none")).contains("GENOLAKE_SHARED_SECRET is not set");
    }

    private Process node(String name, Map<String, String> environment, int port, boolean coordinator)
            throws IOException
    {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("GENOLAKE_COORDINATOR", String.valueOf(coordinator));
        variables.put("GENOLAKE_DATA", temporary.resolve(name).toString());
        return start("run-node", variables, port, temporary.resolve(name + ".log"));
    }

    private static Process start(String script, Map<String, String> environment, int port, Path log)
            throws IOException
    {
        ProcessBuilder builder = new ProcessBuilder(LauncherProcess.root().resolve("docker").resolve("bin").resolve(script).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GENOLAKE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("GENOLAKE_HOME", LauncherProcess.root().resolve("server").resolve("target").resolve("dist").toString());
        builder.environment().put("GENOLAKE_PORT", String.valueOf(port));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int health(Map<String, String> environment, int port)
            throws Exception
    {
        Process process = start("health-check", environment, port, temporary.resolve("health.log"));
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        return process.exitValue();
    }

    private void awaitWorker(Process coordinator, Process worker, int port)
            throws Exception
    {
        for (int second = 0; second < START_SECONDS; second++) {
            assertThat(coordinator.isAlive()).as(() -> log("coordinator")).isTrue();
            assertThat(worker.isAlive()).as(() -> log("worker")).isTrue();
            try {
                if (query(port, "SELECT count(*) FROM tpch.tiny.nation").equals(List.of("25"))) {
                    return;
                }
            }
            catch (SQLException _) {
                // Not up yet, or without a worker yet
            }
            Thread.sleep(1000);
        }
        throw new AssertionError("the cluster did not come up:\n%s\n%s".formatted(log("coordinator"), log("worker")));
    }

    private String log(String name)
    {
        try {
            return Files.readString(temporary.resolve(name + ".log"));
        }
        catch (IOException e) {
            return e.toString();
        }
    }

    private static void stop(Process process)
            throws InterruptedException
    {
        process.destroy();
        if (!process.waitFor(30, SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> query(int port, @Language("SQL") String sql)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, "test", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }

    private static void copy(Path source, Path target)
            throws IOException
    {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Files.copy(path, target.resolve(source.relativize(path).toString()));
            }
        }
    }
}
