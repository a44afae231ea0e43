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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Writes the etc folder of a server from the one in the distribution: the names that this server gives (GENOLAKE_PORT and the like)
 * are resolved, any other {@code ${ENV:...}} is left to Trino, so that a secret can come from the environment and be in no file.
 */
final class ServerConfiguration
{
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{ENV:(GENOLAKE_[A-Z_]+)}");
    private static final String EVENT_LISTENER = "event-listener.properties";

    private static final String ACCESS_CONTROL = "access-control.properties";

    private final Path templates;
    private final Map<String, String> variables;

    ServerConfiguration(Path templates, Map<String, String> variables)
    {
        this.templates = requireNonNull(templates, "templates is null");
        this.variables = ImmutableMap.copyOf(variables);
    }

    /**
     * @param serverProperties beside those of the template, or instead of them
     * @param policy whether there is one: then the access control and its catalog are configured, and otherwise neither
     * @param lineage whether the listener that writes it is configured
     */
    void write(Path etc, Map<String, String> genomicsProperties, Map<String, String> serverProperties, boolean policy, boolean lineage)
            throws IOException
    {
        Path catalogs = etc.resolve("catalog");
        if (Files.isDirectory(catalogs)) {
            // A catalog that an older version wrote
            try (DirectoryStream<Path> old = Files.newDirectoryStream(catalogs, "*.properties")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(catalogs);
        Path accessControl = etc.resolve(ACCESS_CONTROL);
        Files.deleteIfExists(accessControl);
        Map<String, String> additional = new HashMap<>(serverProperties);
        if (policy) {
            Path policyTemplates = templates.resolve("policy");
            copy(policyTemplates.resolve(ACCESS_CONTROL), accessControl, ImmutableMap.of());
            copy(policyTemplates.resolve("access.properties"), catalogs.resolve("access.properties"), ImmutableMap.of());
            // By name, so that the server does not start without the file
            additional.put("access-control.config-files", accessControl.toString());
        }
        copy(templates.resolve("config.properties"), etc.resolve("config.properties"), additional);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(templates.resolve("catalog"), "*.properties")) {
            for (Path file : files) {
                boolean genomics = file.getFileName().toString().equals("genomics.properties");
                copy(file, catalogs.resolve(file.getFileName().toString()), genomics ? genomicsProperties : ImmutableMap.of());
            }
        }
        if (lineage) {
            copy(templates.resolve(EVENT_LISTENER), etc.resolve(EVENT_LISTENER), ImmutableMap.of());
        }
        else {
            Files.deleteIfExists(etc.resolve(EVENT_LISTENER));
        }
    }

    private void copy(Path template, Path target, Map<String, String> additional)
            throws IOException
    {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(template)) {
            properties.load(reader);
        }
        Map<String, String> resolved = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            resolved.put(name, resolve(properties.getProperty(name), template));
        }
        resolved.putAll(additional);
        if (resolved.getOrDefault("http-server.http.enabled", "true").equals("false")) {
            // Trino refuses what is not used
            resolved.remove("http-server.http.port");
        }
        Properties result = new Properties();
        result.putAll(resolved);
        try (Writer writer = Files.newBufferedWriter(target, UTF_8)) {
            result.store(writer, "Written by ./genolake at each start from " + template.getFileName() + " of its distribution");
        }
    }

    private String resolve(String value, Path template)
    {
        return VARIABLE.matcher(value).replaceAll((MatchResult match) -> {
            String variable = variables.get(match.group(1));
            if (variable == null) {
                throw new IllegalStateException("%s of %s has no value".formatted(match.group(1), template));
            }
            return Matcher.quoteReplacement(variable);
        });
    }
}
