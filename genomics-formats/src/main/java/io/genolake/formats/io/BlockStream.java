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

import java.io.Closeable;
import java.io.IOException;

/**
 * The decoded bytes of a file as a sequence of blocks: the blocks of a BGZF file, or slices of a plain or gzipped one.
 * Offsets are virtual offsets: {@code compressed offset of the block << 16 | offset in the block} in BGZF
 * (SAM specification, section 4.1.1), offsets in the decoded data in all other files.
 * Not safe for use by several threads.
 */
public interface BlockStream
        extends Closeable
{
    /**
     * The file, as the user knows it, for messages.
     */
    String location();

    /**
     * The most bytes that one call of {@link #read} gives.
     */
    int maxBlockSize();

    /**
     * Goes to the block in which a virtual offset lies. The next {@link #read} gives that whole block.
     *
     * @return where in the block the offset is
     */
    int seek(long virtualOffset);

    /**
     * Tells where the reader intends to stop, so that the file is requested in few pieces, and no more of it than is needed; to be
     * called before {@link #seek}. It is a hint: reading on works, with further requests.
     *
     * @param virtualOffset the first offset that is not needed, {@link Long#MAX_VALUE} for the end of the file, 0 if nothing is known
     */
    void expectEnd(long virtualOffset);

    /**
     * {@link #expectEnd}, where a record that begins at the offset is still to be read.
     */
    default void expectRecordAt(long virtualOffset)
    {
        expectEnd(virtualOffset);
    }

    /**
     * Tells that from the next {@link #seek} on, up to another virtual offset, almost all is going to be read, although the reader will
     * {@link #expectEnd expect} an end before that: what is read in pieces with small gaps between them is requested in one. It is a hint.
     */
    default void expectStretch(long virtualOffset) {}

    /**
     * Decodes the next block that is not empty to the buffer, which has room for {@link #maxBlockSize} bytes.
     *
     * @return the number of bytes, or -1 at the end of the file
     * @throws io.genolake.formats.MalformedFileException if the file ends too early, or a block is broken
     */
    int read(byte[] buffer, int offset)
            throws IOException;

    /**
     * Virtual offset of the first byte of the block that the last {@link #read} gave.
     */
    long blockOffset();

    /**
     * Virtual offset at which the next block begins, which may be empty or the end of the file.
     */
    long nextBlockOffset();

    /**
     * The virtual offset of a byte of a block.
     */
    default long virtualOffset(long blockOffset, int offsetInBlock)
    {
        return blockOffset + offsetInBlock;
    }

    /**
     * A virtual offset as messages have it.
     */
    default String place(long virtualOffset)
    {
        return "offset " + Long.toUnsignedString(virtualOffset);
    }

    /**
     * Stored bytes that were read from the file so far.
     */
    long bytesRead();

    /**
     * Requests for stored bytes that were made so far.
     */
    long reads();

    /**
     * Blocks that were decoded so far.
     */
    long blocksDecoded();

    /**
     * Memory that the stream holds, in bytes.
     */
    long retainedBytes();

    @Override
    void close()
            throws IOException;
}
