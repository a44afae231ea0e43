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
import io.genolake.connector.reference.Reference;
import io.genolake.connector.reference.References;
import io.trino.spi.function.SqlNullable;

import java.util.HashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The identifier of an Allele of GA4GH VRS 2.0.1 on a SequenceLocation: the digest of its canonical JSON, in which the location is its own
 * digest. NULL for alleles that have no bases.
 */
public final class VrsIdFunction
{
    private static final byte[] PREFIX = ascii("ga4gh:VA.");

    private static final byte[] LOCATION_END = ascii("{\"end\":");
    private static final byte[] LOCATION_SEQUENCE = ascii(",\"sequenceReference\":{\"refgetAccession\":\"");
    private static final byte[] LOCATION_START = ascii("\",\"type\":\"SequenceReference\"},\"start\":");
    private static final byte[] LOCATION_TYPE = ascii(",\"type\":\"SequenceLocation\"}");

    private static final byte[] ALLELE_LOCATION = ascii("{\"location\":\"");
    private static final byte[] ALLELE_STATE = ascii("\",\"state\":{");
    private static final byte[] ALLELE_TYPE = ascii("},\"type\":\"Allele\"}");

    private static final byte[] LITERAL = ascii("\"sequence\":\"");
    private static final byte[] LITERAL_TYPE = ascii("\",\"type\":\"LiteralSequenceExpression\"");
    private static final byte[] LENGTH = ascii("\"length\":");
    private static final byte[] REPEAT_SUBUNIT_LENGTH = ascii(",\"repeatSubunitLength\":");
    private static final byte[] LENGTH_TYPE = ascii(",\"type\":\"ReferenceLengthExpression\"");

    private final ReferenceArgument references;
    private final TrimmedVariant variant = new TrimmedVariant();
    private final Text json = new Text();
    private final Sha512t24u digest = new Sha512t24u();

    private Reference reference;
    private Slice chrom;
    private byte[] accession;
    private final Map<Slice, byte[]> accessions = new HashMap<>();

    public VrsIdFunction(References references)
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
        resolveAccession(reference, chrom);

        long start;
        long end;
        if (variant.isReference()) {
            start = pos - 1;
            end = start + ref.length();
        }
        else {
            start = variant.start() - variant.left();
            end = start + variant.justifiedRefLength();
        }
        json.clear();
        json.append(LOCATION_END).append(end).append(LOCATION_SEQUENCE).append(accession).append(LOCATION_START).append(start).append(LOCATION_TYPE);
        byte[] location = digest.digest(json);

        json.clear();
        json.append(ALLELE_LOCATION).append(location).append(ALLELE_STATE);
        appendState(ref.length());
        json.append(ALLELE_TYPE);
        byte[] allele = digest.digest(json);

        byte[] id = new byte[PREFIX.length + allele.length];
        System.arraycopy(PREFIX, 0, id, 0, PREFIX.length);
        System.arraycopy(allele, 0, id, PREFIX.length, allele.length);
        return Slices.wrappedBuffer(id);
    }

    /**
     * The state of the fully justified allele: of what can be told from the reference only the length, else the sequence (VRS 2.0.1,
     * normalization of alleles, step 5).
     */
    private void appendState(int refLength)
    {
        if (variant.isReference()) {
            appendLength(refLength, refLength);
        }
        else if (variant.isDeletion()) {
            appendLength(variant.justifiedAltLength(), variant.deleted());
        }
        else {
            int cycle = variant.isInsertion() ? repeatSubunitLength() : 0;
            if (cycle > 0) {
                appendLength(variant.justifiedAltLength(), cycle);
            }
            else {
                json.append(LITERAL);
                for (long i = 0; i < variant.justifiedAltLength(); i++) {
                    json.append(variant.justifiedAlt(i));
                }
                json.append(LITERAL_TYPE);
            }
        }
    }

    private void appendLength(long length, int repeatSubunitLength)
    {
        json.append(LENGTH).append(length).append(REPEAT_SUBUNIT_LENGTH).append((long) repeatSubunitLength).append(LENGTH_TYPE);
    }

    /**
     * The greatest factor of the length of the inserted sequence of which a cycle, the end of the reference allele, goes on to make the alternate
     * allele; 0 if there is none.
     */
    private int repeatSubunitLength()
    {
        long refLength = variant.justifiedRefLength();
        int inserted = variant.inserted();
        if (refLength == 0) {
            return 0;
        }
        for (int parts = 1; parts <= inserted; parts++) {
            if (inserted % parts == 0 && inserted / parts <= refLength && isCycle(inserted / parts)) {
                return inserted / parts;
            }
        }
        return 0;
    }

    private boolean isCycle(int length)
    {
        long refLength = variant.justifiedRefLength();
        long cycleStart = variant.start() - variant.left() + refLength - length;
        for (int i = 0; i < variant.inserted(); i++) {
            if (variant.justifiedAlt(refLength + i) != variant.base(cycleStart + i % length)) {
                return false;
            }
        }
        return true;
    }

    private void resolveAccession(Slice reference, Slice chrom)
    {
        Reference current = references.resolve(reference);
        if (current != this.reference) {
            this.reference = current;
            this.chrom = null;
            accessions.clear();
        }
        if (!chrom.equals(this.chrom)) {
            Slice key = chrom.copy();
            accession = accessions.computeIfAbsent(key, name -> ascii(current.refgetDigest(name.toStringUtf8())));
            this.chrom = key;
        }
    }
}
