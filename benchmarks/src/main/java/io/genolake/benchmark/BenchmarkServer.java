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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * A server as it is shipped, in a process of its own, with a client over JDBC.
 */
final class BenchmarkServer
        implements AutoCloseable
{
    private static final String READY = "Genolake is ready";
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final ProcessMeter meter;
    private final int port;
    private final SqlClient client;

    private BenchmarkServer(Process process, int port, SqlClient client)
    {
        this.port = port;
        this.process = process;
        this.meter = new ProcessMeter(process.toHandle());
        this.client = client;
    }

    /**
     * @param launcher the command that starts {@code genolake}
     * @param lake folder or bucket
     * @param data where the server keeps what SQL builds
     * @param options of {@code genolake serve}
     */
    static BenchmarkServer start(List<String> launcher, String lake, Path data, List<String> options)
    {
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(launcher);
            command.addAll(List.of("serve", lake, "--port", Integer.toString(port), "--data", data.toString()));
            command.addAll(options);
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process);
            return new BenchmarkServer(process, port, SqlClient.connect(port));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process process)
            throws IOException
    {
        StringJoiner output = new StringJoiner("\n");
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                return;
            }
            output.add(line);
        }
        throw new BenchmarkException("the server did not start:\n" + output);
    }

    SqlClient client()
    {
        return client;
    }

    /**
     * A connection of another user.
     */
    SqlClient connect(String user)
    {
        return SqlClient.connect(port, user);
    }

    String answer(String sql)
    {
        return client.answer(sql);
    }

    /**
     * Runs a statement for its time, from its sending to its last row.
     */
    Run time(String sql)
    {
        double cpuBefore = meter.cpuSeconds();
        try (MemoryWatch memory = new MemoryWatch(process.toHandle())) {
            SqlClient.Execution execution = client.execute(sql);
            return new Run(execution.seconds(), meter.cpuSeconds() - cpuBefore, memory.peakBytes(), execution.bytesRead(), 0);
        }
    }

    @Override
    public void close()
    {
        client.close();
        stop(process);
    }

    static void stop(Process process)
    {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, SECONDS)) {
                process.destroyForcibly();
            }
        }
        catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort()
            throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
