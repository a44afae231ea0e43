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

import com.google.common.collect.ImmutableList;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the header of a BAM file (SAM specification, section 4.2). Memory grows with what the file really holds, not
 * with the lengths that it claims.
 */
public final class BamHeaderReader
{
    private static final byte[] MAGIC = {'B', 'A', 'M', 1};
    private static final int MAX_TEXT_LENGTH = 1 << 28;
    private static final int MAX_NAME_LENGTH = 1 << 16;

    private final Window window;
    private int position;

    private BamHeaderReader(Window window)
    {
        this.window = window;
    }

    /**
     * Reads the header from the start of the file. Afterwards the window holds the file from some place on that is
     * not after the first record.
     *
     * @throws MalformedFileException if the file is not a BAM file, or its header is broken
     */
    public static BamHeader read(Window window)
            throws IOException
    {
        return new BamHeaderReader(window).read();
    }

    private BamHeader read()
            throws IOException
    {
        position = window.seek(0);
        while (window.limit() - position < MAGIC.length) {
            if (!window.extend()) {
                break;
            }
        }
        if (window.limit() - position < MAGIC.length || !Arrays.equals(window.bytes(), position, position + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw malformed("this is not a BAM file, it seems to be " + guess(), "Name the file by what it is, or convert it, e.g. with samtools view -b");
        }
        position += MAGIC.length;

        String text = text(readInt("l_text"));
        int referenceCount = readInt("n_ref");
        if (referenceCount < 0) {
            throw malformed("the number of reference sequences is %s".formatted(referenceCount), "The file is damaged: get it anew");
        }
        ImmutableList.Builder<BamReference> references = ImmutableList.builder();
        for (int index = 0; index < referenceCount; index++) {
            int nameLength = readInt("l_name");
            if (nameLength < 1 || nameLength > MAX_NAME_LENGTH) {
                throw malformed("the name of reference %s is %s bytes long".formatted(index, nameLength), "The file is damaged: get it anew");
            }
            require(nameLength, "the name of reference %s".formatted(index));
            if (window.bytes()[position + nameLength - 1] != 0) {
                throw malformed("the name of reference %s does not end with NUL".formatted(index), "The file is damaged: get it anew");
            }
            String name = new String(window.bytes(), position, nameLength - 1, UTF_8);
            position += nameLength;
            // more than 2^31 - 1 is against the specification, yet htslib reads it so
            references.add(new BamReference(name, Integer.toUnsignedLong(readInt("l_ref"))));
        }
        if (position == window.limit()) {
            // the first record lies in the next block: its offset is that block's, not the end of this one
            window.extend();
        }
        return new BamHeader(text, references.build(), window.virtualOffset(position));
    }

    private String text(int length)
            throws IOException
    {
        if (length < 0 || length > MAX_TEXT_LENGTH) {
            throw malformed("the header text is %s bytes long, more than %s".formatted(Integer.toUnsignedString(length), MAX_TEXT_LENGTH), "The file is damaged: get it anew");
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int remaining = length;
        while (remaining > 0) {
            int available = min(remaining, window.limit() - position);
            if (available == 0) {
                require(1, "the header text");
                continue;
            }
            text.write(window.bytes(), position, available);
            position += available;
            remaining -= available;
            window.release(position);
            position = 0;
        }
        byte[] bytes = text.toByteArray();
        int end = 0;
        // some writers fill the text up with NUL
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, UTF_8);
    }

    private int readInt(String field)
            throws IOException
    {
        require(4, field);
        int value = BamRecord.getInt(window.bytes(), position);
        position += 4;
        return value;
    }

    private void require(int length, String what)
            throws IOException
    {
        if (window.limit() - position >= length) {
            return;
        }
        window.release(position);
        position = 0;
        while (window.limit() < length) {
            if (!window.extend()) {
                throw malformed("the file ends inside its header, in " + what, "The file is truncated: get it anew");
            }
        }
    }

    private String guess()
    {
        String start = new String(window.bytes(), position, min(window.limit() - position, 64), ISO_8859_1);
        if (start.isEmpty()) {
            return "empty";
        }
        if (start.startsWith("CRAM")) {
            return "a CRAM file";
        }
        if (start.startsWith("BCF\2") || start.startsWith("BCF\4")) {
            return "a BCF file";
        }
        if (start.startsWith("##fileformat=VCF")) {
            return "a VCF file";
        }
        if (start.startsWith("@HD\t") || start.startsWith("@SQ\t") || start.startsWith("@RG\t") || start.startsWith("@PG\t") || start.startsWith("@CO\t")) {
            return "a SAM text file";
        }
        if (start.startsWith("BAI\1") || start.startsWith("CSI\1") || start.startsWith("TBI\1")) {
            return "an index";
        }
        if (start.startsWith("\u001f\u008b")) {
            return "compressed twice with gzip";
        }
        if (start.startsWith("@")) {
            return "a FASTQ file";
        }
        if (start.startsWith(">")) {
            return "a FASTA file";
        }
        if (start.chars().allMatch(character -> character == '\t' || character == '\n' || character == '\r' || (character >= ' ' && character < 0x7F))) {
            return "text";
        }
        return "something else";
    }

    private MalformedFileException malformed(String reason, String remedy)
    {
        return new MalformedFileException(Scope.FILE, window.location(), "the header", reason, remedy);
    }
}
