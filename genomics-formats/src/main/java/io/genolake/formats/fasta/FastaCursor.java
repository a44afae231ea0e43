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
package io.genolake.formats.fasta;

import java.io.IOException;
import java.io.UncheckedIOException;

import static java.lang.Math.min;
import static java.util.Objects.checkFromToIndex;
import static java.util.Objects.requireNonNull;

/**
 * The bases of one sequence, for one thread: the page of the last base is at hand. Positions are 1-based.
 * What cannot be read is an {@link UncheckedIOException} or a {@link io.genolake.formats.MalformedFileException}.
 */
public final class FastaCursor
{
    private final FastaFile file;
    private final FastaContig contig;

    private byte[] page = new byte[0];
    // position of the first base of the page
    private long pageStart = 1;

    FastaCursor(FastaFile file, FastaContig contig)
    {
        this.file = requireNonNull(file, "file is null");
        this.contig = requireNonNull(contig, "contig is null");
    }

    public FastaContig contig()
    {
        return contig;
    }

    public long length()
    {
        return contig.length();
    }

    /**
     * A base as the file has it, in its case.
     *
     * @param position from 1 to the length
     */
    public byte base(long position)
    {
        long index = position - pageStart;
        if (index < 0 || index >= page.length) {
            load(position);
            index = position - pageStart;
        }
        return page[(int) index];
    }

    /**
     * Copies the bases of an interval, both ends included, as the file has them.
     */
    public void copy(long start, long end, byte[] target, int offset)
    {
        checkFromToIndex(start - 1, end, contig.length());
        long position = start;
        while (position <= end) {
            base(position);
            int index = (int) (position - pageStart);
            int count = (int) min(page.length - index, end - position + 1);
            System.arraycopy(page, index, target, offset, count);
            position += count;
            offset += count;
        }
    }

    private void load(long position)
    {
        checkFromToIndex(position - 1, position, contig.length());
        long number = (position - 1) / FastaFile.PAGE_SIZE;
        try {
            page = file.page(contig, number);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pageStart = number * FastaFile.PAGE_SIZE + 1;
    }
}
