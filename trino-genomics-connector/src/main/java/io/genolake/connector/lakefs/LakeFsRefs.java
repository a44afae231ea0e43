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
package io.genolake.connector.lakefs;

import com.google.inject.Inject;
import io.airlift.json.JsonCodec;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.ProjectVersion;
import io.trino.filesystem.Location;
import io.trino.spi.TrinoException;
import jakarta.annotation.PreDestroy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_SNAPSHOT_NOT_FOUND;
import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The refs of a lake on lakeFS: its branches, tags and commits. A lake is on lakeFS if {@code genomics.lake} has {@code {version}} in its path.
 */
public final class LakeFsRefs
{
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    // what lakeFS takes for a ref, with the relative ones (main~2, v1^)
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~^@-]{0,255}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-z]{1,128}");

    private final boolean versioned;
    private final String repository;
    private final Optional<URI> endpoint;
    private final Optional<String> authorization;
    private final String defaultRef;
    private final Duration timeout;
    private final JsonCodec<CommitLog> codec;
    private final HttpClient client;

    @Inject
    public LakeFsRefs(GenomicsConfig lakeConfig, LakeFsConfig config, JsonCodec<CommitLog> codec)
    {
        this.codec = requireNonNull(codec, "codec is null");
        versioned = Lake.isVersioned(lakeConfig.getLake());
        endpoint = config.getEndpoint();
        checkArgument(versioned == endpoint.isPresent(), "genomics.lakefs.endpoint and {version} in genomics.lake, as in s3://repository/{version}, belong together");
        checkArgument(config.getAccessKey().isPresent() == config.getSecretKey().isPresent(), "genomics.lakefs.access-key and genomics.lakefs.secret-key belong together");
        repository = config.getRepository().or(() -> Location.of(Lake.folder(lakeConfig.getLake())).host()).orElse("");
        checkArgument(!versioned || !repository.isEmpty(), "genomics.lake has no bucket: set genomics.lakefs.repository");
        authorization = config.getAccessKey().map(key -> "Basic " + Base64.getEncoder().encodeToString((key + ":" + config.getSecretKey().orElseThrow()).getBytes(UTF_8)));
        defaultRef = config.getDefaultRef();
        checkArgument(REF.matcher(defaultRef).matches(), "genomics.lakefs.default-ref is no ref: %s", defaultRef);
        timeout = config.getRequestTimeout().toJavaTime();
        client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /**
     * Whether the versions of the lake are refs of lakeFS.
     */
    public boolean isVersioned()
    {
        return versioned;
    }

    public String defaultRef()
    {
        return defaultRef;
    }

    /**
     * The commit that a ref names now.
     *
     * @throws TrinoException if there is no such ref, or lakeFS does not answer
     */
    public ProjectVersion resolve(String ref)
    {
        if (!REF.matcher(ref).matches()) {
            throw notFound(ref);
        }
        HttpResponse<String> response = get("/api/v1/repositories/%s/refs/%s/commits?amount=1".formatted(encoded(repository), encoded(ref)), ref);
        if (response.statusCode() == NOT_FOUND) {
            throw notFound(ref);
        }
        if (response.statusCode() != OK) {
            throw failed(ref, "it answers with HTTP status %s".formatted(response.statusCode()), null);
        }
        CommitLog log;
        try {
            log = codec.fromJson(response.body());
        }
        catch (IllegalArgumentException e) {
            throw failed(ref, "its answer is not that of lakeFS", e);
        }
        // the commit becomes a part of paths
        return log.results().stream()
                .map(CommitLog.Commit::id)
                .findFirst()
                .filter(id -> COMMIT.matcher(id).matches())
                .map(id -> new ProjectVersion(ref, id))
                .orElseThrow(() -> failed(ref, "its answer has no commit", null));
    }

    private HttpResponse<String> get(String path, String ref)
    {
        String base = endpoint.orElseThrow().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
                .timeout(timeout)
                .header("Accept", "application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return client.send(request.build(), ofString(UTF_8));
        }
        catch (IOException e) {
            throw failed(ref, "it cannot be reached", e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(ref, "interrupted", e);
        }
    }

    private static String encoded(String segment)
    {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    private TrinoException notFound(String ref)
    {
        return new TrinoException(GENOMICS_SNAPSHOT_NOT_FOUND, "The repository %s of lakeFS has no branch, tag or commit '%s'".formatted(repository, ref));
    }

    private TrinoException failed(String ref, String reason, Exception cause)
    {
        return new TrinoException(GENOMICS_FILE_SYSTEM_ERROR, "The ref '%s' of the repository %s cannot be looked up at %s: %s".formatted(ref, repository, endpoint.orElseThrow(), reason), cause);
    }

    @PreDestroy
    public void stop()
    {
        client.close();
    }
}
