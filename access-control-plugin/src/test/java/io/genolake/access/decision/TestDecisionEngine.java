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

    private static TableDecision declaring(String user, String purpose)
    {
        return engine.decide(engine.policy().subjects().subject(new SubjectRequest(user, Set.of(), Map.of("purpose", purpose), NOW)), TableName.parse("genomics.consented.genotypes"));
    }
}
