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
package io.genolake.functions.statistics;

import io.genolake.functions.GenomicsFunctionsPlugin;
import io.trino.sql.query.QueryAssertions;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

@TestInstance(PER_CLASS)
@Execution(CONCURRENT)
final class TestStatisticsFunctions
{
    private static final String COUNTS = "CAST(ROW(%s) AS row(an bigint, ac array(bigint), het array(bigint), hom array(bigint), hemi array(bigint), missing bigint, het_ref bigint, hom_ref bigint, hemi_ref bigint))";

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

    /**
     * Values that others have published.
     */
    @Test
    void testPublishedValues()
    {
        // Wigginton et al. 2005: 100 individuals with 21 copies of the rarer allele
        assertTest(79, 21, 0, false, 0.593645, 1e-6);
        assertTest(80, 19, 1, false, 1.0, 1e-6);
        assertTest(81, 17, 2, false, 0.284042, 1e-6);
        assertTest(82, 15, 3, false, 0.069576, 1e-6);
        assertTest(83, 13, 4, false, 0.010293, 1e-6);
        assertTest(84, 11, 5, false, 0.000919, 1e-6);
        assertTest(85, 9, 6, false, 0.000048, 1e-6);
        assertTest(86, 7, 7, false, 0.000001, 1e-6);
        // the MN blood group in the manual of the R package HardyWeinberg
        assertTest(298, 489, 213, false, 0.6556635, 1e-7);
        assertTest(298, 489, 213, true, 0.6330965, 1e-7);
        // the examples of hl.hardy_weinberg_test in Hail's documentation
        assertTest(250, 500, 250, true, 0.9747844394217698, 1e-12);
        assertTest(37, 200, 85, true, 1.1337210383168987e-06, 1e-18);
    }

    @Test
    void testLimits()
    {
        assertTest(0, 0, 0, false, 1, 0);
        assertTest(0, 0, 0, true, 1, 0);
        assertTest(1000, 0, 0, false, 1, 0);
        assertTest(1000, 0, 0, true, 0.5, 0);
        assertTest(0, 1, 0, false, 1, 0);
        // smaller than any double
        assertTest(100_000, 0, 100_000, false, 0, 0);
        assertTest(0, 100_000, 0, false, 0, 0);
        assertTest(2_000_000_000L, 2, 0, false, 1, 1e-6);

        assertThat(assertions.expression("hardy_weinberg_test(NULL, 1, 1) IS NULL")).isEqualTo(true);
        assertThat(assertions.expression("hardy_weinberg_test(n_het => 489, n_hom_alt => 213, n_hom_ref => 298) = hardy_weinberg_test(298, 489, 213)")).isEqualTo(true);
        assertFails("SELECT hardy_weinberg_test(-1, 1, 1)", "hardy_weinberg_test: the number of individuals homozygous for REF is negative: -1");
        assertFails("SELECT hardy_weinberg_test(1, -2, 1)", "hardy_weinberg_test: the number of heterozygous individuals is negative: -2");
        assertFails("SELECT hardy_weinberg_test(1, 1, -3, true)", "hardy_weinberg_test: the number of individuals homozygous for ALT is negative: -3");
        // the walk to the most probable outcome would take hours
        assertFails("SELECT hardy_weinberg_test(1, 34359738368, 1000)", "hardy_weinberg_test: there are more than 2147483647 individuals");
    }

    /**
     * By the definition, with whole numbers: an outcome with h heterozygotes has weight n! 2^h / (a! h! b!).
     */
    @Test
    void testExactArithmetic()
    {
        BigInteger[] factorials = new BigInteger[301];
        factorials[0] = BigInteger.ONE;
        for (int i = 1; i < factorials.length; i++) {
            factorials[i] = factorials[i - 1].multiply(BigInteger.valueOf(i));
        }
        Random random = new Random(5);
        for (int round = 0; round < 1000; round++) {
            int homRef = random.nextInt(100);
            int het = random.nextInt(100);
            int homAlt = random.nextInt(100);
            int samples = homRef + het + homAlt;
            int alt = het + 2 * homAlt;
            BigInteger observed = weight(factorials, homRef, het, homAlt);
            BigInteger all = BigInteger.ZERO;
            BigInteger less = BigInteger.ZERO;
            BigInteger equal = BigInteger.ZERO;
            for (int h = alt % 2; h <= alt; h += 2) {
                int b = (alt - h) / 2;
                int a = samples - h - b;
                if (a >= 0) {
                    BigInteger weight = weight(factorials, a, h, b);
                    all = all.add(weight);
                    if (weight.compareTo(observed) < 0) {
                        less = less.add(weight);
                    }
                    else if (weight.equals(observed)) {
                        equal = equal.add(weight);
                    }
                }
            }
            double exact = new BigDecimal(less.add(equal)).divide(new BigDecimal(all), MathContext.DECIMAL64).doubleValue();
            double midP = new BigDecimal(less.add(less).add(equal)).divide(new BigDecimal(all.add(all)), MathContext.DECIMAL64).doubleValue();
            assertThat(HardyWeinberg.test(homRef, het, homAlt, false)).as("%s %s %s", homRef, het, homAlt).isCloseTo(exact, within(1e-11 * exact));
            if (samples > 0) {
                assertThat(HardyWeinberg.test(homRef, het, homAlt, true)).as("%s %s %s", homRef, het, homAlt).isCloseTo(midP, within(1e-11 * midP));
            }
        }
    }

    private static BigInteger weight(BigInteger[] factorials, int a, int h, int b)
    {
        return factorials[a + h + b].shiftLeft(h).divide(factorials[a].multiply(factorials[h]).multiply(factorials[b]));
    }

    @Test
    void testCallCounts()
    {
        // 5 of 0/0, 3 of 0/1, 1 of 1/1, and haploid 0 and 1
        String counts = COUNTS.formatted("20, ARRAY[6], ARRAY[3], ARRAY[2], ARRAY[1], 2, 3, 10, 1");
        assertThat(assertions.expression("call_frequencies(%s) = ARRAY[0.3e0]".formatted(counts))).isEqualTo(true);
        assertThat(assertions.expression("call_hardy_weinberg(%s) = ARRAY[hardy_weinberg_test(5, 3, 1)]".formatted(counts))).isEqualTo(true);
        assertThat(assertions.expression("call_hardy_weinberg(%s, true) = ARRAY[hardy_weinberg_test(5, 3, 1, true)]".formatted(counts))).isEqualTo(true);
        // 4 of 0/0, 1 of 0/1, 2 of 1/2, 3 of 2/2: the alleles of 2/2 are not among the others of the first ALT
        String two = COUNTS.formatted("20, ARRAY[3, 8], ARRAY[3, 2], ARRAY[0, 6], ARRAY[0, 0], 0, 1, 8, 0");
        assertThat(assertions.expression("call_hardy_weinberg(%s) = ARRAY[hardy_weinberg_test(4, 3, 0), hardy_weinberg_test(5, 2, 3)]".formatted(two))).isEqualTo(true);
        // nothing called, no ALT, three alleles a genotype
        assertThat(assertions.expression("call_frequencies(%s) = ARRAY[CAST(NULL AS double)]".formatted(COUNTS.formatted("0, ARRAY[0], ARRAY[0], ARRAY[0], ARRAY[0], 3, 0, 0, 0")))).isNull();
        assertThat(assertions.expression("call_hardy_weinberg(%s) = ARRAY[1e0]".formatted(COUNTS.formatted("0, ARRAY[0], ARRAY[0], ARRAY[0], ARRAY[0], 3, 0, 0, 0")))).isEqualTo(true);
        assertThat(assertions.expression("cardinality(call_hardy_weinberg(%s))".formatted(COUNTS.formatted("4, ARRAY[], ARRAY[], ARRAY[], ARRAY[], 3, 0, 4, 0")))).isEqualTo(0L);
        assertThat(assertions.expression("call_hardy_weinberg(%s)[1] IS NULL".formatted(COUNTS.formatted("3, ARRAY[1, 1], ARRAY[1, 1], ARRAY[0, 0], ARRAY[0, 0], 0, 1, 0, 0")))).isEqualTo(true);
        assertThat(assertions.expression("call_hardy_weinberg(CAST(NULL AS row(an bigint, ac array(bigint), het array(bigint), hom array(bigint), hemi array(bigint), missing bigint, het_ref bigint, hom_ref bigint, hemi_ref bigint))) IS NULL")).isEqualTo(true);

        assertFails("SELECT call_frequencies(%s)".formatted(COUNTS.formatted("-1, ARRAY[1], ARRAY[1], ARRAY[0], ARRAY[0], 0, 1, 1, 0")), "call_frequencies: the count an is negative: -1");
        assertFails("SELECT call_hardy_weinberg(%s)".formatted(COUNTS.formatted("1, ARRAY[1], ARRAY[NULL], ARRAY[0], ARRAY[0], 0, 1, 1, 0")), "call_hardy_weinberg: the count het is NULL");
        assertFails("SELECT call_hardy_weinberg(%s)".formatted(COUNTS.formatted("1, ARRAY[1], ARRAY[1, 2], ARRAY[0], ARRAY[0], 0, 1, 1, 0")), "call_hardy_weinberg: counts of 1, 2 and 1 ALTs in ac, het and hom");
    }

    @Test
    void testDosages()
    {
        assertThat(assertions.query("SELECT s.n_called, s.n_missing, s.n_hom_ref, s.n_het, s.n_hom_alt, s.an, s.ac, s.af, s.hwe FROM (SELECT dosage_stats(CAST(ARRAY[0, 0, 1, NULL, 2, 1] AS array(tinyint))) s)"))
                .matches("VALUES (BIGINT '5', BIGINT '1', BIGINT '2', BIGINT '2', BIGINT '1', BIGINT '10', BIGINT '4', 0.4e0, hardy_weinberg_test(2, 2, 1))");
        assertThat(assertions.query("SELECT s.n_called, s.af, s.hwe FROM (SELECT dosage_stats(CAST(ARRAY[NULL] AS array(tinyint))) s)")).matches("VALUES (BIGINT '0', CAST(NULL AS double), 1e0)");
        assertThat(assertions.expression("dosage_r2(CAST(ARRAY[0, 1, 2, NULL] AS array(tinyint)), CAST(ARRAY[2, 1, 0, 0] AS array(tinyint)))")).isEqualTo(1.0);
        assertThat(assertions.expression("dosage_r2(CAST(ARRAY[0, 1, 2] AS array(tinyint)), CAST(ARRAY[1, 1, 1] AS array(tinyint))) IS NULL")).isEqualTo(true);
        assertFails("SELECT dosage_r2(CAST(ARRAY[0, 1] AS array(tinyint)), CAST(ARRAY[0] AS array(tinyint)))", "dosage_r2: the arrays have 2 and 1 samples");
        assertFails("SELECT dosage_stats(CAST(ARRAY[0, 3] AS array(tinyint)))", "dosage_stats: a diploid call has a dosage of 0, 1 or 2: element 2 is 3");
    }

    private void assertTest(long homRef, long het, long homAlt, boolean midP, double expected, double precision)
    {
        for (String counts : new String[] {"%s, %s, %s".formatted(homRef, het, homAlt), "%s, %s, %s".formatted(homAlt, het, homRef)}) {
            assertThat((double) assertions.execute("SELECT hardy_weinberg_test(%s, %s)".formatted(counts, midP)).getOnlyValue()).as(counts).isCloseTo(expected, within(precision));
        }
        if (!midP) {
            assertThat((double) assertions.execute("SELECT hardy_weinberg_test(%s, %s, %s)".formatted(homRef, het, homAlt)).getOnlyValue()).isCloseTo(expected, within(precision));
        }
    }

    private void assertFails(@Language("SQL") String sql, String message)
    {
        assertThat(assertions.query(sql)).failure().hasErrorCode(INVALID_FUNCTION_ARGUMENT).hasMessage(message);
    }
}
