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
package io.genolake.connector.table;

import io.genolake.formats.vcf.VcfField;
import io.genolake.formats.vcf.VcfType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * The type of an INFO or FORMAT field over several headers.
 *
 * @param element the type of a value
 * @param array whether there may be several
 */
public record FieldType(Element element, boolean array)
{
    /**
     * In the order in which they widen. A flag does not: where another header declares a value, the field is text as written, and stays so.
     */
    public enum Element
    {
        FLAG(BOOLEAN),
        INTEGER(BIGINT),
        FLOAT(DOUBLE),
        STRING(VARCHAR),
        FLAG_OR_VALUE(VARCHAR);

        private final Type type;

        Element(Type type)
        {
            this.type = type;
        }
    }

    public FieldType
    {
        requireNonNull(element, "element is null");
    }

    public static FieldType of(VcfField field)
    {
        Element element = switch (field.type()) {
            case FLAG -> Element.FLAG;
            case INTEGER -> Element.INTEGER;
            case FLOAT -> Element.FLOAT;
            case CHARACTER, STRING -> Element.STRING;
        };
        boolean scalar = field.type() == VcfType.FLAG || field.number().equals("1") || field.number().equals("0");
        return new FieldType(element, !scalar);
    }

    /**
     * The narrowest type that holds the values of both.
     */
    public FieldType union(FieldType other)
    {
        if (element == Element.FLAG_OR_VALUE || other.element == Element.FLAG_OR_VALUE || (element == Element.FLAG) != (other.element == Element.FLAG)) {
            return new FieldType(Element.FLAG_OR_VALUE, false);
        }
        return new FieldType(element.compareTo(other.element) > 0 ? element : other.element, array || other.array);
    }

    public Type sqlType()
    {
        return array ? new ArrayType(element.type) : element.type;
    }
}
