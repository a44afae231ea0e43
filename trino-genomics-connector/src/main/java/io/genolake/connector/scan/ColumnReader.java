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

import io.trino.spi.block.Block;

/**
 * Decodes one column of the current batch, for chosen rows of it.
 */
@FunctionalInterface
public interface ColumnReader
{
    /**
     * @param rows rows of the batch, ascending
     * @param count how many of them count
     * @throws io.genolake.formats.MalformedFileException if a value is malformed
     */
    Block read(int[] rows, int count);
}
