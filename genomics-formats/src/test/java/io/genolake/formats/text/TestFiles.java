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
package io.genolake.formats.text;

import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.io.BlockStreams;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.Window;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Text files in memory, plain and in BGZF blocks of any size.
 */
public final class TestFiles
{
    private static final int MAX_SIZE = 1 << 20;

    private TestFiles() {}

    /**
     * A window over a plain file.
     */
    public static Window plain(String text)
    {
        return window(text.getBytes(ISO_8859_1));
    }

    /**
     * A window over a file of one byte a block, so that everything is cut everywhere.
     */
    public static Window bytewise(String text)
    {
        return window(bgzf(text.getBytes(ISO_8859_1), 1, 0));
    }

    /**
     * A window over a file whose first bytes tell how it is stored.
     */
    public static Window window(byte[] file)
    {
        return window(file, MAX_SIZE);
    }

    public static Window window(byte[] file, int maxSize)
    {
        try {
            return new Window(BlockStreams.open(new MemoryByteSource("test.vcf", file)), maxSize);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param maxBlockSize blocks have up to so many bytes
     * @param emptyBlocks how many of a hundred blocks an empty one follows
     */
    public static byte[] bgzf(byte[] text, int maxBlockSize, int emptyBlocks)
    {
        Random random = new Random(text.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(file, maxBlockSize, 1)) {
            int position = 0;
            while (position < text.length) {
                int length = Math.min(1 + random.nextInt(maxBlockSize), text.length - position);
                writer.write(text, position, length);
                writer.flush();
                position += length;
                if (random.nextInt(100) < emptyBlocks) {
                    writer.writeEmptyBlock();
                }
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
