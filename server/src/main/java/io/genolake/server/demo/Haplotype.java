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
package io.genolake.server.demo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static java.util.Objects.requireNonNull;

/**
 * One copy of a stretch of a person's genome: its bases, and where each lies on the reference.
 */
final class Haplotype
{
    // The position of an inserted base
    private static final int INSERTED = -1;
    // By Phred score
    private static final double[] ERROR_PROBABILITIES = IntStream.range(0, 64)
            .mapToDouble(quality -> StrictMath.pow(10, quality / -10.0))
            .toArray();

    private final int contig;
    private final char[] bases;
    private final int[] positions;

    private Haplotype(int contig, char[] bases, int[] positions)
    {
        this.contig = contig;
        this.bases = requireNonNull(bases, "bases is null");
        this.positions = requireNonNull(positions, "positions is null");
    }

    static Haplotype of(Person person, int copy, Gene gene, int flank, List<Site> catalogue)
    {
        int from = gene.start() - flank;
        int to = gene.end() + flank;
        char[] bases = new char[(to - from + 1) * 2];
        int[] positions = new int[bases.length];
        int length = 0;
        int position = from;
        for (Site site : catalogue) {
            if (site.contig() != gene.contig() || site.position() < from || site.end() > to) {
                continue;
            }
            int[] alleles = person.alleles(site);
            int allele = alleles[Math.min(copy, alleles.length - 1)];
            if (allele == 0) {
                continue;
            }
            for (; position < site.position(); position++) {
                bases[length] = Genome.base(gene.contig(), position);
                positions[length] = position;
                length++;
            }
            String alt = site.alts().get(allele - 1);
            for (int i = 0; i < alt.length(); i++) {
                bases[length] = alt.charAt(i);
                positions[length] = i < site.ref().length() ? position + i : INSERTED;
                length++;
            }
            position = site.end() + 1;
        }
        for (; position <= to; position++) {
            bases[length] = Genome.base(gene.contig(), position);
            positions[length] = position;
            length++;
        }
        return new Haplotype(gene.contig(), Arrays.copyOf(bases, length), Arrays.copyOf(positions, length));
    }

    int length()
    {
        return bases.length;
    }

    /**
     * What a sequencer reads from an offset on, with errors by the qualities, aligned to where it comes from. Inserted bases at an end
     * of the read are clipped, as an aligner would.
     */
    Piece read(int offset, int length, byte[] qualities, Draw draw)
    {
        char[] read = Arrays.copyOfRange(bases, offset, offset + length);
        for (int i = 0; i < length; i++) {
            if (draw.chance(ERROR_PROBABILITIES[qualities[i]])) {
                read[i] = "ACGT".charAt(draw.below(4));
            }
        }
        int first = 0;
        while (positions[offset + first] == INSERTED) {
            first++;
        }
        int last = length - 1;
        while (positions[offset + last] == INSERTED) {
            last--;
        }
        Aligner aligner = new Aligner();
        aligner.operation('S', first);
        int expected = positions[offset + first];
        for (int i = first; i <= last; i++) {
            int position = positions[offset + i];
            if (position == INSERTED) {
                aligner.insert();
                continue;
            }
            if (position > expected) {
                aligner.delete(Genome.bases(contig, expected, position - expected));
            }
            aligner.match(read[i], Genome.base(contig, position));
            expected = position + 1;
        }
        aligner.operation('S', length - 1 - last);
        int start = positions[offset + first];
        return new Piece(start, aligner.cigar(), expected - start, new String(read), aligner.mismatches, aligner.mismatchPositions());
    }

    /**
     * @param position 1-based
     */
    record Piece(int position, String cigar, int referenceLength, String bases, int mismatches, String mismatchPositions) {}

    private static final class Aligner
    {
        private final StringBuilder cigar = new StringBuilder();
        private final StringBuilder mismatchPositions = new StringBuilder();
        private char operation;
        private int operationLength;
        private int matches;
        private int mismatches;

        private void operation(char symbol, int length)
        {
            if (length == 0) {
                return;
            }
            if (symbol != operation) {
                flush();
                operation = symbol;
            }
            operationLength += length;
        }

        private void flush()
        {
            if (operationLength > 0) {
                cigar.append(operationLength).append(operation);
            }
            operationLength = 0;
        }

        private void insert()
        {
            operation('I', 1);
            mismatches++;
        }

        private void delete(String deleted)
        {
            operation('D', deleted.length());
            mismatches += deleted.length();
            mismatchPositions.append(matches).append('^').append(deleted);
            matches = 0;
        }

        private void match(char base, char reference)
        {
            operation('M', 1);
            if (base == reference) {
                matches++;
                return;
            }
            mismatches++;
            mismatchPositions.append(matches).append(reference);
            matches = 0;
        }

        private String cigar()
        {
            flush();
            return cigar.toString();
        }

        private String mismatchPositions()
        {
            return mismatchPositions.append(matches).toString();
        }
    }
}
