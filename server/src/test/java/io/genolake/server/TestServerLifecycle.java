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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestServerLifecycle
{
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path temporary;

    @Test
    public void testStopsAndStartsAgainWithItsTables()
            throws Exception
    {
        int port = LauncherProcess.freePort();
        try (LauncherProcess server = start(port)) {
            try (Connection connection = connect(port); Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA lake.kept");
                statement.execute("CREATE TABLE lake.kept.nation AS SELECT * FROM tpch.tiny.nation");
            }
            assertThat(server.stop("TERM")).isEqualTo(SIGTERM_STATUS);
        }
        assertThat(temporary.resolve("data/lineage")).isNotEmptyDirectory();
        try (LauncherProcess server = start(port, "--no-lineage")) {
            deleteRecursively(temporary.resolve("data/lineage"), ALLOW_INSECURE);
            try (Connection connection = connect(port);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(*) FROM lake.kept.nation")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getLong(1)).isEqualTo(25);
            }
            // not SIGINT: what runs in the background of a shell ignores it, and so do its children
            assertThat(server.stop("TERM")).isEqualTo(SIGTERM_STATUS);
        }
        // it writes what it has when it stops
        assertThat(temporary.resolve("data/lineage")).doesNotExist();
    }

    private LauncherProcess start(int port, String... options)
            throws Exception
    {
        return LauncherProcess.start(temporary, Stream.concat(
                        Stream.of("serve", temporary.toString(), "--port", String.valueOf(port), "--data", "data", "--heap", "1g"),
                        Stream.of(options))
                .toArray(String[]::new)).awaitReady();
    }

    private static Connection connect(int port)
            throws Exception
    {
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, "test", "");
    }
}
