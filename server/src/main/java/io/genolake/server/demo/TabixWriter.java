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
package io.genolake.server.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Writes a bgzipped file of lines sorted by position, and its index beside it.
 */
final class TabixWriter
        implements AutoCloseable
{
    private final Path file;
    private final IndexWriter.Columns columns;
    private final boolean csi;
    private final BgzfOutputStream out;
    private final IndexWriter index = new IndexWriter();
    // A tabix index knows the contigs that occur, in the order in which they do
    private final List<String> contigs = new ArrayList<>();

    TabixWriter(Path file, IndexWriter.Columns columns, boolean csi)
            throws IOException
    {
        this.file = requireNonNull(file, "file is null");
        this.columns = requireNonNull(columns, "columns is null");
        this.csi = csi;
        out = new BgzfOutputStream(file);
    }

    void writeHeader(String line)
            throws IOException
    {
        writeLine(line);
    }

    /**
     * @param start first base that the line is about, 1-based
     * @param end last base
     */
    void write(int contig, int start, int end, String line)
            throws IOException
    {
        write(Genome.CONTIGS.get(contig).name(), start, end, line);
    }

    void write(String name, int start, int end, String line)
            throws IOException
    {
        if (contigs.isEmpty() || !contigs.getLast().equals(name)) {
            contigs.add(name);
        }
        long from = out.virtualOffset();
        writeLine(line);
        index.add(contigs.size() - 1, start - 1, end, from, out.virtualOffset(), true);
    }

    private void writeLine(String line)
            throws IOException
    {
        out.write(line.getBytes(UTF_8));
        out.write('\n');
    }

    @Override
    public void close()
            throws IOException
    {
        out.close();
        // After the file, so that the index is not older than it
        if (csi) {
            index.writeTextCsi(file.resolveSibling(file.getFileName() + ".csi"), contigs, columns);
        }
        else {
            index.writeTbi(file.resolveSibling(file.getFileName() + ".tbi"), contigs, columns);
        }
    }
}
