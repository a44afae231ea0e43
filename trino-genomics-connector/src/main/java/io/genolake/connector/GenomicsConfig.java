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

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.configuration.ConfigSecuritySensitive;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.airlift.units.MaxDataSize;
import io.airlift.units.MinDataSize;
import io.airlift.units.MinDuration;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import java.util.Optional;

import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static java.util.concurrent.TimeUnit.SECONDS;

public class GenomicsConfig
{
    /**
     * What a broken record or file does to a query.
     */
    public enum MalformedRecords
    {
        /**
         * The query fails.
         */
        FAIL,
        /**
         * The record, or the rest of the file, is left out and counted in the query's metrics.
         */
        SKIP,
    }

    /**
     * Which errors have an id of a file instead of its name.
     */
    public enum HideFileNames
    {
        /**
         * None: whoever may query a table may know the names of its files. For lakes without access control.
         */
        NEVER,
        /**
         * Those of queries that are limited to samples, as a row filter limits them, about files that may hold other samples.
         */
        LIMITED_QUERIES,
        /**
         * Also all errors while tables are looked up, when it is not known yet whose rows the query may see. For lakes with access control.
         */
        LIMITED_QUERIES_AND_LOOKUPS,
        /**
         * All errors about files. For lakes with access control by other columns than samples: any query may then be limited.
         */
        ALWAYS,
        /**/;

        /**
         * Whether errors before a scan, while tables are looked up, are among them.
         */
        public boolean isOfLookups()
        {
            return this == LIMITED_QUERIES_AND_LOOKUPS || this == ALWAYS;
        }
    }

    /**
     * What an index does to a query that is not its file's.
     */
    public enum UntrustedIndex
    {
        /**
         * The query fails.
         */
        FAIL,
        /**
         * The file is read without it.
         */
        IGNORE,
    }

    /**
     * How the fields of INFO and FORMAT are shown.
     */
    public enum NestedFields
    {
        /**
         * As one column of a row type each: {@code info.AF}.
         */
        ROW,
        /**
         * As columns: {@code info_af}.
         */
        FLAT,
    }

    private String lake;
    private String layout = "{schema}/**";
    private DataSize maxSplitSize = DataSize.of(32, MEGABYTE);
    private MalformedRecords malformedRecords = MalformedRecords.FAIL;
    private DataSize maxRecordSize = DataSize.of(256, MEGABYTE);
    private Duration metadataCacheTtl = new Duration(30, SECONDS);
    private int schemaInferenceMaxFiles = Integer.MAX_VALUE;
    private NestedFields nestedFields = NestedFields.ROW;
    private UntrustedIndex untrustedIndex = UntrustedIndex.FAIL;
    private HideFileNames hideFileNames = HideFileNames.LIMITED_QUERIES;
    private Optional<String> fileIdKey = Optional.empty();
    private Duration dynamicFilteringWaitTimeout = new Duration(20, SECONDS);

    @NotNull
    public String getLake()
    {
        return lake;
    }

    @Config("genomics.lake")
    @ConfigDescription("Location of the lake, for example s3://bucket/path or local:///")
    public GenomicsConfig setLake(String lake)
    {
        this.lake = lake;
        return this;
    }

    @NotNull
    public String getLayout()
    {
        return layout;
    }

    @Config("genomics.layout")
    @ConfigDescription("Template of the path of a file under the lake; {schema} is the project, other names in braces become columns")
    public GenomicsConfig setLayout(String layout)
    {
        this.layout = layout;
        return this;
    }

    @NotNull
    @MinDataSize("1B")
    public DataSize getMaxSplitSize()
    {
        return maxSplitSize;
    }

    @Config("genomics.max-split-size")
    @ConfigDescription("Most stored bytes of a file that one split reads")
    public GenomicsConfig setMaxSplitSize(DataSize maxSplitSize)
    {
        this.maxSplitSize = maxSplitSize;
        return this;
    }

    @NotNull
    public MalformedRecords getMalformedRecords()
    {
        return malformedRecords;
    }

    @Config("genomics.malformed-records")
    @ConfigDescription("FAIL the query at a broken record or file, or SKIP and count it")
    public GenomicsConfig setMalformedRecords(MalformedRecords malformedRecords)
    {
        this.malformedRecords = malformedRecords;
        return this;
    }

    @NotNull
    @MinDataSize("64kB")
    @MaxDataSize("1GB")
    public DataSize getMaxRecordSize()
    {
        return maxRecordSize;
    }

    @Config("genomics.max-record-size")
    @ConfigDescription("Longest record or header that is read; a longer one is an error")
    public GenomicsConfig setMaxRecordSize(DataSize maxRecordSize)
    {
        this.maxRecordSize = maxRecordSize;
        return this;
    }

    @NotNull
    @MinDuration("0ms")
    public Duration getMetadataCacheTtl()
    {
        return metadataCacheTtl;
    }

    @Config("genomics.metadata-cache-ttl")
    @ConfigDescription("How long the listing of a project is believed")
    public GenomicsConfig setMetadataCacheTtl(Duration metadataCacheTtl)
    {
        this.metadataCacheTtl = metadataCacheTtl;
        return this;
    }

    @Min(1)
    public int getSchemaInferenceMaxFiles()
    {
        return schemaInferenceMaxFiles;
    }

    @Config("genomics.schema-inference-max-files")
    @ConfigDescription("Most files of a project whose headers are read to find the columns of its tables")
    public GenomicsConfig setSchemaInferenceMaxFiles(int schemaInferenceMaxFiles)
    {
        this.schemaInferenceMaxFiles = schemaInferenceMaxFiles;
        return this;
    }

    @NotNull
    public NestedFields getNestedFields()
    {
        return nestedFields;
    }

    @Config("genomics.nested-fields")
    @ConfigDescription("Show INFO and FORMAT as a ROW each, or FLAT, as a column a key")
    public GenomicsConfig setNestedFields(NestedFields nestedFields)
    {
        this.nestedFields = nestedFields;
        return this;
    }

    @NotNull
    public UntrustedIndex getUntrustedIndex()
    {
        return untrustedIndex;
    }

    @Config("genomics.untrusted-index")
    @ConfigDescription("FAIL the query at an index that is not its file's, or IGNORE the index")
    public GenomicsConfig setUntrustedIndex(UntrustedIndex untrustedIndex)
    {
        this.untrustedIndex = untrustedIndex;
        return this;
    }

    @NotNull
    public HideFileNames getHideFileNames()
    {
        return hideFileNames;
    }

    @Config("genomics.hide-file-names")
    @ConfigDescription("Which errors have an id of a file instead of its name: NEVER, those of LIMITED_QUERIES, of LIMITED_QUERIES_AND_LOOKUPS, or ALWAYS")
    public GenomicsConfig setHideFileNames(HideFileNames hideFileNames)
    {
        this.hideFileNames = hideFileNames;
        return this;
    }

    @NotNull
    public Optional<@Size(min = 16) String> getFileIdKey()
    {
        return fileIdKey;
    }

    @Config("genomics.file-id-key")
    @ConfigSecuritySensitive
    @ConfigDescription("Key of the ids that stand for files in errors, the same on all nodes; by default each node makes one when it starts")
    public GenomicsConfig setFileIdKey(String fileIdKey)
    {
        this.fileIdKey = Optional.ofNullable(fileIdKey);
        return this;
    }

    @NotNull
    @MinDuration("0ms")
    public Duration getDynamicFilteringWaitTimeout()
    {
        return dynamicFilteringWaitTimeout;
    }

    @Config("genomics.dynamic-filtering.wait-timeout")
    @ConfigDescription("How long a scan waits for the other side of a join, whose regions prune it")
    public GenomicsConfig setDynamicFilteringWaitTimeout(Duration dynamicFilteringWaitTimeout)
    {
        this.dynamicFilteringWaitTimeout = dynamicFilteringWaitTimeout;
        return this;
    }
}
