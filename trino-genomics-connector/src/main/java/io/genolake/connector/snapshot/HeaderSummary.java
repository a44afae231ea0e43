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
package io.genolake.connector.snapshot;

import io.genolake.connector.header.FileHeader;
import io.genolake.formats.io.Compression;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What a snapshot keeps of a file's header: enough to know it again, and to estimate how many rows the file has.
 *
 * @param digest of the header; empty for a format without one
 * @param samples number of sample columns
 * @param formatFields number of declared FORMAT fields
 * @param reference the reference assembly that the header names
 */
public record HeaderSummary(Optional<String> digest, Compression compression, int samples, int formatFields, Optional<String> reference)
{
    public HeaderSummary
    {
        requireNonNull(digest, "digest is null");
        requireNonNull(compression, "compression is null");
        requireNonNull(reference, "reference is null");
    }

    /**
     * @param digest of the header
     */
    public static HeaderSummary of(FileHeader header, Optional<String> digest)
    {
        return switch (header) {
            case FileHeader.Vcf vcf -> new HeaderSummary(
                    digest,
                    vcf.compression(),
                    vcf.header().samples().size(),
                    vcf.header().format().size(),
                    vcf.reference());
            case FileHeader.Bam _, FileHeader.Lines _ -> new HeaderSummary(digest, header.compression(), 0, 0, header.reference());
        };
    }
}
