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
import io.genolake.functions.interval.CoverageDepthAggregation;
import io.genolake.functions.interval.MergeIntervalsAggregation;
import io.genolake.functions.interval.WindowDepthAggregation;
import io.genolake.functions.statistics.CallCountFunctions;
import io.genolake.functions.statistics.DosageFunctions;
import io.genolake.functions.statistics.HardyWeinbergFunctions;
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
        return ImmutableSet.of(
                LocusFunction.class,
                BinsFunction.class,
                InRegionFunction.class,
                VcfDecodeFunction.class,
                AlleleFrequencySpectrumAggregation.class,
                CallCountsHardyWeinbergAggregation.class,
                CallStatsAggregation.class,
                HardyWeinbergAggregation.class,
                InbreedingCoefficientAggregation.class,
                JoinGtAggregation.class,
                JoinVariantsAggregation.class,
                LdDPrimeAggregation.class,
                LdR2Aggregation.class,
                ProjectedSpectrumAggregation.class,
                TiTvAggregation.class,
                CoverageDepthAggregation.class,
                MergeIntervalsAggregation.class,
                WindowDepthAggregation.class,
                CallCountFunctions.class,
                DosageFunctions.class,
                HardyWeinbergFunctions.class);
    }
}
