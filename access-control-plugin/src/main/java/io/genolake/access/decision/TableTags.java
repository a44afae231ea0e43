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
import com.google.common.collect.ImmutableSet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * What the policy says of a table, inheritance resolved.
 *
 * @param inherit whether columns that are not named have the tags of the table
 * @param scope the column of the row scopes
 * @param named whether a resource names the table or one of its columns, so that its tags hang on the name
 * @param conflicts tags that two resources of the same level give differently: nothing may be decided by them
 */
public record TableTags(Map<String, String> tags, boolean inherit, Optional<String> scope, boolean notNull, boolean named, Set<String> conflicts)
{
    public TableTags
    {
        tags = ImmutableMap.copyOf(tags);
        requireNonNull(scope, "scope is null");
        conflicts = ImmutableSet.copyOf(conflicts);
    }
}
