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
package io.genolake.access.enforce;

import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMReadGroupRecord;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceDictionary;
import htsjdk.samtools.SAMSequenceRecord;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A BAM file with its index. A read group is called as its sample, with {@code rg-} before it.
 */
final class AlignmentFile
{
    private static final String BASES = "ACGTACGTAC";

    private final SAMFileHeader header = new SAMFileHeader(new SAMSequenceDictionary(List.of(new SAMSequenceRecord("chr1", 1_000_000))));
    private final List<SAMRecord> reads = new ArrayList<>();

    AlignmentFile(String... samples)
    {
        header.setSortOrder(SAMFileHeader.SortOrder.coordinate);
        for (String sample : samples) {
            SAMReadGroupRecord group = new SAMReadGroupRecord("rg-" + sample);
            group.setSample(sample);
            header.addReadGroup(group);
        }
    }

    /**
     * @param sample of the read; empty if it has no read group
     * @param note the value of the tag XN
     */
    void add(String name, String sample, int start, int mappingQuality, String note)
    {
        SAMRecord read = new SAMRecord(header);
        read.setReadName(name);
        read.setReferenceName("chr1");
        read.setAlignmentStart(start);
        read.setCigarString(BASES.length() + "M");
        read.setMappingQuality(mappingQuality);
        read.setReadString(BASES);
        read.setBaseQualityString("I".repeat(BASES.length()));
        read.setAttribute("XN", note);
        if (!sample.isEmpty()) {
            read.setAttribute("RG", "rg-" + sample);
        }
        reads.add(read);
    }

    void write(Path file)
    {
        try (SAMFileWriter writer = new SAMFileWriterFactory().setCreateIndex(true).makeBAMWriter(header, false, file.toFile())) {
            reads.forEach(writer::addAlignment);
        }
    }
}
