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

import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.genolake.connector.GenomicsQueryRunner.CATALOG;
import static io.genolake.connector.TestingFiles.realFiles;
import static io.genolake.connector.TestingFiles.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Real BED files through SQL against their lines and bedtools.
 */
@TestInstance(PER_CLASS)
class TestDifferentialBed
{
    private static final List<String> FILES = List.of("bed/PG_Conf_chr21.bed.gz", "bed/example_large.bed.gz");

    private Path lake;
    private DistributedQueryRunner queryRunner;

    @BeforeAll
    void setUp(@TempDir Path lake)
            throws Exception
    {
        Path data = realFiles();
        this.lake = lake;
        for (int i = 0; i < FILES.size(); i++) {
            TestingFiles.copy(data.resolve(FILES.get(i)), lake.resolve("p" + i));
            Path index = data.resolve(FILES.get(i) + ".tbi");
            if (Files.exists(index)) {
                TestingFiles.copy(index, lake.resolve("p" + i));
            }
        }
        queryRunner = GenomicsQueryRunner.builder(lake).setWorkerCount(0).build();
    }

    @AfterAll
    void tearDown()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> testRecords()
    {
        return IntStream.range(0, FILES.size()).mapToObj(i -> DynamicTest.dynamicTest(FILES.get(i), () -> {
            List<String> lines = run("gzip", "-dc", lake.resolve("p" + i).resolve(Path.of(FILES.get(i)).getFileName()).toString()).stream()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("track") && !line.startsWith("browser"))
                    .toList();
            List<MaterializedRow> rows = queryRunner.execute("SELECT chrom, pos, end_pos, name, score, strand, \"$record\" FROM %s.p%s.intervals ORDER BY \"$virtual_offset\"".formatted(CATALOG, i)).getMaterializedRows();
            assertThat(rows).hasSameSizeAs(lines);
            for (int row = 0; row < rows.size(); row++) {
                String[] fields = lines.get(row).split("\t");
                List<Object> values = rows.get(row).getFields();
                assertThat(values.get(0)).isEqualTo(fields[0]);
                assertThat(values.get(1)).isEqualTo(Long.parseLong(fields[1]) + 1);
                assertThat(values.get(2)).isEqualTo(Long.parseLong(fields[2]));
                assertThat(values.get(3)).isEqualTo(fields.length > 3 && !fields[3].equals(".") ? fields[3] : null);
                assertThat(values.get(4)).isEqualTo(fields.length > 4 && !fields[4].equals(".") ? Double.valueOf(fields[4]) : null);
                assertThat(values.get(5)).isEqualTo(fields.length > 5 && !fields[5].equals(".") ? fields[5] : null);
                assertThat(values.get(6)).isEqualTo(lines.get(row));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> testRegions()
    {
        return IntStream.range(0, FILES.size()).mapToObj(i -> DynamicTest.dynamicTest(FILES.get(i), () -> {
            RegionQueries queries = new RegionQueries(queryRunner, CATALOG + ".p" + i + ".intervals", 3000 + i);
            queries.assertConditions(queries.regions(40));
            queries.assertDisjunctions(queries.regions(60));
            queries.assertJoin(queries.regions(200), lake.resolve("work" + i));
            queries.assertKeys();
        }));
    }
}
