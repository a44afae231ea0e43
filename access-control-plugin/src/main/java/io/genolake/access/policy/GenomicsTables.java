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
package io.genolake.access.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.genolake.access.policy.Policy.INDIVIDUAL;

/**
 * What the product itself knows of the tables of the genomics connector.
 */
public final class GenomicsTables
{
    public static final String SCOPE = "sample";

    /**
     * By table with individual-level data, the column that holds the sample of a row; empty where no row is one sample's.
     */
    private static final Map<String, Optional<String>> SAMPLE_COLUMNS = ImmutableMap.<String, Optional<String>>builder()
            .put("alignments", Optional.of("sample"))
            .put("contigs", Optional.empty())
            .put("files", Optional.empty())
            .put("genotypes", Optional.of("sample"))
            .put("header_lines", Optional.empty())
            .put("problems", Optional.empty())
            .put("reads", Optional.of("sample"))
            .put("samples", Optional.of("sample"))
            .put("snapshots", Optional.empty())
            .put("variants", Optional.of("$sample"))
            .buildOrThrow();

    /**
     * Columns that say where a row comes from, and so may name other samples or show whole records of a shared file.
     */
    private static final Set<String> FILE_COLUMNS = ImmutableSet.of("$path", "$record", "$virtual_offset", "$file_size", "$file_modified_time");

    /**
     * Columns by which files are pruned and tables joined: visible or not, never changed.
     */
    private static final Set<String> KEY_COLUMNS = ImmutableSet.of("chrom", "pos", "end_pos", "$bin", "$locus", "sample", "$sample");

    private GenomicsTables() {}

    static List<TaggedResource> resources(String catalog)
    {
        ImmutableList.Builder<TaggedResource> resources = ImmutableList.builder();
        // The tables without individuals (intervals, features, sequences) inherit too: their columns are the formats'
        resources.add(resource(catalog, "*", ImmutableMap.of()));
        resources.addAll(SAMPLE_COLUMNS.keySet().stream()
                .map(table -> resource(catalog, table, ImmutableMap.of(INDIVIDUAL, "true")))
                .collect(toImmutableList()));
        return resources.build();
    }

    private static TaggedResource resource(String catalog, String table, Map<String, String> tags)
    {
        return new TaggedResource(TaggedResource.Level.TABLE, new NamePattern(ImmutableList.of(catalog, "*", table)), tags, true, Optional.of(SCOPE), true, 0);
    }

    /**
     * Whether a user who sees only some of the rows may not see the column at all.
     */
    public static boolean isFileColumn(String column)
    {
        return FILE_COLUMNS.contains(column);
    }

    public static boolean isKeyColumn(String column)
    {
        return KEY_COLUMNS.contains(column);
    }

    /**
     * The column of the connector's own table that a scope by sample is on.
     */
    public static Optional<String> sampleColumn(String table)
    {
        return SAMPLE_COLUMNS.getOrDefault(table, Optional.empty());
    }

    /**
     * Whether columns are those of one of the connector's tables, all of which have these hidden ones.
     */
    public static boolean isGenomicsTable(Set<String> hiddenColumns)
    {
        return hiddenColumns.contains("$path") && hiddenColumns.contains("$file_size") && hiddenColumns.contains("$file_modified_time");
    }
}
