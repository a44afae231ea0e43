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

/**
 * The layout of a BGZF block (SAM specification, section 4.1): a gzip member, whose extra field has a subfield {@code BC}
 * with the size of the block.
 */
public final class BgzfFormat
{
    /**
     * Most bytes of a block, stored or decoded.
     */
    public static final int MAX_BLOCK_SIZE = 1 << 16;

    /**
     * Bytes of a gzip header before its extra field, the length of that field included.
     */
    public static final int FIXED_HEADER_SIZE = 12;

    /**
     * Bytes of a block header that has no other subfields.
     */
    public static final int HEADER_SIZE = 18;

    /**
     * CRC32 and length of the decoded data.
     */
    public static final int TRAILER_SIZE = 8;

    private BgzfFormat() {}

    /**
     * Whether a file that begins with these bytes is a BGZF file. The first {@value #HEADER_SIZE} bytes tell, unless the
     * file has more subfields than the one of BGZF.
     */
    public static boolean isBgzf(byte[] first, int length)
    {
        return isGzipWithExtra(first, 0, length) && blockSize(first, 0, length) > 0;
    }

    /**
     * Whether the bytes begin a gzip member that has an extra field and nothing else that is optional, as all BGZF
     * blocks do.
     */
    static boolean isGzipWithExtra(byte[] bytes, int offset, int length)
    {
        return length >= FIXED_HEADER_SIZE
                && bytes[offset] == 0x1F
                && bytes[offset + 1] == (byte) 0x8B
                && bytes[offset + 2] == 8
                && bytes[offset + 3] == 4;
    }

    /**
     * Size of the header of a gzip member that has an extra field.
     */
    static int headerSize(byte[] bytes, int offset)
    {
        return FIXED_HEADER_SIZE + unsignedShort(bytes, offset + 10);
    }

    /**
     * Size of the stored block, by its header.
     *
     * @param length number of bytes that there are
     * @return -1 if this is not the whole header of a BGZF block
     */
    static int blockSize(byte[] bytes, int offset, int length)
    {
        int headerSize = headerSize(bytes, offset);
        if (headerSize > length) {
            return -1;
        }
        int end = offset + headerSize;
        int subfield = offset + FIXED_HEADER_SIZE;
        while (subfield + 4 <= end) {
            int size = unsignedShort(bytes, subfield + 2);
            if (bytes[subfield] == 'B' && bytes[subfield + 1] == 'C' && size == 2 && subfield + 6 <= end) {
                int blockSize = unsignedShort(bytes, subfield + 4) + 1;
                return blockSize > headerSize + TRAILER_SIZE ? blockSize : -1;
            }
            subfield += 4 + size;
        }
        return -1;
    }

    static int unsignedShort(byte[] bytes, int offset)
    {
        return (bytes[offset] & 0xFF) | (bytes[offset + 1] & 0xFF) << 8;
    }

    static int littleEndianInt(byte[] bytes, int offset)
    {
        return unsignedShort(bytes, offset) | unsignedShort(bytes, offset + 2) << 16;
    }
}
