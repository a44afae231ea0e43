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
package io.genolake.functions.allele;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;

import java.util.Arrays;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Values.NULL_ELEMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Reads an allele_map: one element for each allele of a record, REF first, which says what the allele is in another
 * record, or NULL.
 */
final class AlleleMap
{
    private AlleleMap() {}

    /**
     * The element of an allele, or {@link io.genolake.functions.Values#NULL_ELEMENT}.
     *
     * @param altCount the number of ALT alleles of the other record
     */
    static int get(String function, Block map, int allele, int altCount)
    {
        if (map.isNull(allele)) {
            return NULL_ELEMENT;
        }
        long mapped = BIGINT.getLong(map, allele);
        if (mapped < 0 || mapped > altCount || (allele == 0 && mapped != 0)) {
            throw invalid("%s: allele %s becomes %s by allele_map, and the new record has alleles 0 to %s, REF always 0", function, allele, mapped, altCount);
        }
        return (int) mapped;
    }

    static void check(String function, Block map)
    {
        if (map.getPositionCount() == 0) {
            throw invalid("%s: allele_map is empty: its first element is that of REF", function);
        }
    }

    /**
     * The first allele of the old record that becomes each allele of the new one; none for a {@code *}, which has no
     * values of its own.
     */
    static int[] sources(String function, Block map, Block alts)
    {
        check(function, map);
        int[] sources = new int[alts.getPositionCount() + 1];
        Arrays.fill(sources, NULL_ELEMENT);
        for (int allele = map.getPositionCount() - 1; allele >= 0; allele--) {
            int mapped = get(function, map, allele, alts.getPositionCount());
            if (mapped != NULL_ELEMENT && !isStar(alts, mapped)) {
                sources[mapped] = allele;
            }
        }
        // REF stays REF; another allele that becomes it adds no value
        sources[0] = 0;
        return sources;
    }

    static boolean isStar(Block alts, int allele)
    {
        if (allele == 0 || alts.isNull(allele - 1)) {
            return false;
        }
        Slice alt = VARCHAR.getSlice(alts, allele - 1);
        return alt.length() == 1 && alt.getByte(0) == '*';
    }
}
