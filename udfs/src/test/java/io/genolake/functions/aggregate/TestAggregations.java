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
package io.genolake.functions.aggregate;

import io.genolake.functions.GenomicsFunctionsPlugin;
import io.trino.sql.query.QueryAssertions;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

/**
 * The aggregate functions: over all rows, over parts that are merged, and by group. What tools make of real files is compared in the connector's tests.
 */
@TestInstance(PER_CLASS)
@Execution(CONCURRENT)
final class TestAggregations
{
    private QueryAssertions assertions;

    @BeforeAll
    void setUp()
    {
        assertions = new QueryAssertions();
        assertions.addPlugin(new GenomicsFunctionsPlugin());
    }

    @AfterAll
    void tearDown()
    {
        assertions.close();
    }

    @Test
    void testFunctionsAreDescribed()
    {
        for (String function : List.of("call_stats", "hardy_weinberg", "ld_r2", "ld_d_prime", "inbreeding_coefficient", "ti_tv", "allele_frequency_spectrum", "merge_intervals", "coverage_depth", "join_variants", "join_gt")) {
            assertThat(assertions.execute("SHOW FUNCTIONS LIKE '" + function.replace("_", "\\_") + "' ESCAPE '\\'").getMaterializedRows()).as(function)
                    .isNotEmpty()
                    .allSatisfy(row -> {
                        assertThat(row.getField(3)).isEqualTo("aggregate");
                        assertThat((String) row.getField(5)).isNotEmpty();
                    });
        }
    }

    @Test
    void testCallStats()
    {
        List<String> genotypes = List.of("'0/1'", "'1|2'", "'2/2'", "'1/.'", "'./.'", "NULL", "'0'", "'2'", "'0/0'", "'1/1/1'", "'0/1/2'", "'.'");
        String expected = "(ARRAY[BIGINT '7', 5], ARRAY[7e0 / 17, 5e0 / 17], BIGINT '17', ARRAY[BIGINT '1', 1], BIGINT '3')";
        String result = "ROW(s.ac, s.af, s.an, s.homozygotes, s.missing)";
        assertAggregate("call_stats(gt, ARRAY['A', 'C', 'G'])", "gt", genotypes, result, expected);
        assertAggregate("call_stats(gt, 3)", "gt", genotypes, result, expected);

        List<String> alleles = List.of("'', ARRAY[0, 1]", "'', ARRAY[1, NULL]", "'', NULL", "NULL, ARRAY[2, 2]", "'', ARRAY[0, 0]", "'', ARRAY[NULL, NULL]");
        assertAggregate(
                "call_stats(gt, CAST(alleles AS array(integer)))",
                "gt, alleles",
                alleles,
                result,
                "(ARRAY[BIGINT '2', 2], ARRAY[2e0 / 7, 2e0 / 7], BIGINT '7', ARRAY[BIGINT '0', 1], BIGINT '2')");

        // nothing is called; no ALT
        assertThat(assertions.query("SELECT s.ac, s.af, s.an, s.missing FROM (SELECT call_stats(gt, 2) s FROM (VALUES './.', '.') t (gt))"))
                .matches("VALUES (ARRAY[BIGINT '0'], ARRAY[CAST(NULL AS double)], BIGINT '0', BIGINT '2')");
        assertThat(assertions.query("SELECT cardinality(s.ac), s.an FROM (SELECT call_stats(gt, ARRAY['A']) s FROM (VALUES '0/0') t (gt))")).matches("VALUES (BIGINT '0', BIGINT '2')");
        assertThat(assertions.query("SELECT call_stats(gt, 2) IS NULL FROM (VALUES '0/1') t (gt) WHERE gt = ''")).matches("VALUES true");

        assertFails("SELECT call_stats(gt, 2) FROM (VALUES '0/2') t (gt)", "call_stats: '0/2' has an allele that the record has not: it has 2 alleles with REF");
        assertFails("SELECT call_stats(gt, 2) FROM (VALUES '0/x') t (gt)", "call_stats: '0/x' is not a genotype");
        assertFails("SELECT call_stats(gt, 0) FROM (VALUES '0/0') t (gt)", "call_stats: a record has 1 to 1000000 alleles, of which REF is the first: 0");
    }

    @Test
    void testCallStatsOfManyGroups()
    {
        // groups with different numbers of alleles share the memory
        assertThat(assertions.query(
                """
                SELECT count(*), bool_and(s.ac[1] = 3 AND s.an = 6 AND cardinality(s.ac) = g % 5 + 1 AND s.missing = 1)
                FROM (SELECT g, call_stats(gt, g % 5 + 2) s
                    FROM UNNEST(sequence(1, 10000)) t (g) CROSS JOIN (VALUES '0/1', '1|1', './.', '0/0') u (gt) GROUP BY g)
                """))
                .matches("VALUES (BIGINT '10000', true)");
    }

    @Test
    void testHardyWeinberg()
    {
        // 3 homozygous for REF, 4 heterozygous, 2 homozygous for ALT; the others are left out
        List<String> genotypes = List.of("'0/0'", "'0|0'", "'0/0'", "'0/1'", "'1|0'", "'0/1'", "'2/0'", "'1/1'", "'1|2'", "'./1'", "'1'", "NULL", "'0/1/1'");
        assertAggregate("hardy_weinberg(gt)", "gt", genotypes, "s", "hardy_weinberg_test(3, 4, 2)");
        assertAggregate("hardy_weinberg(gt, true)", "gt", genotypes, "s", "hardy_weinberg_test(3, 4, 2, true)");
        assertAggregate("hardy_weinberg(a, b, c)", "a, b, c", List.of("1, 2, 3", "300, 40, 2", "0, 0, 1"), "s", "hardy_weinberg_test(301, 42, 6)");
        assertAggregate("hardy_weinberg(a, b, c, true)", "a, b, c", List.of("1, 2, 3", "300, 40, 2", "0, 0, 1"), "s", "hardy_weinberg_test(301, 42, 6, true)");

        String row = "1, CAST(ROW(%s) AS row(an bigint, ac array(bigint), het array(bigint), hom array(bigint), hemi array(bigint), missing bigint, het_ref bigint, hom_ref bigint, hemi_ref bigint))";
        List<String> counts = List.of(
                row.formatted("20, ARRAY[7, 3], ARRAY[3, 1], ARRAY[4, 2], ARRAY[0, 0], 1, 4, 6, 0"),
                row.formatted("25, ARRAY[7, 3], ARRAY[3, 1], ARRAY[4, 2], ARRAY[0, 0], 0, 4, 10, 1"));
        // REF alleles in diploid calls: 24; with those of the other ALT in heterozygous calls 26 and 30
        assertAggregate("hardy_weinberg(c)", "n, c", counts, "s", "ARRAY[hardy_weinberg_test(10, 6, 4), hardy_weinberg_test(14, 2, 2)]");
        assertAggregate("hardy_weinberg(c, true)", "n, c", counts, "s", "ARRAY[hardy_weinberg_test(10, 6, 4, true), hardy_weinberg_test(14, 2, 2, true)]");

        assertThat(assertions.query("SELECT hardy_weinberg(gt) IS NULL FROM (VALUES '0/1') t (gt) WHERE gt = ''")).matches("VALUES true");
        assertFails("SELECT hardy_weinberg(gt) FROM (VALUES '0/1', '0/?') t (gt)", "hardy_weinberg: '0/?' is not a genotype");
        assertFails("SELECT hardy_weinberg(a, 1, 1) FROM (VALUES -1) t (a)", "hardy_weinberg: a count is negative: -1, 1, 1");
    }

    @Test
    void testLdR2()
    {
        Random random = new Random(1);
        List<String> rows = new ArrayList<>();
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int a = random.nextInt(3);
            int b = random.nextInt(4) == 0 ? random.nextInt(3) : a;
            if (random.nextInt(20) == 0) {
                rows.add("CAST(NULL AS tinyint), TINYINT '" + b + "'");
            }
            else {
                rows.add("TINYINT '%s', TINYINT '%s'".formatted(a, b));
                pairs.add(new double[] {a, b});
            }
        }
        double meanA = pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow();
        double meanB = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
        double ab = pairs.stream().mapToDouble(pair -> (pair[0] - meanA) * (pair[1] - meanB)).sum();
        double aa = pairs.stream().mapToDouble(pair -> (pair[0] - meanA) * (pair[0] - meanA)).sum();
        double bb = pairs.stream().mapToDouble(pair -> (pair[1] - meanB) * (pair[1] - meanB)).sum();
        double expected = ab * ab / aa / bb;
        assertThat(expected).isBetween(0.4, 0.8);
        assertAggregate("ld_r2(a, b)", "a, b", rows, "round(s, 12)", "round(DOUBLE '%s', 12)".formatted(expected));
        // the same of arrays
        List<String> a = rows.stream().map(row -> row.split(", ")[0]).toList();
        List<String> b = rows.stream().map(row -> row.split(", ")[1]).toList();
        assertThat((double) assertions.execute("SELECT dosage_r2(ARRAY%s, ARRAY%s)".formatted(a, b)).getOnlyValue()).isCloseTo(expected, within(1e-12));

        assertThat(assertions.query("SELECT ld_r2(a, b) IS NULL FROM (VALUES (1, 1), (1, 2)) t (a, b)")).matches("VALUES true");
        assertThat(assertions.query("SELECT ld_r2(a, b) FROM (VALUES (0, 2), (1, 1), (2, 0)) t (a, b)")).matches("VALUES 1e0");
    }

    @Test
    void testLdDPrime()
    {
        // haplotypes: 5 REF-REF, 1 REF-ALT, 0 ALT-REF, 4 ALT-ALT
        List<String> phased = List.of("'0|0', '0|0'", "'0|1', '0|1'", "'1|0', '1|0'", "'0|1', '1|1'", "'1|0', '1|0'");
        assertAggregate("ld_d_prime(a, b)", "a, b", phased, "round(s, 9)", "round(1e0, 9)");
        // REF-REF 3, REF-ALT 2, ALT-REF 1, ALT-ALT 2: D = 2/8 - 3/8 * 4/8
        List<String> apart = List.of("'0|0', '0|1'", "'0|1', '1|0'", "'0|1', '0|1'", "'0|1', '0|1'", "'./1', '0|1'", "'0', '1'");
        assertAggregate("ld_d_prime(a, b)", "a, b", apart, "round(s, 9)", "round((2e0 / 8 - 3e0 / 8 * 4 / 8) / least(3e0 / 8 * 4 / 8, 5e0 / 8 * 4 / 8), 9)");
        assertThat(assertions.query("SELECT ld_d_prime(a, b) IS NULL FROM (VALUES ('0/0', '0/1'), ('0/0', '1/1')) t (a, b)")).matches("VALUES true");
        assertFails("SELECT ld_d_prime(a, b) FROM (VALUES (3, 1)) t (a, b)", "ld_d_prime: a diploid call has a dosage of 0, 1 or 2: 3 and 1");

        // the likelihood of the haplotype frequencies that it finds is the greatest, by a search of all
        Random random = new Random(2);
        for (int round = 0; round < 20; round++) {
            List<String> rows = new ArrayList<>();
            int[][] counts = new int[3][3];
            for (int i = 0; i < 60; i++) {
                int a = random.nextInt(3);
                int b = random.nextInt(3) == 0 ? random.nextInt(3) : round % 2 == 0 ? a : 2 - a;
                counts[a][b]++;
                rows.add("%s, %s".formatted(a, b));
            }
            double actual = (double) assertions.execute("SELECT ld_d_prime(a, b) FROM (VALUES %s) t (a, b)".formatted(rows.stream().map(row -> "(" + row + ")").collect(joining(", ")))).getOnlyValue();
            assertThat(actual).as("round %s", round).isCloseTo(bestDPrime(counts), within(2e-3));
            // unphased text is the same
            String texts = rows.stream()
                    .map(row -> "(" + Arrays.stream(row.split(", ")).map(dosage -> List.of("'0/0'", "'0/1'", "'1/1'").get(Integer.parseInt(dosage))).collect(joining(", ")) + ")")
                    .collect(joining(", "));
            assertThat((double) assertions.execute("SELECT ld_d_prime(a, b) FROM (VALUES %s) t (a, b)".formatted(texts)).getOnlyValue()).isCloseTo(actual, within(1e-12));
        }
    }

    private static double bestDPrime(int[][] counts)
    {
        double n = 0;
        double a = 0;
        double b = 0;
        double altAlt = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                n += 2 * counts[i][j];
                a += i * counts[i][j];
                b += j * counts[i][j];
                if (i != 1 || j != 1) {
                    altAlt += i * j / 2 * counts[i][j];
                }
            }
        }
        double pA = a / n;
        double pB = b / n;
        double best = Double.NEGATIVE_INFINITY;
        double bestD = 0;
        int steps = 20_000;
        for (int step = 1; step < steps; step++) {
            double p11 = (altAlt + counts[1][1] * (double) step / steps) / n;
            double p10 = pA - p11;
            double p01 = pB - p11;
            double p00 = 1 - p11 - p10 - p01;
            double[][] haplotypes = {{p00, p01}, {p10, p11}};
            double likelihood = 0;
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double probability = 0;
                    for (int x = 0; x < 4; x++) {
                        for (int y = 0; y < 4; y++) {
                            if ((x >> 1) + (y >> 1) == i && (x & 1) + (y & 1) == j) {
                                probability += haplotypes[x >> 1][x & 1] * haplotypes[y >> 1][y & 1];
                            }
                        }
                    }
                    likelihood += counts[i][j] == 0 ? 0 : counts[i][j] * Math.log(Math.max(probability, 1e-300));
                }
            }
            if (likelihood > best) {
                best = likelihood;
                bestD = p11 - pA * pB;
            }
        }
        return bestD > 0 ? bestD / Math.min(pA * (1 - pB), (1 - pA) * pB) : -bestD / Math.min(pA * pB, (1 - pA) * (1 - pB));
    }

    @Test
    void testInbreedingCoefficient()
    {
        // 2 of 6 heterozygous, 4 ALT of 12: 1 - 2 / (2 * 1/3 * 2/3 * 6)
        List<String> genotypes = List.of("'0/0'", "'0/0'", "'0/0'", "'0/1'", "'1|0'", "'1/1'", "'./1'", "NULL");
        assertAggregate("inbreeding_coefficient(gt)", "gt", genotypes, "round(s, 12)", "round(1 - 2 / (4e0 / 9 * 6), 12)");
        assertAggregate("inbreeding_coefficient(gt, af)", "gt, af", List.of("'0/1', 0.5e0", "'0/0', 0.1e0", "'1|1', 0.2e0", "'./.', 0.3e0"), "round(s, 12)", "round(1 - 1 / (0.5e0 + 0.18e0 + 0.32e0), 12)");
        assertThat(assertions.query("SELECT inbreeding_coefficient(gt) IS NULL FROM (VALUES '0/0', './.') t (gt)")).matches("VALUES true");
        assertFails("SELECT inbreeding_coefficient(gt, 1.5e0) FROM (VALUES '0/0') t (gt)", "inbreeding_coefficient: a frequency is from 0 to 1: 1.5");
    }

    @Test
    void testTiTv()
    {
        List<String> variants = List.of("'A', 'G'", "'g', 'A'", "'C', 'T'", "'C', 'A'", "'T', 'g'", "'A', 'N'", "'AC', 'G'", "'A', '<DEL>'", "'A', 'A'", "'A', NULL");
        assertAggregate("ti_tv(ref, alt)", "ref, alt", variants, "s", "1.5e0");
        assertAggregate("ti_tv(ref, alt)", "ref, alt", List.of("'A', ARRAY['G', 'T']", "'C', ARRAY['T', 'CA', '*']", "'C', ARRAY[]"), "s", "2e0");
        assertThat(assertions.query("SELECT ti_tv(ref, alt) IS NULL FROM (VALUES ('A', 'G')) t (ref, alt)")).matches("VALUES true");
    }

    @Test
    void testMergeIntervals()
    {
        List<String> intervals = List.of("10, 20", "1, 5", "15, 30", "31, 31", "33, 40", "6, 5", "100, 99", "35, 36");
        assertAggregate("merge_intervals(p, e)", "p, e", intervals, "json_format(CAST(s AS json))", "VARCHAR '[{\"pos\":1,\"end_pos\":5},{\"pos\":10,\"end_pos\":31},{\"pos\":33,\"end_pos\":40},{\"pos\":100,\"end_pos\":99}]'");
        assertAggregate("merge_intervals(p, e, 4)", "p, e", intervals, "json_format(CAST(s AS json))", "VARCHAR '[{\"pos\":1,\"end_pos\":40},{\"pos\":100,\"end_pos\":99}]'");
        assertFails("SELECT merge_intervals(p, e) FROM (VALUES (5, 3)) t (p, e)", "merge_intervals: not an interval: pos is 5 and end_pos is 3");
        assertFails("SELECT merge_intervals(p, e, -1) FROM (VALUES (5, 7)) t (p, e)", "merge_intervals: max_gap is negative: -1");
        assertFails("SELECT merge_intervals(p, e, p) FROM (VALUES (5, 7), (6, 8)) t (p, e)", "merge_intervals: max_gap differs within a group: 5 and 6");
    }

    @Test
    void testMergeIntervalsAgainstBases()
    {
        Random random = new Random(3);
        for (int round = 0; round < 30; round++) {
            boolean[] covered = new boolean[2100];
            List<String> rows = new ArrayList<>();
            int intervals = 1 + random.nextInt(200);
            for (int i = 0; i < intervals; i++) {
                int pos = 1 + random.nextInt(2000);
                int end = pos + random.nextInt(20);
                Arrays.fill(covered, pos, end + 1, true);
                rows.add("(%s, %s)".formatted(pos, end));
            }
            List<List<Object>> expected = new ArrayList<>();
            for (int pos = 1; pos < covered.length; pos++) {
                if (covered[pos] && !covered[pos - 1]) {
                    int end = pos;
                    while (covered[end + 1]) {
                        end++;
                    }
                    expected.add(List.of((long) pos, (long) end));
                }
            }
            assertThat(assertions.execute("SELECT i.pos, i.end_pos FROM (SELECT merge_intervals(p, e) m FROM (VALUES %s) t (p, e)) CROSS JOIN UNNEST(m) WITH ORDINALITY i (pos, end_pos, n) ORDER BY n".formatted(String.join(", ", rows)))
                    .getMaterializedRows().stream().map(row -> List.copyOf(row.getFields())).toList()).as("seed 3, round %s", round).isEqualTo(expected);
        }
    }

    @Test
    void testCoverageDepth()
    {
        List<String> intervals = List.of("1, 10", "5, 12", "12, 30", "100, 200", "6, 5");
        assertAggregate("coverage_depth(p, e, 5, 20)", "p, e", intervals, "s", "MAP(ARRAY[BIGINT '1', 2], ARRAY[BIGINT '9', 7])");
        assertAggregate("coverage_depth(p, e, 11, 40)", "p, e", intervals, "s", "MAP(ARRAY[BIGINT '0', 1, 2], ARRAY[BIGINT '10', 19, 1])");
        assertAggregate("coverage_depth(p, e, 10)", "p, e", intervals.subList(0, 3), "json_format(CAST(s AS json))", "VARCHAR '[{\"pos\":1,\"end_pos\":10,\"depth\":1.6},{\"pos\":11,\"end_pos\":20,\"depth\":1.1},{\"pos\":21,\"end_pos\":30,\"depth\":1.0}]'");
        // in any order, far apart
        assertAggregate("coverage_depth(p, e, 10)", "p, e", List.of("95, 101", "11, 12"), "ROW(cardinality(s), s[1].depth, s[1].pos, s[9].depth, s[10].depth)", "(BIGINT '10', 0.2e0, BIGINT '11', 0.6e0, 0.1e0)");
        assertFails("SELECT coverage_depth(p, e, 1, 20000000) FROM (VALUES (1, 2)) t (p, e)", "coverage_depth: not a region of 1 to 16777216 bases: region_pos is 1 and region_end_pos is 20000000");
        assertFails("SELECT coverage_depth(p, e, 0) FROM (VALUES (1, 2)) t (p, e)", "coverage_depth: the window is less than a base: 0");
        assertThat(assertions.query("SELECT coverage_depth(p, e, 1) FROM (VALUES (1, 2), (100000000, 100000001)) t (p, e)")).failure()
                .hasErrorCode(EXCEEDED_FUNCTION_MEMORY_LIMIT)
                .hasMessage("coverage_depth: a group spans more than 16777216 windows: group by contig, or take larger windows than 1");
    }

    @Test
    void testCoverageDepthAgainstBases()
    {
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            int[] depth = new int[1100];
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int pos = 1 + random.nextInt(1000);
                int end = pos + random.nextInt(60);
                for (int base = pos; base <= end; base++) {
                    depth[base]++;
                }
                rows.add("(%s, %s)".formatted(pos, end));
            }
            String values = String.join(", ", rows);
            TreeMap<Long, Long> histogram = new TreeMap<>();
            IntStream.rangeClosed(200, 800).forEach(base -> histogram.merge((long) depth[base], 1L, Long::sum));
            assertThat(assertions.execute("SELECT coverage_depth(p, e, 200, 800) FROM (VALUES %s) t (p, e)".formatted(values)).getOnlyValue()).as("seed 4, round %s", round).isEqualTo(histogram);
            int window = 1 + random.nextInt(70);
            assertThat(assertions.execute("SELECT sum(w.depth * %s) FROM (SELECT coverage_depth(p, e, %s) m FROM (VALUES %s) t (p, e)) CROSS JOIN UNNEST(m) w (pos, end_pos, depth) WHERE pos >= 500".formatted(window, window, values)).getOnlyValue())
                    .isEqualTo((double) IntStream.range((499 + window - 1) / window * window + 1, 1100).map(base -> depth[base]).sum());
        }
    }

    @Test
    void testAlleleFrequencySpectrum()
    {
        assertAggregate("allele_frequency_spectrum(ac)", "ac", List.of("1", "1", "3", "0", "1", "NULL", "50"), "s", "MAP(ARRAY[BIGINT '0', 1, 3, 50], ARRAY[BIGINT '1', 3, 1, 1])");
        // one ALT of four: half of the pairs have it; two of four: 1/6, 2/3, 1/6
        assertAggregate("allele_frequency_spectrum(ac, an, 2)", "ac, an", List.of("1, 4", "2, 4", "1, 1", "2, 2"), "transform(s, x -> round(x, 9))", "transform(ARRAY[0.5e0 + 1e0 / 6, 0.5e0 + 2e0 / 3, 1e0 / 6 + 1], x -> round(x, 9))");
        // drawn whole, it is the count itself; of many, it is binomial
        assertThat(assertions.query("SELECT allele_frequency_spectrum(ac, an, 4) FROM (VALUES (1, 4), (1, 4), (4, 4)) t (ac, an)")).matches("VALUES ARRAY[0e0, 2e0, 0e0, 0e0, 1e0]");
        assertThat(assertions.query("SELECT transform(allele_frequency_spectrum(ac, an, 2), x -> round(x, 3)) FROM (VALUES (300000, 1000000)) t (ac, an)")).matches("VALUES ARRAY[0.49e0, 0.42e0, 0.09e0]");
        assertThat(assertions.query("SELECT round(reduce(allele_frequency_spectrum(ac, an, 5000), 0e0, (s, x) -> s + x, s -> s), 6) FROM (VALUES (3000000, 10000000)) t (ac, an)")).matches("VALUES 1e0");
        assertFails("SELECT allele_frequency_spectrum(ac) FROM (VALUES -1) t (ac)", "allele_frequency_spectrum: a count of alleles is from 0 to 16777216: -1");
        assertFails("SELECT allele_frequency_spectrum(ac, 1, 2) FROM (VALUES 3) t (ac)", "allele_frequency_spectrum: a count of alleles is from 0 to the called ones: ac is 3 and an is 1");
        assertFails("SELECT allele_frequency_spectrum(ac, 1, 0) FROM (VALUES 3) t (ac)", "allele_frequency_spectrum: the number of alleles to project to is from 1 to 100000: 0");
    }

    @Test
    void testJoinVariants()
    {
        assertThat(assertions.query("SELECT join_variants(p, r, a ORDER BY n) FROM (VALUES (1, 20, 'AT', 'A'), (2, 20, 'A', '<DEL>'), (3, 20, 'ATT', '*'), (4, 20, 'A', 'C'), (5, 20, 'ATT', 'CTT'), (6, 20, 'A', 'A[1:5[')) t (n, p, r, a)"))
                .matches("VALUES ROW(CAST(ROW(20, 'ATT', ARRAY['AT', '<DEL>', '*', 'CTT', 'A[1:5[']) AS row(pos bigint, ref varchar, alts array(varchar))))");
        // lists of ALTs, and merged parts
        assertAggregate("join_variants(p, r, a)", "p, r, a", List.of("20, 'A', ARRAY['C', 'T']", "20, 'A', ARRAY[]", "20, 'A', ARRAY['T']"), "ROW(s.pos, s.ref, array_sort(s.alts))", "(BIGINT '20', CAST('A' AS varchar), CAST(ARRAY['C', 'T'] AS array(varchar)))");
        assertFails("SELECT join_variants(p, 'A', 'C') FROM (VALUES 1, 2) t (p)", "join_variants: a group has records at positions 1 and 2: group by chrom and pos");
        assertFails("SELECT join_variants(1, r, 'C') FROM (VALUES 'AC', 'AG') t (r)", "join_variants: REF is AC and AG at position 1: one is no beginning of the other");
    }

    @Test
    void testJoinGt()
    {
        assertJoined("'0/1', 1", "'1/0', 2", "2/1");
        assertJoined("'1|0', 1", "'0|1', 2", "1|2");
        assertJoined("'0|0', 1", "'0|1', 2", "0|2");
        assertJoined("'0|1', 1", "'0|1', 2", "2|1");
        assertJoined("'0|0', 1", "'0/1', 2", "0/2");
        assertJoined("'./.', 1", "'0/1', 2", "./2");
        assertJoined("'1/1', 1", "'0/1', 2", "1/1");
        assertJoined("'0', 1", "'1', 3", "3");
        assertJoined("'0/0', 2", "'1/1', 1", "1/1");
        assertAggregate("join_gt(gt, allele)", "gt, allele", List.of("'0/0/1', 3", "'0/1/0', 2", "NULL, 1", "'1/0/0', 1"), "s", "CAST('1/2/3' AS varchar)");
        assertFails("SELECT join_gt(gt, 1) FROM (VALUES '0/2') t (gt)", "join_gt: '0/2' is not a genotype of a record with one ALT");
        assertFails("SELECT join_gt(gt, 0) FROM (VALUES '0/1') t (gt)", "join_gt: the place of an ALT is from 1: 0");
        assertFails("SELECT join_gt(gt, n) FROM (VALUES ('0/1', 1), ('1', 2)) t (gt, n)", "join_gt: genotypes of different ploidy: 0/1 and 1");
    }

    private void assertJoined(String first, String second, String expected)
    {
        assertAggregate("join_gt(gt, allele)", "gt, allele", List.of(first, second), "s", "CAST('%s' AS varchar)".formatted(expected));
    }

    /**
     * Checks an aggregate function over rows: at once, in parts that are merged, by group, by group in parts, and with memory that is used for groups in turn.
     *
     * @param result an expression of the value, {@code s}
     */
    private void assertAggregate(String aggregate, String columns, List<String> rows, String result, String expected)
    {
        String values = rows.stream().map(row -> "(" + row + ")").collect(joining(", "));
        String all = "(SELECT * FROM (VALUES %s) t (%s))".formatted(values, columns);
        assertThat(assertions.query("SELECT %s FROM (SELECT %s s FROM %s)".formatted(result, aggregate, all))).as(aggregate).matches("SELECT " + expected(expected));

        // a source for each row and a partial aggregation over each
        String parts = rows.stream().map(row -> "SELECT * FROM (VALUES (%s)) t (%s)".formatted(row, columns)).collect(joining(" UNION ALL "));
        assertThat(assertions.query("SELECT %s FROM (SELECT %s s FROM (%s))".formatted(result, aggregate, parts))).as(aggregate + " of parts").matches("SELECT " + expected(expected));

        for (String source : List.of(all, "(" + parts + ")")) {
            assertThat(assertions.query("SELECT DISTINCT %s FROM (SELECT g, %s s FROM %s CROSS JOIN UNNEST(sequence(1, 50)) u (g) GROUP BY g)".formatted(result, aggregate, source))).as(aggregate + " by group").matches("SELECT " + expected(expected));
        }
    }

    private static String expected(String expression)
    {
        return expression.startsWith("(") ? "ROW" + expression : expression;
    }

    private void assertFails(@Language("SQL") String sql, String message)
    {
        assertThat(assertions.query(sql)).failure().hasErrorCode(INVALID_FUNCTION_ARGUMENT).hasMessage(message);
    }
}
