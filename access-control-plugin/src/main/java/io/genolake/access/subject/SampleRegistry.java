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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyFields;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registry of samples: a comma-separated file, one line a sample, whose first line names the attributes and whose first column is the id.
 * An empty field is an attribute that the sample lacks.
 *
 * @param samples attributes by id, the id itself among them
 */
public record SampleRegistry(Set<String> attributes, Map<String, Map<String, String>> samples)
{
    private static final Splitter COMMAS = Splitter.on(',').trimResults();

    public static final SampleRegistry EMPTY = new SampleRegistry(ImmutableSet.of(), ImmutableMap.of());

    public SampleRegistry
    {
        attributes = ImmutableSet.copyOf(attributes);
        samples = ImmutableMap.copyOf(samples);
    }

    public static SampleRegistry parse(String file, String text)
    {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            throw new PolicyException(file, 1, "the registry has no header", "Write the names of the attributes into the first line, for example sample,project,duo");
        }
        List<String> header = COMMAS.splitToList(lines.getFirst());
        if (header.contains("") || new HashSet<>(header).size() != header.size()) {
            throw new PolicyException(file, 1, "an attribute has no name, or two have the same", "Give each column of the registry a name of its own");
        }
        ImmutableMap.Builder<String, Map<String, String>> samples = ImmutableMap.builder();
        Set<String> ids = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            if (line.indexOf('"') >= 0) {
                throw new PolicyException(file, i + 1, "there is a quote", "Write fields without quotes and commas");
            }
            List<String> fields = COMMAS.splitToList(line);
            if (fields.size() != header.size() || fields.getFirst().isEmpty()) {
                throw new PolicyException(file, i + 1, "the line has %s fields, the header %s, or the id is empty".formatted(fields.size(), header.size()), "Give each sample an id and every field, empty where unknown");
            }
            if (!ids.add(fields.getFirst())) {
                throw new PolicyException(file, i + 1, "the sample '%s' is there twice".formatted(PolicyFields.shown(fields.getFirst())), "Keep one line a sample");
            }
            samples.put(fields.getFirst(), sample(header, fields));
        }
        return new SampleRegistry(ImmutableSet.copyOf(header), samples.buildOrThrow());
    }

    private static Map<String, String> sample(List<String> header, List<String> fields)
    {
        ImmutableMap.Builder<String, String> sample = ImmutableMap.builder();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                sample.put(header.get(i), fields.get(i));
            }
        }
        return sample.buildOrThrow();
    }

    public List<String> ids()
    {
        return ImmutableList.copyOf(samples.keySet());
    }
}
