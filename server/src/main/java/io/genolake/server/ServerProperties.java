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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Maps.fromProperties;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Properties of the server that the user adds, above all those of authentication and TLS, which are Trino's own. What would open the server
 * wider than it says is refused.
 *
 * @param values may hold secrets: {@link #toString} leaves them out
 */
record ServerProperties(Map<String, String> values)
{
    static final ServerProperties NONE = new ServerProperties(ImmutableMap.of());

    private static final String AUTHENTICATION = "http-server.authentication.type";
    private static final String TLS = "http-server.https.enabled";
    private static final String KEYSTORE = "http-server.https.keystore.path";
    private static final String PASSWORD_FILES = "password-authenticator.config-files";
    private static final String WEB_UI = "web-ui.authentication.type";

    private static final Set<String> AUTHENTICATION_TYPES = ImmutableSet.of("password", "jwt", "oauth2");
    private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

    /**
     * The server sets them itself
     */
    private static final List<String> OWN_PREFIXES = ImmutableList.of(
            "access-control.",
            "catalog.",
            "discovery.",
            "http-server.http.",
            "internal-communication.",
            "log.",
            "node.",
            "plugin.");
    private static final Set<String> OWN = ImmutableSet.of("coordinator", "http-server.https.port", "node-scheduler.include-coordinator");

    /**
     * Each would let somebody pass for another, or take row filters back into the engine beside the user's expressions
     */
    private static final Set<String> UNSAFE = ImmutableSet.of(
            "http-server.authentication.allow-insecure-over-http",
            "http-server.process-forwarded",
            "management.user",
            "management.user.https-enabled",
            "optimizer.allow-pushdown-into-connectors",
            "web-ui.user");

    ServerProperties
    {
        values = ImmutableMap.copyOf(values);
    }

    static ServerProperties read(Path file)
    {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        catch (NoSuchFileException _) {
            throw new LaunchException("the configuration %s does not exist".formatted(file));
        }
        catch (CharacterCodingException | IllegalArgumentException _) {
            throw new LaunchException("the configuration %s is no file of properties in UTF-8".formatted(file));
        }
        catch (IOException e) {
            throw new LaunchException("the configuration %s cannot be read: %s".formatted(file, e));
        }
        ServerProperties result = new ServerProperties(fromProperties(properties));
        result.values().keySet().forEach(ServerProperties::checkName);
        result.checkAuthentication();
        return result;
    }

    private static void checkName(String name)
    {
        if (OWN.contains(name) || OWN_PREFIXES.stream().anyMatch(name::startsWith)) {
            throw new LaunchException("%s is not to be set: serve sets it".formatted(name));
        }
        if (UNSAFE.contains(name)) {
            throw new LaunchException("%s is not to be set: users could pass for others, or see what the policy hides".formatted(name));
        }
    }

    private void checkAuthentication()
    {
        for (String type : authenticationTypes()) {
            if (!AUTHENTICATION_TYPES.contains(type)) {
                throw new LaunchException("%s is PASSWORD, JWT, OAUTH2 or several of them, and not %s".formatted(AUTHENTICATION, type.toUpperCase(ENGLISH)));
            }
        }
        if (authenticates() && !usesTls()) {
            throw new LaunchException(
                    "%s needs %s=true: on plain HTTP Trino takes everybody's word for who they are".formatted(AUTHENTICATION, TLS));
        }
        if (usesTls()) {
            checkFile(KEYSTORE, value(KEYSTORE).orElseThrow(() -> new LaunchException("%s=true needs %s".formatted(TLS, KEYSTORE))));
        }
        if (authenticationTypes().contains("password")) {
            String files = value(PASSWORD_FILES).orElseThrow(() -> new LaunchException("%s=PASSWORD needs %s".formatted(AUTHENTICATION, PASSWORD_FILES)));
            COMMAS.splitToList(files).forEach(file -> checkFile(PASSWORD_FILES, file));
        }
        if (authenticates() && value(WEB_UI).filter(type -> ImmutableSet.of("fixed", "insecure").contains(type.toLowerCase(ENGLISH))).isPresent()) {
            throw new LaunchException("%s must not let users in without authentication".formatted(WEB_UI));
        }
    }

    private static void checkFile(String name, String file)
    {
        if (file.contains("${ENV:")) {
            // Trino resolves it, and does not start without the file
            return;
        }
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            throw new LaunchException("%s is an absolute path, and not %s".formatted(name, file));
        }
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new LaunchException("%s cannot be read, which %s names".formatted(path, name));
        }
    }

    boolean authenticates()
    {
        return !authenticationTypes().isEmpty();
    }

    /**
     * In lower case.
     */
    List<String> authenticationTypes()
    {
        return value(AUTHENTICATION)
                .map(types -> COMMAS.splitToStream(types).map(type -> type.toLowerCase(ENGLISH)).collect(toImmutableList()))
                .orElse(ImmutableList.of());
    }

    boolean usesTls()
    {
        return value(TLS).map(Boolean::parseBoolean).orElse(false);
    }

    private Optional<String> value(String name)
    {
        requireNonNull(name, "name is null");
        return Optional.ofNullable(values.get(name)).map(String::strip);
    }

    @Override
    public String toString()
    {
        return values.keySet().toString();
    }
}
