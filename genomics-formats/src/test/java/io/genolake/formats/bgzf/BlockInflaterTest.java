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

import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class BlockInflaterTest
{
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testExactSizes(boolean useNative)
    {
        assumeTrue(!useNative || DeflateNativeDecompressor.isEnabled(), "There is no libdeflate for this machine");
        try (BlockInflater inflater = new BlockInflater(useNative)) {
            for (int level = 0; level <= 9; level++) {
                for (int length : new int[] {0, 1, 2, 100, 4_096, 0xFF00, 0x10000}) {
                    byte[] data = BgzfStreamTest.text(length);
                    byte[] deflated = deflate(data, level);
                    byte[] input = new byte[deflated.length + 20];
                    System.arraycopy(deflated, 0, input, 10, deflated.length);

                    byte[] output = new byte[length + 7];
                    assertThat(inflater.inflate(input, 10, deflated.length, output, 7, length)).as("level %s, length %s", level, length).isTrue();
                    assertThat(Arrays.copyOfRange(output, 7, output.length)).isEqualTo(data);
                    // with room after it
                    assertThat(inflater.inflate(input, 10, deflated.length, new byte[length + 100], 0, length)).isTrue();
                    // neither more nor less
                    assertThat(inflater.inflate(input, 10, deflated.length, new byte[length + 100], 0, length + 1)).isFalse();
                    if (length > 0) {
                        assertThat(inflater.inflate(input, 10, deflated.length, new byte[length + 100], 0, length - 1)).isFalse();
                        assertThat(inflater.inflate(input, 10, deflated.length, new byte[length + 100], 0, 0)).isFalse();
                    }
                    // cut off
                    assertThat(inflater.inflate(input, 10, deflated.length - 1, new byte[length + 100], 0, length)).isFalse();
                    assertThat(inflater.inflate(input, 10, 0, new byte[length + 100], 0, length)).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testDamage(boolean useNative)
    {
        assumeTrue(!useNative || DeflateNativeDecompressor.isEnabled(), "There is no libdeflate for this machine");
        byte[] data = BgzfStreamTest.text(5_000);
        byte[] deflated = deflate(data, 6);
        try (BlockInflater inflater = new BlockInflater(useNative)) {
            Random random = new Random(11);
            for (int i = 0; i < 2_000; i++) {
                byte[] damaged = deflated.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                byte[] output = new byte[data.length + 10];
                inflater.inflate(damaged, 0, damaged.length, output, 0, data.length);
                assertThat(output).as("no byte outside of its room is touched").endsWith(new byte[10]);
            }
            // and it goes on as if nothing had been
            byte[] output = new byte[data.length];
            assertThat(inflater.inflate(deflated, 0, deflated.length, output, 0, data.length)).isTrue();
            assertThat(output).isEqualTo(data);
        }
    }

    private static byte[] deflate(byte[] data, int level)
    {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] deflated = new byte[100_000];
        int size = deflater.deflate(deflated);
        deflater.end();
        return Arrays.copyOf(deflated, size);
    }
}
