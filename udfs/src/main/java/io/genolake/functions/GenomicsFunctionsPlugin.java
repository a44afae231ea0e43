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
package io.genolake.functions;

import com.google.common.collect.ImmutableSet;
import io.genolake.functions.aggregate.AlleleFrequencySpectrumAggregation;
import io.genolake.functions.aggregate.CallCountsHardyWeinbergAggregation;
import io.genolake.functions.aggregate.CallStatsAggregation;
import io.genolake.functions.aggregate.HardyWeinbergAggregation;
import io.genolake.functions.aggregate.InbreedingCoefficientAggregation;
import io.genolake.functions.aggregate.JoinGtAggregation;
import io.genolake.functions.aggregate.JoinVariantsAggregation;
import io.genolake.functions.aggregate.LdDPrimeAggregation;
import io.genolake.functions.aggregate.LdR2Aggregation;
import io.genolake.functions.aggregate.ProjectedSpectrumAggregation;
import io.genolake.functions.aggregate.TiTvAggregation;
import io.genolake.functions.allele.AtomizeVariantsFunctions;
import io.genolake.functions.allele.RemapFunctions;
import io.genolake.functions.allele.RemapGtFunctions;
import io.genolake.functions.allele.RemapLocalFunctions;
import io.genolake.functions.annotation.CsqAlleleFunction;
import io.genolake.functions.annotation.MostSevereConsequenceFunctions;
import io.genolake.functions.annotation.ParseAnnFunction;
import io.genolake.functions.annotation.ParseBcsqFunction;
import io.genolake.functions.annotation.ParseCsqFunction;
import io.genolake.functions.genotype.GenotypeFunctions;
import io.genolake.functions.genotype.GenotypeValueFunctions;
import io.genolake.functions.interval.CoverageDepthAggregation;
import io.genolake.functions.interval.MergeIntervalsAggregation;
import io.genolake.functions.interval.WindowDepthAggregation;
import io.genolake.functions.read.CigarFunctions;
import io.genolake.functions.read.QualityFunctions;
import io.genolake.functions.read.SamFlagFunctions;
import io.genolake.functions.sequence.SequenceFunctions;
import io.genolake.functions.sequence.TranslateFunctions;
import io.genolake.functions.statistics.CallCountFunctions;
import io.genolake.functions.statistics.DosageFunctions;
import io.genolake.functions.statistics.HardyWeinbergFunctions;
import io.genolake.functions.variant.ContigAliasFunction;
import io.genolake.functions.variant.MinimalVariantFunction;
import io.genolake.functions.variant.ParseBndFunction;
import io.genolake.functions.variant.ParseRegionFunction;
import io.genolake.functions.variant.VariantKeyFunctions;
import io.genolake.functions.variant.VariantTypeFunctions;
import io.trino.spi.Plugin;

import java.util.Set;

/**
 * SQL functions for genomics. They are global, so that a query needs no catalog for them.
 */
public class GenomicsFunctionsPlugin
        implements Plugin
{
    @Override
    public Set<Class<?>> getFunctions()
    {
        return ImmutableSet.<Class<?>>builder()
                .add(LocusFunction.class)
                .add(BinsFunction.class)
                .add(InRegionFunction.class)
                .add(VcfDecodeFunction.class)
                .add(GenolakeVersionFunction.class)
                .add(ContigAliasFunction.class)
                .add(MinimalVariantFunction.class)
                .add(ParseBndFunction.class)
                .add(ParseRegionFunction.class)
                .add(VariantKeyFunctions.class)
                .add(VariantTypeFunctions.class)
                .add(GenotypeFunctions.class)
                .add(GenotypeValueFunctions.class)
                .add(CsqAlleleFunction.class)
                .add(MostSevereConsequenceFunctions.class)
                .add(ParseAnnFunction.class)
                .add(ParseBcsqFunction.class)
                .add(ParseCsqFunction.class)
                .add(CigarFunctions.class)
                .add(QualityFunctions.class)
                .add(SamFlagFunctions.class)
                .add(SequenceFunctions.class)
                .add(TranslateFunctions.class)
                .add(AtomizeVariantsFunctions.class)
                .add(RemapFunctions.class)
                .add(RemapGtFunctions.class)
                .add(RemapLocalFunctions.class)
                .add(AlleleFrequencySpectrumAggregation.class)
                .add(CallCountsHardyWeinbergAggregation.class)
                .add(CallStatsAggregation.class)
                .add(HardyWeinbergAggregation.class)
                .add(InbreedingCoefficientAggregation.class)
                .add(JoinGtAggregation.class)
                .add(JoinVariantsAggregation.class)
                .add(LdDPrimeAggregation.class)
                .add(LdR2Aggregation.class)
                .add(ProjectedSpectrumAggregation.class)
                .add(TiTvAggregation.class)
                .add(CoverageDepthAggregation.class)
                .add(MergeIntervalsAggregation.class)
                .add(WindowDepthAggregation.class)
                .add(CallCountFunctions.class)
                .add(DosageFunctions.class)
                .add(HardyWeinbergFunctions.class)
                .build();
    }
}
