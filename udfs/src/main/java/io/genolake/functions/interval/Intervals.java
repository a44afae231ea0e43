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
package io.genolake.functions.interval;

import io.trino.spi.TrinoException;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

/**
 * Intervals of a contig: 1-based, both ends included; of length zero if {@code end_pos = pos - 1}.
 */
final class Intervals
{
    /**
     * Beyond any contig, and small enough to calculate with.
     */
    static final long MAX_POSITION = 1L << 48;

    private Intervals() {}

    static void checkInterval(String function, long pos, long endPos)
    {
        if (pos < 0 || endPos < pos - 1 || endPos > MAX_POSITION) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: not an interval: pos is %s and end_pos is %s".formatted(function, pos, endPos));
        }
    }
}
