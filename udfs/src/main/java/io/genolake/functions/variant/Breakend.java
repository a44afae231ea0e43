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
package io.genolake.functions.variant;

import io.airlift.slice.Slice;
import io.genolake.formats.text.Bytes;

import java.util.Optional;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;

/**
 * An ALT of the VCF specification, section 5.4: {@code t[p[}, {@code t]p]}, {@code ]p]t}, {@code [p[t}, and the single
 * breakends {@code t.} and {@code .t}.
 *
 * @param bases the bases that stand for REF, inserted ones included
 * @param after whether the joined sequence follows the bases
 * @param mate where the joined sequence is, unless the breakend is single
 */
record Breakend(Slice bases, boolean after, Optional<Mate> mate)
{
    /**
     * @param chrom a contig, in angle brackets where it is one of the assembly file
     * @param pos 1-based; 0 and one beyond the last are telomeres
     * @param extendsRight whether the joined sequence is the one to the right of pos, pos included
     */
    record Mate(Slice chrom, long pos, boolean extendsRight) {}

    /**
     * @throws io.trino.spi.TrinoException where the text is no breakend
     */
    static Breakend parse(String function, Slice alt)
    {
        int length = alt.length();
        int open = 0;
        while (open < length && !isBracket(alt.getByte(open))) {
            open++;
        }
        if (open == length) {
            return parseSingle(function, alt);
        }
        byte bracket = alt.getByte(open);
        int close = open + 1;
        int colon = -1;
        while (close < length && !isBracket(alt.getByte(close))) {
            if (alt.getByte(close) == ':') {
                colon = close;
            }
            close++;
        }
        boolean after = open > 0;
        int start = after ? 0 : close + 1;
        int end = after ? open : length;
        if (close == length || alt.getByte(close) != bracket || (after && close != length - 1) || !isReplacement(alt, start, end) || colon <= open + 1) {
            throw malformed(function, alt);
        }
        int offset = alt.byteArrayOffset();
        long pos = Bytes.parseLong(alt.byteArray(), offset + colon + 1, offset + close);
        // a sign is no part of a position
        if (pos < 0 || alt.getByte(colon + 1) < '0') {
            throw malformed(function, alt);
        }
        Mate mate = new Mate(alt.slice(open + 1, colon - open - 1), pos, bracket == '[');
        return new Breakend(alt.slice(start, end - start), after, Optional.of(mate));
    }

    private static Breakend parseSingle(String function, Slice alt)
    {
        int last = alt.length() - 1;
        if (last > 0 && alt.getByte(last) == '.' && Alleles.isBases(alt, 0, last)) {
            return new Breakend(alt.slice(0, last), true, Optional.empty());
        }
        if (last > 0 && alt.getByte(0) == '.' && Alleles.isBases(alt, 1, last + 1)) {
            return new Breakend(alt.slice(1, last), false, Optional.empty());
        }
        throw malformed(function, alt);
    }

    /**
     * Bases, or a dot where the breakend is at a telomere.
     */
    private static boolean isReplacement(Slice alt, int start, int end)
    {
        return (end - start == 1 && alt.getByte(start) == '.') || Alleles.isBases(alt, start, end);
    }

    private static boolean isBracket(byte value)
    {
        return value == '[' || value == ']';
    }

    private static RuntimeException malformed(String function, Slice alt)
    {
        return invalid("%s: alt %s is not a breakend such as G]17:198982], ]13:123456]T or G.", function, shown(alt));
    }
}
