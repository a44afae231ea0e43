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
package io.genolake.functions.read;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import java.util.Optional;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;

/**
 * Base qualities as text, in which a character is the Phred score + 33.
 */
public final class QualityFunctions
{
    private static final int OFFSET = '!';
    private static final int MAX_SCORE = '~' - OFFSET;

    private QualityFunctions() {}

    @ScalarFunction("quality_scores")
    @Description("The Phred scores of base qualities: one for each base, 0 to 93")
    @SqlType("array(integer)")
    public static Block qualityScores(@Name("qual") @SqlType(StandardTypes.VARCHAR) Slice qual)
    {
        int[] scores = new int[qual.length()];
        for (int position = 0; position < scores.length; position++) {
            scores[position] = score("quality_scores", qual, position);
        }
        return new IntArrayBlock(scores.length, Optional.empty(), scores);
    }

    @SqlNullable
    @ScalarFunction("mean_quality")
    @Description("The arithmetic mean of the Phred scores of base qualities; NULL for a read without bases")
    @SqlType(StandardTypes.DOUBLE)
    public static Double meanQuality(@Name("qual") @SqlType(StandardTypes.VARCHAR) Slice qual)
    {
        if (qual.length() == 0) {
            return null;
        }
        long sum = 0;
        for (int position = 0; position < qual.length(); position++) {
            sum += score("mean_quality", qual, position);
        }
        return (double) sum / qual.length();
    }

    private static int score(String function, Slice qual, int position)
    {
        int score = qual.getByte(position) - OFFSET;
        if (score < 0 || score > MAX_SCORE) {
            throw invalid("%s: %s has a character that is no quality: %s, the number %s", function, shown(qual), shown(qual.getByte(position)), position + 1);
        }
        return score;
    }
}
