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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.net.URLDecoder.decode;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * HTTP/1.1 on a socket, as much of it as clients of a store need: one request after the other, and the socket itself, to be cut off.
 */
final class HttpConnection
        implements Closeable
{
    private static final int MAX_LINE_LENGTH = 1 << 16;
    private static final int MAX_BODY_LENGTH = 1 << 26;

    private final Socket socket;
    private final InputStream input;

    /**
     * @param path decoded, with the slash that begins it
     * @param headers by name in lower case
     * @param body as it was sent
     */
    record Request(String method, String path, Map<String, String> parameters, Map<String, String> headers, byte[] body)
    {
        Request
        {
            requireNonNull(method, "method is null");
            requireNonNull(path, "path is null");
            parameters = ImmutableMap.copyOf(parameters);
            headers = ImmutableMap.copyOf(headers);
            requireNonNull(body, "body is null");
        }
    }

    HttpConnection(Socket socket)
            throws IOException
    {
        this.socket = requireNonNull(socket, "socket is null");
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    Socket socket()
    {
        return socket;
    }

    /**
     * @return empty at the end of the connection
     */
    Optional<Request> readRequest()
            throws IOException
    {
        Optional<String> first = readLine();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = Splitter.on(' ').splitToList(first.orElseThrow());
        if (parts.size() != 3) {
            throw new IOException("not a request: " + first.orElseThrow());
        }
        URI target = URI.create(parts.get(1));
        Map<String, String> headers = new HashMap<>();
        for (String line = requireLine(); !line.isEmpty(); line = requireLine()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).strip().toLowerCase(ENGLISH), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > MAX_BODY_LENGTH) {
            throw new IOException("the body of the request is too long");
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            writeHead(100, "Continue", ImmutableMap.of());
        }
        byte[] body = input.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the request ends in its body");
        }
        return Optional.of(new Request(parts.get(0), target.getPath(), parameters(target), headers, body));
    }

    private static Map<String, String> parameters(URI target)
    {
        Map<String, String> parameters = new HashMap<>();
        if (target.getRawQuery() != null) {
            for (String parameter : Splitter.on('&').omitEmptyStrings().split(target.getRawQuery())) {
                int equals = parameter.indexOf('=');
                if (equals < 0) {
                    parameters.put(decode(parameter, UTF_8), "");
                }
                else {
                    parameters.put(decode(parameter.substring(0, equals), UTF_8), decode(parameter.substring(equals + 1), UTF_8));
                }
            }
        }
        return parameters;
    }

    private String requireLine()
            throws IOException
    {
        return readLine().orElseThrow(EOFException::new);
    }

    private Optional<String> readLine()
            throws IOException
    {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                if (line.isEmpty()) {
                    return Optional.empty();
                }
                throw new EOFException("the request ends in a line");
            }
            if (line.length() == MAX_LINE_LENGTH) {
                throw new IOException("a line of the request is too long");
            }
            line.append((char) next);
        }
        return Optional.of(line.toString().stripTrailing());
    }

    void writeHead(int status, String reason, Map<String, String> headers)
            throws IOException
    {
        StringBuilder head = new StringBuilder("HTTP/1.1 %s %s\r\n".formatted(status, reason));
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        write(head.toString().getBytes(ISO_8859_1), head.length());
    }

    void write(byte[] bytes, int length)
            throws IOException
    {
        socket.getOutputStream().write(bytes, 0, length);
    }

    /**
     * Ends the connection so that the other side sees a reset, and not its end.
     */
    void reset()
            throws IOException
    {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close()
            throws IOException
    {
        socket.close();
    }
}
