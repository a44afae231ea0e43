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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VirtualOffsetTest
{
    @Test
    void testParts()
    {
        long offset = VirtualOffset.of(123_456_789_012L, 65_535);
        assertThat(VirtualOffset.compressedOffset(offset)).isEqualTo(123_456_789_012L);
        assertThat(VirtualOffset.offsetInBlock(offset)).isEqualTo(65_535);
        assertThat(VirtualOffset.toString(offset)).isEqualTo("virtual offset 123456789012:65535");
        // offsets are unsigned
        long largest = VirtualOffset.of((1L << 48) - 1, 0xFFFF);
        assertThat(largest).isEqualTo(-1);
        assertThat(VirtualOffset.toString(largest)).isEqualTo("virtual offset 281474976710655:65535");
    }

    @Test
    void testOutOfRange()
    {
        assertThatThrownBy(() -> VirtualOffset.of(1L << 48, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VirtualOffset.of(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VirtualOffset.of(0, 1 << 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VirtualOffset.of(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
