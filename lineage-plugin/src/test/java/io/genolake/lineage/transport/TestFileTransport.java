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

import com.google.common.collect.ImmutableSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class TestFileTransport
{
    @TempDir
    private Path temporary;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T23:59:59Z"));

    @Test
    void testFileOfEachDay()
            throws Exception
    {
        Path directory = temporary.resolve("a").resolve("lineage");
        try (FileTransport transport = transport(directory)) {
            send(transport, "1");
            send(transport, "2");
            now.set(Instant.parse("2026-02-01T00:00:00Z"));
            send(transport, "3");
        }
        assertThat(directory.resolve("lineage-2026-01-31.jsonl")).hasContent("1\n2\n");
        assertThat(directory.resolve("lineage-2026-02-01.jsonl")).hasContent("3\n");
    }

    @Test
    void testAppends()
            throws Exception
    {
        Path file = temporary.resolve("lineage-2026-01-31.jsonl");
        // The last line of a server that was killed while it wrote
        Files.writeString(file, "1\n{\"cut o");
        try (FileTransport transport = transport(temporary)) {
            send(transport, "2");
            Files.move(file, temporary.resolve("moved.jsonl"));
            send(transport, "3");
        }
        assertThat(Files.readString(temporary.resolve("moved.jsonl"))).isEqualTo("1\n{\"cut o\n2\n");
        assertThat(Files.readString(file)).isEqualTo("3\n");
    }

    @Test
    void testDirectoryThatWasDeleted()
            throws Exception
    {
        Path directory = temporary.resolve("lineage");
        try (FileTransport transport = transport(directory)) {
            Files.delete(directory);
            send(transport, "1");
        }
        assertThat(directory.resolve("lineage-2026-01-31.jsonl")).hasContent("1\n");
    }

    @Test
    void testNobodyElseMayRead()
            throws Exception
    {
        assumeTrue(Files.getFileStore(temporary).supportsFileAttributeView("posix"), "permissions are POSIX's");
        Path directory = temporary.resolve("lineage");
        try (FileTransport transport = transport(directory)) {
            send(transport, "1");
        }
        assertThat(permissions(directory)).containsOnly(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
        assertThat(permissions(directory.resolve("lineage-2026-01-31.jsonl"))).containsOnly(OWNER_READ, OWNER_WRITE);
    }

    private static ImmutableSet<PosixFilePermission> permissions(Path path)
            throws IOException
    {
        return ImmutableSet.copyOf(Files.getPosixFilePermissions(path));
    }

    private FileTransport transport(Path directory)
    {
        InstantSource source = now::get;
        return new FileTransport(directory, source.withZone(ZoneOffset.UTC));
    }

    private static void send(FileTransport transport, String event)
            throws IOException
    {
        transport.send(event.getBytes(UTF_8));
    }
}
