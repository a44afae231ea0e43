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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.genolake.connector.functions.CatalogFunctions;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.Project;
import io.genolake.connector.lake.ProjectVersion;
import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.lakefs.LakeFsRefs;
import io.genolake.connector.predicate.FileCondition;
import io.genolake.connector.predicate.GenomicRange;
import io.genolake.connector.predicate.RangeExtractor;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.projection.ProjectedColumns;
import io.genolake.connector.snapshot.Digests;
import io.genolake.connector.snapshot.Snapshot;
import io.genolake.connector.snapshot.Snapshots;
import io.genolake.connector.snapshot.VersionPointer;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.connector.table.ProjectTables;
import io.genolake.connector.table.TableColumns;
import io.genolake.formats.GenolakeVersion;
import io.trino.plugin.base.expression.ConnectorExpressions;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorExpressionEvaluator;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.RelationCommentMetadata;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.TableNotFoundException;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencyDeclaration;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.SchemaFunctionName;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.TableStatistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.plugin.base.expression.ConnectorExpressions.extractConjuncts;
import static io.trino.plugin.base.projection.ApplyProjectionUtil.replaceWithNewVariables;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.function.FunctionDependencyDeclaration.NO_DEPENDENCIES;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

/**
 * The metadata of one transaction: what a project's files and columns are does not change in it.
 */
public class GenomicsMetadata
        implements ConnectorMetadata
{
    private final Lake lake;
    private final ProjectTables projectTables;
    private final TableEstimator estimator;
    private final Snapshots snapshots;
    private final GenolakeVersion genolakeVersion;
    private final CatalogFunctions functions;
    private final ConnectorExpressionEvaluator evaluator;
    private final HeaderCache headers;
    private final FileIds fileIds;
    private final FileErrors errors;
    private final LakeFsRefs refs;
    private final Map<String, ProjectVersion> resolvedRefs = new ConcurrentHashMap<>();
    private final Map<ProjectKey, Optional<Project>> projects = new ConcurrentHashMap<>();
    private final Map<String, Map<GenomicsTable, TableColumns>> columns = new ConcurrentHashMap<>();
    private final Map<VersionKey, Snapshot> versions = new ConcurrentHashMap<>();
    private final Map<VersionKey, Map<GenomicsTable, TableColumns>> versionColumns = new ConcurrentHashMap<>();
    private final Map<TimeKey, String> versionsAtTimes = new ConcurrentHashMap<>();

    private record ProjectKey(String schema, Optional<ProjectVersion> ref) {}

    private record VersionKey(String schema, String name) {}

    private record TimeKey(String schema, Instant time) {}

    @Inject
    public GenomicsMetadata(
            Lake lake,
            LakeFsRefs refs,
            ProjectTables projectTables,
            TableEstimator estimator,
            Snapshots snapshots,
            GenolakeVersion genolakeVersion,
            CatalogFunctions functions,
            ConnectorExpressionEvaluator evaluator,
            HeaderCache headers,
            FileIds fileIds,
            FileErrors errors)
    {
        this.headers = requireNonNull(headers, "headers is null");
        this.fileIds = requireNonNull(fileIds, "fileIds is null");
        this.errors = requireNonNull(errors, "errors is null");
        this.evaluator = requireNonNull(evaluator, "evaluator is null");
        this.lake = requireNonNull(lake, "lake is null");
        this.refs = requireNonNull(refs, "refs is null");
        this.projectTables = requireNonNull(projectTables, "projectTables is null");
        this.estimator = requireNonNull(estimator, "estimator is null");
        this.snapshots = requireNonNull(snapshots, "snapshots is null");
        this.genolakeVersion = requireNonNull(genolakeVersion, "genolakeVersion is null");
        this.functions = requireNonNull(functions, "functions is null");
    }

    @Override
    public List<String> listSchemaNames(ConnectorSession session)
    {
        return lake.schemas(session, currentRef());
    }

    /**
     * What is read where a query names no version, of a lake that has versions in its path; looked up once.
     */
    private Optional<ProjectVersion> currentRef()
    {
        return refs.isVersioned() ? Optional.of(ref(refs.defaultRef())) : Optional.empty();
    }

    private ProjectVersion ref(String name)
    {
        return resolvedRefs.computeIfAbsent(name, refs::resolve);
    }

    @Override
    public ConnectorTableHandle getTableHandle(
            ConnectorSession session,
            SchemaTableName tableName,
            Optional<ConnectorTableVersion> startVersion,
            Optional<ConnectorTableVersion> endVersion)
    {
        Optional<GenomicsTable> table = GenomicsTable.byName(tableName.getTableName());
        if (table.isEmpty()) {
            return null;
        }
        if (startVersion.isPresent()) {
            throw new TrinoException(NOT_SUPPORTED, "A table is read as of one version, not between two");
        }
        if (refs.isVersioned()) {
            ProjectVersion version = endVersion.map(pointer -> ref(VersionPointer.ref(pointer))).or(this::currentRef).orElseThrow();
            if (project(session, tableName.getSchemaName(), Optional.of(version)).isEmpty()) {
                return null;
            }
            return new GenomicsTableHandle(tableName.getSchemaName(), table.orElseThrow(), Optional.of(version));
        }
        if (project(session, tableName.getSchemaName(), Optional.empty()).isEmpty()) {
            return null;
        }
        if (endVersion.isPresent() && table.orElseThrow() == GenomicsTable.SNAPSHOTS) {
            throw new TrinoException(NOT_SUPPORTED, "The table of snapshots has no versions");
        }
        Optional<ProjectVersion> version = endVersion
                .map(pointer -> versionName(session, tableName.getSchemaName(), pointer))
                .map(name -> snapshot(session, tableName.getSchemaName(), name).version());
        return new GenomicsTableHandle(tableName.getSchemaName(), table.orElseThrow(), version);
    }

    private String versionName(ConnectorSession session, String schema, ConnectorTableVersion pointer)
    {
        return switch (pointer.getPointerType()) {
            case TARGET_ID -> VersionPointer.name(pointer);
            case TEMPORAL -> versionsAtTimes.computeIfAbsent(
                    new TimeKey(schema, VersionPointer.time(session, pointer)),
                    key -> snapshots.nameAt(session, key.schema(), key.time()));
        };
    }

    private Snapshot snapshot(ConnectorSession session, String schema, String name)
    {
        return versions.computeIfAbsent(new VersionKey(schema, name), key -> snapshots.get(session, key.schema(), key.name()));
    }

    /**
     * The snapshot that a table is read as of.
     */
    public Optional<Snapshot> snapshot(ConnectorSession session, GenomicsTableHandle table)
    {
        // a ref is a version of the lake, whose files are listed
        return refs.isVersioned() ? Optional.empty() : table.version().map(version -> snapshot(session, table.schema(), version.name()));
    }

    /**
     * The files that make up a table.
     */
    public List<LakeFile> files(ConnectorSession session, GenomicsTableHandle table)
    {
        if (table.table() == GenomicsTable.SNAPSHOTS) {
            // a lake on lakeFS has none
            List<StoredFile> manifests = refs.isVersioned() ? ImmutableList.of() : snapshots.manifests(session, table.schema());
            return manifests.stream()
                    .map(manifest -> LakeFile.of(manifest, Optional.empty(), ImmutableMap.of()))
                    .toList();
        }
        Project project = project(session, table);
        if (table.table() == GenomicsTable.FILES) {
            Optional<Snapshot> snapshot = snapshot(session, table);
            return Stream.concat(project.allFiles().stream(), project.leftOutFiles().stream())
                    .map(file -> file.withContentDigest(snapshot.flatMap(version -> version.contentDigest(file))))
                    .toList();
        }
        if (table.table().isAboutFiles()) {
            return project.allFiles().stream()
                    .filter(file -> table.table().formats().contains(file.format()))
                    .toList();
        }
        return project.files(table.table().formats());
    }

    /**
     * What event listeners are told of a table that a query reads. Its user sees it, too.
     */
    @Override
    public Optional<Object> getInfo(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) tableHandle;
        if (table.table() == GenomicsTable.SNAPSHOTS) {
            return Optional.empty();
        }
        Project project = project(session, table);
        ScanPredicate predicate = ScanPredicate.of(table, TupleDomain.all());
        List<LakeFile> candidates = predicate.isNone() ? ImmutableList.of() : files(session, table);
        List<LakeFile> listed = candidates.stream()
                .filter(FileCondition.all(table.fileConditions(), evaluator, session))
                .filter(predicate::admits)
                .sorted(comparing(LakeFile::location))
                .toList();
        // the scan needs them as well
        Map<LakeFile, FileHeader> known = errors.mayHide(table) && table.isLimitedToSamples()
                ? headers.getSound(lake.fileSystem(session.getIdentity()), listed)
                : ImmutableMap.of();
        // a file whose header could not be read now may be read in a moment: it is counted, without its name
        List<LakeFile> files = listed.stream()
                .filter(file -> !known.containsKey(file) || predicate.admits(known.get(file)))
                .toList();
        Set<LakeFile> unnamed = files.stream()
                .filter(file -> !errors.isTold(table, predicate, Optional.ofNullable(known.get(file))))
                .collect(toImmutableSet());
        String digest = Digests.files(project, files);
        return Optional.of(new GenomicsInputInfo(
                table.version().map(ProjectVersion::name),
                table.version().map(ProjectVersion::id),
                project.folder(),
                // of names that are not told, whoever guesses them could make the same digest
                unnamed.isEmpty() ? digest : fileIds.keyed(digest),
                files.size(),
                files.stream().mapToLong(LakeFile::length).sum(),
                files.stream()
                        .filter(file -> !unnamed.contains(file))
                        .limit(GenomicsInputInfo.MAX_FILES)
                        .map(file -> new GenomicsInputInfo.InputFile(project.relativePath(file.stored()), file.length(), Instant.ofEpochMilli(file.stored().modified())))
                        .toList(),
                unnamed.stream()
                        .limit(GenomicsInputInfo.MAX_FILES)
                        .map(file -> fileIds.id(file.location()))
                        .toList(),
                genolakeVersion.value()));
    }

    /**
     * The files of a project as this transaction sees them.
     */
    public Project project(ConnectorSession session, GenomicsTableHandle table)
    {
        return snapshot(session, table)
                .map(Snapshot::project)
                .orElseGet(() -> currentProject(session, table));
    }

    private Project currentProject(ConnectorSession session, GenomicsTableHandle table)
    {
        return project(session, table.schema(), refs.isVersioned() ? table.version() : Optional.empty()).orElseThrow(() -> new TableNotFoundException(table.schemaTableName()));
    }

    /**
     * @param ref of the lake, if it has versions in its path
     */
    private Optional<Project> project(ConnectorSession session, String schema, Optional<ProjectVersion> ref)
    {
        return projects.computeIfAbsent(new ProjectKey(schema, ref), key -> lake.project(session, key.ref(), key.schema()));
    }

    /**
     * The columns of a table as this transaction sees them.
     */
    public TableColumns columns(ConnectorSession session, GenomicsTableHandle table)
    {
        Optional<Snapshot> snapshot = snapshot(session, table);
        if (snapshot.isPresent()) {
            return versionColumns.computeIfAbsent(
                            new VersionKey(table.schema(), snapshot.orElseThrow().version().name()),
                            _ -> projectTables.columns(snapshot.orElseThrow().manifest().fields()))
                    .get(table.table());
        }
        return columns(session, currentProject(session, table)).get(table.table());
    }

    private Map<GenomicsTable, TableColumns> columns(ConnectorSession session, Project project)
    {
        return columns.computeIfAbsent(project.folder(), _ -> projectTables.columns(session, project));
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) tableHandle;
        return new ConnectorTableMetadata(
                table.schemaTableName(),
                columns(session, table).metadata(),
                ImmutableMap.of(),
                Optional.of(table.table().comment()));
    }

    @Override
    public SchemaTableName getTableName(ConnectorSession session, ConnectorTableHandle table)
    {
        return ((GenomicsTableHandle) table).schemaTableName();
    }

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schemaName)
    {
        return schemas(session, schemaName).stream()
                .flatMap(schema -> Arrays.stream(GenomicsTable.values())
                        .map(table -> new SchemaTableName(schema, table.tableName())))
                .collect(toImmutableList());
    }

    private List<String> schemas(ConnectorSession session, Optional<String> schemaName)
    {
        List<String> schemas = listSchemaNames(session);
        return schemaName
                .map(name -> schemas.contains(name) ? ImmutableList.of(name) : ImmutableList.<String>of())
                .orElse(ImmutableList.copyOf(schemas));
    }

    @Override
    public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        return columns(session, (GenomicsTableHandle) tableHandle).handles();
    }

    @Override
    public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle columnHandle)
    {
        return columns(session, (GenomicsTableHandle) tableHandle).metadata((GenomicsColumnHandle) columnHandle);
    }

    @Override
    public Iterator<RelationColumnsMetadata> streamRelationColumns(ConnectorSession session, Optional<String> schemaName, UnaryOperator<Set<SchemaTableName>> relationFilter)
    {
        Set<SchemaTableName> visible = relationFilter.apply(ImmutableSet.copyOf(listTables(session, schemaName)));
        return visible.stream()
                .flatMap(name -> project(session, name.getSchemaName(), currentRef())
                        .map(project -> RelationColumnsMetadata.forTable(
                                name,
                                columns(session, project).get(GenomicsTable.byName(name.getTableName()).orElseThrow()).metadata()))
                        .stream())
                .iterator();
    }

    @Override
    public Iterator<RelationCommentMetadata> streamRelationComments(ConnectorSession session, Optional<String> schemaName, UnaryOperator<Set<SchemaTableName>> relationFilter)
    {
        return relationFilter.apply(ImmutableSet.copyOf(listTables(session, schemaName))).stream()
                .map(name -> RelationCommentMetadata.forRelation(name, GenomicsTable.byName(name.getTableName()).map(GenomicsTable::comment)))
                .iterator();
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(ConnectorSession session, ConnectorTableHandle handle, Constraint constraint)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) handle;

        TupleDomain<GenomicsColumnHandle> summary = constraint.getSummary().transformKeys(GenomicsColumnHandle.class::cast);
        TupleDomain<GenomicsColumnHandle> enforced = summary.filter((column, _) -> column.source().isEnforced());
        TupleDomain<ColumnHandle> remaining = summary
                .filter((column, _) -> !column.source().isEnforced())
                .transformKeys(ColumnHandle.class::cast);

        TupleDomain<GenomicsColumnHandle> newConstraint = table.constraint().intersect(enforced);
        List<ConnectorExpression> left = new ArrayList<>();
        Set<FileCondition> fileConditions = new LinkedHashSet<>(table.fileConditions());
        for (ConnectorExpression conjunct : extractConjuncts(constraint.getExpression())) {
            Optional<FileCondition> condition = FileCondition.of(conjunct, constraint.getAssignments(), evaluator, session);
            condition.ifPresentOrElse(fileConditions::add, () -> left.add(conjunct));
        }
        List<FileCondition> newFileConditions = ImmutableList.copyOf(fileConditions);

        ConnectorExpression remainingExpression = ConnectorExpressions.and(left);
        Optional<List<GenomicRange>> newRanges = table.ranges()
                .or(() -> new RangeExtractor(constraint.getAssignments()).extract(remainingExpression));
        if (newConstraint.equals(table.constraint()) && newFileConditions.equals(table.fileConditions()) && newRanges.equals(table.ranges())) {
            return Optional.empty();
        }
        return Optional.of(new ConstraintApplicationResult<>(
                table.withConstraint(newConstraint, newFileConditions, newRanges),
                remaining,
                remainingExpression,
                false));
    }

    @Override
    public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(ConnectorSession session, ConnectorTableHandle handle, long limit)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) handle;
        if (table.limit().isPresent() && table.limit().getAsLong() <= limit) {
            return Optional.empty();
        }
        // each split stops at the limit, but there may be several
        return Optional.of(new LimitApplicationResult<>(table.withLimit(limit), false, false));
    }

    @Override
    public Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
            ConnectorSession session,
            ConnectorTableHandle handle,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> assignments)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) handle;
        ProjectedColumns columns = ProjectedColumns.of(projections, assignments);
        Set<GenomicsColumnHandle> projected = ImmutableSet.copyOf(columns.columns().values());
        if (columns.isWhole() && table.projected().equals(Optional.of(projected))) {
            return Optional.empty();
        }
        Map<ConnectorExpression, Variable> newVariables = new HashMap<>();
        Map<String, Assignment> newAssignments = new LinkedHashMap<>();
        columns.columns().forEach((expression, column) -> {
            Variable variable = expression instanceof Variable whole ? whole : new Variable(column.name(), column.type());
            newAssignments.put(variable.getName(), new Assignment(variable.getName(), column, column.type()));
            newVariables.put(expression, variable);
        });
        return Optional.of(new ProjectionApplicationResult<>(
                table.withProjected(projected),
                projections.stream()
                        .map(projection -> replaceWithNewVariables(projection, newVariables))
                        .collect(toImmutableList()),
                ImmutableList.copyOf(newAssignments.values()),
                false));
    }

    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        GenomicsTableHandle table = (GenomicsTableHandle) tableHandle;
        return estimator.estimate(table, project(session, table), snapshot(session, table));
    }

    /**
     * The schema of the functions has no tables and is not listed, unless the lake has a project of that name.
     */
    @Override
    public boolean schemaExists(ConnectorSession session, String schemaName)
    {
        return schemaName.equals(CatalogFunctions.SCHEMA) || ConnectorMetadata.super.schemaExists(session, schemaName);
    }

    @Override
    public Collection<FunctionMetadata> listFunctions(ConnectorSession session, String schemaName)
    {
        return functions.list(schemaName);
    }

    @Override
    public Collection<FunctionMetadata> getFunctions(ConnectorSession session, SchemaFunctionName name)
    {
        return functions.get(name);
    }

    @Override
    public FunctionMetadata getFunctionMetadata(ConnectorSession session, FunctionId functionId)
    {
        return functions.metadata(functionId);
    }

    @Override
    public FunctionDependencyDeclaration getFunctionDependencies(ConnectorSession session, FunctionId functionId, BoundSignature boundSignature)
    {
        return NO_DEPENDENCIES;
    }
}
