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

import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.RowType.field;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * What a column is made of: a field of a record, of its file, or something computed from these.
 */
public enum ColumnSource
{
    CHROM("chrom", VARCHAR, "Contig, as the file names it", Pushdown.LOCATION),
    POS("pos", BIGINT, "First base, 1-based", Pushdown.LOCATION),
    END_POS("end_pos", BIGINT, "Last base, 1-based, included", Pushdown.LOCATION),

    ID("id", VARCHAR, "VCF ID, as written; NULL where missing"),
    REF("ref", VARCHAR, "VCF REF"),
    ALT("alt", new ArrayType(VARCHAR), "VCF ALT alleles; empty where missing"),
    QUAL("qual", DOUBLE, "VCF QUAL, Phred-scaled"),
    FILTER("filter", new ArrayType(VARCHAR), "VCF FILTER; ['PASS'] where passed, NULL where not applied"),
    INFO("info", VARCHAR, "VCF INFO, typed by the headers: see header_lines"),
    CALL_COUNTS(
            "call_counts",
            RowType.rowType(
                    field("an", BIGINT),
                    field("ac", new ArrayType(BIGINT)),
                    field("het", new ArrayType(BIGINT)),
                    field("hom", new ArrayType(BIGINT)),
                    field("hemi", new ArrayType(BIGINT)),
                    field("missing", BIGINT),
                    field("het_ref", BIGINT),
                    field("hom_ref", BIGINT),
                    field("hemi_ref", BIGINT)),
            "Genotype calls counted from GT: alleles called, then by ALT its copies, those in heterozygous, homozygous and hemizygous calls, the samples without a call, and the three kinds of calls for REF"),
    DOSAGES("dosages", new ArrayType(TINYINT), "Number of ALT alleles, a sample an element, in the order of samples.ordinal; NULL where an allele is missing"),
    SAMPLE("sample", VARCHAR, "Sample, as the header names it", Pushdown.SAMPLE),
    GT("gt", VARCHAR, "VCF GT, as written"),
    ALLELES("alleles", new ArrayType(INTEGER), "Called alleles: 0 is REF, 1 the first ALT; NULL where missing"),
    PHASED("phased", BOOLEAN, "Whether the genotype is phased"),
    DOSAGE("dosage", TINYINT, "Number of ALT alleles; NULL where an allele is missing"),
    FORMAT("format", VARCHAR, "VCF FORMAT fields but GT, typed by the headers: see header_lines"),

    QNAME("qname", VARCHAR, "SAM QNAME: name of the read"),
    FLAG("flag", INTEGER, "SAM FLAG, bitwise", Pushdown.RECORD),
    MAPQ("mapq", INTEGER, "SAM MAPQ, Phred-scaled; 255 is unknown", Pushdown.RECORD),
    CIGAR("cigar", VARCHAR, "SAM CIGAR; * where missing"),
    MATE_CHROM("mate_chrom", VARCHAR, "SAM RNEXT: contig of the mate"),
    MATE_POS("mate_pos", BIGINT, "SAM PNEXT: first base of the mate, 1-based"),
    TEMPLATE_LENGTH("template_length", INTEGER, "SAM TLEN, in bases, signed"),
    SEQ("seq", VARCHAR, "SAM SEQ: bases on the forward strand; NULL where not stored"),
    BASE_QUALITIES("qual", VARCHAR, "SAM QUAL: base qualities, Phred+33; NULL where not stored"),
    READ_GROUP("read_group", VARCHAR, "Read group: the RG tag", Pushdown.SAMPLE),
    READ_SAMPLE("sample", VARCHAR, "Sample of the read group, by the header's @RG SM", Pushdown.SAMPLE),
    TAGS("tags", new MapType(VARCHAR, VARCHAR, new TypeOperators()), "Optional fields, as SAM text without the type"),

    NAME("name", VARCHAR, "BED name"),
    SCORE("score", DOUBLE, "BED score"),
    STRAND("strand", VARCHAR, "BED strand: + or -; NULL where it has none"),
    THICK_START("thick_start", BIGINT, "First base drawn thick, 1-based"),
    THICK_END("thick_end", BIGINT, "Last base drawn thick, 1-based, included"),
    ITEM_RGB("item_rgb", VARCHAR, "BED itemRgb"),
    BLOCK_COUNT("block_count", INTEGER, "Number of blocks"),
    BLOCK_SIZES("block_sizes", new ArrayType(BIGINT), "Lengths of the blocks, in bases"),
    BLOCK_STARTS("block_starts", new ArrayType(BIGINT), "Starts of the blocks, in bases from the interval's start: the first is 0"),

    SEGMENT("", VARCHAR, "A segment of the file's path, by genomics.layout", Pushdown.FILE),

    FILE_SAMPLE("$sample", VARCHAR, "Sample of a file with one sample, else NULL", Pushdown.FILE),
    PATH("$path", VARCHAR, "Location of the file", Pushdown.FILE),
    FILE_SIZE("$file_size", BIGINT, "Size of the file in bytes", Pushdown.FILE),
    FILE_MODIFIED_TIME("$file_modified_time", TIMESTAMP_TZ_MILLIS, "When the file was last modified", Pushdown.FILE),
    LOCUS("$locus", BIGINT, "chrom and pos in one sortable number: locus(chrom, pos)", Pushdown.LOCATION),
    BIN("$bin", BIGINT, "Smallest bin that holds the whole record: one of bins(chrom, pos, end_pos)", Pushdown.LOCATION),
    VIRTUAL_OFFSET("$virtual_offset", BIGINT, "Where the record begins in its file: BGZF virtual offset, else offset in bytes of the decoded file", Pushdown.RECORD),
    RECORD("$record", VARCHAR, "The record's line, as in the file"),

    /**
     * A column of a table about files; its key says which.
     */
    ABOUT("", VARCHAR, ""),
    /**
     * The file, in a table about files.
     */
    FILE("file", VARCHAR, "Location of the file", Pushdown.FILE),
    /**/;

    /**
     * Where a condition on a column is enforced.
     */
    public enum Pushdown
    {
        /**
         * Not at all: the engine does it.
         */
        NONE,
        /**
         * It chooses files.
         */
        FILE,
        /**
         * It chooses files, and samples or read groups in them.
         */
        SAMPLE,
        /**
         * It chooses parts of files by their index, and records.
         */
        LOCATION,
        /**
         * It chooses records.
         */
        RECORD,
    }

    private final String columnName;
    private final Type type;
    private final String comment;
    private final Pushdown pushdown;

    ColumnSource(String columnName, Type type, String comment)
    {
        this(columnName, type, comment, Pushdown.NONE);
    }

    ColumnSource(String columnName, Type type, String comment, Pushdown pushdown)
    {
        this.columnName = requireNonNull(columnName, "columnName is null");
        this.type = requireNonNull(type, "type is null");
        this.comment = requireNonNull(comment, "comment is null");
        this.pushdown = requireNonNull(pushdown, "pushdown is null");
    }

    public String columnName()
    {
        return columnName;
    }

    /**
     * The type where it does not depend on headers.
     */
    public Type type()
    {
        return type;
    }

    /**
     * Whether a scan can give the column's values in a type that is not its own, so that Trino does not cast them genotype by genotype: tables of
     * Iceberg have no tinyint, and sums are of bigints.
     */
    public boolean canBeReadAs(Type other)
    {
        return switch (this) {
            case DOSAGE -> other.equals(BIGINT);
            case DOSAGES -> other.equals(new ArrayType(INTEGER));
            default -> false;
        };
    }

    public String comment()
    {
        return comment;
    }

    public Pushdown pushdown()
    {
        return pushdown;
    }

    public boolean isHidden()
    {
        return columnName.startsWith("$");
    }

    /**
     * Whether the connector enforces a domain on the column completely. It does so only for columns whose values never fail to
     * decode for another reason than that the record itself is broken.
     */
    public boolean isEnforced()
    {
        return pushdown != Pushdown.NONE;
    }
}
