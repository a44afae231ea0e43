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
package io.genolake.server;

import com.google.common.collect.ImmutableList;
import io.trino.jdbc.Row;
import io.trino.jdbc.RowField;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/**
 * The rows of a query as text, in columns.
 *
 * @param names of the columns
 * @param numeric whether a column is set right
 */
record ResultTable(List<String> names, List<Boolean> numeric, List<List<String>> rows)
{
    private static final String ELLIPSIS = "...";

    ResultTable
    {
        names = ImmutableList.copyOf(names);
        numeric = ImmutableList.copyOf(numeric);
        rows = ImmutableList.copyOf(rows);
    }

    static ResultTable read(ResultSet result)
            throws SQLException
    {
        ResultSetMetaData metadata = result.getMetaData();
        List<String> names = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
            names.add(metadata.getColumnLabel(column));
            String type = metadata.getColumnTypeName(column);
            numeric.add(type.matches("tinyint|smallint|integer|bigint|real|double|decimal.*"));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= names.size(); column++) {
                row.add(text(result.getObject(column)));
            }
            rows.add(row);
        }
        return new ResultTable(names, numeric, rows);
    }

    private static String text(Object value)
            throws SQLException
    {
        return switch (value) {
            case null -> "NULL";
            case Array array -> text(array.getArray());
            case Object[] elements -> text(Arrays.asList(elements));
            case List<?> elements -> {
                List<String> texts = new ArrayList<>();
                for (Object element : elements) {
                    texts.add(text(element));
                }
                yield "[" + String.join(", ", texts) + "]";
            }
            case Map<?, ?> map -> {
                List<String> texts = new ArrayList<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    texts.add(text(entry.getKey()) + "=" + text(entry.getValue()));
                }
                yield "{" + String.join(", ", texts) + "}";
            }
            case Row row -> {
                List<String> texts = new ArrayList<>();
                for (RowField field : row.getFields()) {
                    texts.add(field.getName().map(name -> name + "=").orElse("") + text(field.getValue()));
                }
                yield "{" + String.join(", ", texts) + "}";
            }
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> value.toString();
        };
    }

    /**
     * @param maxWidth of a column; what is longer is cut
     */
    List<String> format(int maxWidth)
    {
        int[] widths = new int[names.size()];
        for (int column = 0; column < widths.length; column++) {
            int index = column;
            int longest = rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0);
            widths[column] = Math.min(maxWidth, Math.max(names.get(column).length(), longest));
        }
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        lines.add(line(names, widths));
        lines.add(Arrays.stream(widths).mapToObj("-"::repeat).collect(joining("-+-", "-", "-")));
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines.build();
    }

    private String line(List<String> values, int[] widths)
    {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String value = values.get(column).replace('\n', ' ');
            if (value.length() > widths[column]) {
                value = value.substring(0, Math.max(0, widths[column] - ELLIPSIS.length())) + ELLIPSIS;
            }
            String padding = " ".repeat(widths[column] - value.length());
            line.append(column == 0 ? " " : " | ").append(numeric.get(column) ? padding + value : value + padding);
        }
        return line.toString().stripTrailing();
    }
}
