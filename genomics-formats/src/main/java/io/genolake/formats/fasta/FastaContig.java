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

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A sequence of a FASTA file, as a line of its .fai index has it.
 *
 * @param ordinal its place in the index, from 0 on
 * @param name the first word of its header line
 * @param length number of bases
 * @param offset offset of the first base in the decoded file
 * @param lineBases bases of a full line
 * @param lineWidth bytes of a full line, its end included
 */
public record FastaContig(int ordinal, String name, long length, long offset, int lineBases, int lineWidth)
{
    public FastaContig
    {
        requireNonNull(name, "name is null");
        checkArgument(length >= 0, "length is negative: %s", length);
        checkArgument(offset >= 0, "offset is negative: %s", offset);
        checkArgument(length == 0 || lineBases > 0, "lineBases is not positive: %s", lineBases);
        checkArgument(lineWidth >= lineBases, "lineWidth is less than lineBases: %s", lineWidth);
    }

    /**
     * Where a base is in the decoded file.
     *
     * @param position the base, from 0 on
     */
    long offsetOf(long position)
    {
        return offset + position / lineBases * lineWidth + position % lineBases;
    }

    /**
     * The offset after the last base.
     */
    long endOffset()
    {
        return length == 0 ? offset : offsetOf(length - 1) + 1;
    }
}
