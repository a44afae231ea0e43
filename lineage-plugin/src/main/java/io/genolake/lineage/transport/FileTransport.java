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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * A file a day (UTC), {@code lineage-2026-01-31.jsonl}, with one event a line. Only the server's own user may read it.
 */
public final class FileTransport
        implements LineageTransport
{
    private static final byte NEWLINE = '\n';

    private final Path directory;
    private final Clock clock;
    private LocalDate day = LocalDate.MIN;
    private FileChannel channel;

    public FileTransport(Path directory, Clock clock)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.clock = requireNonNull(clock, "clock is null");
        try {
            // Wrong configuration is better known when the server starts
            createDirectory();
        }
        catch (IOException e) {
            throw new UncheckedIOException("the directory of lineage events cannot be made: " + directory, e);
        }
    }

    @Override
    public synchronized void send(byte[] event)
            throws IOException
    {
        FileChannel file = open();
        try {
            long end = file.size();
            ByteBuffer line = ByteBuffer.allocate(event.length + 2);
            // A line that was cut off, when a disk was full or a machine stopped, must not take this one with it
            if (end > 0 && !endsWithNewline(file, end)) {
                line.put(NEWLINE);
            }
            line.put(event).put(NEWLINE).flip();
            while (line.hasRemaining()) {
                end += file.write(line, end);
            }
        }
        catch (IOException e) {
            // Begins anew with the file as it is then
            close();
            throw e;
        }
    }

    private static boolean endsWithNewline(FileChannel file, long end)
            throws IOException
    {
        ByteBuffer last = ByteBuffer.allocate(1);
        return file.read(last, end - 1) == 1 && last.get(0) == NEWLINE;
    }

    private FileChannel open()
            throws IOException
    {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Path file = directory.resolve("lineage-%s.jsonl".formatted(today));
        // Somebody may have moved the file away
        if (channel == null || !day.equals(today) || !Files.exists(file)) {
            close();
            createDirectory();
            channel = FileChannel.open(file, CREATE, READ, WRITE);
            restrict(file, "rw-------");
            day = today;
        }
        return channel;
    }

    private void createDirectory()
            throws IOException
    {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            restrict(directory, "rwx------");
        }
    }

    private static void restrict(Path path, String permissions)
            throws IOException
    {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    @Override
    public synchronized void close()
            throws IOException
    {
        if (channel != null) {
            FileChannel closing = channel;
            channel = null;
            closing.close();
        }
    }

    @Override
    public String toString()
    {
        return directory.toString();
    }
}
