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
import io.trino.plugin.exchange.filesystem.FileSystemExchangePlugin;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queries whose tasks may be tried again: splits, handles and dynamic filters go other ways then.
 */
final class TestGenomicsTaskRetries
        extends AbstractTestQueryFramework
{
    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path folder = Files.createTempDirectory("retries");
        closeAfterClass(() -> deleteRecursively(folder, ALLOW_INSECURE));
        Path lake = Files.createDirectories(folder.resolve("lake"));
        Path exchange = Files.createDirectories(folder.resolve("exchange"));
        SmallLake.write(lake);
        return GenomicsQueryRunner.builder(lake)
                .addExtraProperty("retry-policy", "TASK")
                .setAdditionalSetup(queryRunner -> {
                    queryRunner.installPlugin(new FileSystemExchangePlugin());
                    queryRunner.loadExchangeManager("filesystem", ImmutableMap.of("exchange.base-directories", exchange.toUri().toString()));
                })
                .build();
    }

    @Test
    void testScans()
    {
        assertThat(query("SELECT chrom, count(*) FROM small.variants GROUP BY chrom")).matches("VALUES (VARCHAR 'chr1', BIGINT '4'), ('chr2', 2), ('chrX', 1)");
        assertThat(query("SELECT count(*), sum(CAST(element_at(tags, 'NM') AS bigint)) FROM small.alignments WHERE chrom = 'chr1'")).matches("VALUES (BIGINT '60', BIGINT '60')");
        assertThat(query("SELECT sample, count(*) FROM small.genotypes WHERE sample <> 'B' GROUP BY sample")).matches("VALUES (VARCHAR 'A', BIGINT '5'), ('C', 5), ('tumor', 2)");
        assertThat(query("SELECT count(*) FROM small.files WHERE \"$path\" LIKE '%.vcf'")).matches("VALUES BIGINT '2'");
        assertThat(query("SELECT count(*) FROM small.problems")).succeeds();
    }

    @Test
    void testJoinByBin()
    {
        assertThat(query(
                """
                SELECT t.name, count(*)
                FROM small.variants a JOIN (SELECT t.*, b.bin FROM small.intervals t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b(bin)) t
                ON a."$bin" = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
                GROUP BY t.name
                """)).matches("VALUES (VARCHAR 'first', BIGINT '3'), ('second', 1), ('third', 1)");
    }

    @Test
    void testFailureOfAFile()
    {
        assertQueryFails("SELECT DATE(id) FROM small.variants", "(?s).*Value cannot be cast to date: rs[12].*");
    }
}
