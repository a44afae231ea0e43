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
package io.genolake.server.demo;

import static java.util.Objects.requireNonNull;

/**
 * A read where it lies.
 *
 * @param contig index into {@link Genome#CONTIGS}, -1 for a read without a place
 * @param position 1-based, 0 for none
 * @param cigar empty for an unmapped read
 * @param qualities Phred scores, without offset
 * @param mismatches the NM tag
 * @param mismatchPositions the MD tag
 */
record Alignment(
        String name,
        int flag,
        int contig,
        int position,
        int mappingQuality,
        String cigar,
        int referenceLength,
        int mateContig,
        int matePosition,
        int templateLength,
        String bases,
        byte[] qualities,
        int mismatches,
        String mismatchPositions,
        String readGroup)
{
    Alignment
    {
        requireNonNull(name, "name is null");
        requireNonNull(cigar, "cigar is null");
        requireNonNull(bases, "bases is null");
        requireNonNull(qualities, "qualities is null");
        requireNonNull(mismatchPositions, "mismatchPositions is null");
        requireNonNull(readGroup, "readGroup is null");
    }
}
