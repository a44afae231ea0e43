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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;

import java.util.Arrays;

import static java.util.Objects.requireNonNull;

/**
 * Records that {@link BamReader#read} found: views over the bytes of its window, which stay where they are until the
 * next read.
 */
public final class BamBatch
{
    private Window window;
    private byte[] bytes = new byte[0];
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private int size;

    void clear()
    {
        size = 0;
    }

    void add(int start, int end)
    {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    void finish(Window window)
    {
        this.window = requireNonNull(window, "window is null");
        bytes = window.bytes();
    }

    /**
     * The bytes that hold the records.
     */
    public byte[] bytes()
    {
        return bytes;
    }

    /**
     * Number of records.
     */
    public int size()
    {
        return size;
    }

    /**
     * Position of a record's first byte, that of its {@code block_size} field: the {@code start} of
     * {@link BamRecord}'s methods.
     */
    public int recordStart(int record)
    {
        return starts[record];
    }

    /**
     * Position after a record's last byte.
     */
    public int recordEnd(int record)
    {
        return ends[record];
    }

    /**
     * Virtual offset at which a record begins.
     */
    public long virtualOffset(int record)
    {
        return window.virtualOffset(starts[record]);
    }

    /**
     * The exception for something in a record that cannot be decoded.
     */
    public MalformedFileException malformed(int record, Scope scope, String reason)
    {
        return BamReader.malformed(window, starts[record], scope, reason, BamReader.DAMAGED);
    }

    /**
     * Memory that the batch holds besides the window, in bytes.
     */
    public long retainedBytes()
    {
        return 4L * (starts.length + ends.length);
    }
}
