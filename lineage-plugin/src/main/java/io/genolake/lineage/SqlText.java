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

import com.google.common.hash.Hashing;
import io.genolake.lineage.LineageConfig.SqlDetail;
import io.trino.spi.eventlistener.QueryMetadata;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.lang.Character.isLetter;
import static java.lang.Character.isLetterOrDigit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The text of a query. Its literals may be names of patients, or the keys of a catalog, and its comments anything.
 */
record SqlText(String sql)
{
    // CREATE CATALOG has an object store's keys in it, and EXECUTE IMMEDIATE can have that in a literal
    private static final Pattern WITH_SECRETS = Pattern.compile("\\bcatalog\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXECUTE_IMMEDIATE = Pattern.compile("\\s*EXECUTE\\s+IMMEDIATE\\s+(?=')", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int DIGEST_LENGTH = 16;

    SqlText
    {
        requireNonNull(sql, "sql is null");
    }

    /**
     * Of a prepared query, what was prepared.
     */
    static SqlText of(QueryMetadata query)
    {
        return new SqlText(query.getPreparedQuery().orElse(query.getQuery()));
    }

    Optional<String> show(SqlDetail detail)
    {
        return switch (detail) {
            case WITHOUT_LITERALS -> Optional.of(withoutLiterals());
            case FULL -> Optional.of(WITH_SECRETS.matcher(sql).find() ? withoutLiterals() : sql);
            case NONE -> Optional.empty();
        };
    }

    /**
     * The same for texts that differ in literals, comments and white space only: 16 hexadecimal digits.
     */
    String digest()
    {
        String text = SPACE.matcher(withoutLiterals()).replaceAll(" ").strip();
        return Hashing.sha256().hashString(text, UTF_8).toString().substring(0, DIGEST_LENGTH);
    }

    /**
     * The tokens are those of Trino's grammar. What is not closed is taken to its end. Of {@code EXECUTE IMMEDIATE}, which a JDBC driver
     * makes of a prepared statement, it is the statement that is executed.
     */
    String withoutLiterals()
    {
        Matcher immediate = EXECUTE_IMMEDIATE.matcher(sql);
        if (immediate.lookingAt()) {
            int end = quoted(immediate.end(), '\'');
            boolean closed = end > immediate.end() + 1 && sql.charAt(end - 1) == '\'';
            return new SqlText(sql.substring(immediate.end() + 1, closed ? end - 1 : end).replace("''", "'")).withoutLiterals();
        }
        StringBuilder result = new StringBuilder(sql.length());
        int position = 0;
        while (position < sql.length()) {
            char next = sql.charAt(position);
            int end;
            if (next == '\'') {
                end = quoted(position, '\'');
                result.append('?');
            }
            else if (sql.startsWith("$$", position)) {
                end = after("$$", position + 2);
                result.append('?');
            }
            else if (next >= '0' && next <= '9') {
                end = word(position);
                result.append('?');
            }
            else if (sql.startsWith("--", position)) {
                end = after("\n", position);
                result.append('\n');
            }
            else if (sql.startsWith("/*", position)) {
                end = after("*/", position + 2);
                result.append(' ');
            }
            else if (next == '"' || next == '`') {
                end = quoted(position, next);
                result.append(sql, position, end);
            }
            else if (isLetter(next) || next == '_') {
                end = word(position);
                result.append(sql, position, end);
            }
            else {
                end = position + 1;
                result.append(next);
            }
            position = end;
        }
        return result.toString().strip();
    }

    private int quoted(int start, char quote)
    {
        int position = start + 1;
        while (position < sql.length()) {
            if (sql.charAt(position) == quote) {
                if (position + 1 == sql.length() || sql.charAt(position + 1) != quote) {
                    return position + 1;
                }
                position++;
            }
            position++;
        }
        return sql.length();
    }

    private int after(String close, int start)
    {
        int found = sql.indexOf(close, start);
        return found < 0 ? sql.length() : found + close.length();
    }

    private int word(int start)
    {
        int position = start + 1;
        while (position < sql.length() && (isLetterOrDigit(sql.charAt(position)) || sql.charAt(position) == '_')) {
            position++;
        }
        return position;
    }
}
