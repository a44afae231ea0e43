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
import io.trino.spi.SplitWeight;
import io.trino.spi.connector.ConnectorSplit;

import java.util.List;
import java.util.Optional;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * Parts of a file whose records make up rows of a table. Any node can read it.
 */
public record RecordSplit(LakeFile file, List<ScanRange> ranges, SplitWeight splitWeight)
        implements ConnectorSplit
{
    private static final int INSTANCE_SIZE = instanceSize(RecordSplit.class);
    private static final int RANGE_SIZE = instanceSize(ScanRange.class) + instanceSize(ScanRange.IndexedChunk.class);

    public RecordSplit
    {
        requireNonNull(file, "file is null");
        ranges = ImmutableList.copyOf(requireNonNull(ranges, "ranges is null"));
        requireNonNull(splitWeight, "splitWeight is null");
    }

    @Override
    public SplitWeight getSplitWeight()
    {
        return splitWeight;
    }

    /**
     * The same part of a file goes to the same nodes, whose caches may have it; its parts go to different ones.
     */
    @Override
    public Optional<String> getAffinityKey()
    {
        return Optional.of(file.location() + "@" + ranges.getFirst().begin());
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE
                + file.getRetainedSizeInBytes()
                + estimatedSizeOf(ranges, _ -> RANGE_SIZE)
                + splitWeight.getRetainedSizeInBytes();
    }
}
