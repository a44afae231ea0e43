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
package io.genolake.connector.predicate;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Records that overlap a stretch of a contig, or of every contig.
 *
 * @param start first base, 1-based
 * @param end last base, 1-based, included
 */
public record GenomicRange(Optional<String> chrom, long start, long end)
{
    public GenomicRange
    {
        requireNonNull(chrom, "chrom is null");
    }

    @Override
    public String toString()
    {
        return "%s:%s-%s".formatted(chrom.orElse("*"), start <= 1 ? "" : start, end == Long.MAX_VALUE ? "" : end);
    }
}
