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

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * Files that rows of a table about files tell of. Any node can read it.
 */
public record AboutSplit(List<LakeFile> files)
        implements ConnectorSplit
{
    private static final int INSTANCE_SIZE = instanceSize(AboutSplit.class);

    public AboutSplit
    {
        files = ImmutableList.copyOf(requireNonNull(files, "files is null"));
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(files, LakeFile::getRetainedSizeInBytes);
    }
}
