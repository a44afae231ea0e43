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
package io.genolake.connector.block;

import io.trino.spi.block.Bitmap;

import java.util.Arrays;
import java.util.Optional;

import static java.lang.Math.max;

/**
 * Which values of a column under construction are not NULL. Takes no memory while all are.
 */
final class Validity
{
    // null while there was no NULL
    private long[] words;

    void addNull(int position)
    {
        if (words == null) {
            words = Bitmap.allocateWords(position, true);
        }
        ensure(position + 1);
    }

    void addValue(int position)
    {
        if (words != null) {
            ensure(position + 1);
            Bitmap.set(words, 0, position);
        }
    }

    void addValues(int position, int count)
    {
        if (words != null) {
            ensure(position + count);
            for (int i = 0; i < count; i++) {
                Bitmap.set(words, 0, position + i);
            }
        }
    }

    private void ensure(int bits)
    {
        int needed = Bitmap.wordsForBits(bits);
        if (needed > words.length) {
            words = Arrays.copyOf(words, max(needed, 2 * words.length));
        }
    }

    Optional<long[]> build()
    {
        return Optional.ofNullable(words);
    }
}
