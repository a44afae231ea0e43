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
package io.genolake.lineage;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.eventlistener.BaseViewReferenceInfo;
import io.trino.spi.eventlistener.ColumnInfo;
import io.trino.spi.eventlistener.TableInfo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * How a query came to a table: what access control did to it, and the views between. The text of a filter or mask is not here, for it
 * may have values in it.
 */
record TableAccess(boolean rowFilter, Set<String> maskedColumns, Set<String> views)
{
    static final TableAccess DIRECT = new TableAccess(false, ImmutableSet.of(), ImmutableSet.of());

    TableAccess
    {
        maskedColumns = ImmutableSet.copyOf(requireNonNull(maskedColumns, "maskedColumns is null"));
        views = ImmutableSet.copyOf(requireNonNull(views, "views is null"));
    }

    /**
     * A query may have a table several times, by itself and through views.
     */
    static Map<TableName, TableAccess> of(List<TableInfo> tables)
    {
        Map<TableName, TableAccess> result = new HashMap<>();
        for (TableInfo table : tables) {
            result.merge(TableName.of(table), of(table), TableAccess::and);
        }
        return result;
    }

    private static TableAccess of(TableInfo table)
    {
        return new TableAccess(
                !table.getFilters().isEmpty(),
                table.getColumns().stream()
                        .filter(column -> column.getMask().isPresent())
                        .map(ColumnInfo::getColumn)
                        .collect(toImmutableSet()),
                table.getReferenceChain().stream()
                        .filter(BaseViewReferenceInfo.class::isInstance)
                        .map(BaseViewReferenceInfo.class::cast)
                        .map(view -> new TableName(view.catalogName(), view.schemaName(), view.viewName()).toString())
                        .collect(toImmutableSet()));
    }

    private TableAccess and(TableAccess other)
    {
        return new TableAccess(
                rowFilter || other.rowFilter,
                ImmutableSet.<String>builder().addAll(maskedColumns).addAll(other.maskedColumns).build(),
                ImmutableSet.<String>builder().addAll(views).addAll(other.views).build());
    }
}
