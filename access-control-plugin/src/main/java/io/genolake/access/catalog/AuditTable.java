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
package io.genolake.access.catalog;

import com.google.common.collect.ImmutableList;
import io.genolake.access.audit.AuditEvent;
import io.genolake.access.audit.AuditReader;
import io.genolake.access.enforce.AccessCatalog;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.Type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static io.trino.spi.StandardErrorCode.GENERIC_USER_ERROR;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * The audit as SQL sees it: a row a decision, and a row the end of a query. A condition on the time leaves files of other days unread.
 */
final class AuditTable
        implements SystemTable
{
    private static final int ROWS_PER_PAGE = 1_000;
    private static final Type TEXTS = new ArrayType(VARCHAR);

    private final PolicyAccess access;
    private final Type textMap;
    private final List<Column> columns;

    /**
     * A column and how its value gets from an event into a block.
     */
    private record Column(String name, Type type, Writer writer)
    {
        private interface Writer
        {
            void write(AuditEvent event, BlockBuilder builder);
        }

        private Column
        {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
            requireNonNull(writer, "writer is null");
        }
    }

    private interface Getter<T>
    {
        T get(AuditEvent event);
    }

    /**
     * @param textMap the type map(varchar, varchar)
     */
    AuditTable(PolicyAccess access, MapType textMap)
    {
        this.access = requireNonNull(access, "access is null");
        this.textMap = requireNonNull(textMap, "textMap is null");
        this.columns = ImmutableList.of(
                new Column("time", TIMESTAMP_TZ_MILLIS, (event, builder) -> writeTime(event.time(), builder)),
                text("event", event -> Optional.of(event.event())),
                text("query_id", AuditEvent::queryId),
                text("user_name", AuditEvent::user),
                texts("tables", AuditEvent::tables),
                text("verb", AuditEvent::verb),
                text("decision", AuditEvent::decision),
                texts("rules", AuditEvent::rules),
                texts("reasons", AuditEvent::reasons),
                texts("filter_columns", AuditEvent::columns),
                text("row_filter_sha256", AuditEvent::rowFilterDigest),
                map("masks", AuditEvent::masks),
                texts("targets", AuditEvent::targets),
                text("purpose", AuditEvent::purpose),
                text("passport_iss", event -> Optional.ofNullable(event.passport().get("passport_iss"))),
                text("passport_jti", event -> Optional.ofNullable(event.passport().get("passport_jti"))),
                map("provenance", AuditEvent::passport),
                text("policy", AuditEvent::policy),
                text("state", AuditEvent::state),
                text("error_code", AuditEvent::errorCode),
                number("output_rows", AuditEvent::outputRows),
                number("output_bytes", AuditEvent::outputBytes),
                number("written_rows", AuditEvent::writtenRows),
                number("written_bytes", AuditEvent::writtenBytes),
                texts("versions", AuditEvent::versions),
                number("file_count", AuditEvent::fileCount),
                texts("files", AuditEvent::files),
                map("files_digests", AuditEvent::filesDigests));
    }

    private static Column text(String name, Getter<Optional<String>> getter)
    {
        return new Column(name, VARCHAR, (event, builder) -> getter.get(event).ifPresentOrElse(text -> VARCHAR.writeString(builder, text), builder::appendNull));
    }

    private static Column number(String name, Getter<OptionalLong> getter)
    {
        return new Column(name, BIGINT, (event, builder) -> getter.get(event).ifPresentOrElse(number -> BIGINT.writeLong(builder, number), builder::appendNull));
    }

    private static Column texts(String name, Getter<List<String>> getter)
    {
        return new Column(name, TEXTS, (event, builder) -> ((ArrayBlockBuilder) builder).buildEntry(elements ->
                getter.get(event).forEach(text -> VARCHAR.writeString(elements, text))));
    }

    private Column map(String name, Getter<Map<String, String>> getter)
    {
        return new Column(name, textMap, (event, builder) -> ((MapBlockBuilder) builder).buildEntry((keys, values) -> getter.get(event).forEach((key, value) -> {
            VARCHAR.writeString(keys, key);
            VARCHAR.writeString(values, value);
        })));
    }

    private static void writeTime(Optional<Instant> time, BlockBuilder builder)
    {
        time.ifPresentOrElse(instant -> TIMESTAMP_TZ_MILLIS.writeLong(builder, packDateTimeWithZone(instant.toEpochMilli(), UTC_KEY)), builder::appendNull);
    }

    @Override
    public Distribution getDistribution()
    {
        return Distribution.SINGLE_COORDINATOR;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata()
    {
        return new ConnectorTableMetadata(
                new SchemaTableName(AccessCatalog.TABLE_SCHEMA, AccessCatalog.AUDIT_TABLE),
                columns.stream()
                        .map(column -> new ColumnMetadata(column.name(), column.type()))
                        .collect(toImmutableList()));
    }

    @Override
    public ConnectorPageSource pageSource(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        Path directory = access.auditDirectory()
                .orElseThrow(() -> new TrinoException(GENERIC_USER_ERROR, "There is no audit on this server"));
        Instant from = Instant.MIN;
        Instant to = Instant.MAX;
        if (constraint.isNone()) {
            to = Instant.MIN;
        }
        else {
            Domain time = constraint.getDomains().orElseThrow().get(0);
            if (time != null && !time.isNullAllowed() && !time.getValues().isNone()) {
                Range span = time.getValues().getRanges().getSpan();
                from = span.getLowValue().map(AuditTable::instant).orElse(from);
                to = span.getHighValue().map(AuditTable::instant).orElse(to);
            }
        }
        try {
            return new AuditPageSource(columns, new AuditReader(directory, from, to));
        }
        catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Instant instant(Object packed)
    {
        return Instant.ofEpochMilli(unpackMillisUtc((long) packed));
    }

    private static TrinoException unreadable(IOException e)
    {
        return new TrinoException(GENERIC_INTERNAL_ERROR, "The audit cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }

    private static final class AuditPageSource
            implements ConnectorPageSource
    {
        private final List<Column> columns;
        private final AuditReader reader;
        private final PageBuilder pages;
        private long readTimeNanos;
        private boolean finished;

        private AuditPageSource(List<Column> columns, AuditReader reader)
        {
            this.columns = ImmutableList.copyOf(columns);
            this.reader = requireNonNull(reader, "reader is null");
            this.pages = new PageBuilder(columns.stream().map(Column::type).collect(toImmutableList()));
        }

        @Override
        public long getCompletedBytes()
        {
            return reader.bytesRead();
        }

        @Override
        public long getReadTimeNanos()
        {
            return readTimeNanos;
        }

        @Override
        public boolean isFinished()
        {
            return finished;
        }

        @Override
        public SourcePage getNextSourcePage()
        {
            long start = System.nanoTime();
            pages.reset();
            try {
                while (!finished && !pages.isFull() && pages.getPositionCount() < ROWS_PER_PAGE) {
                    Optional<AuditEvent> event = reader.next();
                    if (event.isEmpty()) {
                        finished = true;
                    }
                    else {
                        pages.declarePosition();
                        for (int i = 0; i < columns.size(); i++) {
                            columns.get(i).writer().write(event.orElseThrow(), pages.getBlockBuilder(i));
                        }
                    }
                }
            }
            catch (IOException e) {
                throw unreadable(e);
            }
            Page page = pages.build();
            readTimeNanos += System.nanoTime() - start;
            return SourcePage.create(page);
        }

        @Override
        public void close()
        {
            finished = true;
            try {
                reader.close();
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
