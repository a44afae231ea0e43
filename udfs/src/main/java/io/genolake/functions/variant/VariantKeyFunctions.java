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
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.genolake.functions.Values.NULL_VARCHAR;
import static io.genolake.functions.Values.bigint;
import static io.genolake.functions.Values.row;
import static io.genolake.functions.Values.varchar;

public final class VariantKeyFunctions
{
    private VariantKeyFunctions() {}

    @ScalarFunction("variant_key")
    @Description("The VariantKey of a variant: chromosome, position and alleles in 64 bits")
    @SqlType(StandardTypes.BIGINT)
    public static long variantKey(
            @Name("chrom") @SqlType(StandardTypes.VARCHAR) Slice chrom,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        if (pos < 1 || pos - 1 > VariantKey.MAX_POS) {
            throw invalid("variant_key: position %s is out of range: a VariantKey holds positions 1 to %s", pos, VariantKey.MAX_POS + 1);
        }
        if (ref.length() == 0 || alt.length() == 0) {
            throw invalid("variant_key: ref %s or alt %s is empty", shown(ref), shown(alt));
        }
        return (long) VariantKey.encodeChrom(chrom) << VariantKey.CHROM_SHIFT
                | (pos - 1) << VariantKey.POS_SHIFT
                | VariantKey.encodeRefAlt(ref, alt);
    }

    @ScalarFunction("parse_variant_key")
    @Description("The variant of a VariantKey; ref and alt are NULL where the key has only their hash, chrom where it is no human chromosome")
    @SqlType("row(chrom varchar, pos bigint, ref varchar, alt varchar)")
    public static SqlRow parseVariantKey(@Name("variant_key") @SqlType(StandardTypes.BIGINT) long key)
    {
        int chrom = (int) (key >>> VariantKey.CHROM_SHIFT);
        int refAlt = (int) (key & Integer.MAX_VALUE);
        if (chrom > VariantKey.MAX_CHROM) {
            throw invalid("parse_variant_key: %s is not a VariantKey: it has the chromosome code %s, and the last one is 25", key, chrom);
        }
        Block contig = chrom == 0 ? NULL_VARCHAR : varchar(VariantKey.decodeChrom(chrom));
        Block pos = bigint((key >>> VariantKey.POS_SHIFT & VariantKey.MAX_POS) + 1);
        if (!VariantKey.isReversible(refAlt)) {
            return row(contig, pos, NULL_VARCHAR, NULL_VARCHAR);
        }
        int refLength = VariantKey.refLength(refAlt);
        int altLength = VariantKey.altLength(refAlt);
        if (refLength == 0 || altLength == 0 || refLength + altLength > 11) {
            throw invalid("parse_variant_key: %s is not a VariantKey: it has alleles of %s and %s bases", key, refLength, altLength);
        }
        return row(contig, pos, varchar(VariantKey.decodeBases(refAlt, 0, refLength)), varchar(VariantKey.decodeBases(refAlt, refLength, altLength)));
    }
}
