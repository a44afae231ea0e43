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
import com.google.common.collect.ImmutableSet;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * What the policy must decide for a user and a table.
 *
 * @param at when; the time of loading by default
 */
public record PolicyTest(String user, Set<String> groups, Optional<String> purpose, Optional<Instant> at, TableName table, Expectation expectation, int line)
{
    /**
     * @param allowed whether the table can be selected from at all
     * @param allRows whether every row is to be visible, or no row; empty where {@code rows} says it
     * @param rows the ids by column
     * @param masks the masked columns of those that the policy names
     */
    public record Expectation(boolean allowed, Optional<Boolean> allRows, Optional<Map<String, Set<String>>> rows, Optional<Map<String, MaskKind>> masks)
    {
        public Expectation
        {
            requireNonNull(allRows, "allRows is null");
            rows = rows.map(ImmutableMap::copyOf);
            masks = masks.map(ImmutableMap::copyOf);
        }
    }

    public PolicyTest
    {
        requireNonNull(user, "user is null");
        groups = ImmutableSet.copyOf(groups);
        requireNonNull(purpose, "purpose is null");
        requireNonNull(at, "at is null");
        requireNonNull(table, "table is null");
        requireNonNull(expectation, "expectation is null");
    }
}
