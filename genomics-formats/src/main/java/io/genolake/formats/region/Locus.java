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

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A contig and a position on it in one number: {@code code << 36 | pos}, with the {@link ContigCode code} of the
 * contig's name and a 1-based position. Loci sort by chromosome and position: human ones in the usual order, and
 * contigs with other names after them, each in one piece unless their codes collide.
 */
public final class Locus
{
    static final int POSITION_BITS = 36;

    /**
     * Largest position that a locus holds.
     */
    public static final long MAX_POSITION = (1L << POSITION_BITS) - 1;

    private Locus() {}

    /**
     * @param pos 0 to {@link #MAX_POSITION}; 1-based, 0 is the telomere of VCF
     * @throws IllegalArgumentException where the position is out of range
     */
    public static long of(int code, long pos)
    {
        checkArgument(pos >= 0 && pos <= MAX_POSITION, "position %s is out of range: a locus holds positions 0 to %s", pos, MAX_POSITION);
        return (long) code << POSITION_BITS | pos;
    }

    public static int code(long locus)
    {
        return (int) (locus >>> POSITION_BITS);
    }

    public static long pos(long locus)
    {
        return locus & MAX_POSITION;
    }
}
