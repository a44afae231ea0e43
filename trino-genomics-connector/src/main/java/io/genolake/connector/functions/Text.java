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
package io.genolake.connector.functions;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;

import java.util.Arrays;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * Text that a function writes, whose bytes are used again for the next.
 */
final class Text
{
    // a value goes through the engine whole
    private static final long MAX_LENGTH = 10_000_000;

    private byte[] bytes = new byte[256];
    private int length;

    void clear()
    {
        length = 0;
    }

    byte[] bytes()
    {
        return bytes;
    }

    int length()
    {
        return length;
    }

    Text append(byte[] text)
    {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    Text append(Slice text)
    {
        reserve(text.length());
        text.getBytes(0, bytes, length, text.length());
        length += text.length();
        return this;
    }

    Text append(char character)
    {
        return append((byte) character);
    }

    Text append(byte character)
    {
        if (length == bytes.length) {
            reserve(1);
        }
        bytes[length] = character;
        length++;
        return this;
    }

    /**
     * Appends a number that is not negative.
     */
    Text append(long number)
    {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    Slice toSlice()
    {
        return Slices.wrappedBuffer(Arrays.copyOf(bytes, length));
    }

    private void reserve(int count)
    {
        long needed = (long) length + count;
        if (needed > MAX_LENGTH) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "The text of the variant is longer than %s letters".formatted(MAX_LENGTH));
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) min(max(needed, 2L * bytes.length), MAX_LENGTH));
        }
    }
}
