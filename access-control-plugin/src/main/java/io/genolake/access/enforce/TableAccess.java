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
package io.genolake.access.enforce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.audit.AuditDecision;
import io.genolake.access.audit.AuditLog;
import io.genolake.access.decision.ColumnDecision;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.TableDecision;
import io.genolake.access.policy.GenomicsTables;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.Subject;
import io.trino.spi.connector.ColumnSchema;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.ViewExpression;
import io.trino.spi.type.Type;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.access.policy.PolicyFields.spelling;
import static java.util.Objects.requireNonNull;

/**
 * What a query may do with tables, and how it sees them.
 */
final class TableAccess
{
    /**
     * A name that no resource names: stands for the columns that the policy does not know
     */
    private static final String ANY_COLUMN = "$any";

    private final SystemTables systemTables;
    private final MaskSql masks;
    private final AuditLog audit;

    private record AuditedDecision(TableName table, String verb, boolean allowed) {}

    TableAccess(SystemTables systemTables, MaskSql masks, AuditLog audit)
    {
        this.systemTables = requireNonNull(systemTables, "systemTables is null");
        this.masks = requireNonNull(masks, "masks is null");
        this.audit = requireNonNull(audit, "audit is null");
    }

    boolean isCatalogVisible(QueryAccess query, String catalog)
    {
        return catalog.equals(SystemTables.SYSTEM) || systemTables.isAccessCatalog(catalog) || query.engine().mayReach(query.subject(), catalog);
    }

    boolean isSchemaVisible(QueryAccess query, String catalog, String schema)
    {
        if (catalog.equals(SystemTables.SYSTEM) || systemTables.isAccessCatalog(catalog)) {
            return true;
        }
        return schema.equals(SystemTables.INFORMATION_SCHEMA) ? isCatalogVisible(query, catalog) : query.engine().mayReach(query.subject(), catalog, schema);
    }

    boolean isVisible(QueryAccess query, TableName table)
    {
        if (systemTables.isSystemTable(table)) {
            return systemTables.isOpen(table) || isServerAdministrator(query, table);
        }
        TableDecision decision = query.decide(base(table));
        return decision.allows(Verb.DESCRIBE) || decision.allows(Verb.SELECT) || decision.allows(Verb.ADMIN);
    }

    boolean allows(QueryAccess query, TableName table, Verb verb)
    {
        boolean allowed = query.decide(table).allows(verb);
        return audited(query, table, spelling(verb), allowed);
    }

    /**
     * Whether the user may turn tokens of a key back: by a grant that names the key's function, and by nothing else.
     */
    boolean mayReidentify(QueryAccess query, TableName function)
    {
        boolean allowed = query.engine().isGranted(query.subject(), function, Verb.REIDENTIFY);
        return auditedAlways(query, function, spelling(Verb.REIDENTIFY), allowed);
    }

    Set<String> visibleColumns(QueryAccess query, TableName table, Set<String> columns)
    {
        if (!isVisible(query, table)) {
            return ImmutableSet.of();
        }
        if (systemTables.isSystemTable(table)) {
            return columns;
        }
        TableDecision decision = query.decide(base(table));
        return columns.stream()
                .filter(column -> !isDenied(query, decision, column))
                .collect(toImmutableSet());
    }

    /**
     * @param forMask whether the columns are those of a filter or mask of this access control itself
     */
    boolean maySelect(QueryAccess query, TableName table, Set<String> columns, boolean forMask)
    {
        if (systemTables.isSystemTable(table)) {
            return systemTables.isOpen(table) || isServerAdministrator(query, table);
        }
        TableName base = base(table);
        TableDecision decision = query.decide(base);
        boolean allowed = decision.allows(Verb.SELECT) && columnsAllowed(query, decision, columns, forMask);
        if (!base.equals(table)) {
            // The table's own metadata: file names, statistics, partitions of all rows
            allowed &= isUnrestricted(query.engine(), decision);
        }
        query.addSource(table);
        if (!query.targets().isEmpty()) {
            allowed &= mayExport(query, table);
        }
        return audited(query, table, spelling(Verb.SELECT), allowed);
    }

    private static boolean columnsAllowed(QueryAccess query, TableDecision decision, Set<String> columns, boolean forMask)
    {
        return forMask || columns.stream().noneMatch(column -> isDenied(query, decision, column));
    }

    private static boolean isDenied(QueryAccess query, TableDecision decision, String column)
    {
        Optional<Type> type = query.columns(decision.table()).map(types -> types.get(column));
        if (type.isPresent()) {
            return decision.column(column, MaskSql.group(type.orElseThrow())).mask() == MaskKind.DENY;
        }
        for (TypeGroup group : TypeGroup.values()) {
            if (decision.column(column, group).mask() == MaskKind.DENY) {
                return true;
            }
        }
        return false;
    }

    private static boolean isServerAdministrator(QueryAccess query, TableName table)
    {
        return query.decide(table).allows(Verb.ADMIN);
    }

    /**
     * The rows of a table as its user sees them.
     */
    List<ViewExpression> rowFilters(QueryAccess query, TableName table)
    {
        if (systemTables.isSystemTable(table)) {
            return ImmutableList.of();
        }
        return filter(query, table)
                .map(filter -> ImmutableList.of(expression(query, table, filter)))
                .orElse(ImmutableList.of());
    }

    private static Optional<String> filter(QueryAccess query, TableName table)
    {
        TableName base = base(table);
        TableDecision decision = query.decide(base);
        if (!decision.allows(Verb.SELECT)) {
            return Optional.of(RowFilterSql.NOTHING);
        }
        if (!base.equals(table)) {
            return isUnrestricted(query.engine(), decision) ? Optional.empty() : Optional.of(RowFilterSql.NOTHING);
        }
        return RowFilterSql.filter(decision.rows(), query.columns(table).orElse(ImmutableMap.of()));
    }

    Map<ColumnSchema, ViewExpression> columnMasks(QueryAccess query, TableName table, List<ColumnSchema> columns)
    {
        if (systemTables.isSystemTable(table)) {
            return ImmutableMap.of();
        }
        Map<String, Type> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.getName(), column.getType()));
        query.rememberColumns(table, types);
        TableDecision decision = query.decide(base(table));
        Optional<String> guard = guard(query, table, decision, columns);
        Optional<String> subject = decision.tags().scope().flatMap(scope -> RowFilterSql.column(scope, types));
        ImmutableMap.Builder<ColumnSchema, ViewExpression> result = ImmutableMap.builder();
        for (ColumnSchema column : columns) {
            ColumnDecision columnDecision = decision.column(column.getName(), MaskSql.group(column.getType()));
            if (columnDecision.mask() == MaskKind.DENY) {
                // Whoever selects it is refused
                continue;
            }
            masks.mask(column.getName(), column.getType(), columnDecision, subject, guard)
                    // The very object: a key that is not equal is ignored without a word, and the raw value comes back
                    .ifPresent(mask -> result.put(column, expression(query, table, mask)));
        }
        return result.buildOrThrow();
    }

    Optional<ViewExpression> columnMask(QueryAccess query, TableName table, String column, Type type)
    {
        if (systemTables.isSystemTable(table)) {
            return Optional.empty();
        }
        TableDecision decision = query.decide(base(table));
        ColumnDecision columnDecision = decision.column(column, MaskSql.group(type));
        Optional<String> guard = decision.rows().isAll() ? Optional.empty() : Optional.of(RowFilterSql.NOTHING);
        return masks.mask(column, type, columnDecision, Optional.empty(), guard).map(mask -> expression(query, table, mask));
    }

    /**
     * The filter again, around every column: where the connector does not enforce the filter completely, the engine may evaluate an expression of
     * the user on a hidden row (a NULL in the filter column, a filter that is put after it), which then must find nothing there.
     */
    private static Optional<String> guard(QueryAccess query, TableName table, TableDecision decision, List<ColumnSchema> columns)
    {
        Optional<String> filter = filter(query, table);
        if (filter.isEmpty()) {
            return Optional.empty();
        }
        Set<String> scopes = decision.rows().ids().keySet();
        if (!query.engine().isGenomicsCatalog(table.catalog())) {
            boolean notNull = decision.tags().notNull() && scopes.equals(decision.tags().scope().stream().collect(toImmutableSet()));
            return notNull ? Optional.empty() : filter;
        }
        Set<String> hidden = columns.stream()
                .filter(ColumnSchema::isHidden)
                .map(ColumnSchema::getName)
                .collect(toImmutableSet());
        boolean enforced = GenomicsTables.isGenomicsTable(hidden) && scopes.stream().allMatch(GenomicsTables::isKeyColumn);
        return enforced ? Optional.empty() : filter;
    }

    private static ViewExpression expression(QueryAccess query, TableName table, String expression)
    {
        return ViewExpression.builder()
                .identity(query.engine().policy().serviceUser())
                .catalog(table.catalog())
                .schema(table.schema())
                .expression(expression)
                .build();
    }

    /**
     * To create a table or view, or to insert into one. Whatever the query reads, before or after this, it exports.
     */
    boolean mayWrite(QueryAccess query, TableName target)
    {
        query.addTarget(target);
        boolean allowed = !systemTables.isSystemTable(target)
                && base(target).equals(target)
                && query.decide(target).allows(Verb.CREATE)
                && query.sources().stream().allMatch(source -> mayExport(query, source));
        return audited(query, target, spelling(Verb.CREATE), allowed);
    }

    /**
     * A materialised view shows its content, and its storage table, to whoever may see it: over protected data it must be tagged itself.
     */
    boolean mayMaterialize(QueryAccess query, TableName target)
    {
        boolean named = query.engine().tags(target).named();
        boolean overProtected = query.sources().stream().anyMatch(source -> isProtected(query, base(source)));
        return mayWrite(query, target) && (named || !overProtected);
    }

    private boolean mayExport(QueryAccess query, TableName source)
    {
        if (systemTables.isSystemTable(source)) {
            return true;
        }
        return !isProtected(query, base(source)) || query.decide(base(source)).allows(Verb.EXPORT);
    }

    private boolean isProtected(QueryAccess query, TableName table)
    {
        return systemTables.isAudit(table) || query.engine().isProtected(table);
    }

    /**
     * The condition of a DELETE is not checked by column and sees unmasked values: only whoever sees everything may use one.
     */
    boolean mayChangeRows(QueryAccess query, TableName table)
    {
        query.addTarget(table);
        TableDecision decision = query.decide(table);
        boolean allowed = mayDefineUnaudited(query, table)
                && decision.allows(Verb.SELECT)
                && isUnrestricted(query.engine(), decision);
        return audited(query, table, "change", allowed);
    }

    /**
     * Tags hang on names: of a table that the policy names, nothing is changed but by an administrator of it.
     */
    boolean mayDefine(QueryAccess query, TableName table)
    {
        return audited(query, table, "define", mayDefineUnaudited(query, table));
    }

    private boolean mayDefineUnaudited(QueryAccess query, TableName table)
    {
        if (systemTables.isSystemTable(table) || !base(table).equals(table)) {
            return false;
        }
        TableDecision decision = query.decide(table);
        return decision.allows(Verb.ADMIN) || (decision.allows(Verb.CREATE) && !decision.tags().named());
    }

    boolean mayRename(QueryAccess query, TableName source, TableName target)
    {
        boolean sameSchema = source.catalog().equals(target.catalog()) && source.schema().equals(target.schema());
        boolean administrator = query.decide(source).allows(Verb.ADMIN) && query.decide(target).allows(Verb.ADMIN);
        boolean own = sameSchema && mayDefineUnaudited(query, source) && mayDefineUnaudited(query, target);
        return audited(query, source, "define", administrator || own);
    }

    /**
     * Whether every value of the table is visible as it is.
     */
    private static boolean isUnrestricted(DecisionEngine engine, TableDecision decision)
    {
        if (!decision.rows().isAll() || engine.hasColumnPatterns(decision.table())) {
            return false;
        }
        Set<String> columns = new HashSet<>(engine.namedColumns(decision.table()));
        columns.add(ANY_COLUMN);
        for (String column : columns) {
            for (TypeGroup group : TypeGroup.values()) {
                if (decision.column(column, group).mask() != MaskKind.NONE) {
                    return false;
                }
            }
        }
        return !engine.masksColumnsByName(decision.table());
    }

    /**
     * The table that a table of metadata, such as {@code t$files}, is about.
     */
    private static TableName base(TableName table)
    {
        int dollar = table.table().lastIndexOf('$');
        return dollar <= 0 ? table : new TableName(table.catalog(), table.schema(), table.table().substring(0, dollar));
    }

    /**
     * Writes the decision about a protected table into the audit, once a query, table and verb.
     */
    private boolean audited(QueryAccess query, TableName table, String verb, boolean allowed)
    {
        return isProtected(query, base(table)) ? auditedAlways(query, table, verb, allowed) : allowed;
    }

    private boolean auditedAlways(QueryAccess query, TableName table, String verb, boolean allowed)
    {
        AuditedDecision event = new AuditedDecision(table, verb, allowed);
        if (!query.audit(event)) {
            return allowed;
        }
        TableDecision decision = query.decide(base(table));
        Subject subject = query.subject();
        Map<String, String> maskNames = new TreeMap<>();
        query.columns(table).orElse(ImmutableMap.of()).forEach((column, type) -> {
            MaskKind mask = decision.column(column, MaskSql.group(type)).mask();
            if (mask != MaskKind.NONE) {
                maskNames.put(column, spelling(mask));
            }
        });
        List<String> targets = new ArrayList<>();
        query.targets().forEach(target -> targets.add(target.toString()));
        try {
            audit.decision(new AuditDecision(
                    query.queryId(),
                    subject.user(),
                    subject.provenance(),
                    subject.purpose(),
                    table.toString(),
                    verb,
                    targets,
                    allowed,
                    decision.rules(),
                    decision.reasons(),
                    filter(query, table),
                    ImmutableList.copyOf(decision.rows().ids().keySet()),
                    maskNames,
                    query.engine().policy().digest()));
        }
        catch (UncheckedIOException _) {
            query.unaudit(event);
            query.close();
            throw new AccessDeniedException("The audit cannot be written, and without it protected tables are closed");
        }
        return allowed;
    }
}
