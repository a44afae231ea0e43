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

/**
 * What a scan did, for the query's metrics, and what it does about records that are malformed.
 */
public final class ScanCounters
{
    private final boolean skip;
    private long records;
    private long skippedRecords;
    private long skippedFiles;
    private long sampleColumns;
    private long chunks;

    /**
     * @param skip whether malformed records are left out and counted, or are an error
     */
    public ScanCounters(boolean skip)
    {
        this.skip = skip;
    }

    public boolean isSkip()
    {
        return skip;
    }

    /**
     * A record, or one of its values, is malformed.
     *
     * @throws MalformedFileException if that is an error
     */
    public void malformedRecord(MalformedFileException problem)
    {
        if (!skip) {
            throw problem;
        }
        skippedRecords++;
    }

    /**
     * The rest of the file cannot be read.
     *
     * @throws MalformedFileException if that is an error
     */
    public void malformedFile(MalformedFileException problem)
    {
        // an index that is not the file's is no matter of the file's records: to skip it would lose sound ones
        if (!skip || problem.scope() == MalformedFileException.Scope.INDEX) {
            throw problem;
        }
        skippedFiles++;
    }

    public void addRecords(long count)
    {
        records += count;
    }

    public void addSampleColumns(long count)
    {
        sampleColumns += count;
    }

    public void addChunk()
    {
        chunks++;
    }

    public long records()
    {
        return records;
    }

    public long skippedRecords()
    {
        return skippedRecords;
    }

    public long skippedFiles()
    {
        return skippedFiles;
    }

    public long sampleColumns()
    {
        return sampleColumns;
    }

    public long chunks()
    {
        return chunks;
    }
}
