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
package io.genolake.connector.scan;

import static java.lang.Math.min;

/**
 * How much a scan reads at a time: little at first, so that the first rows come soon and a query with a LIMIT reads no more than it takes.
 */
final class BatchSize
{
    /**
     * As many rows as Trino likes a page to have.
     */
    static final int MAX_RECORDS = 8192;

    private static final int FIRST_BYTES = 1 << 16;
    // what fits in a processor's cache
    private static final int MAX_BYTES = 2 << 20;

    private int bytes = FIRST_BYTES;

    /**
     * Decoded bytes of the next batch.
     */
    int nextBytes()
    {
        int next = bytes;
        bytes = min(2 * bytes, MAX_BYTES);
        return next;
    }
}
