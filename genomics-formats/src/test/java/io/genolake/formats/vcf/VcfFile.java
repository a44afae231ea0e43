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

import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.FileByteSource;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;

import java.io.IOException;
import java.nio.file.Path;

import static io.genolake.formats.vcf.VcfColumns.FIRST_SAMPLE;

/**
 * The records of a VCF file, batch by batch.
 */
final class VcfFile
        implements AutoCloseable
{
    private final Window window;
    private final VcfHeader header;
    private final TabbedReader reader;
    private final TabbedBatch batch = new TabbedBatch();

    VcfFile(Path path)
            throws IOException
    {
        window = new Window(BlockStreams.open(new FileByteSource(path)), 64 << 20);
        header = VcfHeaderReader.read(window);
        reader = new TabbedReader(window, FIRST_SAMPLE);
        reader.start(window.seek(header.firstRecord()));
    }

    VcfHeader header()
    {
        return header;
    }

    TabbedBatch batch()
    {
        return batch;
    }

    /**
     * Reads the next batch.
     *
     * @return false at the end of the file
     */
    boolean next()
            throws IOException
    {
        return reader.read(batch, 1000, 1 << 20) > 0;
    }

    @Override
    public void close()
            throws IOException
    {
        window.stream().close();
    }
}
