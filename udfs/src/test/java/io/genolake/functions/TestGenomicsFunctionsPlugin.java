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
package io.genolake.functions;

import com.google.common.collect.ImmutableSet;
import io.genolake.formats.region.ContigCode;
import io.genolake.formats.region.Locus;
import io.genolake.formats.region.RecordBin;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.ScalarFunction;
import io.trino.sql.query.QueryAssertions;
import io.trino.testing.MaterializedRow;
import org.assertj.core.api.SoftAssertions;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

@TestInstance(PER_CLASS)
@Execution(CONCURRENT)
final class TestGenomicsFunctionsPlugin
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
    void testFunctionsAreListed()
    {
        Set<Object> listed = new HashSet<>();
        for (MaterializedRow row : assertions.execute("SHOW FUNCTIONS").getMaterializedRows()) {
            if (functionNames().contains((String) row.getField(0))) {
                listed.add(row.getField(0));
                assertThat(row.getField(4)).as("%s is deterministic", row.getField(0)).isEqualTo(true);
                assertThat((String) row.getField(5)).as("the description of %s", row.getField(0)).isNotEmpty();
            }
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(functionNames());
    }

    @Test
    void testLocus()
    {
        assertThat(assertions.function("locus", "'chr17'", "43044295"))
                .hasType(BIGINT)
                .isEqualTo(Locus.of(17, 43_044_295));
        assertThat(assertions.function("locus", "'17'", "43044295")).isEqualTo(Locus.of(17, 43_044_295));
        assertThat(assertions.function("locus", "'chrUn_GL000220v1'", "1")).isEqualTo(Locus.of(ContigCode.of("chrUn_GL000220v1"), 1));
        assertThat(assertions.function("locus", "'chr1'", "0")).isEqualTo(Locus.of(1, 0));
        assertThat(assertions.function("locus", "'chr1'", "68719476735")).isEqualTo(Locus.of(1, Locus.MAX_POSITION));
        assertThat(assertions.expression("locus(pos => 5, chrom => 'chrX')")).isEqualTo(Locus.of(23, 5));

        assertThat(assertions.function("locus", "NULL", "1")).isNull(BIGINT);
        assertThat(assertions.function("locus", "'chr1'", "NULL")).isNull(BIGINT);

        assertFails("SELECT locus('chr1', -1)", "locus: position -1 is out of range: a locus holds positions 0 to 68719476735");
        assertFails("SELECT locus('chr1', 68719476736)", "locus: position 68719476736 is out of range: a locus holds positions 0 to 68719476735");
    }

    @Test
    void testLocusSortsLikeChromosomeAndPosition()
    {
        assertThat(assertions.query(
                """
                SELECT array_agg(chrom || ':' || CAST(pos AS varchar) ORDER BY locus(chrom, pos))
                FROM (VALUES ('chrX', 1), ('chr10', 1), ('chr2', 90), ('chrM', 3), ('chr2', 1000), ('chrY', 2), ('chr1', 248956422), ('GL000192.1', 1)) t (chrom, pos)
                """))
                .matches("VALUES CAST(ARRAY['chr1:248956422', 'chr2:90', 'chr2:1000', 'chr10:1', 'chrX:1', 'chrY:2', 'chrM:3', 'GL000192.1:1'] AS array(varchar))");
    }

    @Test
    void testBins()
    {
        assertBins("chr17", 43_044_295, 43_125_483);
        assertBins("chr17", 1, 1);
        assertBins("chrUn_GL000220v1", 16_384, 16_385);
        // a telomere, and an interval of length zero
        assertBins("chr1", 0, 0);
        assertBins("chr1", 16_385, 16_384);
        assertThat(assertions.expression("bins(end_pos => 7, pos => 5, chrom => 'chrX') = bins('chrX', 5, 7)")).isEqualTo(true);

        assertThat(assertions.expression("bins(NULL, 1, 2) IS NULL")).isEqualTo(true);
        assertThat(assertions.expression("bins('chr1', NULL, 2) IS NULL")).isEqualTo(true);
        assertThat(assertions.expression("bins('chr1', 1, NULL) IS NULL")).isEqualTo(true);

        assertFails("SELECT bins('chr1', 1, 9223372036854775807)", "bins: position 9223372036854775807 is out of range: bins hold positions up to 34359738368");
    }

    private void assertBins(String chrom, long pos, long endPos)
    {
        String expected = Arrays.stream(RecordBin.overlapping(ContigCode.of(chrom), pos, endPos))
                .mapToObj(bin -> "BIGINT '" + bin + "'")
                .collect(joining(", ", "ARRAY[", "]"));
        assertThat(assertions.query("SELECT bins('%s', %s, %s)".formatted(chrom, pos, endPos)))
                .matches("SELECT " + expected);
    }

    @Test
    void testBinsOfMaximalInterval()
    {
        assertThat(assertions.expression("cardinality(bins(chrom, 1, 34359738368))").binding("chrom", "'chr1'")).isEqualTo(2_396_745L);
    }

    @Test
    void testInRegion()
    {
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:150-160'")).isEqualTo(true);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:200-300'")).isEqualTo(true);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:201-300'")).isEqualTo(false);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:50-99'")).isEqualTo(false);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1'")).isEqualTo(true);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:200'")).isEqualTo(true);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:99'")).isEqualTo(false);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:201-'")).isEqualTo(false);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "'chr1:200-'")).isEqualTo(true);
        assertThat(assertions.function("in_region", "'1'", "100", "200", "'chr1'")).isEqualTo(false);
        assertThat(assertions.function("in_region", "'chr10'", "100", "200", "'chr1'")).isEqualTo(false);
        assertThat(assertions.function("in_region", "'a:1'", "100", "200", "'{a:1}:100'")).isEqualTo(true);
        assertThat(assertions.expression("in_region(region => 'chr1', chrom => 'chr1', pos => 1, end_pos => 2)")).isEqualTo(true);

        assertThat(assertions.function("in_region", "NULL", "100", "200", "'chr1'")).isNull(BOOLEAN);
        assertThat(assertions.function("in_region", "'chr1'", "NULL", "200", "'chr1'")).isNull(BOOLEAN);
        assertThat(assertions.function("in_region", "'chr1'", "100", "NULL", "'chr1'")).isNull(BOOLEAN);
        assertThat(assertions.function("in_region", "'chr1'", "100", "200", "NULL")).isNull(BOOLEAN);

        assertFails(
                "SELECT in_region('chr1', 1, 2, 'chr1:9-5')",
                "Not a region: 'chr1:9-5': it ends before it starts. Write a region as chr1, chr1:100, chr1:100-, chr1:100-200 or {name:with:colons}:100-200");
        assertFails(
                "SELECT in_region(chrom, 1, 2, region) FROM (VALUES ('chr1', 'chr1'), ('chr1', '')) t (chrom, region)",
                "Not a region: '': it has no contig name. Write a region as chr1, chr1:100, chr1:100-, chr1:100-200 or {name:with:colons}:100-200");
    }

    @Test
    void testInRegionWithChangingRegions()
    {
        // the last region stays parsed; a region that fails under TRY must not leave half of itself behind
        assertThat(assertions.query(
                """
                SELECT region, TRY(in_region('chr2', 100, 200, region))
                FROM UNNEST(ARRAY['chr1', 'chr2', 'chr2', 'chr2:1-99', 'bad:', 'chr2:1-99', 'chr2:150', 'bad:', 'bad:', 'chr1:150', 'chr2:150']) WITH ORDINALITY t (region, position)
                """))
                .matches(
                        """
                        VALUES
                            (CAST('chr1' AS varchar(9)), false), ('chr2', true), ('chr2', true), ('chr2:1-99', false), ('bad:', NULL), ('chr2:1-99', false),
                            ('chr2:150', true), ('bad:', NULL), ('bad:', NULL), ('chr1:150', false), ('chr2:150', true)
                        """);
    }

    @Test
    void testVcfDecode()
    {
        assertDecoded("", "");
        assertDecoded("plain", "plain");
        assertDecoded("%3A%3B%3D%25%2C%0D%0A%09", ":;=%,\r\n\t");
        assertDecoded("a%3Ab%3Bc", "a:b;c");
        // only once
        assertDecoded("%253A", "%3A");
        assertDecoded("%25%33A", "%%33A");
        // nothing that the specification does not name
        assertDecoded("%", "%");
        assertDecoded("50%", "50%");
        assertDecoded("%3", "%3");
        assertDecoded("%20%41%3a%00%ff%C3%A9", "%20%41%3a%00%ff%C3%A9");
        assertDecoded("%%3A", "%:");
        assertDecoded("%2%2C", "%2,");
        assertDecoded("é%3A染色体%2C", "é:染色体,");
        assertDecoded("%3A", ":");

        assertThat(assertions.expression("vcf_decode(NULL) IS NULL")).isEqualTo(true);
        assertThat(assertions.expression("vcf_decode(value => 'a%3Ab')")).matches("CAST('a:b' AS varchar(5))");
    }

    private void assertDecoded(String encoded, String decoded)
    {
        assertThat(assertions.expression("CAST(vcf_decode(value) AS varchar) = from_utf8(from_hex('%s'))".formatted(hex(decoded)))
                .binding("value", "from_utf8(from_hex('%s'))".formatted(hex(encoded))))
                .isEqualTo(true);
    }

    private static String hex(String text)
    {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    /**
     * The join of the documentation against a comparison of every pair.
     */
    @Test
    void testOverlapJoin()
    {
        long seed = 3;
        Random random = new Random(seed);
        String records = intervals(random, 200, true);
        String targets = intervals(random, 60, false);
        @Language("SQL") String binJoin =
                """
                WITH records(chrom, pos, end_pos, bin) AS (VALUES %s),
                    targets(chrom, pos, end_pos) AS (VALUES %s)
                SELECT a.chrom, a.pos, a.end_pos, t.pos, t.end_pos
                FROM records a
                JOIN (SELECT t.*, b.bin FROM targets t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b(bin)) t
                  ON a.bin = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                """.formatted(records, targets);
        @Language("SQL") String everyPair =
                """
                WITH records(chrom, pos, end_pos, bin) AS (VALUES %s),
                    targets(chrom, pos, end_pos) AS (VALUES %s)
                SELECT a.chrom, a.pos, a.end_pos, t.pos, t.end_pos
                FROM records a CROSS JOIN targets t
                WHERE in_region(a.chrom, a.pos, a.end_pos, t.chrom || ':' || CAST(t.pos AS varchar) || '-' || CAST(t.end_pos AS varchar))
                """.formatted(records, targets);
        assertThat(assertions.execute(everyPair).getRowCount()).isGreaterThan(100);
        assertThat(assertions.query(binJoin)).as("seed %s", seed).matches(everyPair);
    }

    private static String intervals(Random random, int count, boolean withBin)
    {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String chrom = List.of("chr1", "1", "chr2", "scaffold_7").get(random.nextInt(4));
            long pos = 1 + random.nextLong(1L << (10 + random.nextInt(25)));
            long endPos = pos + random.nextLong(1L << random.nextInt(34));
            String bin = withBin ? ", BIGINT '%s'".formatted(RecordBin.of(ContigCode.of(chrom), pos, endPos)) : "";
            rows.add("('%s', BIGINT '%s', BIGINT '%s'%s)".formatted(chrom, pos, endPos, bin));
        }
        return String.join(", ", rows);
    }

    /**
     * Runs the examples of docs/functions.md that say what they return, of which every function has one.
     */
    @Test
    void testExamplesOfTheDocumentation()
            throws IOException
    {
        Path documentation = Path.of("../docs/functions.md");
        // functions of a catalog are not in this plugin
        String text = Files.readString(documentation).replaceAll("(?s)\n## Reference genome functions\n.*?(?=\n## |\\z)", "");
        Matcher matcher = Pattern.compile("^(SELECT .*); -- (.*)$", Pattern.MULTILINE).matcher(text);
        List<String> examples = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        List<String> results = new ArrayList<>();
        SoftAssertions softly = new SoftAssertions();
        while (matcher.find()) {
            @Language("SQL") String example = matcher.group(1);
            examples.add(example);
            if (example.contains(" FROM ")) {
                softly.assertThat(String.valueOf(assertions.execute(example).getOnlyValue())).as(example).isEqualTo(matcher.group(2));
            }
            else {
                expressions.add(example.substring("SELECT ".length()));
                results.add(matcher.group(2));
            }
        }
        // in one query, as each takes its time to be planned
        @Language("SQL") String all = "SELECT " + String.join(", ", expressions);
        MaterializedRow row = assertions.execute(all).getMaterializedRows().getFirst();
        for (int index = 0; index < expressions.size(); index++) {
            softly.assertThat(String.valueOf(row.getField(index))).as(expressions.get(index)).isEqualTo(results.get(index));
        }
        assertThat(examples).hasSizeGreaterThan(100);
        for (String function : functionNames()) {
            softly.assertThat(examples).as("examples of " + function).anyMatch(example -> example.contains(function + "("));
        }
        softly.assertAll();
    }

    private static Set<String> functionNames()
    {
        ImmutableSet.Builder<String> names = ImmutableSet.builder();
        for (Class<?> function : new GenomicsFunctionsPlugin().getFunctions()) {
            Stream.concat(Stream.of(function), Arrays.stream(function.getMethods()))
                    .flatMap(element -> Optional.ofNullable(element.getAnnotation(ScalarFunction.class)).stream())
                    .map(ScalarFunction::value)
                    .forEach(names::add);
            Optional.ofNullable(function.getAnnotation(AggregationFunction.class)).map(AggregationFunction::value).ifPresent(names::add);
        }
        return names.build();
    }

    private void assertFails(@Language("SQL") String sql, String message)
    {
        assertThat(assertions.query(sql)).failure()
                .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
                .hasMessage(message);
    }
}
