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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.condition.ConditionException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Everything that a policy knows of users and samples.
 *
 * @param users the users that the policy names
 */
public record Subjects(List<SubjectAttributes> sources, Optional<PurposeRule> purpose, SampleRegistry samples, Set<String> users)
{
    public static final String NAME = "name";
    public static final String GROUPS = "groups";

    public Subjects
    {
        sources = ImmutableList.copyOf(sources);
        requireNonNull(purpose, "purpose is null");
        requireNonNull(samples, "samples is null");
        users = ImmutableSet.copyOf(users);
    }

    /**
     * An attribute that two sources give differently is left out: nothing rests on a contradiction.
     */
    public Subject subject(SubjectRequest request)
    {
        Map<String, Object> attributes = new HashMap<>();
        Map<String, String> provenance = new HashMap<>();
        Set<String> contradicted = new HashSet<>();
        for (SubjectAttributes source : sources) {
            source.attributes(request).forEach((name, value) -> {
                Object former = attributes.putIfAbsent(name, value);
                if (former != null && !former.equals(value)) {
                    contradicted.add(name);
                }
            });
            provenance.putAll(source.provenance(request));
        }
        contradicted.forEach(attributes::remove);
        attributes.put(NAME, request.user());
        attributes.put(GROUPS, ImmutableList.sortedCopyOf(request.groups()));
        return new Subject(request.user(), request.groups(), attributes, purpose(request, attributes), provenance, request.at());
    }

    private Optional<String> purpose(SubjectRequest request, Map<String, Object> attributes)
    {
        return purpose.flatMap(rule -> Optional.ofNullable(request.credentials().get(rule.credential()))
                .filter(declared -> isAllowed(rule, declared, attributes)));
    }

    private static boolean isAllowed(PurposeRule rule, String declared, Map<String, Object> attributes)
    {
        if (rule.allowed().isEmpty()) {
            return true;
        }
        try {
            return rule.allowed().orElseThrow().list(ImmutableMap.of("user", attributes)).contains(declared);
        }
        catch (ConditionException _) {
            return false;
        }
    }
}
