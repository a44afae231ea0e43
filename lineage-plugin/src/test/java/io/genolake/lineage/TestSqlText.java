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

import io.genolake.lineage.LineageConfig.SqlDetail;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

final class TestSqlText
{
    @Test
    void testLiterals()
    {
        assertWithoutLiterals("SELECT 'a', 1", "SELECT ?, ?");
        assertWithoutLiterals("SELECT 'it''s' || 'x'", "SELECT ? || ?");
        assertWithoutLiterals("SELECT U&'\\0041', X'65', DATE '2020-01-01', 1.5e10, 0xFF, 1_000, -3", "SELECT U&?, X?, DATE ?, ?.?, ?, ?, -?");
        assertWithoutLiterals("SELECT c1, \"a'b 7\", t2.c FROM t2", "SELECT c1, \"a'b 7\", t2.c FROM t2");
        assertWithoutLiterals("SELECT \"a\"\"b\", 'x' FROM \"t$files\"", "SELECT \"a\"\"b\", ? FROM \"t$files\"");
        assertWithoutLiterals("SELECT 1 -- patient 'x'\n, 2 /* MRN 17 \n '*/, 3", "SELECT ? \n, ?  , ?");
        assertWithoutLiterals("SELECT 5-- it's", "SELECT ?");
        assertWithoutLiterals("WITH FUNCTION f() RETURNS int LANGUAGE PYTHON AS $$ return 'secret' $$ SELECT f()", "WITH FUNCTION f() RETURNS int LANGUAGE PYTHON AS ? SELECT f()");
        assertWithoutLiterals("EXECUTE IMMEDIATE 'SELECT ''x'', ?' USING 'y'", "SELECT ?, ?");
        assertWithoutLiterals(" execute\nimmediate 'SELECT 1", "SELECT ?");
        assertWithoutLiterals("EXECUTE IMMEDIATE '", "");
        assertWithoutLiterals("SELECT größe, '日本' FROM tabelle_1", "SELECT größe, ? FROM tabelle_1");
    }

    @Test
    void testWhatIsNotClosed()
    {
        assertWithoutLiterals("SELECT 'secret", "SELECT ?");
        assertWithoutLiterals("SELECT 'secret''", "SELECT ?");
        assertWithoutLiterals("SELECT $$ secret", "SELECT ?");
        assertWithoutLiterals("SELECT /* secret", "SELECT");
        assertWithoutLiterals("SELECT \"name", "SELECT \"name");
        assertWithoutLiterals("", "");
    }

    @Test
    void testNoLiteralStays()
    {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder sql = new StringBuilder();
            for (int part = 0; part < 20; part++) {
                switch (random.nextInt(8)) {
                    case 0 -> sql.append("'SECRET").append(random.nextBoolean() ? "''" : "\"--/*").append("SECRET'");
                    case 1 -> sql.append("-- SECRET ' \" \n");
                    case 2 -> sql.append("/* SECRET ' -- */");
                    case 3 -> sql.append(" \"na'me--/*\" ");
                    case 4 -> sql.append("$$ SECRET ' $$");
                    case 5 -> sql.append(" 42").append(random.nextInt(100));
                    case 6 -> sql.append(" word_1 ");
                    default -> sql.append(" = - / ( ) ");
                }
                sql.append(' ');
            }
            assertThat(new SqlText(sql.toString()).withoutLiterals())
                    .as("seed %s: %s", seed, sql)
                    .doesNotContain("SECRET", "42");
        }
    }

    @Test
    void testModes()
    {
        SqlText select = new SqlText("SELECT 'x'");
        assertThat(select.show(SqlDetail.FULL)).contains("SELECT 'x'");
        assertThat(select.show(SqlDetail.WITHOUT_LITERALS)).contains("SELECT ?");
        assertThat(select.show(SqlDetail.NONE)).isEqualTo(Optional.empty());
        assertThat(new SqlText("CREATE Catalog c USING genomics WITH (\"s3.aws-secret-key\" = 'hush')").show(SqlDetail.FULL))
                .contains("CREATE Catalog c USING genomics WITH (\"s3.aws-secret-key\" = ?)");
        assertThat(new SqlText("EXECUTE IMMEDIATE 'CREATE CATALOG c USING x WITH (\"k\" = ''hush'')'").show(SqlDetail.FULL)).contains("CREATE CATALOG c USING x WITH (\"k\" = ?)");
    }

    @Test
    void testDigest()
    {
        String digest = new SqlText("SELECT a FROM t WHERE b = 1").digest();
        assertThat(digest).matches("[0-9a-f]{16}");
        assertThat(new SqlText("SELECT  a\nFROM t -- x\nWHERE b = 2 ").digest()).isEqualTo(digest);
        assertThat(new SqlText("SELECT a FROM u WHERE b = 1").digest()).isNotEqualTo(digest);
    }

    private static void assertWithoutLiterals(@Language("SQL") String sql, String expected)
    {
        assertThat(new SqlText(sql).withoutLiterals()).isEqualTo(expected);
    }
}
