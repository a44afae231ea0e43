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
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;

import java.util.List;

import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.trino.spi.block.ArrayValueBuilder.buildArrayValue;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

public final class ParseBcsqFunction
{
    private static final int FIELDS = 7;
    private static final int MAX_DIGITS = 18;
    private static final ArrayType ARRAY_TYPE = new ArrayType(RowType.anonymous(List.of(VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BIGINT)));

    private ParseBcsqFunction() {}

    /**
     * A consequence of several records together is written at one of them, the others have {@code @} and its
     * position.
     */
    @ScalarFunction("parse_bcsq")
    @Description("The consequences of a BCSQ field, as bcftools csq writes it; an empty value is NULL, and see_pos the position of the record that has the consequence")
    @SqlType("array(row(consequence varchar, gene varchar, transcript varchar, biotype varchar, strand varchar, amino_acid_change varchar, dna_change varchar, see_pos bigint))")
    public static Block parseBcsq(@Name("values") @SqlType("array(varchar)") Block values)
    {
        for (int position = 0; position < values.getPositionCount(); position++) {
            if (!values.isNull(position)) {
                check(VARCHAR.getSlice(values, position));
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

    private static void check(Slice value)
    {
        if (isReference(value)) {
            if (value.length() == 1 || value.length() - 1 > MAX_DIGITS) {
                throw invalid("parse_bcsq: %s is not a position", shown(value));
            }
            for (int position = 1; position < value.length(); position++) {
                if (value.getByte(position) < '0' || value.getByte(position) > '9') {
                    throw invalid("parse_bcsq: %s is not a position", shown(value));
                }
            }
        }
        else if (Fields.count(value, '|') > FIELDS) {
            throw invalid("parse_bcsq: %s has %s fields, and a BCSQ has at most %s", shown(value), Fields.count(value, '|'), FIELDS);
        }
    }

    private static void appendFields(Slice value, List<BlockBuilder> fields)
    {
        if (isReference(value)) {
            for (int field = 0; field < FIELDS; field++) {
                fields.get(field).appendNull();
            }
            BIGINT.writeLong(fields.get(FIELDS), Long.parseLong(value.slice(1, value.length() - 1).toStringUtf8()));
            return;
        }
        int start = 0;
        for (int field = 0; field < FIELDS; field++) {
            int end = Fields.end(value, start, '|');
            Fields.append(fields.get(field), value, start, end);
            start = end + 1;
        }
        fields.get(FIELDS).appendNull();
    }

    private static boolean isReference(Slice value)
    {
        return value.length() > 0 && value.getByte(0) == '@';
    }
}
