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
package io.genolake.formats.region;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestRecordBin
{
    private static final long LONGEST_CONTIG = 1L << 34;

    record Interval(long pos, long endPos)
    {
        boolean overlaps(Interval other)
        {
            return pos <= other.endPos && endPos >= other.pos;
        }
    }

    @Example
    void testEncoding()
    {
        // levels 0, 1 and 7, with the arithmetic written out
        assertThat(RecordBin.of(17, 43_044_295, 43_044_295)).isEqualTo((17L << 36) + (43_044_294 >> 14));
        assertThat(RecordBin.of(17, 16_384, 16_385)).isEqualTo((17L << 36) + (1L << 32));
        assertThat(RecordBin.of(17, 1L << 34, (1L << 34) + 1)).isEqualTo((17L << 36) + (7L << 32));
        assertThat(RecordBin.of(17, 1, 1L << 35)).isEqualTo((17L << 36) + (7L << 32));
        assertThat(RecordBin.of((1 << ContigCode.BITS) - 1, RecordBin.MAX_POSITION, RecordBin.MAX_POSITION)).isEqualTo((((1L << 27) - 1) << 36) + (1L << 21) - 1);
    }

    @Example
    void testParts()
    {
        long bin = RecordBin.of(23, 131_000, 131_100);
        assertThat(RecordBin.code(bin)).isEqualTo(23);
        assertThat(RecordBin.level(bin)).isEqualTo(1 + 1);
        assertThat(RecordBin.number(bin)).isZero();
        assertThat(RecordBin.firstPosition(bin)).isEqualTo(1);
        assertThat(RecordBin.lastPosition(bin)).isEqualTo(1 << 20);

        long smallest = RecordBin.of(23, 16_385, 32_768);
        assertThat(RecordBin.level(smallest)).isZero();
        assertThat(RecordBin.number(smallest)).isEqualTo(1);
        assertThat(RecordBin.firstPosition(smallest)).isEqualTo(16_385);
        assertThat(RecordBin.lastPosition(smallest)).isEqualTo(32_768);
    }

    @Example
    void testEveryLevelBoundary()
    {
        for (int level = 0; level < RecordBin.LEVELS; level++) {
            long size = 1L << (14 + 3 * level);
            assertThat(RecordBin.level(RecordBin.of(1, 1, size))).isEqualTo(level);
            if (level < RecordBin.LEVELS - 1) {
                assertThat(RecordBin.level(RecordBin.of(1, size, size + 1))).isEqualTo(level + 1);
            }
        }
    }

    @Example
    void testClamping()
    {
        // a telomere, intervals of length zero, and an end before the beginning
        assertThat(RecordBin.of(1, 0, 0)).isEqualTo(RecordBin.of(1, 1, 1));
        assertThat(RecordBin.of(1, -5, -9)).isEqualTo(RecordBin.of(1, 1, 1));
        assertThat(RecordBin.of(1, 1, 0)).isEqualTo(RecordBin.of(1, 1, 1));
        assertThat(RecordBin.of(1, 16_385, 16_384)).isEqualTo(RecordBin.of(1, 16_385, 16_385));
        assertThat(RecordBin.of(1, 100_000, 5)).isEqualTo(RecordBin.of(1, 100_000, 100_000));
        assertThat(RecordBin.overlapping(1, 16_385, 16_384)).isEqualTo(RecordBin.overlapping(1, 16_385, 16_385)).hasSize(RecordBin.LEVELS);
        assertThat(RecordBin.overlapping(1, Long.MIN_VALUE, Long.MIN_VALUE)).isEqualTo(RecordBin.overlapping(1, 1, 1));
    }

    @Example
    void testOutOfRange()
    {
        String message = "position 34359738369 is out of range: bins hold positions up to 34359738368";
        assertThatThrownBy(() -> RecordBin.of(1, 1, RecordBin.MAX_POSITION + 1)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> RecordBin.of(1, RecordBin.MAX_POSITION + 1, 1)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> RecordBin.overlapping(1, 1, RecordBin.MAX_POSITION + 1)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> RecordBin.overlapping(1, 1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordBin.forEachOverlapping(1, 1, Long.MAX_VALUE, _ -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void testOverlappingOfTheLongestInterval()
    {
        assertThat(RecordBin.overlapping(1, 1, 248_956_422)).hasSize(15_196 + 1_900 + 238 + 30 + 4 + 1 + 1 + 1);
        assertThat(RecordBin.overlapping(1, 1, RecordBin.MAX_POSITION)).hasSize(((1 << 24) - 1) / 7);
    }

    @Example
    void testIsBin()
    {
        assertThat(RecordBin.isBin(RecordBin.of(1, 1, 1))).isTrue();
        assertThat(RecordBin.isBin(RecordBin.of(1, RecordBin.MAX_POSITION, RecordBin.MAX_POSITION))).isTrue();
        assertThat(RecordBin.isBin(RecordBin.of(1, 1, RecordBin.MAX_POSITION))).isTrue();
        assertThat(RecordBin.isBin(-1)).isFalse();
        // a number that its level does not have, and a level that there is not
        assertThat(RecordBin.isBin((1L << 36) + (7L << 32) + 1)).isFalse();
        assertThat(RecordBin.isBin((1L << 36) + (1L << 21))).isFalse();
        assertThat(RecordBin.isBin((1L << 36) + (8L << 32))).isFalse();
    }

    @Property(tries = 2000)
    void testBinIsTheSmallestThatHoldsTheRecord(@ForAll("intervals") Interval record)
    {
        long bin = RecordBin.of(5, record.pos(), record.endPos());
        assertThat(RecordBin.isBin(bin)).isTrue();
        assertThat(RecordBin.code(bin)).isEqualTo(5);
        assertThat(RecordBin.firstPosition(bin)).isLessThanOrEqualTo(record.pos());
        assertThat(RecordBin.lastPosition(bin)).isGreaterThanOrEqualTo(record.endPos());
        int level = RecordBin.level(bin);
        if (level > 0) {
            long size = 1L << (14 + 3 * (level - 1));
            assertThat((record.pos() - 1) / size).isNotEqualTo((record.endPos() - 1) / size);
        }
    }

    /**
     * The SAM specification's own function, section 5.3, on the levels that both have.
     */
    @Property(tries = 2000)
    void testSameBinAsTheSpecification(@ForAll("intervals") Interval record)
    {
        if (record.endPos() > 1 << 29) {
            return;
        }
        long bin = RecordBin.of(1, record.pos(), record.endPos());
        assertThat(reg2bin(record.pos() - 1, record.endPos())).isEqualTo(((1L << (3 * (5 - RecordBin.level(bin)))) - 1) / 7 + RecordBin.number(bin));
    }

    private static long reg2bin(long begin, long end)
    {
        long last = end - 1;
        if (begin >> 14 == last >> 14) {
            return ((1 << 15) - 1) / 7 + (begin >> 14);
        }
        if (begin >> 17 == last >> 17) {
            return ((1 << 12) - 1) / 7 + (begin >> 17);
        }
        if (begin >> 20 == last >> 20) {
            return ((1 << 9) - 1) / 7 + (begin >> 20);
        }
        if (begin >> 23 == last >> 23) {
            return ((1 << 6) - 1) / 7 + (begin >> 23);
        }
        if (begin >> 26 == last >> 26) {
            return ((1 << 3) - 1) / 7 + (begin >> 26);
        }
        return 0;
    }

    @Property(tries = 2000)
    void testOverlappingRecordHasOneOfTheBins(@ForAll("intervals") Interval interval, @ForAll("intervals") Interval record)
    {
        assertThat(count(RecordBin.overlapping(9, interval.pos(), interval.endPos()), RecordBin.of(9, record.pos(), record.endPos())))
                .isEqualTo(binOverlaps(interval, record) ? 1 : 0);
        if (interval.overlaps(record)) {
            assertThat(binOverlaps(interval, record)).isTrue();
        }
    }

    /**
     * Records that touch an interval, or just do not.
     */
    @Property(tries = 2000)
    void testNeighboursOfAnInterval(@ForAll("intervals") Interval interval, @ForAll("lengths") long length)
    {
        long[] bins = RecordBin.overlapping(9, interval.pos(), interval.endPos());
        for (long end : new long[] {interval.pos() - 1, interval.pos(), interval.pos() + 1, interval.endPos()}) {
            assertFoundIfOverlapping(bins, interval, new Interval(end - length + 1, end));
        }
        for (long start : new long[] {interval.pos(), interval.endPos() - 1, interval.endPos(), interval.endPos() + 1}) {
            assertFoundIfOverlapping(bins, interval, new Interval(start, start + length - 1));
        }
    }

    private static void assertFoundIfOverlapping(long[] bins, Interval interval, Interval record)
    {
        if (record.pos() < 0 || record.endPos() > RecordBin.MAX_POSITION || !record.overlaps(interval)) {
            return;
        }
        assertThat(count(bins, RecordBin.of(9, record.pos(), record.endPos()))).isEqualTo(1);
    }

    /**
     * What the join does: bins are equal, and the coordinates overlap. Intervals and records of length zero are among
     * them.
     */
    @Property(tries = 200)
    void testJoinFindsEachPairOnce(@ForAll("crowd") List<Interval> records, @ForAll("crowd") List<Interval> intervals)
    {
        List<List<Interval>> expected = new ArrayList<>();
        List<List<Interval>> actual = new ArrayList<>();
        for (Interval record : records) {
            long recordBin = RecordBin.of(9, record.pos(), record.endPos());
            for (Interval interval : intervals) {
                if (record.overlaps(interval)) {
                    expected.add(List.of(record, interval));
                }
                RecordBin.forEachOverlapping(9, interval.pos(), interval.endPos(), bin -> {
                    if (bin == recordBin && record.overlaps(interval)) {
                        actual.add(List.of(record, interval));
                    }
                });
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Property(tries = 2000)
    void testOverlappingBinsAscendAndOverlap(@ForAll("intervals") Interval interval)
    {
        long[] bins = RecordBin.overlapping(3, interval.pos(), interval.endPos());
        assertThat(bins).hasSizeGreaterThanOrEqualTo(RecordBin.LEVELS);
        boolean[] levels = new boolean[RecordBin.LEVELS];
        long previous = Long.MIN_VALUE;
        for (long bin : bins) {
            if (bin <= previous || RecordBin.firstPosition(bin) > interval.endPos() || RecordBin.lastPosition(bin) < interval.pos()) {
                throw new AssertionError("bin " + bin + " after " + previous);
            }
            levels[RecordBin.level(bin)] = true;
            previous = bin;
        }
        assertThat(levels).doesNotContain(false);

        List<Long> consumed = new ArrayList<>();
        RecordBin.forEachOverlapping(3, interval.pos(), interval.endPos(), consumed::add);
        assertThat(consumed.stream().mapToLong(Long::longValue).toArray()).isEqualTo(bins);
    }

    private static boolean binOverlaps(Interval interval, Interval record)
    {
        long bin = RecordBin.of(9, record.pos(), record.endPos());
        return RecordBin.firstPosition(bin) <= interval.endPos() && RecordBin.lastPosition(bin) >= interval.pos();
    }

    private static long count(long[] bins, long bin)
    {
        return Arrays.stream(bins).filter(value -> value == bin).count();
    }

    /**
     * Anywhere on a contig of 2^34 positions, of any length up to 2^28, often at the edges of bins.
     */
    @Provide
    Arbitrary<Interval> intervals()
    {
        Arbitrary<Long> anywhere = Arbitraries.longs().between(1, LONGEST_CONTIG);
        Arbitrary<Long> edges = Arbitraries.longs().between(0, (LONGEST_CONTIG >> 14) - 1)
                .flatMap(number -> Arbitraries.integers().between(0, 7)
                        .flatMap(level -> Arbitraries.longs().between(-1, 2)
                                .map(shift -> Math.clamp((number >> (3 * level) << (14 + 3 * level)) + shift, 1, LONGEST_CONTIG))));
        return Arbitraries.oneOf(anywhere, edges)
                .flatMap(pos -> lengths().map(length -> new Interval(pos, Math.min(pos + length - 1, LONGEST_CONTIG))));
    }

    @Provide
    Arbitrary<Long> lengths()
    {
        return Arbitraries.integers().between(0, 27)
                .flatMap(bits -> Arbitraries.longs().between(1L << bits, 2L << bits));
    }

    /**
     * Many that overlap, on a stretch over some edges of bins.
     */
    @Provide
    Arbitrary<List<Interval>> crowd()
    {
        return Arbitraries.longs().between(0, 200_000)
                .flatMap(pos -> Arbitraries.longs().between(0, 70_000)
                        .map(length -> new Interval(pos, pos + length - 1)))
                .list().ofMinSize(1).ofMaxSize(25);
    }
}
