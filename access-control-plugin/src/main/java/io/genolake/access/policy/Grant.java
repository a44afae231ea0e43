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

import com.google.common.collect.ImmutableSet;

import java.time.Instant;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * A permit for one user with an end.
 */
public record Grant(String user, Set<Verb> verbs, Selector resources, RowScope rows, Instant until, String approver, String ticket, int line)
{
    public Grant
    {
        requireNonNull(user, "user is null");
        verbs = ImmutableSet.copyOf(verbs);
        requireNonNull(resources, "resources is null");
        requireNonNull(rows, "rows is null");
        requireNonNull(until, "until is null");
        requireNonNull(approver, "approver is null");
        requireNonNull(ticket, "ticket is null");
    }
}
