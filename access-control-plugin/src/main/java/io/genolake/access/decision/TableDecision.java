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
package io.genolake.access.decision;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import static java.util.Objects.requireNonNull;

/**
 * What a subject may do with a table at the start of a query.
 */
public final class TableDecision
{
    private final TableName table;
    private final TableTags tags;
    private final Set<Verb> verbs;
    private final VisibleRows rows;
    private final List<String> rules;
    private final List<String> reasons;
    private final BiFunction<String, TypeGroup, ColumnDecision> columnDecider;
    private final Map<ColumnKey, ColumnDecision> columns = new ConcurrentHashMap<>();

    private record ColumnKey(String column, TypeGroup group) {}

    /**
     * @param rules ids of the rules that apply
     * @param reasons why rules did not apply: missing attributes, conditions that do not hold
     */
    TableDecision(
            TableName table,
            TableTags tags,
            Set<Verb> verbs,
            VisibleRows rows,
            List<String> rules,
            List<String> reasons,
            BiFunction<String, TypeGroup, ColumnDecision> columnDecider)
    {
        this.table = requireNonNull(table, "table is null");
        this.tags = requireNonNull(tags, "tags is null");
        this.verbs = ImmutableSet.copyOf(verbs);
        this.rows = requireNonNull(rows, "rows is null");
        this.rules = ImmutableList.copyOf(rules);
        this.reasons = ImmutableList.copyOf(reasons);
        this.columnDecider = requireNonNull(columnDecider, "columnDecider is null");
    }

    public TableName table()
    {
        return table;
    }

    public TableTags tags()
    {
        return tags;
    }

    public Set<Verb> verbs()
    {
        return verbs;
    }

    public boolean allows(Verb verb)
    {
        return verbs.contains(verb);
    }

    /**
     * The rows that SELECT shows; none without the verb.
     */
    public VisibleRows rows()
    {
        return rows;
    }

    public List<String> rules()
    {
        return rules;
    }

    public List<String> reasons()
    {
        return reasons;
    }

    public ColumnDecision column(String column, TypeGroup group)
    {
        return columns.computeIfAbsent(new ColumnKey(column, group), key -> columnDecider.apply(key.column(), key.group()));
    }
}
