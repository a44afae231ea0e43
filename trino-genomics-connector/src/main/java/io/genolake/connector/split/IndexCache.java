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
package io.genolake.connector.split;

import com.google.common.cache.Cache;
import com.google.common.util.concurrent.UncheckedExecutionException;
import com.google.inject.Inject;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.lake.StoredFileSource;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bam.BamReference;
import io.genolake.formats.bam.BamTail;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.index.BinningIndex;
import io.genolake.formats.index.IndexProof;
import io.genolake.formats.index.TabixConfiguration;
import io.genolake.formats.io.Compression;
import io.genolake.formats.io.Window;
import io.trino.cache.EvictableCacheBuilder;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.TrinoException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import static com.google.common.base.Throwables.throwIfInstanceOf;
import static com.google.common.base.Throwables.throwIfUnchecked;
import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static java.lang.Math.toIntExact;

/**
 * The indexes of files, each read and proven once. An index is proven when it ends where its file's data ends; that its chunks begin with the
 * right records is checked when they are read. Its age proves nothing: copies and clones reorder times.
 */
public final class IndexCache
{
    private static final long MAX_WEIGHT = 256L << 20;
    // the largest index that is read: a CSI of a whole genome with bins of 512 bases has some 100 MB
    private static final long MAX_INDEX_SIZE = 1L << 30;

    private static final int MAX_LINE_END = 2;

    private final Cache<Key, Result> indexes = EvictableCacheBuilder.newBuilder()
            .maximumWeight(MAX_WEIGHT)
            .weigher((Key _, Result result) -> toIntExact(Math.min(Integer.MAX_VALUE / 2, 1000 + result.index().map(BinningIndex::retainedBytes).orElse(0L))))
            .build();

    private record Key(StoredFile data, StoredFile index) {}

    private record Result(Optional<BinningIndex> index, Optional<MalformedFileException> failure) {}

    private final int maxRecordSize;

    @Inject
    public IndexCache(GenomicsConfig config)
    {
        maxRecordSize = toIntExact(config.getMaxRecordSize().toBytes());
    }

    /**
     * The proven index of a file; empty if none lies beside it, or the file is not BGZF, so that none can be used.
     *
     * @throws MalformedFileException if the index is not this file's
     */
    public Optional<BinningIndex> get(TrinoFileSystem fileSystem, LakeFile file, FileHeader header)
    {
        if (file.index().isEmpty() || header.compression() != Compression.BGZF) {
            return Optional.empty();
        }
        StoredFile index = file.index().orElseThrow();
        Result result;
        try {
            result = indexes.get(new Key(file.stored(), index), () -> read(fileSystem, file, index, header));
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throwIfInstanceOf(e.getCause(), TrinoException.class);
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
        if (result.failure().isPresent()) {
            throw result.failure().orElseThrow();
        }
        return result.index();
    }

    private Result read(TrinoFileSystem fileSystem, LakeFile file, StoredFile index, FileHeader header)
    {
        try {
            BinningIndex read = BinningIndex.read(readWhole(fileSystem, index), index.location());
            prove(fileSystem, file, read, header);
            return new Result(Optional.of(read), Optional.empty());
        }
        catch (MalformedFileException e) {
            return new Result(Optional.empty(), Optional.of(e));
        }
        catch (IOException e) {
            throw fileSystemError(index.location(), e);
        }
    }

    private static byte[] readWhole(TrinoFileSystem fileSystem, StoredFile index)
            throws IOException
    {
        if (index.length() > MAX_INDEX_SIZE) {
            throw new MalformedFileException(Scope.INDEX, index.location(), "", "the index has %s bytes, which is more than any index needs".formatted(index.length()), "Rebuild it with samtools index or tabix");
        }
        byte[] bytes = new byte[toIntExact(index.length())];
        try (StoredFileSource source = new StoredFileSource(fileSystem, index)) {
            source.readFully(0, bytes, 0, bytes.length);
        }
        return bytes;
    }

    private void prove(TrinoFileSystem fileSystem, LakeFile file, BinningIndex index, FileHeader header)
            throws IOException
    {
        if (!isMadeFor(index, header)) {
            throw untrusted(file, "the index was made for a file of another format than %s is".formatted(file.location()));
        }
        try (BgzfStream data = new BgzfStream(new StoredFileSource(fileSystem, file.stored()))) {
            Window window = new Window(data, maxRecordSize);
            long end = index.largestEnd();
            // the last block and the empty one after it: one request
            data.expectBlocks(end, 2);
            if (end == 0) {
                // no record is indexed
                if (isTail(window, header, header.firstRecord()) || isEmptyAfter(window, header.firstRecord())) {
                    return;
                }
            }
            else if (IndexProof.endsWhereDataEnds(data, end) || isTail(window, header, end)) {
                return;
            }
        }
        throw untrusted(file, "the index does not end where the data of %s ends: it is of another file, or of another version of it".formatted(file.location()));
    }

    /**
     * Whether nothing but reads without a contig comes from an offset on.
     */
    private boolean isTail(Window window, FileHeader header, long virtualOffset)
            throws IOException
    {
        return header instanceof FileHeader.Bam bam && BamTail.isTail(window, bam.header(), virtualOffset, maxRecordSize);
    }

    /**
     * Whether a file of lines has nothing after its header but the end of the header's last line.
     */
    private static boolean isEmptyAfter(Window window, long virtualOffset)
            throws IOException
    {
        int position = window.seek(virtualOffset);
        while (window.limit() - position <= MAX_LINE_END) {
            if (!window.extend()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the index takes positions from the columns in which the format has them: one that was made with other settings of tabix may be
     * off by one base, or know only where records begin.
     */
    private static boolean isMadeFor(BinningIndex index, FileHeader header)
    {
        Optional<TabixConfiguration> tabix = index.tabix();
        return switch (header) {
            case FileHeader.Bam _ -> tabix.isEmpty();
            case FileHeader.Vcf _ -> tabix.isPresent() && tabix.orElseThrow().isVcf();
            case FileHeader.Lines _ -> tabix.isPresent()
                    && tabix.orElseThrow().isZeroBased()
                    && tabix.orElseThrow().contigColumn() == 1
                    && tabix.orElseThrow().beginColumn() == 2
                    && tabix.orElseThrow().endColumn() == 3;
        };
    }

    private static MalformedFileException untrusted(LakeFile file, String reason)
    {
        return new MalformedFileException(
                Scope.INDEX,
                file.index().orElseThrow().location(),
                "",
                reason,
                "Rebuild it with samtools index or tabix, or SET SESSION untrusted_index = 'IGNORE' to read the file without it");
    }

    /**
     * The names of the contigs of an index, in its order; empty if the index does not tell, so that it cannot be used.
     */
    public static Optional<List<String>> contigNames(BinningIndex index, FileHeader header)
    {
        if (header instanceof FileHeader.Bam bam) {
            return Optional.of(bam.header().references().stream().map(BamReference::name).toList())
                    .filter(names -> index.contigCount() <= names.size());
        }
        return Optional.of(index.contigs())
                .filter(names -> names.size() == index.contigCount());
    }
}
