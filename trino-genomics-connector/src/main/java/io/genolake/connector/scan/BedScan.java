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
import io.genolake.connector.block.ArrayBuilder;
import io.genolake.connector.block.DoubleBuilder;
import io.genolake.connector.block.IntBuilder;
import io.genolake.connector.block.LongBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bed.BedBatch;
import io.genolake.formats.bed.BedFields;
import io.genolake.formats.bed.BedReader;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.Bytes;
import io.trino.spi.block.Block;

import static java.lang.Math.toIntExact;

/**
 * The rows of {@code intervals} of a BED file: a row is a line.
 */
final class BedScan
        extends LineScan
{
    private final BedBatch batch;

    BedScan(Window window, FileHeader.Lines header, ScanPredicate predicate, ScanCounters counters)
    {
        this(window, header, new BedReader(window, BedFields.COUNT), predicate, counters);
    }

    private BedScan(Window window, FileHeader.Lines header, BedReader reader, ScanPredicate predicate, ScanCounters counters)
    {
        super(window, new Lines.Bed(reader), header.firstRecord(), BatchSize.MAX_RECORDS, predicate, counters);
        batch = reader.batch();
    }

    @Override
    protected void checkRecord(int record)
    {
        if (batch.fieldCount(record) < BedFields.REQUIRED) {
            throw malformed(Scope.RECORD, record, "the line has %s fields, at least %s are needed".formatted(batch.fieldCount(record), BedFields.REQUIRED));
        }
    }

    @Override
    protected long pos(int record)
    {
        long pos = BedFields.pos(batch, record);
        if (pos == Bytes.MALFORMED_LONG) {
            throw malformed(Scope.RECORD, record, "the start is no position: '%s'".formatted(fieldText(record, BedFields.START)));
        }
        return pos;
    }

    @Override
    protected long endPos(int record)
    {
        long endPos = BedFields.endPos(batch, record);
        if (endPos == Bytes.MALFORMED_LONG || endPos < pos(record) - 1) {
            throw malformed(Scope.RECORD, record, "the end is no position at or after the start: '%s'".formatted(fieldText(record, BedFields.END)));
        }
        return endPos;
    }

    @Override
    public int[] rows()
    {
        return records;
    }

    @Override
    public int rowCount()
    {
        return recordCount;
    }

    @Override
    public ColumnReader column(GenomicsColumnHandle column)
    {
        return switch (column.source()) {
            case NAME -> (rows, count) -> readText(rows, count, BedFields.NAME);
            case STRAND -> this::readStrand;
            case ITEM_RGB -> (rows, count) -> readText(rows, count, BedFields.ITEM_RGB);
            case SCORE -> this::readScore;
            case THICK_START -> longs(BedFields.THICK_START, BedFields::thickStart);
            case THICK_END -> longs(BedFields.THICK_END, BedFields::thickEnd);
            case BLOCK_COUNT -> this::readBlockCount;
            case BLOCK_SIZES -> (rows, count) -> readBlocks(rows, count, BedFields.BLOCK_SIZES);
            case BLOCK_STARTS -> (rows, count) -> readBlocks(rows, count, BedFields.BLOCK_STARTS);
            default -> commonColumn(column);
        };
    }

    private Block readText(int[] rows, int count, int field)
    {
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            if (BedFields.isMissing(batch, rows[i], field)) {
                builder.addNull();
            }
            else {
                builder.add(batch.bytes(), batch.fieldStart(rows[i], field), batch.fieldEnd(rows[i], field));
            }
        }
        return builder.build();
    }

    private Block readStrand(int[] rows, int count)
    {
        for (int i = 0; i < count; i++) {
            if (!BedFields.isMissing(batch, rows[i], BedFields.STRAND) && !BedFields.isStrandWellFormed(batch, rows[i])) {
                throw malformedField(rows[i], BedFields.STRAND, "strand");
            }
        }
        return readText(rows, count, BedFields.STRAND);
    }

    private Block readScore(int[] rows, int count)
    {
        DoubleBuilder builder = new DoubleBuilder(count);
        for (int i = 0; i < count; i++) {
            if (BedFields.isMissing(batch, rows[i], BedFields.SCORE)) {
                builder.addNull();
                continue;
            }
            double value = BedFields.score(batch, rows[i]);
            if (Bytes.isMalformed(value)) {
                throw malformedField(rows[i], BedFields.SCORE, "score");
            }
            builder.add(value);
        }
        return builder.build();
    }

    @FunctionalInterface
    private interface LongField
    {
        long get(BedBatch batch, int record);
    }

    private ColumnReader longs(int field, LongField value)
    {
        return (rows, count) -> {
            LongBuilder builder = new LongBuilder(count);
            for (int i = 0; i < count; i++) {
                if (BedFields.isMissing(batch, rows[i], field)) {
                    builder.addNull();
                    continue;
                }
                long number = value.get(batch, rows[i]);
                if (number == Bytes.MALFORMED_LONG) {
                    throw malformedField(rows[i], field, "position");
                }
                builder.add(number);
            }
            return builder.build();
        };
    }

    private Block readBlockCount(int[] rows, int count)
    {
        IntBuilder builder = new IntBuilder(count);
        for (int i = 0; i < count; i++) {
            if (BedFields.isMissing(batch, rows[i], BedFields.BLOCK_COUNT)) {
                builder.addNull();
                continue;
            }
            long number = BedFields.blockCount(batch, rows[i]);
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw malformedField(rows[i], BedFields.BLOCK_COUNT, "number of blocks");
            }
            builder.add(toIntExact(number));
        }
        return builder.build();
    }

    private Block readBlocks(int[] rows, int count, int field)
    {
        LongBuilder elements = new LongBuilder(count);
        ArrayBuilder builder = new ArrayBuilder(elements, count);
        for (int i = 0; i < count; i++) {
            if (BedFields.isMissing(batch, rows[i], field)) {
                builder.addNull();
                continue;
            }
            if (!BedFields.isBlockListWellFormed(batch, rows[i], field)) {
                throw malformedField(rows[i], field, "list of as many numbers as there are blocks");
            }
            BedFields.forEachBlock(batch, rows[i], field, elements::add);
            builder.addArray();
        }
        return builder.build();
    }

    private RuntimeException malformedField(int record, int field, String what)
    {
        return malformed(Scope.VALUE, record, "field %s is no %s: '%s'".formatted(field + 1, what, fieldText(record, field)));
    }
}
