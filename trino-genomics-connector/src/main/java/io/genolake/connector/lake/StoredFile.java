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

import com.google.common.collect.ImmutableSet;

import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;
import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * An object of the lake, as it was listed. The three together name a version of it: caches are keyed by them.
 *
 * @param location where it is
 * @param length in bytes
 * @param modified milliseconds since the epoch
 */
public record StoredFile(String location, long length, long modified)
{
    private static final int INSTANCE_SIZE = instanceSize(StoredFile.class);
    private static final Set<String> LOCAL_SCHEMES = ImmutableSet.of("local", "file");

    public StoredFile
    {
        requireNonNull(location, "location is null");
        checkArgument(length >= 0, "length is negative");
    }

    /**
     * Whether a request for bytes of it takes no longer than reading them.
     */
    public boolean isLocal()
    {
        return LOCAL_SCHEMES.stream().anyMatch(scheme -> location.startsWith(scheme + ":"));
    }

    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(location);
    }
}
