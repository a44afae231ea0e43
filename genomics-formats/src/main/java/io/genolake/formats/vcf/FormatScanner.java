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
 * Where wanted keys are in the FORMAT column of a record. Neighbouring records mostly have the same FORMAT, which is then not
 * read again. Of a key that occurs twice the first counts.
 */
public final class FormatScanner
{
    private final KeyTable keys;
    private final int[] indexes;
    private byte[] format;
    private int fields;

    /**
     * @param keys the wanted keys, in any number, each once
     */
    public FormatScanner(List<byte[]> keys)
    {
        this.keys = new KeyTable(keys);
        indexes = new int[keys.size()];
        format = new byte[0];
        Arrays.fill(indexes, -1);
    }

    /**
     * Reads a FORMAT column. What is found is valid until the next call.
     */
    public void scan(byte[] bytes, int start, int end)
    {
        if (Bytes.equals(bytes, start, end, format)) {
            return;
        }
        format = Arrays.copyOfRange(bytes, start, end);
        Arrays.fill(indexes, -1);
        fields = 0;
        if (VcfColumns.isMissing(bytes, start, end)) {
            return;
        }
        int position = start;
        while (position <= end) {
            int keyEnd = Bytes.indexOf(bytes, position, end, ':');
            int key = keys.find(bytes, position, keyEnd);
            if (key >= 0 && indexes[key] < 0) {
                indexes[key] = fields;
            }
            fields++;
            position = keyEnd + 1;
        }
    }

    /**
     * The number of keys of the column, wanted or not.
     */
    public int fields()
    {
        return fields;
    }

    /**
     * Where a wanted key is among the keys of the column, 0 for the first; -1 if it is not there.
     *
     * @param key index of a wanted key
     */
    public int index(int key)
    {
        return indexes[key];
    }
}
