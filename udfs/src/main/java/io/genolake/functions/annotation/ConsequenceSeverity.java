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
package io.genolake.functions.annotation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;

import java.util.List;
import java.util.Map;

import static io.airlift.slice.Slices.utf8Slice;

/**
 * Consequences in the order of severity that Ensembl has estimated, with what SnpEff, {@code bcftools csq} and older
 * versions of VEP call them.
 *
 * @see <a href="https://www.ensembl.org/info/genome/variation/prediction/predicted_data.html">Ensembl, Calculated variant consequences</a>
 */
final class ConsequenceSeverity
{
    static final int UNKNOWN = Integer.MAX_VALUE;

    private static final List<List<String>> ORDER = ImmutableList.of(
            List.of("transcript_ablation"),
            List.of("splice_acceptor_variant", "splice_acceptor"),
            List.of("splice_donor_variant", "splice_donor"),
            List.of("stop_gained"),
            List.of("frameshift_variant", "frameshift"),
            List.of("stop_lost"),
            List.of("start_lost", "initiator_codon_variant"),
            List.of("transcript_amplification"),
            List.of("feature_elongation"),
            List.of("feature_truncation"),
            List.of("inframe_insertion", "conservative_inframe_insertion", "disruptive_inframe_insertion"),
            List.of("inframe_deletion", "conservative_inframe_deletion", "disruptive_inframe_deletion"),
            List.of("missense_variant", "missense"),
            List.of("protein_altering_variant", "inframe_altering"),
            List.of("splice_donor_5th_base_variant"),
            List.of("splice_region_variant", "splice_region"),
            List.of("splice_donor_region_variant"),
            List.of("splice_polypyrimidine_tract_variant"),
            List.of("incomplete_terminal_codon_variant"),
            List.of("start_retained_variant", "start_retained"),
            List.of("stop_retained_variant", "stop_retained"),
            List.of("synonymous_variant", "synonymous"),
            List.of("coding_sequence_variant", "coding_sequence"),
            List.of("mature_miRNA_variant"),
            List.of("5_prime_UTR_variant", "5_prime_utr", "5_prime_UTR_premature_start_codon_gain_variant"),
            List.of("3_prime_UTR_variant", "3_prime_utr"),
            List.of("non_coding_transcript_exon_variant", "non_coding_exon_variant"),
            List.of("intron_variant", "intron"),
            List.of("NMD_transcript_variant"),
            List.of("non_coding_transcript_variant", "nc_transcript_variant", "non_coding"),
            List.of("coding_transcript_variant"),
            List.of("upstream_gene_variant"),
            List.of("downstream_gene_variant"),
            List.of("TFBS_ablation"),
            List.of("TFBS_amplification"),
            List.of("TF_binding_site_variant"),
            List.of("regulatory_region_ablation"),
            List.of("regulatory_region_amplification"),
            List.of("regulatory_region_variant"),
            List.of("intergenic_variant", "intergenic", "intergenic_region"),
            List.of("sequence_variant"));

    private static final Map<Slice, Integer> RANKS = ranks();

    private ConsequenceSeverity() {}

    /**
     * The place in the order, the smaller the more severe, or {@link #UNKNOWN}.
     */
    static int rank(Slice term)
    {
        return RANKS.getOrDefault(term, UNKNOWN);
    }

    private static Map<Slice, Integer> ranks()
    {
        ImmutableMap.Builder<Slice, Integer> ranks = ImmutableMap.builder();
        for (int rank = 0; rank < ORDER.size(); rank++) {
            for (String term : ORDER.get(rank)) {
                ranks.put(utf8Slice(term), rank);
            }
        }
        return ranks.buildOrThrow();
    }
}
