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

import io.genolake.access.policy.TableName;
import io.trino.spi.connector.CatalogSchemaName;
import io.trino.spi.connector.CatalogSchemaRoutineName;
import io.trino.spi.connector.CatalogSchemaTableName;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.Identity;
import io.trino.spi.security.SystemSecurityContext;

import java.util.ArrayList;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * A call of a method of the access control: its arguments by type and place among those of the type.
 */
record AccessCall(String method, List<Object> arguments)
{
    /**
     * A schema is decided as if it were a table that nobody can make
     */
    private static final String SCHEMA = "$schema";

    AccessCall
    {
        requireNonNull(method, "method is null");
        arguments = List.copyOf(arguments);
    }

    static AccessCall of(String method, Object[] arguments)
    {
        return new AccessCall(method, arguments == null ? List.of() : new ArrayList<>(List.of(arguments)));
    }

    <T> List<T> all(Class<T> type)
    {
        return arguments.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .collect(toImmutableList());
    }

    <T> T argument(Class<T> type)
    {
        List<T> matching = all(type);
        if (matching.isEmpty()) {
            throw new IllegalArgumentException("%s has no %s".formatted(method, type.getSimpleName()));
        }
        return matching.getFirst();
    }

    SystemSecurityContext context()
    {
        return argument(SystemSecurityContext.class);
    }

    /**
     * The identity that is asked about: of the query's context, or given as such.
     */
    Identity identity()
    {
        List<SystemSecurityContext> contexts = all(SystemSecurityContext.class);
        return contexts.isEmpty() ? argument(Identity.class) : contexts.getFirst().getIdentity();
    }

    TableName table()
    {
        return table(argument(CatalogSchemaTableName.class));
    }

    List<TableName> tables()
    {
        return all(CatalogSchemaTableName.class).stream()
                .map(AccessCall::table)
                .collect(toImmutableList());
    }

    static TableName table(CatalogSchemaTableName name)
    {
        return table(name.getCatalogName(), name.getSchemaTableName());
    }

    static TableName table(String catalog, SchemaTableName name)
    {
        return new TableName(catalog, name.getSchemaName(), name.getTableName());
    }

    /**
     * The schema of a schema or routine name.
     */
    TableName schema()
    {
        List<CatalogSchemaRoutineName> routines = all(CatalogSchemaRoutineName.class);
        if (!routines.isEmpty()) {
            return new TableName(routines.getFirst().getCatalogName(), routines.getFirst().getSchemaName(), SCHEMA);
        }
        CatalogSchemaName schema = argument(CatalogSchemaName.class);
        return new TableName(schema.getCatalogName(), schema.getSchemaName(), SCHEMA);
    }

    /**
     * A function or procedure, as if it were a table.
     */
    TableName routine()
    {
        CatalogSchemaRoutineName name = argument(CatalogSchemaRoutineName.class);
        return new TableName(name.getCatalogName(), name.getSchemaName(), name.getRoutineName());
    }

    String text()
    {
        return argument(String.class);
    }
}
