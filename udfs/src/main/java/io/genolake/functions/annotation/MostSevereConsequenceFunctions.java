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

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * A term that nobody ranks is less severe than any other, but better than nothing.
 */
public final class MostSevereConsequenceFunctions
{
    private MostSevereConsequenceFunctions() {}

    @SqlNullable
    @ScalarFunction("most_severe_consequence")
    @Description("The most severe of the terms of a consequence, which are joined by &, in Ensembl's order")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice mostSevereConsequence(@Name("consequence") @SqlType(StandardTypes.VARCHAR) Slice consequence)
    {
        return mostSevere(null, consequence);
    }

    @SqlNullable
    @ScalarFunction("most_severe_consequence")
    @Description("The most severe of all terms of some consequences, which are joined by &, in Ensembl's order")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice mostSevereConsequence(@Name("consequences") @SqlType("array(varchar)") Block consequences)
    {
        Slice mostSevere = null;
        for (int position = 0; position < consequences.getPositionCount(); position++) {
            if (!consequences.isNull(position)) {
                mostSevere = mostSevere(mostSevere, VARCHAR.getSlice(consequences, position));
            }
        }
        return mostSevere;
    }

    private static Slice mostSevere(Slice mostSevere, Slice consequence)
    {
        int start = 0;
        while (start < consequence.length()) {
            // bcftools csq puts a star before what lies behind a stop that another variant has made
            int termStart = consequence.getByte(start) == '*' ? start + 1 : start;
            int end = Fields.end(consequence, start, '&');
            if (end > termStart) {
                Slice term = consequence.slice(termStart, end - termStart);
                if (mostSevere == null || ConsequenceSeverity.rank(term) < ConsequenceSeverity.rank(mostSevere)) {
                    mostSevere = term;
                }
            }
            start = end + 1;
        }
        return mostSevere;
    }
}
