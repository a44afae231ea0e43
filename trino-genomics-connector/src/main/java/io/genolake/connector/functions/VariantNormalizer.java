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
import io.airlift.slice.Slices;
import io.genolake.formats.fasta.FastaCursor;

import static io.genolake.connector.functions.Bases.isSymbolic;
import static io.genolake.connector.functions.Bases.plain;
import static io.genolake.connector.functions.Bases.upper;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * Left-aligns a variant and makes it parsimonious (Tan et al. 2015, doi:10.1093/bioinformatics/btv112), with the result of bcftools 1.16 norm,
 * letter by letter: alleles that do not change stay as they are, in their case; of those that do, what is left of REF and ALT is in upper case,
 * and the bases to the left of them are as the reference has them, ambiguity codes as N. The result is in the fields.
 */
final class VariantNormalizer
{
    private long pos;
    private Slice ref;
    private Slice alt;

    long pos()
    {
        return pos;
    }

    Slice ref()
    {
        return ref;
    }

    Slice alt()
    {
        return alt;
    }

    /**
     * Symbolic alleles, breakends, {@code *} and a missing ALT stay as they are, as does an ALT that is REF.
     *
     * @throws io.trino.spi.TrinoException if REF is not what the reference has, or an allele has other letters
     */
    void normalize(FastaCursor cursor, long pos, Slice ref, Slice alt)
    {
        this.pos = pos;
        this.ref = ref;
        this.alt = alt;
        boolean symbolic = isSymbolic(alt);
        // 0 and the length + 1 are the telomeres (VCF 4.5, section 1.6.1), whose REF is N
        if (symbolic && (pos == 0 || pos == cursor.length() + 1)) {
            return;
        }
        ReferenceCheck.check(cursor, pos, ref);
        if (symbolic) {
            return;
        }
        ReferenceCheck.checkBases("alt", alt);
        align(cursor, pos, ref, alt);
    }

    /**
     * As {@link #normalize}, of alleles that are known to be bases and to be those of the reference.
     */
    void align(FastaCursor cursor, long pos, Slice ref, Slice alt)
    {
        this.pos = pos;
        this.ref = ref;
        this.alt = alt;
        int refLength = ref.length();
        int altLength = alt.length();
        if (refLength == 1 && altLength == 1) {
            return;
        }
        int shorter = min(refLength, altLength);
        int longer = max(refLength, altLength);
        long trimmed = 0;
        // bases that both alleles have in common at their right, with the whole contig to the left of them
        while (shorter - trimmed > 0 && upper(ref.getByte((int) (refLength - 1 - trimmed))) == upper(alt.getByte((int) (altLength - 1 - trimmed)))) {
            trimmed++;
        }
        if (trimmed == shorter && refLength == altLength) {
            return;
        }
        long before = pos - 1;
        if (trimmed == shorter) {
            Slice longAllele = refLength > altLength ? ref : alt;
            while (before + shorter - trimmed > 1) {
                byte left = plain(cursor.base(before + shorter - trimmed));
                long index = longer - 1 - trimmed;
                byte right = index >= 0 ? longAllele.getByte((int) index) : plain(cursor.base(before + longer - trimmed));
                if (upper(left) != upper(right)) {
                    break;
                }
                trimmed++;
            }
            // nothing may be left to have a base before it: at the start of a contig the last one stays
            if (before + shorter - trimmed < 1) {
                trimmed = before + shorter - 1;
            }
        }
        if (trimmed < shorter) {
            trimLeft((int) trimmed, pos, ref, alt);
            return;
        }
        long start = before + shorter - trimmed;
        this.pos = start;
        this.ref = allele(cursor, start, pos, ref, (int) (1 + refLength - shorter));
        this.alt = allele(cursor, start, pos, alt, (int) (1 + altLength - shorter));
    }

    private void trimLeft(int trimmed, long pos, Slice ref, Slice alt)
    {
        int refLength = ref.length() - trimmed;
        int altLength = alt.length() - trimmed;
        int common = 0;
        while (min(refLength, altLength) - common > 1 && upper(ref.getByte(common)) == upper(alt.getByte(common))) {
            common++;
        }
        if (trimmed == 0 && common == 0) {
            return;
        }
        this.pos = pos + common;
        this.ref = upperCase(ref, common, refLength - common);
        this.alt = upperCase(alt, common, altLength - common);
    }

    private static Slice upperCase(Slice allele, int from, int length)
    {
        byte[] bases = new byte[length];
        for (int i = 0; i < length; i++) {
            bases[i] = upper(allele.getByte(from + i));
        }
        return Slices.wrappedBuffer(bases);
    }

    /**
     * An allele that begins in the reference before its record and goes on in what the record has.
     */
    private static Slice allele(FastaCursor cursor, long start, long pos, Slice allele, int length)
    {
        byte[] bases = new byte[length];
        for (int i = 0; i < length; i++) {
            long position = start + i;
            bases[i] = position < pos ? plain(cursor.base(position)) : upper(allele.getByte((int) (position - pos)));
        }
        return Slices.wrappedBuffer(bases);
    }
}
