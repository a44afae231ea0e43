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
 * @param isLeftOut whether the layout leaves it out, so that it is in the table of files and in no other
 * @param contentDigest of all its bytes, in the table of files of a snapshot that has it
 */
public record LakeFile(
        StoredFile stored,
        FileFormat format,
        Optional<StoredFile> index,
        Map<String, String> segments,
        boolean isOrphan,
        boolean isLeftOut,
        Optional<String> contentDigest)
{
    private static final int INSTANCE_SIZE = instanceSize(LakeFile.class);

    public LakeFile
    {
        requireNonNull(stored, "stored is null");
        requireNonNull(format, "format is null");
        requireNonNull(index, "index is null");
        segments = ImmutableMap.copyOf(requireNonNull(segments, "segments is null"));
        requireNonNull(contentDigest, "contentDigest is null");
    }

    public static LakeFile of(StoredFile stored, Optional<StoredFile> index, Map<String, String> segments)
    {
        return new LakeFile(stored, FileFormat.of(stored.location()), index, segments, false, false, Optional.empty());
    }

    static LakeFile leftOut(StoredFile stored)
    {
        return new LakeFile(stored, FileFormat.of(stored.location()), Optional.empty(), ImmutableMap.of(), false, true, Optional.empty());
    }

    public LakeFile withContentDigest(Optional<String> contentDigest)
    {
        return new LakeFile(stored, format, index, segments, isOrphan, isLeftOut, contentDigest);
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
                + estimatedSizeOf(segments, SizeOf::estimatedSizeOf, SizeOf::estimatedSizeOf)
                + sizeOf(contentDigest, SizeOf::estimatedSizeOf);
    }
}
