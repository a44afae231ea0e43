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
package io.genolake.formats.index;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import static java.util.Objects.requireNonNull;

/**
 * The decoded bytes of an index, read in order. Whatever they say, nothing outside of them is read, and nothing is
 * counted that has no room in them.
 */
final class IndexBytes
{
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final String location;
    private final String remedy;
    private final byte[] bytes;
    private final int limit;
    private int position;

    IndexBytes(String location, String remedy, byte[] bytes, int position)
    {
        this(location, remedy, bytes, position, bytes.length);
    }

    private IndexBytes(String location, String remedy, byte[] bytes, int position, int limit)
    {
        this.location = requireNonNull(location, "location is null");
        this.remedy = requireNonNull(remedy, "remedy is null");
        this.bytes = requireNonNull(bytes, "bytes is null");
        this.position = position;
        this.limit = limit;
    }

    int remaining()
    {
        return limit - position;
    }

    int readInt()
    {
        require(Integer.BYTES);
        int value = (int) INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    long readLong()
    {
        require(Long.BYTES);
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /**
     * Reads how many things follow.
     *
     * @param size fewest bytes of each
     */
    int readCount(int size, String things)
    {
        int count = readInt();
        if (count < 0 || (long) count * size > remaining()) {
            throw malformed("it counts %s %s, for which it is too short".formatted(Integer.toUnsignedString(count), things));
        }
        return count;
    }

    long[] readLongs(int count)
    {
        require(count * Long.BYTES);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = (long) LONG.get(bytes, position + i * Long.BYTES);
        }
        position += count * Long.BYTES;
        return values;
    }

    /**
     * The int that is so many bytes ahead.
     */
    int peekInt(int offset)
    {
        return (int) INT.get(bytes, position + offset);
    }

    /**
     * Passes over bytes, which are then to be read on their own.
     */
    IndexBytes slice(int length)
    {
        require(length);
        position += length;
        return new IndexBytes(location, remedy, bytes, position - length, position);
    }

    byte[] readBytes(int length)
    {
        require(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    private void require(int length)
    {
        if (remaining() < length) {
            throw malformed("the index ends too early");
        }
    }

    MalformedFileException malformed(String reason)
    {
        return new MalformedFileException(Scope.INDEX, location, "decoded offset " + position, reason, remedy);
    }
}
