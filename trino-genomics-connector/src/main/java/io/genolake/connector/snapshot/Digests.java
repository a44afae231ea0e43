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
package io.genolake.connector.snapshot;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.Project;
import io.genolake.connector.lake.StoredFile;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInputStream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

/**
 * The digests of snapshots: SHA-256 in lower-case hexadecimal, as sha256sum prints it.
 */
public final class Digests
{
    private static final int BUFFER_SIZE = 1 << 20;

    private Digests() {}

    /**
     * Of a set of files: of a line for each, in the order of their paths, that has the path relative to the project, the size and the time of
     * modification in milliseconds since the epoch, separated by tabs.
     */
    public static String files(Project project, Collection<LakeFile> files)
    {
        return snapshotFiles(files.stream()
                .map(LakeFile::stored)
                .map(file -> SnapshotFile.of(project, file))
                .toList());
    }

    static String snapshotFiles(List<SnapshotFile> files)
    {
        Hasher hasher = Hashing.sha256().newHasher();
        files.stream()
                .sorted(comparing(SnapshotFile::path))
                .forEach(file -> hasher.putString("%s\t%s\t%s\n".formatted(file.path(), file.size(), file.modified().toEpochMilli()), UTF_8));
        return hasher.hash().toString();
    }

    /**
     * Of a header: of its lines, each with a line feed, and of what is not in them: the samples of a VCF file, the contigs of a BAM file.
     */
    public static Optional<String> header(FileHeader header)
    {
        Hasher hasher = Hashing.sha256().newHasher();
        switch (header) {
            case FileHeader.Vcf vcf -> {
                vcf.header().lines().forEach(line -> hasher.putString(line.raw() + "\n", UTF_8));
                vcf.header().samples().forEach(sample -> hasher.putString(sample + "\n", UTF_8));
            }
            case FileHeader.Bam bam -> {
                bam.header().lines().forEach(line -> hasher.putString(line.raw() + "\n", UTF_8));
                bam.header().references().forEach(reference -> hasher.putString("%s\t%s\n".formatted(reference.name(), reference.length()), UTF_8));
            }
            case FileHeader.Lines _ -> {
                return Optional.empty();
            }
        }
        return Optional.of(hasher.hash().toString());
    }

    /**
     * Of all bytes of a file, as they are stored.
     */
    static String content(TrinoFileSystem fileSystem, StoredFile file)
            throws IOException
    {
        Hasher hasher = Hashing.sha256().newHasher();
        byte[] buffer = new byte[BUFFER_SIZE];
        try (TrinoInputStream stream = fileSystem.newInputFile(Location.of(file.location()), file.length(), Instant.ofEpochMilli(file.modified())).newStream()) {
            int read = stream.read(buffer);
            while (read >= 0) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("Interrupted while a file was read");
                }
                hasher.putBytes(buffer, 0, read);
                read = stream.read(buffer);
            }
        }
        return hasher.hash().toString();
    }
}
