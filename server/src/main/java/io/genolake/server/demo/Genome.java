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

import com.google.common.collect.ImmutableList;

import java.util.List;

/**
 * The primary contigs of GRCh38 with their true names, order and lengths. The bases are not the true ones, which would be three
 * gigabytes: they are made from the position, the same for every file, so that REF, reads and MD agree.
 */
final class Genome
{
    private static final String BASES = "ACGT";

    static final List<Contig> CONTIGS = ImmutableList.of(
            new Contig("chr1", 248_956_422),
            new Contig("chr2", 242_193_529),
            new Contig("chr3", 198_295_559),
            new Contig("chr4", 190_214_555),
            new Contig("chr5", 181_538_259),
            new Contig("chr6", 170_805_979),
            new Contig("chr7", 159_345_973),
            new Contig("chr8", 145_138_636),
            new Contig("chr9", 138_394_717),
            new Contig("chr10", 133_797_422),
            new Contig("chr11", 135_086_622),
            new Contig("chr12", 133_275_309),
            new Contig("chr13", 114_364_328),
            new Contig("chr14", 107_043_718),
            new Contig("chr15", 101_991_189),
            new Contig("chr16", 90_338_345),
            new Contig("chr17", 83_257_441),
            new Contig("chr18", 80_373_285),
            new Contig("chr19", 58_617_616),
            new Contig("chr20", 64_444_167),
            new Contig("chr21", 46_709_983),
            new Contig("chr22", 50_818_468),
            new Contig("chrX", 156_040_895),
            new Contig("chrY", 57_227_415),
            new Contig("chrM", 16_569));

    static final int X = indexOf("chrX");

    private Genome() {}

    static int indexOf(String name)
    {
        for (int i = 0; i < CONTIGS.size(); i++) {
            if (CONTIGS.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no contig " + name);
    }

    /**
     * The reference base at a 1-based position.
     */
    static char base(int contig, int position)
    {
        long bases = Draw.mix(((long) contig << 32) | (position >> 5));
        return BASES.charAt((int) (bases >>> ((position & 31) * 2)) & 3);
    }

    /**
     * Reference bases from a 1-based position on.
     */
    static String bases(int contig, int position, int length)
    {
        StringBuilder bases = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bases.append(base(contig, position + i));
        }
        return bases.toString();
    }

    record Contig(String name, int length) {}
}
