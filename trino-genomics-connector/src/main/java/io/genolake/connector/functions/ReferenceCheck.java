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
import io.genolake.formats.fasta.FastaCursor;
import io.trino.spi.TrinoException;

import static io.genolake.connector.functions.Bases.isPlain;
import static io.genolake.connector.functions.Bases.plain;
import static io.genolake.connector.functions.Bases.upper;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Whether REF is what the reference has, as bcftools norm --check-ref e sees it: case does not matter, and where the reference has an
 * ambiguity code REF must have N.
 */
final class ReferenceCheck
{
    private static final int MAX_SHOWN = 40;

    private ReferenceCheck() {}

    static boolean matches(FastaCursor cursor, long pos, Slice ref)
    {
        if (pos < 1 || pos > cursor.length() - ref.length() + 1) {
            return false;
        }
        for (int i = 0; i < ref.length(); i++) {
            if (upper(ref.getByte(i)) != upper(plain(cursor.base(pos + i)))) {
                return false;
            }
        }
        return true;
    }

    static void check(FastaCursor cursor, long pos, Slice ref)
    {
        checkBases("ref", ref);
        if (!matches(cursor, pos, ref)) {
            throw mismatch(cursor, pos, ref);
        }
    }

    /**
     * Sees that an allele is made of A, C, G, T and N, as VCF wants it.
     */
    static void checkBases(String argument, Slice allele)
    {
        if (allele.length() == 0) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s is empty: an allele has at least one base".formatted(argument));
        }
        for (int i = 0; i < allele.length(); i++) {
            if (!isPlain(allele.getByte(i))) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s has other letters than A, C, G, T and N: %s".formatted(argument, shown(allele)));
            }
        }
    }

    private static TrinoException mismatch(FastaCursor cursor, long pos, Slice ref)
    {
        String contig = cursor.contig().name();
        if (pos < 1 || pos > cursor.length() - ref.length() + 1) {
            return new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s:%s with the ref %s does not lie within %s, which has %s bases in the reference".formatted(contig, pos, shown(ref), contig, cursor.length()));
        }
        byte[] bases = new byte[ref.length()];
        cursor.copy(pos, pos + ref.length() - 1, bases, 0);
        int first = 0;
        while (upper(ref.getByte(first)) == upper(plain(bases[first]))) {
            first++;
        }
        // so that what differs is seen
        int from = max(0, min(first - MAX_SHOWN / 2, ref.length() - MAX_SHOWN));
        int to = min(ref.length(), from + MAX_SHOWN);
        return new TrinoException(INVALID_FUNCTION_ARGUMENT, "ref is not what the reference has at %s:%s%s: ref %s, reference %s".formatted(
                contig,
                pos,
                from == 0 ? "" : ", from %s on".formatted(pos + from),
                ref.slice(from, to - from).toStringUtf8(),
                new String(bases, from, to - from, UTF_8)));
    }

    static String shown(Slice allele)
    {
        return allele.length() <= MAX_SHOWN ? allele.toStringUtf8() : "%s... (%s letters)".formatted(allele.slice(0, MAX_SHOWN).toStringUtf8(), allele.length());
    }
}
