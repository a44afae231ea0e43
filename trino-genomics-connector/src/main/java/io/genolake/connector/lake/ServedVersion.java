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

import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import java.util.Optional;

/**
 * The version of an object that a store serves, by its answers to the reads of one source. Other file systems tell nothing.
 */
final class ServedVersion
{
    private final StoredFile file;
    private Optional<String> eTag = Optional.empty();
    private boolean told;
    private boolean replaced;

    ServedVersion(StoredFile file)
    {
        this.file = file;
    }

    /**
     * What the next reads are to ask for.
     */
    Optional<String> eTag()
    {
        return eTag;
    }

    void answered(GetObjectResponse response)
    {
        told = true;
        Optional<String> answered = Optional.ofNullable(response.eTag());
        replaced |= eTag.isPresent() && !answered.equals(eTag);
        eTag = answered;
        replaced |= totalLength(response) != file.length() || !FileCheck.isSameTime(response.lastModified().toEpochMilli(), file.modified());
    }

    private static long totalLength(GetObjectResponse response)
    {
        if (response.contentRange() == null) {
            return response.contentLength();
        }
        // bytes 0-99/1000
        return Long.parseLong(response.contentRange().substring(response.contentRange().lastIndexOf('/') + 1));
    }

    /**
     * The store refused a read, because the object is not the one that was asked for.
     */
    void refused()
    {
        told = true;
        replaced = true;
    }

    /**
     * Whether all that was read is known to be of one version.
     */
    boolean isTold()
    {
        return told;
    }

    /**
     * Whether the object is not the one that was listed, or not any more.
     */
    boolean isReplaced()
    {
        return replaced;
    }
}
