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
package io.genolake.formats.vcf;

import io.genolake.formats.text.Bytes;

import java.util.Arrays;
import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.max;

/**
 * A fixed set of keys that are found by their bytes.
 */
final class KeyTable
{
    private static final long FIRST_FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final long LAST_FACTOR = 0xC2B2_AE3D_27D4_EB4FL;

    private final byte[][] keys;
    // of each key the first and the last eight bytes, which are all that most keys have
    private final long[] firstWords;
    private final long[] lastWords;
    // hash of a key to its index and 1; 0 for an empty slot
    private final int[] slots;
    private final int shift;

    KeyTable(List<byte[]> keys)
    {
        this.keys = keys.stream()
                .map(byte[]::clone)
                .toArray(byte[][]::new);
        firstWords = new long[this.keys.length];
        lastWords = new long[this.keys.length];
        // at most a quarter full, so that most keys which are not wanted end at an empty slot
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(max(4 * this.keys.length, 8));
        slots = new int[1 << bits];
        shift = Long.SIZE - bits;
        for (int i = 0; i < this.keys.length; i++) {
            byte[] key = this.keys[i];
            checkArgument(find(key, 0, key.length) < 0, "a key is given twice");
            firstWords[i] = firstWord(key, 0, key.length);
            lastWords[i] = lastWord(key, 0, key.length);
            int slot = slot(firstWords[i], lastWords[i], key.length);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    int size()
    {
        return keys.length;
    }

    /**
     * The index of the key that fills the range, -1 if it is none of the keys.
     */
    int find(byte[] bytes, int start, int end)
    {
        int length = end - start;
        long firstWord = firstWord(bytes, start, end);
        long lastWord = lastWord(bytes, start, end);
        int slot = slot(firstWord, lastWord, length);
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (firstWords[index] == firstWord && lastWords[index] == lastWord && keys[index].length == length
                    && (length <= 16 || Arrays.equals(bytes, start, end, keys[index], 0, length))) {
                return index;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private int slot(long firstWord, long lastWord, int length)
    {
        return (int) ((firstWord * FIRST_FACTOR + lastWord * LAST_FACTOR + length) * FIRST_FACTOR >>> shift);
    }

    private static long firstWord(byte[] bytes, int start, int end)
    {
        int length = end - start;
        if (length >= 8) {
            return Bytes.word(bytes, start);
        }
        if (length == 0) {
            return 0;
        }
        if (start <= bytes.length - 8) {
            return Bytes.word(bytes, start) & (-1L >>> (Long.SIZE - 8 * length));
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[start + i] & 0xFFL) << (8 * i);
        }
        return word;
    }

    // of a short key there is only the first word
    private static long lastWord(byte[] bytes, int start, int end)
    {
        return end - start > 8 ? Bytes.word(bytes, end - 8) : 0;
    }
}
