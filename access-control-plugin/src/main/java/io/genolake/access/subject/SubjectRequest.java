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
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Who asks, and when.
 *
 * @param groups Trino's groups of the user
 * @param credentials extra credentials that the client sent: secrets, never shown
 * @param at the start of the query, at which all validity is judged
 */
public record SubjectRequest(String user, Set<String> groups, Map<String, String> credentials, Instant at)
{
    public SubjectRequest
    {
        requireNonNull(user, "user is null");
        groups = ImmutableSet.copyOf(groups);
        credentials = ImmutableMap.copyOf(credentials);
        requireNonNull(at, "at is null");
    }

    @Override
    public String toString()
    {
        return user;
    }
}
