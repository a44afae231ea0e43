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
package io.genolake.access.cli;

import com.google.common.collect.ImmutableList;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.TableTags;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TaggedResource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Holds the word of a policy, {@code not_null: true}, against the tables of a server: the scope column is NOT NULL, or the table is partitioned
 * by it as it is. Otherwise a row whose scope is NULL would be a row that an expression of a user is evaluated on.
 */
final class NotNullCheck
{
    private static final Pattern PARTITIONING = Pattern.compile("partitioning = ARRAY\\[([^]]*)]");

    private final DecisionEngine engine;
    private final Connection connection;

    /**
     * @param holds whether what the policy says is so
     */
    record Finding(boolean holds, String text)
    {
        Finding
        {
            requireNonNull(text, "text is null");
        }
    }

    NotNullCheck(DecisionEngine engine, Connection connection)
    {
        this.engine = requireNonNull(engine, "engine is null");
        this.connection = requireNonNull(connection, "connection is null");
    }

    /**
     * A finding a table, or a pattern of tables that no visible table matches.
     */
    List<Finding> run()
            throws SQLException
    {
        List<TaggedResource> resources = engine.policy().resources().stream()
                .filter(TaggedResource::notNull)
                .collect(toImmutableList());
        Set<TaggedResource> unmatched = new HashSet<>(resources);
        List<Finding> findings = new ArrayList<>();
        for (String catalog : catalogs()) {
            // The genomics connector enforces the filter of its tables itself
            if (engine.isGenomicsCatalog(catalog) || resources.stream().noneMatch(resource -> resource.pattern().first(1).matches(catalog))) {
                continue;
            }
            for (Map.Entry<TableName, Map<String, Boolean>> entry : columns(catalog).entrySet()) {
                TableName table = entry.getKey();
                TableTags tags = engine.tags(table);
                if (tags.notNull()) {
                    unmatched.removeIf(resource -> resource.pattern().matches(table.catalog(), table.schema(), table.table()));
                    findings.add(check(table, tags.scope(), entry.getValue()));
                }
            }
        }
        for (TaggedResource resource : resources) {
            if (unmatched.contains(resource) && !engine.isGenomicsCatalog(resource.pattern().parts().getFirst())) {
                findings.add(new Finding(false, "%s (line %s of the policy) says not_null, and this user sees no such table on the server".formatted(resource.pattern(), resource.line())));
            }
        }
        return ImmutableList.copyOf(findings);
    }

    private Finding check(TableName table, Optional<String> scope, Map<String, Boolean> columns)
            throws SQLException
    {
        if (scope.isEmpty() || !columns.containsKey(scope.orElseThrow())) {
            return new Finding(true, "%s has no scope column: nothing of it is shown by row scopes".formatted(table));
        }
        String column = scope.orElseThrow();
        if (!columns.get(column)) {
            return new Finding(true, "%s: %s is NOT NULL".formatted(table, column));
        }
        if (isPartitionedBy(table, column)) {
            return new Finding(true, "%s: %s is an identity partition".formatted(table, column));
        }
        return new Finding(
                false,
                "%s says not_null, but %s may be NULL and is no identity partition: remove not_null, or declare the column NOT NULL".formatted(table, column));
    }

    private List<String> catalogs()
            throws SQLException
    {
        return rows("SHOW CATALOGS", 1).stream().map(List::getFirst).collect(toImmutableList());
    }

    /**
     * The columns of each visible table, and whether they may be NULL.
     */
    private Map<TableName, Map<String, Boolean>> columns(String catalog)
            throws SQLException
    {
        Map<TableName, Map<String, Boolean>> tables = new TreeMap<>((left, right) -> left.toString().compareTo(right.toString()));
        String sql = "SELECT table_schema, table_name, column_name, is_nullable FROM %s.information_schema.columns WHERE table_schema <> 'information_schema'"
                .formatted(quoted(catalog));
        for (List<String> row : rows(sql, 4)) {
            tables.computeIfAbsent(new TableName(catalog, row.get(0), row.get(1)), _ -> new TreeMap<>()).put(row.get(2), row.get(3).equals("YES"));
        }
        return tables;
    }

    private boolean isPartitionedBy(TableName table, String column)
            throws SQLException
    {
        String definition;
        try {
            definition = rows("SHOW CREATE TABLE %s.%s.%s".formatted(quoted(table.catalog()), quoted(table.schema()), quoted(table.table())), 1).getFirst().getFirst();
        }
        catch (SQLException _) {
            // A view, which has no partitions
            return false;
        }
        Matcher matcher = PARTITIONING.matcher(definition);
        return matcher.find() && List.of(matcher.group(1).split(",")).stream().anyMatch(field -> field.strip().equals("'" + column + "'"));
    }

    private List<List<String>> rows(String sql, int columns)
            throws SQLException
    {
        ImmutableList.Builder<List<String>> rows = ImmutableList.builder();
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                ImmutableList.Builder<String> row = ImmutableList.builder();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(row.build());
            }
        }
        return rows.build();
    }

    private static String quoted(String name)
    {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
