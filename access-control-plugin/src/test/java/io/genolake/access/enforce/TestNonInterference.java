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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.audit.AuditFile;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Two lakes that are equal in what alice may see and differ in the rest: whatever she asks, she gets the same answer, or the same error.
 */
@TestInstance(PER_CLASS)
final class TestNonInterference
{
    /**
     * On the genotypes of the connector; each is an attempt on the hidden samples s2, s3 and solo2
     */
    private static final List<String> ATTEMPTS = ImmutableList.of(
            "SELECT * FROM genotypes",
            "SELECT count(*) FROM genotypes",
            "SELECT count(*) FROM genotypes WHERE gt = '1/1'",
            "SELECT count(*) FROM genotypes WHERE sample = 's2'",
            "SELECT count(*) FROM genotypes WHERE sample = 's2' OR true",
            "SELECT count(*) FROM genotypes WHERE NOT (sample IN ('s1', 's4'))",
            "SELECT sample FROM genotypes WHERE CAST(gt AS integer) = 1",
            "SELECT sample FROM genotypes WHERE CASE WHEN sample = 's2' THEN CAST(gt AS integer) ELSE 0 END = 1",
            "SELECT sample FROM genotypes WHERE 1 / (dosage - 2) = 1",
            "SELECT sample FROM genotypes WHERE sample <> 's2' OR CAST(fail(gt) AS boolean)",
            "SELECT sample FROM genotypes WHERE length(gt) = CAST(random() * 0 AS integer) + CAST(gt AS integer)",
            "SELECT sample FROM genotypes WHERE json_extract(gt, '$') IS NOT NULL",
            "SELECT date_parse(gt, '%Y') FROM genotypes",
            "SELECT from_hex(gt) FROM genotypes",
            "SELECT parse_duration(gt) FROM genotypes",
            "SELECT element_at(alleles, 9) FROM genotypes",
            "SELECT alleles[9] FROM genotypes",
            "SELECT count(*) FROM genotypes a JOIN genotypes b ON CAST(a.gt AS integer) = CAST(b.gt AS integer)",
            "SELECT count(*) FROM genotypes a LEFT JOIN genotypes b ON a.pos = b.pos AND CAST(b.gt AS integer) = 1",
            "SELECT count(*) FROM genotypes a WHERE a.pos IN (SELECT CAST(b.gt AS bigint) FROM genotypes b)",
            "SELECT count(*) FROM genotypes a WHERE EXISTS (SELECT 1 FROM genotypes b WHERE b.pos = a.pos AND CAST(b.gt AS integer) = 1)",
            "SELECT count(*) FILTER (WHERE CAST(gt AS integer) = 1) FROM genotypes",
            "SELECT approx_distinct(gt), min(gt), max(gt) FROM genotypes",
            "SELECT \"$path\" FROM genotypes",
            "SELECT \"$record\" FROM genotypes",
            "SELECT \"$virtual_offset\" FROM genotypes",
            "SELECT DISTINCT \"$bin\", \"$locus\" FROM genotypes",
            "SELECT * FROM variants",
            "SELECT call_counts, dosages FROM variants",
            "SELECT count(*) FROM variants WHERE dosages[1] = 2",
            "SELECT count(*) FROM variants WHERE \"$sample\" = 'solo2'",
            "SELECT * FROM samples",
            "SELECT * FROM files",
            "SELECT * FROM contigs",
            "SELECT * FROM problems",
            "SELECT * FROM header_lines",
            "SELECT * FROM genotypes WHERE chrom = 'chr9'",
            "SELECT * FROM genotypes ORDER BY pos LIMIT 1",
            "SELECT sample, row_number() OVER (PARTITION BY chrom ORDER BY sample) FROM genotypes",
            "SELECT * FROM genotypes TABLESAMPLE BERNOULLI (100)",
            "SHOW STATS FOR genotypes",
            "SHOW STATS FOR (SELECT * FROM genotypes WHERE gt = '1/1')",
            "SHOW STATS FOR variants",
            "EXPLAIN SELECT * FROM genotypes WHERE CAST(gt AS integer) = 1",
            "EXPLAIN (TYPE DISTRIBUTED) SELECT count(*) FROM genotypes",
            "EXPLAIN (TYPE IO) SELECT * FROM genotypes",
            "EXPLAIN (TYPE LOGICAL, FORMAT JSON) SELECT * FROM variants",
            "EXPLAIN (TYPE VALIDATE) SELECT * FROM variants",
            "SHOW TABLES",
            "SHOW COLUMNS FROM genotypes",
            "SHOW CREATE TABLE genotypes",
            "SELECT * FROM information_schema.columns WHERE table_schema = 'cardio'",
            "SELECT * FROM information_schema.tables",
            "SELECT * FROM system.jdbc.columns WHERE table_cat = 'genomics' AND table_schem = 'cardio'",
            "SELECT * FROM system.metadata.table_comments WHERE catalog_name = 'genomics' AND schema_name = 'cardio'",
            "SELECT * FROM system.runtime.tasks",
            "SELECT * FROM \"genotypes$files\"",
            "SELECT * FROM TABLE(exclude_columns(input => TABLE(genotypes), columns => DESCRIPTOR(pos)))",
            "SELECT * FROM TABLE(genomics.system.query(query => 'x'))",
            "CREATE TABLE lake.default.copy AS SELECT * FROM genotypes",
            "CREATE VIEW lake.default.copy AS SELECT sample FROM genotypes",
            "ANALYZE genotypes",
            "SELECT * FROM genotypes FOR VERSION AS OF 'v1'",
            "SELECT count(*) FROM genotypes FOR VERSION AS OF 'v1' WHERE sample = 's2' OR CAST(format.note AS integer) = 4",
            "SELECT id, \"$sample\" FROM variants FOR VERSION AS OF 'v1'",
            "SELECT * FROM files FOR VERSION AS OF 'v1'",
            "EXPLAIN SELECT * FROM genotypes FOR VERSION AS OF 'v1'",
            "SELECT * FROM snapshots",
            "SELECT * FROM TABLE(genomics.system.snapshot_diff('cardio', 'v1'))",
            "CALL genomics.system.create_snapshot('cardio', 'mine')",
            "CALL genomics.system.verify_snapshot('cardio', 'v1')",
            "CALL genomics.system.drop_snapshot('cardio', 'v1')");

    /**
     * On the alignments; each is an attempt on the hidden reads, those without a read group included
     */
    private static final List<String> ALIGNMENT_ATTEMPTS = ImmutableList.of(
            "SELECT * FROM alignments",
            "SELECT count(*) FROM alignments",
            "SELECT chrom, count(*) FROM alignments GROUP BY chrom",
            "SELECT count(*) FROM alignments WHERE chrom = 'chr1' AND pos BETWEEN 1000 AND 1100",
            "SELECT count(*) FROM alignments WHERE sample = 's2'",
            "SELECT count(*) FROM alignments WHERE sample IS NULL OR read_group IS NULL",
            "SELECT DISTINCT read_group, sample FROM alignments",
            "SELECT count(*) FROM alignments WHERE read_group = 'rg-s2' OR read_group = 'rg-solo2'",
            "SELECT qname FROM alignments WHERE CAST(qname AS integer) = 1",
            "SELECT qname FROM alignments WHERE CASE WHEN sample = 's2' THEN CAST(tags['XN'] AS integer) ELSE 0 END = 1",
            "SELECT max(CAST(tags['XN'] AS integer)) FROM alignments",
            "SELECT tags['HI'] FROM alignments",
            "SELECT 1 / (mapq - 25) FROM alignments",
            "SELECT 1 / (mapq - 40) FROM alignments",
            "SELECT length(seq), from_hex(qname) FROM alignments WHERE CAST(tags['XN'] AS integer) = CAST(random() * 0 AS integer)",
            "SELECT DISTINCT \"$bin\", \"$locus\" FROM alignments",
            "SELECT \"$path\" FROM alignments",
            "SELECT \"$virtual_offset\" FROM alignments",
            "SELECT \"$file_size\", \"$file_modified_time\" FROM alignments",
            "SELECT count(*) FROM alignments a JOIN alignments b ON CAST(a.tags['XN'] AS integer) = CAST(b.tags['XN'] AS integer) AND a.pos = b.pos",
            "SELECT count(*) FROM alignments a JOIN genotypes g ON a.chrom = g.chrom AND a.sample <> g.sample AND a.pos > g.pos",
            "SELECT sample, row_number() OVER (PARTITION BY chrom ORDER BY pos, qname) FROM alignments",
            "SELECT * FROM alignments ORDER BY pos LIMIT 3",
            "SHOW STATS FOR alignments",
            "SHOW STATS FOR (SELECT * FROM alignments WHERE pos > 1000)",
            "EXPLAIN SELECT * FROM alignments",
            "EXPLAIN (TYPE IO) SELECT * FROM alignments WHERE pos > 1000",
            "EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) SELECT count(*) FROM alignments",
            "EXPLAIN (TYPE VALIDATE) SELECT * FROM alignments",
            "SHOW COLUMNS FROM alignments",
            "SELECT count(*) FROM alignments FOR VERSION AS OF 'v1'",
            "SELECT qname, tags['XN'] FROM alignments FOR VERSION AS OF 'v1' WHERE CAST(tags['XN'] AS integer) = 4",
            "SELECT * FROM samples FOR VERSION AS OF 'v1'",
            "SELECT * FROM samples WHERE read_group LIKE 'rg%'",
            "SELECT * FROM files WHERE format IN ('bam', 'bai')",
            "SELECT * FROM contigs WHERE record_count > 0",
            "SELECT * FROM header_lines WHERE key = 'RG'",
            "SELECT * FROM problems WHERE file LIKE '%bam'",
            "SELECT * FROM \"alignments$files\"",
            "SELECT * FROM reads",
            "SELECT * FROM TABLE(genomics.functions.depth(INPUT => TABLE(SELECT chrom, pos, end_pos FROM alignments) PARTITION BY chrom ORDER BY pos))",
            "SELECT * FROM TABLE(genomics.functions.interval_merge(INPUT => TABLE(SELECT chrom, pos, end_pos FROM alignments) PARTITION BY chrom ORDER BY pos))",
            "SELECT * FROM TABLE(genomics.functions.interval_coverage(INPUT => TABLE(SELECT chrom, pos, end_pos FROM alignments) PARTITION BY chrom ORDER BY pos))",
            "CREATE TABLE lake.default.copy AS SELECT * FROM alignments",
            "INSERT INTO lake.default.copy SELECT qname FROM alignments");

    /**
     * What the optimiser could put in another order: filters, joins, aggregations
     */
    private static final List<String> TOGGLES = ImmutableList.of(
            "adaptive_filter_reordering_enabled",
            "adaptive_partial_aggregation_enabled",
            "allow_unsafe_pushdown",
            "columnar_filter_evaluation_enabled",
            "complex_expression_pushdown",
            "default_filter_factor_enabled",
            "dictionary_aggregation",
            "distributed_sort",
            "enable_dynamic_filtering",
            "enable_dynamic_row_filtering",
            "enable_intermediate_aggregations",
            "enable_stats_calculator",
            "force_single_node_output",
            "ignore_downstream_preferences",
            "merge_project_with_values",
            "non_estimatable_predicate_approximation_enabled",
            "optimize_duplicate_insensitive_joins",
            "optimize_metadata_queries",
            "optimize_top_n_ranking",
            "pre_aggregate_case_aggregations_enabled",
            "predicate_pushdown_use_table_properties",
            "prefer_partial_aggregation",
            "push_aggregation_through_outer_join",
            "push_partial_aggregation_through_join",
            "rewrite_filtering_semi_join_to_inner_join",
            "skip_redundant_sort",
            "statistics_precalculation_for_pushdown_enabled",
            "use_legacy_window_filter_pushdown",
            "use_table_scan_node_partitioning");

    private static final List<String> UNDER_TOGGLES = ImmutableList.of(
            "SELECT sample FROM genotypes WHERE CASE WHEN sample = 's2' THEN CAST(format.note AS integer) ELSE 0 END = 1 OR 1 / (dosage - 2) = 1",
            "SELECT count(*) FROM genotypes WHERE CAST(format.note AS bigint) = CAST(random() * 0 AS bigint)",
            "SELECT count(*) FROM genotypes a JOIN genotypes b ON a.pos = b.pos AND CAST(b.format.note AS integer) = CAST(a.format.note AS integer)",
            "SELECT count(*) FROM genotypes a LEFT JOIN (SELECT pos, CAST(format.note AS integer) AS n FROM genotypes) b ON a.pos = b.pos WHERE b.n > 0",
            "SELECT sample FROM genotypes a WHERE a.pos IN (SELECT b.pos FROM genotypes b WHERE 1 / (b.dosage - 2) = 0)",
            "SELECT sample, count(*) FILTER (WHERE CAST(format.note AS integer) = 4) FROM genotypes GROUP BY sample",
            "SELECT * FROM (SELECT sample, pos, row_number() OVER (PARTITION BY chrom ORDER BY CAST(format.note AS integer), pos) AS n FROM genotypes) WHERE n < 3",
            "SELECT max(CASE WHEN sample = 's3' THEN CAST(format.note AS integer) END), count(DISTINCT sample) FROM genotypes");

    /**
     * What alice sees is what somebody sees who has nothing but her files
     */
    private static final List<String> DIFFERENTIAL = ImmutableList.of(
            "SELECT chrom, pos, id, ref, alt, qual, filter, sample, gt, alleles, phased, dosage, format.note FROM genotypes",
            "SELECT sample, count(*), sum(dosage) FROM genotypes GROUP BY sample",
            "SELECT count(*) FROM genotypes WHERE chrom = 'chr1' AND pos = 200",
            "SELECT \"$bin\", \"$locus\" FROM genotypes",
            "SELECT a.sample, b.sample, a.pos FROM genotypes a JOIN genotypes b ON a.pos = b.pos AND a.gt = b.gt",
            "SELECT sample, count(*) FROM samples GROUP BY sample",
            "SELECT chrom, pos, alt, dosages, call_counts FROM variants WHERE \"$sample\" IS NOT NULL",
            "SELECT qname, flag, chrom, pos, end_pos, mapq, cigar, seq, qual, read_group, sample, tags['XN'] FROM alignments",
            "SELECT chrom, count(*) FROM alignments WHERE pos > 1000 GROUP BY chrom");

    private static final List<String> TERMS = ImmutableList.of(
            "gt = '1/1'",
            "sample = 's2'",
            "sample <> 's2'",
            "sample IN ('s1', 's2', 'solo2')",
            "sample LIKE 's%'",
            "sample IS NULL",
            "CAST(gt AS integer) = 1",
            "CAST(format.note AS integer) = 4",
            "TRY(CAST(format.note AS integer)) = 4",
            "1 / dosage = 1",
            "1 / (dosage - 2) = 1",
            "alleles[3] = 1",
            "pos BETWEEN 50 AND 150",
            "chrom = 'chr1'",
            "\"$locus\" > 0",
            "random() < 2",
            "CAST(gt AS bigint) = CAST(random() * 0 AS bigint)",
            "coalesce(sample, '') = 's2'",
            "IF(sample = 's3', CAST(format.note AS integer), 0) = 0",
            "length(sample) / (length(sample) - 5) > 0");

    private static final List<String> ALIGNMENT_TERMS = ImmutableList.of(
            "mapq = 25",
            "sample = 's2'",
            "sample <> 's2'",
            "sample IS NULL",
            "read_group IN ('rg-s1', 'rg-s2', 'rg-solo2')",
            "read_group IS NULL",
            "CAST(qname AS integer) = 1",
            "CAST(tags['XN'] AS integer) = 4",
            "TRY(CAST(tags['XN'] AS integer)) = 4",
            "1 / (mapq - 25) = 0",
            "1 / (mapq - 60) = 0",
            "pos BETWEEN 990 AND 1100",
            "chrom = 'chr1'",
            "\"$locus\" > 0",
            "random() < 2",
            "IF(sample = 's2', CAST(qname AS integer), 0) = 0",
            "length(qname) / (length(qname) - 4) >= 0");

    private static final String COPY = "copy";

    private DistributedQueryRunner one;
    private DistributedQueryRunner other;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        one = start(directory.resolve("one"), "1/1", "solo2.vcf", 40, 0);
        other = start(directory.resolve("other"), "0/.", "zz.vcf", 25, 1);
        for (DistributedQueryRunner queryRunner : List.of(one, other)) {
            queryRunner.execute(AccessQueryRunner.session("admin"), "CALL genomics.system.create_snapshot('cardio', 'v1')");
        }
        Path copy = Files.createDirectories(directory.resolve("copy"));
        CardioLake.writeCopyOfAlice(copy);
        CardioLake.writeAlignmentsOfAlice(copy);
        AccessQueryRunner.addLake(one, COPY, copy);
    }

    private static DistributedQueryRunner start(Path directory, String hidden, String hiddenFile, int hiddenReads, int workers)
            throws Exception
    {
        Path lake = Files.createDirectories(directory.resolve("lake"));
        CardioLake.write(lake, hidden, hiddenFile);
        CardioLake.writeAlignments(lake, hiddenReads == 25 ? "HIV" : "HIVx", hiddenReads, hiddenFile.replace(".vcf", ".bam"));
        ImmutableSet.Builder<String> settable = ImmutableSet.builder();
        settable.addAll(TOGGLES);
        settable.add("join_distribution_type", "join_reordering_strategy");
        return AccessQueryRunner.create(
                CardioLake.writePolicy(directory.resolve("policy")),
                lake,
                new AuditFile(directory.resolve("audit"), Clock.systemUTC()),
                workers,
                ImmutableMap.of(),
                settable.build());
    }

    @AfterAll
    void stop()
    {
        if (one != null) {
            one.close();
        }
        if (other != null) {
            other.close();
        }
    }

    @Test
    void testLakesDiffer()
    {
        for (String version : List.of("", " FOR VERSION AS OF 'v1'")) {
            assertThat(answer(one, "admin", "SELECT * FROM genotypes" + version)).isNotEqualTo(answer(other, "admin", "SELECT * FROM genotypes" + version));
        }
    }

    @Test
    void testAttempts()
    {
        int answered = 0;
        for (String sql : ATTEMPTS) {
            answered += assertSame(AccessQueryRunner.session("alice"), sql).startsWith("[") ? 1 : 0;
        }
        // the sample is not empty, and most attempts are answered at all
        assertThat(answer(one, "alice", "SELECT * FROM genotypes")).contains("s4");
        assertThat(answered).isGreaterThan(30);
    }

    @Test
    void testAttemptsOnAlignments()
    {
        assertThat(answer(one, "admin", "SELECT * FROM alignments")).isNotEqualTo(answer(other, "admin", "SELECT * FROM alignments"));
        ALIGNMENT_ATTEMPTS.forEach(sql -> assertSame(AccessQueryRunner.session("alice"), sql));
        assertThat(answer(one, "alice", "SELECT count(*) FROM alignments")).isEqualTo("[20]");
        assertThat(answer(one, "alice", "SELECT DISTINCT sample, read_group FROM alignments")).isEqualTo("[s1, rg-s1]");
    }

    @Test
    void testGeneratedOnAlignments()
    {
        Random random = new Random(25_40);
        for (int i = 0; i < 25; i++) {
            String condition = condition(random, ALIGNMENT_TERMS);
            assertSame(AccessQueryRunner.session("alice"), switch (random.nextInt(3)) {
                case 0 -> "SELECT count(*) FROM alignments WHERE " + condition;
                case 1 -> "SELECT sample, qname, mapq FROM alignments WHERE " + condition;
                default -> "SELECT max(qname) FILTER (WHERE " + condition + ") FROM alignments";
            });
        }
    }

    @Test
    void testGenerated()
    {
        Random random = new Random(20261121);
        for (int i = 0; i < 50; i++) {
            String condition = condition(random, TERMS);
            assertSame(AccessQueryRunner.session("alice"), switch (random.nextInt(4)) {
                case 0 -> "SELECT count(*) FROM genotypes WHERE " + condition;
                case 1 -> "SELECT sample, pos, gt FROM genotypes WHERE " + condition;
                case 2 -> "SELECT count(*) FROM genotypes a JOIN (SELECT DISTINCT pos AS p FROM genotypes WHERE " + condition + ") b ON a.pos = b.p";
                default -> "SELECT max(gt) FILTER (WHERE " + condition + ") FROM genotypes";
            });
        }
    }

    @Test
    void testOptimiserToggles()
    {
        Session alice = AccessQueryRunner.session("alice");
        for (String toggle : TOGGLES) {
            boolean standard = alice.getSystemProperty(toggle, Boolean.class);
            assertSame(Session.builder(alice).setSystemProperty(toggle, String.valueOf(!standard)).build(), UNDER_TOGGLES.getFirst());
        }
        Random random = new Random(483);
        for (int i = 0; i < 4; i++) {
            Session.SessionBuilder session = Session.builder(alice);
            TOGGLES.forEach(toggle -> session.setSystemProperty(toggle, String.valueOf(random.nextBoolean())));
            session.setSystemProperty("join_distribution_type", random.nextBoolean() ? "PARTITIONED" : "BROADCAST");
            session.setSystemProperty("join_reordering_strategy", random.nextBoolean() ? "NONE" : "AUTOMATIC");
            Session built = session.build();
            UNDER_TOGGLES.forEach(sql -> assertSame(built, sql));
        }
    }

    @Test
    void testSameAsPhysicallyFilteredCopy()
    {
        List<String> statements = new ArrayList<>(DIFFERENTIAL);
        Random random = new Random(3202);
        for (int i = 0; i < 15; i++) {
            statements.add("SELECT sample, pos, gt, dosage FROM genotypes WHERE " + condition(random, TERMS));
        }
        Session copy = Session.builder(AccessQueryRunner.session("admin")).setCatalog(COPY).build();
        for (String sql : statements) {
            // Of several rows that fail, either may be the first to be met
            String expected = answer(one, copy, sql).replaceAll("'[^']*'", "''");
            assertThat(answer(one, "alice", sql).replaceAll("'[^']*'", "''")).as(sql).isEqualTo(expected);
        }
    }

    private static String condition(Random random, List<String> terms)
    {
        StringBuilder condition = new StringBuilder(term(random, terms));
        for (int j = random.nextInt(3); j > 0; j--) {
            condition.append(random.nextInt(3) == 0 ? " OR " : " AND ").append(random.nextInt(4) == 0 ? "NOT " : "").append(term(random, terms));
        }
        return condition.toString();
    }

    private static String term(Random random, List<String> terms)
    {
        return "(" + terms.get(random.nextInt(terms.size())) + ")";
    }

    private String assertSame(Session session, String sql)
    {
        String expected = answer(one, session, sql);
        assertThat(answer(other, session, sql)).as(sql).isEqualTo(expected);
        assertThat(expected).as(sql).doesNotContain("solo2").doesNotContain("HIV");
        return expected;
    }

    /**
     * Rows without an order, or the error.
     */
    private static String answer(DistributedQueryRunner queryRunner, String user, String sql)
    {
        return answer(queryRunner, AccessQueryRunner.session(user), sql);
    }

    private static String answer(DistributedQueryRunner queryRunner, Session session, String sql)
    {
        try {
            List<String> rows = new ArrayList<>();
            for (MaterializedRow row : queryRunner.execute(session, sql).getMaterializedRows()) {
                rows.add(row.toString());
            }
            rows.sort(null);
            return String.join("\n", rows);
        }
        catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
