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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestServeOptions
{
    @TempDir
    private Path directory;

    @Test
    public void testDefaults()
            throws Exception
    {
        Files.createDirectory(directory.resolve("my lake"));
        ServeOptions options = parse("my lake");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(ServeOptions.defaultData()).hasFileName(".genolake");
        assertThat(options.catalogProperties()).isEmpty();
        LakeLocation lake = options.lake().orElseThrow();
        assertThat(lake.location()).isEqualTo("local:///");
        assertThat(lake.properties()).isEqualTo(ImmutableMap.of("fs.local.enabled", "true", "local.location", directory.resolve("my lake").toString()));
    }

    @Test
    public void testOptions()
    {
        ServeOptions options = parse("--port", "1234", "s3://bucket/a b", "--data", "data", "--heap", "4g", "--catalog-property", "s3.region=x=y", "--catalog-property", "genomics.nested-fields=FLAT");
        assertThat(options.port()).isEqualTo(1234);
        assertThat(options.lineage()).isTrue();
        assertThat(parse(".", "--no-lineage").lineage()).isFalse();
        assertThat(options.data()).isEqualTo(directory.resolve("data"));
        assertThat(options.catalogProperties()).isEqualTo(ImmutableMap.of("s3.region", "x=y", "genomics.nested-fields", "FLAT"));
        LakeLocation lake = options.lake().orElseThrow();
        assertThat(lake.location()).isEqualTo("s3://bucket/a b");
        assertThat(lake.properties()).isEqualTo(ImmutableMap.of("fs.s3.enabled", "true"));
    }

    @Test
    public void testSecretsAreNotShown()
    {
        assertThat(parse("s3://bucket", "--catalog-property", "s3.aws-secret-key=hush").toString())
                .contains("s3.aws-secret-key")
                .doesNotContain("hush");
        assertThatThrownBy(() -> parse(".", "--catalog-property", "hush")).hasMessageNotContaining("hush");
        assertThatThrownBy(() -> parse(".", "--s3.aws-secret-key=hush")).hasMessageNotContaining("hush");
        assertThatThrownBy(() -> parse(".", "--catalog-property", "a=hush", "--catalog-property", "a=hush")).hasMessageNotContaining("hush");
    }

    @Test
    public void testMistakes()
            throws Exception
    {
        Path file = Files.createFile(directory.resolve("file"));
        assertMistake("serve needs a lake: a folder, or s3://bucket/prefix");
        assertMistake("'b' is one argument too many; a path with spaces needs quotes", ".", "b");
        assertMistake("the lake %s does not exist: give the folder whose subfolders are your projects".formatted(directory.resolve("nowhere")), "nowhere");
        assertMistake("the lake %s is a file: give the folder whose subfolders are your projects".formatted(file), "file");
        assertMistake("a lake is a folder or s3://bucket/prefix, and gs://bucket is neither", "gs://bucket");
        assertMistake("a lake is a folder or s3://bucket/prefix, and s3:///prefix is neither", "s3:///prefix");
        assertMistake("there is no option --polity; './genolake help' lists them", ".", "--polity", "x");
        assertMistake("--port needs a value", ".", "--port");
        assertMistake("'http' is no port: a number from 1 to 65535 is", ".", "--port", "http");
        assertMistake("'0' is no port: a number from 1 to 65535 is", ".", "--port", "0");
        assertMistake("--once is an option of the demo only", ".", "--once");
        assertMistake("genomics.lake is not to be set: serve sets it", ".", "--catalog-property", "genomics.lake=x");
        assertMistake("the data directory %s is not a directory".formatted(file), ".", "--data", "file");
    }

    @Test
    public void testExposure()
            throws Exception
    {
        Path policy = Files.createDirectory(directory.resolve("policy"));
        assertMistake("the policy directory %s has no policy.yaml that can be read".formatted(policy), ".", "--policy", "policy");
        Files.createFile(policy.resolve("policy.yaml"));
        assertThat(parse(".", "--policy", "policy").policy()).contains(policy);
        assertThat(parse(".").policy()).isEmpty();
        assertThat(parse(".").endpoint().uri()).hasToString("http://127.0.0.1:8080");
        assertThat(parse(".", "--address", "::1").endpoint().uri()).hasToString("http://[::1]:8080");

        Path keystore = Files.createFile(directory.resolve("keystore.p12"));
        String tls = "http-server.https.enabled=true\nhttp-server.https.keystore.path=%s\n".formatted(keystore);
        Files.writeString(directory.resolve("tls"), tls);
        Files.writeString(directory.resolve("jwt"), tls + "http-server.authentication.type=JWT\n");
        String authentication = "authentication (http-server.authentication.type in --config FILE)";
        String remedy = ": docs/access-control.md shows the files";
        assertMistake("'home' is no address: 127.0.0.1 is, or 0.0.0.0 for all of this machine", ".", "--address", "home");
        assertMistake(
                "a server on 0.0.0.0 can be reached from other machines and needs --policy DIR, %s, TLS (http-server.https.enabled in --config FILE)%s".formatted(authentication, remedy),
                ".",
                "--address",
                "0.0.0.0");
        assertMistake("a server on 192.0.2.1 can be reached from other machines and needs %s%s".formatted(authentication, remedy), ".", "--address", "192.0.2.1", "--policy", "policy", "--config", "tls");
        assertMistake("a server on :: can be reached from other machines and needs --policy DIR" + remedy, ".", "--address", "::", "--config", "jwt");
        ServeOptions options = parse(".", "--address", "0.0.0.0", "--policy", "policy", "--config", "jwt", "--port", "8443");
        assertThat(options.endpoint().uri()).hasToString("https://127.0.0.1:8443");
        assertThat(options.endpoint().internalHost()).isEqualTo("127-0-0-1.ip");
        assertThatThrownBy(() -> ServeOptions.parseDemo(List.of("--policy", "policy"), directory)).hasMessageContaining("the demo has a policy of its own");
    }

    @Test
    public void testDemo()
    {
        ServeOptions options = ServeOptions.parseDemo(List.of("--once", "--port", "9999"), directory);
        assertThat(options.once()).isTrue();
        assertThat(options.port()).isEqualTo(9999);
        assertThat(options.lake()).isEmpty();
        assertThatThrownBy(() -> ServeOptions.parseDemo(List.of("."), directory)).isInstanceOf(LaunchException.class);
    }

    private ServeOptions parse(String... arguments)
    {
        return ServeOptions.parseServe(List.of(arguments), directory);
    }

    private void assertMistake(String message, String... arguments)
    {
        assertThatThrownBy(() -> parse(arguments)).isInstanceOf(LaunchException.class).hasMessage(message);
    }
}
