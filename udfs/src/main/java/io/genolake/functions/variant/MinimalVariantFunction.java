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
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.genolake.functions.Values.bigint;
import static io.genolake.functions.Values.row;
import static io.genolake.functions.Values.varchar;
import static java.lang.Math.min;

public final class MinimalVariantFunction
{
    private MinimalVariantFunction() {}

    /**
     * First the bases that the alleles share at their end are removed, then those at their beginning, and at least
     * one base of each allele remains. This needs no reference, and does not move the variant.
     */
    @ScalarFunction("minimal_variant")
    @Description("The variant without the bases that REF and ALT share at their ends; not left-aligned")
    @SqlType("row(pos bigint, ref varchar, alt varchar)")
    public static SqlRow minimalVariant(
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        Alleles.checkRef("minimal_variant", ref);
        if (pos < 0 || pos > Long.MAX_VALUE - ref.length()) {
            throw invalid("minimal_variant: position %s is out of range", pos);
        }
        if (Alleles.isSymbol(alt)) {
            return row(bigint(pos), varchar(ref), varchar(alt));
        }
        if (!Alleles.isBases(alt)) {
            throw invalid("minimal_variant: alt %s is not an allele", shown(alt));
        }
        int suffix = Alleles.commonSuffix(ref, alt, 1);
        int prefix = Alleles.commonPrefix(ref, alt, min(ref.length(), alt.length()) - suffix - 1);
        return row(
                bigint(pos + prefix),
                varchar(ref.slice(prefix, ref.length() - suffix - prefix)),
                varchar(alt.slice(prefix, alt.length() - suffix - prefix)));
    }
}
