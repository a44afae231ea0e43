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

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.audit.AuditLog;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;
import io.trino.spi.QueryId;
import io.trino.spi.connector.CatalogSchemaRoutineName;
import io.trino.spi.connector.CatalogSchemaTableName;
import io.trino.spi.connector.ColumnSchema;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.function.SchemaFunctionName;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.Identity;
import io.trino.spi.type.Type;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * The table of decisions: one line a method of the SPI, overloads together.
 */
final class AccessGates
{
    private static final TableName SERVER = new TableName(SystemTables.SYSTEM, "runtime", "$server");
    /**
     * Takes row filters back into the engine, beside the user's expressions
     */
    private static final String PUSHDOWN = "allow_pushdown_into_connectors";

    private final PolicyHolder policies;
    private final AccessSettings settings;
    private final QueryRegistry queries;
    private final TableAccess tables;
    private final ImmutableMap.Builder<String, AccessGate> gates = ImmutableMap.builder();

    AccessGates(PolicyHolder policies, AccessSettings settings, AuditLog audit, QueryRegistry queries)
    {
        this.policies = requireNonNull(policies, "policies is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.queries = requireNonNull(queries, "queries is null");
        this.tables = new TableAccess(new SystemTables(settings.catalog()), new MaskSql(settings.catalog()), audit);
    }

    Map<String, AccessGate> gates()
    {
        identityGates();
        serverGates();
        listingGates();
        readingGates();
        writingGates();
        definingGates();
        routineGates();
        privilegeGates();
        return gates.buildOrThrow();
    }

    private void identityGates()
    {
        // Trino asks whether the authenticated user may be the session's by checkCanImpersonateUser; this older question is about principals
        check("checkCanSetUser", call -> !isServiceUser(call.text()));
        check("checkCanImpersonateUser", call -> call.identity().getUser().equals(call.text()) && !isServiceUser(call.text()));
        check("checkCanExecuteQuery", this::registerQuery);
        check("checkCanViewQueryOwnedBy", this::isOwn);
        check("checkCanKillQueryOwnedBy", this::isOwn);
        answer("filterViewQueryOwnedBy", this::ownQueries);
    }

    private void serverGates()
    {
        checkAll(call -> isAdministrator(call.identity()), "checkCanReadSystemInformation", "checkCanWriteSystemInformation", "checkCanCreateCatalog", "checkCanDropCatalog");
        check("checkCanSetSystemSessionProperty", call -> maySet(call, call.text()));
        check("checkCanSetCatalogSessionProperty", call -> maySet(call, call.all(String.class).get(0) + "." + call.all(String.class).get(1)));
    }

    private void listingGates()
    {
        check("canAccessCatalog", call -> queried(call, query -> tables.isCatalogVisible(query, call.text())));
        check("checkCanShowSchemas", call -> queried(call, query -> tables.isCatalogVisible(query, call.text())));
        checkAll(call -> queried(call, query -> tables.isSchemaVisible(query, call.schema().catalog(), call.schema().schema())), "checkCanShowTables", "checkCanShowFunctions");
        checkAll(call -> queried(call, query -> tables.isVisible(query, call.table())), "checkCanShowColumns", "checkCanShowCreateTable", "checkCanShowBranches");
        answer("filterCatalogs", call -> strings(call).stream()
                .filter(catalog -> queried(call, query -> tables.isCatalogVisible(query, catalog)))
                .collect(toImmutableSet()));
        answer("filterSchemas", call -> strings(call).stream()
                .filter(schema -> queried(call, query -> tables.isSchemaVisible(query, call.text(), schema)))
                .collect(toImmutableSet()));
        answer("filterTables", call -> collection(call, SchemaTableName.class).stream()
                .filter(table -> queried(call, query -> tables.isVisible(query, AccessCall.table(call.text(), table))))
                .collect(toImmutableSet()));
        answer("filterColumns", this::visibleColumns);
    }

    private void readingGates()
    {
        // For the owner of a view as for anybody: the rights are those of the user who started the query
        checkAll(this::select, "checkCanSelectFromColumns", "checkCanCreateViewWithSelectFromColumns");
        answer("getRowFilters", call -> shown(call, query -> tables.rowFilters(query, call.table())));
        answer("getColumnMasks", call -> shown(call, query -> tables.columnMasks(query, call.table(), columnSchemas(call))));
        // The engine asks for all columns at once; a mask of a single one has nothing to be guarded by
        answer("getColumnMask", call -> shown(call, query -> tables.columnMask(query, call.table(), call.text(), call.argument(Type.class))));
    }

    private void writingGates()
    {
        checkAll(tableCheck(tables::mayWrite), "checkCanCreateTable", "checkCanInsertIntoTable", "checkCanCreateView", "checkCanRefreshMaterializedView");
        check("checkCanCreateMaterializedView", tableCheck(tables::mayMaterialize));
        checkAll(tableCheck(tables::mayChangeRows), "checkCanDeleteFromTable", "checkCanTruncateTable", "checkCanUpdateTableColumns");
    }

    private void definingGates()
    {
        checkAll(
                tableCheck(tables::mayDefine),
                "checkCanAddColumn",
                "checkCanAlterColumn",
                "checkCanDropColumn",
                "checkCanRenameColumn",
                "checkCanDropTable",
                "checkCanDropView",
                "checkCanDropMaterializedView",
                "checkCanRefreshView",
                "checkCanSetColumnComment",
                "checkCanSetTableComment",
                "checkCanSetViewComment",
                "checkCanSetTableProperties",
                "checkCanSetMaterializedViewProperties");
        checkAll(
                call -> queried(call, query -> tables.mayRename(query, call.tables().get(0), call.tables().get(1))),
                "checkCanRenameTable",
                "checkCanRenameView",
                "checkCanRenameMaterializedView");
        checkAll(
                tableCheck((query, table) -> tables.allows(query, table, Verb.ADMIN)),
                "checkCanCreateBranch",
                "checkCanDropBranch",
                "checkCanFastForwardBranch",
                "checkCanExecuteTableProcedure");
        checkAll(
                call -> queried(call, query -> tables.allows(query, call.schema(), Verb.ADMIN)),
                "checkCanCreateSchema",
                "checkCanDropSchema",
                "checkCanRenameSchema",
                "checkCanShowCreateSchema");
    }

    private void routineGates()
    {
        // Whoever could call a keyed function, would find out values by trying: that is nobody, administrators included
        check("canExecuteFunction", call -> queried(call, query -> {
            if (isFunctionOf(AccessCatalog.FUNCTION_SCHEMA, call)) {
                return call.identity().getUser().equals(query.engine().policy().serviceUser());
            }
            if (isFunctionOf(AccessCatalog.REIDENTIFY_SCHEMA, call)) {
                return tables.mayReidentify(query, call.routine());
            }
            return isFunctionOf(AccessCatalog.OPEN_SCHEMA, call) || tables.allows(query, call.schema(), Verb.ADMIN);
        }));
        check("canCreateViewWithExecuteFunction", call -> isFunctionOf(AccessCatalog.OPEN_SCHEMA, call) || mayManageFunction(call));
        check("checkCanExecuteProcedure", call -> isKillQuery(call) || queried(call, query -> tables.allows(query, call.schema(), Verb.ADMIN)));
        checkAll(
                this::mayManageFunction,
                "checkCanCreateFunction",
                "checkCanDropFunction",
                "checkCanShowCreateFunction");
        answer("filterFunctions", call -> collection(call, SchemaFunctionName.class).stream()
                .filter(function -> call.text().equals(SystemTables.SYSTEM) || queried(call, query -> tables.isSchemaVisible(query, call.text(), function.schemaName())))
                .collect(toImmutableSet()));
    }

    private void privilegeGates()
    {
        // Rights come from the policy alone: there are no roles, no owners and no privileges of tables
        checkAll(
                _ -> false,
                "checkCanSetSchemaAuthorization",
                "checkCanSetTableAuthorization",
                "checkCanSetViewAuthorization",
                "checkCanSetMaterializedViewAuthorization",
                "checkCanSetEntityAuthorization",
                "checkCanGrantSchemaPrivilege",
                "checkCanDenySchemaPrivilege",
                "checkCanRevokeSchemaPrivilege",
                "checkCanGrantTablePrivilege",
                "checkCanDenyTablePrivilege",
                "checkCanRevokeTablePrivilege",
                "checkCanGrantTableBranchPrivilege",
                "checkCanDenyTableBranchPrivilege",
                "checkCanRevokeTableBranchPrivilege",
                "checkCanGrantEntityPrivilege",
                "checkCanDenyEntityPrivilege",
                "checkCanRevokeEntityPrivilege",
                "checkCanShowRoles",
                "checkCanCreateRole",
                "checkCanDropRole",
                "checkCanGrantRoles",
                "checkCanRevokeRoles",
                "checkCanShowCurrentRoles",
                "checkCanShowRoleGrants");
    }

    private void check(String method, Predicate<AccessCall> check)
    {
        gates.put(method, new AccessGate.Check(check));
    }

    private void checkAll(Predicate<AccessCall> check, String... methods)
    {
        for (String method : methods) {
            check(method, check);
        }
    }

    private void answer(String method, Function<AccessCall, Object> answer)
    {
        gates.put(method, new AccessGate.Answer(answer));
    }

    private Predicate<AccessCall> tableCheck(BiPredicate<QueryAccess, TableName> check)
    {
        return call -> queried(call, query -> check.test(query, call.table()));
    }

    private boolean registerQuery(AccessCall call)
    {
        Identity identity = call.identity();
        Optional<DecisionEngine> engine = policies.current();
        if (engine.isEmpty() || isServiceUser(identity.getUser())) {
            return false;
        }
        queries.add(new QueryAccess(call.argument(QueryId.class).id(), engine.orElseThrow(), subject(engine.orElseThrow(), identity)));
        return true;
    }

    private static Subject subject(DecisionEngine engine, Identity identity)
    {
        return engine.policy().subjects().subject(new SubjectRequest(identity.getUser(), identity.getGroups(), identity.getExtraCredentials(), Instant.now()));
    }

    private boolean isServiceUser(String user)
    {
        return policies.current()
                .map(engine -> engine.policy().serviceUser().equals(user))
                .orElse(true);
    }

    private boolean isAdministrator(Identity identity)
    {
        return policies.current()
                .map(engine -> engine.decide(subject(engine, identity), SERVER).allows(Verb.ADMIN))
                .orElse(false);
    }

    private boolean isOwn(AccessCall call)
    {
        List<Identity> identities = call.all(Identity.class);
        return isOwn(identities.get(0), identities.get(1)) || isAdministrator(identities.get(0));
    }

    private static boolean isOwn(Identity identity, Identity owner)
    {
        return identity.getUser().equals(owner.getUser());
    }

    private Object ownQueries(AccessCall call)
    {
        Identity identity = call.identity();
        boolean administrator = isAdministrator(identity);
        return collection(call, Identity.class).stream()
                .filter(owner -> administrator || isOwn(identity, owner))
                .collect(toImmutableSet());
    }

    private boolean maySet(AccessCall call, String property)
    {
        if (property.equals(PUSHDOWN)) {
            return false;
        }
        return settings.sessionProperties().contains(property) || isAdministrator(call.identity());
    }

    private boolean select(AccessCall call)
    {
        return queried(call, query -> {
            boolean service = call.identity().getUser().equals(query.engine().policy().serviceUser());
            return tables.maySelect(query, call.table(), strings(call), service && call.method().equals("checkCanSelectFromColumns"));
        });
    }

    private boolean isFunctionOf(String schema, AccessCall call)
    {
        return settings.catalog().name().equals(Optional.of(call.schema().catalog())) && call.schema().schema().equals(schema);
    }

    private boolean mayManageFunction(AccessCall call)
    {
        return !isFunctionOf(AccessCatalog.FUNCTION_SCHEMA, call)
                && !isFunctionOf(AccessCatalog.REIDENTIFY_SCHEMA, call)
                && queried(call, query -> tables.allows(query, call.schema(), Verb.ADMIN));
    }

    private static boolean isKillQuery(AccessCall call)
    {
        // Which query may be killed is asked for separately
        CatalogSchemaRoutineName procedure = call.argument(CatalogSchemaRoutineName.class);
        return procedure.getCatalogName().equals(SystemTables.SYSTEM) && procedure.getSchemaName().equals("runtime") && procedure.getRoutineName().equals("kill_query");
    }

    private Object visibleColumns(AccessCall call)
    {
        List<CatalogSchemaTableName> names = call.all(CatalogSchemaTableName.class);
        if (!names.isEmpty()) {
            return queryIfKnown(call)
                    .map(query -> tables.visibleColumns(query, AccessCall.table(names.getFirst()), strings(call)))
                    .orElse(ImmutableSet.of());
        }
        ImmutableMap.Builder<SchemaTableName, Set<String>> visible = ImmutableMap.builder();
        Map<?, ?> tableColumns = call.argument(Map.class);
        queryIfKnown(call).ifPresent(query -> tableColumns.forEach((table, columns) -> {
            SchemaTableName name = (SchemaTableName) table;
            visible.put(name, tables.visibleColumns(query, AccessCall.table(call.text(), name), strings((Collection<?>) columns)));
        }));
        return visible.buildOrThrow();
    }

    private boolean queried(AccessCall call, Predicate<QueryAccess> check)
    {
        return queryIfKnown(call).map(query -> guarded(query, () -> check.test(query))).orElse(false);
    }

    /**
     * What fails once is closed for good: the engine takes a refusal for "no mask is needed" at one place, and asks again at another.
     */
    private static <T> T guarded(QueryAccess query, Supplier<T> decision)
    {
        try {
            return decision.get();
        }
        catch (RuntimeException e) {
            query.close();
            throw e;
        }
    }

    private Object shown(AccessCall call, Function<QueryAccess, Object> answer)
    {
        QueryAccess query = queryIfKnown(call).orElseThrow(() -> new AccessDeniedException("The query is not known to the access control, or was refused"));
        return guarded(query, () -> answer.apply(query));
    }

    private Optional<QueryAccess> queryIfKnown(AccessCall call)
    {
        return queries.get(call.context().getQueryId().id())
                .filter(query -> !query.isClosed());
    }

    private static Set<String> strings(AccessCall call)
    {
        return collection(call, String.class);
    }

    private static Set<String> strings(Collection<?> values)
    {
        return values.stream().map(String.class::cast).collect(toImmutableSet());
    }

    private static <T> Set<T> collection(AccessCall call, Class<T> type)
    {
        Collection<?> values = call.argument(Collection.class);
        return values.stream().map(type::cast).collect(toImmutableSet());
    }

    private static List<ColumnSchema> columnSchemas(AccessCall call)
    {
        List<?> columns = call.argument(List.class);
        return columns.stream().map(ColumnSchema.class::cast).collect(toImmutableList());
    }
}
