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
package io.genolake.connector.header;

import io.genolake.formats.HeaderParts;
import io.genolake.formats.bam.BamHeader;
import io.genolake.formats.io.Compression;
import io.genolake.formats.vcf.VcfHeader;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What the head of a file says.
 */
public sealed interface FileHeader
{
    Compression compression();

    /**
     * Virtual offset of the first record.
     */
    long firstRecord();

    /**
     * The reference assembly that the file was made with, where it says so.
     */
    Optional<String> reference();

    /**
     * What is wrong with the header, but does not keep the file from being read.
     */
    List<String> problems();

    /**
     * The same header, with the parts that other headers have too as the same objects.
     */
    FileHeader share(HeaderParts parts);

    record Vcf(Compression compression, VcfHeader header)
            implements FileHeader
    {
        public Vcf
        {
            requireNonNull(compression, "compression is null");
            requireNonNull(header, "header is null");
        }

        @Override
        public long firstRecord()
        {
            return header.firstRecord();
        }

        @Override
        public Optional<String> reference()
        {
            return header.reference();
        }

        @Override
        public List<String> problems()
        {
            return header.problems();
        }

        @Override
        public FileHeader share(HeaderParts parts)
        {
            return new Vcf(compression, header.share(parts));
        }
    }

    record Bam(Compression compression, BamHeader header)
            implements FileHeader
    {
        public Bam
        {
            requireNonNull(compression, "compression is null");
            requireNonNull(header, "header is null");
        }

        @Override
        public long firstRecord()
        {
            return header.firstRecord();
        }

        @Override
        public Optional<String> reference()
        {
            return header.lines().stream()
                    .filter(line -> line.type().equals("SQ"))
                    .flatMap(line -> line.tag("AS").stream())
                    .findFirst();
        }

        @Override
        public List<String> problems()
        {
            return header.problems();
        }

        @Override
        public FileHeader share(HeaderParts parts)
        {
            return new Bam(compression, header.share(parts));
        }
    }

    /**
     * A file of lines without a header, as BED is.
     */
    record Lines(Compression compression)
            implements FileHeader
    {
        public Lines
        {
            requireNonNull(compression, "compression is null");
        }

        @Override
        public long firstRecord()
        {
            return 0;
        }

        @Override
        public Optional<String> reference()
        {
            return Optional.empty();
        }

        @Override
        public List<String> problems()
        {
            return List.of();
        }

        @Override
        public FileHeader share(HeaderParts parts)
        {
            return this;
        }
    }
}
