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
package io.genolake.lineage.transport;

import com.google.common.collect.ImmutableList;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
final class TestHttpTransport
{
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start()
            throws IOException
    {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop()
    {
        silence.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange)
            throws IOException
    {
        received.add("%s %s %s %s %s".formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        int status = answers.isEmpty() ? 201 : answers.remove();
        if (status == 0) {
            try {
                silence.await();
            }
            catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status == 0 ? 200 : status, -1);
        exchange.close();
    }

    @Test
    void testSend()
            throws Exception
    {
        try (HttpTransport transport = transport(Optional.of("a token"), LONG, 1)) {
            transport.send("{\"ä\":1}".getBytes(UTF_8));
            assertThat(transport.toString()).isEqualTo("http://127.0.0.1:" + server.getAddress().getPort());
        }
        try (HttpTransport transport = transport(Optional.empty(), LONG, 1)) {
            transport.send("{}".getBytes(UTF_8));
        }
        assertThat(received).containsExactly(
                "POST /api/v1/lineage?x=1 application/json Bearer a token {\"ä\":1}",
                "POST /api/v1/lineage?x=1 application/json null {}");
    }

    @Test
    void testTriesAgain()
            throws Exception
    {
        answers.addAll(ImmutableList.of(503, 429, 201));
        try (HttpTransport transport = transport(Optional.empty(), LONG, 3)) {
            transport.send("{}".getBytes(UTF_8));
        }
        assertThat(received).hasSize(3);
    }

    @Test
    void testGivesUp()
    {
        answers.addAll(ImmutableList.of(500, 502, 503));
        try (HttpTransport transport = transport(Optional.empty(), LONG, 2)) {
            assertThatThrownBy(() -> transport.send("{}".getBytes(UTF_8))).isInstanceOf(IOException.class).hasMessageContaining("502");
        }
        assertThat(received).hasSize(2);
    }

    @Test
    void testRefusalIsFinal()
    {
        answers.addAll(ImmutableList.of(400, 401, 302));
        try (HttpTransport transport = transport(Optional.of("hush"), LONG, 3)) {
            for (int status : ImmutableList.of(400, 401, 302)) {
                assertThatThrownBy(() -> transport.send("{}".getBytes(UTF_8)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("status " + status)
                        .hasMessageNotContaining("hush");
            }
        }
        assertThat(received).hasSize(3).noneMatch(request -> request.contains("elsewhere"));
    }

    @Test
    void testServerThatIsAway()
    {
        server.stop(0);
        try (HttpTransport transport = transport(Optional.of("hush"), LONG, 2)) {
            assertThatThrownBy(() -> transport.send("{}".getBytes(UTF_8)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not sent in 2 attempts")
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void testServerThatDoesNotAnswer()
    {
        answers.add(0);
        try (HttpTransport transport = transport(Optional.empty(), Duration.ofMillis(50), 1)) {
            assertThatThrownBy(() -> transport.send("{}".getBytes(UTF_8))).isInstanceOf(IOException.class);
        }
    }

    private HttpTransport transport(Optional<String> bearerToken, Duration timeout, int maxAttempts)
    {
        URI url = URI.create("http://127.0.0.1:%s/api/v1/lineage?x=1".formatted(server.getAddress().getPort()));
        return new HttpTransport(url, bearerToken, timeout, maxAttempts);
    }
}
