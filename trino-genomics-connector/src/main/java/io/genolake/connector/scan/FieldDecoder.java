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
import io.genolake.connector.block.ByteBuilder;
import io.genolake.connector.block.ColumnBuilder;
import io.genolake.connector.block.DoubleBuilder;
import io.genolake.connector.block.LongBuilder;
import io.genolake.connector.block.TextBuilder;
import io.genolake.formats.text.Bytes;
import io.genolake.formats.vcf.VcfColumns;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;

/**
 * Decodes the text of an INFO or FORMAT value as a SQL type: bigint, double, boolean, varchar, or an array of these.
 */
interface FieldDecoder
{
    /**
     * Adds one value, NULL for a missing one.
     *
     * @return false if the text is not of the type
     */
    boolean decode(byte[] bytes, int start, int end, ColumnBuilder builder);

    static FieldDecoder of(Type type)
    {
        if (type instanceof ArrayType array) {
            FieldDecoder element = of(array.getElementType());
            return (bytes, start, end, builder) -> decodeArray(element, bytes, start, end, (ArrayBuilder) builder);
        }
        if (type.equals(BIGINT)) {
            return FieldDecoder::decodeLong;
        }
        if (type.equals(DOUBLE)) {
            return FieldDecoder::decodeDouble;
        }
        if (type.equals(BOOLEAN)) {
            return (_, _, _, builder) -> {
                ((ByteBuilder) builder).add((byte) 1);
                return true;
            };
        }
        return FieldDecoder::decodeText;
    }

    private static boolean decodeArray(FieldDecoder element, byte[] bytes, int start, int end, ArrayBuilder builder)
    {
        if (VcfColumns.isMissing(bytes, start, end)) {
            builder.addNull();
            return true;
        }
        int position = start;
        while (true) {
            int comma = Bytes.indexOf(bytes, position, end, ',');
            if (!element.decode(bytes, position, comma, builder.elements())) {
                return false;
            }
            if (comma == end) {
                builder.addArray();
                return true;
            }
            position = comma + 1;
        }
    }

    private static boolean decodeLong(byte[] bytes, int start, int end, ColumnBuilder builder)
    {
        if (start == end || VcfColumns.isMissing(bytes, start, end)) {
            builder.addNull();
            return true;
        }
        long value = Bytes.parseLong(bytes, start, end);
        if (value == Bytes.MALFORMED_LONG) {
            return false;
        }
        ((LongBuilder) builder).add(value);
        return true;
    }

    private static boolean decodeDouble(byte[] bytes, int start, int end, ColumnBuilder builder)
    {
        if (start == end || VcfColumns.isMissing(bytes, start, end)) {
            builder.addNull();
            return true;
        }
        double value = Bytes.parseDouble(bytes, start, end);
        if (Bytes.isMalformed(value)) {
            return false;
        }
        ((DoubleBuilder) builder).add(value);
        return true;
    }

    private static boolean decodeText(byte[] bytes, int start, int end, ColumnBuilder builder)
    {
        // nothing is empty text, unlike a dot
        if (start < end && VcfColumns.isMissing(bytes, start, end)) {
            builder.addNull();
        }
        else {
            ((TextBuilder) builder).add(bytes, start, end);
        }
        return true;
    }
}
