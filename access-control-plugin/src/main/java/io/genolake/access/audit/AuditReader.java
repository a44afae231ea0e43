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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.CountingInputStream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Reads the files of the audit, line by line and the oldest first. Files of days outside of what is asked for are not opened.
 */
public final class AuditReader
        implements Closeable
{
    private static final int MAX_LINE = 8 << 20;
    private static final int BUFFER = 1 << 16;
    /**
     * A line's time is taken a little before it is written, maybe on the day before
     */
    private static final Duration DELAY = Duration.ofHours(1);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path directory;
    private final Iterator<AuditFileName> files;
    private Optional<CountingInputStream> file = Optional.empty();
    private InputStream buffered = InputStream.nullInputStream();
    private long bytes;

    /**
     * @param from the earliest time that is asked for; a line outside may still be returned
     * @param to the latest time that is asked for, itself included
     */
    public AuditReader(Path directory, Instant from, Instant to)
            throws IOException
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.files = files(directory, from, to).iterator();
    }

    static List<AuditFileName> files(Path directory, Instant from, Instant to)
            throws IOException
    {
        return AuditFileName.list(directory).stream()
                .filter(file -> !file.day().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).isBefore(from))
                .filter(file -> !file.day().atStartOfDay().toInstant(ZoneOffset.UTC).minus(DELAY).isAfter(to))
                .collect(toImmutableList());
    }

    /**
     * @return empty at the end of the last file
     */
    public Optional<AuditEvent> next()
            throws IOException
    {
        while (true) {
            if (file.isPresent()) {
                Optional<byte[]> line = line();
                if (line.isPresent()) {
                    if (line.orElseThrow().length == 0) {
                        continue;
                    }
                    return Optional.of(event(line.orElseThrow()));
                }
                close();
            }
            if (!files.hasNext()) {
                return Optional.empty();
            }
            try {
                CountingInputStream opened = new CountingInputStream(Files.newInputStream(directory.resolve(files.next().toString())));
                buffered = new BufferedInputStream(opened, BUFFER);
                file = Optional.of(opened);
            }
            catch (NoSuchFileException _) {
                // Removed since, for it was old
            }
        }
    }

    /**
     * @return empty at the end of the file; a line that is too long is cut, so that it is no event
     */
    private Optional<byte[]> line()
            throws IOException
    {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1_000);
        boolean any = false;
        for (int next = buffered.read(); next >= 0; next = buffered.read()) {
            any = true;
            if (next == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (line.size() < MAX_LINE) {
                line.write(next);
            }
        }
        return any ? Optional.of(line.toByteArray()) : Optional.empty();
    }

    private static AuditEvent event(byte[] line)
    {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isObject()) {
                return AuditEvent.of(node);
            }
        }
        catch (JsonProcessingException _) {
            // As below
        }
        catch (IOException e) {
            throw new IllegalStateException("an array has no errors of reading", e);
        }
        return AuditEvent.of(MAPPER.createObjectNode());
    }

    public long bytesRead()
    {
        return bytes + file.map(CountingInputStream::getCount).orElse(0L);
    }

    @Override
    public void close()
            throws IOException
    {
        if (file.isPresent()) {
            CountingInputStream closing = file.orElseThrow();
            file = Optional.empty();
            bytes += closing.getCount();
            closing.close();
        }
    }
}
