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
import htsjdk.samtools.util.BlockCompressedOutputStream;
import htsjdk.tribble.SimpleFeature;
import htsjdk.tribble.index.tabix.TabixFormat;
import htsjdk.tribble.index.tabix.TabixIndexCreator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

/**
 * Makes files that are large and have an index: records that do not compress, spaced evenly over the contigs.
 */
final class LargeFiles
{
    static final List<String> CONTIGS = List.of("chr1", "chr2");
    static final int CONTIG_LENGTH = 200_000_000;

    private static final char[] DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();

    private LargeFiles() {}

    /**
     * A VCF file and its TBI.
     *
     * @param spacing bases from one record to the next
     * @param noteLength characters of INFO that are drawn at random
     */
    static void writeVcf(Path file, int spacing, int noteLength, int samples)
            throws IOException
    {
        Random random = new Random(42);
        TabixIndexCreator index = new TabixIndexCreator(TabixFormat.VCF);
        try (BlockCompressedOutputStream output = new BlockCompressedOutputStream(file.toFile(), 1)) {
            output.write(header(samples).getBytes(US_ASCII));
            for (String contig : CONTIGS) {
                for (int pos = spacing; pos <= CONTIG_LENGTH; pos += spacing) {
                    index.addFeature(new SimpleFeature(contig, pos, pos), output.getFilePointer());
                    output.write("%s\t%s\t.\tA\tC\t50\tPASS\tDP=%s;NOTE=%s%s\n".formatted(contig, pos, pos % 100, text(random, noteLength), calls(random, samples)).getBytes(US_ASCII));
                }
            }
            output.flush();
            index.finalizeIndex(output.getFilePointer()).write(file.resolveSibling(file.getFileName() + ".tbi"));
        }
    }

    private static String header(int samples)
    {
        StringBuilder header = new StringBuilder("##fileformat=VCFv4.2\n");
        CONTIGS.forEach(contig -> header.append("##contig=<ID=%s,length=%s>\n".formatted(contig, CONTIG_LENGTH)));
        header.append("##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n");
        header.append("##INFO=<ID=NOTE,Number=1,Type=String,Description=\"Note\">\n");
        header.append("##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n");
        header.append("##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n");
        header.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO");
        if (samples > 0) {
            header.append("\tFORMAT").append(IntStream.range(0, samples).mapToObj("\tS%s"::formatted).collect(joining()));
        }
        return header.append('\n').toString();
    }

    private static String calls(Random random, int samples)
    {
        if (samples == 0) {
            return "";
        }
        return "\tGT:DP" + IntStream.range(0, samples)
                .mapToObj(_ -> "\t%s/%s:%s".formatted(random.nextInt(2), random.nextInt(2), random.nextInt(100)))
                .collect(joining());
    }

    /**
     * A BAM file and its BAI: reads of 100 bases.
     */
    static void writeBam(Path file, int spacing)
    {
        Random random = new Random(42);
        SAMFileHeader header = new SAMFileHeader(new SAMSequenceDictionary(CONTIGS.stream().map(contig -> new SAMSequenceRecord(contig, CONTIG_LENGTH)).toList()));
        SAMReadGroupRecord readGroup = new SAMReadGroupRecord("rg1");
        readGroup.setSample("S1");
        header.addReadGroup(readGroup);
        header.setSortOrder(SAMFileHeader.SortOrder.coordinate);
        try (SAMFileWriter writer = new SAMFileWriterFactory().setCreateIndex(true).makeBAMWriter(header, true, file.toFile(), 1)) {
            byte[] bases = new byte[100];
            byte[] qualities = new byte[100];
            for (String contig : CONTIGS) {
                for (int pos = spacing; pos <= CONTIG_LENGTH - 100; pos += spacing) {
                    for (int i = 0; i < bases.length; i++) {
                        bases[i] = (byte) "ACGT".charAt(random.nextInt(4));
                        qualities[i] = (byte) random.nextInt(40);
                    }
                    SAMRecord read = new SAMRecord(header);
                    read.setReadName(text(random, 12));
                    read.setReferenceName(contig);
                    read.setAlignmentStart(pos);
                    read.setCigarString("100M");
                    read.setMappingQuality(60);
                    read.setReadBases(bases.clone());
                    read.setBaseQualities(qualities.clone());
                    read.setAttribute("RG", "rg1");
                    writer.addAlignment(read);
                }
            }
        }
    }

    private static String text(Random random, int length)
    {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = DIGITS[random.nextInt(DIGITS.length)];
        }
        return new String(text);
    }
}
