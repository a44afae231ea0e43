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

import io.genolake.server.demo.DemoPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server that other machines can reach, with the files of docs/access-control.md: TLS, and passwords in a file.
 */
public class TestAuthenticatedServer
{
    private static final String PASSWORD = "alice's password";

    @TempDir
    private Path directory;

    @Test
    public void testPasswords()
            throws Exception
    {
        Path policy = directory.resolve("policy");
        DemoPolicy.write(policy, "admin");
        int port = LauncherProcess.freePort();
        try (LauncherProcess server = LauncherProcess.start(
                directory,
                "serve",
                SharedDemoLake.get().toString(),
                "--policy",
                "policy",
                "--config",
                writeConfiguration().toString(),
                "--address",
                "0.0.0.0",
                "--port",
                String.valueOf(port),
                "--data",
                "data",
                "--heap",
                "1g").awaitReady()) {
            assertThat(server.text())
                    .contains("Genolake is ready: https://127.0.0.1:" + port)
                    .doesNotContain("take their word");
            try (Connection connection = connect(port, "alice", PASSWORD, "alice");
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT current_user, people FROM (SELECT array_join(array_agg(DISTINCT \"$sample\" ORDER BY \"$sample\"), ' ') AS people FROM genomics.clinic.variants)")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getString(1)).isEqualTo("alice");
                assertThat(result.getString(2)).isEqualTo("PAT01 PAT03 PAT05 PAT07 PAT09 PAT11");
            }
            assertRefused(port, "alice", "bob's password", "alice", "Authentication failed");
            assertRefused(port, "bob", PASSWORD, "bob", "Authentication failed");
            assertRefused(port, "mallory", PASSWORD, "mallory", "Authentication failed");
            assertRefused(port, "alice", PASSWORD, "bob", "Access Denied: User alice cannot impersonate user bob");
            assertThatThrownBy(() -> query("jdbc:trino://127.0.0.1:" + port, properties("alice")))
                    .isInstanceOf(SQLException.class);
            assertOnlyTls(port);
        }
    }

    private Path writeConfiguration()
            throws Exception
    {
        run("keytool",
                "-genkeypair",
                "-alias",
                "genolake",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                "keystore.p12",
                "-storepass",
                "changeit");
        run("keytool", "-exportcert", "-rfc", "-alias", "genolake", "-keystore", "keystore.p12", "-storepass", "changeit", "-file", "server.pem");
        // by htpasswd -B -C 8
        Files.writeString(directory.resolve("password.db"), "alice:$2y$08$nIqlPdzWt/HsSRkaKGL4tek/UA6MeZlIyJxqo5lMfdcI8W2UtkbA6\nbob:$2y$08$86kocwYu5lukKWEFzCLfWuHBDyoQZ.iKtTqZv4pRkhxK8EIKzfS1a\n");
        Files.writeString(
                directory.resolve("password-authenticator.properties"),
                "password-authenticator.name=file\nfile.password-file=%s\n".formatted(directory.resolve("password.db")));
        Path configuration = directory.resolve("server.properties");
        Files.writeString(
                configuration,
                """
                http-server.https.enabled=true
                http-server.https.keystore.path=%1$s/keystore.p12
                http-server.https.keystore.key=changeit
                http-server.authentication.type=PASSWORD
                password-authenticator.config-files=%1$s/password-authenticator.properties
                """.formatted(directory));
        return configuration;
    }

    private void run(String program, String... arguments)
            throws Exception
    {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", program).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    private Properties properties(String user)
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return properties;
    }

    private Connection connect(int port, String user, String password, String sessionUser)
            throws SQLException
    {
        Properties properties = properties(user);
        properties.setProperty("password", password);
        properties.setProperty("sessionUser", sessionUser);
        properties.setProperty("SSL", "true");
        properties.setProperty("SSLTrustStorePath", directory.resolve("server.pem").toString());
        return DriverManager.getConnection("jdbc:trino://localhost:" + port, properties);
    }

    private void assertRefused(int port, String user, String password, String sessionUser, String message)
    {
        assertThatThrownBy(() -> {
            try (Connection connection = connect(port, user, password, sessionUser); Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        }).isInstanceOf(SQLException.class).hasMessageContaining(message);
    }

    private static void query(String url, Properties properties)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url, properties); Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    /**
     * On plain HTTP Trino would believe a header.
     */
    private static void assertOnlyTls(int port)
    {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s/v1/info".formatted(port))).header("X-Trino-User", "admin").build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
        }
    }
}
