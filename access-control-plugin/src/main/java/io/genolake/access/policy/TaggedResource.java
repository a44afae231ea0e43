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

import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What the policy says of catalogs, schemas, tables or columns.
 *
 * @param inherit whether the columns have the tags of their table; otherwise a column that is not named is untagged
 * @param scope the column whose ids say which rows a subject sees
 * @param notNull the administrator's word that the scope column is never NULL
 */
public record TaggedResource(Level level, NamePattern pattern, Map<String, String> tags, boolean inherit, Optional<String> scope, boolean notNull, int line)
{
    public enum Level
    {
        CATALOG,
        SCHEMA,
        TABLE,
        COLUMN;

        public int size()
        {
            return ordinal() + 1;
        }
    }

    public TaggedResource
    {
        requireNonNull(level, "level is null");
        requireNonNull(pattern, "pattern is null");
        tags = ImmutableMap.copyOf(tags);
        requireNonNull(scope, "scope is null");
    }
}
