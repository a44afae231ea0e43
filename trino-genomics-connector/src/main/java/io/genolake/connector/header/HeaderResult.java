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
package io.genolake.connector.header;

import io.genolake.formats.MalformedFileException;

import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * The header of a file, or why it has none.
 *
 * @param retainedBytes an estimate of what it takes in memory, without what it shares with headers that were there before
 */
public record HeaderResult(Optional<FileHeader> header, Optional<MalformedFileException> failure, long retainedBytes)
{
    // a failure holds its stack trace
    private static final int FAILURE_BYTES = 4000;

    public HeaderResult
    {
        requireNonNull(header, "header is null");
        requireNonNull(failure, "failure is null");
        checkArgument(header.isPresent() != failure.isPresent(), "either a header or a failure");
    }

    public static HeaderResult of(FileHeader header, long retainedBytes)
    {
        return new HeaderResult(Optional.of(header), Optional.empty(), retainedBytes);
    }

    public static HeaderResult failed(MalformedFileException failure)
    {
        return new HeaderResult(Optional.empty(), Optional.of(failure), FAILURE_BYTES);
    }

    /**
     * @throws MalformedFileException if the header could not be read
     */
    public FileHeader orElseThrow()
    {
        return header.orElseThrow(failure::orElseThrow);
    }
}
