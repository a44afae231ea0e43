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
package io.genolake.access.enforce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.joining;

/**
 * A lake with the project {@code cardio}: a file of four samples and two of one sample each; what of it is not alice's can be varied.
 */
final class CardioLake
{
    static final String POLICY =
            """
            version: 1
            service_user: genolake-policy
            defaults: {decision: deny, untagged_column: PII, on_error: deny}
            attributes: {users: subjects.yaml}
            keys: {cardio: file:cardio.key}
            tags:
              sensitivity: {ordered: [public, internal, confidential, PII]}
              dataset: {}
              pseudonym_key: {}
              schema_owner: {}
            resources:
              - {catalog: tpch, tags: {sensitivity: public}}
              - {table: tpch.*.*, columns: inherit}
              - {table: genomics.cardio.*, tags: {dataset: cardio, sensitivity: confidential}, columns: inherit, scope: sample}
              - {table: lake.silver.patients, tags: {dataset: cardio, sensitivity: internal, pseudonym_key: cardio}, columns: inherit, scope: sample}
              - {column: lake.silver.patients.ssn, tags: {sensitivity: PII}}
              - {column: lake.silver.patients.secret, tags: {sensitivity: PII}}
              - {table: lake.silver.v_*, tags: {dataset: views, sensitivity: internal}, columns: inherit}
              - {schema: lake.ws_alice, tags: {schema_owner: alice}}
            rules:
              - {id: admins, effect: permit, verbs: [describe, select, export, create, admin], resources: {catalogs: ["*"]}, rows: all, when: "user.role == 'admin'"}
              - {id: researchers, effect: permit, verbs: [describe, select], resources: {tags: {dataset: cardio}},
                 when: "user.role == 'researcher' && tags.dataset in user.projects", rows: {column: sample, in: user.samples}}
              - {id: views, effect: permit, verbs: [describe, select], resources: {tags: {dataset: views}}, rows: all, when: "user.role == 'researcher'"}
              - {id: tpch, effect: permit, verbs: [describe, select], resources: {catalogs: [tpch]}, rows: all}
              - {id: pii, effect: mask, columns: {tags: {sensitivity: PII}}, unless: "user.role == 'admin'", mask: {string: show-last-4, default: replace-with-null}}
              - {id: names, effect: mask, columns: {names: [lake.silver.patients.alias]}, unless: "user.role == 'admin'", mask: pseudonym}
              - {id: secret, effect: mask, columns: {names: [lake.silver.patients.secret]}, unless: "user.role == 'admin'", mask: deny}
              - {id: own-workspace, effect: permit, verbs: [describe, select, create], resources: {schemas: ["lake.ws_*"]}, rows: all,
                 when: "tags.schema_owner == user.name"}
            tests:
              - {as: alice, table: genomics.cardio.genotypes, expect: {rows: {sample: [s1, s4, solo1]}, masks: {}}}
            """;

    static final String SUBJECTS =
            """
            users:
              admin: {role: admin, projects: []}
              alice: {role: researcher, projects: [cardio], samples: [s1, s4, solo1]}
              bob: {role: researcher, projects: [cardio], samples: [s2]}
              eve: {role: researcher, projects: [], samples: [s1]}
            """;

    private CardioLake() {}

    /**
     * @param hidden a genotype of the hidden samples
     * @param hiddenFile name of the hidden sample's file
     */
    static void write(Path lake, String hidden, String hiddenFile)
            throws IOException
    {
        Path project = Files.createDirectories(lake.resolve("cardio"));
        Files.writeString(project.resolve("cohort.vcf"), vcf(
                """
                ##fileformat=VCFv4.2
                ##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">
                ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                ##FORMAT=<ID=NOTE,Number=1,Type=String,Description="Note">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT s1 s2 s3 s4
                chr1 100 rs1 A C 50 PASS AF=0.5;DP=10 GT:NOTE 0/1:1 HIDDEN:two 0/0:HIV 1/1:4
                chr1 200 rs2 G T 50 PASS AF=0.5;DP=10 GT:NOTE 0/0:1 HIDDEN:two 0/0:HIV 0/1:4
                """.replace("HIDDEN", hidden)));
        Files.writeString(project.resolve("solo1.vcf"), single("solo1", "0/1"));
        Files.writeString(project.resolve(hiddenFile), single("solo2", hidden));
    }

    /**
     * Adds alignments: a file that alice shares with a hidden sample and reads of no sample, and one of a hidden sample. The hidden reads are more, and
     * others, in another lake. Hers are in one file, for of two files either may be the first whose row fails a query.
     *
     * @param hidden what the hidden reads are called
     * @param hiddenFile name of the hidden sample's file
     */
    static void writeAlignments(Path lake, String hidden, int hiddenReads, String hiddenFile)
    {
        Path project = lake.resolve("cardio");
        AlignmentFile shared = new AlignmentFile("s1", "s2");
        AlignmentFile alone = new AlignmentFile("solo2");
        for (int i = 0; i < hiddenReads; i++) {
            shared.add(hidden + i, "s2", 1_000 + i * 7, hiddenReads, hidden);
            shared.add(hidden + i, "", 1_000 + i * 7, hiddenReads, hidden);
            alone.add(hidden + i, "solo2", 500 + i * 7, hiddenReads, hidden);
        }
        addAlignmentsOfAlice(shared);
        shared.write(project.resolve("shared.bam"));
        alone.write(project.resolve(hiddenFile));
    }

    /**
     * What of the alignments alice may see, and nothing else.
     */
    static void writeAlignmentsOfAlice(Path lake)
    {
        AlignmentFile shared = new AlignmentFile("s1");
        addAlignmentsOfAlice(shared);
        shared.write(lake.resolve("cardio").resolve("shared.bam"));
    }

    private static void addAlignmentsOfAlice(AlignmentFile file)
    {
        for (int i = 0; i < 20; i++) {
            file.add("mine" + i, "s1", 990 + i * 10, 60 - i % 3, "4");
        }
    }

    /**
     * What of the lake alice may see, and nothing else.
     */
    static void writeCopyOfAlice(Path lake)
            throws IOException
    {
        Path project = Files.createDirectories(lake.resolve("cardio"));
        Files.writeString(project.resolve("cohort.vcf"), vcf(
                """
                ##fileformat=VCFv4.2
                ##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">
                ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                ##FORMAT=<ID=NOTE,Number=1,Type=String,Description="Note">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT s1 s4
                chr1 100 rs1 A C 50 PASS AF=0.5;DP=10 GT:NOTE 0/1:1 1/1:4
                chr1 200 rs2 G T 50 PASS AF=0.5;DP=10 GT:NOTE 0/0:1 0/1:4
                """));
        Files.writeString(project.resolve("solo1.vcf"), single("solo1", "0/1"));
    }

    private static String single(String sample, String genotype)
    {
        return vcf(
                """
                ##fileformat=VCFv4.2
                ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT SAMPLE
                chr2 500 rs9 A C 50 PASS DP=11 GT GENOTYPE
                """.replace("SAMPLE", sample).replace("GENOTYPE", genotype));
    }

    private static String vcf(String text)
    {
        return text.lines()
                .map(line -> line.startsWith("##") ? line : line.replace(' ', '\t'))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    static Path writePolicy(Path directory)
            throws IOException
    {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("policy.yaml"), POLICY);
        String many = IntStream.range(0, 10_000).mapToObj(i -> "x" + i).collect(joining(", "));
        Files.writeString(directory.resolve("subjects.yaml"), SUBJECTS + "  wide: {role: researcher, projects: [cardio], samples: [s3, %s]}\n".formatted(many));
        Files.writeString(directory.resolve("cardio.key"), "0123456789abcdef0123456789abcdef");
        return directory;
    }
}
