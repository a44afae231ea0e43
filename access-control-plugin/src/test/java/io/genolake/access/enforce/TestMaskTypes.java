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

import com.google.common.collect.ImmutableList;
import io.genolake.access.audit.AuditSink;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every mask on every type, on values that could make an expression fail; and what happens when the audit cannot be written.
 */
final class TestMaskTypes
{
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("boolean", List.of("true")),
            Map.entry("tinyint", List.of("TINYINT '-128'", "TINYINT '127'")),
            Map.entry("smallint", List.of("SMALLINT '-32768'", "SMALLINT '32767'")),
            Map.entry("integer", List.of("-2147483648", "2147483647")),
            Map.entry("bigint", List.of("BIGINT '-9223372036854775808'", "9223372036854775807")),
            Map.entry("real", List.of("REAL '1e38'", "CAST(nan() AS real)")),
            Map.entry("double", List.of("1e308", "nan()", "infinity()")),
            Map.entry("decimal(10,2)", List.of("DECIMAL '12345678.91'")),
            Map.entry("decimal(38,4)", List.of("DECIMAL '9999999999999999999999999999999999.9999'")),
            Map.entry("varchar", List.of("'a'", "''", "'Gräfin Mustermann'")),
            Map.entry("varchar(3)", List.of("'abc'")),
            Map.entry("varchar(30)", List.of("'a longer text than eight'")),
            Map.entry("char(12)", List.of("'charcharchar'")),
            Map.entry("varbinary", List.of("X'00FF'")),
            Map.entry("date", List.of("DATE '1970-05-17'", "DATE '-0001-03-04'")),
            Map.entry("time(3)", List.of("TIME '01:02:03.456'")),
            Map.entry("timestamp(3)", List.of("TIMESTAMP '1970-05-17 01:02:03.456'")),
            Map.entry("timestamp(9)", List.of("TIMESTAMP '1970-05-17 01:02:03.456789012'")),
            Map.entry("timestamp(3) with time zone", List.of("TIMESTAMP '1970-05-17 01:02:03.456 Europe/Berlin'")),
            Map.entry("uuid", List.of("UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'")),
            Map.entry("json", List.of("JSON '{\"a\": 1}'")),
            Map.entry("array(varchar)", List.of("ARRAY['short', 'a longer text', NULL]")),
            Map.entry("array(varchar(4))", List.of("ARRAY['abcd']")),
            Map.entry("array(double)", List.of("ARRAY[1e0, nan()]")),
            Map.entry("array(array(integer))", List.of("ARRAY[ARRAY[1]]")),
            Map.entry("map(varchar, varchar)", List.of("MAP(ARRAY['k'], ARRAY['v'])")),
            Map.entry("row(\"A F\" array(double), \"select\" boolean)", List.of("ROW(ARRAY[1e0], true)")),
            Map.entry("row(x row(y bigint))", List.of("ROW(ROW(1))")));

    private static final List<String> MASKS = ImmutableList.of("replace-with-null", "show-last-4", "year", "generalise", "age-band", "zip3", "position-bin", "date-shift", "token", "pseudonym");

    @Test
    void testEveryMaskOnEveryType(@TempDir Path directory)
            throws Exception
    {
        AtomicBoolean broken = new AtomicBoolean();
        try (DistributedQueryRunner queryRunner = AccessQueryRunner.create(policy(directory), Files.createDirectories(directory.resolve("lake")), audit(broken), 0, Map.of())) {
            queryRunner.execute("CREATE SCHEMA lake.s");
            int table = 0;
            for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
                table++;
                String columns = Stream.concat(Stream.of("raw"), MASKS.stream())
                        .map(column -> "CAST(v AS %s) AS \"%s \"\"column\"".formatted(type.getKey(), column))
                        .collect(joining(", "));
                queryRunner.execute("CREATE TABLE lake.s.t%s AS SELECT %s FROM (VALUES ROW(%s), ROW(NULL)) AS t (v)".formatted(table, columns, String.join("), ROW(", type.getValue())));
                MaterializedResult raw = queryRunner.execute("SELECT * FROM lake.s.t" + table);
                MaterializedResult masked = queryRunner.execute(AccessQueryRunner.session("alice"), "SELECT * FROM lake.s.t" + table);
                assertThat(masked.getTypes()).as(type.getKey()).isEqualTo(raw.getTypes());
                assertThat(masked.getRowCount()).isEqualTo(raw.getRowCount());
                List<Object> values = values(raw, 0);
                assertThat(values(masked, 0)).isEqualTo(values);
                for (int i = 0; i < MASKS.size(); i++) {
                    List<Object> shown = values(masked, i + 1);
                    if (MASKS.get(i).equals("replace-with-null")) {
                        assertThat(shown).isEmpty();
                    }
                    assertThat(shown).as("%s of %s", MASKS.get(i), type.getKey()).doesNotContainAnyElementsOf(values);
                }
            }

            // without the audit nothing protected is read, and what is not protected is
            broken.set(true);
            assertThatThrownBy(() -> queryRunner.execute(AccessQueryRunner.session("alice"), "SELECT * FROM lake.s.t1")).hasMessageContaining("Access Denied");
            assertThat(queryRunner.execute(AccessQueryRunner.session("alice"), "SELECT count(*) FROM tpch.tiny.nation").getOnlyValue()).isEqualTo(25L);
            broken.set(false);
            queryRunner.execute(AccessQueryRunner.session("alice"), "SELECT * FROM lake.s.t1");
        }
    }

    private static List<Object> values(MaterializedResult result, int column)
    {
        return result.getMaterializedRows().stream()
                .map(row -> row.getField(column))
                .filter(Objects::nonNull)
                // Arrays of bytes are equal only to themselves
                .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                .toList();
    }

    private static AuditSink audit(AtomicBoolean broken)
    {
        return new AuditSink()
        {
            @Override
            public void write(String line)
                    throws IOException
            {
                if (broken.get()) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void close() {}
        };
    }

    private static Path policy(Path directory)
            throws IOException
    {
        StringBuilder rules = new StringBuilder();
        for (String mask : MASKS) {
            rules.append("  - {id: %s, effect: mask, columns: {names: [\"lake.s.*.%s*\"]}, unless: \"user.name == 'admin'\", mask: %s}\n".formatted(mask, mask, mask));
        }
        Path policy = Files.createDirectories(directory.resolve("policy"));
        Files.writeString(policy.resolve("policy.yaml"),
                """
                version: 1
                service_user: genolake-policy
                tags: {dataset: {}}
                resources:
                  - {schema: lake.s, tags: {dataset: d}}
                  - {table: tpch.*.*, columns: inherit}
                rules:
                  - {id: all, effect: permit, verbs: [describe, select, export, create, admin], resources: {catalogs: [lake]}, rows: all, when: "user.name == 'admin'"}
                  - {id: alice, effect: permit, verbs: [select], resources: {catalogs: [lake, tpch]}, rows: all, when: "user.name == 'alice'"}
                """ + rules);
        return policy;
    }
}
