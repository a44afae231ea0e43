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
package io.genolake.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static java.lang.ProcessBuilder.Redirect.appendTo;
import static java.util.Objects.requireNonNull;

/**
 * A coordinator and workers of the distribution over a folder, each a process of its own, with each worker on one processor.
 */
final class BenchmarkCluster
        implements AutoCloseable
{
    private static final int START_SECONDS = 120;
    private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

    private final List<Process> processes;
    private final SqlClient client;

    private BenchmarkCluster(List<Process> processes, SqlClient client)
    {
        this.processes = ImmutableList.copyOf(processes);
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * @param distribution folder of what {@code genolake} starts
     * @param data folder that takes what the nodes write
     */
    static BenchmarkCluster start(Path distribution, Path lake, Path data, int workers)
    {
        List<Process> processes = new ArrayList<>();
        try {
            int port = BenchmarkServer.freePort();
            processes.add(start(distribution, lake, data.resolve("coordinator"), port, port, List.of()));
            for (int worker = 0; worker < workers; worker++) {
                processes.add(start(distribution, lake, data.resolve("worker" + worker), port, BenchmarkServer.freePort(), List.of("taskset", "-c", Integer.toString(worker))));
            }
            SqlClient client = SqlClient.connect(port);
            awaitWorkers(client, workers, processes, data);
            return new BenchmarkCluster(processes, client);
        }
        catch (IOException e) {
            processes.forEach(BenchmarkServer::stop);
            throw new UncheckedIOException(e);
        }
        catch (RuntimeException e) {
            processes.forEach(BenchmarkServer::stop);
            throw e;
        }
    }

    private static Process start(Path distribution, Path lake, Path node, int coordinatorPort, int port, List<String> prefix)
            throws IOException
    {
        boolean coordinator = port == coordinatorPort;
        Path catalogs = Files.createDirectories(node.resolve("etc/catalog"));
        ImmutableMap.Builder<String, String> config = ImmutableMap.<String, String>builder()
                .put("node.environment", "benchmark")
                .put("node.id", node.getFileName().toString())
                .put("node.bind-ip", "127.0.0.1")
                .put("node.internal-address", "127.0.0.1")
                .put("coordinator", Boolean.toString(coordinator))
                .put("http-server.http.port", Integer.toString(port))
                .put("discovery.uri", "http://127.0.0.1:" + coordinatorPort)
                .put("plugin.dir", distribution.resolve("plugin").toString())
                .put("log.path", node.resolve("server.log").toString());
        if (coordinator) {
            config.put("node-scheduler.include-coordinator", "false");
        }
        write(node.resolve("etc/config.properties"), config.buildOrThrow());
        write(catalogs.resolve("genomics.properties"), ImmutableMap.of(
                "connector.name", "genomics",
                "genomics.lake", "local:///",
                "fs.local.enabled", "true",
                "local.location", lake.toString()));
        List<String> flags = Files.readAllLines(distribution.resolve("etc/jvm.config")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> command = ImmutableList.<String>builder()
                .addAll(prefix)
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .addAll(flags)
                .addAll(HEAP)
                .add("-Dconfig=" + node.resolve("etc/config.properties"))
                .add("--class-path", distribution.resolve("lib") + "/*")
                .add("io.genolake.server.ClusterNode")
                .build();
        return new ProcessBuilder(command)
                .directory(node.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(appendTo(node.resolve("console.log").toFile()))
                .start();
    }

    private static void write(Path file, Map<String, String> properties)
            throws IOException
    {
        Files.writeString(file, properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                .collect(Collectors.joining()));
    }

    private static void awaitWorkers(SqlClient client, int workers, List<Process> processes, Path data)
    {
        String last = "";
        for (int second = 0; second < START_SECONDS; second++) {
            if (!processes.stream().allMatch(Process::isAlive)) {
                throw new BenchmarkException("a node of the cluster ended while it was started: see console.log and server.log in the folders of " + data);
            }
            try {
                last = client.answer("SELECT count(*) FROM system.runtime.nodes WHERE NOT coordinator AND state = 'active'");
                if (last.equals(Integer.toString(workers)) && client.answer("SHOW SCHEMAS FROM genomics").contains("information_schema")) {
                    return;
                }
            }
            catch (BenchmarkException e) {
                last = e.getMessage();
            }
            try {
                Thread.sleep(1000);
            }
            catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new BenchmarkException("interrupted while a cluster was started");
            }
        }
        throw new BenchmarkException("the workers did not start: " + last);
    }

    SqlClient client()
    {
        return client;
    }

    /**
     * User and system time of all nodes in seconds.
     */
    double cpuSeconds()
    {
        return processes.stream()
                // taskset becomes the process that it starts
                .mapToDouble(process -> new ProcessMeter(process.toHandle()).cpuSeconds())
                .sum();
    }

    @Override
    public void close()
    {
        client.close();
        processes.reversed().forEach(BenchmarkServer::stop);
    }
}
