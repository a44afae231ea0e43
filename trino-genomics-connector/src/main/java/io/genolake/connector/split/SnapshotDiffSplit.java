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
import io.genolake.connector.snapshot.FileChange;
import io.trino.spi.connector.ConnectorSplit;

import java.util.List;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * Some of the files that are not the same in two versions.
 */
public record SnapshotDiffSplit(List<FileChange> changes)
        implements ConnectorSplit
{
    private static final int INSTANCE_SIZE = instanceSize(SnapshotDiffSplit.class);
    // two files with digests
    private static final int CHANGE_SIZE = 1000;

    public SnapshotDiffSplit
    {
        changes = ImmutableList.copyOf(requireNonNull(changes, "changes is null"));
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(changes, change -> CHANGE_SIZE + estimatedSizeOf(change.location()));
    }
}
