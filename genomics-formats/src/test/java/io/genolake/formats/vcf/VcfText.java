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

import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import io.genolake.formats.text.TestFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import static io.genolake.formats.vcf.VcfColumns.ALT;
import static io.genolake.formats.vcf.VcfColumns.FIRST_SAMPLE;
import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A VCF file for a test, built line by line; and its records as the readers see them.
 */
public final class VcfText
{
    private final StringBuilder meta = new StringBuilder("##fileformat=VCFv4.2\n");
    private final StringBuilder records = new StringBuilder();
    private List<String> samples = List.of();

    public VcfText meta(String line)
    {
        meta.append(line).append('\n');
        return this;
    }

    public VcfText info(String id, String number, String type)
    {
        return meta("##INFO=<ID=%s,Number=%s,Type=%s,Description=\"%s\">".formatted(id, number, type, id));
    }

    public VcfText format(String id, String number, String type)
    {
        return meta("##FORMAT=<ID=%s,Number=%s,Type=%s,Description=\"%s\">".formatted(id, number, type, id));
    }

    public VcfText samples(String... samples)
    {
        this.samples = List.of(samples);
        return this;
    }

    /**
     * Adds a record.
     *
     * @param columns separated by blanks
     */
    public VcfText record(String columns)
    {
        records.append(columns.replace(' ', '\t')).append('\n');
        return this;
    }

    @Override
    public String toString()
    {
        String columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
        if (!samples.isEmpty()) {
            columns += "\tFORMAT\t" + String.join("\t", samples);
        }
        return meta + columns + "\n" + records;
    }

    public byte[] bytes()
    {
        return toString().getBytes(UTF_8);
    }

    public VcfHeader header()
    {
        return header(TestFiles.window(bytes()));
    }

    static VcfHeader header(Window window)
    {
        try {
            return VcfHeaderReader.read(window);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All records in one batch, with their first nine fields.
     */
    public TabbedBatch batch()
    {
        try {
            Window window = TestFiles.window(bytes());
            TabbedReader reader = new TabbedReader(window, FIRST_SAMPLE);
            reader.start(window.seek(VcfHeaderReader.read(window).firstRecord()));
            TabbedBatch batch = new TabbedBatch();
            reader.read(batch, 1 << 20, 1 << 20);
            return batch;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text of a column.
     */
    static String field(TabbedBatch batch, int record, int column)
    {
        return text(batch.bytes(), batch.fieldStart(record, column), batch.fieldEnd(record, column));
    }

    static String text(byte[] bytes, int start, int end)
    {
        return new String(bytes, start, end - start, UTF_8);
    }

    static int altCount(TabbedBatch batch, int record)
    {
        return VcfColumns.altCount(batch.bytes(), batch.fieldStart(record, ALT), batch.fieldEnd(record, ALT));
    }

    /**
     * Where the first sample column of a record begins.
     */
    static int samplesStart(TabbedBatch batch, int record)
    {
        return batch.fieldCount(record) <= FORMAT ? batch.lineEnd(record) + 1 : batch.fieldEnd(record, FORMAT) + 1;
    }

    static List<byte[]> keys(String... keys)
    {
        List<byte[]> bytes = new ArrayList<>();
        for (String key : keys) {
            bytes.add(key.getBytes(UTF_8));
        }
        return bytes;
    }
}
