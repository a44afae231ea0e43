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
package io.genolake.functions.annotation;

import io.airlift.slice.Slice;
import io.trino.spi.block.BlockBuilder;

import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Text cut at a separator.
 */
final class Fields
{
    private Fields() {}

    static int count(Slice text, char separator)
    {
        int count = 1;
        for (int position = 0; position < text.length(); position++) {
            if (text.getByte(position) == separator) {
                count++;
            }
        }
        return count;
    }

    /**
     * Returns the position of the next separator, or the length of the text.
     */
    static int end(Slice text, int start, char separator)
    {
        int position = start;
        while (position < text.length() && text.getByte(position) != separator) {
            position++;
        }
        return position;
    }

    /**
     * Appends a field, NULL where it is empty.
     */
    static void append(BlockBuilder builder, Slice text, int start, int end)
    {
        if (start >= end) {
            builder.appendNull();
        }
        else {
            VARCHAR.writeSlice(builder, text, start, end - start);
        }
    }
}
