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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * Audit lines in files {@code audit-2026-11-21.jsonl}, one a day (UTC). A line is on the disk when {@link #write} returns.
 */
public final class AuditFile
        implements AuditSink
{
    private final Path directory;
    private final Clock clock;
    private LocalDate day;
    private FileChannel channel;

    public AuditFile(Path directory, Clock clock)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public synchronized void write(String line)
            throws IOException
    {
        FileChannel target = channel();
        ByteBuffer buffer = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
        try {
            while (buffer.hasRemaining()) {
                target.write(buffer);
            }
            target.force(false);
        }
        catch (IOException e) {
            // The next line tries anew, with the file as it is then
            closeChannel();
            throw e;
        }
    }

    private FileChannel channel()
            throws IOException
    {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Path file = directory.resolve("audit-%s.jsonl".formatted(today));
        if (channel == null || !today.equals(day) || !Files.exists(file)) {
            closeChannel();
            Files.createDirectories(directory);
            channel = FileChannel.open(file, CREATE, WRITE, APPEND);
            day = today;
        }
        return channel;
    }

    private void closeChannel()
            throws IOException
    {
        if (channel != null) {
            FileChannel closing = channel;
            channel = null;
            closing.close();
        }
    }

    @Override
    public synchronized void close()
    {
        try {
            closeChannel();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
