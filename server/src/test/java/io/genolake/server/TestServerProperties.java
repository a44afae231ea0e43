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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestServerProperties
{
    @TempDir
    private Path directory;

    @Test
    public void testRead()
            throws Exception
    {
        ServerProperties properties = read("query.max-memory=1GB\n");
        assertThat(properties.values()).containsOnlyKeys("query.max-memory");
        assertThat(properties.authenticates()).isFalse();
        assertThat(properties.usesTls()).isFalse();

        properties = read(tls() + "http-server.authentication.type=JWT, oauth2\nhttp-server.authentication.jwt.key-file=${ENV:KEY}\n");
        assertThat(properties.authenticates()).isTrue();
        assertThat(properties.usesTls()).isTrue();
        assertThat(properties.authenticationTypes()).containsExactly("jwt", "oauth2");
        // a secret that Trino resolves
        assertThat(read("http-server.https.enabled=true\nhttp-server.https.keystore.path=${ENV:KEYSTORE}\n").usesTls()).isTrue();
    }

    @Test
    public void testSecretsAreNotShown()
            throws Exception
    {
        assertThat(read(tls() + "http-server.https.keystore.key=hush\n").toString()).contains("http-server.https.keystore.key").doesNotContain("hush");
    }

    @Test
    public void testFiles()
            throws Exception
    {
        assertThatThrownBy(() -> ServerProperties.read(directory.resolve("nowhere"))).isInstanceOf(LaunchException.class).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ServerProperties.read(directory)).isInstanceOf(LaunchException.class);
        Path file = directory.resolve("latin.properties");
        Files.write(file, "a=\u00e4".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> ServerProperties.read(file)).isInstanceOf(LaunchException.class).hasMessageContaining("UTF-8");
        assertMistake("a=\\u12\n", "is no file of properties in UTF-8");
    }

    @Test
    public void testMistakes()
            throws Exception
    {
        for (String name : new String[] {"http-server.http.enabled", "node.bind-ip", "coordinator", "access-control.config-files", "discovery.uri", "plugin.dir", "internal-communication.shared-secret"}) {
            assertMistake(name + "=x", name + " is not to be set: serve sets it");
        }
        for (String name : new String[] {"http-server.authentication.allow-insecure-over-http", "http-server.process-forwarded", "management.user", "web-ui.user", "optimizer.allow-pushdown-into-connectors"}) {
            assertMistake(name + "=x", name + " is not to be set: users could pass for others");
        }
        assertMistake(tls() + "http-server.authentication.type=INSECURE\n", "is PASSWORD, JWT, OAUTH2 or several of them, and not INSECURE");
        assertMistake(tls() + "http-server.authentication.type=JWT,header\n", "and not HEADER");
        assertMistake("http-server.authentication.type=JWT\n", "needs http-server.https.enabled=true");
        assertMistake("http-server.https.enabled=true\n", "needs http-server.https.keystore.path");
        assertMistake("http-server.https.enabled=true\nhttp-server.https.keystore.path=keys.p12\n", "is an absolute path");
        assertMistake("http-server.https.enabled=true\nhttp-server.https.keystore.path=%s/no.p12\n".formatted(directory), "cannot be read");
        assertMistake(tls() + "http-server.authentication.type=PASSWORD\n", "needs password-authenticator.config-files");
        assertMistake(tls() + "http-server.authentication.type=PASSWORD\npassword-authenticator.config-files=%s/no\n".formatted(directory), "cannot be read");
        assertMistake(tls() + "http-server.authentication.type=JWT\nweb-ui.authentication.type=Fixed\n", "must not let users in without authentication");
    }

    private String tls()
            throws IOException
    {
        Path keystore = directory.resolve("keystore.p12");
        Files.writeString(keystore, "");
        return "http-server.https.enabled=true\nhttp-server.https.keystore.path=%s\n".formatted(keystore);
    }

    private ServerProperties read(String text)
            throws IOException
    {
        Path file = directory.resolve("server.properties");
        Files.writeString(file, text);
        return ServerProperties.read(file);
    }

    private void assertMistake(String text, String message)
    {
        assertThatThrownBy(() -> read(text)).isInstanceOf(LaunchException.class).hasMessageContaining(message);
    }
}
