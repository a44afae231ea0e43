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
package io.genolake.connector.block;

import io.trino.spi.block.Block;
import org.junit.jupiter.api.Test;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.TinyintType.TINYINT;
import static org.assertj.core.api.Assertions.assertThat;

final class TestDosageBuilder
{
    private static final int NONE = -1;

    @Test
    void testOneMissingAtEachPlace()
    {
        for (int length = 0; length <= 2 * Long.BYTES + 1; length++) {
            for (int missing = NONE; missing < length; missing++) {
                byte[] dosages = dosages(length, missing);
                DosageBuilder tinyints = DosageBuilder.ofTinyints(length);
                DosageBuilder bigints = DosageBuilder.ofBigints(length);
                tinyints.add(dosages);
                bigints.add(dosages);
                assertDosages(tinyints.build(), bigints.build(), dosages);
                assertDosages(DosageBuilder.plainBlock(dosages), dosages);
            }
        }
    }

    @Test
    void testOneByOne()
    {
        byte[] dosages = {0, 1, -1, 2, Byte.MAX_VALUE};
        DosageBuilder tinyints = DosageBuilder.ofTinyints(1);
        DosageBuilder bigints = DosageBuilder.ofBigints(1);
        for (byte dosage : dosages) {
            for (DosageBuilder builder : new DosageBuilder[] {tinyints, bigints}) {
                if (dosage < 0) {
                    builder.addNull();
                }
                else {
                    builder.add(dosage);
                }
            }
        }
        assertDosages(tinyints.build(), bigints.build(), dosages);
    }

    private static byte[] dosages(int length, int missing)
    {
        byte[] dosages = new byte[length];
        for (int i = 0; i < length; i++) {
            dosages[i] = (byte) (i == missing ? -1 : (i * 37) % (Byte.MAX_VALUE + 1));
        }
        return dosages;
    }

    private static void assertDosages(Block tinyints, Block bigints, byte[] dosages)
    {
        assertDosages(tinyints, dosages);
        assertThat(bigints.getPositionCount()).isEqualTo(dosages.length);
        for (int i = 0; i < dosages.length; i++) {
            assertThat(bigints.isNull(i)).isEqualTo(dosages[i] < 0);
            if (dosages[i] >= 0) {
                assertThat(BIGINT.getLong(bigints, i)).isEqualTo(dosages[i]);
            }
        }
    }

    private static void assertDosages(Block tinyints, byte[] dosages)
    {
        Block integers = DosageBuilder.plainIntegerBlock(dosages);
        assertThat(tinyints.getPositionCount()).isEqualTo(dosages.length);
        assertThat(integers.getPositionCount()).isEqualTo(dosages.length);
        for (int i = 0; i < dosages.length; i++) {
            assertThat(tinyints.isNull(i)).isEqualTo(dosages[i] < 0);
            assertThat(integers.isNull(i)).isEqualTo(dosages[i] < 0);
            if (dosages[i] >= 0) {
                assertThat(TINYINT.getByte(tinyints, i)).isEqualTo(dosages[i]);
                assertThat(INTEGER.getInt(integers, i)).isEqualTo(dosages[i]);
            }
        }
    }
}
