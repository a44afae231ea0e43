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
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;

import java.util.List;

import static io.genolake.connector.table.GenomicsTable.CONTIGS;
import static io.genolake.connector.table.GenomicsTable.FILES;
import static io.genolake.connector.table.GenomicsTable.HEADER_LINES;
import static io.genolake.connector.table.GenomicsTable.PROBLEMS;
import static io.genolake.connector.table.GenomicsTable.SAMPLES;
import static io.genolake.connector.table.GenomicsTable.SNAPSHOTS;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * A column of a table about files, beside the column {@code file} that they all begin with.
 */
public record AboutColumn(String name, Type type, String comment)
{
    private static final ListMultimap<GenomicsTable, AboutColumn> COLUMNS = ImmutableListMultimap.<GenomicsTable, AboutColumn>builder()
            .putAll(FILES, ImmutableList.of(
                    new AboutColumn("format", VARCHAR, "Format by the file's name: vcf, bam, bed, tbi, ..."),
                    new AboutColumn("size", BIGINT, "Size in bytes"),
                    new AboutColumn("modified", TIMESTAMP_TZ_MILLIS, "When the file was last modified"),
                    new AboutColumn("compression", VARCHAR, "Compression by the file's content: bgzf, gzip or none; NULL where the file is not looked into"),
                    new AboutColumn("index_file", VARCHAR, "Location of the index"),
                    new AboutColumn("index_state", VARCHAR, "ok: proven to be this file's; stale: proven, but older than the file; untrusted: not this file's, or unreadable; missing; orphan: an index without its file"),
                    new AboutColumn("sample_count", BIGINT, "Number of samples that the header names"),
                    new AboutColumn("samples", new ArrayType(VARCHAR), "Samples that the header names, in its order"),
                    new AboutColumn("reference", VARCHAR, "Reference assembly that the header names"),
                    new AboutColumn("problem", VARCHAR, "Why the file cannot be read, or what is odd in its header"),
                    new AboutColumn("in_layout", BOOLEAN, "Whether the tables have the file; FALSE where genomics.layout leaves it out"),
                    new AboutColumn("content_digest", VARCHAR, "SHA-256 of the content, where the version that is read is a snapshot with content digests"),
                    new AboutColumn("file_id", VARCHAR, "Id that stands for the file in errors of users who may not be told its name")))
            .putAll(SAMPLES, ImmutableList.of(
                    new AboutColumn("sample", VARCHAR, "Sample"),
                    new AboutColumn("ordinal", BIGINT, "Place in the header, from 1: the order of variants.dosages"),
                    new AboutColumn("read_group", VARCHAR, "Read group (BAM)"),
                    new AboutColumn("library", VARCHAR, "Library of the read group (BAM)"),
                    new AboutColumn("platform", VARCHAR, "Platform of the read group (BAM)")))
            .putAll(CONTIGS, ImmutableList.of(
                    new AboutColumn("chrom", VARCHAR, "Contig, as the file names it"),
                    new AboutColumn("ordinal", BIGINT, "Place in the header or the index, from 1"),
                    new AboutColumn("length", BIGINT, "Length in bases"),
                    new AboutColumn("assembly", VARCHAR, "Assembly that the header names for the contig"),
                    new AboutColumn("record_count", BIGINT, "Number of records on the contig, by a proven index that has it")))
            .putAll(HEADER_LINES, ImmutableList.of(
                    new AboutColumn("line", BIGINT, "Line of the header, from 1"),
                    new AboutColumn("key", VARCHAR, "What is declared: INFO, FORMAT, FILTER, contig, RG, ..."),
                    new AboutColumn("id", VARCHAR, "ID of what is declared"),
                    new AboutColumn("number", VARCHAR, "Number of values: 1, A, R, G, ."),
                    new AboutColumn("type", VARCHAR, "Type of the values"),
                    new AboutColumn("description", VARCHAR, "Description, or the value of a line that is no declaration"),
                    new AboutColumn("field_name", VARCHAR, "Field of info or format that shows the values in SQL"),
                    new AboutColumn("raw", VARCHAR, "The line as written")))
            .putAll(PROBLEMS, ImmutableList.of(
                    new AboutColumn("virtual_offset", BIGINT, "Where the record begins: BGZF virtual offset, else offset in bytes of the decoded file"),
                    new AboutColumn("line", BIGINT, "Line of the file (text formats) or number of the record (BAM), from 1"),
                    new AboutColumn("field", VARCHAR, "Field of the record"),
                    new AboutColumn("reason", VARCHAR, "What is wrong"),
                    new AboutColumn("raw", VARCHAR, "The record as written (text formats)")))
            .putAll(SNAPSHOTS, ImmutableList.of(
                    new AboutColumn("name", VARCHAR, "Name of the snapshot, for FOR VERSION AS OF"),
                    new AboutColumn("created", TIMESTAMP_TZ_MILLIS, "When the snapshot was made"),
                    new AboutColumn("created_by", VARCHAR, "User who made it"),
                    new AboutColumn("file_count", BIGINT, "Number of objects, indexes included"),
                    new AboutColumn("size", BIGINT, "Size of all objects together, in bytes"),
                    new AboutColumn("digest", VARCHAR, "SHA-256 of the paths, sizes and times of all objects"),
                    new AboutColumn("has_content_digests", BOOLEAN, "Whether the SHA-256 of every object's content is kept, too"),
                    new AboutColumn("reference_assemblies", new ArrayType(VARCHAR), "Reference assemblies that the headers name"),
                    new AboutColumn("genolake_version", VARCHAR, "Version of Genolake that made it"),
                    new AboutColumn("trino_version", VARCHAR, "Version of Trino that made it"),
                    new AboutColumn("problem", VARCHAR, "Why the snapshot cannot be read")))
            .build();

    public AboutColumn
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(comment, "comment is null");
    }

    public static List<AboutColumn> columns(GenomicsTable table)
    {
        return COLUMNS.get(table);
    }
}
