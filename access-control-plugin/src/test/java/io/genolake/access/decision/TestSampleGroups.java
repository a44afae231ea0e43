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
import com.google.common.collect.ImmutableSet;
import io.genolake.access.condition.Condition;
import io.genolake.access.condition.ConditionCompiler;
import io.genolake.access.condition.ConditionException;
import io.genolake.access.subject.SampleRegistry;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples that are looked up by what a condition requires are those that it is true of, one by one.
 */
final class TestSampleGroups
{
    private static final Set<String> ATTRIBUTES = ImmutableSet.of("project", "site", "duo");
    private static final List<String> TERMS = ImmutableList.of(
            "sample.project in user.projects",
            "sample.project == user.main",
            "user.main == sample.project",
            "sample.project == user.projects",
            "sample.site in ['a', 'b']",
            "sample.site in user.main",
            "sample.site == 'a'",
            "sample.site != 'a'",
            "sample.duo == purpose",
            "has(sample.duo)",
            "!has(sample.site)",
            "sample.site == sample.duo",
            "sample.project in user.mixed",
            "sample.project in user.missing",
            "sample.project == tags.dataset");

    @Test
    void testSameAsAllSamples()
            throws Exception
    {
        Random random = new Random(500);
        Map<String, Object> variables = ImmutableMap.of(
                "user", ImmutableMap.of("projects", ImmutableList.of("p1", "p2"), "main", "p3", "mixed", ImmutableList.of("p1", 7L)),
                "tags", ImmutableMap.of("dataset", "p2"),
                "purpose", "a");
        StringBuilder lines = new StringBuilder("sample,project,site,duo\n");
        for (int i = 0; i < 200; i++) {
            lines.append("s%s,%s,%s,%s\n".formatted(i, value(random, "p1", "p2", "p3", "p4"), value(random, "a", "b", "c"), value(random, "a", "b")));
        }
        SampleRegistry registry = SampleRegistry.parse("samples.csv", lines.toString());
        SampleGroups groups = SampleGroups.of(registry, ATTRIBUTES);
        for (int i = 0; i < 500; i++) {
            String text = text(random);
            Condition where = new ConditionCompiler().compile(text, ConditionCompiler.Kind.WHERE);
            Set<String> expected = new HashSet<>();
            registry.samples().forEach((id, sample) -> {
                if (holds(where, variables, sample)) {
                    expected.add(id);
                }
            });
            Set<String> actual = new HashSet<>();
            groups.candidates(where, variables).stream()
                    .filter(group -> holds(where, variables, group.attributes()))
                    .forEach(group -> actual.addAll(group.samples()));
            assertThat(actual).as(text).isEqualTo(expected);
        }
    }

    private static boolean holds(Condition where, Map<String, Object> variables, Map<String, String> sample)
    {
        Map<String, Object> scope = new HashMap<>(variables);
        scope.put("sample", sample);
        try {
            return where.test(scope);
        }
        catch (ConditionException _) {
            return false;
        }
    }

    private static String value(Random random, String... values)
    {
        return random.nextInt(5) == 0 ? "" : values[random.nextInt(values.length)];
    }

    private static String text(Random random)
    {
        StringBuilder text = new StringBuilder(TERMS.get(random.nextInt(TERMS.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.insert(0, "(").append(random.nextInt(4) == 0 ? " || " : " && ").append(TERMS.get(random.nextInt(TERMS.size()))).append(")");
        }
        return text.toString();
    }
}
