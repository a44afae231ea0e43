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

import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.split.ScanRange;

import java.io.IOException;

/**
 * Reads the records of a file batch by batch. A batch has rows: its records, or, for genotypes, its records' samples. Of these the scan
 * selects those that its predicate lets through; their columns are decoded when they are asked for.
 */
public interface RecordScan
{
    void start(ScanRange range)
            throws IOException;

    /**
     * Reads the next batch; the rows and columns of the one before are gone.
     *
     * @return false at the end of the range
     */
    boolean next()
            throws IOException;

    /**
     * The selected rows of the batch, ascending; the first {@link #rowCount} count.
     */
    int[] rows();

    int rowCount();

    ColumnReader column(GenomicsColumnHandle column);

    /**
     * The sample of a file with one sample, as Trino's native value; else null.
     */
    default Object fileSample()
    {
        return null;
    }

    ScanCounters counters();

    /**
     * Memory that is held, in bytes.
     */
    long retainedBytes();
}
