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

import static io.genolake.connector.functions.Bases.upper;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.lang.Math.min;

/**
 * What a variant changes in the reference, without the bases that both alleles begin or end with, and how far a pure insertion or deletion
 * can be moved with the same result, by which it is fully justified (NCBI's VOCA, Holmes et al. 2020, doi:10.1093/bioinformatics/btz856). Bases are in upper
 * case, and ambiguity codes are letters as others. Coordinates are between bases: 0 is before the first one.
 */
final class TrimmedVariant
{
    private FastaCursor cursor;
    private long start;
    private int deleted;
    private Slice alt;
    private int altOffset;
    private int inserted;
    private long left;
    private long right;

    /**
     * Takes a variant, whose REF must be that of the reference.
     */
    void set(FastaCursor cursor, long pos, Slice ref, Slice alt)
    {
        ReferenceCheck.check(cursor, pos, ref);
        checkLetters(alt);
        this.cursor = cursor;
        this.alt = alt;
        int shorter = min(ref.length(), alt.length());
        int prefix = 0;
        while (prefix < shorter && base(pos - 1 + prefix) == upper(alt.getByte(prefix))) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shorter - prefix && base(pos - 1 + ref.length() - 1 - suffix) == upper(alt.getByte(alt.length() - 1 - suffix))) {
            suffix++;
        }
        start = pos - 1 + prefix;
        deleted = ref.length() - prefix - suffix;
        altOffset = prefix;
        inserted = alt.length() - prefix - suffix;
        left = 0;
        right = 0;
        if (isInsertion()) {
            rollInsertion();
        }
        else if (isDeletion()) {
            rollDeletion();
        }
    }

    private static void checkLetters(Slice alt)
    {
        if (alt.length() == 0) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "alt is empty: an allele has at least one base");
        }
        for (int i = 0; i < alt.length(); i++) {
            byte letter = upper(alt.getByte(i));
            if (letter < 'A' || letter > 'Z' || (Bases.complement(letter) == letter && letter != 'S' && letter != 'W' && letter != 'N')) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "alt has letters that are neither bases nor IUPAC codes: %s".formatted(ReferenceCheck.shown(alt)));
            }
        }
    }

    private void rollInsertion()
    {
        while (start - left > 0 && base(start - left - 1) == inserted(inserted - 1 - (int) (left % inserted))) {
            left++;
        }
        while (start + right < cursor.length() && base(start + right) == inserted((int) (right % inserted))) {
            right++;
        }
    }

    private void rollDeletion()
    {
        while (start - left > 0 && base(start - left - 1) == base(start + deleted - left - 1)) {
            left++;
        }
        while (start + deleted + right < cursor.length() && base(start + right) == base(start + deleted + right)) {
            right++;
        }
    }

    /**
     * Nothing is changed.
     */
    boolean isReference()
    {
        return deleted == 0 && inserted == 0;
    }

    boolean isInsertion()
    {
        return deleted == 0 && inserted > 0;
    }

    boolean isDeletion()
    {
        return deleted > 0 && inserted == 0;
    }

    FastaCursor cursor()
    {
        return cursor;
    }

    /**
     * Where the change begins, as it was given, without common bases.
     */
    long start()
    {
        return start;
    }

    int deleted()
    {
        return deleted;
    }

    int inserted()
    {
        return inserted;
    }

    /**
     * By how many bases the change can be moved to the left.
     */
    long left()
    {
        return left;
    }

    /**
     * By how many bases the change can be moved to the right.
     */
    long right()
    {
        return right;
    }

    /**
     * A base of the reference.
     */
    byte base(long index)
    {
        return upper(cursor.base(index + 1));
    }

    /**
     * A base of what is inserted.
     */
    byte inserted(int index)
    {
        return upper(alt.getByte(altOffset + index));
    }

    /**
     * How many bases the fully justified reference allele has.
     */
    long justifiedRefLength()
    {
        return left + deleted + right;
    }

    /**
     * How many bases the fully justified alternate allele has.
     */
    long justifiedAltLength()
    {
        return left + inserted + right;
    }

    /**
     * A base of the fully justified alternate allele.
     */
    byte justifiedAlt(long index)
    {
        if (index < left) {
            return base(start - left + index);
        }
        if (index < left + inserted) {
            return inserted((int) (index - left));
        }
        return base(start + deleted + index - left - inserted);
    }
}
