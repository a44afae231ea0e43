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

import com.google.common.collect.ImmutableMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestSqlVariables
{
    private static final String SCRIPT =
            """
            -- Variables:
            --   ${limit} = 5           the most rows
            --   ${as_of} =             a version
            --   ${expression} = a + b  what is asked for
            SELECT ${expression} FROM ${schema}.t ${as_of} LIMIT ${limit}
            """;

    @Test
    public void testDefaults()
    {
        assertThat(new SqlVariables(ImmutableMap.of("schema", "cohort")).resolve(SCRIPT)).endsWith("SELECT a + b FROM cohort.t  LIMIT 5\n");
    }

    @Test
    public void testValues()
    {
        assertThat(new SqlVariables(ImmutableMap.of("schema", "cohort", "limit", "7", "as_of", "FOR VERSION AS OF 'a$1'")).resolve(SCRIPT))
                .endsWith("SELECT a + b FROM cohort.t FOR VERSION AS OF 'a$1' LIMIT 7\n");
    }

    @Test
    public void testMissing()
    {
        assertThatThrownBy(() -> new SqlVariables(ImmutableMap.of()).resolve(SCRIPT))
                .isInstanceOf(LaunchException.class)
                .hasMessage("it is for a project: give its schema with --schema NAME");
        assertThatThrownBy(() -> new SqlVariables(ImmutableMap.of()).resolve("SELECT ${what}"))
                .isInstanceOf(LaunchException.class)
                .hasMessage("the variable what has no value: give one with --set what=VALUE");
    }

    @Test
    public void testOtherTextStays()
    {
        assertThat(new SqlVariables(ImmutableMap.of()).resolve("SELECT '${ENV:HOME}', '$x', '${'")).isEqualTo("SELECT '${ENV:HOME}', '$x', '${'");
    }
}
