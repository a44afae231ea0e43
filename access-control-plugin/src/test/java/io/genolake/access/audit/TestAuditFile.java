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
package io.genolake.access.audit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestAuditFile
{
    private static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void testAFileADay()
            throws IOException
    {
        write(DAY, "{\"a\":1}");
        write(DAY.plusSeconds(60), "{\"a\":2}");
        write(Instant.parse("2026-11-22T00:00:00Z"), "{\"a\":3}");
        assertThat(Files.readAllLines(directory.resolve("audit-2026-11-21.jsonl"))).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(Files.readAllLines(directory.resolve("audit-2026-11-22.jsonl"))).containsExactly("{\"a\":3}");
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve("audit-2026-11-21.jsonl"))).hasSize(2);
        }
    }

    @Test
    void testFullFile()
            throws IOException
    {
        try (AuditFile file = new AuditFile(directory, 20, Optional.empty(), at(DAY))) {
            for (int i = 0; i < 6; i++) {
                file.write("{\"line\":%s}".formatted(i));
            }
        }
        assertThat(Files.readAllLines(directory.resolve("audit-2026-11-21.jsonl"))).hasSize(2);
        assertThat(Files.readAllLines(directory.resolve("audit-2026-11-21.2.jsonl"))).containsExactly("{\"line\":4}", "{\"line\":5}");
        // and goes on there after a restart
        try (AuditFile file = new AuditFile(directory, 20, Optional.empty(), at(DAY))) {
            file.write("{\"line\":6}");
        }
        assertThat(Files.readAllLines(directory.resolve("audit-2026-11-21.3.jsonl"))).containsExactly("{\"line\":6}");
        assertThat(names(Instant.MIN, Instant.MAX)).containsExactly("audit-2026-11-21.jsonl", "audit-2026-11-21.1.jsonl", "audit-2026-11-21.2.jsonl", "audit-2026-11-21.3.jsonl");
    }

    @Test
    void testRetention()
            throws IOException
    {
        for (int day = 1; day <= 20; day++) {
            write(Instant.parse("2026-11-%02dT10:00:00Z".formatted(day)), "{}");
        }
        Files.writeString(directory.resolve("audit-2026-11-01.jsonl.bak"), "x");
        Files.writeString(directory.resolve("notes.txt"), "x");
        try (AuditFile file = new AuditFile(directory, 1_000, Optional.of(Duration.ofDays(7)), at(DAY))) {
            file.write("{}");
        }
        assertThat(names(Instant.MIN, Instant.MAX)).hasSize(8).startsWith("audit-2026-11-14.jsonl").endsWith("audit-2026-11-21.jsonl");
        assertThat(directory.resolve("notes.txt")).exists();
        assertThat(directory.resolve("audit-2026-11-01.jsonl.bak")).exists();
    }

    @Test
    void testHalfALineSwallowsNone()
            throws IOException
    {
        Files.writeString(directory.resolve("audit-2026-11-21.jsonl"), "{\"event\":\"decision\",\"user\":\"alice\"}\n{\"event\":\"deci");
        write(DAY, "{\"event\":\"decision\",\"user\":\"bob\"}");
        List<AuditEvent> events = read(Instant.MIN, Instant.MAX);
        assertThat(events).extracting(AuditEvent::event).containsExactly("decision", AuditEvent.UNREADABLE, "decision");
        assertThat(events.getLast().user()).contains("bob");
    }

    @Test
    void testWhatCannotBeWritten()
            throws IOException
    {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file");
        try (AuditFile file = new AuditFile(blocked, at(DAY))) {
            assertThatThrownBy(() -> file.write("{}")).isInstanceOf(IOException.class);
            Files.delete(blocked);
            file.write("{}");
        }
        assertThat(blocked.resolve("audit-2026-11-21.jsonl")).exists();
    }

    @Test
    void testFilesByTime()
            throws IOException
    {
        for (int day = 10; day <= 20; day++) {
            write(Instant.parse("2026-11-%02dT10:00:00Z".formatted(day)), "{}");
        }
        assertThat(names(Instant.parse("2026-11-15T08:00:00Z"), Instant.parse("2026-11-15T09:00:00Z"))).containsExactly("audit-2026-11-15.jsonl");
        // a line may be written on the day after its time
        assertThat(names(Instant.parse("2026-11-15T23:59:59.999Z"), Instant.parse("2026-11-15T23:59:59.999Z"))).containsExactly("audit-2026-11-15.jsonl", "audit-2026-11-16.jsonl");
        assertThat(names(Instant.MAX, Instant.MAX)).isEmpty();
        assertThat(names(Instant.MIN, Instant.MIN)).isEmpty();
        assertThat(AuditReader.files(directory.resolve("gone"), Instant.MIN, Instant.MAX)).isEmpty();
    }

    @Test
    void testLinesOfAnyForm()
            throws IOException
    {
        Files.writeString(directory.resolve("audit-2026-11-21.jsonl"), String.join("\n", List.of(
                "",
                "[]",
                "null",
                "{}",
                "{\"event\":7,\"time\":\"yesterday\",\"tables\":{},\"rules\":[1,\"r\"],\"masks\":[],\"output_rows\":1e400,\"inputs\":3}",
                "{\"event\":\"decision\",\"time\":\"2026-11-21T10:00:00Z\",\"rules\":[\"r\"],\"masks\":{\"ssn\":\"year\"},\"provenance\":{\"passport_jti\":\"j\"}}",
                "{\"event\":\"completion\",\"inputs\":[{\"table\":\"a.b.c\"},{\"table\":\"a.b.d\"}],\"output\":\"x.y.z\",\"output_rows\":5,\"error\":null}",
                "\u0000\u0001")));
        List<AuditEvent> events = read(Instant.MIN, Instant.MAX);
        assertThat(events).hasSize(7);
        assertThat(events.get(3).rules()).containsExactly("r");
        assertThat(events.get(3).outputRows()).isEmpty();
        assertThat(events.get(4).passport()).containsEntry("passport_jti", "j");
        assertThat(events.get(5).tables()).containsExactly("a.b.c", "a.b.d");
        assertThat(events.get(5).targets()).containsExactly("x.y.z");
        assertThat(events.get(5).outputRows()).hasValue(5);
    }

    private List<AuditEvent> read(Instant from, Instant to)
            throws IOException
    {
        List<AuditEvent> events = new ArrayList<>();
        try (AuditReader reader = new AuditReader(directory, from, to)) {
            for (Optional<AuditEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
                events.add(event.orElseThrow());
            }
            assertThat(reader.bytesRead()).isPositive();
        }
        return events;
    }

    private List<String> names(Instant from, Instant to)
            throws IOException
    {
        return AuditReader.files(directory, from, to).stream().map(AuditFileName::toString).toList();
    }

    private void write(Instant now, String line)
            throws IOException
    {
        try (AuditFile file = new AuditFile(directory, at(now))) {
            file.write(line);
        }
    }

    private static Clock at(Instant now)
    {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
