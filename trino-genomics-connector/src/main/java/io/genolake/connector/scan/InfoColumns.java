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
import io.genolake.connector.block.ByteBuilder;
import io.genolake.connector.block.ColumnBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.vcf.InfoScanner;
import io.genolake.formats.vcf.VcfColumns;
import io.genolake.formats.vcf.VcfField;
import io.genolake.formats.vcf.VcfType;
import io.trino.spi.block.Block;
import io.trino.spi.block.RowBlock;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The columns that are made of INFO. The INFO column of a record is scanned once, for all keys that the scan may be asked for, when the first of them is.
 */
final class InfoColumns
{
    private static final int ABSENT = -1;
    private static final int WITHOUT_VALUE = -2;
    private static final byte[] TRUE = "true".getBytes(UTF_8);
    private static final byte[] FALSE = "false".getBytes(UTF_8);

    private final VcfScan scan;
    private final List<String> keys;
    private final InfoScanner scanner;

    // of record r and key k at r * keys.size() + k
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private boolean[] scanned = new boolean[0];

    InfoColumns(VcfScan scan, List<GenomicsColumnHandle> columns)
    {
        this.scan = scan;
        keys = keys(columns);
        scanner = new InfoScanner(keys.stream().map(key -> key.getBytes(UTF_8)).toList());
    }

    static List<String> keys(List<GenomicsColumnHandle> columns)
    {
        return columns.stream()
                .filter(column -> column.source() == ColumnSource.INFO)
                .flatMap(column -> column.keys().stream())
                .distinct()
                .toList();
    }

    /**
     * Forgets the batch before.
     */
    void clear()
    {
        Arrays.fill(scanned, false);
    }

    ColumnReader column(GenomicsColumnHandle column)
    {
        if (!(column.type() instanceof RowType row)) {
            return field(column.keys().getFirst(), column.type());
        }
        ImmutableList.Builder<ColumnReader> builder = ImmutableList.builder();
        for (int i = 0; i < row.getFields().size(); i++) {
            builder.add(field(column.keys().get(i), row.getFields().get(i).getType()));
        }
        List<ColumnReader> fields = builder.build();
        return (rows, count) -> RowBlock.fromFieldBlocks(count, fields.stream()
                .map(field -> field.read(rows, count))
                .toArray(Block[]::new));
    }

    private ColumnReader field(String name, Type type)
    {
        int key = keys.indexOf(name);
        Optional<VcfField> declared = Optional.ofNullable(scan.header.info().get(name));
        boolean flag = declared.filter(field -> field.type() == VcfType.FLAG).isPresent();
        FieldDecoder decoder = FieldDecoder.of(type);
        return (rows, count) -> read(rows, count, name, key, type, flag, decoder);
    }

    private Block read(int[] rows, int count, String name, int key, Type type, boolean flag, FieldDecoder decoder)
    {
        byte[] bytes = scan.batch.bytes();
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        for (int i = 0; i < count; i++) {
            int record = rows[i];
            scan(record);
            int start = starts[record * keys.size() + key];
            int end = ends[record * keys.size() + key];
            if (flag) {
                addFlag(builder, type, start != ABSENT);
            }
            else if (start == ABSENT) {
                builder.addNull();
            }
            else if (start == WITHOUT_VALUE) {
                if (type.equals(BOOLEAN)) {
                    addFlag(builder, type, true);
                }
                else {
                    builder.addNull();
                }
            }
            else if (!decoder.decode(bytes, start, end, builder)) {
                throw scan.malformed(Scope.VALUE, record, "INFO/%s is not of its declared type %s: '%s'".formatted(name, type.getDisplayName(), scan.text(start, end)));
            }
        }
        return builder.build();
    }

    /**
     * A flag is text where another file declares the key as something else.
     */
    private static void addFlag(ColumnBuilder builder, Type type, boolean present)
    {
        if (type.equals(VARCHAR)) {
            byte[] text = present ? TRUE : FALSE;
            ((TextBuilder) builder).add(text, 0, text.length);
        }
        else {
            ((ByteBuilder) builder).add((byte) (present ? 1 : 0));
        }
    }

    private void scan(int record)
    {
        if (record >= scanned.length) {
            int size = scan.batch.size();
            scanned = Arrays.copyOf(scanned, size);
            starts = Arrays.copyOf(starts, size * keys.size());
            ends = Arrays.copyOf(ends, size * keys.size());
        }
        if (scanned[record]) {
            return;
        }
        scanner.scan(scan.batch.bytes(), scan.batch.fieldStart(record, VcfColumns.INFO), scan.batch.fieldEnd(record, VcfColumns.INFO));
        int offset = record * keys.size();
        for (int key = 0; key < keys.size(); key++) {
            if (scanner.hasValue(key)) {
                starts[offset + key] = scanner.valueStart(key);
                ends[offset + key] = scanner.valueEnd(key);
            }
            else {
                starts[offset + key] = scanner.isPresent(key) ? WITHOUT_VALUE : ABSENT;
            }
        }
        scanned[record] = true;
    }

    long retainedBytes()
    {
        return 4L * starts.length + 4L * ends.length + scanned.length;
    }
}
