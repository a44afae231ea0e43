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

import io.airlift.log.Logger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * Audit lines in files {@code audit-2026-11-21.jsonl}, one a day (UTC), and {@code audit-2026-11-21.1.jsonl} and so on when one is full. A line is on the
 * disk when {@link #write} returns. Files are readable by the server's user only.
 */
public final class AuditFile
        implements AuditSink
{
    private static final Logger log = Logger.get(AuditFile.class);

    private final Path directory;
    private final long maxBytes;
    private final Optional<Duration> retention;
    private final Clock clock;
    private AuditFileName name;
    private FileChannel channel;

    public AuditFile(Path directory, Clock clock)
    {
        this(directory, Long.MAX_VALUE, Optional.empty(), clock);
    }

    /**
     * @param maxBytes the size at which a file is full
     * @param retention how long files are kept after their day; forever if empty
     */
    public AuditFile(Path directory, long maxBytes, Optional<Duration> retention, Clock clock)
    {
        this.directory = requireNonNull(directory, "directory is null");
        checkArgument(maxBytes > 0, "maxBytes is not positive");
        this.maxBytes = maxBytes;
        this.retention = requireNonNull(retention, "retention is null");
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
        if (channel == null || !today.equals(name.day()) || !Files.exists(directory.resolve(name.toString()))) {
            closeChannel();
            Files.createDirectories(directory);
            removeOld(today);
            open(latest(today));
        }
        while (channel.size() >= maxBytes) {
            AuditFileName next = new AuditFileName(name.day(), name.part() + 1);
            closeChannel();
            open(next);
        }
        return channel;
    }

    private AuditFileName latest(LocalDate day)
            throws IOException
    {
        return AuditFileName.list(directory).stream()
                .filter(file -> file.day().equals(day))
                .max(Comparator.naturalOrder())
                .orElse(new AuditFileName(day, 0));
    }

    private void open(AuditFileName file)
            throws IOException
    {
        FileChannel opened = FileChannel.open(directory.resolve(file.toString()), Set.of(CREATE, WRITE, APPEND), ownerOnly());
        try {
            endTornLine(file, opened);
        }
        catch (IOException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        name = file;
    }

    private static FileAttribute<?>[] ownerOnly()
    {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    /**
     * A server that died while it wrote leaves half a line, which must not swallow the next one.
     */
    private void endTornLine(AuditFileName file, FileChannel opened)
            throws IOException
    {
        long size = opened.size();
        if (size == 0) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel reader = FileChannel.open(directory.resolve(file.toString()), READ)) {
            reader.read(last, size - 1);
        }
        if (last.position() == 1 && last.get(0) != '\n') {
            opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void removeOld(LocalDate today)
    {
        if (retention.isEmpty()) {
            return;
        }
        LocalDate first = today.minusDays(retention.orElseThrow().toDays());
        try {
            for (AuditFileName file : AuditFileName.list(directory)) {
                if (file.day().isBefore(first)) {
                    Files.deleteIfExists(directory.resolve(file.toString()));
                    log.info("%s is older than the audit is kept, and was removed", file);
                }
            }
        }
        catch (IOException e) {
            // To keep too much is no reason to refuse queries
            log.error("Old audit files could not be removed (%s)", e.getClass().getSimpleName());
        }
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
