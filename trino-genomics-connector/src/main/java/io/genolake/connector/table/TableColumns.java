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

import com.google.common.collect.ImmutableList;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.table.NestedFields.NestedField;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.RowType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * The columns of a table of a project.
 */
public record TableColumns(List<Column> columns)
{
    public record Column(GenomicsColumnHandle handle, String comment)
    {
        public Column
        {
            requireNonNull(handle, "handle is null");
            requireNonNull(comment, "comment is null");
        }

        ColumnMetadata metadata()
        {
            return ColumnMetadata.builder()
                    .setName(handle.name())
                    .setType(handle.type())
                    .setHidden(handle.hidden())
                    .setComment(comment.isEmpty() ? Optional.empty() : Optional.of(comment))
                    .build();
        }
    }

    public TableColumns
    {
        columns = ImmutableList.copyOf(requireNonNull(columns, "columns is null"));
    }

    /**
     * @param segments the columns that the layout makes
     */
    public static TableColumns of(GenomicsTable table, List<String> segments, NestedFields info, NestedFields format, GenomicsConfig.NestedFields nested)
    {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (table.isAboutFiles()) {
            columns.add(column(ColumnSource.FILE));
            for (AboutColumn about : AboutColumn.columns(table)) {
                if (table == GenomicsTable.SAMPLES && about.name().equals(ColumnSource.SAMPLE.columnName())) {
                    // enforced as everywhere: row scopes rest on it
                    columns.add(column(ColumnSource.SAMPLE));
                    continue;
                }
                List<String> keys = about.name().equals("field_name") ? fieldNames(info, format) : ImmutableList.of();
                columns.add(new Column(new GenomicsColumnHandle(about.name(), ColumnSource.ABOUT, keys, about.type(), false), about.comment()));
            }
            columns.add(column(ColumnSource.PATH));
            columns.add(column(ColumnSource.FILE_SIZE));
            columns.add(column(ColumnSource.FILE_MODIFIED_TIME));
        }
        for (ColumnSource source : table.sources()) {
            NestedFields fields = switch (source) {
                case INFO -> info;
                case FORMAT -> format;
                default -> new NestedFields(ImmutableList.of());
            };
            if (source != ColumnSource.INFO && source != ColumnSource.FORMAT) {
                columns.add(column(source));
            }
            else if (nested == GenomicsConfig.NestedFields.FLAT) {
                columns.addAll(flat(source, fields));
            }
            else if (!fields.isEmpty()) {
                columns.add(row(source, fields));
            }
        }
        columns.forEach(column -> names.add(column.handle().name()));
        for (String segment : segments) {
            // a segment that is called as a column gives way to it
            String name = names.add(segment) ? segment : segment + "_segment";
            columns.add(new Column(new GenomicsColumnHandle(name, ColumnSource.SEGMENT, ImmutableList.of(segment), VARCHAR, false), ColumnSource.SEGMENT.comment()));
        }
        return new TableColumns(columns);
    }

    private static Column column(ColumnSource source)
    {
        return new Column(new GenomicsColumnHandle(source.columnName(), source, ImmutableList.of(), source.type(), source.isHidden()), source.comment());
    }

    private static Column row(ColumnSource source, NestedFields fields)
    {
        RowType type = RowType.from(fields.fields().stream()
                .map(field -> RowType.field(field.name(), field.type().sqlType()))
                .collect(toImmutableList()));
        return new Column(new GenomicsColumnHandle(source.columnName(), source, fields.keys(), type, false), source.comment());
    }

    private static List<Column> flat(ColumnSource source, NestedFields fields)
    {
        return fields.fields().stream()
                .map(field -> new Column(
                        new GenomicsColumnHandle(
                                source.columnName() + "_" + field.name().toLowerCase(ENGLISH),
                                source,
                                ImmutableList.of(field.key()),
                                field.type().sqlType(),
                                false),
                        field.description()))
                .collect(toImmutableList());
    }

    /**
     * What header_lines must know of the whole table: {@code INFO/af=af_2} for a field that is not called as its key.
     */
    private static List<String> fieldNames(NestedFields info, NestedFields format)
    {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (NestedField field : info.renamed()) {
            names.add("INFO/%s=%s".formatted(field.key(), field.name()));
        }
        for (NestedField field : format.renamed()) {
            names.add("FORMAT/%s=%s".formatted(field.key(), field.name()));
        }
        return names.build();
    }

    public List<ColumnMetadata> metadata()
    {
        return columns.stream()
                .map(Column::metadata)
                .collect(toImmutableList());
    }

    public Map<String, ColumnHandle> handles()
    {
        return columns.stream()
                .collect(toImmutableMap(column -> column.handle().name(), Column::handle));
    }

    /**
     * @param handle of a column; of a part of one, which has a name of its own; or of dosages in another type, which who reads lineage or the audit
     *         is to find by the column's name
     */
    public ColumnMetadata metadata(GenomicsColumnHandle handle)
    {
        return columns.stream()
                .filter(column -> column.handle().equals(handle) || isInOtherType(handle, column.handle()))
                .findFirst()
                .map(Column::metadata)
                .orElseGet(() -> new Column(handle, "").metadata());
    }

    private static boolean isInOtherType(GenomicsColumnHandle handle, GenomicsColumnHandle column)
    {
        return handle.source() == column.source() && handle.source().canBeReadAs(handle.type());
    }
}
