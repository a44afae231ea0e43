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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;

import static java.util.Objects.requireNonNull;

/**
 * A client of a server over JDBC.
 */
final class SqlClient
        implements AutoCloseable
{
    private final Connection connection;

    /**
     * @param seconds from the sending of a statement to its last row
     * @param bytesRead from the lake
     * @param peakBytes most memory that the query had reserved at a time
     */
    record Execution(double seconds, long bytesRead, long peakBytes) {}

    private SqlClient(Connection connection)
    {
        this.connection = requireNonNull(connection, "connection is null");
    }

    static SqlClient connect(int port)
    {
        return connect(port, "benchmark");
    }

    static SqlClient connect(int port, String user)
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        try {
            return new SqlClient(DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, properties));
        }
        catch (SQLException e) {
            throw new BenchmarkException("the server cannot be reached: " + e.getMessage());
        }
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
     * Runs a statement for its time and what Trino says of it.
     */
    Execution execute(String sql)
    {
        AtomicReference<QueryStats> last = new AtomicReference<>();
        long start = System.nanoTime();
        long end;
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(TrinoStatement.class).setProgressMonitor(last::set);
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
            }
            end = System.nanoTime();
        }
        catch (SQLException e) {
            throw new BenchmarkException("this statement failed: %s: %s".formatted(sql, e.getMessage()));
        }
        return new Execution((end - start) / 1e9, last.get().getPhysicalInputBytes(), last.get().getPeakMemoryBytes());
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
    }
}
