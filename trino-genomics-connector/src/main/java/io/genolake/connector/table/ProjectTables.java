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
package io.genolake.connector.table;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import com.google.inject.Inject;
import io.genolake.connector.FileErrors;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.header.HeaderResult;
import io.genolake.connector.lake.FileFormat;
import io.genolake.connector.lake.Lake;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.Project;
import io.genolake.formats.vcf.VcfField;
import io.genolake.formats.vcf.VcfHeader;
import io.trino.spi.connector.ConnectorSession;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * The columns of the tables of each project. They are found anew only when a project's files are other ones than before.
 */
public final class ProjectTables
{
    private static final String GENOTYPE_KEY = "GT";

    private final Lake lake;
    private final HeaderCache headers;
    private final FileErrors errors;
    private final int inferenceMaxFiles;
    private final GenomicsConfig.NestedFields nestedFields;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Project project, Map<GenomicsTable, TableColumns> columns) {}

    @Inject
    public ProjectTables(GenomicsConfig config, Lake lake, HeaderCache headers, FileErrors errors)
    {
        this.lake = requireNonNull(lake, "lake is null");
        this.headers = requireNonNull(headers, "headers is null");
        this.errors = requireNonNull(errors, "errors is null");
        inferenceMaxFiles = config.getSchemaInferenceMaxFiles();
        nestedFields = config.getNestedFields();
    }

    /**
     * A file with a broken header adds nothing to the columns: the scan says so, if it is to read that file.
     */
    public Map<GenomicsTable, TableColumns> columns(ConnectorSession session, Project project)
    {
        Known before = known.get(project.schema());
        if (before != null && before.project().equals(project)) {
            return before.columns();
        }
        Map<GenomicsTable, TableColumns> columns = infer(session, project);
        known.put(project.schema(), new Known(project, columns));
        return columns;
    }

    private Map<GenomicsTable, TableColumns> infer(ConnectorSession session, Project project)
    {
        List<LakeFile> files = project.files(Set.of(FileFormat.VCF));
        files = files.subList(0, Math.min(files.size(), inferenceMaxFiles));
        Map<LakeFile, HeaderResult> results = headers.get(lake.fileSystem(session.getIdentity()), files, errors::planningFailure);
        return columns(union(files.stream()
                .map(results::get)
                .flatMap(result -> result.header().stream())
                .collect(toImmutableList())));
    }

    /**
     * The columns of the tables of a project whose headers declare these fields.
     */
    public Map<GenomicsTable, TableColumns> columns(ProjectFields fields)
    {
        return Maps.toMap(
                Arrays.asList(GenomicsTable.values()),
                table -> TableColumns.of(table, segments(table), fields.info(), fields.format(), nestedFields));
    }

    /**
     * A manifest of a snapshot lies beyond the layout.
     */
    private List<String> segments(GenomicsTable table)
    {
        return table == GenomicsTable.SNAPSHOTS ? ImmutableList.of() : lake.layout().columns();
    }

    /**
     * The fields that headers declare, in the order of the files.
     */
    public static ProjectFields union(List<FileHeader> headers)
    {
        List<VcfHeader> vcfHeaders = headers.stream()
                .filter(FileHeader.Vcf.class::isInstance)
                .map(FileHeader.Vcf.class::cast)
                .map(FileHeader.Vcf::header)
                .collect(toImmutableList());
        return new ProjectFields(
                union(vcfHeaders, header -> header.info().values()),
                union(vcfHeaders, header -> header.format().values().stream()
                        .filter(field -> !field.id().equals(GENOTYPE_KEY))
                        .toList()));
    }

    private static NestedFields union(List<VcfHeader> headers, Function<VcfHeader, Collection<VcfField>> fields)
    {
        ImmutableList.Builder<Collection<VcfField>> declarations = ImmutableList.builder();
        headers.forEach(header -> declarations.add(fields.apply(header)));
        return NestedFields.union(declarations.build());
    }
}
