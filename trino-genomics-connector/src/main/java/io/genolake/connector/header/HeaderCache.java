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
package io.genolake.connector.header;

import com.google.common.cache.Cache;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import com.google.common.util.concurrent.UncheckedExecutionException;
import com.google.inject.Inject;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.lake.StoredFileSource;
import io.genolake.formats.HeaderParts;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bam.BamHeaderReader;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.Compression;
import io.genolake.formats.io.Window;
import io.genolake.formats.vcf.VcfHeaderReader;
import io.trino.cache.EvictableCacheBuilder;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.TrinoException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

import static com.google.common.base.Throwables.throwIfInstanceOf;
import static com.google.common.base.Throwables.throwIfUnchecked;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static java.lang.Math.min;
import static java.lang.Math.toIntExact;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

/**
 * The headers of files, each read once: a version of a file has one header. A header that is malformed is remembered, too;
 * a failure of the file system is not.
 */
public final class HeaderCache
{
    private static final long MAX_WEIGHT = 256L << 20;
    private static final int ENTRY_BYTES = 500;
    // almost all headers are shorter, stored: one request
    private static final int HEADER_BYTES = 1 << 18;

    // where headers differ in little, what they have in common is held once
    private final Interner<Object> parts = Interners.newWeakInterner();
    private final Cache<StoredFile, HeaderResult> headers;
    private final ExecutorService executor;
    private final int maxRecordSize;

    @Inject
    public HeaderCache(GenomicsConfig config, @ForHeaders ExecutorService executor)
    {
        this.executor = requireNonNull(executor, "executor is null");
        this.maxRecordSize = toIntExact(config.getMaxRecordSize().toBytes());
        headers = EvictableCacheBuilder.newBuilder()
                .maximumWeight(MAX_WEIGHT)
                .weigher((StoredFile _, HeaderResult result) -> toIntExact(min(ENTRY_BYTES + result.retainedBytes(), Integer.MAX_VALUE)))
                .build();
    }

    /**
     * The headers of many files, read side by side.
     */
    public Map<LakeFile, HeaderResult> get(TrinoFileSystem fileSystem, List<LakeFile> files)
    {
        return get(fileSystem, files, (_, failure) -> failure);
    }

    /**
     * The headers of many files, read side by side.
     *
     * @param errors what is thrown for a file that cannot be read
     */
    public Map<LakeFile, HeaderResult> get(TrinoFileSystem fileSystem, List<LakeFile> files, BiFunction<LakeFile, RuntimeException, RuntimeException> errors)
    {
        return sideBySide(files, file -> {
            try {
                return get(fileSystem, file);
            }
            catch (RuntimeException e) {
                throw errors.apply(file, e);
            }
        });
    }

    /**
     * The headers of many files, read side by side; without those that are malformed or cannot be read, for which a scan fails.
     */
    public Map<LakeFile, FileHeader> getSound(TrinoFileSystem fileSystem, List<LakeFile> files)
    {
        Map<LakeFile, Optional<FileHeader>> known = sideBySide(files, file -> {
            try {
                return get(fileSystem, file).header();
            }
            catch (RuntimeException _) {
                // one file has no part in what is known of the others
                return Optional.empty();
            }
        });
        ImmutableMap.Builder<LakeFile, FileHeader> sound = ImmutableMap.builder();
        known.forEach((file, header) -> header.ifPresent(value -> sound.put(file, value)));
        return sound.buildOrThrow();
    }

    private <V> Map<LakeFile, V> sideBySide(List<LakeFile> files, Function<LakeFile, V> reading)
    {
        Map<LakeFile, Future<V>> futures = files.stream()
                .collect(toMap(file -> file, file -> executor.submit(() -> reading.apply(file))));
        try {
            return futures.entrySet().stream()
                    .collect(toMap(Map.Entry::getKey, entry -> await(entry.getValue())));
        }
        finally {
            // after a failure, what has not begun need not; what has, another query may wait for
            futures.values().forEach(future -> future.cancel(false));
        }
    }

    public HeaderResult get(TrinoFileSystem fileSystem, LakeFile file)
    {
        try {
            return headers.get(file.stored(), () -> read(fileSystem, file));
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throw unwrapped(e);
        }
    }

    /**
     * The header of a file, if it has been read and is sound. No I/O.
     */
    public Optional<FileHeader> getIfPresent(LakeFile file)
    {
        return Optional.ofNullable(headers.getIfPresent(file.stored()))
                .flatMap(HeaderResult::header);
    }

    private HeaderResult read(TrinoFileSystem fileSystem, LakeFile file)
    {
        try (StoredFileSource source = new StoredFileSource(fileSystem, file.stored())) {
            HeaderParts shared = new HeaderParts(parts);
            FileHeader header = read(source, file).share(shared);
            return HeaderResult.of(header, shared.retainedBytes());
        }
        catch (MalformedFileException e) {
            return HeaderResult.failed(e);
        }
        catch (IOException e) {
            throw fileSystemError(file.location(), e);
        }
    }

    private FileHeader read(StoredFileSource source, LakeFile file)
            throws IOException
    {
        try (BlockStream stream = BlockStreams.open(source, HEADER_BYTES)) {
            Compression compression = BlockStreams.compression(stream);
            Window window = new Window(stream, maxRecordSize);
            return switch (file.format()) {
                case VCF -> new FileHeader.Vcf(compression, VcfHeaderReader.read(window));
                case BAM -> new FileHeader.Bam(compression, BamHeaderReader.read(window));
                case BED -> new FileHeader.Lines(compression);
                default -> throw new MalformedFileException(
                        Scope.FILE,
                        file.location(),
                        "",
                        "files of format %s are not read by this version".formatted(file.format()),
                        "Convert the file (bcftools view, samtools view), move it out of the project, or leave it out by \"$path\" or malformed_records = 'SKIP'");
            };
        }
    }

    private static <V> V await(Future<V> future)
    {
        try {
            return future.get();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while headers were read", e);
        }
        catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(Exception e)
    {
        throwIfInstanceOf(e.getCause(), TrinoException.class);
        throwIfUnchecked(e.getCause());
        return new IllegalStateException(e.getCause());
    }
}
