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
package io.genolake.connector;

import io.trino.sql.planner.plan.AggregationNode;
import io.trino.sql.planner.plan.FilterNode;
import io.trino.sql.planner.plan.LimitNode;
import io.trino.sql.planner.plan.ProjectNode;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the connector takes of a query, it does completely: the plan has no filter left, and the result is that of the engine's own filter.
 */
final class TestGenomicsPushdown
        extends AbstractTestQueryFramework
{
    private final InputListener inputs = new InputListener();

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path lake = Files.createTempDirectory("lake");
        closeAfterClass(() -> deleteRecursively(lake, ALLOW_INSECURE));
        SmallLake.write(lake);
        return GenomicsQueryRunner.builder(lake)
                .setEventListener(inputs)
                .build();
    }

    @Test
    void testRegion()
    {
        assertPushedDown("SELECT chrom, pos FROM small.variants WHERE chrom = 'chr1' AND pos BETWEEN 150 AND 300", "VALUES (VARCHAR 'chr1', BIGINT '200'), ('chr1', 300)");
        // a deletion that begins before the region
        assertPushedDown("SELECT pos, end_pos FROM small.variants WHERE chrom = 'chr1' AND pos <= 250 AND end_pos >= 205", "VALUES (BIGINT '200', BIGINT '209')");
        assertPushedDown("SELECT name FROM small.intervals WHERE chrom = 'chr1' AND pos <= 300 AND end_pos >= 201", "VALUES VARCHAR 'second'");
        assertPushedDown("SELECT qname FROM small.alignments WHERE chrom = 'chr1' AND pos <= 120 AND end_pos >= 110", "VALUES VARCHAR 'read1', 'read2'");
        assertPushedDown("SELECT pos FROM small.variants WHERE chrom = 'chr9'", "SELECT BIGINT '1' WHERE false");
    }

    @Test
    void testInLists()
    {
        assertPushedDown("SELECT DISTINCT chrom FROM small.genotypes WHERE chrom IN ('chr2', 'chrX', '2')", "VALUES VARCHAR 'chr2', 'chrX'", false);
        assertPushedDown("SELECT id FROM small.variants WHERE chrom IN ('chr1', 'chr2') AND pos IN (100, 101)", "VALUES VARCHAR 'rs1', 'rs1', 'rs2'");
        assertPushedDown("SELECT chrom, pos FROM small.variants WHERE chrom <> 'chr1' AND pos < 1000", "VALUES (VARCHAR 'chr2', BIGINT '100'), ('chr2', 900)");
    }

    @Test
    void testOrOfRegions()
    {
        @Language("SQL") String query = "SELECT chrom, pos FROM small.variants WHERE (chrom = 'chr1' AND pos <= 250 AND end_pos >= 150) OR (chrom = 'chrX' AND pos BETWEEN 1 AND 6000)";
        // the regions prune, the engine filters
        assertThat(query(query))
                .matches("VALUES (VARCHAR 'chr1', BIGINT '200'), ('chrX', 5000)")
                .isNotFullyPushedDown(FilterNode.class);
        assertExplain("EXPLAIN " + query, "ranges=\\[chr1:150-250, chrX:-6000]");
    }

    @Test
    void testInRegion()
    {
        @Language("SQL") String query = "SELECT chrom, pos FROM small.variants WHERE in_region(chrom, pos, end_pos, 'chr1:205-1,000')";
        assertThat(query(query))
                .matches("VALUES (VARCHAR 'chr1', BIGINT '200'), ('chr1', 300)")
                .isNotFullyPushedDown(FilterNode.class);
        assertExplain("EXPLAIN " + query, "ranges=\\[chr1:205-1000]");
    }

    @Test
    void testLocusAndBin()
    {
        assertPushedDown("SELECT pos FROM small.variants WHERE \"$locus\" = locus('chr2', 900)", "VALUES BIGINT '900'");
        assertPushedDown("SELECT pos FROM small.variants WHERE \"$locus\" BETWEEN locus('chr1', 150) AND locus('chr1', 299)", "VALUES BIGINT '200'");
        long bin = (long) computeScalar("SELECT DISTINCT \"$bin\" FROM small.variants WHERE chrom = 'chrX'");
        assertPushedDown("SELECT chrom, pos FROM small.variants WHERE \"$bin\" = " + bin, "VALUES (VARCHAR 'chrX', BIGINT '5000')");
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE \"$bin\" IN (%s, %s)".formatted(bin, bin + 1), "VALUES BIGINT '0'", false);
    }

    @Test
    void testPath()
    {
        String path = (String) computeScalar("SELECT DISTINCT \"$path\" FROM small.variants WHERE \"$path\" LIKE '%single%'");
        assertThat(path).endsWith("/small/single.vcf");
        for (String condition : new String[] {
                "\"$path\" = '%s'".formatted(path),
                "\"$path\" IN ('%s', 'other')".formatted(path),
                "\"$path\" LIKE '%single.vcf'",
                "\"$path\" LIKE '%single.vcf' AND \"$path\" NOT LIKE '%cohort%'",
                "\"$path\" = '%s' OR \"$path\" LIKE '%%nothing%%'".formatted(path),
        }) {
            assertPushedDown("SELECT info.DP FROM small.variants WHERE " + condition, "VALUES BIGINT '11', 12");
        }
        assertPushedDown("SELECT count(*) FROM small.files WHERE file = '%s'".formatted(path), "VALUES BIGINT '1'", false);
    }

    @Test
    void testSamples()
    {
        assertPushedDown("SELECT pos, gt FROM small.genotypes WHERE sample = 'B' AND chrom = 'chr1'", "VALUES (BIGINT '100', VARCHAR '1/1'), (200, './.'), (300, '0/1')");
        assertPushedDown("SELECT sample, gt FROM small.genotypes WHERE sample IN ('C', 'tumor', 'nobody') AND pos = 100", "VALUES (VARCHAR 'C', VARCHAR '0/0'), ('C', '0/1'), ('tumor', '0/1')");
        assertPushedDown("SELECT sample FROM small.genotypes WHERE sample > 'B' AND chrom = 'chrX'", "VALUES VARCHAR 'C'");
        assertPushedDown("SELECT info.DP FROM small.variants WHERE \"$sample\" = 'tumor'", "VALUES BIGINT '11', 12");
        assertPushedDown("SELECT info.DP FROM small.variants WHERE \"$sample\" IS NULL AND pos = 300", "VALUES BIGINT '30'");
    }

    @Test
    void testReadGroups()
    {
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE sample = 'A'", "VALUES BIGINT '50'", false);
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE read_group = 'rgB'", "VALUES BIGINT '40'", false);
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE read_group IS NULL", "VALUES BIGINT '10'", false);
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE sample IS NULL", "VALUES BIGINT '10'", false);
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE sample = 'nobody'", "VALUES BIGINT '0'", false);
        assertPushedDown("SELECT qname FROM small.alignments WHERE sample = 'B' AND chrom = 'chr2' AND pos < 760", "VALUES VARCHAR 'read61', 'read63', 'read65'");
    }

    @Test
    void testFlagAndMapq()
    {
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE flag = 16", "VALUES BIGINT '50'", false);
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE mapq >= 40", "VALUES BIGINT '50'", false);
        assertPushedDown("SELECT count(*) FROM small.alignments WHERE mapq BETWEEN 1 AND 30 AND flag IN (0, 4)", "VALUES BIGINT '25'", false);
    }

    @Test
    void testOtherColumnsAreLeftToTheEngine()
    {
        assertThat(query("SELECT pos FROM small.variants WHERE qual > 60")).matches("VALUES BIGINT '100', 5000").isNotFullyPushedDown(FilterNode.class);
        assertThat(query("SELECT pos FROM small.variants WHERE info.DP = 30")).matches("VALUES BIGINT '300'").isNotFullyPushedDown(FilterNode.class);
        assertThat(query("SELECT qname FROM small.alignments WHERE bitwise_and(flag, 16) = 0 AND pos < 120")).matches("VALUES VARCHAR 'read1'").isNotFullyPushedDown(FilterNode.class);
    }

    @Test
    void testLimit()
    {
        assertThat(query("SELECT pos FROM small.variants LIMIT 100")).isNotFullyPushedDown(LimitNode.class);
        assertExplain("EXPLAIN SELECT pos FROM small.variants LIMIT 3", "small\\.variants limit=3");
        assertThat(computeActual("SELECT pos FROM small.genotypes LIMIT 4").getRowCount()).isEqualTo(4);
        assertThat(computeActual("SELECT pos FROM small.genotypes WHERE sample = 'A' LIMIT 4").getRowCount()).isEqualTo(4);
        assertThat(computeActual("SELECT pos FROM small.genotypes LIMIT 0").getRowCount()).isZero();
    }

    @Test
    void testProjection()
    {
        assertExplain("EXPLAIN SELECT info.AF FROM small.variants", ":= info\\.AF");
        assertThat(query("SELECT info.AF FROM small.variants WHERE chrom = 'chr1' AND pos = 300")).matches("VALUES ARRAY[0.1E0, 0.2E0]").isFullyPushedDown();
        assertExplain("EXPLAIN SELECT call_counts.an FROM small.variants", ":= call_counts\\.an");
        assertThat(query("SELECT call_counts.an, call_counts.ac FROM small.variants WHERE chrom = 'chr1' AND pos = 300")).matches("VALUES (BIGINT '6', ARRAY[BIGINT '2', 2])");
        assertExplain("EXPLAIN SELECT tags['NM'] FROM small.alignments", ":= tags\\['NM']");
        assertThat(query("SELECT element_at(tags, 'NM'), element_at(tags, 'XX') FROM small.alignments WHERE pos = 120")).matches("VALUES (VARCHAR '2', CAST(NULL AS varchar))");
        assertThat(query("SELECT format.DP FROM small.genotypes WHERE chrom = 'chrX'")).matches("VALUES BIGINT '3', 4, NULL");
    }

    @Test
    void testDosagesAsIntegers()
            throws Exception
    {
        // as a CTAS into a table of Iceberg casts them, which has no tinyint
        @Language("SQL") String query = "SELECT chrom, pos, CAST(dosages AS array(integer)) FROM small.variants";
        assertExplain("EXPLAIN " + query, ":= CAST\\(dosages AS array\\(integer\\)\\)");
        assertThat(query(query))
                .matches("SELECT chrom, pos, transform(dosages, dosage -> CAST(dosage AS integer)) FROM small.variants")
                .isFullyPushedDown();
        // lineage and the audit tell the column by its name
        computeActual(query);
        assertThat(inputs.await(query).getColumns().stream().map(column -> column.name()))
                .containsExactlyInAnyOrder("chrom", "pos", "dosages");
        assertThat(query("SELECT dosages, CAST(dosages AS array(integer)), CAST(dosages AS array(bigint)) FROM small.variants WHERE chrom = 'chrX'"))
                .matches("SELECT dosages, transform(dosages, dosage -> CAST(dosage AS integer)), transform(dosages, dosage -> CAST(dosage AS bigint)) FROM small.variants WHERE chrom = 'chrX'");
    }

    @Test
    void testDosageAsBigint()
            throws Exception
    {
        // as a sum casts it: there is nothing between the aggregation and the scan that could
        @Language("SQL") String query = "SELECT sum(dosage) FROM small.genotypes";
        assertThat(query(query))
                .matches("SELECT sum(CAST(CAST(dosage AS varchar) AS bigint)) FROM small.genotypes")
                .isNotFullyPushedDown(AggregationNode.class);
        assertThat(query("SELECT sample, pos, CAST(dosage AS bigint) FROM small.genotypes"))
                .matches("SELECT sample, pos, CAST(CAST(dosage AS varchar) AS bigint) FROM small.genotypes")
                .isFullyPushedDown();
        // lineage and the audit tell the column by its name
        computeActual("SELECT sum(dosage) FROM small.genotypes WHERE chrom = 'chr1'");
        assertThat(inputs.await("SELECT sum(dosage) FROM small.genotypes WHERE chrom = 'chr1'").getColumns().stream().map(column -> column.name()))
                .containsExactly("dosage");
    }

    @Test
    void testDosageInBothTypesIsReadOnce()
    {
        // it is Trino that casts
        assertThat(query("SELECT dosage, CAST(dosage AS bigint) FROM small.genotypes")).isNotFullyPushedDown(ProjectNode.class);
        assertThat(query("SELECT sum(dosage), count(dosage) FROM small.genotypes")).matches("SELECT sum(CAST(CAST(dosage AS varchar) AS bigint)), count(CAST(dosage AS varchar)) FROM small.genotypes");
        assertThat(query("SELECT dosage, CAST(dosage AS bigint), sample, pos FROM small.genotypes"))
                .matches("SELECT dosage, CAST(CAST(dosage AS varchar) AS bigint), sample, pos FROM small.genotypes");
    }

    @Test
    void testTagThatIsMissing()
    {
        // as of a map: a subscript of a key that is not there is an error, element_at is NULL
        assertThat(query("SELECT element_at(tags, 'XX') FROM small.alignments WHERE qname = 'read1'")).matches("VALUES CAST(NULL AS varchar)");
        assertQueryFails("SELECT tags['XX'] FROM small.alignments WHERE qname = 'read1'", "Key not present in map: XX");
    }

    @Test
    void testStatistics()
    {
        // headers are known
        computeActual("SELECT count(*) FROM small.samples");
        assertThat(estimatedRows("SELECT * FROM small.variants")).isNotNull();
        assertThat(estimatedRows("SELECT pos FROM small.alignments")).isNotNull();
        assertThat(estimatedRows("SELECT pos, \"$bin\" FROM small.variants")).isNull();
        assertThat(estimatedRows("SELECT pos, \"$bin\" FROM small.alignments")).isNull();
        assertThat(estimatedRows("SELECT pos FROM small.genotypes WHERE sample = 'A'")).isNull();
        assertThat(estimatedRows("SELECT pos FROM small.variants WHERE \"$sample\" = 'tumor'")).isNull();
        assertThat(estimatedRows("SELECT pos FROM small.alignments WHERE sample = 'A'")).isNull();
        assertThat(estimatedRows("SELECT pos FROM small.alignments WHERE read_group = 'rgA'")).isNull();
    }

    private Object estimatedRows(String query)
    {
        return computeActual("SHOW STATS FOR (%s)".formatted(query)).getMaterializedRows().getLast().getField(4);
    }

    private void assertPushedDown(@Language("SQL") String query, @Language("SQL") String expected)
    {
        assertPushedDown(query, expected, true);
    }

    /**
     * @param whole whether nothing but the scan is to be in the plan
     */
    private void assertPushedDown(@Language("SQL") String query, @Language("SQL") String expected, boolean whole)
    {
        assertThat(query(query)).matches(expected);
        if (whole) {
            assertThat(query(query)).isFullyPushedDown();
        }
        assertThat((String) computeScalar("EXPLAIN " + query)).doesNotContain("filterPredicate");
    }
}
