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
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.function.table.AbstractConnectorTableFunction;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.Descriptor;
import io.trino.spi.function.table.ReturnTypeSpecification.DescribedTable;
import io.trino.spi.function.table.ScalarArgument;
import io.trino.spi.function.table.ScalarArgumentSpecification;
import io.trino.spi.function.table.TableFunctionAnalysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * The table function that compares two versions of a project, file by file.
 */
public final class SnapshotDiffFunction
        extends AbstractConnectorTableFunction
{
    private static final String SCHEMA = "SCHEMA";
    private static final String FROM_VERSION = "FROM_VERSION";
    private static final String TO_VERSION = "TO_VERSION";

    static final List<Descriptor.Field> COLUMNS = ImmutableList.of(
            new Descriptor.Field("file", Optional.of(VARCHAR)),
            new Descriptor.Field("change", Optional.of(VARCHAR)),
            new Descriptor.Field("old_size", Optional.of(BIGINT)),
            new Descriptor.Field("new_size", Optional.of(BIGINT)),
            new Descriptor.Field("old_modified", Optional.of(TIMESTAMP_TZ_MILLIS)),
            new Descriptor.Field("new_modified", Optional.of(TIMESTAMP_TZ_MILLIS)),
            new Descriptor.Field("old_header_digest", Optional.of(VARCHAR)),
            new Descriptor.Field("new_header_digest", Optional.of(VARCHAR)),
            new Descriptor.Field("old_content_digest", Optional.of(VARCHAR)),
            new Descriptor.Field("new_content_digest", Optional.of(VARCHAR)));

    private final Snapshots snapshots;

    @Inject
    public SnapshotDiffFunction(Snapshots snapshots)
    {
        super("system",
                "snapshot_diff",
                ImmutableList.of(
                        ScalarArgumentSpecification.builder().name(SCHEMA).type(VARCHAR).build(),
                        ScalarArgumentSpecification.builder().name(FROM_VERSION).type(VARCHAR).build(),
                        ScalarArgumentSpecification.builder().name(TO_VERSION).type(VARCHAR).defaultValue(null).build()),
                new DescribedTable(new Descriptor(COLUMNS)),
                "The files that are not the same in two snapshots of a project, or in a snapshot and now");
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
    }

    @Override
    public TableFunctionAnalysis analyze(ConnectorSession session, ConnectorTransactionHandle transaction, Map<String, Argument> arguments, ConnectorAccessControl accessControl)
    {
        String schema = text(arguments, SCHEMA).orElseThrow(() -> new TrinoException(INVALID_FUNCTION_ARGUMENT, "schema is NULL"));
        String from = text(arguments, FROM_VERSION).orElseThrow(() -> new TrinoException(INVALID_FUNCTION_ARGUMENT, "from_version is NULL"));
        Optional<String> to = text(arguments, TO_VERSION);
        FilesAccess.check(accessControl, schema);
        snapshots.get(session, schema, from);
        to.ifPresent(name -> snapshots.get(session, schema, name));
        return TableFunctionAnalysis.builder()
                .handle(new SnapshotDiffHandle(schema, from, to))
                .build();
    }

    private static Optional<String> text(Map<String, Argument> arguments, String name)
    {
        return Optional.ofNullable((Slice) ((ScalarArgument) arguments.get(name)).getValue()).map(Slice::toStringUtf8);
    }
}
