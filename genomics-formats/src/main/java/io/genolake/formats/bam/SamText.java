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
package io.genolake.formats.bam;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.max;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Binary values as the text that htslib makes of them.
 */
final class SamText
{
    private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final long MAX_INTEGER_LENGTH = 11;
    private static final long MAX_REAL_LENGTH = 13;

    private SamText() {}

    /**
     * Bytes of an element of an array, 0 if there is no such type.
     */
    static int elementSize(byte type)
    {
        return switch (type) {
            case 'c', 'C' -> 1;
            case 's', 'S' -> 2;
            case 'i', 'I', 'f' -> 4;
            default -> 0;
        };
    }

    /**
     * Most bytes of a value's text.
     *
     * @param type position of the value's type, which is one of numbers or arrays
     */
    static long valueLengthBound(byte[] bytes, int type)
    {
        if (bytes[type] != 'B') {
            return max(MAX_INTEGER_LENGTH, MAX_REAL_LENGTH);
        }
        long elementLength = switch (bytes[type + 1]) {
            case 'c', 'C' -> 4;
            case 's', 'S' -> 6;
            case 'f' -> MAX_REAL_LENGTH;
            default -> MAX_INTEGER_LENGTH;
        };
        return 1 + (1 + elementLength) * Integer.toUnsignedLong(BamRecord.getInt(bytes, type + 2));
    }

    /**
     * Writes a number or an array.
     *
     * @param type position of the value's type
     * @return the position after it in {@code out}
     */
    static int writeValue(byte[] bytes, int type, byte[] out, int outOffset)
    {
        if (bytes[type] == 'd') {
            return writeReal(Double.longBitsToDouble(BamRecord.getLong(bytes, type + 1)), out, outOffset);
        }
        if (bytes[type] != 'B') {
            return writeNumber(bytes, bytes[type], type + 1, out, outOffset);
        }
        byte elementType = bytes[type + 1];
        int count = BamRecord.getInt(bytes, type + 2);
        int size = elementSize(elementType);
        int written = outOffset;
        out[written] = elementType;
        written++;
        for (int i = 0; i < count; i++) {
            out[written] = ',';
            written = writeNumber(bytes, elementType, type + 6 + i * size, out, written + 1);
        }
        return written;
    }

    private static int writeNumber(byte[] bytes, byte type, int position, byte[] out, int outOffset)
    {
        return switch (type) {
            case 'c' -> writeInteger(bytes[position], out, outOffset);
            case 'C' -> writeInteger(bytes[position] & 0xFF, out, outOffset);
            case 's' -> writeInteger((short) BamRecord.getShort(bytes, position), out, outOffset);
            case 'S' -> writeInteger(BamRecord.getShort(bytes, position), out, outOffset);
            case 'i' -> writeInteger(BamRecord.getInt(bytes, position), out, outOffset);
            case 'I' -> writeInteger(Integer.toUnsignedLong(BamRecord.getInt(bytes, position)), out, outOffset);
            case 'f' -> writeReal(intBitsToFloat(BamRecord.getInt(bytes, position)), out, outOffset);
            default -> throw new IllegalArgumentException("Not a type of numbers: " + (char) type);
        };
    }

    /**
     * Writes an integer of at most 32 bits.
     */
    static int writeInteger(long value, byte[] out, int outOffset)
    {
        int written = outOffset;
        if (value < 0) {
            out[written] = '-';
            written++;
            value = -value;
        }
        int end = written + digits(value);
        int position = end;
        do {
            position--;
            out[position] = (byte) ('0' + value % 10);
            value /= 10;
        }
        while (value > 0);
        return end;
    }

    private static int digits(long value)
    {
        int digits = 1;
        for (long bound = 10; value >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    /**
     * Writes a number as {@code printf} does with {@code %g}: six significant digits, without zeros at the end. The
     * digits are exact for a float and a double alike.
     */
    static int writeReal(double value, byte[] out, int outOffset)
    {
        int written = outOffset;
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            String text = Double.isNaN(value) ? "nan" : value == 0 ? "0" : "inf";
            // the sign of NaN is printed too
            return writeAscii(Double.doubleToRawLongBits(value) < 0 ? "-" + text : text, out, written);
        }
        if (value < 0) {
            out[written] = '-';
            written++;
            value = -value;
        }
        // a float times these powers of ten is exact (24 bits times at most 21 bits and a power of two), so that rint rounds as
        // printf does; a double that is no float goes the long way
        if (value >= 0.0001 && value < 999_999 && value == (float) value) {
            return writeFixed(value, out, written);
        }
        return writeAscii(format(value), out, written);
    }

    private static int writeFixed(double value, byte[] out, int outOffset)
    {
        // decimals that leave six significant digits; 0.01 and its like are no floats, so that the comparison is exact
        int decimals = value < 0.001 ? 9 : value < 0.01 ? 8 : value < 0.1 ? 7 : value < 1 ? 6 : value < 10 ? 5 : value < 100 ? 4 : value < 1000 ? 3 : value < 10_000 ? 2 : value < 100_000 ? 1 : 0;
        long scaled = (long) Math.rint(value * POWERS_OF_TEN[decimals]);
        while (decimals > 0 && scaled % 10 == 0) {
            scaled /= 10;
            decimals--;
        }
        long unit = (long) POWERS_OF_TEN[decimals];
        int written = writeInteger(scaled / unit, out, outOffset);
        if (decimals > 0) {
            out[written] = '.';
            long fraction = scaled % unit;
            for (int position = written + decimals; position > written; position--) {
                out[position] = (byte) ('0' + fraction % 10);
                fraction /= 10;
            }
            written += decimals + 1;
        }
        return written;
    }

    private static String format(double value)
    {
        BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static int writeAscii(String text, byte[] out, int outOffset)
    {
        byte[] ascii = text.getBytes(ISO_8859_1);
        System.arraycopy(ascii, 0, out, outOffset, ascii.length);
        return outOffset + ascii.length;
    }
}
