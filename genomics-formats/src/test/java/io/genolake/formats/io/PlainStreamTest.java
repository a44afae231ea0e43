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

import io.genolake.formats.io.RecordingByteSource.Request;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlainStreamTest
{
    private static final byte[] DATA = new byte[300_000];

    static {
        new Random(1).nextBytes(DATA);
    }

    @Test
    void testReadsFromAnyOffset()
            throws IOException
    {
        PlainStream stream = new PlainStream(new MemoryByteSource("memory", DATA));
        byte[] buffer = new byte[stream.maxBlockSize()];
        for (int from : new int[] {0, 1, 65_535, 65_536, 299_999, 300_000, 5}) {
            assertThat(stream.seek(from)).isZero();
            int position = from;
            while (true) {
                int length = stream.read(buffer, 0);
                if (length < 0) {
                    break;
                }
                assertThat(stream.blockOffset()).isEqualTo(position);
                assertThat(Arrays.equals(buffer, 0, length, DATA, position, position + length)).isTrue();
                position += length;
                assertThat(stream.nextBlockOffset()).isEqualTo(position);
            }
            assertThat(position).isEqualTo(DATA.length);
        }
        stream.seek(300_001);
        assertThatThrownBy(() -> stream.read(buffer, 0)).hasMessageContaining("the file ends before this offset, at 300000");
    }

    @Test
    void testExpectedEnd()
            throws IOException
    {
        RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("memory", DATA));
        PlainStream stream = new PlainStream(source);
        stream.expectEnd(200_000);
        stream.seek(10);
        byte[] buffer = new byte[stream.maxBlockSize()];
        while (stream.nextBlockOffset() < 200_000) {
            stream.read(buffer, 0);
        }
        assertThat(source.requests()).containsExactly(new Request(10, 199_990));
        assertThat(stream.bytesRead()).isEqualTo(199_990);
        assertThat(stream.reads()).isEqualTo(1);
        assertThat(stream.blocksDecoded()).isEqualTo(4);
    }
}
