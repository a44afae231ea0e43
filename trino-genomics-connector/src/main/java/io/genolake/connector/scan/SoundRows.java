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

import io.genolake.formats.MalformedFileException;

import java.util.Arrays;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Where malformed records are to be skipped: leaves out the rows of which a column cannot be decoded. All columns are decoded ahead, because a
 * row cannot be taken back when the engine has seen it.
 */
final class SoundRows
{
    private final List<ColumnReader> columns;
    private final ScanCounters counters;

    SoundRows(List<ColumnReader> columns, ScanCounters counters)
    {
        this.columns = requireNonNull(columns, "columns is null");
        this.counters = requireNonNull(counters, "counters is null");
    }

    /**
     * The rows of which all columns can be decoded.
     */
    int[] sound(int[] rows, int count)
    {
        try {
            decode(rows, count);
            return Arrays.copyOf(rows, count);
        }
        catch (MalformedFileException _) {
            return Arrays.stream(rows, 0, count)
                    .filter(this::isSound)
                    .toArray();
        }
    }

    private void decode(int[] rows, int count)
    {
        columns.forEach(column -> column.read(rows, count));
    }

    private boolean isSound(int row)
    {
        try {
            decode(new int[] {row}, 1);
            return true;
        }
        catch (MalformedFileException e) {
            counters.malformedRecord(e);
            return false;
        }
    }
}
