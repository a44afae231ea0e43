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
package io.genolake.formats.io;

import io.genolake.formats.bgzf.BgzfStream;
import io.genolake.formats.bgzf.BgzfWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlockStreamsTest
{
    private static final byte[] TEXT = "##fileformat=VCFv4.3\n".getBytes(UTF_8);

    @Test
    void testCompressionIsFound()
            throws IOException
    {
        assertStream(TEXT, Compression.NONE, PlainStream.class);

        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(gzip)) {
            output.write(TEXT);
        }
        assertStream(gzip.toByteArray(), Compression.GZIP, GzipStream.class);

        ByteArrayOutputStream bgzf = new ByteArrayOutputStream();
        try (BgzfWriter output = new BgzfWriter(bgzf)) {
            output.write(TEXT);
        }
        assertStream(bgzf.toByteArray(), Compression.BGZF, BgzfStream.class);
    }

    private static void assertStream(byte[] stored, Compression compression, Class<? extends BlockStream> type)
            throws IOException
    {
        assertThat(BlockStreams.compression(BlockStreams.open(new MemoryByteSource("memory", stored)))).isEqualTo(compression);
        RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("memory", stored));
        try (BlockStream stream = BlockStreams.open(source)) {
            assertThat(stream).isInstanceOf(type);
            byte[] buffer = new byte[stream.maxBlockSize()];
            int length = stream.read(buffer, 0);
            assertThat(new String(buffer, 0, length, UTF_8)).isEqualTo(new String(TEXT, UTF_8));
            assertThat(stream.read(buffer, 0)).isEqualTo(-1);
            // what was read to find the compression is not read again
            assertThat(source.requests()).hasSize(1);
        }
        try (BlockStream stream = BlockStreams.open(new MemoryByteSource("memory", stored), compression)) {
            assertThat(stream).isInstanceOf(type);
        }
    }

    @Test
    void testEmptyFileHasNone()
            throws IOException
    {
        assertThat(BlockStreams.compression(BlockStreams.open(new MemoryByteSource("memory", new byte[0])))).isEqualTo(Compression.NONE);
        try (BlockStream stream = BlockStreams.open(new MemoryByteSource("memory", new byte[0]))) {
            assertThat(stream.read(new byte[stream.maxBlockSize()], 0)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "Zstandard, 28b52ffd04004100",
            "bzip2, 425a68393141592653595e2d",
            "xz, fd377a585a000004e6d6b446",
            "LZ4, 04224d186440a7",
            "zip, 504b03041400000008",
    })
    void testOtherCompressions(String name, String first)
    {
        assertThatThrownBy(() -> BlockStreams.open(new MemoryByteSource("x.vcf.what", HexFormat.of().parseHex(first))))
                .hasMessage("x.vcf.what: the file is compressed with %s, which is not supported. Decompress it, and compress it with bgzip", name);
    }

    @Test
    void testTextThatBeginsLikeBzip2()
            throws IOException
    {
        assertThat(BlockStreams.compression(BlockStreams.open(new MemoryByteSource("memory", "BZh91\t100\t200\n".getBytes(UTF_8))))).isEqualTo(Compression.NONE);
    }
}
