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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.testing.s3.HttpConnection.Request;
import io.genolake.testing.s3.S3Request.Operation;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Objects.requireNonNull;

/**
 * A folder as an object store that speaks the protocol of S3: its folders are the buckets, and the files below them the objects.
 * It counts what it is asked for, and fails as it is told to. Whoever asks may: signatures are not looked at.
 * <p>
 * It knows ListObjectsV2, HEAD and GET, the latter with a range and with {@code If-Match}, with the bucket in the path. One that can be
 * written to knows PUT, also with {@code If-None-Match: *}, and DELETE, of one object at a time.
 */
public final class S3Server
        implements Closeable
{
    private static final int BUFFER_SIZE = 1 << 17;
    private static final int PAGE_SIZE = 1000;
    private static final int TRICKLES_PER_SECOND = 20;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Path directory;
    private final boolean writable;
    private final ServerSocket serverSocket;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<S3Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong requestCount = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    // listings that go on, by the token that they go on with
    private final Map<String, List<Entry>> listings = new ConcurrentHashMap<>();
    private final AtomicLong nextListing = new AtomicLong();
    private volatile boolean recording;
    private volatile Function<S3Request, Optional<Fault>> faults = _ -> Optional.empty();

    /**
     * An object, or a prefix that objects share.
     */
    private record Entry(String key, Optional<Version> version) {}

    private record Version(long length, FileTime modified)
    {
        static Version of(Path file)
                throws IOException
        {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new NoSuchFileException(file.toString());
            }
            return new Version(attributes.size(), attributes.lastModifiedTime());
        }

        String eTag()
        {
            Instant time = modified.toInstant();
            return "\"%x-%x%x\"".formatted(length, time.getEpochSecond(), time.getNano());
        }

        Instant time()
        {
            return modified.toInstant().truncatedTo(SECONDS);
        }
    }

    /**
     * Starts a store on a free port that nobody can write to.
     */
    public S3Server(Path directory)
            throws IOException
    {
        this(directory, false);
    }

    /**
     * Starts a store on a free port.
     */
    public S3Server(Path directory, boolean writable)
            throws IOException
    {
        this.directory = directory.toRealPath();
        this.writable = writable;
        serverSocket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("s3-server").start(this::accept);
    }

    public URI endpoint()
    {
        return URI.create("http://127.0.0.1:" + serverSocket.getLocalPort());
    }

    /**
     * Remembers the requests from now on.
     */
    public void startRecording()
    {
        requests.clear();
        recording = true;
    }

    /**
     * The requests since {@link #startRecording}, in the order in which they came.
     */
    public List<S3Request> requests()
    {
        return ImmutableList.copyOf(requests);
    }

    public List<S3Request> requests(Operation operation)
    {
        return requests.stream()
                .filter(request -> request.operation() == operation)
                .toList();
    }

    /**
     * Requests of all kinds since the start.
     */
    public long requestCount()
    {
        return requestCount.get();
    }

    /**
     * Bytes of objects that were sent since the start.
     */
    public long bytesSent()
    {
        return bytesSent.get();
    }

    /**
     * Sets what goes wrong from now on; the function is asked once a request, before the object is looked at.
     */
    public void setFaults(Function<S3Request, Optional<Fault>> faults)
    {
        this.faults = requireNonNull(faults, "faults is null");
    }

    private void accept()
    {
        while (!serverSocket.isClosed()) {
            try {
                Socket socket = serverSocket.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
            catch (IOException _) {
                // closed, or the client went away before it was accepted
            }
        }
    }

    private void serve(Socket socket)
    {
        try (HttpConnection connection = new HttpConnection(socket)) {
            connections.add(connection);
            try {
                for (Optional<Request> request = connection.readRequest(); request.isPresent(); request = connection.readRequest()) {
                    answer(connection, request.orElseThrow());
                }
            }
            finally {
                connections.remove(connection);
            }
        }
        catch (SocketException _) {
            // the client has what it wants, or it was cut off
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpConnection connection, Request http)
            throws IOException, InterruptedException
    {
        S3Request request = parse(http);
        requestCount.incrementAndGet();
        if (recording) {
            requests.add(request);
        }
        Optional<Fault> fault = faults.apply(request);
        if (fault.isPresent() && fault.orElseThrow() instanceof Fault.SlowDown) {
            error(connection, request, 503, "Slow Down", "SlowDown");
            return;
        }
        switch (request.operation()) {
            case LIST -> list(connection, request);
            case GET, HEAD -> object(connection, request, fault);
            case PUT, DELETE -> {
                if (writable) {
                    change(connection, request, http, fault);
                }
                else {
                    error(connection, request, 403, "Forbidden", "AccessDenied");
                }
            }
            case OTHER -> error(connection, request, 501, "Not Implemented", "NotImplemented");
        }
    }

    private void change(HttpConnection connection, S3Request request, Request http, Optional<Fault> fault)
            throws IOException
    {
        switch (fault.orElse(null)) {
            case Fault.Reset _ -> {
                connection.reset();
                return;
            }
            case Fault.LostAnswer() -> {
                apply(request, http);
                connection.reset();
                return;
            }
            case null, default -> {}
        }
        Optional<String> eTag;
        try {
            eTag = apply(request, http);
        }
        catch (NoSuchFileException _) {
            error(connection, request, 404, "Not Found", "NoSuchBucket");
            return;
        }
        catch (FileAlreadyExistsException _) {
            error(connection, request, 412, "Precondition Failed", "PreconditionFailed");
            return;
        }
        if (eTag.isPresent()) {
            connection.writeHead(200, "OK", ImmutableMap.of("ETag", eTag.orElseThrow(), "Content-Length", "0"));
        }
        else {
            connection.writeHead(204, "No Content", ImmutableMap.of());
        }
    }

    /**
     * Does what is asked for as a whole, or not at all.
     *
     * @return of the object that there is now
     */
    private synchronized Optional<String> apply(S3Request request, Request http)
            throws IOException
    {
        Path file = file(request.bucket(), request.key());
        if (!Files.isDirectory(file(request.bucket(), ""))) {
            throw new NoSuchFileException(request.bucket());
        }
        if (request.operation() == Operation.DELETE) {
            Files.deleteIfExists(file);
            return Optional.empty();
        }
        if (request.headers().containsKey("if-none-match") && Files.exists(file)) {
            throw new FileAlreadyExistsException(request.key());
        }
        Files.createDirectories(file.getParent());
        Files.write(file, request.headers().containsKey("x-amz-decoded-content-length") ? unchunked(http.body()) : http.body());
        return Optional.of(Version.of(file).eTag());
    }

    /**
     * The bytes of a body that was sent in chunks with signatures.
     */
    private static byte[] unchunked(byte[] body)
            throws IOException
    {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int position = 0;
        while (true) {
            int lineEnd = position;
            while (body[lineEnd] != '\r') {
                lineEnd++;
            }
            String line = new String(body, position, lineEnd - position, ISO_8859_1);
            int length = Integer.parseInt(line.split(";", 2)[0], 16);
            if (length == 0) {
                return bytes.toByteArray();
            }
            bytes.write(body, lineEnd + 2, length);
            position = lineEnd + 2 + length + 2;
        }
    }

    private S3Request parse(Request http)
    {
        String path = http.path().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        Operation operation = switch (http.method()) {
            case "GET" -> key.isEmpty() ? Operation.LIST : Operation.GET;
            case "HEAD" -> Operation.HEAD;
            case "PUT" -> Operation.PUT;
            case "DELETE" -> Operation.DELETE;
            default -> Operation.OTHER;
        };
        long begin = 0;
        long length = 0;
        if (operation == Operation.GET) {
            try {
                long size = Files.size(file(bucket, key));
                Matcher range = RANGE.matcher(http.headers().getOrDefault("range", "bytes=0-"));
                if (range.matches()) {
                    begin = range.group(1).isEmpty() ? max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
                    long end = range.group(1).isEmpty() || range.group(2).isEmpty() ? size : min(size, Long.parseLong(range.group(2)) + 1);
                    length = max(0, end - begin);
                }
            }
            catch (IOException _) {
                // there is no such object, as the answer will say
            }
        }
        return new S3Request(operation, bucket, key, http.parameters(), http.headers(), begin, length);
    }

    private Path file(String bucket, String key)
            throws IOException
    {
        Path file = directory.resolve(bucket).resolve(key).normalize();
        if (!file.startsWith(directory)) {
            throw new NoSuchFileException(key);
        }
        return file;
    }

    private void object(HttpConnection connection, S3Request request, Optional<Fault> fault)
            throws IOException, InterruptedException
    {
        try (FileChannel channel = FileChannel.open(file(request.bucket(), request.key()), READ)) {
            Version version = Version.of(file(request.bucket(), request.key()));
            String wanted = request.headers().getOrDefault("if-match", version.eTag());
            if (!wanted.equals(version.eTag())) {
                error(connection, request, 412, "Precondition Failed", "PreconditionFailed");
                return;
            }
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("ETag", version.eTag());
            headers.put("Last-Modified", HTTP_TIME.format(version.time()));
            headers.put("Accept-Ranges", "bytes");
            if (request.operation() == Operation.HEAD) {
                headers.put("Content-Length", Long.toString(version.length()));
                connection.writeHead(200, "OK", headers);
                return;
            }
            if (request.length() == 0 && version.length() > 0) {
                error(connection, request, 416, "Range Not Satisfiable", "InvalidRange");
                return;
            }
            headers.put("Content-Length", Long.toString(request.length()));
            if (request.headers().containsKey("range")) {
                headers.put("Content-Range", "bytes %s-%s/%s".formatted(request.begin(), request.end() - 1, version.length()));
                connection.writeHead(206, "Partial Content", headers);
            }
            else {
                connection.writeHead(200, "OK", headers);
            }
            body(connection, request, channel, fault);
        }
        catch (NoSuchFileException _) {
            error(connection, request, 404, "Not Found", "NoSuchKey");
        }
    }

    private void body(HttpConnection connection, S3Request request, FileChannel channel, Optional<Fault> fault)
            throws IOException, InterruptedException
    {
        switch (fault.orElse(null)) {
            case null -> send(connection, channel, request.begin(), request.length(), BUFFER_SIZE, 0);
            case Fault.Reset(long bytes) -> {
                // never the last byte, with which the answer would be a whole one
                send(connection, channel, request.begin(), min(bytes, max(0, request.length() - 1)), BUFFER_SIZE, 0);
                connection.reset();
            }
            case Fault.Stall(long bytes) -> {
                send(connection, channel, request.begin(), min(bytes, request.length()), BUFFER_SIZE, 0);
                // until the client has had enough of it
                if (connection.socket().getInputStream().read() >= 0) {
                    throw new IOException("a request before the end of the answer to the one before");
                }
            }
            case Fault.Trickle(int bytesPerSecond) -> send(
                    connection,
                    channel,
                    request.begin(),
                    request.length(),
                    clamp(bytesPerSecond / TRICKLES_PER_SECOND, 1, BUFFER_SIZE),
                    1000 / TRICKLES_PER_SECOND);
            case Fault.SlowDown(), Fault.LostAnswer() -> throw new IllegalArgumentException("not a fault of reading");
        }
    }

    private void send(HttpConnection connection, FileChannel channel, long begin, long length, int pieceSize, int pauseMillis)
            throws IOException, InterruptedException
    {
        ByteBuffer buffer = ByteBuffer.allocate(min(pieceSize, (int) min(length, BUFFER_SIZE)));
        long end = begin + length;
        for (long position = begin; position < end; ) {
            buffer.clear().limit((int) min(buffer.capacity(), end - position));
            int count = channel.read(buffer, position);
            if (count < 0) {
                // the object became shorter
                connection.reset();
                return;
            }
            connection.write(buffer.array(), count);
            bytesSent.addAndGet(count);
            position += count;
            if (pauseMillis > 0) {
                Thread.sleep(pauseMillis);
            }
        }
    }

    private static void error(HttpConnection connection, S3Request request, int status, String reason, String code)
            throws IOException
    {
        xml(connection, request, status, reason, "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, reason));
    }

    private static void xml(HttpConnection connection, S3Request request, int status, String reason, String document)
            throws IOException
    {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document).getBytes(UTF_8);
        connection.writeHead(status, reason, ImmutableMap.of("Content-Type", "application/xml", "Content-Length", Integer.toString(body.length)));
        if (request.operation() != Operation.HEAD) {
            connection.write(body, body.length);
        }
    }

    private void list(HttpConnection connection, S3Request request)
            throws IOException
    {
        if (!Files.isDirectory(file(request.bucket(), ""))) {
            error(connection, request, 404, "Not Found", "NoSuchBucket");
            return;
        }
        String prefix = request.parameters().getOrDefault("prefix", "");
        String token = request.parameters().get("continuation-token");
        List<Entry> entries = token == null ? entries(request, prefix) : listings.remove(token);
        if (entries == null) {
            error(connection, request, 400, "Bad Request", "InvalidArgument");
            return;
        }
        int size = min(entries.size(), Integer.parseInt(request.parameters().getOrDefault("max-keys", Integer.toString(PAGE_SIZE))));
        StringBuilder document = new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>%s</Name><Prefix>%s</Prefix><KeyCount>%s</KeyCount>".formatted(
                escaped(request.bucket()),
                escaped(prefix),
                size));
        if (size < entries.size()) {
            String next = "listing-" + nextListing.incrementAndGet();
            listings.put(next, entries.subList(size, entries.size()));
            document.append("<IsTruncated>true</IsTruncated><NextContinuationToken>").append(next).append("</NextContinuationToken>");
        }
        else {
            document.append("<IsTruncated>false</IsTruncated>");
        }
        for (Entry entry : entries.subList(0, size)) {
            if (entry.version().isPresent()) {
                Version version = entry.version().orElseThrow();
                document.append("<Contents><Key>").append(escaped(entry.key()))
                        .append("</Key><LastModified>").append(version.time())
                        .append("</LastModified><ETag>").append(escaped(version.eTag()))
                        .append("</ETag><Size>").append(version.length())
                        .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
            }
            else {
                document.append("<CommonPrefixes><Prefix>").append(escaped(entry.key())).append("</Prefix></CommonPrefixes>");
            }
        }
        xml(connection, request, 200, "OK", document.append("</ListBucketResult>").toString());
    }

    private List<Entry> entries(S3Request request, String prefix)
            throws IOException
    {
        Path bucket = file(request.bucket(), "");
        String startAfter = request.parameters().getOrDefault("start-after", "");
        String delimiter = request.parameters().getOrDefault("delimiter", "");
        // in the order of their names, as a store has them
        TreeMap<String, Path> objects = new TreeMap<>();
        Path start = bucket.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (Files.isDirectory(start)) {
            try (Stream<Path> files = Files.walk(start)) {
                files.forEach(file -> {
                    String key = bucket.relativize(file).toString();
                    if (key.startsWith(prefix) && key.compareTo(startAfter) > 0) {
                        objects.put(key, file);
                    }
                });
            }
        }
        List<Entry> entries = new ArrayList<>();
        TreeSet<String> prefixes = new TreeSet<>();
        for (Map.Entry<String, Path> object : objects.entrySet()) {
            String key = object.getKey();
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                if (prefixes.add(key.substring(0, end + delimiter.length()))) {
                    entries.add(new Entry(key.substring(0, end + delimiter.length()), Optional.empty()));
                }
            }
            else if (Files.isRegularFile(object.getValue())) {
                entries.add(new Entry(key, Optional.of(Version.of(object.getValue()))));
            }
        }
        return entries;
    }

    private static String escaped(String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public void close()
            throws IOException
    {
        serverSocket.close();
        for (HttpConnection connection : connections) {
            connection.close();
        }
    }
}
