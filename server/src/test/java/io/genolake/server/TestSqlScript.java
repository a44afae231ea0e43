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

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

public class TestSqlScript
{
    @Test
    public void testStatements()
    {
        assertThat(statements("SELECT 1; SELECT 2;\n")).containsExactly("SELECT 1", "SELECT 2");
        assertThat(statements("SELECT 1;;\n ; SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
        assertThat(statements(" \n-- nothing\n/* here; */")).isEmpty();
    }

    @Test
    public void testSemicolonsThatEndNothing()
    {
        assertThat(statements("SELECT 'a;b', 'it''s; so' AS \"x;\"\"y\"; SELECT 2")).containsExactly("SELECT 'a;b', 'it''s; so' AS \"x;\"\"y\"", "SELECT 2");
        assertThat(statements("SELECT 1 -- one; one\n + 1; /* two; */ SELECT /* ; */ 2")).containsExactly("SELECT 1 -- one; one\n + 1", "SELECT /* ; */ 2");
        assertThat(statements("SELECT '--'; SELECT '/*'; SELECT 3")).containsExactly("SELECT '--'", "SELECT '/*'", "SELECT 3");
    }

    @Test
    public void testRoutineIsOneStatement()
    {
        String routine = "CREATE FUNCTION memory.a.f(x bigint) RETURNS bigint BEGIN DECLARE y bigint; SET y = x; RETURN y; END";
        assertThat(statements(routine + "; SELECT 1")).containsExactly(routine, "SELECT 1");
    }

    @Test
    public void testWrongStatementStandsAlone()
    {
        // The server is to say what is wrong with it
        assertThat(statements("SELEC 1; SELECT 2")).containsExactly("SELEC 1", "SELECT 2");
        assertThat(statements("SELECT 'open; SELECT 2")).containsExactly("SELECT 'open; SELECT 2");
    }

    @Test
    public void testLines()
    {
        assertThat(SqlScript.parse("-- a\n\nSELECT\n1;\n SELECT 2"))
                .extracting(SqlScript.ScriptStatement::line)
                .containsExactly(3, 5);
    }

    private static List<String> statements(String script)
    {
        return SqlScript.parse(script).stream().map(SqlScript.ScriptStatement::sql).toList();
    }
}
