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
package io.genolake.connector.tpch;

import com.google.common.collect.ImmutableMap;
import io.genolake.functions.GenomicsFunctionsPlugin;
import io.trino.plugin.tpch.TpchPlugin;
import io.trino.testing.BaseConnectorTest;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.testing.MaterializedResult.resultBuilder;
import static io.trino.testing.TestingSession.testSessionBuilder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trino's own tests of connectors: the tables that they query are views on the variants of VCF files. The connector only reads.
 */
final class GenomicsConnectorTest
        extends BaseConnectorTest
{
    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path lake = closeAfterClass(new TemporaryLake(Files.createTempDirectory("lake"))).path();
        TpchLake.write(lake, REQUIRED_TPCH_TABLES);
        QueryRunner queryRunner = DistributedQueryRunner.builder(testSessionBuilder().setCatalog("genomics").setSchema(TpchLake.PROJECT).build())
                .build();
        queryRunner.installPlugin(new TpchPlugin());
        queryRunner.createCatalog("tpch", "tpch", ImmutableMap.of());
        queryRunner.installPlugin(new GenomicsFunctionsPlugin());
        queryRunner.installPlugin(new TpchViewsPlugin(REQUIRED_TPCH_TABLES));
        queryRunner.createCatalog("genomics", "genomics", ImmutableMap.<String, String>builder()
                .put("fs.local.enabled", "true")
                .put("local.location", lake.toString())
                .put("genomics.lake", "local:///")
                .put("genomics.layout", TpchLake.LAYOUT)
                // so that the larger tables have several splits
                .put("genomics.max-split-size", "256kB")
                .buildOrThrow());
        return queryRunner;
    }

    private record TemporaryLake(Path path)
            implements AutoCloseable
    {
        @Override
        public void close()
                throws IOException
        {
            deleteRecursively(path, ALLOW_INSECURE);
        }
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior connectorBehavior)
    {
        return switch (connectorBehavior) {
            case SUPPORTS_INSERT,
                 SUPPORTS_DELETE,
                 SUPPORTS_UPDATE,
                 SUPPORTS_MERGE,
                 SUPPORTS_CREATE_SCHEMA,
                 SUPPORTS_CREATE_TABLE,
                 SUPPORTS_RENAME_TABLE,
                 SUPPORTS_ADD_COLUMN,
                 SUPPORTS_RENAME_COLUMN,
                 SUPPORTS_SET_COLUMN_TYPE,
                 SUPPORTS_COMMENT_ON_TABLE,
                 SUPPORTS_CREATE_VIEW,
                 SUPPORTS_CREATE_MATERIALIZED_VIEW -> false;
            // fields of INFO are not pushed down, nor is a LIMIT guaranteed: TestGenomicsPushdown has what is
            case SUPPORTS_PREDICATE_PUSHDOWN,
                 SUPPORTS_LIMIT_PUSHDOWN,
                 SUPPORTS_TOPN_PUSHDOWN,
                 SUPPORTS_AGGREGATION_PUSHDOWN -> false;
            case SUPPORTS_NATIVE_QUERY -> false;
            default -> super.hasBehavior(connectorBehavior);
        };
    }

    @Override
    protected MaterializedResult getDescribeOrdersResult()
    {
        return resultBuilder(getSession(), VARCHAR, VARCHAR, VARCHAR, VARCHAR)
                .row("orderkey", "bigint", "", "")
                .row("custkey", "bigint", "", "")
                .row("orderstatus", "varchar", "", "")
                .row("totalprice", "double", "", "")
                .row("orderdate", "date", "", "")
                .row("orderpriority", "varchar", "", "")
                .row("clerk", "varchar", "", "")
                .row("shippriority", "integer", "", "")
                .row("comment", "varchar", "", "")
                .build();
    }

    // the next ones change a table in ways that the engine refuses for a view before it asks the connector: here it is asked about a table

    @Test
    @Override
    public void testInsert()
    {
        assertQueryFails("INSERT INTO variants (chrom) VALUES ('1')", "This connector does not support inserts");
    }

    @Test
    @Override
    public void testInsertNegativeDate()
    {
        assertQueryFails("INSERT INTO files (modified) VALUES (TIMESTAMP '-0001-01-01 00:00:00.000 UTC')", "This connector does not support inserts");
    }

    @Test
    @Override
    public void testCommentTable()
    {
        assertQueryFails("COMMENT ON TABLE variants IS 'new comment'", "This connector does not support setting table comments");
    }

    @Test
    @Override
    public void testTruncateTable()
    {
        assertQueryFails("TRUNCATE TABLE variants", "This connector does not support truncating tables");
    }

    @Test
    @Override
    public void testAddColumn()
    {
        assertQueryFails("ALTER TABLE variants ADD COLUMN test_add_column bigint", "This connector does not support adding columns");
    }

    @Test
    @Override
    public void testDropColumn()
    {
        assertQueryFails("ALTER TABLE variants DROP COLUMN chrom", "This connector does not support dropping columns");
    }

    @Test
    @Override
    public void testRenameColumn()
    {
        assertQueryFails("ALTER TABLE variants RENAME COLUMN chrom TO test_rename_column", "This connector does not support renaming columns");
    }

    @Test
    @Override
    public void testSetColumnType()
    {
        assertQueryFails("ALTER TABLE variants ALTER COLUMN pos SET DATA TYPE integer", "This connector does not support setting column types");
    }

    @Test
    @Override
    public void testCommentColumn()
    {
        assertQueryFails("COMMENT ON COLUMN variants.chrom IS 'new comment'", "This connector does not support setting column comments");
    }

    /**
     * Of a table, because there is no SHOW CREATE TABLE of a view.
     */
    @Test
    @Override
    public void testShowCreateTable()
    {
        assertThat((String) computeScalar("SHOW CREATE TABLE intervals"))
                .startsWith("CREATE TABLE genomics.tpch.intervals (\n   chrom varchar COMMENT 'Contig, as the file names it',\n")
                .contains("\n   relation varchar COMMENT ")
                .contains("\nCOMMENT 'The intervals of the project''s BED files, one row an interval'")
                .doesNotContain("$");
    }

    /**
     * The column is called otherwise in the plan, because it is a field of a row in the table.
     */
    @Test
    @Override
    public void testSortItemsReflectedInExplain()
    {
        assertExplain(
                "EXPLAIN SELECT name FROM nation ORDER BY nationkey DESC NULLS LAST LIMIT 5",
                "\\[count = 5, orderBy = \\[info_nationkey DESC NULLS LAST]]");
    }

    @Override
    protected void verifyVersionedQueryFailurePermissible(Exception e)
    {
        assertThat(e).hasMessage("line 1:15: Views do not support versioning");
    }

    @Test
    void testVersionsThatAreNotThere()
    {
        assertQueryFails("SELECT * FROM variants FOR VERSION AS OF 'x'", "The project tpch has no snapshot 'x'. It has none: .*");
        assertQueryFails("SELECT * FROM variants FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC'", "The project tpch has no snapshot at or before 2026-01-01T00:00:00Z. It has none at all");
    }
}
