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

import io.genolake.access.decision.VisibleRows;
import io.trino.spi.type.CharType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import static io.genolake.access.enforce.SqlText.identifier;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.UuidType.UUID;

/**
 * Visible rows as a filter: for each column a list of literals of its own type, and nothing else. Such a filter is a domain, which a connector
 * can enforce before the engine evaluates anything of the user's; it never names what is hidden.
 */
final class RowFilterSql
{
    static final String NOTHING = "false";
    private static final String SAMPLE = "sample";
    private static final String FILE_SAMPLE = "$sample";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private RowFilterSql() {}

    /**
     * @param columns all columns of the table, hidden ones included
     * @return the filter; empty if all rows are visible
     */
    static Optional<String> filter(VisibleRows rows, Map<String, Type> columns)
    {
        if (rows.isAll()) {
            return Optional.empty();
        }
        if (rows.isNone()) {
            return Optional.of(NOTHING);
        }
        List<String> conjuncts = new ArrayList<>();
        for (Map.Entry<String, Set<String>> entry : new TreeMap<>(rows.ids()).entrySet()) {
            Optional<String> column = column(entry.getKey(), columns);
            if (column.isEmpty()) {
                // A scope on a column that the table lacks shows nothing
                return Optional.of(NOTHING);
            }
            String name = column.orElseThrow();
            List<String> literals = literals(entry.getValue(), columns.get(name));
            if (literals.isEmpty()) {
                return Optional.of(NOTHING);
            }
            conjuncts.add(literals.size() == 1
                    ? identifier(name) + " = " + literals.getFirst()
                    : identifier(name) + " IN (" + String.join(", ", literals) + ")");
        }
        return Optional.of(String.join(" AND ", conjuncts));
    }

    /**
     * The column of a scope: the sample of a table without such a column is the sample of its file.
     */
    static Optional<String> column(String scope, Map<String, Type> columns)
    {
        if (columns.containsKey(scope)) {
            return Optional.of(scope);
        }
        return scope.equals(SAMPLE) && columns.containsKey(FILE_SAMPLE) ? Optional.of(FILE_SAMPLE) : Optional.empty();
    }

    /**
     * An id that is no value of the type matches no row and is left out.
     */
    private static List<String> literals(Set<String> ids, Type type)
    {
        List<String> literals = new ArrayList<>(ids.size());
        for (String id : ids) {
            literal(id, type).ifPresent(literals::add);
        }
        return literals;
    }

    private static Optional<String> literal(String id, Type type)
    {
        if (type instanceof VarcharType varchar) {
            if (varchar.isUnbounded()) {
                return Optional.of(SqlText.literal(id));
            }
            return id.codePointCount(0, id.length()) <= varchar.getBoundedLength() ? Optional.of(cast(SqlText.literal(id), type)) : Optional.empty();
        }
        if (type instanceof CharType charType) {
            return id.codePointCount(0, id.length()) <= charType.getLength() && !id.endsWith(" ") ? Optional.of(cast(SqlText.literal(id), type)) : Optional.empty();
        }
        if (type.equals(BIGINT) || type.equals(INTEGER) || type.equals(SMALLINT) || type.equals(TINYINT)) {
            return wholeNumber(id, type);
        }
        if (type.equals(UUID)) {
            return UUID_TEXT.matcher(id).matches() ? Optional.of(cast(SqlText.literal(id), type)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> wholeNumber(String id, Type type)
    {
        if (!WHOLE_NUMBER.matcher(id).matches()) {
            return Optional.empty();
        }
        long value;
        try {
            value = Long.parseLong(id);
        }
        catch (NumberFormatException _) {
            return Optional.empty();
        }
        int bits = type.equals(BIGINT) ? 64 : type.equals(INTEGER) ? 32 : type.equals(SMALLINT) ? 16 : 8;
        boolean fits = bits == 64 || (value >= -(1L << (bits - 1)) && value < 1L << (bits - 1));
        return fits ? Optional.of(cast(SqlText.literal(id), type)) : Optional.empty();
    }

    private static String cast(String expression, Type type)
    {
        return "CAST(" + expression + " AS " + type.getDisplayName() + ")";
    }
}
