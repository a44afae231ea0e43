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
package io.genolake.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Writes the policy of the demo lake: alice works on one study, bob on another, and administrators see everything.
 */
public final class DemoPolicy
{
    /**
     * To be raised with any change of what is written, so that older policies are written anew.
     */
    public static final int VERSION = 1;

    private DemoPolicy() {}

    /**
     * @param directory made if it is not there
     * @param administrator a further user who may do everything
     */
    public static void write(Path directory, String administrator)
            throws IOException
    {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("policy.yaml"), resource("policy.yaml"));
        Files.writeString(directory.resolve("samples.csv"), resource("samples.csv"));
        String subjects = resource("subjects.yaml");
        boolean known = subjects.contains("\n  %s: ".formatted(administrator));
        String line = known ? "" : "  '%s': {role: admin}\n".formatted(administrator.replace("'", "''"));
        Files.writeString(directory.resolve("subjects.yaml"), subjects + line);
    }

    private static String resource(String name)
            throws IOException
    {
        try (InputStream in = DemoPolicy.class.getResourceAsStream("policy/" + name)) {
            return new String(requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }
}
