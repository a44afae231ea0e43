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
package io.genolake.formats.bam;

import io.genolake.formats.MalformedFileException;

/**
 * Is told of the records that cannot be decoded; the reader leaves them out and goes on behind them.
 */
@FunctionalInterface
public interface RecordProblems
{
    /**
     * The first such record is an error.
     */
    RecordProblems FAIL = (_, _, problem) -> {
        throw problem;
    };

    /**
     * @param virtualOffset where the record begins
     * @param length bytes of the record, its {@code block_size} field included
     */
    void add(long virtualOffset, int length, MalformedFileException problem);
}
