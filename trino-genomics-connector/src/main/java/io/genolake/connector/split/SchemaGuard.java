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
package io.genolake.connector.split;

import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.table.ColumnSource;
import io.genolake.connector.table.FieldType;
import io.genolake.connector.table.TableColumns;
import io.genolake.formats.vcf.VcfField;
import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_SCHEMA_MISMATCH;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * Sees to it that the columns of a table hold what each of its files declares, also the files whose headers were not looked at to find the columns.
 */
final class SchemaGuard
{
    private final Map<String, Type> info = new HashMap<>();
    private final Map<String, Type> format = new HashMap<>();
    private final boolean hasFormat;
    private final boolean hasInfo;

    SchemaGuard(TableColumns columns)
    {
        requireNonNull(columns, "columns is null");
        hasInfo = collect(columns, ColumnSource.INFO, info);
        hasFormat = collect(columns, ColumnSource.FORMAT, format);
    }

    private static boolean collect(TableColumns columns, ColumnSource source, Map<String, Type> types)
    {
        boolean found = false;
        for (TableColumns.Column column : columns.columns()) {
            if (column.handle().source() != source) {
                continue;
            }
            found = true;
            List<String> keys = column.handle().keys();
            if (column.handle().type() instanceof RowType row) {
                for (int i = 0; i < keys.size(); i++) {
                    types.put(keys.get(i), row.getFields().get(i).getType());
                }
            }
            else {
                types.put(keys.getFirst(), column.handle().type());
            }
        }
        return found;
    }

    void check(LakeFile file, FileHeader header)
    {
        if (header instanceof FileHeader.Vcf vcf) {
            if (hasInfo) {
                check(file, "INFO", vcf.header().info().values(), info);
            }
            if (hasFormat) {
                check(file, "FORMAT", vcf.header().format().values().stream().filter(field -> !field.id().equals("GT")).collect(toImmutableList()), format);
            }
        }
    }

    private static void check(LakeFile file, String kind, Collection<VcfField> fields, Map<String, Type> types)
    {
        for (VcfField field : fields) {
            Type declared = FieldType.of(field).sqlType();
            Type column = types.get(field.id());
            if (column == null || !isHeldBy(declared, column)) {
                throw new TrinoException(GENOMICS_SCHEMA_MISMATCH, "%s: the header declares %s/%s as %s, but the table %s. The file is beyond genomics.schema-inference-max-files: raise it".formatted(
                        file.location(),
                        kind,
                        field.id(),
                        declared.getDisplayName(),
                        column == null ? "has no such field" : "has " + column.getDisplayName()));
            }
        }
    }

    private static boolean isHeldBy(Type declared, Type column)
    {
        // text holds what is written, whatever it is: a list, too, where another header declares a flag
        if (declared.equals(column) || column.equals(VARCHAR)) {
            return true;
        }
        if (column instanceof ArrayType array) {
            return isHeldBy(declared instanceof ArrayType declaredArray ? declaredArray.getElementType() : declared, array.getElementType());
        }
        if (declared instanceof ArrayType) {
            return false;
        }
        return column.equals(DOUBLE) && declared.equals(BIGINT);
    }
}
