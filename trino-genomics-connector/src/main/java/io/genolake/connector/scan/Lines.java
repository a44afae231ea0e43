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

import io.genolake.formats.bed.BedBatch;
import io.genolake.formats.bed.BedReader;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;

import java.io.IOException;

/**
 * The lines of a file in batches, and the fields of the lines of the current batch: what VCF and BED have in common.
 */
interface Lines
{
    void start(int position);

    boolean startRange(long firstLine, long from, long to)
            throws IOException;

    int read(int maxRecords, int maxBytes)
            throws IOException;

    byte[] bytes();

    int lineStart(int record);

    int lineEnd(int record);

    int fieldStart(int record, int field);

    int fieldEnd(int record, int field);

    long virtualOffset(int record);

    long retainedBytes();

    record Tabbed(TabbedReader reader, TabbedBatch batch)
            implements Lines
    {
        @Override
        public void start(int position)
        {
            reader.start(position);
        }

        @Override
        public boolean startRange(long firstLine, long from, long to)
                throws IOException
        {
            return reader.startRange(firstLine, from, to);
        }

        @Override
        public int read(int maxRecords, int maxBytes)
                throws IOException
        {
            return reader.read(batch, maxRecords, maxBytes);
        }

        @Override
        public byte[] bytes()
        {
            return batch.bytes();
        }

        @Override
        public int lineStart(int record)
        {
            return batch.lineStart(record);
        }

        @Override
        public int lineEnd(int record)
        {
            return batch.lineEnd(record);
        }

        @Override
        public int fieldStart(int record, int field)
        {
            return batch.fieldStart(record, field);
        }

        @Override
        public int fieldEnd(int record, int field)
        {
            return batch.fieldEnd(record, field);
        }

        @Override
        public long virtualOffset(int record)
        {
            return batch.virtualOffset(record);
        }

        @Override
        public long retainedBytes()
        {
            return batch.retainedBytes();
        }
    }

    record Bed(BedReader reader)
            implements Lines
    {
        BedBatch batch()
        {
            return reader.batch();
        }

        @Override
        public void start(int position)
        {
            reader.start(position);
        }

        @Override
        public boolean startRange(long firstLine, long from, long to)
                throws IOException
        {
            return reader.startRange(firstLine, from, to);
        }

        @Override
        public int read(int maxRecords, int maxBytes)
                throws IOException
        {
            return reader.read(maxRecords, maxBytes);
        }

        @Override
        public byte[] bytes()
        {
            return batch().bytes();
        }

        @Override
        public int lineStart(int record)
        {
            return batch().lineStart(record);
        }

        @Override
        public int lineEnd(int record)
        {
            return batch().lineEnd(record);
        }

        @Override
        public int fieldStart(int record, int field)
        {
            return batch().fieldStart(record, field);
        }

        @Override
        public int fieldEnd(int record, int field)
        {
            return batch().fieldEnd(record, field);
        }

        @Override
        public long virtualOffset(int record)
        {
            return batch().virtualOffset(record);
        }

        @Override
        public long retainedBytes()
        {
            return batch().retainedBytes();
        }
    }
}
