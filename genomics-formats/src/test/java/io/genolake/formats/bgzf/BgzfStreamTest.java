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
package io.genolake.formats.bgzf;

import io.genolake.formats.io.BlockStream;
import io.genolake.formats.io.MemoryByteSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class BgzfStreamTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 4_096, BgzfWriter.DEFAULT_BLOCK_SIZE})
    void testReadsWhatWasWritten(int blockSize)
            throws IOException
    {
        for (int level : new int[] {0, 1, 6}) {
            byte[] data = text(blockSize * 5 + 3);
            assertThat(readAll(new BgzfStream(source(bgzf(data, blockSize, level)))))
                    .as("level %s", level)
                    .isEqualTo(data);
        }
    }

    static byte[] text(int length)
    {
        Random random = new Random(length);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (random.nextInt(10) == 0 ? '\n' : 'A' + random.nextInt(6));
        }
        return text;
    }

    static byte[] bgzf(byte[] data, int blockSize, int level)
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(stored, blockSize, level)) {
            writer.write(data);
        }
        return stored.toByteArray();
    }

    private static MemoryByteSource source(byte[] stored)
    {
        return new MemoryByteSource("memory.gz", stored);
    }

    static byte[] readAll(BlockStream stream)
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
