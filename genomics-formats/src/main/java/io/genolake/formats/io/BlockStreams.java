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
import io.genolake.formats.bgzf.BgzfFormat;
import io.genolake.formats.bgzf.BgzfStream;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Opens files however they are stored.
 */
public final class BlockStreams
{
    private static final int SNIFFED_SIZE = 1 << 16;

    private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};

    private static final Map<String, byte[]> OTHER_MAGICS = Map.of(
            "Zstandard", magic("\u0028\u00B5\u002F\u00FD"),
            "xz", magic("\u00FD7zXZ\u0000"),
            "LZ4", magic("\u0004\"M\u0018"),
            "zip", magic("PK\u0003\u0004"));

    private static final byte[] BZIP2_MAGIC = magic("BZh");
    private static final byte[] BZIP2_BLOCK_MAGIC = magic("\u0031\u0041\u0059\u0026\u0053\u0059");

    private BlockStreams() {}

    private static byte[] magic(String bytes)
    {
        return bytes.getBytes(ISO_8859_1);
    }

    /**
     * Opens a file whose compression its first bytes tell. The stream closes the source; the source is not closed if this
     * fails.
     *
     * @throws MalformedFileException if the file is in another known compression
     */
    public static BlockStream open(ByteSource source)
            throws IOException
    {
        ReadAheadBuffer input = new ReadAheadBuffer(source);
        return open(input, sniff(input));
    }

    /**
     * Opens a file of which only the first bytes are to be read, whose compression they tell: {@link #open(ByteSource)} with one request for them.
     *
     * @param expected how many stored bytes there are likely to be read; a hint
     */
    public static BlockStream open(ByteSource source, int expected)
            throws IOException
    {
        ReadAheadBuffer input = new ReadAheadBuffer(source);
        input.expectEnd(expected);
        return open(input, sniff(input));
    }

    /**
     * The compression of the file that a stream decodes.
     */
    public static Compression compression(BlockStream stream)
    {
        return switch (stream) {
            case BgzfStream _ -> Compression.BGZF;
            case GzipStream _ -> Compression.GZIP;
            default -> Compression.NONE;
        };
    }

    /**
     * Opens a file whose compression is known. Nothing is read yet.
     */
    public static BlockStream open(ByteSource source, Compression compression)
    {
        return open(new ReadAheadBuffer(source), compression);
    }

    private static BlockStream open(ReadAheadBuffer input, Compression compression)
    {
        return switch (compression) {
            case BGZF -> new BgzfStream(input);
            case GZIP -> new GzipStream(input);
            case NONE -> new PlainStream(input);
        };
    }

    private static Compression sniff(ReadAheadBuffer input)
            throws IOException
    {
        int length = input.request(0, SNIFFED_SIZE);
        return sniff(input.bytes(), length, input.location());
    }

    /**
     * Tells the compression of a file from its first bytes.
     *
     * @param first the first bytes of the file, which begin the array; 18 are enough for almost all files
     * @throws MalformedFileException if the file is in another known compression
     */
    public static Compression sniff(byte[] first, int length, String location)
    {
        if (startsWith(first, length, GZIP_MAGIC)) {
            return BgzfFormat.isBgzf(first, length) ? Compression.BGZF : Compression.GZIP;
        }
        OTHER_MAGICS.forEach((name, magic) -> {
            if (startsWith(first, length, magic)) {
                throw otherCompression(name, location);
            }
        });
        if (startsWith(first, length, BZIP2_MAGIC) && length >= 10 && Arrays.equals(first, 4, 10, BZIP2_BLOCK_MAGIC, 0, 6)) {
            throw otherCompression("bzip2", location);
        }
        return Compression.NONE;
    }

    private static MalformedFileException otherCompression(String name, String location)
    {
        return new MalformedFileException(
                Scope.FILE,
                location,
                "",
                "the file is compressed with %s, which is not supported".formatted(name),
                "Decompress it, and compress it with bgzip");
    }

    private static boolean startsWith(byte[] bytes, int length, byte[] magic)
    {
        return length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
