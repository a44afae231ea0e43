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
package io.genolake.access.condition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.condition.Condition.Requirement;
import io.genolake.access.condition.ConditionCompiler.Kind;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestConditionCompiler
{
    private static final ConditionCompiler COMPILER = new ConditionCompiler();
    private static final Map<String, Object> VARIABLES = ImmutableMap.of(
            "user", ImmutableMap.of("name", "alice", "level", 3L, "active", true, "samples", ImmutableList.of("s1", 17L), "secret", "hunter2"),
            "tags", ImmutableMap.of("dataset", "cardio", "individual", true));

    @Test
    void testConditions()
            throws Exception
    {
        assertThat(test("user.name == 'alice' && user.level >= 3 && user.active && tags.individual")).isTrue();
        assertThat(test("'s1' in user.samples && user.samples.exists(s, s == 's1')")).isTrue();
        assertThat(test("has(user.missing)")).isFalse();
        assertThat(COMPILER.compile("user.samples", Kind.LIST).list(VARIABLES)).containsExactly("s1", "17");
        assertThat(COMPILER.compile("user.name", Kind.LIST).list(VARIABLES)).containsExactly("alice");
        assertThat(COMPILER.compile("user.samples.exists(s, s == tags.dataset) || purpose == 'x'", Kind.CONDITION).references())
                .containsExactlyInAnyOrder("user.samples", "tags.dataset", "purpose");
    }

    @Test
    void testRequirements()
            throws InvalidConditionException
    {
        assertThat(requirements("sample.project in user.projects && sample.duo == 'GRU' && (sample.x == 'a' || sample.y == 'b')"))
                .containsExactly(new Requirement("project", ImmutableSet.of(), "user.projects"), new Requirement("duo", ImmutableSet.of("GRU"), ""));
        assertThat(requirements("purpose == sample.purpose && sample.site in ['a', 'b']"))
                .containsExactly(new Requirement("purpose", ImmutableSet.of(), "purpose"), new Requirement("site", ImmutableSet.of("a", "b"), ""));
        assertThat(requirements("true || sample.project == 'x'")).isEmpty();
        assertThat(requirements("!(sample.project == 'x') && sample.project != 'y' && sample.a == sample.b && !has(sample.c) && sample.d in ['a', user.b]")).isEmpty();

        Requirement projects = new Requirement("project", ImmutableSet.of(), "user.projects");
        assertThat(projects.values(ImmutableMap.of("user", ImmutableMap.of("projects", ImmutableList.of("a", "b"))))).contains(ImmutableSet.of("a", "b"));
        assertThat(projects.values(ImmutableMap.of("user", ImmutableMap.of("projects", "a")))).contains(ImmutableSet.of("a"));
        // of what is no text nothing is said
        assertThat(projects.values(ImmutableMap.of("user", ImmutableMap.of("projects", ImmutableList.of("a", 1L))))).isEmpty();
        assertThat(projects.values(ImmutableMap.of("user", ImmutableMap.of()))).isEmpty();
    }

    private static List<Requirement> requirements(String text)
            throws InvalidConditionException
    {
        return COMPILER.compile(text, Kind.WHERE).requirements();
    }

    @Test
    void testMissingAttributesAreNamedAndValuesAreNot()
    {
        assertThatThrownBy(() -> test("user.role == 'x' && purpose == 'y'")).isInstanceOf(ConditionException.class).hasMessage("attributes missing: purpose, user.role");
        assertThatThrownBy(() -> test("user.secret")).isInstanceOf(ConditionException.class).satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        assertThatThrownBy(() -> test("int(user.secret) == 1")).isInstanceOf(ConditionException.class).satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        assertThatThrownBy(() -> test("user.name > 3")).isInstanceOf(ConditionException.class);
        assertThatThrownBy(() -> COMPILER.compile("[user.active]", Kind.LIST).list(VARIABLES)).isInstanceOf(ConditionException.class);
    }

    @Test
    void testWhatDoesNotCompile()
    {
        for (String text : List.of("", "user.name ==", "user.name = 'x'", "nobody.name == 'x'", "'text'", "1", "sample.project == 'x'", "exec('x')", "a".repeat(20_000), "(".repeat(500) + "true" + ")".repeat(500))) {
            assertThatThrownBy(() -> COMPILER.compile(text, Kind.CONDITION)).as(text.length() > 50 ? "long" : text).isInstanceOf(InvalidConditionException.class);
        }
        assertThatThrownBy(() -> COMPILER.compile("true", Kind.LIST)).isInstanceOf(InvalidConditionException.class);
    }

    @Test
    void testComprehensionsAreBounded()
            throws InvalidConditionException
    {
        Condition condition = COMPILER.compile("user.list.all(a, user.list.all(b, a == b))", Kind.CONDITION);
        Map<String, Object> variables = ImmutableMap.of("user", ImmutableMap.of("list", Collections.nCopies(1_000, "x")), "tags", ImmutableMap.of());
        assertThatThrownBy(() -> condition.test(variables)).isInstanceOf(ConditionException.class);
    }

    @Test
    void testDataUse()
    {
        assertThat(DataUse.allows("GRU", "HMB")).isTrue();
        assertThat(DataUse.allows("GRU", "DS:MONDO_1")).isTrue();
        assertThat(DataUse.allows("GRU", "POA")).isTrue();
        assertThat(DataUse.allows("HMB", "DS:MONDO_1")).isTrue();
        assertThat(DataUse.allows("HMB", "GRU")).isFalse();
        assertThat(DataUse.allows("HMB", "POA")).isFalse();
        assertThat(DataUse.allows("POA", "POA")).isTrue();
        assertThat(DataUse.allows("POA", "HMB")).isFalse();
        assertThat(DataUse.allows("DS:MONDO_1", "DS:MONDO_1")).isTrue();
        assertThat(DataUse.allows("DS:MONDO_1", "DS:MONDO_2")).isFalse();
        assertThat(DataUse.allows("DS:MONDO_1", "HMB")).isFalse();
        assertThat(DataUse.allows("DUO:0000042", "DUO:0000006")).isTrue();
        assertThat(DataUse.allows("DUO:0000007:MONDO_1", "DS:MONDO_1")).isTrue();
        assertThat(DataUse.allows("GRU NPU", "HMB")).isTrue();
        assertThat(DataUse.allows("GRU NPU", "HMB for-profit")).isFalse();
        assertThat(DataUse.allows("GRU", "HMB for-profit")).isTrue();
        for (String unclear : List.of("", "GRU HMB", "NPU", "GRU PUB", "DS:", "gru", "everything")) {
            assertThat(DataUse.allows(unclear, "HMB")).as(unclear).isFalse();
            assertThat(DataUse.allows("GRU", unclear)).as(unclear).isFalse();
        }
    }

    private static boolean test(String text)
            throws ConditionException, InvalidConditionException
    {
        return COMPILER.compile(text, Kind.CONDITION).test(VARIABLES);
    }
}
