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
package io.genolake.connector.scan;

import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.block.IntBuilder;
import io.genolake.connector.block.LongBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.predicate.LongDomain;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.split.ScanRange;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.bam.BamBatch;
import io.genolake.formats.bam.BamHeader;
import io.genolake.formats.bam.BamReader;
import io.genolake.formats.bam.BamRecord;
import io.genolake.formats.bam.BamSplitFinder;
import io.genolake.formats.bam.BamTags;
import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.VirtualOffset;
import io.genolake.formats.io.Window;
import io.genolake.formats.region.ContigCode;
import io.genolake.formats.region.Locus;
import io.genolake.formats.region.RecordBin;
import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.MapBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.predicate.Domain;
import io.trino.spi.type.MapType;

import java.io.IOException;
import java.util.Optional;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Math.toIntExact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The rows of {@code alignments} of a BAM file: a row is a record.
 */
final class BamScan
        implements RecordScan
{
    private static final byte[] NO_CIGAR = {'*'};

    private final Window window;
    private final BamHeader header;
    private final BamReader reader;
    private final BamTags tags = new BamTags();
    private final BamBatch batch = new BamBatch();
    private final BatchSize batchBytes = new BatchSize();
    private final int maxRecordSize;
    private final LocationFilter filter;
    private final Optional<LongDomain> flag;
    private final Optional<LongDomain> mapq;
    private final Optional<Domain> readGroup;
    private final Optional<Domain> sample;
    private final ChunkGuard guard;
    private final ScanCounters counters;

    // of each reference
    private final boolean[] admitted;
    private final int[] codes;
    private final Block names;

    private int[] rows = new int[0];
    private int rowCount;
    private boolean atEnd;
    private int chunkReference;

    BamScan(Window window, FileHeader.Bam header, int maxRecordSize, ScanPredicate predicate, ScanCounters counters)
    {
        this.window = requireNonNull(window, "window is null");
        this.header = header.header();
        this.maxRecordSize = maxRecordSize;
        this.counters = requireNonNull(counters, "counters is null");
        reader = new BamReader(window, this.header, maxRecordSize, (_, _, problem) -> counters.malformedRecord(problem));
        filter = new LocationFilter(predicate);
        flag = LocationFilter.longDomain(predicate, ColumnSource.FLAG);
        mapq = LocationFilter.longDomain(predicate, ColumnSource.MAPQ);
        readGroup = predicate.domain(ColumnSource.READ_GROUP);
        sample = predicate.domain(ColumnSource.READ_SAMPLE);
        guard = new ChunkGuard(window.location(), batch::virtualOffset);

        int references = this.header.references().size();
        admitted = new boolean[references];
        codes = new int[references];
        TextBuilder builder = new TextBuilder(references + 1);
        for (int reference = 0; reference < references; reference++) {
            String name = this.header.references().get(reference).name();
            admitted[reference] = filter.admitsContig(name);
            codes[reference] = ContigCode.of(name);
            add(builder, name);
        }
        // the name of no reference
        builder.addNull();
        names = builder.build();
    }

    @Override
    public void start(ScanRange range)
            throws IOException
    {
        atEnd = false;
        counters.addChunk();
        guard.start(range.chunk());
        range.chunk().ifPresent(chunk -> chunkReference = header.referenceIndex().get(chunk.contig()));
        switch (range.kind()) {
            case CHUNK -> start(range.begin(), range.end(), false);
            case RECORDS -> start(range.begin(), range.end(), true);
            case BYTES -> {
                // the window of the search is another one, and no memory is held for it afterwards
                Optional<BamSplitFinder.Range> found = new BamSplitFinder(window.stream(), header, maxRecordSize).range(blockOffset(range.begin()), blockOffset(range.end()));
                if (found.isEmpty()) {
                    atEnd = true;
                }
                else {
                    start(found.orElseThrow().begin(), found.orElseThrow().end(), true);
                }
            }
        }
    }

    private long blockOffset(long offset)
            throws IOException
    {
        if (offset == 0 || offset == Long.MAX_VALUE) {
            return offset;
        }
        return VirtualOffset.of(((BgzfStream) window.stream()).findBlock(offset), 0);
    }

    private void start(long begin, long end, boolean exactEnd)
            throws IOException
    {
        reader.start(window.seek(begin, end, false), exactEnd && end != Long.MAX_VALUE);
    }

    @Override
    public boolean next()
            throws IOException
    {
        rowCount = 0;
        if (atEnd || reader.read(batch, BatchSize.MAX_RECORDS, batchBytes.nextBytes()) == 0) {
            return false;
        }
        int size = batch.size();
        counters.addRecords(size);
        if (rows.length < size) {
            rows = new int[size];
        }
        for (int record = 0; record < size && !atEnd; record++) {
            try {
                if (admits(record)) {
                    rows[rowCount++] = record;
                }
            }
            catch (MalformedFileException e) {
                if (e.scope() == MalformedFileException.Scope.INDEX) {
                    throw e;
                }
                counters.malformedRecord(e);
            }
        }
        return true;
    }

    private boolean admits(int record)
    {
        byte[] bytes = batch.bytes();
        int start = batch.recordStart(record);
        int reference = BamRecord.refId(bytes, start);
        if (guard.isActive() && !guard.check(reference == chunkReference, BamRecord.pos(bytes, start) + 1L, record)) {
            atEnd = true;
            return false;
        }
        if (flag.isPresent() && !flag.orElseThrow().contains(BamRecord.flag(bytes, start))) {
            return false;
        }
        if (mapq.isPresent() && !mapq.orElseThrow().contains(BamRecord.mapq(bytes, start))) {
            return false;
        }
        if (!filter.isAll() && !admitsLocation(record, bytes, start, reference)) {
            return false;
        }
        return (readGroup.isEmpty() && sample.isEmpty()) || admitsReadGroup(record);
    }

    private boolean admitsLocation(int record, byte[] bytes, int start, int reference)
    {
        if (filter.needsVirtualOffset() && !filter.admitsVirtualOffset(batch.virtualOffset(record))) {
            return false;
        }
        if (reference < 0 ? !filter.admitsNoContig() : !admitted[reference]) {
            return false;
        }
        if (!filter.needsPos()) {
            return true;
        }
        long pos = BamRecord.pos(bytes, start) + 1L;
        if (reference < 0 || pos == 0) {
            return filter.admitsNoPosition();
        }
        return filter.admitsPos(codes[reference], pos)
                && (!filter.needsEndPos() || filter.admitsEnd(codes[reference], pos, BamRecord.endPos(bytes, start, batch.recordEnd(record))));
    }

    private boolean admitsReadGroup(int record)
    {
        Optional<String> id = readGroup(record);
        if (readGroup.isPresent() && !admits(readGroup.orElseThrow(), id)) {
            return false;
        }
        return sample.isEmpty() || admits(sample.orElseThrow(), id.flatMap(header::sampleOf));
    }

    private static boolean admits(Domain domain, Optional<String> value)
    {
        return value.map(text -> ScanPredicate.admits(domain, text)).orElse(domain.isNullAllowed());
    }

    private Optional<String> readGroup(int record)
    {
        tags.reset(batch, record);
        if (!tags.find(BamTags.RG)) {
            return Optional.empty();
        }
        if (tags.isText()) {
            return Optional.of(new String(batch.bytes(), tags.textStart(), tags.textEnd() - tags.textStart(), UTF_8));
        }
        byte[] text = new byte[toIntExact(tags.textLengthBound())];
        return Optional.of(new String(text, 0, tags.writeText(text, 0), UTF_8));
    }

    @Override
    public int[] rows()
    {
        return rows;
    }

    @Override
    public int rowCount()
    {
        return rowCount;
    }

    @Override
    public ColumnReader column(GenomicsColumnHandle column)
    {
        return switch (column.source()) {
            case QNAME -> this::readName;
            case FLAG -> ints(BamRecord::flag);
            case MAPQ -> ints(BamRecord::mapq);
            case TEMPLATE_LENGTH -> ints(BamRecord::templateLength);
            case CHROM -> references(BamRecord::refId);
            case MATE_CHROM -> references(BamRecord::mateRefId);
            case POS -> positions((_, pos, _) -> pos);
            case END_POS -> positions((record, _, _) -> BamRecord.endPos(batch.bytes(), batch.recordStart(record), batch.recordEnd(record)));
            case LOCUS -> positions((_, pos, code) -> Locus.of(code, pos));
            case BIN -> positions((record, pos, code) -> RecordBin.of(code, pos, BamRecord.endPos(batch.bytes(), batch.recordStart(record), batch.recordEnd(record))));
            case MATE_POS -> this::readMatePos;
            case CIGAR -> this::readCigar;
            case SEQ -> this::readSequence;
            case BASE_QUALITIES -> this::readQualities;
            case READ_GROUP -> (rows, count) -> texts(rows, count, this::readGroup);
            case READ_SAMPLE -> (rows, count) -> texts(rows, count, record -> readGroup(record).flatMap(header::sampleOf));
            case TAGS -> column.type() instanceof MapType type
                    ? (rows, count) -> readTags(rows, count, type)
                    : tagColumn(column.keys().getFirst());
            case VIRTUAL_OFFSET -> (rows, count) -> {
                LongBuilder builder = new LongBuilder(count);
                for (int i = 0; i < count; i++) {
                    builder.add(batch.virtualOffset(rows[i]));
                }
                return builder.build();
            };
            default -> throw new IllegalArgumentException("no such column: " + column);
        };
    }

    private Block readName(int[] rows, int count)
    {
        byte[] bytes = batch.bytes();
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            int start = batch.recordStart(rows[i]);
            builder.add(bytes, BamRecord.readNameStart(start), BamRecord.readNameEnd(bytes, start));
        }
        return builder.build();
    }

    @FunctionalInterface
    private interface IntField
    {
        int get(byte[] bytes, int start);
    }

    private ColumnReader ints(IntField field)
    {
        return (rows, count) -> {
            byte[] bytes = batch.bytes();
            IntBuilder builder = new IntBuilder(count);
            for (int i = 0; i < count; i++) {
                builder.add(field.get(bytes, batch.recordStart(rows[i])));
            }
            return builder.build();
        };
    }

    private ColumnReader references(IntField field)
    {
        return (rows, count) -> {
            byte[] bytes = batch.bytes();
            int[] ids = new int[count];
            for (int i = 0; i < count; i++) {
                int reference = field.get(bytes, batch.recordStart(rows[i]));
                ids[i] = reference < 0 ? codes.length : reference;
            }
            return DictionaryBlock.create(count, names, ids);
        };
    }

    @FunctionalInterface
    private interface PositionField
    {
        long get(int record, long pos, int code);
    }

    /**
     * A column that a record without a position has as NULL.
     */
    private ColumnReader positions(PositionField field)
    {
        return (rows, count) -> {
            byte[] bytes = batch.bytes();
            LongBuilder builder = new LongBuilder(count);
            for (int i = 0; i < count; i++) {
                int start = batch.recordStart(rows[i]);
                int reference = BamRecord.refId(bytes, start);
                long pos = BamRecord.pos(bytes, start) + 1L;
                if (reference < 0 || pos == 0) {
                    builder.addNull();
                }
                else {
                    builder.add(field.get(rows[i], pos, codes[reference]));
                }
            }
            return builder.build();
        };
    }

    private Block readMatePos(int[] rows, int count)
    {
        byte[] bytes = batch.bytes();
        LongBuilder builder = new LongBuilder(count);
        for (int i = 0; i < count; i++) {
            long pos = BamRecord.matePos(bytes, batch.recordStart(rows[i])) + 1L;
            if (pos == 0) {
                builder.addNull();
            }
            else {
                builder.add(pos);
            }
        }
        return builder.build();
    }

    private Block readCigar(int[] rows, int count)
    {
        byte[] bytes = batch.bytes();
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            int start = batch.recordStart(rows[i]);
            int end = batch.recordEnd(rows[i]);
            if (BamRecord.cigarCount(bytes, start, end) == 0) {
                builder.add(NO_CIGAR, 0, NO_CIGAR.length);
                continue;
            }
            int offset = builder.reserve(toIntExact(BamRecord.cigarLengthBound(bytes, start, end)));
            builder.addReserved(BamRecord.writeCigar(bytes, start, end, builder.bytes(), offset) - offset);
        }
        return builder.build();
    }

    private Block readSequence(int[] rows, int count)
    {
        byte[] bytes = batch.bytes();
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            int start = batch.recordStart(rows[i]);
            int length = BamRecord.sequenceLength(bytes, start);
            if (length == 0) {
                builder.addNull();
                continue;
            }
            int offset = builder.reserve(length);
            builder.addReserved(BamRecord.writeSequence(bytes, start, builder.bytes(), offset) - offset);
        }
        return builder.build();
    }

    private Block readQualities(int[] rows, int count)
    {
        byte[] bytes = batch.bytes();
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            int start = batch.recordStart(rows[i]);
            if (!BamRecord.hasQualities(bytes, start)) {
                builder.addNull();
                continue;
            }
            int offset = builder.reserve(BamRecord.sequenceLength(bytes, start));
            int written = BamRecord.writeQualities(bytes, start, builder.bytes(), offset);
            if (written < 0) {
                throw batch.malformed(rows[i], MalformedFileException.Scope.VALUE, "a base quality is above %s, which text cannot show".formatted(BamRecord.MAX_QUALITY));
            }
            builder.addReserved(written - offset);
        }
        return builder.build();
    }

    @FunctionalInterface
    private interface TextField
    {
        Optional<String> get(int record);
    }

    private static Block texts(int[] rows, int count, TextField field)
    {
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            Optional<String> text = field.get(rows[i]);
            if (text.isEmpty()) {
                builder.addNull();
            }
            else {
                add(builder, text.orElseThrow());
            }
        }
        return builder.build();
    }

    private static void add(TextBuilder builder, String text)
    {
        byte[] bytes = text.getBytes(UTF_8);
        builder.add(bytes, 0, bytes.length);
    }

    /**
     * A tag by its key: only that is decoded. NULL where a record has none.
     */
    private ColumnReader tagColumn(String name)
    {
        if (name.length() != 2 || name.charAt(0) > 127 || name.charAt(1) > 127) {
            return (_, count) -> RunLengthEncodedBlock.create(VARCHAR, null, count);
        }
        int key = BamTags.key(name.charAt(0), name.charAt(1));
        return (rows, count) -> {
            TextBuilder builder = new TextBuilder(count);
            for (int i = 0; i < count; i++) {
                tags.reset(batch, rows[i]);
                if (tags.find(key)) {
                    addTag(builder);
                }
                else {
                    builder.addNull();
                }
            }
            return builder.build();
        };
    }

    private void addTag(TextBuilder builder)
    {
        if (tags.isText()) {
            builder.add(batch.bytes(), tags.textStart(), tags.textEnd());
        }
        else {
            int offset = builder.reserve(toIntExact(tags.textLengthBound()));
            builder.addReserved(tags.writeText(builder.bytes(), offset) - offset);
        }
    }

    private Block readTags(int[] rows, int count, MapType type)
    {
        TextBuilder keys = new TextBuilder(count * 8);
        TextBuilder values = new TextBuilder(count * 8);
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            tags.reset(batch, rows[i]);
            while (tags.next()) {
                keys.add(batch.bytes(), tags.keyStart(), tags.keyStart() + 2);
                addTag(values);
            }
            offsets[i + 1] = keys.size();
        }
        return MapBlock.fromKeyValueBlock(Optional.empty(), offsets, count, keys.build(), values.build(), type);
    }

    @Override
    public ScanCounters counters()
    {
        return counters;
    }

    @Override
    public long retainedBytes()
    {
        return window.retainedBytes() + batch.retainedBytes() + 4L * rows.length;
    }
}
