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

import io.airlift.json.JsonCodec;
import io.airlift.json.JsonCodecFactory;
import io.airlift.units.DataSize;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
    private static final JsonCodec<QueryInformation> QUERY_INFORMATION = new JsonCodecFactory().jsonCodec(QueryInformation.class);

    private final Connection connection;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI queries;
    private final String user;

    /**
     * @param queryId by which the server tells more of it
     * @param seconds from the sending of a statement to its last row
     * @param bytesRead from the lake
     */
    record Execution(String queryId, double seconds, long bytesRead) {}

    /**
     * What is used of what a server tells of a query.
     */
    record QueryInformation(QueryStatistics queryStats)
    {
        record QueryStatistics(List<OperatorStatistics> operatorSummaries) {}

        record OperatorStatistics(DataSize peakUserMemoryReservation) {}
    }

    private SqlClient(Connection connection, URI queries, String user)
    {
        this.connection = requireNonNull(connection, "connection is null");
        this.queries = requireNonNull(queries, "queries is null");
        this.user = requireNonNull(user, "user is null");
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
            return new SqlClient(DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, properties), URI.create("http://127.0.0.1:%s/v1/query/".formatted(port)), user);
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
        return new Execution(last.get().getQueryId(), (end - start) / 1e9, last.get().getPhysicalInputBytes());
    }

    /**
     * The most bytes that an operator of a query had reserved at a time, in one of the drivers that run it, by Trino's own account. What it tells of the
     * query as a whole it looks at once in a while, and a short one is over by then.
     */
    long peakOperatorBytes(String queryId)
    {
        try {
            HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(queries.resolve(queryId)).header("X-Trino-User", user).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new BenchmarkException("the server tells nothing of query %s: status %s".formatted(queryId, response.statusCode()));
            }
            return QUERY_INFORMATION.fromJson(response.body()).queryStats().operatorSummaries().stream()
                    .mapToLong(operator -> operator.peakUserMemoryReservation().toBytes())
                    .max()
                    .orElseThrow();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted while a server was asked");
        }
    }

    @Override
    public void close()
    {
        http.close();
        try {
            connection.close();
        }
        catch (SQLException _) {
            // the server goes away in any case
        }
    }
}
