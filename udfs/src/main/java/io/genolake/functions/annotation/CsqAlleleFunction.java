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

import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import java.util.Map;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.trino.spi.type.VarcharType.VARCHAR;

public final class CsqAlleleFunction
{
    private static final Slice DELETED = utf8Slice("-");
    private static final Map<Slice, Slice> STRUCTURAL = ImmutableMap.<Slice, Slice>builder()
            .put(utf8Slice("<DEL>"), utf8Slice("deletion"))
            .put(utf8Slice("<INS>"), utf8Slice("insertion"))
            .put(utf8Slice("<DUP>"), utf8Slice("duplication"))
            .put(utf8Slice("<DUP:TANDEM>"), utf8Slice("tandem_duplication"))
            .put(utf8Slice("<TDUP>"), utf8Slice("tandem_duplication"))
            .put(utf8Slice("<INV>"), utf8Slice("inversion"))
            .put(utf8Slice("<CNV>"), utf8Slice("copy_number_variation"))
            .buildOrThrow();

    private CsqAlleleFunction() {}

    /**
     * The rule of VEP's VCF parser: where an ALT differs from REF in length and all alleles begin with the same base,
     * that base is cut off, and an allele of which nothing remains is a hyphen. Alleles with a {@code *} take no part.
     */
    @ScalarFunction("csq_allele")
    @Description("What VEP writes as the Allele of each ALT in CSQ")
    @SqlType("array(varchar)")
    public static Block csqAllele(
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        if (ref.length() == 0) {
            throw invalid("csq_allele: ref %s is empty", shown(ref));
        }
        boolean indel = false;
        boolean sameStart = true;
        for (int index = 0; index < alts.getPositionCount(); index++) {
            if (alts.isNull(index)) {
                continue;
            }
            Slice alt = VARCHAR.getSlice(alts, index);
            if (alt.length() == 0) {
                throw invalid("csq_allele: alt %s is empty", shown(alt));
            }
            indel |= alt.length() != ref.length();
            sameStart &= isStar(alt) || alt.getByte(0) == ref.getByte(0);
        }
        int cut = indel && sameStart ? 1 : 0;
        BlockBuilder alleles = VARCHAR.createBlockBuilder(null, alts.getPositionCount());
        for (int index = 0; index < alts.getPositionCount(); index++) {
            if (alts.isNull(index)) {
                alleles.appendNull();
                continue;
            }
            Slice alt = VARCHAR.getSlice(alts, index);
            if (isStar(alt)) {
                VARCHAR.writeSlice(alleles, alt);
            }
            else if (alt.length() == cut) {
                VARCHAR.writeSlice(alleles, DELETED);
            }
            else {
                VARCHAR.writeSlice(alleles, STRUCTURAL.getOrDefault(alt, alt.slice(cut, alt.length() - cut)));
            }
        }
        return alleles.build();
    }

    private static boolean isStar(Slice alt)
    {
        return alt.indexOfByte('*') >= 0;
    }
}
