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
package io.genolake.functions.variant;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.genolake.functions.Values.NULL_BIGINT;
import static io.genolake.functions.Values.NULL_BOOLEAN;
import static io.genolake.functions.Values.NULL_VARCHAR;
import static io.genolake.functions.Values.bigint;
import static io.genolake.functions.Values.bool;
import static io.genolake.functions.Values.row;
import static io.genolake.functions.Values.varchar;

public final class ParseBndFunction
{
    private ParseBndFunction() {}

    @SqlNullable
    @ScalarFunction("parse_bnd")
    @Description("Where a breakend ALT such as G]17:198982] leads to, and how it is joined; NULL for an ALT that is no breakend")
    @SqlType("row(mate_chrom varchar, mate_pos bigint, bases varchar, joined_after boolean, mate_extends_right boolean, reverse_complemented boolean)")
    public static SqlRow parseBnd(@Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        if (Alleles.isBases(alt)) {
            return null;
        }
        if (!Alleles.isSymbol(alt)) {
            throw invalid("parse_bnd: alt %s is not an allele", shown(alt));
        }
        if (alt.length() == 1 || alt.getByte(alt.length() - 1) == '>') {
            return null;
        }
        Breakend breakend = Breakend.parse("parse_bnd", alt);
        if (breakend.mate().isEmpty()) {
            return row(NULL_VARCHAR, NULL_BIGINT, varchar(breakend.bases()), bool(breakend.after()), NULL_BOOLEAN, NULL_BOOLEAN);
        }
        Breakend.Mate mate = breakend.mate().orElseThrow();
        return row(
                varchar(mate.chrom()),
                bigint(mate.pos()),
                varchar(breakend.bases()),
                bool(breakend.after()),
                bool(mate.extendsRight()),
                bool(breakend.after() != mate.extendsRight()));
    }
}
