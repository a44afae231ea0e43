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

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;

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
    private final Connection connection;

    private BenchmarkServer(Process process, Connection connection)
    {
        this.process = process;
        this.meter = new ProcessMeter(process.toHandle());
        this.connection = connection;
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
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            List<String> command = new ArrayList<>(launcher);
            command.addAll(List.of("serve", lake, "--port", Integer.toString(port), "--data", data.toString()));
            command.addAll(options);
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process);
            Properties properties = new Properties();
            properties.setProperty("user", "benchmark");
            return new BenchmarkServer(process, DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, properties));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (SQLException e) {
            throw new BenchmarkException("the server cannot be reached: " + e.getMessage());
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

    /**
     * The rows that a statement answers: values with tabs between them, one row a line; nothing for a statement without rows.
     */
    String answer(String sql)
    {
        try (Statement statement = connection.createStatement()) {
            StringJoiner answer = new StringJoiner("\n");
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        StringJoiner line = new StringJoiner("\t");
                        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                            line.add(String.valueOf(rows.getObject(column)));
                        }
                        answer.add(line.toString());
                    }
                }
            }
            return answer.toString();
        }
        catch (SQLException e) {
            throw new BenchmarkException("this statement failed: %s: %s".formatted(sql, e.getMessage()));
        }
    }

    /**
     * Runs a statement for its time, from its sending to its last row.
     */
    Run time(String sql)
    {
        AtomicLong bytesRead = new AtomicLong();
        double cpuBefore = meter.cpuSeconds();
        long start = System.nanoTime();
        long end;
        long peak;
        try (MemoryWatch memory = new MemoryWatch(process.toHandle());
                Statement statement = connection.createStatement()) {
            statement.unwrap(TrinoStatement.class).setProgressMonitor((QueryStats stats) -> bytesRead.set(stats.getPhysicalInputBytes()));
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
            }
            end = System.nanoTime();
            peak = memory.peakBytes();
        }
        catch (SQLException e) {
            throw new BenchmarkException("this statement failed: %s: %s".formatted(sql, e.getMessage()));
        }
        return new Run((end - start) / 1e9, meter.cpuSeconds() - cpuBefore, peak, bytesRead.get());
    }

    @Override
    public void close()
    {
        try {
            connection.close();
        }
        catch (SQLException _) {
            // the server goes away in any case
        }
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
}
