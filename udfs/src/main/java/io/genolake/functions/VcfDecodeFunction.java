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
package io.genolake.functions;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.function.Description;
import io.trino.spi.function.LiteralParameters;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;

public final class VcfDecodeFunction
{
    private static final int ESCAPE_LENGTH = 3;

    private VcfDecodeFunction() {}

    /**
     * The VCF specification, section 1.2, names eight escapes. A percent sign before anything else stands for itself,
     * as it does in files older than VCF 4.3.
     */
    @ScalarFunction(value = "vcf_decode", neverFails = true)
    @Description("Decodes the percent-encoded characters of a VCF value: %3A %3B %3D %25 %2C %0D %0A %09")
    @LiteralParameters("x")
    @SqlType("varchar(x)")
    public static Slice vcfDecode(@Name("value") @SqlType("varchar(x)") Slice value)
    {
        int escape = nextEscape(value, 0);
        if (escape == value.length()) {
            return value;
        }
        byte[] decoded = new byte[value.length()];
        int length = 0;
        int position = 0;
        while (escape < value.length()) {
            value.getBytes(position, decoded, length, escape - position);
            length += escape - position;
            decoded[length] = escaped(value, escape);
            length++;
            position = escape + ESCAPE_LENGTH;
            escape = nextEscape(value, position);
        }
        value.getBytes(position, decoded, length, value.length() - position);
        length += value.length() - position;
        return Slices.wrappedBuffer(decoded, 0, length);
    }

    /**
     * Returns the position of the next escape, or the length of the value.
     */
    private static int nextEscape(Slice value, int from)
    {
        for (int position = from; position <= value.length() - ESCAPE_LENGTH; position++) {
            if (value.getByte(position) == '%' && escaped(value, position) != 0) {
                return position;
            }
        }
        return value.length();
    }

    /**
     * Returns the character that an escape stands for, or 0 where it is none.
     */
    private static byte escaped(Slice value, int escape)
    {
        return switch (value.getByte(escape + 1) << Byte.SIZE | value.getByte(escape + 2)) {
            case '0' << Byte.SIZE | '9' -> '\t';
            case '0' << Byte.SIZE | 'A' -> '\n';
            case '0' << Byte.SIZE | 'D' -> '\r';
            case '2' << Byte.SIZE | '5' -> '%';
            case '2' << Byte.SIZE | 'C' -> ',';
            case '3' << Byte.SIZE | 'A' -> ':';
            case '3' << Byte.SIZE | 'B' -> ';';
            case '3' << Byte.SIZE | 'D' -> '=';
            default -> 0;
        };
    }
}
