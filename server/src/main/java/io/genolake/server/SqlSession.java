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

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;

import java.io.PrintStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

import static java.util.Objects.requireNonNull;

/**
 * A connection to a server, over JDBC as any client's, that says what a statement does while it runs.
 */
final class SqlSession
        implements AutoCloseable
{
    private static final long PROGRESS_AFTER_NANOS = 2_000_000_000L;

    private final Connection connection;
    private final PrintStream progress;

    SqlSession(URI server, String user, PrintStream progress)
            throws SQLException
    {
        this(server, user, Optional.empty(), Optional.empty(), progress);
    }

    SqlSession(URI server, String user, Optional<String> catalog, Optional<String> schema, PrintStream progress)
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("source", "genolake");
        connection = DriverManager.getConnection("jdbc:trino://%s:%s".formatted(server.getHost(), server.getPort()), properties);
        if (catalog.isPresent()) {
            connection.setCatalog(catalog.orElseThrow());
        }
        if (schema.isPresent()) {
            connection.setSchema(schema.orElseThrow());
        }
        this.progress = requireNonNull(progress, "progress is null");
    }

    Outcome execute(String sql)
            throws SQLException
    {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            TrinoStatement trinoStatement = statement.unwrap(TrinoStatement.class);
            Monitor monitor = new Monitor(start);
            trinoStatement.setProgressMonitor(monitor::update);
            Optional<ResultTable> table = Optional.empty();
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    table = Optional.of(ResultTable.read(result));
                }
            }
            String type = Optional.ofNullable(trinoStatement.getUpdateType()).orElse("");
            long count = Math.max(statement.getLargeUpdateCount(), 0);
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                progress.println("  warning: " + warning.getMessage());
            }
            return new Outcome(monitor.queryId, table, type, count, (System.nanoTime() - start) / 1e9, monitor.bytesRead);
        }
    }

    @Override
    public void close()
            throws SQLException
    {
        connection.close();
    }

    static String bytes(long bytes)
    {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        if (bytes < 1_000_000) {
            return "%.0f kB".formatted(bytes / 1e3);
        }
        return bytes < 1_000_000_000 ? "%.1f MB".formatted(bytes / 1e6) : "%.2f GB".formatted(bytes / 1e9);
    }

    /**
     * @param queryId empty if the server has not told
     * @param table of a statement that has one
     * @param type of a statement that has none, such as {@code CREATE TABLE}
     * @param count of rows that it wrote
     * @param bytesRead from the files of the lake
     */
    record Outcome(String queryId, Optional<ResultTable> table, String type, long count, double seconds, long bytesRead)
    {
        Outcome
        {
            requireNonNull(queryId, "queryId is null");
            requireNonNull(table, "table is null");
            requireNonNull(type, "type is null");
        }
    }

    private final class Monitor
    {
        private final long start;
        private long lastProgress;
        private String queryId = "";
        private long bytesRead;

        private Monitor(long start)
        {
            this.start = start;
            lastProgress = start;
        }

        private void update(QueryStats stats)
        {
            queryId = stats.getQueryId();
            bytesRead = Math.max(bytesRead, stats.getPhysicalInputBytes());
            long now = System.nanoTime();
            if (now - lastProgress >= PROGRESS_AFTER_NANOS && !stats.getState().equals("FINISHED")) {
                lastProgress = now;
                progress.println("  ... %.0f s, %s, %.0f %% of %s splits, %,d rows, %s read".formatted(
                        (now - start) / 1e9,
                        stats.getState().toLowerCase(Locale.ROOT),
                        stats.getProgressPercentage().orElse(0),
                        stats.getTotalSplits(),
                        stats.getProcessedRows(),
                        bytes(bytesRead)));
            }
        }
    }
}
