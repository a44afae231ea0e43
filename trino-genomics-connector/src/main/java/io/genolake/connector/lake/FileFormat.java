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
package io.genolake.connector.lake;

import com.google.common.collect.ImmutableMap;

import java.util.Map;

import static java.util.Locale.ENGLISH;

/**
 * What a file is, by its name. What is in it is looked at when it is read.
 */
public enum FileFormat
{
    VCF,
    BCF,
    BAM,
    CRAM,
    SAM,
    BED,
    FASTQ,
    FASTA,
    GFF,
    GTF,
    TBI,
    CSI,
    BAI,
    CRAI,
    FAI,
    GZI,
    OTHER;

    private static final Map<String, FileFormat> EXTENSIONS = ImmutableMap.<String, FileFormat>builder()
            .put("vcf", VCF)
            .put("bcf", BCF)
            .put("bam", BAM)
            .put("cram", CRAM)
            .put("sam", SAM)
            .put("bed", BED)
            .put("fastq", FASTQ)
            .put("fq", FASTQ)
            .put("fasta", FASTA)
            .put("fa", FASTA)
            .put("fna", FASTA)
            .put("gff", GFF)
            .put("gff3", GFF)
            .put("gtf", GTF)
            .put("tbi", TBI)
            .put("csi", CSI)
            .put("bai", BAI)
            .put("crai", CRAI)
            .put("fai", FAI)
            .put("gzi", GZI)
            .buildOrThrow();

    /**
     * The format of a file name: the last extension, where {@code .gz} and {@code .bgz} do not count.
     */
    public static FileFormat of(String fileName)
    {
        String name = fileName.toLowerCase(ENGLISH);
        for (String compression : new String[] {".gz", ".bgz"}) {
            if (name.endsWith(compression)) {
                name = name.substring(0, name.length() - compression.length());
                break;
            }
        }
        return EXTENSIONS.getOrDefault(name.substring(name.lastIndexOf('.') + 1), OTHER);
    }

    public boolean isIndex()
    {
        return switch (this) {
            case TBI, CSI, BAI, CRAI, FAI, GZI -> true;
            default -> false;
        };
    }

    /**
     * Whether records of the format are found by a binning index.
     */
    public boolean isIndexable()
    {
        return switch (this) {
            case VCF, BCF, BAM, BED -> true;
            default -> false;
        };
    }

    /**
     * The place of a format in SQL: {@code vcf}.
     */
    public String displayName()
    {
        return name().toLowerCase(ENGLISH);
    }
}
