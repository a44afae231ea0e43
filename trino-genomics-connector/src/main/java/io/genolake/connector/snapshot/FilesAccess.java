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
package io.genolake.connector.snapshot;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.ColumnSchema;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.SchemaTableName;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.connector.table.GenomicsTable.FILES;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Who may know the files of a project. The engine filters neither what a function returns nor what a procedure says.
 */
final class FilesAccess
{
    private static final List<ColumnSchema> COLUMNS = ImmutableList.of(
            ColumnSchema.builder().setName("file").setType(VARCHAR).build(),
            ColumnSchema.builder().setName("size").setType(BIGINT).build(),
            ColumnSchema.builder().setName("modified").setType(TIMESTAMP_TZ_MILLIS).build());
    private static final Set<String> NAMES = COLUMNS.stream()
            .map(ColumnSchema::getName)
            .collect(toImmutableSet());

    private FilesAccess() {}

    /**
     * Fails unless the user sees all of the project's table of files. A filter or a mask is an error.
     */
    static void check(ConnectorAccessControl accessControl, String schema)
    {
        SchemaTableName files = new SchemaTableName(schema, FILES.tableName());
        accessControl.checkCanSelectFromColumns(null, files, Optional.empty(), NAMES);
        accessControl.getRowFilters(null, files);
        accessControl.getColumnMasks(null, files, COLUMNS);
    }
}
