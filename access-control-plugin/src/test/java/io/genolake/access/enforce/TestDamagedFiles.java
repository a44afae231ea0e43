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

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMReadGroupRecord;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceDictionary;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.util.BlockCompressedOutputStream;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * What a user who is limited to samples is told of files that fail: never a name, a sample or a value of others. Each project has one such file.
 */
@TestInstance(PER_CLASS)
final class TestDamagedFiles
{
    private static final Pattern ID = Pattern.compile("by its id ([0-9a-f]{16}) ");
    /**
     * Is in the name and in the contents of each hidden file
     */
    private static final String SECRET = "secret";

    private static final String POLICY =
            """
            version: 1
            service_user: genolake-policy
            attributes: {users: subjects.yaml}
            tags: {sensitivity: {ordered: [public, internal, PII]}}
            resources:
              - {catalog: genomics, tags: {sensitivity: internal}}
              - {table: listed.*.*, tags: {sensitivity: internal}, columns: inherit, scope: sample}
              - {table: closed.*.*, tags: {sensitivity: internal}, columns: inherit, scope: sample}
            rules:
              - {id: admins, effect: permit, verbs: [describe, select, export, create, admin], resources: {catalogs: ["*"]}, rows: all, when: "user.role == 'admin'"}
              - {id: researchers, effect: permit, verbs: [describe, select], resources: {catalogs: [genomics, listed]}, rows: {column: sample, in: user.samples}}
              - {id: stewards, effect: permit, verbs: [describe, select, admin], resources: {catalogs: [genomics]}, rows: {column: sample, in: user.samples}, when: "user.role == 'steward'"}
              - {id: regional, effect: permit, verbs: [describe, select], resources: {catalogs: [closed]}, rows: all, when: "user.role == 'regional'"}
              - {id: region, effect: restrict, resources: {catalogs: [closed]}, rows: {column: chrom, in: ["chr1"]}, when: "user.role == 'regional'"}
            """;
    private static final String SUBJECTS =
            """
            users:
              admin: {role: admin, samples: []}
              alice: {role: researcher, samples: [s1]}
              stella: {role: steward, samples: [s1]}
              regina: {role: regional, samples: []}
            """;

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        lake = directory.resolve("lake");
        write("header", "secret.vcf", bytes("##fileformat=VCFv4.2\n#CHROM\tPOS\tsecret\n"));
        write("record", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "chr1\t1x0\tsecret\tA\tC\t.\t.\t.\tGT\t0/1\t1/1\n")));
        write("value", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "chr1\t100\tsecret\tA\tC\tsecret\t.\t.\tGT\t0/1\t1/1\n")));
        byte[] compressed = bgzf(vcf(List.of("s1", "secret"), "chr1\t100\tsecret\tA\tC\t.\t.\t.\tGT\t0/1\t1/1\n".repeat(50_000)));
        write("truncated", "secret.vcf.gz", Arrays.copyOf(compressed, compressed.length / 2));
        write("corrupt", "secret.vcf.gz", flipped(compressed, compressed.length / 2));
        write("index", "secret.vcf.gz", compressed);
        write("index", "secret.vcf.gz.tbi", bgzf("secret"));
        byte[] bam = bam(List.of("s1", "secret"));
        write("bamheader", "secret.bam", Arrays.copyOf(bam, 60));
        write("bam", "secret.bam", Arrays.copyOf(bam, bam.length - 3_000));
        write("format", "secret.cram", bytes("CRAM"));
        for (String project : List.of("changed", "gone")) {
            write(project, "secret.vcf", bytes(vcf(List.of("s1", "secret"), "")));
        }
        write("snapshot", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "")));
        write("snapshotgone", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "")));
        write("own", "mine.vcf", bytes(vcf(List.of("s1"), "chr1\t1x0\t.\tA\tC\t.\t.\t.\tGT\t0/1\n")));
        byte[] mine = bam(List.of("s1"));
        write("ownbam", "mine.bam", Arrays.copyOf(mine, mine.length - 3_000));
        write("proof", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "")));
        write("sound", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "chr1\t100\tsecret\tA\tC\t.\t.\t.\tGT\t0/1\t1/1\n")));
        write("other", "secret.vcf", bytes(vcf(List.of("secret"), "chr1\t1x0\tsecret\tA\tC\t.\t.\t.\tGT\t1/1\n")));
        write("other", "mine.vcf", bytes(vcf(List.of("s1"), "chr1\t100\t.\tA\tC\t.\t.\t.\tGT\t0/1\n")));
        Path policy = Files.createDirectories(directory.resolve("policy"));
        Files.writeString(policy.resolve("policy.yaml"), POLICY);
        Files.writeString(policy.resolve("subjects.yaml"), SUBJECTS);
        queryRunner = AccessQueryRunner.create(policy, lake, directory.resolve("audit"), 0);
        queryRunner.createCatalog("listed", "genomics", ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toAbsolutePath().toString(),
                "genomics.lake", "local:///",
                "genomics.metadata-cache-ttl", "1h"));
        queryRunner.createCatalog("open", "genomics", ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toAbsolutePath().toString(),
                "genomics.lake", "local:///",
                "genomics.hide-file-names", "NEVER"));
        queryRunner.createCatalog("closed", "genomics", ImmutableMap.of(
                "fs.local.enabled", "true",
                "local.location", lake.toAbsolutePath().toString(),
                "genomics.lake", "local:///",
                "genomics.hide-file-names", "ALWAYS"));
    }

    @AfterAll
    void stop()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @Test
    void testMalformed()
    {
        assertHidden("header", "genotypes", "is damaged");
        assertHidden("header", "samples", "is damaged");
        assertHidden("record", "genotypes", "is damaged");
        assertHidden("value", "genotypes", "is damaged");
        assertHidden("truncated", "genotypes", "is damaged");
        assertHidden("corrupt", "genotypes", "is damaged");
        assertHidden("bamheader", "alignments", "is damaged");
        assertHidden("bam", "alignments", "is damaged");
        assertHidden("format", "alignments", "is damaged");
    }

    @Test
    void testIndex()
    {
        assertHidden("index", "genotypes", "has an index that cannot be used");
    }

    @Test
    void testChanged()
            throws IOException
    {
        for (String project : List.of("changed", "gone")) {
            // lists the project
            assertThat(queryRunner.execute(session("alice"), "SELECT * FROM listed.%s.samples".formatted(project)).getRowCount()).isEqualTo(1);
        }
        write("changed", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "chr1\t100\tsecret\tA\tC\t.\t.\t.\tGT\t0/1\t1/1\n")));
        Files.delete(lake.resolve("gone/secret.vcf"));
        for (String project : List.of("changed", "gone")) {
            assertHidden("listed." + project, "genotypes", "has changed or is gone");
        }
    }

    @Test
    void testSnapshot()
            throws IOException
    {
        for (String project : List.of("snapshot", "snapshotgone")) {
            queryRunner.execute(session("admin"), "CALL genomics.system.create_snapshot('%s', 'v1')".formatted(project));
        }
        write("snapshot", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "chr1\t100\tsecret\tA\tC\t.\t.\t.\tGT\t0/1\t1/1\n")));
        Files.delete(lake.resolve("snapshotgone/secret.vcf"));
        for (String table : List.of("genotypes", "samples")) {
            for (String project : List.of("snapshot", "snapshotgone")) {
                assertHidden(project, table + " FOR VERSION AS OF 'v1'", "has changed or is gone");
            }
        }
    }

    /**
     * Whoever may make and drop snapshots, and sees some of the samples only, is told nothing of files.
     */
    @Test
    void testSnapshotProcedures()
            throws IOException
    {
        queryRunner.execute(session("admin"), "CALL genomics.system.create_snapshot('proof', 'v1', true)");
        write("proof", "secret.vcf", bytes(vcf(List.of("s1", "secret"), "chr1\t100\tsecret\tA\tC\t.\t.\t.\tGT\t0/1\t1/1\n")));
        assertThat(failure("admin", "CALL genomics.system.verify_snapshot('proof', 'v1')")).contains("secret.vcf");
        for (String sql : List.of(
                "CALL genomics.system.create_snapshot('proof', 'v2')",
                "CALL genomics.system.verify_snapshot('proof', 'v1')",
                "CALL genomics.system.drop_snapshot('proof', 'v1')",
                "SELECT * FROM TABLE(genomics.system.snapshot_diff('proof', 'v1'))")) {
            assertThat(failure("stella", sql)).as(sql).contains("Row filter").doesNotContain(SECRET);
        }
        assertThat(queryRunner.execute(session("admin"), "SELECT name FROM genomics.proof.snapshots").getOnlyValue()).isEqualTo("v1");
    }

    @Test
    void testOwnFileIsNamed()
    {
        assertThat(failure("alice", "SELECT * FROM own.genotypes")).contains("mine.vcf at virtual offset").doesNotContain("by its id");
    }

    /**
     * Its header has no other samples, but a read may be of none that it has.
     */
    @Test
    void testBamFileIsNotNamed()
    {
        assertThat(failure("alice", "SELECT * FROM ownbam.alignments")).contains("A file of the table is damaged").contains("by its id").doesNotContain("mine.bam");
    }

    /**
     * A condition of the user's own looks like a row filter, unless the catalog says that there are none.
     */
    @Test
    void testCatalogWithoutAccessControlNamesFiles()
    {
        assertThat(failure("admin", "SELECT * FROM record.genotypes WHERE sample = 's1'")).contains("by its id").doesNotContain(SECRET);
        assertThat(failure("admin", "SELECT * FROM open.record.genotypes WHERE sample = 's1'")).contains("secret.vcf").doesNotContain("by its id");
    }

    /**
     * A row filter on another column hides rows of files that are read, whatever the conditions on samples are.
     */
    @Test
    void testRowsByOtherColumns()
    {
        for (String sql : List.of(
                "SELECT * FROM closed.record.genotypes",
                "SELECT * FROM closed.record.genotypes WHERE sample = 's1'",
                "SELECT * FROM closed.own.genotypes WHERE sample = 's1'",
                "SELECT * FROM closed.truncated.genotypes WHERE chrom = 'chr1'",
                "SELECT * FROM closed.bam.alignments",
                "SELECT * FROM closed.header.genotypes")) {
            assertThat(failure("regina", sql)).as(sql).contains("by its id").doesNotContain(SECRET).doesNotContain("mine.vcf");
        }
        assertThat(failure("admin", "SELECT * FROM closed.record.genotypes")).contains("by its id").doesNotContain(SECRET);
        String told = queryRunner.execute(session("regina"), "EXPLAIN ANALYZE VERBOSE SELECT count(*) FROM closed.sound.genotypes").getOnlyValue().toString();
        assertThat(told).contains("sample columns decoded").doesNotContain("records decoded").doesNotContain("files pruned").doesNotContain(SECRET);
    }

    @Test
    void testOthersFileIsNotRead()
    {
        assertThat(queryRunner.execute(session("alice"), "SELECT * FROM other.genotypes").getRowCount()).isEqualTo(1);
    }

    private void assertHidden(String project, String table, String what)
    {
        String sql = "SELECT * FROM %s.%s".formatted(project, table);
        String told = failure("alice", sql);
        assertThat(told).as(sql).contains("A file of the table " + what).doesNotContain(SECRET);
        Matcher id = ID.matcher(told);
        assertThat(id.find()).as(told).isTrue();

        assertThat(failure("admin", sql)).as(sql).contains(SECRET).doesNotContain("by its id");
        if (!what.contains("gone")) {
            assertThat(queryRunner.execute(session("admin"), "SELECT file FROM %s.files WHERE file_id = '%s'".formatted(project, id.group(1))).getOnlyColumnAsSet())
                    .as(sql)
                    .hasSize(1)
                    .first().asString().contains("/secret.");
        }
    }

    /**
     * All that a client gets of a failure: its message, its causes and where it happened.
     */
    private String failure(String user, String sql)
    {
        Throwable failure = catchThrowable(() -> queryRunner.execute(session(user), sql));
        assertThat(failure).as(sql).isNotNull();
        return Throwables.getStackTraceAsString(failure);
    }

    private static Session session(String user)
    {
        return AccessQueryRunner.session(user);
    }

    private void write(String project, String file, byte[] content)
            throws IOException
    {
        Files.write(Files.createDirectories(lake.resolve(project)).resolve(file), content);
    }

    private static String vcf(List<String> samples, String records)
    {
        return "##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t%s\n%s"
                .formatted(String.join("\t", samples), records);
    }

    private static byte[] bytes(String text)
    {
        return text.getBytes(UTF_8);
    }

    private static byte[] flipped(byte[] bytes, int position)
    {
        byte[] result = bytes.clone();
        result[position] ^= 0x55;
        return result;
    }

    private static byte[] bgzf(String text)
            throws IOException
    {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (BlockCompressedOutputStream out = new BlockCompressedOutputStream(file, (Path) null)) {
            out.write(bytes(text));
        }
        return file.toByteArray();
    }

    private static byte[] bam(List<String> samples)
            throws IOException
    {
        SAMFileHeader header = new SAMFileHeader(new SAMSequenceDictionary(List.of(new SAMSequenceRecord("chr1", 1_000_000))));
        header.setSortOrder(SAMFileHeader.SortOrder.coordinate);
        for (String sample : samples) {
            SAMReadGroupRecord group = new SAMReadGroupRecord(sample);
            group.setSample(sample);
            header.addReadGroup(group);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (SAMFileWriter writer = new SAMFileWriterFactory().makeBAMWriter(header, true, file)) {
            for (int i = 0; i < 5_000; i++) {
                SAMRecord read = new SAMRecord(header);
                read.setReadName("secret" + i * 7919L);
                read.setReferenceName("chr1");
                read.setAlignmentStart(100 + i);
                read.setCigarString("10M");
                read.setReadString("ACGTACGTAC");
                read.setBaseQualityString("IIIIIIIIII");
                read.setAttribute("RG", samples.get(i % samples.size()));
                writer.addAlignment(read);
            }
        }
        return file.toByteArray();
    }
}
