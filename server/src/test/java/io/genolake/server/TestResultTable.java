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
package io.genolake.server;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class TestResultTable
{
    @Test
    public void testFormat()
    {
        ResultTable table = new ResultTable(
                ImmutableList.of("gene", "reads"),
                ImmutableList.of(false, true),
                ImmutableList.of(ImmutableList.of("BRCA1", "7"), ImmutableList.of("a\nb", "1234567")));
        assertThat(table.format(20)).containsExactly(
                " gene  |   reads",
                "-------+---------",
                " BRCA1 |       7",
                " a b   | 1234567");
    }

    @Test
    public void testLongValuesAreCut()
    {
        ResultTable table = new ResultTable(ImmutableList.of("ref"), ImmutableList.of(false), ImmutableList.of(ImmutableList.of("ACGTACGTACGT")));
        assertThat(table.format(8)).containsExactly(" ref", "----------", " ACGTA...");
    }

    @Test
    public void testNoRows()
    {
        ResultTable table = new ResultTable(ImmutableList.of("a", "b"), ImmutableList.of(true, false), ImmutableList.of());
        assertThat(table.format(8)).containsExactly(" a | b", "---+---");
    }
}
