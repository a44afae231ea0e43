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
package io.genolake.formats.bam;

import io.genolake.formats.io.Window;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static io.genolake.formats.bam.BamTesting.MAX_RECORD_SIZE;
import static io.genolake.formats.bam.BamTesting.header;
import static io.genolake.formats.bam.RecordBuilder.record;
import static org.assertj.core.api.Assertions.assertThat;

final class TestBamTail
{
    @Test
    void test()
            throws IOException
    {
        BamBuilder builder = BamTesting.builder()
                .add(record().place(0, 5))
                .add(record().place(1, 7))
                .add(record())
                .add(record());
        for (int blockSize : new int[] {1, 50, 1000}) {
            MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), blockSize);
            BamHeader header = header(stream);
            Window window = new Window(stream, MAX_RECORD_SIZE);
            for (int position = builder.positions().getFirst(); position < builder.size(); position++) {
                assertThat(BamTail.isTail(window, header, stream.virtualOffset(position), MAX_RECORD_SIZE))
                        .as("position %s of %s in blocks of %s", position, builder.positions(), blockSize)
                        .isEqualTo(position == builder.positions().get(2) || position == builder.positions().get(3));
            }
            assertThat(BamTail.isTail(window, header, stream.offsetOfBlock(stream.blockCount()), MAX_RECORD_SIZE)).isTrue();
        }
    }

    @Test
    void testBrokenRecord()
            throws IOException
    {
        byte[] broken = record().build();
        broken[24] = 77;
        BamBuilder builder = BamTesting.builder().add(record().place(0, 5)).add(broken);
        MemoryBlocks stream = MemoryBlocks.ofBlockSize(builder.toBytes(), 50);
        assertThat(BamTail.isTail(new Window(stream, MAX_RECORD_SIZE), header(stream), stream.virtualOffset(builder.positions().get(1)), MAX_RECORD_SIZE)).isFalse();
    }
}
