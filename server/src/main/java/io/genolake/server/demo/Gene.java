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

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * A gene where GRCh38 has it.
 *
 * @param contig index into {@link Genome#CONTIGS}
 * @param start first base, 1-based
 * @param end last base
 */
record Gene(String name, int contig, int start, int end, char strand)
{
    static final List<Gene> ALL = Stream.of(
                    gene("PCSK9", "chr1", 55_039_548, 55_064_852, '+'),
                    gene("LMNA", "chr1", 156_082_573, 156_140_081, '+'),
                    gene("APOB", "chr2", 21_001_429, 21_044_073, '-'),
                    gene("MSH2", "chr2", 47_403_067, 47_663_146, '+'),
                    gene("TTN", "chr2", 178_525_989, 178_807_423, '-'),
                    gene("VHL", "chr3", 10_141_778, 10_153_667, '+'),
                    gene("MLH1", "chr3", 36_993_487, 37_050_846, '+'),
                    gene("SCN5A", "chr3", 38_548_062, 38_649_687, '-'),
                    gene("HTT", "chr4", 3_074_681, 3_243_960, '+'),
                    gene("APC", "chr5", 112_707_498, 112_846_239, '+'),
                    gene("HFE", "chr6", 26_087_281, 26_098_343, '+'),
                    gene("EGFR", "chr7", 55_019_017, 55_211_628, '+'),
                    gene("CFTR", "chr7", 117_480_025, 117_668_665, '+'),
                    gene("PTEN", "chr10", 87_863_625, 87_971_930, '+'),
                    gene("CYP2C19", "chr10", 94_762_681, 94_855_547, '+'),
                    gene("HBB", "chr11", 5_225_464, 5_227_071, '-'),
                    gene("MYBPC3", "chr11", 47_331_406, 47_352_702, '-'),
                    gene("ATM", "chr11", 108_223_067, 108_369_102, '+'),
                    gene("KRAS", "chr12", 25_205_246, 25_250_929, '-'),
                    gene("PAH", "chr12", 102_836_889, 102_958_441, '-'),
                    gene("BRCA2", "chr13", 32_315_086, 32_400_268, '+'),
                    gene("RB1", "chr13", 48_303_751, 48_481_890, '+'),
                    gene("MYH7", "chr14", 23_412_740, 23_435_660, '-'),
                    gene("FBN1", "chr15", 48_408_313, 48_645_709, '-'),
                    gene("PALB2", "chr16", 23_603_165, 23_641_310, '-'),
                    gene("CDH1", "chr16", 68_737_292, 68_835_537, '+'),
                    gene("TP53", "chr17", 7_668_421, 7_687_490, '-'),
                    gene("BRCA1", "chr17", 43_044_295, 43_125_483, '-'),
                    gene("LDLR", "chr19", 11_089_463, 11_133_820, '+'),
                    gene("APOE", "chr19", 44_905_796, 44_909_393, '+'),
                    gene("CHEK2", "chr22", 28_687_743, 28_742_422, '-'),
                    gene("CYP2D6", "chr22", 42_126_499, 42_130_810, '-'),
                    gene("F8", "chrX", 154_835_792, 155_022_723, '-'))
            .sorted(Comparator.comparingInt(Gene::contig).thenComparingInt(Gene::start))
            .collect(toImmutableList());

    /**
     * The genes that the demo's panel sequences, and whose reads its BAM files have.
     */
    static final List<Gene> PANEL = ALL.stream()
            .filter(gene -> ImmutableList.of("PCSK9", "VHL", "MLH1", "CFTR", "HBB", "MYBPC3", "BRCA2", "MYH7", "PALB2", "TP53", "BRCA1", "LDLR", "APOE").contains(gene.name()))
            .collect(toImmutableList());

    Gene
    {
        requireNonNull(name, "name is null");
    }

    private static Gene gene(String name, String contig, int start, int end, char strand)
    {
        return new Gene(name, Genome.indexOf(contig), start, end, strand);
    }

    String contigName()
    {
        return Genome.CONTIGS.get(contig).name();
    }
}
