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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static java.util.Objects.requireNonNull;

/**
 * A place where people differ: what every VCF and BAM file of the demo takes its variants from, so that they agree.
 *
 * @param contig index into {@link Genome#CONTIGS}
 * @param position first base of REF, 1-based
 * @param id an rs number, or {@code .}
 * @param frequencies of each ALT in the population: mostly rare, as the neutral spectrum has it
 * @param impacts of each ALT
 */
record Site(int contig, int position, String id, String ref, List<String> alts, List<Double> frequencies, Optional<Gene> gene, List<String> impacts)
{
    private static final int BACKGROUND_SITES = 2000;
    private static final double MEAN_DISTANCE = 90;
    private static final int FLANK = 500;
    private static final int PSEUDOAUTOSOMAL_1_END = 2_781_479;
    private static final int PSEUDOAUTOSOMAL_2_START = 155_701_383;

    Site
    {
        requireNonNull(id, "id is null");
        requireNonNull(ref, "ref is null");
        alts = ImmutableList.copyOf(alts);
        frequencies = ImmutableList.copyOf(frequencies);
        requireNonNull(gene, "gene is null");
        impacts = ImmutableList.copyOf(impacts);
    }

    int end()
    {
        return position + ref.length() - 1;
    }

    boolean haploid(boolean male)
    {
        return male && contig == Genome.X && position > PSEUDOAUTOSOMAL_1_END && position < PSEUDOAUTOSOMAL_2_START;
    }

    /**
     * All of them, by contig and position: dense in the genes, sparse elsewhere.
     */
    static List<Site> catalogue()
    {
        ImmutableList.Builder<Site> sites = ImmutableList.builder();
        for (int contig = 0; contig <= Genome.X; contig++) {
            int previousEnd = 0;
            for (SortedMap.Entry<Integer, Optional<Gene>> place : places(contig).entrySet()) {
                if (place.getKey() > previousEnd + 1) {
                    Site site = create(contig, place.getKey(), place.getValue());
                    sites.add(site);
                    previousEnd = site.end();
                }
            }
        }
        return sites.build();
    }

    private static SortedMap<Integer, Optional<Gene>> places(int contig)
    {
        SortedMap<Integer, Optional<Gene>> places = new TreeMap<>();
        Draw draw = Draw.of("places", contig);
        for (int i = 0; i < BACKGROUND_SITES; i++) {
            places.put(20_000 + draw.below(Genome.CONTIGS.get(contig).length() - 40_000), Optional.empty());
        }
        for (Gene gene : Gene.ALL) {
            if (gene.contig() == contig) {
                places.subMap(gene.start() - FLANK, gene.end() + FLANK).clear();
                for (int position = gene.start() - FLANK; position < gene.end() + FLANK; position += 2 + (int) draw.exponential(MEAN_DISTANCE)) {
                    boolean inside = position >= gene.start() && position <= gene.end();
                    places.put(position, inside ? Optional.of(gene) : Optional.empty());
                }
            }
        }
        return places;
    }

    private static Site create(int contig, int position, Optional<Gene> gene)
    {
        Draw draw = Draw.of("site", contig, position);
        double kind = draw.uniform();
        String ref = String.valueOf(Genome.base(contig, position));
        List<String> alts = new ArrayList<>();
        if (kind < 0.85) {
            alts.add(substitution(ref, draw.chance(0.68), draw));
        }
        else if (kind < 0.87) {
            alts.add(substitution(ref, true, draw));
            alts.add(substitution(ref, false, draw));
        }
        else if (kind < 0.94) {
            ref = deletion(contig, position, 1 + (int) draw.exponential(3));
            alts.add(ref.substring(0, 1));
        }
        else {
            alts.add(ref + insertion(ref.charAt(0), 1 + (int) draw.exponential(3), draw));
        }
        List<Double> frequencies = new ArrayList<>();
        List<String> impacts = new ArrayList<>();
        for (Iterator<String> iterator = alts.iterator(); iterator.hasNext(); iterator.next()) {
            String impact = gene.isPresent() ? impact(draw.uniform()) : "MODIFIER";
            impacts.add(impact);
            frequencies.add(switch (impact) {
                case "HIGH" -> draw.logUniform(0.0001, 0.003);
                case "MODERATE" -> draw.logUniform(0.0002, 0.05);
                default -> draw.logUniform(0.0004, 0.45 / alts.size());
            });
        }
        boolean known = frequencies.stream().anyMatch(frequency -> frequency > 0.002) && draw.chance(0.97);
        String id = known ? "rs" + (100_000 + (Draw.mix(((long) contig << 32) | position) >>> 34)) : ".";
        return new Site(contig, position, id, ref, alts, frequencies, gene, impacts);
    }

    private static String impact(double uniform)
    {
        if (uniform < 0.012) {
            return "HIGH";
        }
        if (uniform < 0.09) {
            return "MODERATE";
        }
        return uniform < 0.17 ? "LOW" : "MODIFIER";
    }

    private static String substitution(String base, boolean transition, Draw draw)
    {
        String partners = switch (base) {
            case "A" -> "GCT";
            case "C" -> "TAG";
            case "G" -> "ACT";
            default -> "CAG";
        };
        return partners.substring(transition ? 0 : 1 + draw.below(2)).substring(0, 1);
    }

    /**
     * The anchor base and the deleted ones, as far left as it goes: the last deleted base is not the anchor.
     */
    private static String deletion(int contig, int position, int length)
    {
        int end = position + length;
        while (Genome.base(contig, end) == Genome.base(contig, position)) {
            end++;
        }
        return Genome.bases(contig, position, end - position + 1);
    }

    private static String insertion(char anchor, int length, Draw draw)
    {
        StringBuilder inserted = new StringBuilder();
        IntStream.range(0, length).forEach(_ -> inserted.append("ACGT".charAt(draw.below(4))));
        if (inserted.charAt(length - 1) == anchor) {
            inserted.setCharAt(length - 1, substitution(String.valueOf(anchor), true, draw).charAt(0));
        }
        return inserted.toString();
    }
}
