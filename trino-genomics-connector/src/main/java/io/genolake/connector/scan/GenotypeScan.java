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

import com.google.common.collect.ImmutableList;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.block.ArrayBuilder;
import io.genolake.connector.block.ByteBuilder;
import io.genolake.connector.block.ColumnBuilder;
import io.genolake.connector.block.DosageBuilder;
import io.genolake.connector.block.IntBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;
import io.genolake.formats.vcf.Dosages;
import io.genolake.formats.vcf.FormatScanner;
import io.genolake.formats.vcf.Genotypes;
import io.genolake.formats.vcf.SampleScanner;
import io.genolake.formats.vcf.VcfColumns;
import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.RowBlock;
import io.trino.spi.predicate.Domain;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static java.lang.Math.max;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The rows of {@code genotypes}: a row is a record and one of the chosen samples. Sample columns are looked for when the first column of a sample is
 * asked for; those of other samples are passed over.
 */
final class GenotypeScan
        extends VcfScan
{
    private static final int MAX_ROWS = 1 << 16;
    private static final String GENOTYPE_KEY = "GT";
    private static final int GT = 0;

    private final Block sampleNames;
    private final int[] samples;
    private final boolean allSamples;
    private final List<String> keys;
    private final FormatScanner format;
    private final SampleScanner scanner = new SampleScanner();

    private int[] rows = new int[0];
    private int rowCount;

    // the sample columns of the batch: that of record i of records and sample j of samples at i * samples.length + j
    private int[] sampleStarts = new int[0];
    private int[] sampleEnds = new int[0];
    private boolean[] located = new boolean[0];
    private boolean[] counted = new boolean[0];

    private final byte[] dosages;

    private int[] alleles = new int[8];

    GenotypeScan(Window window, FileHeader.Vcf header, List<GenomicsColumnHandle> columns, ScanPredicate predicate, ScanCounters counters)
    {
        this(window, header, columns, chosenSamples(header, predicate), predicate, counters);
    }

    private GenotypeScan(Window window, FileHeader.Vcf header, List<GenomicsColumnHandle> columns, int[] samples, ScanPredicate predicate, ScanCounters counters)
    {
        super(window, header, columns, max(1, MAX_ROWS / max(1, samples.length)), predicate, counters);
        this.samples = samples;
        allSamples = samples.length == this.header.samples().size();
        dosages = new byte[samples.length];
        TextBuilder names = new TextBuilder(samples.length);
        for (int sample : samples) {
            byte[] name = this.header.samples().get(sample).getBytes(UTF_8);
            names.add(name, 0, name.length);
        }
        sampleNames = names.build();
        keys = Stream.concat(
                        Stream.of(GENOTYPE_KEY),
                        columns.stream()
                                .filter(column -> column.source() == ColumnSource.FORMAT)
                                .flatMap(column -> column.keys().stream()))
                .distinct()
                .toList();
        format = new FormatScanner(keys.stream().map(key -> key.getBytes(UTF_8)).toList());
    }

    private static int[] chosenSamples(FileHeader.Vcf header, ScanPredicate predicate)
    {
        List<String> names = header.header().samples();
        Optional<Domain> domain = predicate.domain(ColumnSource.SAMPLE);
        return IntStream.range(0, names.size())
                .filter(sample -> domain.isEmpty() || ScanPredicate.admits(domain.orElseThrow(), names.get(sample)))
                .toArray();
    }

    @Override
    protected void prepare()
    {
        rowCount = recordCount * samples.length;
        if (rows.length < rowCount) {
            int before = rows.length;
            rows = Arrays.copyOf(rows, rowCount);
            for (int row = before; row < rowCount; row++) {
                rows[row] = row;
            }
        }
        if (located.length < recordCount) {
            located = new boolean[recordCount];
            counted = new boolean[recordCount];
        }
        Arrays.fill(located, 0, recordCount, false);
        Arrays.fill(counted, 0, recordCount, false);
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
            case SAMPLE -> this::readSample;
            case GT -> this::readGenotype;
            case ALLELES -> this::readAlleles;
            case PHASED -> this::readPhased;
            case DOSAGE -> dosage(column.type().equals(column.source().type()) ? DosageBuilder::ofTinyints : DosageBuilder::ofBigints);
            case FORMAT -> formatColumn(column);
            default -> repeated(recordColumn(column));
        };
    }

    /**
     * A column that is the same for all samples of a record: it is decoded once a record.
     */
    private ColumnReader repeated(ColumnReader reader)
    {
        return (rows, count) -> {
            int[] distinct = new int[count];
            int[] ids = new int[count];
            int size = 0;
            int last = -1;
            for (int i = 0; i < count; i++) {
                int index = rows[i] / samples.length;
                if (index != last) {
                    distinct[size++] = records[index];
                    last = index;
                }
                ids[i] = size - 1;
            }
            return DictionaryBlock.create(count, reader.read(distinct, size), ids);
        };
    }

    private Block readSample(int[] rows, int count)
    {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = rows[i] % samples.length;
        }
        return DictionaryBlock.create(count, sampleNames, ids);
    }

    /**
     * What a genotype of a row becomes. It is not called for a row without GT.
     */
    private interface GenotypeReader
    {
        /**
         * @return false if the genotype is malformed
         */
        boolean read(byte[] bytes, int start, int end, int altCount);
    }

    private Block readGenotypes(int[] rows, int count, ColumnBuilder builder, GenotypeReader reader)
    {
        readGenotypes(rows, 0, count, builder, reader);
        return builder.build();
    }

    private void readGenotypes(int[] rows, int from, int to, ColumnBuilder builder, GenotypeReader reader)
    {
        byte[] bytes = batch.bytes();
        int index = -1;
        int altCount = 0;
        int field = -1;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            if (index != row / samples.length) {
                index = row / samples.length;
                locate(index);
                scanFormat(records[index]);
                altCount = altCount(records[index]);
                field = format.index(GT);
            }
            int start = field < 0 ? -1 : SampleScanner.fieldStart(bytes, sampleStarts[row], sampleEnds[row], field);
            if (start < 0) {
                builder.addNull();
                continue;
            }
            int end = SampleScanner.fieldEnd(bytes, start, sampleEnds[row]);
            if (start == end) {
                builder.addNull();
            }
            else if (!reader.read(bytes, start, end, altCount)) {
                throw malformed(Scope.VALUE, records[index], "the genotype of sample %s is malformed: '%s', with %s ALT alleles".formatted(sampleName(row), text(start, end), altCount));
            }
        }
    }

    private Block readGenotype(int[] rows, int count)
    {
        TextBuilder builder = new TextBuilder(count);
        return readGenotypes(rows, count, builder, (bytes, start, end, _) -> {
            builder.add(bytes, start, end);
            return true;
        });
    }

    private Block readAlleles(int[] rows, int count)
    {
        IntBuilder elements = new IntBuilder(2 * count);
        ArrayBuilder builder = new ArrayBuilder(elements, count);
        return readGenotypes(rows, count, builder, (bytes, start, end, altCount) -> {
            int ploidy = Genotypes.alleles(bytes, start, end, altCount, alleles);
            if (ploidy > alleles.length) {
                alleles = new int[ploidy];
                Genotypes.alleles(bytes, start, end, altCount, alleles);
            }
            if (ploidy == Genotypes.MALFORMED) {
                return false;
            }
            for (int i = 0; i < ploidy; i++) {
                if (alleles[i] == Genotypes.MISSING) {
                    elements.addNull();
                }
                else {
                    elements.add(alleles[i]);
                }
            }
            builder.addArray();
            return true;
        });
    }

    private Block readPhased(int[] rows, int count)
    {
        ByteBuilder builder = new ByteBuilder(count);
        return readGenotypes(rows, count, builder, (bytes, start, end, _) -> {
            builder.add((byte) (Genotypes.isPhased(bytes, start, end) ? 1 : 0));
            return true;
        });
    }

    private ColumnReader dosage(IntFunction<DosageBuilder> builders)
    {
        return (rows, count) -> readDosage(rows, count, builders.apply(count));
    }

    private Block readDosage(int[] rows, int count, DosageBuilder builder)
    {
        int from = 0;
        while (from < count) {
            int index = rows[from] / samples.length;
            int last = (index + 1) * samples.length - 1;
            int to = from + samples.length;
            // rows are in order and none is there twice
            if (allSamples && to <= count && rows[from] == index * samples.length && rows[to - 1] == last && fillDosages(index)) {
                builder.add(dosages);
            }
            else {
                to = from + 1;
                while (to < count && rows[to] <= last) {
                    to++;
                }
                readDosages(rows, from, to, builder);
            }
            from = to;
        }
        return builder.build();
    }

    /**
     * Reads the dosages of all samples of a record in one go.
     *
     * @return false if something is wrong with it
     */
    private boolean fillDosages(int index)
    {
        int record = records[index];
        scanFormat(record);
        int failed = Dosages.fill(batch.bytes(), samplesStart(record), batch.lineEnd(record), format.index(GT), altCount(record), samples.length, dosages, 0);
        countSamples(index);
        return failed == Genotypes.ALL_READ;
    }

    private void readDosages(int[] rows, int from, int to, DosageBuilder builder)
    {
        readGenotypes(rows, from, to, builder, (bytes, start, end, altCount) -> {
            int dosage = Genotypes.dosage(bytes, start, end, altCount);
            if (dosage == Genotypes.MALFORMED || dosage > Byte.MAX_VALUE) {
                return false;
            }
            if (dosage == Genotypes.MISSING) {
                builder.addNull();
            }
            else {
                builder.add(dosage);
            }
            return true;
        });
    }

    private ColumnReader formatColumn(GenomicsColumnHandle column)
    {
        if (!(column.type() instanceof RowType row)) {
            return formatField(column.keys().getFirst(), column.type());
        }
        ImmutableList.Builder<ColumnReader> builder = ImmutableList.builder();
        for (int i = 0; i < row.getFields().size(); i++) {
            builder.add(formatField(column.keys().get(i), row.getFields().get(i).getType()));
        }
        List<ColumnReader> fields = builder.build();
        return (rows, count) -> RowBlock.fromFieldBlocks(count, fields.stream()
                .map(field -> field.read(rows, count))
                .toArray(Block[]::new));
    }

    private ColumnReader formatField(String name, Type type)
    {
        int key = keys.indexOf(name);
        FieldDecoder decoder = FieldDecoder.of(type);
        return (rows, count) -> {
            byte[] bytes = batch.bytes();
            ColumnBuilder builder = ColumnBuilder.of(type, count);
            int index = -1;
            int field = -1;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                if (index != row / samples.length) {
                    index = row / samples.length;
                    locate(index);
                    scanFormat(records[index]);
                    field = format.index(key);
                }
                int start = field < 0 ? -1 : SampleScanner.fieldStart(bytes, sampleStarts[row], sampleEnds[row], field);
                if (start < 0) {
                    builder.addNull();
                    continue;
                }
                int end = SampleScanner.fieldEnd(bytes, start, sampleEnds[row]);
                if (!decoder.decode(bytes, start, end, builder)) {
                    throw malformed(Scope.VALUE, records[index], "FORMAT/%s of sample %s is not of its declared type %s: '%s'".formatted(name, sampleName(row), type.getDisplayName(), text(start, end)));
                }
            }
            return builder.build();
        };
    }

    private String sampleName(int row)
    {
        return header.samples().get(samples[row % samples.length]);
    }

    private void scanFormat(int record)
    {
        if (batch.fieldCount(record) > VcfColumns.FORMAT) {
            format.scan(batch.bytes(), batch.fieldStart(record, VcfColumns.FORMAT), batch.fieldEnd(record, VcfColumns.FORMAT));
        }
        else {
            throw tooFewSamples(record);
        }
    }

    /**
     * Finds the columns of the chosen samples of a record.
     *
     * @param index of the record in {@link #records}
     */
    private void locate(int index)
    {
        if (located[index]) {
            return;
        }
        if (sampleStarts.length < rowCount) {
            // nothing of this batch is located yet, because the rows do not become more
            sampleStarts = new int[rowCount];
            sampleEnds = new int[rowCount];
        }
        int record = records[index];
        scanner.start(batch.bytes(), samplesStart(record), batch.lineEnd(record));
        int row = index * samples.length;
        for (int sample : samples) {
            if (!scanner.advance(sample)) {
                throw tooFewSamples(record);
            }
            sampleStarts[row] = scanner.sampleStart();
            sampleEnds[row] = scanner.sampleEnd();
            row++;
        }
        if (allSamples && scanner.next()) {
            throw malformed(Scope.RECORD, record, "the record has more samples than the header names, which are %s".formatted(samples.length));
        }
        countSamples(index);
        located[index] = true;
    }

    private void countSamples(int index)
    {
        if (!counted[index]) {
            counters().addSampleColumns(samples.length);
            counted[index] = true;
        }
    }

    private MalformedFileException tooFewSamples(int record)
    {
        return malformed(Scope.RECORD, record, "the record has fewer samples than the header names, which are %s".formatted(header.samples().size()));
    }

    @Override
    public long retainedBytes()
    {
        return super.retainedBytes() + 4L * rows.length + 4L * sampleStarts.length + 4L * sampleEnds.length;
    }
}
