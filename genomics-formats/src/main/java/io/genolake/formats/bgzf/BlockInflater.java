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

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateDecompressor;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;

import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates raw deflate streams whose decoded size is known: by libdeflate, or where there is none by the one inflater of
 * the JDK that is kept for all blocks ({@code DeflateJavaDecompressor} makes a new one for each).
 */
final class BlockInflater
        implements AutoCloseable
{
    private final Optional<DeflateDecompressor> decompressor;
    private final Optional<Inflater> inflater;
    // decoders of empty streams want room for a byte
    private final byte[] nothing = new byte[1];

    BlockInflater()
    {
        this(DeflateNativeDecompressor.isEnabled());
    }

    BlockInflater(boolean useNative)
    {
        decompressor = useNative ? Optional.of(new DeflateNativeDecompressor()) : Optional.empty();
        inflater = useNative ? Optional.empty() : Optional.of(new Inflater(true));
    }

    /**
     * @return whether this is a deflate stream of exactly that many bytes
     */
    boolean inflate(byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset, int outputLength)
    {
        if (outputLength == 0) {
            return inflateAtMost(input, inputOffset, inputLength, nothing, 0, 1) == 0;
        }
        return inflateAtMost(input, inputOffset, inputLength, output, outputOffset, outputLength) == outputLength;
    }

    private int inflateAtMost(byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset, int outputLength)
    {
        if (decompressor.isPresent()) {
            try {
                return decompressor.orElseThrow().decompress(input, inputOffset, inputLength, output, outputOffset, outputLength);
            }
            catch (MalformedInputException _) {
                return -1;
            }
        }
        Inflater inflater = this.inflater.orElseThrow();
        inflater.reset();
        inflater.setInput(input, inputOffset, inputLength);
        try {
            int length = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(output, outputOffset + length, outputLength - length);
                if (count == 0 && !inflater.finished()) {
                    return -1;
                }
                length += count;
            }
            return length;
        }
        catch (DataFormatException _) {
            return -1;
        }
    }

    @Override
    public void close()
    {
        inflater.ifPresent(Inflater::close);
    }
}
