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
package io.genolake.connector.split;

import com.google.common.collect.ImmutableList;
import io.genolake.connector.lake.LakeFile;
import io.trino.spi.connector.ConnectorSplit;

import java.util.List;
import java.util.Optional;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * A file whose rows need not be read, because a proven index knows how many there are and nothing else of them is asked for but the contig.
 */
public record CountedSplit(LakeFile file, List<ContigCount> counts)
        implements ConnectorSplit
{
    private static final int INSTANCE_SIZE = instanceSize(CountedSplit.class);
    private static final int COUNT_SIZE = instanceSize(ContigCount.class);

    /**
     * @param chrom the contig; empty for records without one
     */
    public record ContigCount(Optional<String> chrom, long count)
    {
        public ContigCount
        {
            requireNonNull(chrom, "chrom is null");
        }
    }

    public CountedSplit
    {
        requireNonNull(file, "file is null");
        counts = ImmutableList.copyOf(requireNonNull(counts, "counts is null"));
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE + file.getRetainedSizeInBytes() + estimatedSizeOf(counts, count -> COUNT_SIZE + count.chrom().map(String::length).orElse(0));
    }
}
