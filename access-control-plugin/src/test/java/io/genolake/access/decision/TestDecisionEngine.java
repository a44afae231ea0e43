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

import io.genolake.access.ExamplePolicy;
import io.genolake.access.PolicyDirectory;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.SubjectRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.genolake.access.PolicyDirectory.NOW;
import static org.assertj.core.api.Assertions.assertThat;

final class TestDecisionEngine
{
    private static DecisionEngine engine;

    @BeforeAll
    static void load(@TempDir Path directory)
    {
        engine = ExamplePolicy.write(directory).engine();
    }

    @Test
    void testOnlyResearchersOfTheProject()
    {
        assertThat(decide("alice", "genomics.cardio.genotypes").rows().ids()).isEqualTo(Map.of("sample", Set.of("s1", "s4")));
        assertThat(decide("alice", "genomics.cardio.genotypes").rules()).containsExactly("project-researchers");
        TableDecision bob = decide("bob", "genomics.cardio.genotypes");
        assertThat(bob.verbs()).isEmpty();
        assertThat(bob.rows().isNone()).isTrue();
        assertThat(bob.reasons()).contains("project-researchers: its condition does not hold");
        assertThat(decide("mallory", "genomics.cardio.genotypes").reasons()).contains("project-researchers: attributes missing: user.projects, user.role");
        assertThat(decide("alice", "genomics.other.genotypes").verbs()).isEmpty();
    }

    @Test
    void testScopesOfOneDataset()
    {
        // by the tags of the dataset, which has tables of two scopes: on the one of the other scope it shows nothing, and says so
        TableDecision patients = decide("alice", "lake.silver.patients");
        assertThat(patients.rules()).contains("project-researchers", "patients");
        assertThat(patients.reasons()).contains("project-researchers shows no rows: it is by column 'sample', the scope of the table is 'patient_id'");
        assertThat(patients.rows().ids()).containsOnlyKeys("patient_id");
    }

    @Test
    void testGrantsEnd()
    {
        assertThat(decide("carol", "genomics.cardio.genotypes").rows().isAll()).isTrue();
        assertThat(decide("carol", "genomics.cardio.genotypes").rules()).containsExactly("grant T-1");
        assertThat(decide("dave", "genomics.cardio.genotypes").verbs()).isEmpty();
    }

    @Test
    void testRegistryAndConsent()
    {
        assertThat(decide("bob", "genomics.neuro.genotypes").rows().ids()).isEqualTo(Map.of("sample", Set.of("n1", "n2", "n4")));
        // no purpose is declared: nothing may be used
        assertThat(decide("alice", "genomics.consented.genotypes").rows().isNone()).isTrue();
        assertThat(declaring("alice", "HMB").rows().ids()).isEqualTo(Map.of("sample", Set.of("n1")));
        // a purpose that the subject does not have
        assertThat(declaring("alice", "DS:MONDO_1").rows().isNone()).isTrue();
        assertThat(declaring("bob", "HMB").rows().isNone()).isTrue();
    }

    @Test
    void testDecisionsAreKeptUntilAGrantEnds()
    {
        Instant end = Instant.parse("2026-06-02T00:00:00Z");
        TableDecision granted = decide("carol", NOW);
        assertThat(granted.rows().isAll()).isTrue();
        assertThat(decide("carol", end.minusNanos(1))).isSameAs(granted);
        assertThat(decide("carol", end).verbs()).isEmpty();
        assertThat(decide("carol", NOW).rows().isAll()).isTrue();
        // the purpose is part of what is decided by
        assertThat(declaring("alice", "HMB").rows().isNone()).isFalse();
        assertThat(decide("alice", "genomics.consented.genotypes").rows().isNone()).isTrue();
        assertThat(declaring("alice", "HMB").rows().isNone()).isFalse();
    }

    /**
     * Samples that are alike in what a condition names are decided at once.
     */
    @Test
    void testConditionsOverTheRegistry(@TempDir Path directory)
    {
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        expected.put("sample.project in user.projects", Set.of("n1", "n2", "n4"));
        expected.put("sample['project'] == 'other'", Set.of("n3"));
        expected.put("sample.sample == 'n2'", Set.of("n2"));
        expected.put("has(sample.duo) && sample.duo == 'GRU'", Set.of("n1", "n3"));
        expected.put("!has(sample.duo)", Set.of("n4"));
        expected.put("sample.duo != 'GRU'", Set.of("n2"));
        expected.put("sample.project == 'other' || sample.duo == 'GRU'", Set.of("n1", "n3"));
        expected.put("['n1', 'n3'].exists(id, id == sample.sample)", Set.of("n1", "n3"));
        expected.put("sample.exists(key, sample[key] == 'other')", Set.of("n3"));
        expected.put("user.role == 'researcher'", Set.of("n1", "n2", "n3", "n4"));
        expected.put("size(sample) == 3", Set.of("n1", "n2", "n3"));
        StringBuilder rules = new StringBuilder();
        List<String> conditions = List.copyOf(expected.keySet());
        for (int i = 0; i < conditions.size(); i++) {
            rules.append("  - {id: r%1$s, effect: permit, verbs: [select], resources: {tables: [genomics.p%1$s.genotypes]}, rows: {column: sample, from: samples, where: \"%2$s\"}}\n".formatted(i, conditions.get(i)));
        }
        DecisionEngine registry = new PolicyDirectory(directory)
                .write("policy.yaml", "version: 1\nservice_user: s\nattributes: {users: subjects.yaml, samples: samples.csv}\nrules:\n" + rules)
                .write("subjects.yaml", ExamplePolicy.SUBJECTS)
                .write("samples.csv", ExamplePolicy.SAMPLES)
                .engine();
        for (int i = 0; i < conditions.size(); i++) {
            TableDecision decision = registry.decide(PolicyDirectory.subject(registry.policy(), "bob"), TableName.parse("genomics.p%s.genotypes".formatted(i)));
            assertThat(decision.rows().ids()).as(conditions.get(i)).isEqualTo(Map.of("sample", expected.get(conditions.get(i))));
        }
    }

    @Test
    void testMasks()
    {
        TableDecision patients = decide("alice", "lake.silver.patients");
        assertThat(patients.rows().ids()).isEqualTo(Map.of("patient_id", Set.of("17", "0018")));
        assertThat(patients.column("ssn", TypeGroup.STRING)).isEqualTo(new ColumnDecision(MaskKind.PSEUDONYM, Optional.of("cardio"), List.of("pii")));
        assertThat(patients.column("ssn", TypeGroup.NUMBER).mask()).isEqualTo(MaskKind.REPLACE_WITH_NULL);
        assertThat(patients.column("name", TypeGroup.STRING).mask()).isEqualTo(MaskKind.NONE);
        // a new table of a workspace: its columns are not named
        assertThat(decide("alice", "lake.ws_alice.new").column("x", TypeGroup.STRING).mask()).isEqualTo(MaskKind.PSEUDONYM);
        assertThat(decide("alice", "lake.ws_alice.new").allows(Verb.CREATE)).isTrue();
        assertThat(decide("bob", "lake.ws_alice.new").verbs()).isEmpty();
    }

    @Test
    void testColumnsOfTheProduct()
    {
        TableDecision scoped = decide("alice", "genomics.cardio.genotypes");
        assertThat(scoped.tags().tags()).containsEntry("individual", "true");
        for (String column : Set.of("$path", "$record", "$virtual_offset", "$file_size", "$file_modified_time")) {
            assertThat(scoped.column(column, TypeGroup.STRING).mask()).isEqualTo(MaskKind.DENY);
            assertThat(decide("carol", "genomics.cardio.genotypes").column(column, TypeGroup.STRING).mask()).isEqualTo(MaskKind.NONE);
        }
        assertThat(scoped.column("sample", TypeGroup.STRING).mask()).isEqualTo(MaskKind.NONE);
        assertThat(scoped.column("gt", TypeGroup.STRING).mask()).isEqualTo(MaskKind.NONE);
    }

    private static TableDecision decide(String user, String table)
    {
        return engine.decide(PolicyDirectory.subject(engine.policy(), user), TableName.parse(table));
    }

    private static TableDecision decide(String user, Instant at)
    {
        return engine.decide(engine.policy().subjects().subject(new SubjectRequest(user, Set.of(), Map.of(), at)), TableName.parse("genomics.cardio.genotypes"));
    }

    private static TableDecision declaring(String user, String purpose)
    {
        return engine.decide(engine.policy().subjects().subject(new SubjectRequest(user, Set.of(), Map.of("purpose", purpose), NOW)), TableName.parse("genomics.consented.genotypes"));
    }
}
