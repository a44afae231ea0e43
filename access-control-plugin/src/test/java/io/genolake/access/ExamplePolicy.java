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
package io.genolake.access;

import java.nio.file.Path;

/**
 * A policy that uses the whole language.
 */
public final class ExamplePolicy
{
    public static final String POLICY =
            """
            version: 1
            service_user: genolake-policy
            defaults: {decision: deny, untagged_column: PII, on_error: deny}
            attributes:
              users: subjects.yaml
              samples: samples.csv
              purpose: {credential: purpose, must_be_in: user.purposes}
            keys: {cardio: env:TEST_KEY}
            tags:
              sensitivity: {ordered: [public, internal, confidential, PII]}
              individual: {type: boolean}
              dataset: {}
              visa: {}
              duo: {}
              pseudonym_key: {}
              schema_owner: {}
              retention: {enum: [active-clinical, research-ready]}
              legal_hold: {type: boolean}
            resources:
              - {table: genomics.cardio.*, tags: {dataset: cardiomyopathy, sensitivity: confidential}, columns: inherit, scope: sample}
              - {table: lake.silver.patients, tags: {dataset: cardiomyopathy, sensitivity: internal, pseudonym_key: cardio}, columns: inherit, scope: patient_id}
              - {column: lake.silver.patients.ssn, tags: {sensitivity: PII}}
              - {table: genomics.consented.*, tags: {duo: "yes"}}
              - {schema: lake.ws_alice, tags: {schema_owner: alice}}
            rules:
              - {id: project-researchers, effect: permit, verbs: [describe, select], resources: {tags: {dataset: cardiomyopathy}},
                 when: "user.role == 'researcher' && tags.dataset in user.projects", rows: {column: sample, in: user.samples}}
              - {id: patients, effect: permit, verbs: [describe, select], resources: {tables: [lake.silver.patients]},
                 when: "user.role == 'researcher'", rows: {column: patient_id, in: user.patients}}
              - {id: by-registry, effect: permit, verbs: [describe, select], resources: {tables: [genomics.neuro.*, genomics.consented.*]},
                 rows: {column: sample, from: samples, where: "sample.project in user.projects"}}
              - {id: ega-visa, effect: permit, verbs: [describe, select], resources: {tags: {visa: "*"}}, rows: all,
                 when: "user.visas.exists(v, v.type == 'ControlledAccessGrants' && v.by == 'dac' && v.value == tags.visa)"}
              - {id: consent, effect: restrict, resources: {tags: {duo: "*"}}, rows: {column: sample, from: samples, where: "duo_allows(sample.duo, purpose)"}}
              - {id: pii, effect: mask, columns: {tags: {sensitivity: PII}}, unless: "'pii-reader' in user.roles",
                 mask: {string: pseudonym, date: year, default: replace-with-null}}
              - {id: no-export, effect: forbid, verbs: [export], resources: {tags: {sensitivity: PII}}}
              - {id: own-workspace, effect: permit, verbs: [describe, select, create], resources: {schemas: ["lake.ws_*"]}, rows: all,
                 when: "tags.schema_owner == user.name"}
            grants: grants.yaml
            tests:
              - {as: alice, table: genomics.cardio.genotypes, expect: {rows: {sample: [s1, s4]}, masks: {}}}
              - {as: bob, table: genomics.cardio.genotypes, expect: deny}
            """;

    public static final String SUBJECTS =
            """
            users:
              alice: {role: researcher, roles: [], projects: [cardiomyopathy, neuro], samples: [s1, s4], patients: [17, '0018'], purposes: [HMB]}
              bob: {role: researcher, roles: [pii-reader], projects: [neuro], samples: [s2], purposes: []}
            """;

    public static final String SAMPLES =
            """
            sample,project,duo
            n1,neuro,GRU
            n2,neuro,DS:MONDO_1
            n3,other,GRU
            n4,neuro,
            """;

    public static final String GRANTS =
            """
            - {user: carol, verbs: [describe, select], resources: {tables: [genomics.cardio.genotypes]}, until: 2026-06-02T00:00:00Z, approver: dac, ticket: T-1}
            - {user: dave, verbs: [describe, select], resources: {tables: [genomics.cardio.genotypes]}, until: 2026-06-01T12:00:00Z, approver: dac, ticket: T-2}
            """;

    private ExamplePolicy() {}

    public static PolicyDirectory write(Path directory)
    {
        return new PolicyDirectory(directory)
                .write("policy.yaml", POLICY)
                .write("subjects.yaml", SUBJECTS)
                .write("samples.csv", SAMPLES)
                .write("grants.yaml", GRANTS);
    }
}
