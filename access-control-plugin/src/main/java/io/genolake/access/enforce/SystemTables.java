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
package io.genolake.access.enforce;

import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.TableName;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * The engine's own tables. Those that it filters by what a user may see are open; the others show what other users do.
 */
final class SystemTables
{
    static final String SYSTEM = "system";
    static final String INFORMATION_SCHEMA = "information_schema";

    private static final Set<String> OPEN = ImmutableSet.of(
            "metadata.analyze_properties",
            "metadata.catalogs",
            "metadata.column_properties",
            "metadata.materialized_view_properties",
            "metadata.schema_properties",
            "metadata.table_comments",
            "metadata.table_properties",
            "runtime.queries");

    /**
     * Of the catalog of the access control: about the current user
     */
    private static final Set<String> OWN_POLICY = ImmutableSet.of("can_i", "effective_policy");

    private final AccessCatalog accessCatalog;

    SystemTables(AccessCatalog accessCatalog)
    {
        this.accessCatalog = requireNonNull(accessCatalog, "accessCatalog is null");
    }

    boolean isSystemTable(TableName table)
    {
        return table.catalog().equals(SYSTEM) || table.schema().equals(INFORMATION_SCHEMA) || (isAccessCatalog(table.catalog()) && !isAudit(table));
    }

    /**
     * The audit shows what everybody does: it is a table as those of the data, closed but to whom a rule permits it.
     */
    boolean isAudit(TableName table)
    {
        return isAccessCatalog(table.catalog()) && table.schema().equals(AccessCatalog.TABLE_SCHEMA) && table.table().equals(AccessCatalog.AUDIT_TABLE);
    }

    boolean isAccessCatalog(String catalog)
    {
        return accessCatalog.name().equals(Optional.of(catalog));
    }

    private boolean isOwnPolicy(TableName table)
    {
        return isAccessCatalog(table.catalog()) && table.schema().equals(AccessCatalog.TABLE_SCHEMA) && OWN_POLICY.contains(table.table());
    }

    /**
     * Whether the engine filters the rows of the table by itself.
     */
    boolean isOpen(TableName table)
    {
        return table.schema().equals(INFORMATION_SCHEMA)
                || isOwnPolicy(table)
                || (table.catalog().equals(SYSTEM) && (table.schema().equals("jdbc") || OPEN.contains(table.schema() + "." + table.table())));
    }
}
