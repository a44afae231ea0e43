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
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
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
            "ANALYZE genotypes");

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

    private DistributedQueryRunner one;
    private DistributedQueryRunner other;

    @BeforeAll
    void start(@TempDir Path directory)
            throws Exception
    {
        one = start(directory.resolve("one"), "1/1", "solo2.vcf", 0);
        other = start(directory.resolve("other"), "0/.", "zz.vcf", 1);
    }

    private static DistributedQueryRunner start(Path directory, String hidden, String hiddenFile, int workers)
            throws Exception
    {
        Path lake = Files.createDirectories(directory.resolve("lake"));
        CardioLake.write(lake, hidden, hiddenFile);
        return AccessQueryRunner.create(CardioLake.writePolicy(directory.resolve("policy")), lake, directory.resolve("audit"), workers);
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
        assertThat(answer(one, "admin", "SELECT * FROM genotypes")).isNotEqualTo(answer(other, "admin", "SELECT * FROM genotypes"));
    }

    @Test
    void testAttempts()
    {
        for (String sql : ATTEMPTS) {
            assertSame(sql);
        }
        // the sample is not empty, and most attempts are answered at all
        assertThat(answer(one, "alice", "SELECT * FROM genotypes")).contains("s4");
        assertThat(ATTEMPTS.stream().filter(sql -> answer(one, "alice", sql).startsWith("["))).hasSizeGreaterThan(25);
    }

    @Test
    void testGenerated()
    {
        Random random = new Random(20261121);
        for (int i = 0; i < 80; i++) {
            StringBuilder condition = new StringBuilder(term(random));
            for (int j = random.nextInt(3); j > 0; j--) {
                condition.append(random.nextInt(3) == 0 ? " OR " : " AND ").append(random.nextInt(4) == 0 ? "NOT " : "").append(term(random));
            }
            assertSame(switch (random.nextInt(4)) {
                case 0 -> "SELECT count(*) FROM genotypes WHERE " + condition;
                case 1 -> "SELECT sample, pos, gt FROM genotypes WHERE " + condition;
                case 2 -> "SELECT count(*) FROM genotypes a JOIN (SELECT DISTINCT pos AS p FROM genotypes WHERE " + condition + ") b ON a.pos = b.p";
                default -> "SELECT max(gt) FILTER (WHERE " + condition + ") FROM genotypes";
            });
        }
    }

    private static String term(Random random)
    {
        return "(" + TERMS.get(random.nextInt(TERMS.size())) + ")";
    }

    private void assertSame(String sql)
    {
        String expected = answer(one, "alice", sql);
        assertThat(answer(other, "alice", sql)).as(sql).isEqualTo(expected);
        assertThat(expected).as(sql).doesNotContain("solo2").doesNotContain("HIV");
    }

    /**
     * Rows without an order, or the error.
     */
    private static String answer(DistributedQueryRunner queryRunner, String user, String sql)
    {
        try {
            List<String> rows = new ArrayList<>();
            for (MaterializedRow row : queryRunner.execute(AccessQueryRunner.session(user), sql).getMaterializedRows()) {
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
