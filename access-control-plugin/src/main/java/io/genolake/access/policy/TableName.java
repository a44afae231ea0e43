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
package io.genolake.access.policy;

import com.google.common.base.Splitter;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * A table, view or materialised view.
 */
public record TableName(String catalog, String schema, String table)
{
    public TableName
    {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
    }

    public static TableName parse(String text)
    {
        List<String> names = Splitter.on('.').splitToList(text.toLowerCase(ENGLISH));
        checkArgument(names.size() == 3 && names.stream().noneMatch(String::isEmpty), "a table is catalog.schema.table");
        return new TableName(names.get(0), names.get(1), names.get(2));
    }

    @Override
    public String toString()
    {
        return catalog + "." + schema + "." + table;
    }
}
