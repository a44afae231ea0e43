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
import com.google.common.collect.ImmutableSet;
import io.genolake.connector.lake.FileFormat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.genolake.connector.lake.FileFormat.BAM;
import static io.genolake.connector.lake.FileFormat.BCF;
import static io.genolake.connector.lake.FileFormat.BED;
import static io.genolake.connector.lake.FileFormat.CRAM;
import static io.genolake.connector.lake.FileFormat.OTHER;
import static io.genolake.connector.lake.FileFormat.SAM;
import static io.genolake.connector.lake.FileFormat.VCF;
import static io.genolake.connector.table.ColumnSource.ALLELES;
import static io.genolake.connector.table.ColumnSource.ALT;
import static io.genolake.connector.table.ColumnSource.BASE_QUALITIES;
import static io.genolake.connector.table.ColumnSource.BIN;
import static io.genolake.connector.table.ColumnSource.BLOCK_COUNT;
import static io.genolake.connector.table.ColumnSource.BLOCK_SIZES;
import static io.genolake.connector.table.ColumnSource.BLOCK_STARTS;
import static io.genolake.connector.table.ColumnSource.CALL_COUNTS;
import static io.genolake.connector.table.ColumnSource.CHROM;
import static io.genolake.connector.table.ColumnSource.CIGAR;
import static io.genolake.connector.table.ColumnSource.DOSAGE;
import static io.genolake.connector.table.ColumnSource.DOSAGES;
import static io.genolake.connector.table.ColumnSource.END_POS;
import static io.genolake.connector.table.ColumnSource.FILE_MODIFIED_TIME;
import static io.genolake.connector.table.ColumnSource.FILE_SAMPLE;
import static io.genolake.connector.table.ColumnSource.FILE_SIZE;
import static io.genolake.connector.table.ColumnSource.FILTER;
import static io.genolake.connector.table.ColumnSource.FLAG;
import static io.genolake.connector.table.ColumnSource.FORMAT;
import static io.genolake.connector.table.ColumnSource.GT;
import static io.genolake.connector.table.ColumnSource.ID;
import static io.genolake.connector.table.ColumnSource.INFO;
import static io.genolake.connector.table.ColumnSource.ITEM_RGB;
import static io.genolake.connector.table.ColumnSource.LOCUS;
import static io.genolake.connector.table.ColumnSource.MAPQ;
import static io.genolake.connector.table.ColumnSource.MATE_CHROM;
import static io.genolake.connector.table.ColumnSource.MATE_POS;
import static io.genolake.connector.table.ColumnSource.NAME;
import static io.genolake.connector.table.ColumnSource.PATH;
import static io.genolake.connector.table.ColumnSource.PHASED;
import static io.genolake.connector.table.ColumnSource.POS;
import static io.genolake.connector.table.ColumnSource.QNAME;
import static io.genolake.connector.table.ColumnSource.QUAL;
import static io.genolake.connector.table.ColumnSource.READ_GROUP;
import static io.genolake.connector.table.ColumnSource.READ_SAMPLE;
import static io.genolake.connector.table.ColumnSource.RECORD;
import static io.genolake.connector.table.ColumnSource.REF;
import static io.genolake.connector.table.ColumnSource.SAMPLE;
import static io.genolake.connector.table.ColumnSource.SCORE;
import static io.genolake.connector.table.ColumnSource.SEQ;
import static io.genolake.connector.table.ColumnSource.STRAND;
import static io.genolake.connector.table.ColumnSource.TAGS;
import static io.genolake.connector.table.ColumnSource.TEMPLATE_LENGTH;
import static io.genolake.connector.table.ColumnSource.THICK_END;
import static io.genolake.connector.table.ColumnSource.THICK_START;
import static io.genolake.connector.table.ColumnSource.VIRTUAL_OFFSET;
import static java.util.Arrays.stream;
import static java.util.Locale.ENGLISH;
import static java.util.function.Function.identity;

/**
 * The tables of a project; they are the same in every project.
 */
public enum GenomicsTable
{
    VARIANTS(
            "The records of the project's VCF files, one row a record",
            ImmutableSet.of(VCF, BCF),
            CHROM,
            POS,
            END_POS,
            ID,
            REF,
            ALT,
            QUAL,
            FILTER,
            INFO,
            CALL_COUNTS,
            DOSAGES,
            FILE_SAMPLE,
            LOCUS,
            BIN,
            VIRTUAL_OFFSET,
            RECORD),
    GENOTYPES(
            "The genotypes of the project's VCF files, one row a record and sample",
            ImmutableSet.of(VCF, BCF),
            CHROM,
            POS,
            END_POS,
            ID,
            REF,
            ALT,
            QUAL,
            FILTER,
            SAMPLE,
            GT,
            ALLELES,
            PHASED,
            DOSAGE,
            FORMAT,
            LOCUS,
            BIN,
            VIRTUAL_OFFSET,
            RECORD),
    ALIGNMENTS(
            "The alignment records of the project's BAM files, one row a record",
            ImmutableSet.of(BAM, CRAM, SAM),
            QNAME,
            FLAG,
            CHROM,
            POS,
            END_POS,
            MAPQ,
            CIGAR,
            MATE_CHROM,
            MATE_POS,
            TEMPLATE_LENGTH,
            SEQ,
            BASE_QUALITIES,
            READ_GROUP,
            READ_SAMPLE,
            TAGS,
            LOCUS,
            BIN,
            VIRTUAL_OFFSET),
    INTERVALS(
            "The intervals of the project's BED files, one row an interval",
            ImmutableSet.of(BED),
            CHROM,
            POS,
            END_POS,
            NAME,
            SCORE,
            STRAND,
            THICK_START,
            THICK_END,
            ITEM_RGB,
            BLOCK_COUNT,
            BLOCK_SIZES,
            BLOCK_STARTS,
            LOCUS,
            BIN,
            VIRTUAL_OFFSET,
            RECORD),
    FILES("The objects of the project: what they are, and how sound their headers and indexes are", EnumSet.allOf(FileFormat.class)),
    SAMPLES("The samples of the project's files, one row a sample column of a VCF file or read group of a BAM file", ImmutableSet.of(VCF, BCF, BAM, CRAM, SAM)),
    CONTIGS("The contigs that the project's files name, with the record counts of their indexes", ImmutableSet.of(VCF, BCF, BAM, CRAM, SAM, BED)),
    HEADER_LINES("The header lines of the project's files", ImmutableSet.of(VCF, BCF, BAM, CRAM, SAM)),
    PROBLEMS("What is wrong with the project's files; a query reads the files that it asks about from end to end", EnumSet.allOf(FileFormat.class)),
    SNAPSHOTS("The snapshots of the project, one row a snapshot; FOR VERSION AS OF reads a table as of one", ImmutableSet.of(OTHER)),
    /**/;

    private static final Map<String, GenomicsTable> BY_NAME = stream(values()).collect(toImmutableMap(GenomicsTable::tableName, identity()));

    private final String comment;
    private final Set<FileFormat> formats;
    private final List<ColumnSource> sources;

    GenomicsTable(String comment, Set<FileFormat> formats, ColumnSource... sources)
    {
        this.comment = comment;
        this.formats = ImmutableSet.copyOf(formats);
        this.sources = sources.length == 0
                ? ImmutableList.of()
                : ImmutableList.<ColumnSource>builder().addAll(Arrays.asList(sources)).add(PATH, FILE_SIZE, FILE_MODIFIED_TIME).build();
    }

    public static Optional<GenomicsTable> byName(String tableName)
    {
        return Optional.ofNullable(BY_NAME.get(tableName));
    }

    public String tableName()
    {
        return name().toLowerCase(ENGLISH);
    }

    public String comment()
    {
        return comment;
    }

    /**
     * The formats whose files make up the table. Not all of them can be read; one that cannot is an error, not a gap.
     */
    public Set<FileFormat> formats()
    {
        return formats;
    }

    /**
     * The columns of a table of records; empty for a table about files.
     */
    public List<ColumnSource> sources()
    {
        return sources;
    }

    public boolean isAboutFiles()
    {
        return sources.isEmpty();
    }
}
