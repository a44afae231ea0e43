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
package io.genolake.formats.region;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A stretch of a contig, 1-based, both ends included.
 *
 * @param chrom the contig's name, compared exactly: chr1 is not 1
 * @param start first position; 0 where the stretch has no beginning, because a record may lie before the first base:
 *         a telomere is position 0 in VCF, an interval of length zero at the very beginning has end_pos 0
 * @param end last position; {@link Long#MAX_VALUE} where the stretch has no end
 */
public record Region(String chrom, long start, long end)
{
    private static final String SYNTAX = "Write a region as chr1, chr1:100, chr1:100-, chr1:100-200 or {name:with:colons}:100-200";

    public Region
    {
        requireNonNull(chrom, "chrom is null");
        checkArgument(!chrom.isEmpty(), "chrom is empty");
        checkArgument(start >= 0, "start is negative: %s", start);
        checkArgument(start <= end, "start %s is after end %s", start, end);
    }

    /**
     * A contig, all of it.
     */
    public static Region wholeContig(String chrom)
    {
        return new Region(chrom, 0, Long.MAX_VALUE);
    }

    /**
     * Reads a region as bcftools and samtools write it: {@code chr1} is the whole contig, {@code chr1:100} one
     * position (as in bcftools; samtools runs to the end), {@code chr1:100-} from there to the end, {@code chr1:-200}
     * from the beginning, {@code chr1:100-200} both ends included. Positions may have thousands separators:
     * {@code chr1:1,234,567}. A name with a colon, such as those of HLA alleles, stands in braces:
     * {@code {HLA-A*01:01:01:01}:1-100}; without them it could be read in two ways.
     *
     * @throws IllegalArgumentException where the text is no region; the message is fit to be shown to a user
     */
    public static Region parse(String text)
    {
        requireNonNull(text, "text is null");
        String name;
        String positions;
        if (text.startsWith("{")) {
            int close = text.indexOf('}');
            if (close < 0) {
                throw malformed(text, "the brace is not closed");
            }
            name = text.substring(1, close);
            positions = text.substring(close + 1);
            if (!positions.isEmpty() && !positions.startsWith(":")) {
                throw malformed(text, "a colon or nothing must follow the brace");
            }
        }
        else {
            int colon = text.indexOf(':');
            if (colon != text.lastIndexOf(':')) {
                throw malformed(text, "the name or the positions hold more than one colon");
            }
            name = colon < 0 ? text : text.substring(0, colon);
            positions = colon < 0 ? "" : text.substring(colon);
        }
        if (name.isEmpty()) {
            throw malformed(text, "it has no contig name");
        }
        if (name.chars().anyMatch(character -> character <= ' ')) {
            throw malformed(text, "the contig name has a space in it");
        }
        if (positions.isEmpty()) {
            return wholeContig(name);
        }

        String range = positions.substring(1);
        int hyphen = range.indexOf('-');
        if (hyphen < 0) {
            long position = parsePosition(text, range);
            return new Region(name, position, position);
        }
        String first = range.substring(0, hyphen);
        String last = range.substring(hyphen + 1);
        if (first.isEmpty() && last.isEmpty()) {
            throw malformed(text, "it has no position");
        }
        long start = first.isEmpty() ? 0 : parsePosition(text, first);
        long end = last.isEmpty() ? Long.MAX_VALUE : parsePosition(text, last);
        if (start > end) {
            throw malformed(text, "it ends before it starts");
        }
        return new Region(name, start, end);
    }

    /**
     * Whether a record lies in the region, at least in part. A record of length zero (endPos = pos - 1) does where
     * the region has both of its neighbours.
     */
    public boolean overlaps(long pos, long endPos)
    {
        return pos <= end && endPos >= start;
    }

    /**
     * The region as {@link #parse} reads it.
     */
    @Override
    public String toString()
    {
        String name = chrom.indexOf(':') >= 0 || chrom.startsWith("{") ? "{" + chrom + "}" : chrom;
        if (end == Long.MAX_VALUE) {
            return start == 0 ? name : name + ":" + start + "-";
        }
        return name + ":" + start + "-" + end;
    }

    private static long parsePosition(String text, String digits)
    {
        long value = 0;
        int comma = digits.indexOf(',');
        // with separators, the first group has one to three digits and the others have three
        if (digits.isEmpty() || comma == 0 || comma > 3 || (comma > 0 && (digits.length() - comma) % 4 != 0)) {
            throw malformed(text, "\"" + digits + "\" is not a position");
        }
        for (int index = 0; index < digits.length(); index++) {
            char character = digits.charAt(index);
            if (comma > 0 && index >= comma && (index - comma) % 4 == 0) {
                if (character != ',') {
                    throw malformed(text, "\"" + digits + "\" is not a position");
                }
                continue;
            }
            if (character < '0' || character > '9') {
                throw malformed(text, "\"" + digits + "\" is not a position");
            }
            value = value * 10 + character - '0';
            if (value > Locus.MAX_POSITION) {
                throw malformed(text, "position " + digits + " is beyond " + Locus.MAX_POSITION);
            }
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text, String reason)
    {
        return new IllegalArgumentException("Not a region: '%s': %s. %s".formatted(text, reason, SYNTAX));
    }
}
