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

import java.util.ArrayList;
import java.util.List;

/**
 * Collects chunks, most of which come in the order of the file and often again: those are joined at once.
 */
final class ChunkCollector
{
    private final List<Chunk> chunks = new ArrayList<>();

    private boolean pending;
    private long begin;
    private long end;

    /**
     * Adds {@code [begin, end)} as far as it lies in {@code [from, to)}.
     */
    void add(long begin, long end, long from, long to)
    {
        long first = Long.compareUnsigned(begin, from) < 0 ? from : begin;
        long last = Long.compareUnsigned(end, to) > 0 ? to : end;
        if (Long.compareUnsigned(first, last) >= 0) {
            return;
        }
        if (pending && Long.compareUnsigned(first, this.begin) >= 0 && Long.compareUnsigned(first, this.end) <= 0) {
            if (Long.compareUnsigned(last, this.end) > 0) {
                this.end = last;
            }
            return;
        }
        flush();
        pending = true;
        this.begin = first;
        this.end = last;
    }

    private void flush()
    {
        if (pending) {
            chunks.add(new Chunk(begin, end));
        }
    }

    List<Chunk> merge()
    {
        flush();
        pending = false;
        return Chunk.merge(chunks);
    }
}
