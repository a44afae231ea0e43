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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.net.http.HttpClient.Redirect.NEVER;
import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.util.Objects.requireNonNull;

/**
 * Posts each event to a service of lineage. What may pass (a server that is away or too busy) is tried again, with growing pauses.
 */
public final class HttpTransport
        implements LineageTransport
{
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final URI url;
    private final Optional<String> bearerToken;
    private final Duration timeout;
    private final int maxAttempts;
    private final HttpClient client;

    public HttpTransport(URI url, Optional<String> bearerToken, Duration timeout, int maxAttempts)
    {
        this.url = requireNonNull(url, "url is null");
        this.bearerToken = requireNonNull(bearerToken, "bearerToken is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        checkArgument(maxAttempts > 0, "maxAttempts is not positive: %s", maxAttempts);
        this.maxAttempts = maxAttempts;
        // A redirect would take the token elsewhere
        this.client = HttpClient.newBuilder()
                .version(HTTP_1_1)
                .followRedirects(NEVER)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public void send(byte[] event)
            throws IOException, InterruptedException
    {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(event));
        bearerToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));

        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; !attempt(request.build(), attempt == maxAttempts); attempt++) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
        }
    }

    /**
     * @return whether the event has arrived; if not, another attempt may help
     */
    private boolean attempt(HttpRequest request, boolean last)
            throws IOException, InterruptedException
    {
        int status;
        try {
            // The text of the answer is read, so that the connection can be used again, and not kept
            status = client.send(request, BodyHandlers.discarding()).statusCode();
        }
        catch (IOException e) {
            if (last) {
                throw new IOException("not sent in %s attempts (%s)".formatted(maxAttempts, e), e);
            }
            return false;
        }
        if (status >= 200 && status < 300) {
            return true;
        }
        boolean passing = status >= 500 || status == 408 || status == 429;
        if (last || !passing) {
            throw new IOException("the service answered with status " + status);
        }
        return false;
    }

    @Override
    public void close()
    {
        client.shutdownNow();
    }

    @Override
    public String toString()
    {
        return "%s://%s:%s".formatted(url.getScheme(), url.getHost(), url.getPort());
    }
}
