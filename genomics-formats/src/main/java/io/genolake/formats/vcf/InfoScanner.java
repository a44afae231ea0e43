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

/**
 * Finds the values of wanted keys in the INFO column of a record, all in one pass. Of a key that occurs twice the first counts.
 */
public final class InfoScanner
{
    private static final int ABSENT = -1;
    private static final int WITHOUT_VALUE = -2;

    private final KeyTable keys;
    private final int[] starts;
    private final int[] ends;

    /**
     * @param keys the wanted keys, in any number, each once
     */
    public InfoScanner(List<byte[]> keys)
    {
        this.keys = new KeyTable(keys);
        starts = new int[keys.size()];
        ends = new int[keys.size()];
        Arrays.fill(starts, ABSENT);
    }

    /**
     * The number of wanted keys.
     */
    public int size()
    {
        return keys.size();
    }

    /**
     * Reads an INFO column. What is found is valid until the next call.
     */
    public void scan(byte[] bytes, int start, int end)
    {
        Arrays.fill(starts, ABSENT);
        if (VcfColumns.isMissing(bytes, start, end)) {
            return;
        }
        int left = keys.size();
        int position = start;
        while (position < end && left > 0) {
            int keyEnd = position;
            while (keyEnd < end && bytes[keyEnd] != '=' && bytes[keyEnd] != ';') {
                keyEnd++;
            }
            boolean hasValue = keyEnd < end && bytes[keyEnd] == '=';
            int valueEnd = hasValue ? Bytes.indexOf(bytes, keyEnd + 1, end, ';') : keyEnd;
            int key = keys.find(bytes, position, keyEnd);
            if (key >= 0 && starts[key] == ABSENT) {
                starts[key] = hasValue ? keyEnd + 1 : WITHOUT_VALUE;
                ends[key] = valueEnd;
                left--;
            }
            position = valueEnd + 1;
        }
    }

    /**
     * Whether the column has a key.
     *
     * @param key index of a wanted key
     */
    public boolean isPresent(int key)
    {
        return starts[key] != ABSENT;
    }

    /**
     * Whether the column has a key with a value, which may be empty or a dot.
     *
     * @param key index of a wanted key
     */
    public boolean hasValue(int key)
    {
        return starts[key] >= 0;
    }

    /**
     * Where the value of a key begins, if it {@link #hasValue}.
     */
    public int valueStart(int key)
    {
        return starts[key];
    }

    /**
     * Where the value of a key ends, if it {@link #hasValue}.
     */
    public int valueEnd(int key)
    {
        return ends[key];
    }
}
