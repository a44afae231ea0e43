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
package io.genolake.access.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.List;
import java.util.Map;

/**
 * Which tables, or columns, a rule is about: all that is said must hold; a selector that says nothing is about none.
 *
 * @param tags values that tags must have, {@code *} for any
 * @param names patterns, one of which must match: of catalogs, schemas, tables or columns by their number of parts
 */
public record Selector(Map<String, String> tags, List<NamePattern> names)
{
    public Selector
    {
        tags = ImmutableMap.copyOf(tags);
        names = ImmutableList.copyOf(names);
    }

    public boolean matches(Map<String, String> actual, String... path)
    {
        if (tags.isEmpty() && names.isEmpty()) {
            return false;
        }
        return matchesTags(actual) && (names.isEmpty() || names.stream().anyMatch(pattern -> matchesName(pattern, path)));
    }

    private boolean matchesTags(Map<String, String> actual)
    {
        return tags.entrySet().stream()
                .allMatch(entry -> {
                    String value = actual.get(entry.getKey());
                    return value != null && (entry.getValue().equals("*") || entry.getValue().equals(value));
                });
    }

    /**
     * A pattern of a schema is about the tables in it.
     */
    private static boolean matchesName(NamePattern pattern, String... path)
    {
        if (pattern.size() > path.length) {
            return false;
        }
        String[] names = new String[pattern.size()];
        System.arraycopy(path, 0, names, 0, names.length);
        return pattern.matches(names);
    }
}
