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

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.genolake.connector.lake.ProjectVersion;
import io.genolake.connector.predicate.FileCondition;
import io.genolake.connector.predicate.GenomicRange;
import io.genolake.connector.table.ColumnSource;
import io.genolake.connector.table.GenomicsTable;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * A table of a project, and what was pushed into its scan.
 *
 * @param version of the project; empty for its files as they are now
 * @param constraint what the connector enforces completely
 * @param fileConditions conditions on columns of files, which the connector enforces completely, too
 * @param ranges outside of which the engine's own filter lets no record through; empty where it is not known
 * @param projected the columns that are read, once they are known
 */
public record GenomicsTableHandle(
        String schema,
        GenomicsTable table,
        Optional<ProjectVersion> version,
        TupleDomain<GenomicsColumnHandle> constraint,
        List<FileCondition> fileConditions,
        Optional<List<GenomicRange>> ranges,
        OptionalLong limit,
        Optional<Set<GenomicsColumnHandle>> projected)
        implements ConnectorTableHandle
{
    private static final int SHOWN_RANGES = 3;
    private static final Set<ColumnSource> SAMPLE_SOURCES = ImmutableSet.of(ColumnSource.SAMPLE, ColumnSource.READ_SAMPLE, ColumnSource.FILE_SAMPLE, ColumnSource.READ_GROUP);

    public GenomicsTableHandle
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
        requireNonNull(version, "version is null");
        requireNonNull(constraint, "constraint is null");
        fileConditions = ImmutableList.copyOf(requireNonNull(fileConditions, "fileConditions is null"));
        ranges = requireNonNull(ranges, "ranges is null").map(ImmutableList::copyOf);
        requireNonNull(limit, "limit is null");
        projected = requireNonNull(projected, "projected is null").map(ImmutableSet::copyOf);
    }

    public GenomicsTableHandle(String schema, GenomicsTable table)
    {
        this(schema, table, Optional.empty());
    }

    public GenomicsTableHandle(String schema, GenomicsTable table, Optional<ProjectVersion> version)
    {
        this(schema, table, version, TupleDomain.all(), ImmutableList.of(), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    public SchemaTableName schemaTableName()
    {
        return new SchemaTableName(schema, table.tableName());
    }

    public GenomicsTableHandle withConstraint(TupleDomain<GenomicsColumnHandle> constraint, List<FileCondition> fileConditions, Optional<List<GenomicRange>> ranges)
    {
        return new GenomicsTableHandle(schema, table, version, constraint, fileConditions, ranges, limit, projected);
    }

    public GenomicsTableHandle withLimit(long limit)
    {
        return new GenomicsTableHandle(schema, table, version, constraint, fileConditions, ranges, OptionalLong.of(limit), projected);
    }

    public GenomicsTableHandle withProjected(Set<GenomicsColumnHandle> projected)
    {
        return new GenomicsTableHandle(schema, table, version, constraint, fileConditions, ranges, limit, Optional.of(projected));
    }

    public boolean isProjected(ColumnSource source)
    {
        return projected.isPresent() && projected.orElseThrow().stream().anyMatch(column -> column.source() == source);
    }

    /**
     * Whether the connector enforces a domain on a column of a kind.
     */
    public boolean isConstrained(ColumnSource source)
    {
        return constraint.getDomains().orElseThrow().keySet().stream().anyMatch(column -> column.source() == source);
    }

    /**
     * Whether the scan gives rows of some samples only, as a row filter has it, or a user's own condition: the two look alike here.
     */
    public boolean isLimitedToSamples()
    {
        return constraint.isNone() || SAMPLE_SOURCES.stream().anyMatch(this::isConstrained);
    }

    @Override
    public String toString()
    {
        StringBuilder builder = new StringBuilder();
        builder.append(schemaTableName());
        version.ifPresent(value -> builder.append(" version=").append(value));
        if (!constraint.isAll()) {
            builder.append(" constraint=").append(constraint.getDomains()
                    .map(domains -> Joiner.on(", ").withKeyValueSeparator(" ").join(domains.entrySet().stream()
                            .map(entry -> Map.entry(entry.getKey().name(), entry.getValue().toString(SHOWN_RANGES)))
                            .toList()))
                    .orElse("none"));
        }
        if (!fileConditions.isEmpty()) {
            builder.append(" files=").append(fileConditions);
        }
        ranges.ifPresent(list -> builder.append(" ranges=").append(list.size() <= SHOWN_RANGES ? list : "%s and %s more".formatted(list.subList(0, SHOWN_RANGES), list.size() - SHOWN_RANGES)));
        limit.ifPresent(value -> builder.append(" limit=").append(value));
        return builder.toString();
    }
}
