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
package io.genolake.access.subject;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Who asks, as rules see it.
 *
 * @param attributes what conditions see as {@code user}
 * @param purpose the declared purpose, if the subject may have it
 * @param provenance where attributes come from, for the audit
 */
public record Subject(String user, Set<String> groups, Map<String, Object> attributes, Optional<String> purpose, Map<String, String> provenance, Instant at)
{
    public Subject
    {
        requireNonNull(user, "user is null");
        groups = ImmutableSet.copyOf(groups);
        attributes = ImmutableMap.copyOf(attributes);
        requireNonNull(purpose, "purpose is null");
        provenance = ImmutableMap.copyOf(provenance);
        requireNonNull(at, "at is null");
    }
}
