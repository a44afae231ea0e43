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
package io.genolake.testing.s3;

import io.genolake.testing.s3.S3Request.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

@TestInstance(PER_CLASS)
final class TestS3Server
{
    private Path directory;
    private S3Server server;
    private HttpClient client;

    @BeforeAll
    void start(@TempDir Path directory)
            throws IOException
    {
        this.directory = directory;
        Path bucket = Files.createDirectories(directory.resolve("bucket"));
        Files.writeString(Files.createDirectories(bucket.resolve("a/b")).resolve("c.txt"), "0123456789");
        Files.writeString(bucket.resolve("a/one & two.txt"), "x");
        Files.writeString(bucket.resolve("z.txt"), "");
        Files.writeString(directory.resolve("outside.txt"), "not of a bucket");
        server = new S3Server(directory);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    void stop()
            throws IOException
    {
        client.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException
    {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.endpoint().resolve(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void testObjects()
            throws Exception
    {
        server.startRecording();
        HttpResponse<String> whole = send("GET", "/bucket/a/b/c.txt");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");

        HttpResponse<String> part = send("GET", "/bucket/a/b/c.txt", "Range", "bytes=3-5");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("345");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 3-5/10");
        assertThat(send("GET", "/bucket/a/b/c.txt", "Range", "bytes=8-100").body()).isEqualTo("89");
        assertThat(send("GET", "/bucket/a/b/c.txt", "Range", "bytes=-4").body()).isEqualTo("6789");
        assertThat(send("GET", "/bucket/a/b/c.txt", "Range", "bytes=10-").statusCode()).isEqualTo(416);
        assertThat(send("GET", "/bucket/z.txt").body()).isEmpty();
        assertThat(send("GET", "/bucket/a/one%20&%20two.txt").body()).isEqualTo("x");

        HttpResponse<String> head = send("HEAD", "/bucket/a/b/c.txt");
        assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
        assertThat(head.headers().firstValue("ETag")).isEqualTo(whole.headers().firstValue("ETag"));
        assertThat(send("HEAD", "/bucket/no.txt").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/bucket/no.txt").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/bucket/a").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/bucket/../../outside.txt").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/bucket/z.txt").statusCode()).isEqualTo(403);
        assertThat(send("PUT", "/bucket/z.txt").statusCode()).isEqualTo(403);
        assertThat(send("POST", "/bucket/z.txt").statusCode()).isEqualTo(501);

        assertThat(server.requests(Operation.GET)).extracting(S3Request::length).contains(10L, 3L, 2L, 4L);
        assertThat(server.requests()).hasSize((int) server.requests().stream().filter(request -> request.bucket().equals("bucket")).count());
    }

    @Test
    void testVersions()
            throws Exception
    {
        Path file = directory.resolve("bucket/versions/v.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "first");
        String eTag = send("GET", "/bucket/versions/v.txt").headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", "/bucket/versions/v.txt", "If-Match", eTag).statusCode()).isEqualTo(200);
        Files.writeString(file, "second");
        assertThat(send("GET", "/bucket/versions/v.txt", "If-Match", eTag).statusCode()).isEqualTo(412);
    }

    @Test
    void testChanges()
            throws Exception
    {
        Path bucket = Files.createDirectories(directory.resolve("written"));
        try (S3Server store = new S3Server(directory, true)) {
            assertThat(put(store, "/written/d/new.txt", "first", "If-None-Match", "*")).isEqualTo(200);
            assertThat(put(store, "/written/d/new.txt", "second", "If-None-Match", "*")).isEqualTo(412);
            assertThat(bucket.resolve("d/new.txt")).hasContent("first");
            assertThat(put(store, "/written/d/new.txt", "third", "x-other", "")).isEqualTo(200);
            assertThat(bucket.resolve("d/new.txt")).hasContent("third");
            assertThat(put(store, "/written/chunked.txt", "3;chunk-signature=0\r\none\r\n4;chunk-signature=1\r\n two\r\n0\r\n\r\n", "x-amz-decoded-content-length", "7")).isEqualTo(200);
            assertThat(bucket.resolve("chunked.txt")).hasContent("one two");
            assertThat(put(store, "/none/new.txt", "first", "If-None-Match", "*")).isEqualTo(404);

            store.setFaults(_ -> Optional.of(new Fault.Reset(0)));
            assertThatThrownBy(() -> put(store, "/written/reset.txt", "x", "x-other", "")).isInstanceOf(IOException.class);
            store.setFaults(_ -> Optional.of(new Fault.LostAnswer()));
            assertThatThrownBy(() -> put(store, "/written/lost.txt", "x", "x-other", "")).isInstanceOf(IOException.class);
            store.setFaults(_ -> Optional.empty());
            assertThat(bucket.resolve("reset.txt")).doesNotExist();
            assertThat(bucket.resolve("lost.txt")).hasContent("x");

            HttpRequest delete = HttpRequest.newBuilder(store.endpoint().resolve("/written/lost.txt")).DELETE().build();
            assertThat(client.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
            assertThat(client.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
            assertThat(bucket.resolve("lost.txt")).doesNotExist();
        }
    }

    private int put(S3Server store, String path, String body, String header, String value)
            throws IOException, InterruptedException
    {
        HttpRequest request = HttpRequest.newBuilder(store.endpoint().resolve(path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .header(header, value)
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void testListing()
            throws Exception
    {
        assertThat(send("GET", "/bucket?list-type=2&prefix=a/").body())
                .contains("<Key>a/b/c.txt</Key>", "<Key>a/one &amp; two.txt</Key>", "<Size>10</Size>", "<IsTruncated>false</IsTruncated>")
                .doesNotContain("z.txt");
        assertThat(send("GET", "/bucket?list-type=2&prefix=a/&delimiter=/").body())
                .contains("<CommonPrefixes><Prefix>a/b/</Prefix></CommonPrefixes>", "<Key>a/one &amp; two.txt</Key>")
                .doesNotContain("c.txt");
        assertThat(send("GET", "/bucket?list-type=2&prefix=none/").body()).contains("<KeyCount>0</KeyCount>");
        assertThat(send("GET", "/none?list-type=2").statusCode()).isEqualTo(404);

        String first = send("GET", "/bucket?list-type=2&max-keys=1&prefix=a/").body();
        assertThat(first).contains("<Key>a/b/c.txt</Key>", "<IsTruncated>true</IsTruncated>").doesNotContain("two.txt");
        String token = first.replaceAll(".*<NextContinuationToken>(.*)</NextContinuationToken>.*", "$1").lines().toList().getLast();
        assertThat(send("GET", "/bucket?list-type=2&prefix=a/&continuation-token=" + token).body()).contains("two.txt").doesNotContain("c.txt");
    }

    @Test
    void testFaults()
            throws Exception
    {
        try {
            server.setFaults(_ -> Optional.of(new Fault.SlowDown()));
            assertThat(send("GET", "/bucket/a/b/c.txt").statusCode()).isEqualTo(503);
            server.setFaults(_ -> Optional.of(new Fault.Reset(5)));
            assertThatThrownBy(() -> send("GET", "/bucket/a/b/c.txt")).isInstanceOf(IOException.class);
            server.setFaults(_ -> Optional.of(new Fault.Trickle(100)));
            assertThat(send("GET", "/bucket/a/b/c.txt").body()).isEqualTo("0123456789");
        }
        finally {
            server.setFaults(_ -> Optional.empty());
        }
        assertThat(send("GET", "/bucket/a/b/c.txt").body()).isEqualTo("0123456789");
    }
}
