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
import io.genolake.connector.block.ColumnBuilder;
import io.genolake.connector.block.DosageBuilder;
import io.genolake.connector.block.LongBuilder;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;
import io.genolake.formats.vcf.CallCounts;
import io.genolake.formats.vcf.Dosages;
import io.genolake.formats.vcf.FormatScanner;
import io.genolake.formats.vcf.Genotypes;
import io.genolake.formats.vcf.VcfColumns;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.Block;
import io.trino.spi.block.RowBlock;
import io.trino.spi.type.RowType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import static io.airlift.slice.Slices.utf8Slice;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The rows of {@code variants}: a row is a record.
 */
final class VariantScan
        extends VcfScan
{
    private static final int GT = 0;
    private static final int REF = 0;

    private final FormatScanner format = new FormatScanner(List.of("GT".getBytes(US_ASCII)));
    private final CallCounts counts = new CallCounts();
    private final int samples;

    // counting reads all samples: several of the counts' columns are made at a time
    private final boolean countsAreShared;
    private int[] countedRows = new int[0];
    private Optional<Block[]> counted = Optional.empty();

    VariantScan(Window window, FileHeader.Vcf header, List<GenomicsColumnHandle> columns, ScanPredicate predicate, ScanCounters counters)
    {
        super(window, header, columns, Integer.MAX_VALUE, predicate, counters);
        samples = this.header.samples().size();
        countsAreShared = columns.stream().filter(column -> column.source() == ColumnSource.CALL_COUNTS).count() > 1;
    }

    @Override
    protected void prepare()
    {
        counted = Optional.empty();
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
            case CALL_COUNTS -> callCounts(column);
            case DOSAGES -> dosages(column);
            default -> recordColumn(column);
        };
    }

    @Override
    public Object fileSample()
    {
        return header.samples().size() == 1 ? utf8Slice(header.samples().getFirst()) : null;
    }

    /**
     * Index of GT in the FORMAT of a record; negative if it is not there.
     */
    private int genotypeField(int record)
    {
        if (batch.fieldCount(record) <= VcfColumns.FORMAT) {
            return -1;
        }
        format.scan(batch.bytes(), batch.fieldStart(record, VcfColumns.FORMAT), batch.fieldEnd(record, VcfColumns.FORMAT));
        return format.index(GT);
    }

    private ColumnReader dosages(GenomicsColumnHandle column)
    {
        Function<byte[], Block> elements = column.type().equals(column.source().type()) ? DosageBuilder::plainBlock : DosageBuilder::plainIntegerBlock;
        return (rows, count) -> readDosages(rows, count, elements);
    }

    private Block readDosages(int[] rows, int count, Function<byte[], Block> elements)
    {
        byte[] dosages = new byte[count * samples];
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            int record = rows[i];
            int failed = Dosages.fill(batch.bytes(), samplesStart(record), batch.lineEnd(record), genotypeField(record), altCount(record), samples, dosages, offsets[i]);
            if (failed != Genotypes.ALL_READ) {
                throw malformedSample(record, failed);
            }
            offsets[i + 1] = offsets[i] + samples;
        }
        counters().addSampleColumns((long) count * samples);
        return ArrayBlock.fromElementBlock(count, Optional.empty(), offsets, elements.apply(dosages));
    }

    private ColumnReader callCounts(GenomicsColumnHandle column)
    {
        if (column.type() instanceof RowType) {
            return (rows, count) -> RowBlock.fromFieldBlocks(count, countAll(rows, count));
        }
        String field = column.keys().getFirst();
        if (countsAreShared) {
            return (rows, count) -> countAll(rows, count)[CallCountBuilder.FIELDS.indexOf(field)];
        }
        return (rows, count) -> {
            CallCountBuilder builder = CallCountBuilder.of(field, count);
            count(rows, count, builder);
            return builder.builder().build();
        };
    }

    /**
     * All counts, those of the last time if they are of the same rows.
     */
    private Block[] countAll(int[] rows, int count)
    {
        if (counted.isEmpty() || !Arrays.equals(countedRows, 0, countedRows.length, rows, 0, count)) {
            CallCountBuilder[] fields = CallCountBuilder.all(count);
            count(rows, count, fields);
            Block[] blocks = new Block[fields.length];
            for (int i = 0; i < fields.length; i++) {
                blocks[i] = fields[i].builder().build();
            }
            countedRows = Arrays.copyOf(rows, count);
            counted = Optional.of(blocks);
        }
        return counted.orElseThrow().clone();
    }

    private void count(int[] rows, int count, CallCountBuilder... fields)
    {
        byte[] bytes = batch.bytes();
        for (int i = 0; i < count; i++) {
            int record = rows[i];
            counts.reset(altCount(record));
            int failed = counts.count(bytes, samplesStart(record), batch.lineEnd(record), genotypeField(record), samples);
            if (failed != Genotypes.ALL_READ) {
                throw malformedSample(record, failed);
            }
            for (CallCountBuilder builder : fields) {
                builder.add(counts);
            }
        }
        counters().addSampleColumns((long) count * samples);
    }

    private RuntimeException malformedSample(int record, int sample)
    {
        if (sample >= samples) {
            return malformed(Scope.RECORD, record, "the record has more samples than the header names, which are %s".formatted(samples));
        }
        return malformed(Scope.VALUE, record, "the genotype of sample %s is missing or malformed".formatted(header.samples().get(sample)));
    }

    /**
     * Builds one field of the row {@code call_counts}.
     */
    private record CallCountBuilder(ColumnBuilder builder, Adder adder)
    {
        private static final List<String> FIELDS = List.of("an", "ac", "het", "hom", "hemi", "missing", "het_ref", "hom_ref", "hemi_ref");

        private interface Adder
        {
            void add(CallCounts counts, ColumnBuilder builder);
        }

        private interface ByAllele
        {
            long get(CallCounts counts, int allele);
        }

        static CallCountBuilder[] all(int expected)
        {
            return FIELDS.stream()
                    .map(name -> of(name, expected))
                    .toArray(CallCountBuilder[]::new);
        }

        static CallCountBuilder of(String field, int expected)
        {
            return switch (field) {
                case "an" -> single(expected, CallCounts::an);
                case "missing" -> single(expected, CallCounts::missing);
                case "het_ref" -> single(expected, counts -> counts.het(REF));
                case "hom_ref" -> single(expected, counts -> counts.hom(REF));
                case "hemi_ref" -> single(expected, counts -> counts.hemi(REF));
                case "ac" -> byAllele(expected, CallCounts::ac);
                case "het" -> byAllele(expected, CallCounts::het);
                case "hom" -> byAllele(expected, CallCounts::hom);
                case "hemi" -> byAllele(expected, CallCounts::hemi);
                default -> throw new IllegalArgumentException("no such count: " + field);
            };
        }

        private static CallCountBuilder single(int expected, ToLongFunction<CallCounts> value)
        {
            return new CallCountBuilder(new LongBuilder(expected), (counts, builder) -> ((LongBuilder) builder).add(value.applyAsLong(counts)));
        }

        private static CallCountBuilder byAllele(int expected, ByAllele value)
        {
            return new CallCountBuilder(new ArrayBuilder(new LongBuilder(expected), expected), (counts, builder) -> {
                ArrayBuilder array = (ArrayBuilder) builder;
                for (int allele = 1; allele <= counts.altCount(); allele++) {
                    ((LongBuilder) array.elements()).add(value.get(counts, allele));
                }
                array.addArray();
            });
        }

        void add(CallCounts counts)
        {
            adder.add(counts, builder);
        }
    }
}
