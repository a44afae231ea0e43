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
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.RowType;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.RowType.field;
import static io.trino.spi.type.VarcharType.VARCHAR;

public final class NormalizeVariantFunction
{
    static final RowType TYPE = RowType.rowType(field("pos", BIGINT), field("ref", VARCHAR), field("alt", VARCHAR));

    private final ReferenceArgument references;
    private final VariantNormalizer normalizer = new VariantNormalizer();

    public NormalizeVariantFunction(References references)
    {
        this.references = new ReferenceArgument(references);
    }

    public SqlRow evaluate(Slice reference, Slice chrom, long pos, Slice ref, Slice alt)
    {
        normalizer.normalize(references.cursor(reference, chrom), pos, ref, alt);
        return new SqlRow(0, new Block[] {
                Rows.bigint(normalizer.pos()),
                Rows.varchar(normalizer.ref()),
                Rows.varchar(normalizer.alt()),
        });
    }
}
