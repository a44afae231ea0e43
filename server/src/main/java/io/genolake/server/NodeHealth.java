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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Whether the node on this machine has started: exit status 0 or 1 ({@code docker/bin/health-check}). The image may have no other program
 * that could ask.
 */
public final class NodeHealth
{
    private static final int TIMEOUT_MILLIS = 4000;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{ENV:([^}]+)}");

    private NodeHealth() {}

    /**
     * @param arguments the node's config.properties
     */
    static void main(String[] arguments)
            throws IOException
    {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        try {
            if (!isStarted(properties)) {
                System.err.println("The server is starting");
                System.exit(1);
            }
        }
        catch (IOException e) {
            System.err.println("The server does not answer: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean isStarted(Properties properties)
            throws IOException
    {
        String address = resolve(properties.getProperty("node.bind-ip", "127.0.0.1"));
        if (address.equals("0.0.0.0")) {
            address = "127.0.0.1";
        }
        if (resolve(properties.getProperty("http-server.http.enabled", "true")).equals("false")) {
            // Its certificate is for the name that clients know it by
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, Integer.parseInt(resolve(properties.getProperty("http-server.https.port", "8443")))), TIMEOUT_MILLIS);
                return true;
            }
        }
        String port = resolve(properties.getProperty("http-server.http.port", "8080"));
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://%s:%s/v1/info".formatted(address, port)).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), UTF_8).contains("\"starting\":false");
        }
    }

    private static String resolve(String value)
    {
        return VARIABLE.matcher(value).replaceAll(match -> Matcher.quoteReplacement(System.getenv().getOrDefault(match.group(1), "")));
    }
}
