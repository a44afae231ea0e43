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
package io.genolake.access.audit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestAuditHttp
{
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile int status = 204;
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start()
            throws IOException
    {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/audit", exchange -> {
            received.add("%s %s %s".formatted(
                    exchange.getRequestMethod(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            received.add("elsewhere");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            try {
                held.await();
            }
            catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop()
    {
        held.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void testLineIsSent()
            throws IOException
    {
        Path token = Files.writeString(directory.resolve("token"), "secret-1\n");
        try (AuditHttp sink = sink("/audit", Duration.ofSeconds(30), Optional.of(token))) {
            sink.write("{\"a\":1}");
            Files.writeString(token, "secret-2");
            sink.write("{\"a\":2}");
        }
        assertThat(received).containsExactly("POST Bearer secret-1 {\"a\":1}\n", "POST Bearer secret-2 {\"a\":2}\n");
    }

    @Test
    void testEveryOtherAnswerIsAFailure()
    {
        try (AuditHttp sink = sink("/audit", Duration.ofSeconds(30), Optional.empty())) {
            for (int answer : List.of(301, 307, 400, 401, 500, 503)) {
                status = answer;
                assertThatThrownBy(() -> sink.write("{}")).isInstanceOf(IOException.class).hasMessageContaining("status " + answer);
            }
        }
        assertThat(received).hasSize(6).doesNotContain("elsewhere");
    }

    @Test
    void testNoAnswerIsAFailure()
    {
        try (AuditHttp sink = sink("/slow", Duration.ofMillis(200), Optional.empty())) {
            assertThatThrownBy(() -> sink.write("{}")).isInstanceOf(IOException.class);
        }
        server.stop(0);
        try (AuditHttp sink = sink("/audit", Duration.ofSeconds(30), Optional.empty())) {
            assertThatThrownBy(() -> sink.write("{}")).isInstanceOf(IOException.class).hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void testTokenIsNotRepeated()
            throws IOException
    {
        Path token = Files.writeString(directory.resolve("token"), "secret\nline");
        try (AuditHttp sink = sink("/audit", Duration.ofSeconds(30), Optional.of(token))) {
            assertThatThrownBy(() -> sink.write("{}")).isInstanceOf(IOException.class).satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
            Files.delete(token);
            assertThatThrownBy(() -> sink.write("{}")).isInstanceOf(IOException.class);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void testBothOrNone()
            throws IOException
    {
        try (AuditSinks sinks = new AuditSinks(List.of(sink("/audit", Duration.ofSeconds(30), Optional.empty()), new AuditFile(directory, Clock.systemUTC())))) {
            sinks.write("{\"a\":1}");
            status = 500;
            assertThatThrownBy(() -> sinks.write("{\"a\":2}")).isInstanceOf(IOException.class);
        }
        assertThat(AuditFileName.list(directory)).hasSize(1);
        assertThat(Files.readAllLines(directory.resolve(AuditFileName.list(directory).getFirst().toString()))).containsExactly("{\"a\":1}");
    }

    private AuditHttp sink(String path, Duration timeout, Optional<Path> token)
    {
        return new AuditHttp(URI.create("http://%s:%s%s".formatted(server.getAddress().getHostString(), server.getAddress().getPort(), path)), timeout, token);
    }
}
