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
import io.genolake.connector.reference.References;
import io.genolake.formats.region.ContigCode;
import io.trino.spi.function.SqlNullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * HGVS nomenclature 21 on a genomic sequence: what can be moved is moved to the 3' end, and of several descriptions the first of substitution,
 * deletion, inversion, duplication, insertion is taken. The mitochondrion's coordinates are {@code m.}, others {@code g.}. NULL for alleles that have
 * no bases.
 */
public final class HgvsFunction
{
    private static final byte[] GENOME = ascii(":g.");
    private static final byte[] MITOCHONDRION = ascii(":m.");
    private static final byte[] DELETION = ascii("del");
    private static final byte[] INSERTION = ascii("ins");
    private static final byte[] DUPLICATION = ascii("dup");
    private static final byte[] INVERSION = ascii("inv");

    private static final int MITOCHONDRION_CODE = ContigCode.of("MT");

    private final ReferenceArgument references;
    private final TrimmedVariant variant = new TrimmedVariant();
    private final Text text = new Text();
    private Slice chrom;
    private byte[] coordinates;

    HgvsFunction(References references)
    {
        this.references = new ReferenceArgument(references);
    }

    private static byte[] ascii(String text)
    {
        return text.getBytes(US_ASCII);
    }

    @SqlNullable
    public Slice evaluate(Slice reference, Slice chrom, long pos, Slice ref, Slice alt)
    {
        if (Bases.isSymbolic(alt)) {
            return null;
        }
        variant.set(references.cursor(reference, chrom), pos, ref, alt);
        if (!chrom.equals(this.chrom)) {
            this.chrom = chrom.copy();
            coordinates = ContigCode.of(chrom.toStringUtf8()) == MITOCHONDRION_CODE ? MITOCHONDRION : GENOME;
        }
        text.clear();
        text.append(chrom).append(coordinates);
        if (variant.isReference()) {
            appendInterval(pos, ref.length());
            text.append('=');
        }
        else if (variant.isDeletion()) {
            appendInterval(variant.start() + variant.right() + 1, variant.deleted());
            text.append(DELETION);
        }
        else if (variant.isInsertion()) {
            appendInsertion();
        }
        else if (variant.deleted() == 1 && variant.inserted() == 1) {
            text.append(variant.start() + 1).append(variant.base(variant.start())).append('>').append(variant.inserted(0));
        }
        else {
            appendInterval(variant.start() + 1, variant.deleted());
            if (isInversion()) {
                text.append(INVERSION);
            }
            else {
                text.append(DELETION).append(INSERTION);
                for (int i = 0; i < variant.inserted(); i++) {
                    text.append(variant.inserted(i));
                }
            }
        }
        return text.toSlice();
    }

    private void appendInsertion()
    {
        // between this base and the next one, 0 before the first
        long place = variant.start() + variant.right();
        int count = variant.inserted();
        if (isDuplication(place)) {
            appendInterval(place - count + 1, count);
            text.append(DUPLICATION);
            return;
        }
        boolean beforeFirst = place == 0;
        if (beforeFirst || place == variant.cursor().length()) {
            // there are no two bases to insert between: the one that there is becomes more
            long base = beforeFirst ? 1 : place;
            text.append(base).append(DELETION).append(INSERTION);
            if (!beforeFirst) {
                text.append(variant.base(base - 1));
            }
            appendInserted();
            if (beforeFirst) {
                text.append(variant.base(base - 1));
            }
            return;
        }
        text.append(place).append('_').append(place + 1).append(INSERTION);
        appendInserted();
    }

    private void appendInserted()
    {
        for (int i = 0; i < variant.inserted(); i++) {
            text.append(moved(i));
        }
    }

    /**
     * A base of what is inserted, as it is at the 3' end.
     */
    private byte moved(int index)
    {
        return variant.inserted((int) ((variant.right() + index) % variant.inserted()));
    }

    private boolean isDuplication(long place)
    {
        int count = variant.inserted();
        if (place < count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (variant.base(place - count + i) != moved(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isInversion()
    {
        int count = variant.deleted();
        if (variant.inserted() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (Bases.complement(variant.base(variant.start() + i)) != variant.inserted(count - 1 - i)) {
                return false;
            }
        }
        return true;
    }

    private void appendInterval(long first, long count)
    {
        text.append(first);
        if (count > 1) {
            text.append('_').append(first + count - 1);
        }
    }
}
