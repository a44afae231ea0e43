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
package io.genolake.functions.allele;

import io.airlift.slice.Slice;

import java.util.List;

/**
 * A part of an ALT that differs from REF.
 *
 * @param start the place in REF, and in ALT as well, 0-based
 * @param allele the ALT, from 1
 */
record Atom(int start, Slice ref, Slice alt, int allele)
        implements Comparable<Atom>
{
    /**
     * The place after the last base in REF.
     */
    int end()
    {
        return start + ref.length();
    }

    /**
     * Whether it is the same change, perhaps of another ALT.
     */
    boolean isSameAs(Atom other)
    {
        return start == other.start && compareIgnoringCase(ref, other.ref) == 0 && compareIgnoringCase(alt, other.alt) == 0;
    }

    @Override
    public int compareTo(Atom other)
    {
        int result = Integer.compare(start, other.start);
        if (result == 0) {
            result = compareIgnoringCase(ref, other.ref);
        }
        if (result == 0) {
            result = compareIgnoringCase(alt, other.alt);
        }
        return result == 0 ? Integer.compare(allele, other.allele) : result;
    }

    /**
     * Cuts an ALT into atoms, by the rule of bcftools: bases that are the same at the end are left out, the others are
     * compared one by one from the left, and what remains of the longer allele belongs to the base before it. Nothing
     * is aligned.
     */
    static void addAtoms(Slice ref, Slice alt, int allele, List<Atom> atoms)
    {
        int refLength = ref.length();
        int altLength = alt.length();
        while (refLength > 1 && altLength > 1 && ref.getByte(refLength - 1) == alt.getByte(altLength - 1)) {
            refLength--;
            altLength--;
        }
        int last = Math.min(refLength, altLength) - 1;
        for (int position = 0; position < last; position++) {
            if (ref.getByte(position) != alt.getByte(position)) {
                atoms.add(new Atom(position, ref.slice(position, 1), alt.slice(position, 1), allele));
            }
        }
        atoms.add(new Atom(last, ref.slice(last, refLength - last), alt.slice(last, altLength - last), allele));
    }

    private static int compareIgnoringCase(Slice left, Slice right)
    {
        int length = Math.min(left.length(), right.length());
        for (int position = 0; position < length; position++) {
            int result = Integer.compare(lower(left.getByte(position)), lower(right.getByte(position)));
            if (result != 0) {
                return result;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int lower(byte letter)
    {
        return letter >= 'A' && letter <= 'Z' ? letter + 'a' - 'A' : letter;
    }
}
