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

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;

import java.util.List;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.trino.spi.block.ArrayValueBuilder.buildArrayValue;
import static io.trino.spi.type.VarcharType.VARCHAR;

public final class ParseAnnFunction
{
    private static final int FIELDS = 16;
    private static final int ANNOTATION = 1;
    private static final int MESSAGES = FIELDS - 1;
    private static final ArrayType ARRAY_TYPE = arrayType();

    private ParseAnnFunction() {}

    @ScalarFunction("parse_ann")
    @Description("The annotations of an ANN field, as SnpEff writes it; an empty value is NULL")
    @SqlType("array(row(allele varchar, annotation array(varchar), impact varchar, gene_name varchar, gene_id varchar, feature_type varchar, feature_id varchar, transcript_biotype varchar, rank varchar, hgvs_c varchar, hgvs_p varchar, cdna_position varchar, cds_position varchar, protein_position varchar, distance varchar, messages array(varchar)))")
    public static Block parseAnn(@Name("values") @SqlType("array(varchar)") Block values)
    {
        for (int position = 0; position < values.getPositionCount(); position++) {
            if (!values.isNull(position)) {
                Slice value = VARCHAR.getSlice(values, position);
                int fields = Fields.count(value, '|');
                if (fields != FIELDS) {
                    throw invalid("parse_ann: %s has %s fields, and an ANN has %s", shown(value), fields, FIELDS);
                }
            }
        }
        return buildArrayValue(ARRAY_TYPE, values.getPositionCount(), elements -> {
            for (int position = 0; position < values.getPositionCount(); position++) {
                if (values.isNull(position)) {
                    elements.appendNull();
                }
                else {
                    Slice value = VARCHAR.getSlice(values, position);
                    ((RowBlockBuilder) elements).buildEntry(fields -> appendFields(value, fields));
                }
            }
        });
    }

    private static void appendFields(Slice value, List<BlockBuilder> fields)
    {
        int start = 0;
        for (int field = 0; field < FIELDS; field++) {
            int end = Fields.end(value, start, '|');
            if (field == ANNOTATION || field == MESSAGES) {
                appendList(fields.get(field), value, start, end);
            }
            else {
                Fields.append(fields.get(field), value, start, end);
            }
            start = end + 1;
        }
    }

    private static void appendList(BlockBuilder builder, Slice value, int start, int end)
    {
        if (start >= end) {
            builder.appendNull();
            return;
        }
        ((ArrayBlockBuilder) builder).buildEntry(elements -> {
            int elementStart = start;
            while (elementStart <= end) {
                int elementEnd = Math.min(Fields.end(value, elementStart, '&'), end);
                Fields.append(elements, value, elementStart, elementEnd);
                elementStart = elementEnd + 1;
            }
        });
    }

    private static ArrayType arrayType()
    {
        ImmutableList.Builder<Type> types = ImmutableList.builder();
        for (int field = 0; field < FIELDS; field++) {
            types.add(field == ANNOTATION || field == MESSAGES ? new ArrayType(VARCHAR) : VARCHAR);
        }
        return new ArrayType(RowType.anonymous(types.build()));
    }
}
