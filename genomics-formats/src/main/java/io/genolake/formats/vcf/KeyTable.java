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

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A fixed set of keys that are found by their bytes.
 */
final class KeyTable
{
    private final byte[][] keys;
    // hash of a key to its index and 1; 0 for an empty slot
    private final int[] slots;
    private final int mask;

    KeyTable(List<byte[]> keys)
    {
        this.keys = keys.stream()
                .map(byte[]::clone)
                .toArray(byte[][]::new);
        // at most a quarter full, so that most keys which are not wanted end at an empty slot
        int size = Integer.highestOneBit(Math.max(4 * keys.size(), 8)) << 1;
        slots = new int[size];
        mask = size - 1;
        for (int i = 0; i < this.keys.length; i++) {
            byte[] key = this.keys[i];
            checkArgument(find(key, 0, key.length) < 0, "a key is given twice");
            int hash = 0;
            for (byte next : key) {
                hash = hash(hash, next);
            }
            int slot = slot(hash);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
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
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash(hash, bytes[i]);
        }
        return find(bytes, start, end, hash);
    }

    /**
     * The same with the hash of the range, made by {@link #hash} from 0 byte by byte.
     */
    int find(byte[] bytes, int start, int end, int hash)
    {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (Bytes.equals(bytes, start, end, keys[index])) {
                return index;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    static int hash(int hash, byte next)
    {
        return 31 * hash + next;
    }

    private int slot(int hash)
    {
        return (hash ^ (hash >>> 15)) & mask;
    }
}
