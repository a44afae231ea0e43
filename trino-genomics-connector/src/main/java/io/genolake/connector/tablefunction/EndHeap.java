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
package io.genolake.connector.tablefunction;

import java.util.Arrays;

/**
 * A heap of numbers, the least first.
 */
final class EndHeap
{
    private long[] values = new long[16];
    private int size;

    int size()
    {
        return size;
    }

    long least()
    {
        return values[0];
    }

    void add(long value)
    {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        int index = size;
        while (index > 0 && values[(index - 1) / 2] > value) {
            values[index] = values[(index - 1) / 2];
            index = (index - 1) / 2;
        }
        values[index] = value;
        size++;
    }

    void removeLeast()
    {
        size--;
        long last = values[size];
        int index = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (last <= values[child]) {
                break;
            }
            values[index] = values[child];
            index = child;
            child = 2 * index + 1;
        }
        values[index] = last;
    }
}
