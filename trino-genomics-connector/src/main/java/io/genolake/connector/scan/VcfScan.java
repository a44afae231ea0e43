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
import io.genolake.connector.block.DoubleBuilder;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;
import io.genolake.formats.region.RecordBin;
import io.genolake.formats.text.Bytes;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import io.genolake.formats.vcf.VcfColumns;
import io.genolake.formats.vcf.VcfEnd;
import io.genolake.formats.vcf.VcfHeader;
import io.trino.spi.block.Block;

import java.util.List;

import static java.lang.Math.clamp;
import static java.lang.Math.min;

/**
 * Reads the records of a VCF file: the columns that are the same for variants and genotypes.
 */
abstract class VcfScan
        extends LineScan
{
    // all columns before the first sample
    private static final int FIELDS = VcfColumns.FIRST_SAMPLE;
    private static final int MAX_INFO_VALUES = 1 << 18;

    protected final VcfHeader header;
    protected final TabbedBatch batch;
    private final InfoColumns info;
    private final boolean declaresSvlen;
    private final boolean declaresLen;

    protected VcfScan(Window window, FileHeader.Vcf header, List<GenomicsColumnHandle> columns, int maxRecords, ScanPredicate predicate, ScanCounters counters)
    {
        this(window, header, columns, maxRecords, new TabbedBatch(), predicate, counters);
    }

    private VcfScan(Window window, FileHeader.Vcf header, List<GenomicsColumnHandle> columns, int maxRecords, TabbedBatch batch, ScanPredicate predicate, ScanCounters counters)
    {
        super(window,
                new Lines.Tabbed(new TabbedReader(window, min(FIELDS, header.header().columns())), batch),
                header.firstRecord(),
                clamp(MAX_INFO_VALUES / (1L + InfoColumns.keys(columns).size()), 1, min(maxRecords, BatchSize.MAX_RECORDS)),
                predicate,
                counters);
        this.header = header.header();
        this.batch = batch;
        declaresSvlen = this.header.info().containsKey(VcfEnd.SVLEN_KEY);
        declaresLen = this.header.format().containsKey(VcfEnd.LEN_KEY);
        info = new InfoColumns(this, columns);
    }

    @Override
    protected void checkRecord(int record)
    {
        if (batch.fieldCount(record) < VcfColumns.FIXED) {
            throw malformed(Scope.RECORD, record, "the record has %s columns, at least %s are needed".formatted(batch.fieldCount(record), VcfColumns.FIXED));
        }
    }

    @Override
    protected long pos(int record)
    {
        long pos = VcfColumns.pos(batch.bytes(), batch.fieldStart(record, VcfColumns.POS), batch.fieldEnd(record, VcfColumns.POS));
        if (pos == Bytes.MALFORMED_LONG || pos > RecordBin.MAX_POSITION) {
            throw malformed(Scope.RECORD, record, "POS is no position: '%s'".formatted(fieldText(record, VcfColumns.POS)));
        }
        return pos;
    }

    @Override
    protected long endPos(int record)
    {
        long endPos = VcfEnd.endPos(batch, record, pos(record), declaresSvlen, declaresLen);
        if (endPos == Bytes.MALFORMED_LONG || endPos > RecordBin.MAX_POSITION) {
            throw malformed(Scope.VALUE, record, "END, SVLEN or LEN is no length or position of a contig");
        }
        return endPos;
    }

    @Override
    protected final void select()
    {
        info.clear();
        prepare();
    }

    /**
     * Is called when the records of a batch are chosen.
     */
    protected void prepare() {}

    /**
     * A column whose rows are records.
     */
    protected ColumnReader recordColumn(GenomicsColumnHandle column)
    {
        return switch (column.source()) {
            case ID -> (rows, count) -> TextColumns.readNullable(lines, rows, count, VcfColumns.ID);
            case REF -> (rows, count) -> TextColumns.read(lines, rows, count, VcfColumns.REF);
            case ALT -> (rows, count) -> TextColumns.readList(lines, rows, count, VcfColumns.ALT, ',', true);
            case QUAL -> this::readQual;
            case FILTER -> (rows, count) -> TextColumns.readList(lines, rows, count, VcfColumns.FILTER, ';', false);
            case INFO -> info.column(column);
            default -> commonColumn(column);
        };
    }

    private Block readQual(int[] rows, int count)
    {
        byte[] bytes = batch.bytes();
        DoubleBuilder builder = new DoubleBuilder(count);
        for (int i = 0; i < count; i++) {
            int start = batch.fieldStart(rows[i], VcfColumns.QUAL);
            int end = batch.fieldEnd(rows[i], VcfColumns.QUAL);
            if (VcfColumns.isMissing(bytes, start, end)) {
                builder.addNull();
                continue;
            }
            double value = Bytes.parseDouble(bytes, start, end);
            if (Bytes.isMalformed(value)) {
                throw malformed(Scope.VALUE, rows[i], "QUAL is no number: '%s'".formatted(text(start, end)));
            }
            builder.add(value);
        }
        return builder.build();
    }

    /**
     * Where the first sample column of a record begins; greater than the line's end if there is none.
     */
    protected final int samplesStart(int record)
    {
        return batch.fieldCount(record) < FIELDS ? batch.lineEnd(record) + 1 : batch.fieldEnd(record, VcfColumns.FORMAT) + 1;
    }

    protected final int altCount(int record)
    {
        return VcfColumns.altCount(batch.bytes(), batch.fieldStart(record, VcfColumns.ALT), batch.fieldEnd(record, VcfColumns.ALT));
    }

    @Override
    public long retainedBytes()
    {
        return super.retainedBytes() + info.retainedBytes();
    }
}
