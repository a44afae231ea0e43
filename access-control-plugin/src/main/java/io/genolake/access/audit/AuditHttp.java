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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Audit lines to a collector by HTTP: a POST of one line of JSON each, which is kept when the answer is 2xx. The number of requests at once and the time
 * of each are bounded; redirects are not followed, for they would take the audit elsewhere.
 */
public final class AuditHttp
        implements AuditSink
{
    private static final int MAX_REQUESTS = 32;
    /**
     * A connection that was kept open may have been closed by the other side
     */
    private static final int ATTEMPTS = 2;

    private final URI uri;
    private final Duration timeout;
    private final Optional<Path> tokenFile;
    private final HttpClient client;
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);

    /**
     * @param timeout for a line in all
     * @param tokenFile a file with the bearer token, read at every request so that it can be replaced
     */
    public AuditHttp(URI uri, Duration timeout, Optional<Path> tokenFile)
    {
        this.uri = requireNonNull(uri, "uri is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.tokenFile = requireNonNull(tokenFile, "tokenFile is null");
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public void write(String line)
            throws IOException
    {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            if (!requests.tryAcquire(timeout.toNanos(), NANOSECONDS)) {
                throw new IOException("the collector of the audit is too slow");
            }
            try {
                send(line, end);
            }
            finally {
                requests.release();
            }
        }
        catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the audit was sent");
        }
    }

    private void send(String line, long end)
            throws IOException, InterruptedException
    {
        for (int attempt = 1; ; attempt++) {
            CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request(line), BodyHandlers.discarding());
            try {
                int status = answer.get(end - System.nanoTime(), NANOSECONDS).statusCode();
                if (status / 100 != 2) {
                    throw new IOException("the collector of the audit answers with status %s".formatted(status));
                }
                return;
            }
            catch (TimeoutException _) {
                throw new IOException("the collector of the audit does not answer in time");
            }
            catch (ExecutionException e) {
                if (attempt == ATTEMPTS || !(e.getCause() instanceof IOException)) {
                    throw new IOException("the collector of the audit cannot be reached (%s)".formatted(e.getCause().getClass().getSimpleName()));
                }
            }
            finally {
                answer.cancel(true);
            }
        }
    }

    private HttpRequest request(String line)
            throws IOException
    {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(line + "\n"));
        if (tokenFile.isPresent()) {
            String token = Files.readString(tokenFile.orElseThrow()).strip();
            try {
                request.header("Authorization", "Bearer " + token);
            }
            catch (IllegalArgumentException _) {
                // The library's message would repeat the token
                throw new IOException("the token of the collector of the audit is no header");
            }
        }
        return request.build();
    }

    @Override
    public void close()
    {
        client.shutdownNow();
    }
}
