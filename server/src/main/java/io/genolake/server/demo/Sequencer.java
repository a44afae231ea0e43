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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Reads of a person over the panel's genes: pairs drawn from the person's two haplotypes, so that the reads show the variants of the
 * person's VCF, aligned where they come from.
 */
final class Sequencer
{
    private static final int COVERAGE = 35;
    private static final int READ_LENGTH = 150;
    private static final int FRAGMENT_LENGTH = 420;
    private static final int FRAGMENT_DEVIATION = 60;
    private static final int FLANK = 1000;
    private static final int UNPLACED_PAIRS = 120;

    private static final int PAIRED = 0x1;
    private static final int PROPER = 0x2;
    private static final int UNMAPPED = 0x4;
    private static final int MATE_UNMAPPED = 0x8;
    private static final int REVERSE = 0x10;
    private static final int MATE_REVERSE = 0x20;
    private static final int FIRST = 0x40;
    private static final int LAST = 0x80;
    private static final int DUPLICATE = 0x400;

    private final List<Site> catalogue;

    Sequencer(List<Site> catalogue)
    {
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
    }

    void write(Path file, Person person, boolean csi)
            throws IOException
    {
        List<Alignment> alignments = new ArrayList<>();
        for (Gene gene : Gene.PANEL) {
            sequence(person, gene, alignments);
        }
        // Stable, so that pairs of one place keep their order
        alignments.sort(Comparator.comparingInt(Alignment::contig).thenComparingInt(Alignment::position));
        for (int pair = 0; pair < UNPLACED_PAIRS; pair++) {
            Draw draw = Draw.of("unplaced", person.number(), pair);
            String name = name(draw);
            alignments.add(unmapped(name, PAIRED | UNMAPPED | MATE_UNMAPPED | FIRST, -1, 0, randomBases(draw), lowQualities(draw), readGroup(person)));
            alignments.add(unmapped(name, PAIRED | UNMAPPED | MATE_UNMAPPED | LAST, -1, 0, randomBases(draw), lowQualities(draw), readGroup(person)));
        }
        try (BamWriter writer = new BamWriter(file, header(person), csi)) {
            for (Alignment alignment : alignments) {
                writer.write(alignment);
            }
        }
    }

    private static String readGroup(Person person)
    {
        return person.name() + ".1";
    }

    private static String header(Person person)
    {
        StringBuilder header = new StringBuilder("@HD\tVN:1.6\tSO:coordinate\n");
        for (Genome.Contig contig : Genome.CONTIGS) {
            header.append("@SQ\tSN:").append(contig.name()).append("\tLN:").append(contig.length()).append("\tAS:GRCh38\n");
        }
        header.append("@RG\tID:").append(readGroup(person)).append("\tSM:").append(person.name()).append("\tLB:panel1\tPL:ILLUMINA\n");
        header.append("@PG\tID:genolake-demo\tPN:genolake-demo\n");
        return header.toString();
    }

    private void sequence(Person person, Gene gene, List<Alignment> alignments)
    {
        List<Haplotype> haplotypes = List.of(Haplotype.of(person, 0, gene, FLANK, catalogue), Haplotype.of(person, 1, gene, FLANK, catalogue));
        int length = gene.end() - gene.start() + 1 + 2 * READ_LENGTH;
        int pairs = length * COVERAGE / (2 * READ_LENGTH);
        for (int pair = 0; pair < pairs; pair++) {
            Draw draw = Draw.of("pair", person.number(), gene.contig(), gene.start(), pair);
            Haplotype haplotype = haplotypes.get(draw.below(2));
            int fragment = Math.max(READ_LENGTH + 20, (int) draw.normal(FRAGMENT_LENGTH, FRAGMENT_DEVIATION));
            int offset = FLANK - READ_LENGTH + draw.below(length);
            if (offset + fragment < haplotype.length() && draw.chance(coverageAt(gene.contig(), gene.start() + offset))) {
                addPair(person, gene.contig(), haplotype, offset, fragment, draw, alignments);
            }
        }
    }

    /**
     * Capture is not even: some stretches of half a kilobase come out thinner than others.
     */
    private static double coverageAt(int contig, int position)
    {
        return 0.75 + 0.25 * Draw.of("coverage", contig, position / 500).uniform();
    }

    private static void addPair(Person person, int contig, Haplotype haplotype, int offset, int fragment, Draw draw, List<Alignment> alignments)
    {
        String name = name(draw);
        boolean firstIsLeft = draw.chance(0.5);
        int both = PAIRED | (draw.chance(0.03) ? DUPLICATE : 0);
        int mappingQuality = draw.chance(0.95) ? 60 : draw.below(60);
        byte[] leftQualities = qualities(draw, false);
        byte[] rightQualities = qualities(draw, true);
        Haplotype.Piece left = haplotype.read(offset, READ_LENGTH, leftQualities, draw);
        Haplotype.Piece right = haplotype.read(offset + fragment - READ_LENGTH, READ_LENGTH, rightQualities, draw);
        String group = readGroup(person);
        if (draw.chance(0.004)) {
            // The mate is lost: it is placed with its partner, as aligners do
            alignments.add(mapped(name, both | MATE_UNMAPPED | FIRST, contig, left, mappingQuality, left.position(), 0, leftQualities, group));
            alignments.add(unmapped(name, both | UNMAPPED | LAST, contig, left.position(), randomBases(draw), lowQualities(draw), group));
            return;
        }
        int templateLength = right.position() + right.referenceLength() - left.position();
        int leftFlag = both | PROPER | MATE_REVERSE | (firstIsLeft ? FIRST : LAST);
        int rightFlag = both | PROPER | REVERSE | (firstIsLeft ? LAST : FIRST);
        alignments.add(mapped(name, leftFlag, contig, left, mappingQuality, right.position(), templateLength, leftQualities, group));
        alignments.add(mapped(name, rightFlag, contig, right, mappingQuality, left.position(), -templateLength, rightQualities, group));
    }

    private static Alignment mapped(
            String name,
            int flag,
            int contig,
            Haplotype.Piece piece,
            int mappingQuality,
            int matePosition,
            int templateLength,
            byte[] qualities,
            String readGroup)
    {
        return new Alignment(
                name,
                flag,
                contig,
                piece.position(),
                mappingQuality,
                piece.cigar(),
                piece.referenceLength(),
                contig,
                matePosition,
                templateLength,
                piece.bases(),
                qualities,
                piece.mismatches(),
                piece.mismatchPositions(),
                readGroup);
    }

    private static Alignment unmapped(String name, int flag, int contig, int position, String bases, byte[] qualities, String readGroup)
    {
        return new Alignment(name, flag, contig, position, 0, "", 0, contig, position, 0, bases, qualities, 0, "", readGroup);
    }

    private static String name(Draw draw)
    {
        return "GL1:%s:%s:%s:%s".formatted(1 + draw.below(4), 1101 + draw.below(28), 1000 + draw.below(30_000), 1000 + draw.below(36_000));
    }

    /**
     * In the four bins of today's instruments: good throughout, with a worse stretch at the end of some reads.
     */
    private static byte[] qualities(Draw draw, boolean reverse)
    {
        byte[] qualities = new byte[READ_LENGTH];
        Arrays.fill(qualities, (byte) 37);
        int tail = draw.chance(0.12) ? draw.below(40) : 0;
        for (int i = 0; i < tail; i++) {
            qualities[reverse ? i : READ_LENGTH - 1 - i] = (byte) (draw.chance(0.5) ? 25 : 11);
        }
        while (draw.chance(0.4)) {
            qualities[draw.below(READ_LENGTH)] = (byte) (draw.chance(0.8) ? 25 : 11);
        }
        return qualities;
    }

    private static byte[] lowQualities(Draw draw)
    {
        byte[] qualities = new byte[READ_LENGTH];
        Arrays.fill(qualities, (byte) (draw.chance(0.5) ? 2 : 11));
        return qualities;
    }

    private static String randomBases(Draw draw)
    {
        StringBuilder bases = new StringBuilder(READ_LENGTH);
        for (int i = 0; i < READ_LENGTH; i++) {
            bases.append("ACGT".charAt(draw.below(4)));
        }
        return bases.toString();
    }
}
