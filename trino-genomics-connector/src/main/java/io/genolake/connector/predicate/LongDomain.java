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
package io.genolake.connector.predicate;

import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;

import java.util.List;

/**
 * A domain of an integer type, for a test of many values.
 */
public final class LongDomain
{
    private final long[] lows;
    private final long[] highs;
    private final boolean nullAllowed;

    public LongDomain(Domain domain)
    {
        List<Range> ranges = domain.getValues().getRanges().getOrderedRanges();
        lows = new long[ranges.size()];
        highs = new long[ranges.size()];
        nullAllowed = domain.isNullAllowed();
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            lows[i] = range.isLowUnbounded() ? Long.MIN_VALUE : (long) range.getLowBoundedValue();
            highs[i] = range.isHighUnbounded() ? Long.MAX_VALUE : (long) range.getHighBoundedValue();
            // an excluded bound at the end of the type leaves nothing: low above high holds no value
            boolean excludesAll = (!range.isLowUnbounded() && !range.isLowInclusive() && lows[i] == Long.MAX_VALUE)
                    || (!range.isHighUnbounded() && !range.isHighInclusive() && highs[i] == Long.MIN_VALUE);
            if (excludesAll) {
                lows[i] = Long.MAX_VALUE;
                highs[i] = Long.MIN_VALUE;
                continue;
            }
            lows[i] += range.isLowUnbounded() || range.isLowInclusive() ? 0 : 1;
            highs[i] -= range.isHighUnbounded() || range.isHighInclusive() ? 0 : 1;
        }
    }

    public boolean contains(long value)
    {
        int low = 0;
        int high = lows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (value < lows[middle]) {
                high = middle - 1;
            }
            else if (value > highs[middle]) {
                low = middle + 1;
            }
            else {
                return true;
            }
        }
        return false;
    }

    public boolean containsNull()
    {
        return nullAllowed;
    }
}
