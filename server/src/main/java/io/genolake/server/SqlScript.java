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
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;

import java.util.ArrayList;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Splits a script at its semicolons, but not at those in comments, strings, quoted names or the bodies of SQL routines.
 */
final class SqlScript
{
    private static final SqlParser PARSER = new SqlParser();

    private SqlScript() {}

    static List<ScriptStatement> parse(String script)
    {
        requireNonNull(script, "script is null");
        List<ScriptStatement> pieces = split(script);
        ImmutableList.Builder<ScriptStatement> statements = ImmutableList.builder();
        int first = 0;
        while (first < pieces.size()) {
            int last = first;
            if (!isStatement(pieces.get(first).sql())) {
                // The body of a routine has semicolons of its own: it is whole when it parses
                int candidate = first + 1;
                while (candidate < pieces.size() && !isStatement(joined(script, pieces, first, candidate))) {
                    candidate++;
                }
                if (candidate < pieces.size()) {
                    last = candidate;
                }
            }
            ScriptStatement start = pieces.get(first);
            statements.add(new ScriptStatement(joined(script, pieces, first, last), start.line(), start.begin(), pieces.get(last).end()));
            first = last + 1;
        }
        return statements.build();
    }

    private static String joined(String script, List<ScriptStatement> pieces, int first, int last)
    {
        return script.substring(pieces.get(first).begin(), pieces.get(last).end());
    }

    private static boolean isStatement(String sql)
    {
        try {
            PARSER.createStatement(sql);
            return true;
        }
        catch (ParsingException _) {
            return false;
        }
    }

    private static List<ScriptStatement> split(String script)
    {
        List<ScriptStatement> pieces = new ArrayList<>();
        int begin = -1;
        int position = 0;
        while (position < script.length()) {
            char character = script.charAt(position);
            int next = position + 1;
            if (script.startsWith("--", position)) {
                next = after(script, "\n", position + 2);
            }
            else if (script.startsWith("/*", position)) {
                next = after(script, "*/", position + 2);
            }
            else if (character == ';') {
                if (begin >= 0) {
                    pieces.add(piece(script, begin, position));
                }
                begin = -1;
            }
            else if (!Character.isWhitespace(character)) {
                if (begin < 0) {
                    begin = position;
                }
                if (character == '\'' || character == '"') {
                    // A doubled quote inside ends one string and begins another, which comes to the same
                    next = after(script, String.valueOf(character), position + 1);
                }
            }
            position = next;
        }
        if (begin >= 0) {
            pieces.add(piece(script, begin, script.length()));
        }
        return pieces;
    }

    private static int after(String script, String end, int from)
    {
        int index = script.indexOf(end, from);
        return index < 0 ? script.length() : index + end.length();
    }

    private static ScriptStatement piece(String script, int begin, int end)
    {
        int line = 1 + (int) script.substring(0, begin).chars().filter(character -> character == '\n').count();
        return new ScriptStatement(script.substring(begin, end).strip(), line, begin, end);
    }

    /**
     * @param sql without the semicolon
     * @param line of the script on which it begins, 1-based
     * @param begin offset of its first character in the script
     * @param end offset behind its last
     */
    record ScriptStatement(String sql, int line, int begin, int end)
    {
        ScriptStatement
        {
            requireNonNull(sql, "sql is null");
        }
    }
}
