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

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

/**
 * The rows that are visible: those in which every named column has one of its ids. No column means all rows; a column without ids means none.
 */
public record VisibleRows(Map<String, Set<String>> ids)
{
    public static final VisibleRows ALL = new VisibleRows(ImmutableMap.of());

    public VisibleRows
    {
        ids = ids.entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, entry -> ImmutableSortedSet.copyOf(entry.getValue())));
    }

    public static VisibleRows of(String column, Set<String> ids)
    {
        return new VisibleRows(ImmutableMap.of(column, ids));
    }

    public boolean isAll()
    {
        return ids.isEmpty();
    }

    public boolean isNone()
    {
        return ids.values().stream().anyMatch(Set::isEmpty);
    }

    /**
     * The rows that are in both.
     */
    public VisibleRows and(VisibleRows other)
    {
        Map<String, Set<String>> both = new HashMap<>(ids);
        other.ids().forEach((column, values) -> both.merge(column, values, Sets::intersection));
        return new VisibleRows(both);
    }

    /**
     * Whether every row that is visible here is so there.
     */
    public boolean isWithin(VisibleRows other)
    {
        if (isNone()) {
            return true;
        }
        return other.ids().entrySet().stream()
                .allMatch(entry -> ids.containsKey(entry.getKey()) && entry.getValue().containsAll(ids.get(entry.getKey())));
    }
}
