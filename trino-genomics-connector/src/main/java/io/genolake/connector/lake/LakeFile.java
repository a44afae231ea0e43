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
package io.genolake.connector.lake;

import com.google.common.collect.ImmutableMap;
import io.airlift.slice.SizeOf;

import java.util.Map;
import java.util.Optional;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.SizeOf.sizeOf;
import static java.util.Objects.requireNonNull;

/**
 * A file of a project.
 *
 * @param index the index that lies beside it
 * @param segments values of the named segments of the layout, for example {@code sample_id}
 * @param isOrphan whether it is an index that belongs to no file
 */
public record LakeFile(StoredFile stored, FileFormat format, Optional<StoredFile> index, Map<String, String> segments, boolean isOrphan)
{
    private static final int INSTANCE_SIZE = instanceSize(LakeFile.class);

    public LakeFile
    {
        requireNonNull(stored, "stored is null");
        requireNonNull(format, "format is null");
        requireNonNull(index, "index is null");
        segments = ImmutableMap.copyOf(requireNonNull(segments, "segments is null"));
    }

    public String location()
    {
        return stored.location();
    }

    public long length()
    {
        return stored.length();
    }

    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE
                + stored.getRetainedSizeInBytes()
                + sizeOf(index, StoredFile::getRetainedSizeInBytes)
                + estimatedSizeOf(segments, SizeOf::estimatedSizeOf, SizeOf::estimatedSizeOf);
    }
}
