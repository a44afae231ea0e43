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
package io.genolake.benchmark;

import org.junit.jupiter.api.Test;

import static io.genolake.benchmark.Answers.areEqual;
import static org.assertj.core.api.Assertions.assertThat;

final class TestAnswers
{
    @Test
    void testEqual()
    {
        assertThat(areEqual("1\tchr1\n2\tchr2", "1 chr1\n2 chr2")).isTrue();
        assertThat(areEqual("58.49190361819168", "58.4919")).isTrue();
        assertThat(areEqual("101.0", "101")).isTrue();
    }

    @Test
    void testDifferent()
    {
        assertThat(areEqual("1", "2")).isFalse();
        assertThat(areEqual("1", "1\n1")).isFalse();
        assertThat(areEqual("1\t2", "1")).isFalse();
        assertThat(areEqual("chr1", "chr2")).isFalse();
        assertThat(areEqual("null", "0")).isFalse();
        // whole numbers are counts, of which one off is wrong
        assertThat(areEqual("10000000001", "10000000002")).isFalse();
        assertThat(areEqual("58.4919", "58.4930")).isFalse();
    }
}
