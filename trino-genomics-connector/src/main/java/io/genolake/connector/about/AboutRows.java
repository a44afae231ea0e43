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
package io.genolake.connector.about;

import com.google.common.collect.ImmutableList;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.ColumnSource;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.block.BlockBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * Collects the rows of a table about files.
 */
final class AboutRows
{
    private final List<GenomicsColumnHandle> columns;
    private final PageBuilder builder;
    private final List<Page> pages = new ArrayList<>();

    AboutRows(List<GenomicsColumnHandle> columns)
    {
        this.columns = ImmutableList.copyOf(requireNonNull(columns, "columns is null"));
        builder = new PageBuilder(columns.stream().map(GenomicsColumnHandle::type).collect(toImmutableList()));
    }

    /**
     * Adds a row.
     *
     * @param values by column: String, Long, or List of String; what is not there is NULL
     */
    void add(LakeFile file, Map<String, Object> values)
    {
        builder.declarePosition();
        for (int i = 0; i < columns.size(); i++) {
            GenomicsColumnHandle column = columns.get(i);
            Object value = column.source() == ColumnSource.ABOUT || column.source() == ColumnSource.SAMPLE
                    ? nativeValue(values.get(column.name()))
                    : ScanPredicate.value(column, file);
            writeNativeValue(column.type(), builder.getBlockBuilder(i), value);
        }
        if (builder.isFull()) {
            flush();
        }
    }

    private static Object nativeValue(Object value)
    {
        if (value instanceof String text) {
            return utf8Slice(text);
        }
        if (value instanceof List<?> list) {
            BlockBuilder elements = VARCHAR.createBlockBuilder(null, list.size());
            list.forEach(element -> VARCHAR.writeString(elements, (String) element));
            return elements.build();
        }
        return value;
    }

    private void flush()
    {
        pages.add(builder.build());
        builder.reset();
    }

    /**
     * The rows since the last call.
     */
    List<Page> take()
    {
        if (!builder.isEmpty()) {
            flush();
        }
        List<Page> result = ImmutableList.copyOf(pages);
        pages.clear();
        return result;
    }
}
