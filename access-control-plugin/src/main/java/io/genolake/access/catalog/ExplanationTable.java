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
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.airlift.slice.Slice;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.Explanation;
import io.genolake.access.enforce.AccessCatalog;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TaggedResource;
import io.genolake.access.policy.TaggedResource.Level;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.InMemoryRecordSet;
import io.trino.spi.connector.RecordCursor;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.access.policy.PolicyFields.spelling;
import static io.trino.spi.StandardErrorCode.GENERIC_USER_ERROR;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * The policy as SQL sees it: what the current user may do, on one table or on what the policy names, and who may see a table.
 */
final class ExplanationTable
        implements SystemTable
{
    enum Kind
    {
        /**
         * A row a verb, for the current user and the tables of a condition on table_name
         */
        CAN_I("table_name", "verb", "allowed", "visible_rows", "masks", "rules", "reasons"),
        /**
         * A row a table, or pattern of tables, that the policy names, for the current user
         */
        EFFECTIVE_POLICY("table_name", "verbs", "visible_rows", "masks", "rules", "reasons"),
        /**
         * A row a user that the policy names, for the tables of a condition on table_name
         */
        WHO_CAN_SEE("table_name", "user_name", "verbs", "visible_rows", "masks", "rules", "reasons");

        private final List<String> columns;

        Kind(String... columns)
        {
            this.columns = ImmutableList.copyOf(columns);
        }
    }

    private final PolicyAccess access;
    private final Kind kind;

    ExplanationTable(PolicyAccess access, Kind kind)
    {
        this.access = requireNonNull(access, "access is null");
        this.kind = requireNonNull(kind, "kind is null");
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
                new SchemaTableName(AccessCatalog.TABLE_SCHEMA, kind.name().toLowerCase(ENGLISH)),
                kind.columns.stream()
                        .map(column -> new ColumnMetadata(column, column.equals("allowed") ? BOOLEAN : VARCHAR))
                        .collect(toImmutableList()));
    }

    @Override
    public RecordCursor cursor(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        DecisionEngine engine = access.policies()
                .flatMap(policies -> policies.current())
                .orElseThrow(() -> new TrinoException(GENERIC_USER_ERROR, "There is no policy in force"));
        InMemoryRecordSet.Builder rows = InMemoryRecordSet.builder(getTableMetadata());
        Function<String, SubjectRequest> other = user -> new SubjectRequest(user, ImmutableSet.of(), Map.of(), Instant.now());
        Subject subject = engine.policy().subjects().subject(
                new SubjectRequest(session.getUser(), session.getIdentity().getGroups(), session.getIdentity().getExtraCredentials(), session.getStart()));
        switch (kind) {
            case CAN_I -> tables(constraint).forEach(table -> {
                Explanation explanation = Explanation.explain(engine, subject, table, ImmutableSet.of());
                for (Verb verb : Verb.values()) {
                    rows.addRow(
                            table.toString(),
                            spelling(verb),
                            explanation.verbs().contains(spelling(verb)),
                            explanation.rows(),
                            explanation.masks().toString(),
                            String.join("; ", explanation.rules()),
                            String.join("; ", explanation.reasons()));
                }
            });
            case EFFECTIVE_POLICY -> namedTables(engine).forEach(table -> {
                Explanation explanation = Explanation.explain(engine, subject, table, ImmutableSet.of());
                rows.addRow(
                        table.toString(),
                        String.join(", ", explanation.verbs()),
                        explanation.rows(),
                        explanation.masks().toString(),
                        String.join("; ", explanation.rules()),
                        String.join("; ", explanation.reasons()));
            });
            case WHO_CAN_SEE -> tables(constraint).forEach(table -> ImmutableSortedSet.copyOf(engine.policy().subjects().users()).forEach(user -> {
                Explanation explanation = Explanation.explain(engine, engine.policy().subjects().subject(other.apply(user)), table, ImmutableSet.of());
                rows.addRow(
                        table.toString(),
                        user,
                        String.join(", ", explanation.verbs()),
                        explanation.rows(),
                        explanation.masks().toString(),
                        String.join("; ", explanation.rules()),
                        String.join("; ", explanation.reasons()));
            }));
        }
        return rows.build().cursor();
    }

    private static Set<TableName> namedTables(DecisionEngine engine)
    {
        return engine.policy().resources().stream()
                .filter(resource -> resource.level() == Level.TABLE)
                .map(TaggedResource::pattern)
                .map(pattern -> new TableName(pattern.parts().get(0), pattern.parts().get(1), pattern.parts().get(2)))
                .collect(toImmutableSet());
    }

    private static List<TableName> tables(TupleDomain<Integer> constraint)
    {
        Domain domain = constraint.getDomains().map(domains -> domains.get(0)).orElse(null);
        if (domain == null || !domain.isNullableDiscreteSet()) {
            throw new TrinoException(GENERIC_USER_ERROR, "Say which table: WHERE table_name = 'catalog.schema.table'");
        }
        try {
            return domain.getNullableDiscreteSet().getNonNullValues().stream()
                    .map(value -> TableName.parse(((Slice) value).toStringUtf8()))
                    .collect(toImmutableList());
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(GENERIC_USER_ERROR, e.getMessage());
        }
    }
}
