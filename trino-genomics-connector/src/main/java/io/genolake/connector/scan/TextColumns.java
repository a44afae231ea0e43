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

import io.genolake.connector.block.ArrayBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.formats.text.Bytes;
import io.genolake.formats.vcf.VcfColumns;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;

import java.util.Arrays;

/**
 * Columns that are text of a line.
 */
final class TextColumns
{
    private TextColumns() {}

    /**
     * A field as written. Where all rows have the same text, as a contig's name, it is stored once.
     */
    static Block read(Lines lines, int[] rows, int count, int field)
    {
        byte[] bytes = lines.bytes();
        TextBuilder builder = new TextBuilder(count);
        int same = 0;
        for (int i = 0; i < count; i++) {
            int record = rows[i];
            int start = lines.fieldStart(record, field);
            int end = lines.fieldEnd(record, field);
            if (same == i && i > 0) {
                int first = rows[0];
                if (Arrays.equals(bytes, start, end, bytes, lines.fieldStart(first, field), lines.fieldEnd(first, field))) {
                    same++;
                    continue;
                }
                // the rows so far were alike, but this one is not
                for (int repeated = 1; repeated < i; repeated++) {
                    builder.add(bytes, lines.fieldStart(first, field), lines.fieldEnd(first, field));
                }
            }
            else if (i == 0) {
                same = 1;
            }
            builder.add(bytes, start, end);
        }
        Block block = builder.build();
        return same == count && count > 1 ? RunLengthEncodedBlock.create(block.getSingleValueBlock(0), count) : block;
    }

    /**
     * A field in which a dot is NULL.
     */
    static Block readNullable(Lines lines, int[] rows, int count, int field)
    {
        TextBuilder builder = new TextBuilder(count);
        for (int i = 0; i < count; i++) {
            int record = rows[i];
            int start = lines.fieldStart(record, field);
            int end = lines.fieldEnd(record, field);
            if (VcfColumns.isMissing(lines.bytes(), start, end)) {
                builder.addNull();
            }
            else {
                builder.add(lines.bytes(), start, end);
            }
        }
        return builder.build();
    }

    /**
     * A field that is a list.
     *
     * @param emptyIfMissing whether a dot is an empty list; else it is NULL
     */
    static Block readList(Lines lines, int[] rows, int count, int field, char separator, boolean emptyIfMissing)
    {
        byte[] bytes = lines.bytes();
        TextBuilder elements = new TextBuilder(count);
        ArrayBuilder builder = new ArrayBuilder(elements, count);
        for (int i = 0; i < count; i++) {
            int record = rows[i];
            int start = lines.fieldStart(record, field);
            int end = lines.fieldEnd(record, field);
            if (VcfColumns.isMissing(bytes, start, end)) {
                if (emptyIfMissing) {
                    builder.addArray();
                }
                else {
                    builder.addNull();
                }
                continue;
            }
            int position = start;
            while (position <= end) {
                int next = Bytes.indexOf(bytes, position, end, separator);
                if (VcfColumns.isMissing(bytes, position, next)) {
                    elements.addNull();
                }
                else {
                    elements.add(bytes, position, next);
                }
                position = next + 1;
            }
            builder.addArray();
        }
        return builder.build();
    }
}
