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
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.function.TypeParameter;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.Type;

import java.util.HashSet;
import java.util.Set;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.trino.spi.block.ArrayValueBuilder.buildArrayValue;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * The annotations of VEP, or of another tool whose header line names the fields. The format is the same for many
 * rows: the last one stays parsed. An instance serves one driver.
 */
@ScalarFunction("parse_csq")
@Description("The annotations of a CSQ field as maps from the names of the format, which may be the description of the header line; an empty value is NULL")
public final class ParseCsqFunction
{
    private static final String FORMAT_MARK = "Format:";

    private final ArrayType arrayType;
    private Slice format;
    private Slice[] names;

    public ParseCsqFunction(@TypeParameter("array(map(varchar,varchar))") Type arrayType)
    {
        this.arrayType = (ArrayType) arrayType;
    }

    @SqlType("array(map(varchar,varchar))")
    public Block parseCsq(
            @Name("values") @SqlType("array(varchar)") Block values,
            @Name("format") @SqlType(StandardTypes.VARCHAR) Slice format)
    {
        if (!format.equals(this.format)) {
            names = parseFormat(format);
            // a copy, for the slice is part of a page that is not to be kept alive
            this.format = format.copy();
        }
        // before anything is built, so that nothing half-built is left behind
        for (int position = 0; position < values.getPositionCount(); position++) {
            if (!values.isNull(position)) {
                checkFields(VARCHAR.getSlice(values, position));
            }
        }
        return buildArrayValue(arrayType, values.getPositionCount(), elements -> {
            for (int position = 0; position < values.getPositionCount(); position++) {
                if (values.isNull(position)) {
                    elements.appendNull();
                }
                else {
                    Slice value = VARCHAR.getSlice(values, position);
                    ((MapBlockBuilder) elements).buildEntry((keys, mapped) -> appendFields(value, keys, mapped));
                }
            }
        });
    }

    private void checkFields(Slice value)
    {
        int fields = Fields.count(value, '|');
        if (fields != names.length) {
            throw invalid("parse_csq: %s has %s fields, and the format names %s", shown(value), fields, names.length);
        }
    }

    private void appendFields(Slice value, BlockBuilder keys, BlockBuilder values)
    {
        int start = 0;
        for (Slice name : names) {
            int end = Fields.end(value, start, '|');
            VARCHAR.writeSlice(keys, name);
            Fields.append(values, value, start, end);
            start = end + 1;
        }
    }

    private static Slice[] parseFormat(Slice format)
    {
        String text = format.toStringUtf8();
        int mark = text.indexOf(FORMAT_MARK);
        if (mark >= 0) {
            text = text.substring(mark + FORMAT_MARK.length());
        }
        int end = text.indexOf('"');
        String[] parts = (end >= 0 ? text.substring(0, end) : text).split("\\|", -1);
        Slice[] names = new Slice[parts.length];
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < parts.length; index++) {
            String name = parts[index].strip();
            if (name.isEmpty()) {
                throw invalid("parse_csq: format %s has a field without a name", shown(format));
            }
            if (!seen.add(name)) {
                throw invalid("parse_csq: format %s names %s twice", shown(format), shown(utf8Slice(name)));
            }
            names[index] = utf8Slice(name);
        }
        return names;
    }
}
