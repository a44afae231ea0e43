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
import java.util.List;
import java.util.Random;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadAheadBufferTest
{
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private static final byte[] FILE = new byte[40 * MIB];

    static {
        new Random(7).nextBytes(FILE);
    }

    private final RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("file", FILE));
    private final ReadAheadBuffer buffer = new ReadAheadBuffer(source);

    @Test
    void testSequentialReadsGrow()
            throws IOException
    {
        for (int position = 0; position < FILE.length; position += 10_000) {
            request(position, 10_000);
        }
        assertThat(source.requests().stream().map(Request::length).limit(8))
                .containsExactly(64 * KIB, 128 * KIB, 256 * KIB, 512 * KIB, MIB, 2 * MIB, 4 * MIB, 8 * MIB);
        assertThat(source.requests()).allMatch(request -> request.length() <= 8 * MIB);
        assertNothingReadTwice();
        assertThat(buffer.bytesRead()).isEqualTo(FILE.length);
        assertThat(buffer.reads()).isEqualTo(source.requests().size());
        assertThat(buffer.retainedBytes()).isLessThan(17 * MIB);
    }

    @Test
    void testStretchIsOneRequest()
            throws IOException
    {
        buffer.expectEnd(5 * MIB);
        for (int position = 2 * MIB; position < 5 * MIB; position += 10_000) {
            request(position, min(10_000, 5 * MIB - position));
        }
        assertThat(source.requests()).containsExactly(new Request(2 * MIB, 3 * MIB));

        // reading on works, carefully again
        request(5 * MIB, 1);
        assertThat(source.requests()).hasSize(2);
        assertThat(source.requests().getLast().length()).isEqualTo(64 * KIB);
        assertNothingReadTwice();
    }

    @Test
    void testLongStretchIsNotReadBeyondItsEnd()
            throws IOException
    {
        buffer.expectEnd(21 * MIB + 1);
        for (int position = 0; position < 21 * MIB; position += 64 * KIB) {
            request(position, 64 * KIB);
        }
        request(21 * MIB, 1);
        assertThat(source.requests().getFirst()).isEqualTo(new Request(0, 8 * MIB));
        assertThat(source.requests().getLast().end()).isEqualTo(21 * MIB + 1);
        assertThat(source.requests()).hasSize(3);
        assertNothingReadTwice();
    }

    @Test
    void testWholeFile()
            throws IOException
    {
        buffer.expectEnd(Long.MAX_VALUE);
        for (int position = 0; position < FILE.length; position += 10_000) {
            request(position, 10_000);
        }
        assertThat(source.requests()).hasSize(5);
        assertThat(source.requests()).allMatch(request -> request.length() == 8 * MIB);
        assertThat(buffer.retainedBytes()).isLessThan(9 * MIB);
    }

    @Test
    void testSeeks()
            throws IOException
    {
        request(0, 100);
        request(60 * KIB, 8 * KIB);
        // a seek over a small gap is reading on
        request(200 * KIB, 100);
        assertThat(source.requests()).containsExactly(new Request(0, 64 * KIB), new Request(64 * KIB, 128 * KIB), new Request(200 * KIB, 256 * KIB));
        // a far one is not, whether forward
        request(10 * MIB, 100);
        assertThat(source.requests().getLast()).isEqualTo(new Request(10 * MIB, 64 * KIB));
        // or back
        request(5 * MIB, 100);
        assertThat(source.requests().getLast()).isEqualTo(new Request(5 * MIB, 64 * KIB));
        // a seek to what is buffered is none
        request(5 * MIB + 10, 100);
        assertThat(source.requests()).hasSize(5);
    }

    @Test
    void testEndOfFile()
            throws IOException
    {
        assertThat(buffer.request(FILE.length - 10, 100)).isEqualTo(10);
        assertThat(buffer.request(FILE.length - 10, 11)).isEqualTo(10);
        assertThat(buffer.request(FILE.length, 1)).isZero();
        assertThat(buffer.request(FILE.length + 1, 1)).isZero();
        assertThat(buffer.request(FILE.length - 5, 5)).isEqualTo(5);
        assertThat(source.requests()).hasSize(1);
        assertThat(new ReadAheadBuffer(new MemoryByteSource("empty", new byte[0])).request(0, 1)).isZero();
    }

    @Test
    void testAnyRequestGivesTheBytesOfTheFile()
            throws IOException
    {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            RecordingByteSource source = new RecordingByteSource(new MemoryByteSource("file", FILE));
            ReadAheadBuffer buffer = new ReadAheadBuffer(source);
            long position = 0;
            boolean forward = random.nextBoolean();
            for (int i = 0; i < 200; i++) {
                switch (random.nextInt(forward ? 4 : 6)) {
                    case 0 -> position += random.nextInt(100_000);
                    case 1 -> buffer.expectEnd(random.nextInt(4) == 0 ? Long.MAX_VALUE : position + random.nextInt(10 * MIB));
                    case 4 -> position = random.nextInt(FILE.length);
                    case 5 -> position = max(0, position - random.nextInt(100_000));
                    default -> {}
                }
                int count = random.nextInt(70_000);
                int available = buffer.request(position, count);
                assertThat((long) available).as("seed %s", seed).isGreaterThanOrEqualTo(min(count, max(0, FILE.length - position)));
                if (available > 0) {
                    byte[] bytes = new byte[available];
                    buffer.copy(position, bytes, 0, available);
                    assertThat(bytes).as("seed %s", seed).isEqualTo(Arrays.copyOfRange(FILE, (int) position, (int) position + available));
                }
            }
            if (forward) {
                assertNothingReadTwice(source.requests());
            }
        }
    }

    @Test
    void testFailureOfTheSource()
            throws IOException
    {
        ByteSource failing = new ByteSource()
        {
            private boolean failed;

            @Override
            public String location()
            {
                return "failing";
            }

            @Override
            public long length()
            {
                return FILE.length;
            }

            @Override
            public void readFully(long position, byte[] buffer, int offset, int length)
                    throws IOException
            {
                if (position > 0 && !failed) {
                    failed = true;
                    throw new IOException("Connection reset");
                }
                System.arraycopy(FILE, (int) position, buffer, offset, length);
            }

            @Override
            public void close() {}
        };
        ReadAheadBuffer buffer = new ReadAheadBuffer(failing);
        buffer.request(0, 10);
        assertThatThrownBy(() -> buffer.request(65_000, 2_000)).hasMessage("Connection reset");
        // nothing is taken for read that was not
        int available = buffer.request(65_000, 2_000);
        byte[] bytes = new byte[available];
        buffer.copy(65_000, bytes, 0, available);
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(FILE, 65_000, 65_000 + available));
    }

    private void request(long position, int count)
            throws IOException
    {
        assertThat(buffer.request(position, count)).isGreaterThanOrEqualTo((int) min(count, FILE.length - position));
        assertThat(buffer.bytes()[buffer.index(position)]).isEqualTo(FILE[(int) position]);
    }

    private void assertNothingReadTwice()
    {
        assertNothingReadTwice(source.requests());
    }

    private static void assertNothingReadTwice(List<Request> requests)
    {
        for (int i = 1; i < requests.size(); i++) {
            assertThat(requests.get(i).position()).isGreaterThanOrEqualTo(requests.get(i - 1).end());
        }
    }
}
