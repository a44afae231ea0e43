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
import io.genolake.access.condition.InvalidConditionException;
import io.genolake.access.policy.Effect;
import io.genolake.access.policy.Grant;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.NamePattern;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.RowScope;
import io.genolake.access.policy.Rule;
import io.genolake.access.policy.Selector;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TagDeclaration;
import io.genolake.access.policy.TaggedResource;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.SampleRegistry;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.Subjects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The algebra on random policies: what may only widen, widens, and what may only narrow, narrows.
 */
final class TestDecisionProperties
{
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final TableName TABLE = TableName.parse("c.s.t");
    private static final ConditionCompiler COMPILER = new ConditionCompiler();
    private static final List<Condition> CONDITIONS = ImmutableList.of(
            condition("user.role == 'r1'"),
            condition("user.role == 'r2'"),
            condition("'p1' in user.projects"),
            condition("tags.dataset == 'd1'"),
            condition("purpose == 'HMB'"),
            condition("user.flag"),
            condition("!(user.role == 'r1')"),
            condition("user.role == 'r1' || user.flag"));
    private static final Condition IDS = list("user.samples");
    private static final Condition WHERE = where("sample.project in user.projects");

    private static Condition condition(String text)
    {
        return compile(text, ConditionCompiler.Kind.CONDITION);
    }

    private static Condition list(String text)
    {
        return compile(text, ConditionCompiler.Kind.LIST);
    }

    private static Condition where(String text)
    {
        return compile(text, ConditionCompiler.Kind.WHERE);
    }

    private static Condition compile(String text, ConditionCompiler.Kind kind)
    {
        try {
            return COMPILER.compile(text, kind);
        }
        catch (InvalidConditionException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Property(tries = 500)
    void testForbidNeverWidens(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules();
        Subject subject = generator.subject();
        TableDecision before = decide(rules, List.of(), subject);
        TableDecision after = decide(with(generator, rules, generator.rule(Effect.FORBID)), List.of(), subject);
        assertWithin(after, before, seed);
    }

    @Property(tries = 500)
    void testRestrictNeverWidens(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules();
        Subject subject = generator.subject();
        assertWithin(decide(with(generator, rules, generator.rule(Effect.RESTRICT)), List.of(), subject), decide(rules, List.of(), subject), seed);
    }

    @Property(tries = 500)
    void testPermitsAndGrantsNeverNarrow(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules();
        Subject subject = generator.subject();
        TableDecision before = decide(rules, List.of(), subject);
        assertWithin(before, decide(with(generator, rules, generator.rule(Effect.PERMIT)), List.of(), subject), seed);
        assertWithin(before, decide(rules, List.of(generator.grant(subject.user())), subject), seed);
    }

    @Property(tries = 500)
    void testMasksOnlyGetStricter(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules();
        Subject subject = generator.subject();
        TableDecision before = decide(rules, List.of(), subject);
        TableDecision after = decide(with(generator, rules, generator.rule(Effect.MASK)), List.of(), subject);
        for (TypeGroup group : TypeGroup.values()) {
            assertThat(after.column("x", group).mask().isAtLeast(before.column("x", group).mask())).as("seed %s", seed).isTrue();
        }
    }

    @Property(tries = 500)
    void testUnknownAttributesDeny(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules().stream()
                // A negation or a disjunction has an answer of its own
                .filter(rule -> rule.effect() != Effect.PERMIT || rule.when().map(when -> when.references().stream().noneMatch(reference -> reference.startsWith("tags"))).orElse(false))
                .filter(rule -> rule.effect() != Effect.PERMIT || rule.unless().isEmpty())
                .toList();
        Subject nobody = new Subject("nobody", Set.of(), ImmutableMap.of("name", "nobody", "groups", ImmutableList.of()), Optional.empty(), ImmutableMap.of(), NOW);
        TableDecision decision = decide(rules, List.of(), nobody);
        assertThat(decision.verbs()).as("seed %s", seed).isEmpty();
        assertThat(decision.rows().isNone()).as("seed %s", seed).isTrue();
    }

    @Property(tries = 500)
    void testExpiryIsMonotone(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules();
        Subject subject = generator.subject();
        List<Grant> grants = List.of(generator.grant(subject.user()), generator.grant(subject.user()));
        TableDecision now = decide(rules, grants, subject);
        Subject later = new Subject(subject.user(), subject.groups(), subject.attributes(), subject.purpose(), subject.provenance(), NOW.plusSeconds(generator.random.nextInt(200)));
        assertWithin(decide(rules, grants, later), now, seed);
    }

    @Property(tries = 1000)
    void testOrderOfRulesDoesNotMatter(@ForAll long seed)
    {
        Generator generator = new Generator(seed);
        List<Rule> rules = generator.rules();
        Subject subject = generator.subject();
        List<Rule> shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, generator.random);
        TableDecision one = decide(rules, List.of(), subject);
        TableDecision other = decide(shuffled, List.of(), subject);
        assertThat(other.verbs()).isEqualTo(one.verbs());
        assertThat(other.rows()).isEqualTo(one.rows());
        for (TypeGroup group : TypeGroup.values()) {
            assertThat(other.column("x", group).mask()).as("seed %s", seed).isEqualTo(one.column("x", group).mask());
        }
    }

    @Property
    void testMasksAreALattice(@ForAll MaskKind a, @ForAll MaskKind b, @ForAll MaskKind c)
    {
        assertThat(a.and(a)).isEqualTo(a);
        assertThat(a.and(b)).isEqualTo(b.and(a));
        assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
        assertThat(a.and(b).isAtLeast(a)).isTrue();
    }

    private static List<Rule> with(Generator generator, List<Rule> rules, Rule rule)
    {
        List<Rule> result = new ArrayList<>(rules);
        result.add(generator.random.nextInt(result.size() + 1), rule);
        return result;
    }

    private static void assertWithin(TableDecision narrow, TableDecision wide, long seed)
    {
        assertThat(wide.verbs()).as("seed %s", seed).containsAll(narrow.verbs());
        assertThat(narrow.rows().isWithin(wide.rows())).as("seed %s: %s within %s", seed, narrow.rows(), wide.rows()).isTrue();
    }

    private static TableDecision decide(List<Rule> rules, List<Grant> grants, Subject subject)
    {
        SampleRegistry registry = SampleRegistry.parse("samples.csv", "sample,project\ns1,p1\ns2,p2\ns3,p1\ns5,\n");
        Policy policy = new Policy(
                "service",
                Optional.of("PII"),
                new Subjects(ImmutableList.of(), Optional.empty(), registry, ImmutableSet.of()),
                ImmutableMap.of(
                        "sensitivity", new TagDeclaration("sensitivity", TagDeclaration.Kind.ORDERED, ImmutableList.of("public", "PII")),
                        "dataset", new TagDeclaration("dataset", TagDeclaration.Kind.FREE, ImmutableList.of())),
                ImmutableMap.of(),
                ImmutableList.of(
                        new TaggedResource(TaggedResource.Level.TABLE, NamePattern.parse("c.s.t"), ImmutableMap.of("dataset", "d1"), false, Optional.of("sample"), false, 1)),
                rules,
                grants,
                ImmutableList.of(),
                "");
        return new DecisionEngine(policy, ImmutableSet.of()).decide(subject, TABLE);
    }

    private static final class Generator
    {
        private final Random random;

        Generator(long seed)
        {
            random = new Random(seed);
        }

        List<Rule> rules()
        {
            List<Rule> rules = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                rules.add(rule(Effect.values()[random.nextInt(Effect.values().length)]));
            }
            return rules;
        }

        Rule rule(Effect effect)
        {
            Map<TypeGroup, MaskKind> masks = new EnumMap<>(TypeGroup.class);
            for (TypeGroup group : TypeGroup.values()) {
                masks.put(group, MaskKind.values()[random.nextInt(MaskKind.values().length)]);
            }
            Selector selector = random.nextBoolean()
                    ? new Selector(ImmutableMap.of("dataset", random.nextInt(4) == 0 ? "d2" : "d1"), ImmutableList.of())
                    : new Selector(ImmutableMap.of(), ImmutableList.of(NamePattern.parse(random.nextInt(4) == 0 ? "c.x.*" : "c.s.*")));
            Set<Verb> verbs = verbs();
            return new Rule(
                    "r" + random.nextInt(1_000_000),
                    effect,
                    effect == Effect.PERMIT || effect == Effect.FORBID ? verbs : Set.of(),
                    effect == Effect.MASK ? Optional.empty() : Optional.of(selector),
                    condition(3),
                    condition(6),
                    (effect == Effect.PERMIT && verbs.contains(Verb.SELECT)) || effect == Effect.RESTRICT ? Optional.of(rows(effect)) : Optional.empty(),
                    effect == Effect.MASK ? Optional.of(new Selector(ImmutableMap.of("sensitivity", "PII"), ImmutableList.of())) : Optional.empty(),
                    masks,
                    1);
        }

        private Set<Verb> verbs()
        {
            Set<Verb> verbs = EnumSet.of(Verb.values()[random.nextInt(Verb.values().length)]);
            if (random.nextInt(4) > 0) {
                verbs.add(Verb.SELECT);
            }
            return verbs;
        }

        private RowScope rows(Effect effect)
        {
            return switch (random.nextInt(effect == Effect.PERMIT ? 5 : 4)) {
                case 0 -> new RowScope.Literals("sample", ImmutableList.of("s" + random.nextInt(6), "s" + random.nextInt(6)));
                case 1 -> new RowScope.Attribute("sample", IDS);
                case 2 -> new RowScope.Registered("sample", WHERE);
                case 3 -> new RowScope.Literals("other", random.nextBoolean() ? ImmutableList.of() : ImmutableList.of("o1"));
                default -> new RowScope.All();
            };
        }

        private Optional<Condition> condition(int rarity)
        {
            return random.nextInt(rarity) == 0 ? Optional.of(CONDITIONS.get(random.nextInt(CONDITIONS.size()))) : Optional.empty();
        }

        Grant grant(String user)
        {
            return new Grant(
                    random.nextInt(5) == 0 ? "other" : user,
                    verbs(),
                    new Selector(ImmutableMap.of(), ImmutableList.of(NamePattern.parse("c.s.t"))),
                    rows(Effect.PERMIT),
                    NOW.plusSeconds(random.nextInt(200) - 50),
                    "dac",
                    "T" + random.nextInt(100),
                    1);
        }

        Subject subject()
        {
            Map<String, Object> attributes = new HashMap<>();
            attributes.put("name", "alice");
            attributes.put("groups", ImmutableList.of());
            if (random.nextInt(4) > 0) {
                attributes.put("role", "r" + (1 + random.nextInt(2)));
            }
            if (random.nextInt(4) > 0) {
                attributes.put("projects", ImmutableList.of("p" + (1 + random.nextInt(2))));
            }
            if (random.nextInt(4) > 0) {
                attributes.put("samples", ImmutableList.of("s" + random.nextInt(6), "s" + random.nextInt(6)));
            }
            if (random.nextInt(3) == 0) {
                attributes.put("flag", random.nextBoolean());
            }
            return new Subject("alice", Set.of(), attributes, random.nextBoolean() ? Optional.of("HMB") : Optional.empty(), ImmutableMap.of(), NOW);
        }
    }
}
