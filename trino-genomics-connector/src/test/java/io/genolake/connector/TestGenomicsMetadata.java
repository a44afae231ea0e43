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

import com.google.common.collect.ImmutableMap;
import io.trino.spi.type.ArrayType;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * What clients see of a lake before they query it.
 */
@TestInstance(PER_CLASS)
final class TestGenomicsMetadata
        extends AbstractTestQueryFramework
{
    private static final List<String> TABLES = List.of("alignments", "contigs", "files", "genotypes", "header_lines", "intervals", "problems", "samples", "snapshots", "variants");

    private Path folder;
    private Path lake;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        folder = Files.createTempDirectory("lakes");
        closeAfterClass(() -> deleteRecursively(folder, ALLOW_INSECURE));
        lake = Files.createDirectories(folder.resolve("lake"));
        SmallLake.write(lake);
        Files.createDirectories(lake.resolve("empty"));
        Files.createDirectories(lake.resolve(".genolake"));
        return GenomicsQueryRunner.builder(lake).build();
    }

    private void createCatalog(String name, Path location, Map<String, String> properties)
    {
        getQueryRunner().createCatalog(name, "genomics", ImmutableMap.<String, String>builder()
                .put("fs.local.enabled", "true")
                .put("local.location", location.toString())
                .put("genomics.lake", "local:///")
                .putAll(properties)
                .buildOrThrow());
    }

    @Test
    void testSchemasAndTables()
    {
        assertThat(computeActual("SHOW SCHEMAS FROM genomics").getOnlyColumnAsSet()).containsExactlyInAnyOrder("information_schema", "small", "empty");
        for (String project : List.of("small", "empty")) {
            assertThat(computeActual("SHOW TABLES FROM genomics." + project).getOnlyColumnAsSet()).isEqualTo(Set.copyOf(TABLES));
        }
    }

    @Test
    void testHiddenColumns()
    {
        for (String table : TABLES) {
            assertThat(columnNames(computeActual("DESCRIBE small." + table))).isNotEmpty().noneMatch(name -> name.startsWith("$"));
            assertThat(computeActual("SELECT * FROM small." + table + " LIMIT 0").getColumnNames()).noneMatch(name -> name.startsWith("$"));
            assertQuerySucceeds("SELECT \"$path\", \"$file_size\", \"$file_modified_time\" FROM small." + table);
        }
        assertThat(computeScalar("SELECT count(*) FROM information_schema.columns WHERE column_name LIKE '$%'")).isEqualTo(0L);
        for (String table : List.of("variants", "genotypes", "alignments", "intervals")) {
            assertQuerySucceeds("SELECT \"$locus\", \"$bin\", \"$virtual_offset\" FROM small." + table);
        }
        assertThat(query("SELECT \"$record\" FROM small.intervals WHERE name = 'third'")).matches("VALUES VARCHAR 'chr2\t0\t100\tthird'");
        assertThat(query("SELECT DISTINCT \"$sample\" FROM small.variants")).matches("VALUES VARCHAR 'tumor', NULL");
        assertThat(computeScalar("SELECT count(*) FROM small.files WHERE size <> \"$file_size\" OR modified <> \"$file_modified_time\" OR file <> \"$path\"")).isEqualTo(0L);
    }

    @Test
    void testComments()
    {
        for (String table : TABLES) {
            for (MaterializedRow row : computeActual("DESCRIBE small." + table).getMaterializedRows()) {
                assertThat((String) row.getField(3)).as("comment of %s.%s", table, row.getField(0)).isNotEmpty();
            }
        }
        MaterializedResult comments = computeActual("SELECT table_name, comment FROM system.metadata.table_comments WHERE catalog_name = 'genomics' AND schema_name = 'small'");
        assertThat(comments.getRowCount()).isEqualTo(TABLES.size());
        assertThat(comments.getMaterializedRows()).allSatisfy(row -> assertThat((String) row.getField(1)).isNotEmpty());
        assertThat(computeActual("DESCRIBE small.variants").getMaterializedRows())
                .anySatisfy(row -> assertThat(row.getFields()).isEqualTo(List.of("pos", "bigint", "", "First base, 1-based")));
    }

    @Test
    void testTablesThatAreNotThere()
    {
        assertQueryFails("SELECT * FROM small.\"variants$partitions\"", "line 1:15: Table 'genomics.small.\"variants\\$partitions\"' does not exist");
        assertQueryFails("SELECT * FROM small.other", "line 1:15: Table 'genomics.small.other' does not exist");
        assertQueryFails("SELECT * FROM nowhere.variants", "line 1:15: Schema 'nowhere' does not exist");
        assertQueryFails("SHOW TABLES FROM nowhere", "line 1:1: Schema 'nowhere' does not exist");
        assertQueryFails("SELECT * FROM \".genolake\".variants", ".* Schema '.genolake' does not exist");
    }

    @Test
    void testFolderWithoutFiles()
    {
        for (String table : TABLES) {
            assertThat(computeScalar("SELECT count(*) FROM empty." + table)).as(table).isEqualTo(0L);
        }
        // no header declares a field
        assertThat(columnNames(computeActual("DESCRIBE empty.variants"))).contains("chrom", "pos").doesNotContain("info");
        assertThat(query("SELECT chrom, pos FROM empty.variants WHERE chrom = 'chr1' AND pos < 5")).returnsEmptyResult();
    }

    @Test
    void testThousandTablesAreListedWithoutReadingAnything()
            throws IOException
    {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 112; i++) {
            Files.writeString(Files.createDirectories(many.resolve("project" + i)).resolve("a.vcf"), SmallLake.vcf(
                    """
                    ##fileformat=VCFv4.2
                    ##INFO=<ID=KEY%s,Number=1,Type=Integer,Description="Key">
                    #CHROM POS ID REF ALT QUAL FILTER INFO
                    """.formatted(i)));
        }
        createCatalog("many", many, Map.of("genomics.metadata-cache-ttl", "1h"));

        String query = "SELECT table_schema, table_name, column_name, data_type FROM many.information_schema.columns WHERE table_schema <> 'information_schema'";
        MaterializedResult cold = computeActual(query);
        assertThat(cold.getMaterializedRows().stream().map(row -> row.getField(0) + "." + row.getField(1)).distinct()).hasSize(112 * TABLES.size());
        assertThat(cold.getMaterializedRows()).anySatisfy(row -> assertThat(row.getFields()).isEqualTo(List.of("project7", "variants", "info", "row(\"KEY7\" bigint)")));

        // what is not there any more cannot be read
        deleteRecursively(many, ALLOW_INSECURE);
        Files.createDirectories(many);
        assertThat(Set.copyOf(computeActual(query).getMaterializedRows())).isEqualTo(Set.copyOf(cold.getMaterializedRows()));
        assertThat(computeActual("SHOW COLUMNS FROM many.project7.variants").getRowCount()).isPositive();
    }

    @Test
    void testFoldersThatDifferInCase()
            throws IOException
    {
        Path twins = Files.createDirectories(folder.resolve("twins"));
        Files.createDirectories(twins.resolve("Cohort"));
        Files.createDirectories(twins.resolve("cohort"));
        createCatalog("twins", twins, Map.of());
        assertQueryFails("SHOW SCHEMAS FROM twins", "(?s).*The folders .*/[Cc]ohort/? and .*/[Cc]ohort/? are one schema in SQL, because their names differ only in case. Rename one of them.*");
        assertQueryFails("SELECT * FROM twins.cohort.variants", "(?s).*The folders .* are one schema in SQL.*");

        Path upper = Files.createDirectories(folder.resolve("upper"));
        SmallLake.write(upper);
        Files.move(upper.resolve(SmallLake.PROJECT), upper.resolve("Small"));
        createCatalog("upper", upper, Map.of());
        assertThat(computeScalar("SELECT count(*) FROM upper.small.intervals")).isEqualTo(3L);
        assertThat(computeScalar("SELECT count(*) FROM upper.SMALL.intervals")).isEqualTo(3L);
    }

    @Test
    void testLayout()
            throws IOException
    {
        Path layout = Files.createDirectories(folder.resolve("layout"));
        for (String sample : List.of("S1", "S2", "S3")) {
            Path place = Files.createDirectories(layout.resolve("projects/study/" + sample + "/calls"));
            Files.writeString(place.resolve("a.bed"), "chr1\t0\t10\t" + sample + "\n");
        }
        Files.writeString(layout.resolve("projects/study/all.bed"), "chr1\t0\t10\tall\n");
        createCatalog("layout", layout, Map.of("genomics.layout", "projects/{schema}/{sample_id}/**"));

        assertThat(query("SELECT name, sample_id FROM layout.study.intervals")).matches("VALUES (VARCHAR 'S1', VARCHAR 'S1'), ('S2', 'S2'), ('S3', 'S3'), ('all', NULL)");
        assertThat(query("SELECT name FROM layout.study.intervals WHERE sample_id = 'S2'")).matches("VALUES VARCHAR 'S2'").isFullyPushedDown();
        assertThat(query("SELECT name FROM layout.study.intervals WHERE sample_id LIKE 'S%' AND sample_id <> 'S1'")).matches("VALUES VARCHAR 'S2', 'S3'").isFullyPushedDown();
        assertThat(query("SELECT name FROM layout.study.intervals WHERE sample_id IS NULL")).matches("VALUES VARCHAR 'all'").isFullyPushedDown();
        assertThat(query("SELECT count(*) FROM layout.study.files WHERE sample_id = 'S3'")).matches("VALUES BIGINT '1'");
        // a file that is left out is not read
        Files.writeString(layout.resolve("projects/study/S1/calls/broken.bed"), "no interval\n");
        createCatalog("layout_again", layout, Map.of("genomics.layout", "projects/{schema}/{sample_id}/**"));
        assertQueryFails("SELECT name FROM layout_again.study.intervals", "(?s).*broken.bed.*");
        assertThat(query("SELECT name FROM layout_again.study.intervals WHERE sample_id = 'S2'")).matches("VALUES VARCHAR 'S2'");
    }

    @Test
    void testFlat()
    {
        createCatalog("flat", lake, Map.of("genomics.nested-fields", "FLAT"));
        assertThat(computeActual("DESCRIBE flat.small.variants").getMaterializedRows())
                .anySatisfy(row -> assertThat(row.getFields()).isEqualTo(List.of("info_af", new ArrayType(DOUBLE).getDisplayName(), "", "Allele frequency")))
                .anySatisfy(row -> assertThat(row.getFields()).isEqualTo(List.of("info_dp", "bigint", "", "Depth")));
        assertThat(columnNames(computeActual("DESCRIBE flat.small.genotypes"))).contains("format_dp").doesNotContain("format", "format_gt");
        assertThat(query("SELECT info_af, info_dp FROM flat.small.variants WHERE pos = 300")).matches("VALUES (ARRAY[0.1E0, 0.2E0], BIGINT '30')");
        assertThat(query("SELECT sample, format_dp FROM flat.small.genotypes WHERE pos = 300")).matches("VALUES (VARCHAR 'A', BIGINT '3'), ('B', 4), ('C', 3)");
    }

    @Test
    void testFlagInOneFileAndListInAnother()
            throws IOException
    {
        Path mixed = Files.createDirectories(folder.resolve("mixed"));
        Path project = Files.createDirectories(mixed.resolve("p"));
        int file = 0;
        for (String declaration : List.of("Number=1,Type=Integer", "Number=0,Type=Flag", "Number=A,Type=Integer")) {
            file++;
            Files.writeString(project.resolve(file + ".vcf"), SmallLake.vcf(
                    """
                    ##fileformat=VCFv4.2
                    ##INFO=<ID=KEY,%s,Description="Key">
                    #CHROM POS ID REF ALT QUAL FILTER INFO
                    chr1 %s . A C . . %s
                    """.formatted(declaration, file, List.of("KEY=5", "KEY", "KEY=5,6").get(file - 1))));
        }
        createCatalog("mixed", mixed, Map.of());
        assertThat(query("SELECT pos, info.KEY FROM mixed.p.variants")).matches("VALUES (BIGINT '1', VARCHAR '5'), (2, 'true'), (3, '5,6')");
    }

    @Test
    void testSchemaInferenceMaxFiles()
            throws IOException
    {
        Path inferred = Files.createDirectories(folder.resolve("inferred"));
        Path project = Files.createDirectories(inferred.resolve("p"));
        String header = "##fileformat=VCFv4.2\n##INFO=<ID=DP,Number=1,Type=%s,Description=\"Depth\">\n%s#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        Files.writeString(project.resolve("1.vcf"), header.formatted("Integer", "") + "chr1\t1\t.\tA\tC\t.\t.\tDP=1\n");
        Files.writeString(project.resolve("2.vcf"), header.formatted("Integer", "") + "chr1\t2\t.\tA\tC\t.\t.\tDP=2\n");
        Files.writeString(project.resolve("3.vcf"), header.formatted("Float", "") + "chr1\t3\t.\tA\tC\t.\t.\tDP=3.5\n");
        Files.writeString(project.resolve("4.vcf"), header.formatted("Integer", "##INFO=<ID=NEW,Number=1,Type=Integer,Description=\"New\">\n") + "chr1\t4\t.\tA\tC\t.\t.\tDP=4\n");

        createCatalog("limited", inferred, Map.of("genomics.schema-inference-max-files", "1"));
        assertQueryFails(
                "SELECT info.DP FROM limited.p.variants WHERE \"$path\" NOT LIKE '%4.vcf'",
                "\\Qlocal:///p/3.vcf: the header declares INFO/DP as double, but the table has bigint. The file is beyond genomics.schema-inference-max-files: raise it\\E");
        assertQueryFails(
                "SELECT info.DP FROM limited.p.variants WHERE \"$path\" LIKE '%4.vcf'",
                "\\Qlocal:///p/4.vcf: the header declares INFO/NEW as bigint, but the table has no such field. The file is beyond genomics.schema-inference-max-files: raise it\\E");
        assertThat(query("SELECT info.DP FROM limited.p.variants WHERE \"$path\" LIKE '%2.vcf'")).matches("VALUES BIGINT '2'");

        createCatalog("unlimited", inferred, Map.of());
        assertThat(query("SELECT info.DP FROM unlimited.p.variants")).matches("VALUES 1E0, 2E0, 3.5E0, 4E0");
    }

    @Test
    void testNewFiles()
            throws IOException
    {
        Path growing = Files.createDirectories(folder.resolve("growing"));
        Files.writeString(Files.createDirectories(growing.resolve("p")).resolve("1.bed"), "chr1\t0\t10\n");
        createCatalog("remembering", growing, Map.of("genomics.metadata-cache-ttl", "1h"));
        createCatalog("forgetful", growing, Map.of("genomics.metadata-cache-ttl", "0ms"));
        for (String catalog : List.of("remembering", "forgetful")) {
            assertThat(computeScalar("SELECT count(*) FROM %s.p.intervals".formatted(catalog))).isEqualTo(1L);
        }

        Files.writeString(growing.resolve("p/2.bed"), "chr1\t0\t10\nchr1\t5\t10\n");
        Files.createDirectories(growing.resolve("q"));
        assertThat(computeScalar("SELECT count(*) FROM remembering.p.intervals")).isEqualTo(1L);
        assertThat(computeScalar("SELECT count(*) FROM forgetful.p.intervals")).isEqualTo(3L);
        assertThat(computeActual("SHOW SCHEMAS FROM forgetful").getOnlyColumnAsSet()).contains("q");

        // a file that is gone since it was listed
        Files.delete(growing.resolve("p/1.bed"));
        assertThat(computeScalar("SELECT count(*) FROM forgetful.p.intervals")).isEqualTo(2L);
        assertQueryFails("SELECT count(*) FROM remembering.p.intervals", ".*1.bed: the file is gone since it was listed. Run the query again");
    }

    private static List<String> columnNames(MaterializedResult description)
    {
        return description.getMaterializedRows().stream()
                .map(row -> (String) row.getField(0))
                .toList();
    }
}
