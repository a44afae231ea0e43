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
package io.genolake.formats.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Math.min;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Numbers, searches and comparisons over ranges of bytes. A range is {@code [start, end)}. Nothing here throws for what
 * the bytes are, and nothing allocates, except {@link #parseDouble} for numbers of more than 15 digits.
 */
public final class Bytes
{
    /**
     * What {@link #parseLong} gives for text that is not a number, or one that does not fit. The one number that has the
     * same value is taken for malformed, too.
     */
    public static final long MALFORMED_LONG = Long.MIN_VALUE;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    // a quiet NaN with a payload that no arithmetic yields
    private static final long MALFORMED_DOUBLE_BITS = 0x7FF8_6765_6E6F_6C61L;
    private static final double MALFORMED_DOUBLE = longBitsToDouble(MALFORMED_DOUBLE_BITS);

    // a long and a double hold every number of so many decimal digits exactly
    private static final int MAX_EXACT_DIGITS = 15;
    private static final double[] POWERS_OF_TEN = {
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };

    private Bytes() {}

    /**
     * The decimal integer that fills the range, with or without a sign.
     *
     * @return {@link #MALFORMED_LONG} if the range is empty, has anything but digits or if the number does not fit
     */
    public static long parseLong(byte[] bytes, int start, int end)
    {
        if (start >= end) {
            return MALFORMED_LONG;
        }
        int position = start;
        boolean negative = bytes[position] == '-';
        if (negative || bytes[position] == '+') {
            position++;
            if (position == end) {
                return MALFORMED_LONG;
            }
        }
        if (end - position > 18) {
            return parseLongLong(bytes, position, end, negative);
        }
        long value = 0;
        while (position < end) {
            int digit = bytes[position] - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED_LONG;
            }
            value = 10 * value + digit;
            position++;
        }
        return negative ? -value : value;
    }

    private static long parseLongLong(byte[] bytes, int start, int end, boolean negative)
    {
        long value = 0;
        for (int position = start; position < end; position++) {
            int digit = bytes[position] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return MALFORMED_LONG;
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    /**
     * The decimal number that fills the range, correctly rounded: {@code 1}, {@code -1.5}, {@code .5}, {@code 5.},
     * {@code 1e-05}, and {@code inf}, {@code infinity} and {@code nan} in any case, with or without a sign (VCF 4.3
     * specification, section 1.3). Unlike Java's own syntax it has no suffixes, no hexadecimal and no blanks.
     *
     * @return a number of which {@link #isMalformed} says that it is none, if the text is anything else
     */
    public static double parseDouble(byte[] bytes, int start, int end)
    {
        int position = start;
        boolean negative = false;
        if (position < end && (bytes[position] == '-' || bytes[position] == '+')) {
            negative = bytes[position] == '-';
            position++;
        }
        long mantissa = 0;
        // of the mantissa, without leading zeros
        int significant = 0;
        int digits = 0;
        int fraction = 0;
        boolean point = false;
        while (position < end) {
            int digit = bytes[position] - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (significant > 0 || digit > 0) {
                    significant++;
                    // wraps for long numbers, which do not use it
                    mantissa = 10 * mantissa + digit;
                }
                if (point) {
                    fraction++;
                }
            }
            else if (bytes[position] == '.' && !point) {
                point = true;
            }
            else {
                break;
            }
            position++;
        }
        if (digits == 0) {
            return point ? MALFORMED_DOUBLE : parseName(bytes, position, end, negative);
        }
        int exponent = 0;
        if (position < end) {
            if ((bytes[position] | 0x20) != 'e') {
                return MALFORMED_DOUBLE;
            }
            position++;
            boolean negativeExponent = position < end && bytes[position] == '-';
            if (position < end && (bytes[position] == '-' || bytes[position] == '+')) {
                position++;
            }
            if (position == end) {
                return MALFORMED_DOUBLE;
            }
            while (position < end) {
                int digit = bytes[position] - '0';
                if (digit < 0 || digit > 9) {
                    return MALFORMED_DOUBLE;
                }
                // far beyond what a double can be, and far from an overflow
                exponent = min(10 * exponent + digit, 100_000);
                position++;
            }
            if (negativeExponent) {
                exponent = -exponent;
            }
        }
        if (significant == 0) {
            return negative ? -0.0 : 0.0;
        }
        int scale = exponent - fraction;
        if (significant <= MAX_EXACT_DIGITS && scale >= -22 && scale <= 22) {
            // both operands are exact, so that the one rounding of the operation is the correct one
            double value = scale < 0 ? mantissa / POWERS_OF_TEN[-scale] : mantissa * POWERS_OF_TEN[scale];
            return negative ? -value : value;
        }
        return Double.parseDouble(new String(bytes, start, end - start, ISO_8859_1));
    }

    private static double parseName(byte[] bytes, int start, int end, boolean negative)
    {
        if (equalsIgnoreCase(bytes, start, end, "nan")) {
            return Double.NaN;
        }
        if (equalsIgnoreCase(bytes, start, end, "inf") || equalsIgnoreCase(bytes, start, end, "infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return MALFORMED_DOUBLE;
    }

    private static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lowerCase)
    {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((bytes[start + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the result of {@link #parseDouble} stands for text that is no number. It must be the very result: arithmetic
     * makes an ordinary NaN of it.
     */
    public static boolean isMalformed(double value)
    {
        return doubleToRawLongBits(value) == MALFORMED_DOUBLE_BITS;
    }

    public static boolean equals(byte[] bytes, int start, int end, byte[] other)
    {
        return Arrays.equals(bytes, start, end, other, 0, other.length);
    }

    public static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix)
    {
        return end - start >= prefix.length && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    /**
     * Compares two ranges as unsigned bytes, a prefix before the longer one.
     */
    public static int compare(byte[] left, int leftStart, int leftEnd, byte[] right, int rightStart, int rightEnd)
    {
        return Arrays.compareUnsigned(left, leftStart, leftEnd, right, rightStart, rightEnd);
    }

    /**
     * Position of the first byte of the range that has a value.
     *
     * @param value an ASCII character
     * @return {@code end} if there is none
     */
    public static int indexOf(byte[] bytes, int start, int end, char value)
    {
        long pattern = ONES * value;
        int position = start;
        // four words a turn: where speed matters most, lines are long
        while (position <= end - 32) {
            long first = zeroBytes((long) LONG.get(bytes, position) ^ pattern);
            long second = zeroBytes((long) LONG.get(bytes, position + 8) ^ pattern);
            long third = zeroBytes((long) LONG.get(bytes, position + 16) ^ pattern);
            long fourth = zeroBytes((long) LONG.get(bytes, position + 24) ^ pattern);
            if ((first | second | third | fourth) != 0) {
                if (first != 0) {
                    return position + firstByte(first);
                }
                if (second != 0) {
                    return position + 8 + firstByte(second);
                }
                return third != 0 ? position + 16 + firstByte(third) : position + 24 + firstByte(fourth);
            }
            position += 32;
        }
        // words may reach beyond the end of the range
        while (position < end && position <= bytes.length - 8) {
            long hits = zeroBytes((long) LONG.get(bytes, position) ^ pattern);
            if (hits != 0) {
                return min(position + firstByte(hits), end);
            }
            position += 8;
        }
        while (position < end && bytes[position] != value) {
            position++;
        }
        return min(position, end);
    }

    /**
     * Position of the n-th byte of the range that has a value.
     *
     * @param value an ASCII character
     * @param count which one, 1 for the first
     * @return {@code end} if there are fewer
     */
    public static int indexOfNth(byte[] bytes, int start, int end, char value, int count)
    {
        long pattern = ONES * value;
        int position = start;
        int left = count;
        while (position < end && position <= bytes.length - 8) {
            long hits = exactZeroBytes((long) LONG.get(bytes, position) ^ pattern);
            int found = Long.bitCount(hits);
            if (found >= left) {
                while (left > 1) {
                    hits &= hits - 1;
                    left--;
                }
                return min(position + firstByte(hits), end);
            }
            left -= found;
            position += 8;
        }
        while (position < end) {
            if (bytes[position] == value) {
                left--;
                if (left == 0) {
                    return position;
                }
            }
            position++;
        }
        return end;
    }

    /**
     * How many bytes of the range have a value.
     *
     * @param value an ASCII character
     */
    public static int count(byte[] bytes, int start, int end, char value)
    {
        long pattern = ONES * value;
        int count = 0;
        int position = start;
        while (position <= end - 8) {
            count += Long.bitCount(exactZeroBytes((long) LONG.get(bytes, position) ^ pattern));
            position += 8;
        }
        while (position < end) {
            if (bytes[position] == value) {
                count++;
            }
            position++;
        }
        return count;
    }

    /**
     * Eight bytes as a word, the first byte in its lowest bits.
     *
     * @param position at least eight bytes before the end of the array
     */
    public static long word(byte[] bytes, int position)
    {
        return (long) LONG.get(bytes, position);
    }

    /**
     * Stores a word as eight bytes, its lowest bits as the first.
     */
    public static void putWord(byte[] bytes, int position, long word)
    {
        LONG.set(bytes, position, word);
    }

    private static int firstByte(long hits)
    {
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }

    // the highest bit of the lowest byte that is zero, and perhaps of bytes above it
    private static long zeroBytes(long word)
    {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    // the highest bit of each byte that is zero, and of no other
    private static long exactZeroBytes(long word)
    {
        return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    }
}
