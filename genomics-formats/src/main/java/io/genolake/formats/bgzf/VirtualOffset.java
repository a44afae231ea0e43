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

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Virtual offsets of BGZF files (SAM specification, section 4.1.1): the offset of a block in the stored file in the upper
 * 48 bits, the offset of a byte in the block's decoded data in the lower 16. They are unsigned, and compare as such.
 */
public final class VirtualOffset
{
    private VirtualOffset() {}

    public static long of(long compressedOffset, int offsetInBlock)
    {
        checkArgument(compressedOffset >>> 48 == 0, "compressedOffset is out of range: %s", compressedOffset);
        checkArgument(offsetInBlock >>> 16 == 0, "offsetInBlock is out of range: %s", offsetInBlock);
        return compressedOffset << 16 | offsetInBlock;
    }

    /**
     * Offset of the block in the stored file.
     */
    public static long compressedOffset(long virtualOffset)
    {
        return virtualOffset >>> 16;
    }

    /**
     * Offset in the decoded data of the block.
     */
    public static int offsetInBlock(long virtualOffset)
    {
        return (int) virtualOffset & 0xFFFF;
    }

    /**
     * The offset as messages have it: {@code virtual offset COMPRESSED:IN_BLOCK}.
     */
    public static String toString(long virtualOffset)
    {
        return "virtual offset %s:%s".formatted(compressedOffset(virtualOffset), offsetInBlock(virtualOffset));
    }
}
