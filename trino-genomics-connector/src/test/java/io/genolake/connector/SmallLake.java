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

import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMReadGroupRecord;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceDictionary;
import htsjdk.samtools.SAMSequenceRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A lake with the project {@code small}: a file with three samples, one with one sample, reads of two read groups and a few intervals.
 */
final class SmallLake
{
    static final String PROJECT = "small";

    private SmallLake() {}

    static void write(Path lake)
            throws IOException
    {
        Path project = Files.createDirectories(lake.resolve(PROJECT));
        Files.writeString(project.resolve("cohort.vcf"), vcf("""
                ##fileformat=VCFv4.2
                ##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency">
                ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth of a sample">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT A B C
                chr1 100 rs1 A C 50 PASS AF=0.5;DP=10 GT:DP 0/1:3 1/1:4 0/0:3
                chr1 200 . AAAAAAAAAA A . . AF=0.1;DP=20 GT:DP 0|1:7 ./.:. 0/0:3
                chr1 300 . A C,T 10 q10 AF=0.1,0.2;DP=30 GT:DP 1/2:3 0/1:4 0/2:3
                chr2 100 rs2 G T 99 PASS AF=0.9;DP=40 GT:DP 1/1:3 1/1:4 0/1:3
                chrX 5000 . G T 99 PASS DP=50 GT:DP 1:3 0/1:4 .:.
                """));
        Files.writeString(project.resolve("single.vcf"), vcf("""
                ##fileformat=VCFv4.2
                ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
                ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
                #CHROM POS ID REF ALT QUAL FILTER INFO FORMAT tumor
                chr1 100 rs1 A C 50 PASS DP=11 GT 0/1
                chr2 900 . A C 50 PASS DP=12 GT 0/1
                """));
        Files.writeString(project.resolve("genes.bed"), """
                chr1\t99\t200\tfirst
                chr1\t249\t400\tsecond
                chr2\t0\t100\tthird
                """);
        writeBam(project.resolve("reads.bam"));
    }

    static String vcf(String text)
    {
        // the records have no blanks in them, the header lines keep theirs
        return text.lines()
                .map(line -> line.startsWith("##") ? line : line.replace(' ', '\t'))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    private static void writeBam(Path file)
    {
        SAMFileHeader header = new SAMFileHeader(new SAMSequenceDictionary(List.of(new SAMSequenceRecord("chr1", 100_000), new SAMSequenceRecord("chr2", 100_000))));
        for (String sample : List.of("A", "B")) {
            SAMReadGroupRecord readGroup = new SAMReadGroupRecord("rg" + sample);
            readGroup.setSample(sample);
            header.addReadGroup(readGroup);
        }
        header.setSortOrder(SAMFileHeader.SortOrder.coordinate);
        try (SAMFileWriter writer = new SAMFileWriterFactory().setCreateIndex(true).makeBAMWriter(header, true, file.toFile())) {
            for (int i = 0; i < 100; i++) {
                SAMRecord read = new SAMRecord(header);
                read.setReadName("read" + i);
                read.setReferenceName(i < 60 ? "chr1" : "chr2");
                read.setAlignmentStart(100 + i * 10);
                read.setCigarString("10M");
                read.setMappingQuality(i % 4 * 20);
                read.setReadNegativeStrandFlag(i % 2 == 0);
                read.setReadString("ACGTACGTAC");
                read.setBaseQualityString("IIIIIIIIII");
                read.setAttribute("NM", i % 3);
                if (i % 10 != 9) {
                    read.setAttribute("RG", i % 2 == 0 ? "rgA" : "rgB");
                }
                writer.addAlignment(read);
            }
        }
    }
}
