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
package io.genolake.connector.functions;

import com.google.common.collect.ImmutableMap;
import io.genolake.connector.GenomicsQueryRunner;
import io.trino.Session;
import io.trino.sql.SqlPath;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import org.assertj.core.api.SoftAssertions;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The functions as SQL has them, on the reference of the documentation's examples.
 */
@TestInstance(PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestCatalogFunctions
{
    private static final String VARIANT = "'example', 'chr1', BIGINT '8', 'C', 'CAC'";
    private static final Pattern EXAMPLE = Pattern.compile("^SELECT (?<expression>.*); -- (?<result>.*)$", Pattern.MULTILINE);

    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void start(@TempDir Path lake)
            throws Exception
    {
        Files.createDirectories(lake.resolve("project"));
        Path references = Files.createDirectories(lake.resolve("project/references"));
        ReferenceFiles.writeFasta(references.resolve("example.fa"), ImmutableMap.of("chr1", "ACGTTTACACACGGATCCtgaN", "chrM", "GATCACAGGT"), 10);
        ReferenceFiles.writeFasta(references.resolve("newer.fa"), ImmutableMap.of("chr1", "GGGTTTACACACGGATCCTGAN", "chr2", "ACCTGTGATC"), 10);
        Files.writeString(
                references.resolve("example.chain"),
                """
                chain 100 chr1 22 + 0 22 chr1 22 + 0 22 1
                22

                chain 100 chrM 10 + 0 10 chr2 10 - 0 10 2
                10

                """);
        queryRunner = GenomicsQueryRunner.builder(lake)
                .addGenomicsProperty("genomics.reference.example", "local:///project/references/example.fa")
                .addGenomicsProperty("genomics.reference.newer", "local:///project/references/newer.fa")
                .addGenomicsProperty("genomics.chain.example_to_newer", "local:///project/references/example.chain")
                .build();
    }

    @AfterAll
    void stop()
    {
        queryRunner.close();
    }

    private Session session()
    {
        return Session.builder(queryRunner.getDefaultSession())
                .setPath(SqlPath.buildPath("genomics.functions", Optional.empty()))
                .build();
    }

    private Object value(@Language("SQL") String sql)
    {
        return queryRunner.execute(session(), sql).getOnlyValue();
    }

    /**
     * The examples of the documentation, whose results stand behind them.
     */
    @Test
    void testDocumentation()
            throws IOException
    {
        Path page = Path.of("").toAbsolutePath();
        while (!Files.exists(page.resolve("docs/functions.md"))) {
            page = page.getParent();
        }
        String text = Files.readString(page.resolve("docs/functions.md"), UTF_8);
        text = text.substring(text.indexOf("\n## Reference genome functions\n"));
        int end = text.indexOf("\n## ", 1);
        Matcher matcher = EXAMPLE.matcher(end < 0 ? text : text.substring(0, end));
        SoftAssertions softly = new SoftAssertions();
        Set<Object> withoutExample = new HashSet<>(queryRunner.execute("SHOW FUNCTIONS FROM genomics.functions").getMaterializedRows().stream()
                .filter(row -> row.getField(3).equals("scalar"))
                .map(row -> row.getField(0))
                .toList());
        int examples = 0;
        while (matcher.find()) {
            examples++;
            String expression = matcher.group("expression");
            withoutExample.removeIf(function -> expression.contains(function + "("));
            softly.assertThat(shown(value("SELECT coalesce(json_format(CAST(%s AS json)), 'null')".formatted(matcher.group("expression"))).toString()))
                    .as(matcher.group())
                    .isEqualTo(matcher.group("result"));
        }
        softly.assertAll();
        assertThat(examples).isGreaterThan(20);
        assertThat(withoutExample).isEmpty();
    }

    /**
     * A value as the CLI shows it.
     */
    private static String shown(String json)
    {
        if (json.startsWith("{") || json.startsWith("[")) {
            return json.replaceAll("\"(\\w+)\":", "$1=").replace("\"", "").replace(",", ", ").replace("null", "NULL");
        }
        return json.replace("\"", "").replace("null", "NULL");
    }

    @Test
    void testNamesAndDescriptions()
    {
        MaterializedResult functions = queryRunner.execute("SHOW FUNCTIONS FROM genomics.functions");
        assertThat(functions.getMaterializedRows()).filteredOn(row -> row.getField(3).equals("table")).extracting(row -> row.getField(0)).containsExactlyInAnyOrder("depth", "interval_coverage", "interval_merge", "nearest");
        List<MaterializedRow> scalars = functions.getMaterializedRows().stream()
                .filter(row -> !row.getField(3).equals("table"))
                .toList();
        assertThat(scalars).extracting(row -> row.getField(0)).containsExactlyInAnyOrder(
                "normalize_variant", "normalize_variants", "check_ref", "reference_bases", "lift_over", "lift_over_variant", "hgvs_g", "spdi", "vrs_id", "refget_digest");
        assertThat(scalars).allSatisfy(row -> {
            assertThat(row.getField(3)).isEqualTo("scalar");
            assertThat(row.getField(4)).isEqualTo(true);
            assertThat((String) row.getField(5)).isNotEmpty();
        });
        assertThat(queryRunner.execute("SHOW SCHEMAS FROM genomics").getOnlyColumnAsSet()).isEqualTo(Set.of("information_schema", "project"));
        assertThat(queryRunner.execute("SELECT genomics.functions.check_ref('example', 'chr1', 1, 'A')").getOnlyValue()).isEqualTo(true);
        assertThat(value("SELECT spdi(reference => 'example', chrom => 'chr1', pos => 8, ref => 'C', alt => 'CAC')")).isEqualTo("chr1:6:ACACAC:ACACACAC");
        assertThatThrownBy(() -> queryRunner.execute("SELECT spdi('example', 'chr1', 8, 'C', 'CAC')")).hasMessageContaining("Function 'spdi' not registered");
    }

    @Test
    void testNulls()
    {
        for (String call : List.of(
                "normalize_variant(%s, %s, %s, %s, %s)".formatted((Object[]) VARIANT.split(", ")),
                "hgvs_g(%s, %s, %s, %s, %s)".formatted((Object[]) VARIANT.split(", ")),
                "spdi(%s, %s, %s, %s, %s)".formatted((Object[]) VARIANT.split(", ")),
                "vrs_id(%s, %s, %s, %s, %s)".formatted((Object[]) VARIANT.split(", ")),
                "normalize_variants('example', 'chr1', BIGINT '8', 'C', ARRAY['CAC'])",
                "check_ref('example', 'chr1', BIGINT '8', 'C')",
                "reference_bases('example', 'chr1', BIGINT '8', BIGINT '10')",
                "lift_over('example_to_newer', 'chr1', BIGINT '8', BIGINT '10')",
                "lift_over_variant('example_to_newer', 'newer', 'chr1', BIGINT '8', 'C', 'CAC')",
                "refget_digest('example', 'chr1')")) {
            assertThat(value("SELECT %s IS NULL".formatted(call))).isEqualTo(false);
            String[] parts = call.substring(call.indexOf('(') + 1, call.length() - 1).split(", ");
            for (int i = 0; i < parts.length; i++) {
                String[] arguments = parts.clone();
                arguments[i] = "CAST(NULL AS %s)".formatted(parts[i].startsWith("BIGINT") ? "bigint" : parts[i].startsWith("ARRAY") ? "array(varchar)" : "varchar");
                String sql = "%s(%s)".formatted(call.substring(0, call.indexOf('(')), String.join(", ", arguments));
                assertThat(value("SELECT %s IS NULL".formatted(sql))).as(sql).isEqualTo(true);
            }
        }
        assertThat(value("SELECT normalize_variants('example', 'chr1', 8, 'C', ARRAY[NULL, 'T'])[1] IS NULL")).isEqualTo(true);
        assertThat(value("SELECT cardinality(normalize_variants('example', 'chr1', 8, 'C', ARRAY[]))")).isEqualTo(0L);
    }

    @Test
    void testErrors()
    {
        assertFails("normalize_variant('hg38', 'chr1', 8, 'C', 'T')", "The catalog has no reference 'hg38', but: example, newer");
        assertFails("normalize_variant('example', '1', 9, 'C', 'T')", "The reference 'example' has no contig '1', but 'chr1': names compare exactly");
        assertFails("normalize_variant('example', 'chr1', 8, 'G', 'T')", "ref is not what the reference has at chr1:8: ref G, reference C");
        assertFails("reference_bases('example', 'chr1', 20, 23)", "chr1:20-23 is no interval of chr1, which has 22 bases in the reference");
        assertFails("reference_bases('example', 'chr1', 0, 3)", "chr1:0-3 is no interval of chr1, which has 22 bases in the reference");
        assertFails("refget_digest('example', 'chr9')", "The reference 'example' has no contig 'chr9'");
        assertFails("lift_over('b37_to_hg38', 'chr1', 1, 3)", "The catalog has no chain 'b37_to_hg38', but: example_to_newer");
        assertFails("vrs_id('example', 'chr1', 8, 'C', '')", "alt is empty: an allele has at least one base");
    }

    private void assertFails(String expression, String message)
    {
        assertThatThrownBy(() -> value("SELECT " + expression)).hasMessageContaining(message);
        // not only where a constant is folded
        assertThatThrownBy(() -> queryRunner.execute(session(), "SELECT %s FROM (VALUES 'chr1') AS t(chrom)".formatted(expression.replace("'chr1'", "chrom"))))
                .hasMessageContaining(message);
    }

    /**
     * An error of one row leaves nothing behind for the next.
     */
    @Test
    void testTry()
    {
        @Language("SQL") String sql =
                """
                SELECT count(v), count(c), count(h), count(l)
                FROM (
                    SELECT
                        try(normalize_variant(reference, chrom, pos, ref, 'T')).pos AS v,
                        try(check_ref(reference, chrom, pos, ref)) AS c,
                        try(vrs_id(reference, chrom, pos, ref, 'T')) AS h,
                        try(lift_over_variant('example_to_newer', reference, chrom, pos, ref, 'T')).status AS l
                    FROM (
                        VALUES
                            ('example', 'chr1', 8, 'C'),
                            ('example', 'chr9', 8, 'C'),
                            ('example', 'chr1', 8, 'C'),
                            ('nowhere', 'chr1', 8, 'C'),
                            ('example', 'chr1', 8, 'G'),
                            ('example', 'chr1', 8, 'C')) AS t(reference, chrom, pos, ref)
                    CROSS JOIN UNNEST(sequence(1, 10)))
                """;
        assertThat(queryRunner.execute(session(), sql).getMaterializedRows().getFirst().getFields())
                .containsExactly(30L, 40L, 30L, 50L);
    }

    /**
     * Columns, with other references and contigs from row to row, on several drivers.
     */
    @Test
    void testColumns()
    {
        @Language("SQL") String sql =
                """
                SELECT count(*), count_if(v.pos = 6 AND v.ref = 'T' AND v.alt = 'TAC'), count_if(c), count_if(n.allele = 1 AND n.pos = 6)
                FROM (
                    SELECT
                        normalize_variant(reference, chrom, 8 + 0 * i, 'C', 'CAC') AS v,
                        check_ref(reference, IF(i % 2 = 0, chrom, IF(reference = 'example', 'chrM', 'chr2')), 1, IF(i % 2 = 0, IF(reference = 'example', 'A', 'G'), IF(reference = 'example', 'G', 'A'))) AS c,
                        normalize_variants(reference, chrom, 8 + 0 * i, 'C', ARRAY['CAC', 'T']) AS ns
                    FROM (VALUES ('example', 'chr1'), ('newer', 'chr1')) AS t(reference, chrom)
                    CROSS JOIN UNNEST(sequence(1, 9000)) AS u(i))
                CROSS JOIN UNNEST(ns) AS n(pos, ref, alt, allele)
                """;
        assertThat(queryRunner.execute(session(), sql).getMaterializedRows().getFirst().getFields())
                .containsExactly(36_000L, 36_000L, 36_000L, 18_000L);
    }
}
