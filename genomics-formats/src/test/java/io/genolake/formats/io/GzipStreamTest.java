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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class GzipStreamTest
{
    @Test
    void testMembers()
            throws IOException
    {
        byte[] data = data(1_000_000);
        for (int members = 1; members < 200_000; members = members * 7 + 1) {
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            int size = data.length / members + 1;
            for (int start = 0; start < data.length; start += size) {
                stored.write(gzip(Arrays.copyOfRange(data, start, Math.min(start + size, data.length))));
            }
            assertThat(Arrays.equals(readAll(stream(stored.toByteArray())), data)).isTrue();
        }
        assertThat(readAll(stream(gzip(new byte[0])))).isEmpty();
        assertThat(readAll(stream(concatenate(gzip(new byte[0]), gzip(data), gzip(new byte[0]))))).isEqualTo(data);
    }

    @Test
    void testBlocks()
            throws IOException
    {
        byte[] data = data(200_000);
        GzipStream stream = stream(concatenate(gzip(Arrays.copyOf(data, 70_000)), gzip(Arrays.copyOfRange(data, 70_000, 200_000))));
        byte[] buffer = new byte[stream.maxBlockSize()];
        int position = 0;
        while (true) {
            int length = stream.read(buffer, 0);
            if (length < 0) {
                break;
            }
            assertThat(stream.blockOffset()).isEqualTo(position);
            assertThat(stream.blockOffset() % stream.maxBlockSize()).isZero();
            position += length;
            assertThat(stream.nextBlockOffset()).isEqualTo(position);
        }
        assertThat(position).isEqualTo(200_000);
        assertThat(stream.blocksDecoded()).isEqualTo(4);
        assertThat(stream.read(buffer, 0)).isEqualTo(-1);
    }

    @Test
    void testSeek()
            throws IOException
    {
        byte[] data = data(400_000);
        GzipStream stream = stream(gzip(data));
        byte[] buffer = new byte[stream.maxBlockSize()];
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            int position = random.nextInt(data.length);
            int inBlock = stream.seek(position);
            int length = stream.read(buffer, 0);
            assertThat(stream.blockOffset() + inBlock).isEqualTo(position);
            assertThat(Arrays.copyOfRange(buffer, inBlock, length)).isEqualTo(Arrays.copyOfRange(data, position, position + length - inBlock));
        }
        // after the end
        stream.seek(7 * 65_536);
        assertThatThrownBy(() -> stream.read(buffer, 0)).hasMessageContaining("the decoded data ends before this offset, at 400000");
        stream.seek(0);
        assertThat(Arrays.equals(readAll(stream), data)).isTrue();
    }

    @Test
    void testHeaderFields()
            throws IOException
    {
        byte[] data = data(1_000);
        byte[] plain = gzip(data);
        byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
        byte[] extra = concatenate(new byte[] {5, 0}, "extra".getBytes(UTF_8));
        byte[] name = "name\0".getBytes(UTF_8);
        byte[] comment = "comment\0".getBytes(UTF_8);
        for (int flags = 0; flags < 32; flags++) {
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            header.write(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
            if ((flags & 4) != 0) {
                header.write(extra);
            }
            if ((flags & 8) != 0) {
                header.write(name);
            }
            if ((flags & 16) != 0) {
                header.write(comment);
            }
            if ((flags & 2) != 0) {
                CRC32 crc = new CRC32();
                crc.update(header.toByteArray());
                header.write((int) crc.getValue());
                header.write((int) crc.getValue() >> 8);
            }
            byte[] stored = concatenate(header.toByteArray(), body);
            assertThat(readAll(stream(stored))).as("flags %s", flags).isEqualTo(data);
            for (int length = 1; length < header.size(); length++) {
                byte[] truncated = Arrays.copyOf(stored, length);
                assertThatThrownBy(() -> readAll(stream(truncated))).hasMessageContaining("truncated");
            }
        }
    }

    @Test
    void testEveryTruncation()
            throws IOException
    {
        byte[] stored = concatenate(gzip(data(300)), gzip(data(200)));
        int first = gzip(data(300)).length;
        for (int length = 0; length < stored.length; length++) {
            if (length == first) {
                // nothing tells that a member is missing
                continue;
            }
            byte[] truncated = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> readAll(stream(truncated)))
                    .as("length %s", length)
                    .hasMessageContaining("the file ends inside its gzip data, it was truncated")
                    .asInstanceOf(type(MalformedFileException.class))
                    .returns(Scope.FILE, MalformedFileException::scope);
        }
    }

    @Test
    void testEveryFlippedByte()
            throws IOException
    {
        byte[] data = data(1_000);
        byte[] stored = gzip(data);
        int sound = 0;
        for (int i = 0; i < stored.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = stored.clone();
                flipped[i] ^= (byte) (1 << bit);
                try {
                    assertThat(readAll(stream(flipped))).isEqualTo(data);
                    sound++;
                }
                catch (MalformedFileException e) {
                    assertThat(e.scope()).isEqualTo(Scope.FILE);
                }
            }
        }
        // the text flag, modification time, extra flags and operating system, and bits after the deflate stream
        assertThat(sound).isBetween(6 * 8 + 1, 6 * 8 + 1 + 8);
    }

    @Test
    void testWhatFollows()
            throws IOException
    {
        byte[] data = data(1_000);
        assertThat(readAll(stream(concatenate(gzip(data), new byte[100_000])))).isEqualTo(data);
        assertThatThrownBy(() -> readAll(stream(concatenate(gzip(data), "garbage".getBytes(UTF_8)))))
                .hasMessageContaining("stored offset " + gzip(data).length + ": what follows is not gzip data, the file is damaged");
        assertThatThrownBy(() -> readAll(stream(concatenate(gzip(data), new byte[100], gzip(data)))))
                .hasMessageContaining("what follows the zeros is not gzip data");
        assertThatThrownBy(() -> readAll(stream("text".getBytes(UTF_8)))).hasMessageContaining("this is not a gzip file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vcf/1kg.head_chr1.vcf.gz", "annotated/test.chr1.eff.vcf.gz", "trio/ashk-trio.vcf.gz", "fastq/HG003.fq.gz"})
    void testRealFiles(String name)
            throws IOException
    {
        byte[] stored = Files.readAllBytes(SharedData.file(name));
        byte[] expected;
        try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            expected = input.readAllBytes();
        }
        assertThat(Arrays.equals(readAll(stream(stored)), expected)).isTrue();
    }

    private static byte[] data(int length)
    {
        Random random = new Random(length);
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) ('A' + random.nextInt(5));
        }
        return data;
    }

    private static byte[] gzip(byte[] data)
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(stored)) {
            output.write(data);
        }
        return stored.toByteArray();
    }

    private static byte[] concatenate(byte[]... parts)
            throws IOException
    {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.write(part);
        }
        return whole.toByteArray();
    }

    private static GzipStream stream(byte[] stored)
    {
        return new GzipStream(new MemoryByteSource("memory.gz", stored));
    }

    private static byte[] readAll(BlockStream stream)
            throws IOException
    {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] buffer = new byte[stream.maxBlockSize()];
        while (true) {
            int length = stream.read(buffer, 0);
            if (length < 0) {
                return data.toByteArray();
            }
            data.write(buffer, 0, length);
        }
    }
}
