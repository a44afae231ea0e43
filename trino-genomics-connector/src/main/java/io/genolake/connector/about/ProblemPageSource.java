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
package io.genolake.connector.about;

import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.header.HeaderResult;
import io.genolake.connector.lake.FileFormat;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.StoredFileSource;
import io.genolake.connector.split.IndexCache;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.bam.BamBatch;
import io.genolake.formats.bam.BamProblem;
import io.genolake.formats.bam.BamProblems;
import io.genolake.formats.bam.BamReader;
import io.genolake.formats.bed.BedFields;
import io.genolake.formats.bed.BedProblem;
import io.genolake.formats.bed.BedReader;
import io.genolake.formats.bed.BedValidator;
import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import io.genolake.formats.vcf.VcfColumns;
import io.genolake.formats.vcf.VcfProblem;
import io.genolake.formats.vcf.VcfValidator;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import static io.genolake.connector.GenomicsErrorCode.fileSystemError;
import static io.trino.plugin.base.util.Closables.closeAllSuppress;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads files from end to end and tells what is wrong with them. What a query trips over is a row here.
 */
final class ProblemPageSource
        implements ConnectorPageSource
{
    private static final int MAX_RECORDS = 4096;
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_RAW = 10_000;

    private final TrinoFileSystem fileSystem;
    private final Iterator<LakeFile> files;
    private final HeaderCache headers;
    private final IndexCache indexes;
    private final AboutRows rows;
    private final int maxRecordSize;
    private final Queue<Page> pages = new ArrayDeque<>();

    private long bytesRead;
    private Optional<OpenFile> open = Optional.empty();

    private record OpenFile(LakeFile file, StoredFileSource source, BlockStream stream, Checker checker) {}

    /**
     * Checks the records of a file batch by batch.
     */
    private interface Checker
    {
        /**
         * @return false at the end of the file
         */
        boolean next()
                throws IOException;
    }

    ProblemPageSource(TrinoFileSystem fileSystem, List<LakeFile> files, HeaderCache headers, IndexCache indexes, AboutRows rows, int maxRecordSize)
    {
        this.fileSystem = requireNonNull(fileSystem, "fileSystem is null");
        this.files = List.copyOf(files).iterator();
        this.headers = requireNonNull(headers, "headers is null");
        this.indexes = requireNonNull(indexes, "indexes is null");
        this.rows = requireNonNull(rows, "rows is null");
        this.maxRecordSize = maxRecordSize;
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (pages.isEmpty()) {
            if (open.isPresent()) {
                check(open.orElseThrow());
            }
            else if (files.hasNext()) {
                open(files.next());
            }
            pages.addAll(rows.take());
        }
        return pages.isEmpty() ? null : SourcePage.create(pages.poll());
    }

    private void open(LakeFile file)
    {
        if (file.isOrphan()) {
            add(file, "index", "the index lies beside no file");
            return;
        }
        if (!GenomicsTable.VARIANTS.formats().contains(file.format())
                && !GenomicsTable.ALIGNMENTS.formats().contains(file.format())
                && file.format() != FileFormat.BED) {
            return;
        }
        HeaderResult result = headers.get(fileSystem, file);
        if (result.failure().isPresent()) {
            add(file, "header", result.failure().orElseThrow().getMessage());
            return;
        }
        FileHeader header = result.orElseThrow();
        header.problems().forEach(problem -> add(file, "header", problem));
        try {
            indexes.get(fileSystem, file, header);
        }
        catch (MalformedFileException e) {
            add(file, "index", e.getMessage());
        }
        try {
            StoredFileSource source = new StoredFileSource(fileSystem, file.stored());
            BlockStream stream = BlockStreams.open(source, header.compression());
            try {
                open = Optional.of(new OpenFile(file, source, stream, checker(file, header, new Window(stream, maxRecordSize))));
            }
            catch (Throwable e) {
                closeAllSuppress(e, stream);
                throw e;
            }
        }
        catch (MalformedFileException e) {
            add(file, "record", e.getMessage());
        }
        catch (IOException e) {
            throw fileSystemError(file.location(), e);
        }
    }

    private Checker checker(LakeFile file, FileHeader header, Window window)
            throws IOException
    {
        return switch (header) {
            case FileHeader.Vcf vcf -> vcfChecker(file, vcf, window);
            case FileHeader.Bam bam -> bamChecker(file, bam, window);
            case FileHeader.Lines _ -> bedChecker(file, window);
        };
    }

    private void check(OpenFile current)
    {
        boolean more;
        try {
            more = current.checker().next();
        }
        catch (MalformedFileException e) {
            add(current.file(), "file", e.getMessage());
            more = false;
        }
        catch (IOException e) {
            throw fileSystemError(current.file().location(), e);
        }
        if (!more) {
            close();
        }
    }

    private Checker vcfChecker(LakeFile file, FileHeader.Vcf header, Window window)
            throws IOException
    {
        VcfValidator validator = new VcfValidator(header.header(), true);
        TabbedReader reader = new TabbedReader(window, VcfColumns.FIRST_SAMPLE);
        TabbedBatch batch = new TabbedBatch();
        reader.start(window.seek(header.firstRecord()));
        // the line that says what the columns are is the header's last
        long headerLines = header.header().lines().size() + 1L;
        return () -> {
            if (reader.read(batch, MAX_RECORDS, MAX_BYTES) == 0) {
                return false;
            }
            for (int record = 0; record < batch.size(); record++) {
                for (VcfProblem problem : validator.validate(batch, record)) {
                    add(file, batch.virtualOffset(record), headerLines + batch.lineIndex(record) + 1, problem.field(), problem.reason(), raw(batch.bytes(), batch.lineStart(record), batch.lineEnd(record)));
                }
            }
            return true;
        };
    }

    private Checker bedChecker(LakeFile file, Window window)
            throws IOException
    {
        BedReader reader = new BedReader(window, BedFields.COUNT);
        reader.start(window.seek(0));
        return () -> {
            if (reader.read(MAX_RECORDS, MAX_BYTES) == 0) {
                return false;
            }
            for (int record = 0; record < reader.batch().size(); record++) {
                for (BedProblem problem : BedValidator.validate(reader.batch(), record)) {
                    add(file,
                            reader.batch().virtualOffset(record),
                            reader.batch().lineIndex(record) + 1,
                            problem.field(),
                            problem.reason(),
                            raw(reader.batch().bytes(), reader.batch().lineStart(record), reader.batch().lineEnd(record)));
                }
            }
            return true;
        };
    }

    private Checker bamChecker(LakeFile file, FileHeader.Bam header, Window window)
            throws IOException
    {
        BamProblems problems = new BamProblems(header.header());
        BamBatch batch = new BamBatch();
        BamReader reader = new BamReader(window, header.header(), maxRecordSize, (virtualOffset, _, problem) -> add(file, virtualOffset, null, "record", problem.reason(), null));
        reader.start(window.seek(header.firstRecord()));
        return new Checker()
        {
            private long records;

            @Override
            public boolean next()
                    throws IOException
            {
                if (reader.read(batch, MAX_RECORDS, MAX_BYTES) == 0) {
                    return false;
                }
                for (int record = 0; record < batch.size(); record++) {
                    records++;
                    for (BamProblem problem : problems.check(batch, record)) {
                        add(file, batch.virtualOffset(record), records, problem.field(), problem.reason(), null);
                    }
                }
                return true;
            }
        };
    }

    private static String raw(byte[] bytes, int start, int end)
    {
        return new String(bytes, start, min(end - start, MAX_RAW), UTF_8);
    }

    private void add(LakeFile file, String field, String reason)
    {
        add(file, null, null, field, reason, null);
    }

    private void add(LakeFile file, Long virtualOffset, Long line, String field, String reason, String raw)
    {
        Map<String, Object> row = new HashMap<>();
        row.put("virtual_offset", virtualOffset);
        row.put("line", line);
        row.put("field", field);
        row.put("reason", reason);
        row.put("raw", raw);
        rows.add(file, row);
    }

    @Override
    public boolean isFinished()
    {
        return pages.isEmpty() && open.isEmpty() && !files.hasNext();
    }

    @Override
    public long getCompletedBytes()
    {
        return bytesRead + open.map(current -> current.source().bytesRead()).orElse(0L);
    }

    @Override
    public long getReadTimeNanos()
    {
        return 0;
    }

    @Override
    public void close()
    {
        open.ifPresent(current -> {
            bytesRead += current.source().bytesRead();
            try {
                current.stream().close();
            }
            catch (IOException e) {
                throw fileSystemError(current.file().location(), e);
            }
        });
        open = Optional.empty();
    }
}
