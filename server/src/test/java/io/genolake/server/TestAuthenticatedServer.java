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
import io.genolake.server.demo.DemoPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server that other machines can reach, with the files of docs/access-control.md: TLS, passwords in a file, and tokens of an identity provider.
 */
public class TestAuthenticatedServer
{
    private static final String PASSWORD = "alice's password";
    private static final Pattern SERVERS = Pattern.compile("x_redirect_server=\"([^\"]+)\", x_token_server=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    public void testPasswordsAndTokens()
            throws Exception
    {
        try (TestingIdentityProvider provider = new TestingIdentityProvider()) {
            testPasswordsAndTokens(provider);
        }
    }

    private void testPasswordsAndTokens(TestingIdentityProvider provider)
            throws Exception
    {
        int port = LauncherProcess.freePort();
        try (LauncherProcess server = serve(writeConfiguration(provider), port)) {
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
            assertTokens(port, provider);
            assertOnlyTls(port);
        }
    }

    /**
     * As the CLI and JDBC do it with external authentication: the browser's part is played by an HTTP client.
     */
    @Test
    public void testOAuth2()
            throws Exception
    {
        int port = LauncherProcess.freePort();
        try (TestingIdentityProvider provider = new TestingIdentityProvider()) {
            writeKeys();
            Path configuration = directory.resolve("server.properties");
            Files.writeString(
                    configuration,
                    """
                    http-server.https.enabled=true
                    http-server.https.keystore.path=%1$s/keystore.p12
                    http-server.https.keystore.key=changeit
                    http-server.authentication.type=OAUTH2
                    http-server.authentication.oauth2.issuer=%2$s
                    http-server.authentication.oauth2.client-id=genolake
                    http-server.authentication.oauth2.client-secret=secret
                    http-server.authentication.oauth2.scopes=openid
                    web-ui.authentication.type=oauth2
                    """.formatted(directory, provider.issuer()));
            try (LauncherProcess _ = serve(configuration, port)) {
                provider.setUser("alice");
                String token = logIn(port);
                assertThat(people(port, token, "alice")).isEqualTo("alice: PAT01 PAT03 PAT05 PAT07 PAT09 PAT11");
                assertThatThrownBy(() -> people(port, token, "bob")).isInstanceOf(SQLException.class).hasMessageContaining("Access Denied: User alice cannot impersonate user bob");
                provider.setUser("mallory");
                assertThatThrownBy(() -> people(port, logIn(port), "mallory")).isInstanceOf(SQLException.class).hasMessageContaining("Access Denied");
                assertThatThrownBy(() -> people(port, provider.tokenOfAnotherKey("alice"), "alice")).isInstanceOf(SQLException.class).hasMessageContaining("Authentication failed");
            }
        }
    }

    /**
     * Starts a server over the demo lake, with the demo's policy, for all addresses.
     */
    private LauncherProcess serve(Path configuration, int port)
            throws Exception
    {
        DemoPolicy.write(directory.resolve("policy"), "admin");
        return LauncherProcess.serveDemo(directory, port, "--config", configuration.toString(), "--address", "0.0.0.0");
    }

    /**
     * @return the token that the server hands to the client in the end
     */
    private String logIn(int port)
            throws Exception
    {
        KeyStore trusted = KeyStore.getInstance(directory.resolve("keystore.p12").toFile(), "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance(KeyStore.getDefaultType());
        certificates.load(null, null);
        certificates.setCertificateEntry("server", trusted.getCertificate("genolake"));
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            HttpResponse<String> challenge = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:%s/v1/statement".formatted(port))).POST(HttpRequest.BodyPublishers.ofString("SELECT 1")).build(),
                    BodyHandlers.ofString());
            assertThat(challenge.statusCode()).isEqualTo(401);
            Matcher servers = SERVERS.matcher(String.join(" ", challenge.headers().allValues("WWW-Authenticate")));
            assertThat(servers.find()).isTrue();
            HttpResponse<String> page = client.send(HttpRequest.newBuilder(URI.create(servers.group(1))).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            HttpResponse<String> token = client.send(HttpRequest.newBuilder(URI.create(servers.group(2))).build(), BodyHandlers.ofString());
            Matcher value = TOKEN.matcher(token.body());
            assertThat(value.find()).as("status %s", token.statusCode()).isTrue();
            return value.group(1);
        }
    }

    private void assertTokens(int port, TestingIdentityProvider provider)
            throws SQLException
    {
        assertThat(people(port, provider.token("alice", Map.of()), "alice")).isEqualTo("alice: PAT01 PAT03 PAT05 PAT07 PAT09 PAT11");
        assertThat(people(port, provider.token("bob", Map.of()), "bob")).startsWith("bob: ").doesNotContain("PAT01");
        Map<String, String> refused = ImmutableMap.<String, String>builder()
                .put("expired", provider.token("alice", Map.of("exp", Instant.now().minusSeconds(600).getEpochSecond())))
                .put("not valid yet", provider.token("alice", Map.of("nbf", Instant.now().plusSeconds(600).getEpochSecond())))
                .put("another audience", provider.token("alice", Map.of("aud", "other")))
                .put("another issuer", provider.token("alice", Map.of("iss", "https://other.example.org/")))
                .put("no signature", provider.unsignedToken("alice"))
                .put("the public key as a secret", provider.tokenWithPublicKeyAsSecret("alice"))
                .put("another key", provider.tokenOfAnotherKey("alice"))
                .put("no token", "x")
                .buildOrThrow();
        refused.forEach((what, token) -> assertThatThrownBy(() -> people(port, token, "alice"))
                .as(what)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Authentication failed"));
        assertThatThrownBy(() -> people(port, provider.token("alice", Map.of()), "bob"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access Denied: User alice cannot impersonate user bob");
    }

    /**
     * Who the server takes the user for, and whose variants it shows.
     */
    private String people(int port, String token, String sessionUser)
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("accessToken", token);
        properties.setProperty("sessionUser", sessionUser);
        properties.setProperty("SSL", "true");
        properties.setProperty("SSLTrustStorePath", directory.resolve("server.pem").toString());
        try (Connection connection = DriverManager.getConnection("jdbc:trino://localhost:" + port, properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT current_user || ': ' || people FROM (SELECT coalesce(array_join(array_agg(DISTINCT \"$sample\" ORDER BY \"$sample\"), ' '), '') AS people FROM genomics.clinic.variants)")) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private void writeKeys()
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
    }

    private Path writeConfiguration(TestingIdentityProvider provider)
            throws Exception
    {
        writeKeys();
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
                http-server.authentication.type=PASSWORD,JWT
                password-authenticator.config-files=%1$s/password-authenticator.properties
                http-server.authentication.jwt.key-file=%2$s
                http-server.authentication.jwt.required-issuer=%3$s
                http-server.authentication.jwt.required-audience=genolake
                http-server.authentication.jwt.principal-field=sub
                """.formatted(directory, provider.keys(), TestingIdentityProvider.ISSUER));
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
