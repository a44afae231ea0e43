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
package io.genolake.benchmark;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The same question to Genolake and to a command line tool.
 *
 * @param sql what is timed
 * @param table that the SQL makes, to be dropped before each run; empty for a query
 * @param check the SQL that gives the answer where the timed one gives none
 * @param tool the command line that is timed, for bash; its output goes nowhere. Empty where a tool is not the measure
 * @param answer the command line that prints what the SQL or its check answers
 */
record Benchmark(
        String name,
        String title,
        String sql,
        Optional<String> table,
        Optional<String> check,
        Optional<String> tool,
        String answer,
        Target target)
{
    Benchmark
    {
        requireNonNull(name, "name is null");
        requireNonNull(title, "title is null");
        requireNonNull(sql, "sql is null");
        requireNonNull(table, "table is null");
        requireNonNull(check, "check is null");
        requireNonNull(tool, "tool is null");
        requireNonNull(answer, "answer is null");
        requireNonNull(target, "target is null");
    }

    static Benchmark query(String name, String title, String sql, String tool, String answer, Target target)
    {
        return new Benchmark(name, title, sql, Optional.empty(), Optional.empty(), Optional.of(tool), answer, target);
    }

    static Benchmark createTable(String name, String title, String table, String select, String check, String tool, String answer, Target target)
    {
        return new Benchmark(
                name,
                title,
                "CREATE TABLE %s AS %s".formatted(table, select),
                Optional.of(table),
                Optional.of(check),
                Optional.of(tool),
                answer,
                target);
    }

    List<String> before()
    {
        return table.map(name -> ImmutableList.of("DROP TABLE IF EXISTS " + name)).orElse(ImmutableList.of());
    }
}
