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
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.genolake.access.condition.Condition;
import io.genolake.access.subject.SampleRegistry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * The samples of a registry that are alike in some attributes, and an index of them by the value of each of these attributes: a condition that is
 * true only where the project is one of a user's is asked of the samples of these projects, and not of all.
 */
final class SampleGroups
{
    private final List<Group> groups;
    private final Map<String, Map<String, List<Group>>> byValue;

    /**
     * @param attributes that all of the samples have
     * @param samples their ids
     */
    record Group(Map<String, String> attributes, List<String> samples)
    {
        Group
        {
            attributes = ImmutableMap.copyOf(attributes);
            samples = ImmutableList.copyOf(samples);
        }
    }

    private SampleGroups(List<Group> groups, Map<String, Map<String, List<Group>>> byValue)
    {
        this.groups = ImmutableList.copyOf(groups);
        this.byValue = requireNonNull(byValue, "byValue is null");
    }

    static SampleGroups of(SampleRegistry registry, Set<String> attributes)
    {
        Map<Map<String, String>, List<String>> samples = new LinkedHashMap<>();
        registry.samples().forEach((id, sample) -> samples.computeIfAbsent(
                ImmutableMap.copyOf(Maps.filterKeys(sample, attributes::contains)),
                _ -> new ArrayList<>()).add(id));
        List<Group> groups = new ArrayList<>();
        Map<String, Map<String, List<Group>>> byValue = new HashMap<>();
        attributes.forEach(attribute -> byValue.put(attribute, new HashMap<>()));
        samples.forEach((common, ids) -> {
            Group group = new Group(common, ids);
            groups.add(group);
            common.forEach((attribute, value) -> byValue.get(attribute).computeIfAbsent(value, _ -> new ArrayList<>()).add(group));
        });
        return new SampleGroups(groups, byValue);
    }

    /**
     * The groups that a condition may be true of: those that fulfil the requirement which the fewest do.
     */
    List<Group> candidates(Condition where, Map<String, Object> variables)
    {
        List<Group> fewest = groups;
        for (Condition.Requirement requirement : where.requirements()) {
            Optional<Set<String>> values = requirement.values(variables);
            Map<String, List<Group>> index = byValue.get(requirement.attribute());
            if (values.isEmpty() || index == null) {
                continue;
            }
            List<Group> fulfilling = values.orElseThrow().stream()
                    .flatMap(value -> index.getOrDefault(value, List.of()).stream())
                    .toList();
            if (fulfilling.size() < fewest.size()) {
                fewest = fulfilling;
            }
        }
        return fewest;
    }
}
