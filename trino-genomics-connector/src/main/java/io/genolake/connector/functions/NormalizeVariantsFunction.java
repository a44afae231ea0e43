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
package io.genolake.connector.functions;

import io.airlift.slice.Slice;
import io.genolake.connector.reference.References;
import io.genolake.formats.fasta.FastaCursor;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.RowType.field;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * An element for each ALT. One for an ALT that is NULL is NULL.
 */
public final class NormalizeVariantsFunction
{
    private static final RowType ELEMENT = RowType.rowType(field("pos", BIGINT), field("ref", VARCHAR), field("alt", VARCHAR), field("allele", BIGINT));

    static final ArrayType TYPE = new ArrayType(ELEMENT);

    private final ReferenceArgument references;
    private final VariantNormalizer normalizer = new VariantNormalizer();

    NormalizeVariantsFunction(References references)
    {
        this.references = new ReferenceArgument(references);
    }

    public Block evaluate(Slice reference, Slice chrom, long pos, Slice ref, Block alts)
    {
        FastaCursor cursor = references.cursor(reference, chrom);
        int count = alts.getPositionCount();
        RowBlockBuilder rows = ELEMENT.createBlockBuilder(null, count);
        for (int i = 0; i < count; i++) {
            if (alts.isNull(i)) {
                rows.appendNull();
                continue;
            }
            normalizer.normalize(cursor, pos, ref, VARCHAR.getSlice(alts, i));
            long allele = i + 1;
            rows.buildEntry(fields -> appendRow(fields.get(0), fields.get(1), fields.get(2), fields.get(3), allele));
        }
        return rows.build();
    }

    private void appendRow(BlockBuilder pos, BlockBuilder ref, BlockBuilder alt, BlockBuilder allele, long number)
    {
        BIGINT.writeLong(pos, normalizer.pos());
        VARCHAR.writeSlice(ref, normalizer.ref());
        VARCHAR.writeSlice(alt, normalizer.alt());
        BIGINT.writeLong(allele, number);
    }
}
