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

import io.genolake.access.ExamplePolicy;
import io.genolake.access.PolicyDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestPolicyLoader
{
    @TempDir
    private Path directory;

    @Test
    void testExample()
    {
        Policy policy = ExamplePolicy.write(directory).load();
        assertThat(policy.rules()).hasSize(8);
        assertThat(policy.grants()).hasSize(2);
        assertThat(policy.untaggedColumn()).contains("PII");
        assertThat(policy.keys().get("cardio").toString()).isEqualTo("cardio");
        assertThat(policy.toString()).doesNotContain("0123456789abcdef");
        assertThat(policy.digest()).hasSize(64).isEqualTo(ExamplePolicy.write(directory).load().digest());
    }

    @Test
    void testMessagesNameFileLineAndRemedy()
    {
        assertRefused("rules:", "rool:", "policy.yaml, line ", "has no key 'rool'", "Its keys are");
        assertRefused("version: 1", "version: 2", "policy.yaml, line 1: this version", "Write version: 1");
        assertRefused("version: 1", "version: 1\nversion: 1", "policy.yaml, line 2: the key 'version' is there twice");
        assertRefused("version: 1", "version:\t1", "policy.yaml, line 1: there is a tab. Indent with spaces");
        assertRefused("{decision: deny", "{decision: allow", "can only be deny");
        assertRefused("effect: forbid", "effect: forbit", "'forbit' is none of effect", "permit, restrict, mask, forbid");
        assertRefused("verbs: [export]", "verbs: [exprot]", "'exprot' is none of verbs");
        assertRefused("rows: all,\n     when: \"tags.schema_owner", "\n     when: \"tags.schema_owner", "does not say which rows");
        assertRefused("tags.schema_owner == user.name", "tags.scheme_owner == user.name", "the tag 'scheme_owner' is not declared");
        assertRefused("tags.schema_owner == user.name", "tags.schema_owner = user.name", "the condition is not valid");
        assertRefused("tags.schema_owner == user.name", "nobody.name == user.name", "the condition is not valid", "undeclared reference");
        assertRefused("tags.schema_owner == user.name", "'text'", "it is no truth value");
        assertRefused("sample.project in user.projects", "sample.projekt in user.projects", "the registry has no attribute 'projekt'");
        assertRefused("{column: patient_id, in: user.patients}", "{column: sample, in: user.patients}", "the scope of lake.silver.patients is 'patient_id'");
        assertRefused("sensitivity: confidential}", "sensitivity: secret}", "'secret' is no value of the tag 'sensitivity'");
        assertRefused("env:TEST_KEY", "env:NO_KEY", "the environment variable of the key is not set");
        assertRefused("env:TEST_KEY", "s3cr3t", "never the key itself");
        assertRefused("grants: grants.yaml", "grants: ../grants.yaml", "outside the policy directory");
        assertRefused("grants: grants.yaml", "grants: gone.yaml", "gone.yaml: there is no such file");
        assertRefused("id: consent", "id: pii", "there are two rules 'pii'");
        assertRefused("  purpose:", "  passport: {}\n  purpose:", "nobody can present a passport");
        assertRefused("  purpose:", "  visas: {}\n  purpose:", "attributes has no key 'visas'");
        assertRefused("{table: genomics.cardio.*", "{table: genomics.cardio", "has 3 names");
        assertRefused("mask: {string: pseudonym", "mask: {string: hash", "there is no mask 'hash'");
    }

    @Test
    void testSecretIsNotRepeated()
    {
        ExamplePolicy.write(directory).write("policy.yaml", ExamplePolicy.POLICY.replace("env:TEST_KEY", "s3cr3t"));
        assertThatThrownBy(() -> new PolicyDirectory(directory).load())
                .isInstanceOf(PolicyException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cr3t"));
    }

    @Test
    void testFailingTestRefusesThePolicy()
    {
        PolicyDirectory policy = ExamplePolicy.write(directory).write("policy.yaml", ExamplePolicy.POLICY.replace("{sample: [s1, s4]}", "{sample: [s1]}"));
        assertThatThrownBy(policy::engine)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("the test of 'alice' on genomics.cardio.genotypes fails: the rows are {sample=[s1, s4]}");
    }

    @Test
    void testOtherFilesAreStrict()
            throws IOException
    {
        PolicyDirectory policy = ExamplePolicy.write(directory);
        policy.write("samples.csv", "sample,project,duo\ns1,p,x\ns1,q,y\n");
        assertThatThrownBy(policy::load).hasMessageContaining("samples.csv, line 3: the sample 's1' is there twice");
        policy.write("samples.csv", ExamplePolicy.SAMPLES).write("subjects.yaml", "users:\n  alice: {name: root}\n");
        assertThatThrownBy(policy::load).hasMessageContaining("subjects.yaml, line 2: the attribute 'name' does not come from this file");
        policy.write("subjects.yaml", ExamplePolicy.SUBJECTS).write("grants.yaml", ExamplePolicy.GRANTS.replace("2026-06-02T00:00:00Z", "tomorrow"));
        assertThatThrownBy(policy::load).hasMessageContaining("grants.yaml, line 1: this is no point in time");
        Files.write(directory.resolve("grants.yaml"), new byte[] {'-', ' ', (byte) 0xE9});
        assertThatThrownBy(policy::load).hasMessageContaining("grants.yaml: the file is not UTF-8");
    }

    private void assertRefused(String what, String with, String... messages)
    {
        assertThat(ExamplePolicy.POLICY).contains(what);
        ExamplePolicy.write(directory).write("policy.yaml", ExamplePolicy.POLICY.replace(what, with));
        assertThatThrownBy(() -> new PolicyDirectory(directory).load())
                .isInstanceOf(PolicyException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }
}
