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
package io.genolake.formats.chain;

import io.genolake.formats.chain.Chain.Lifted;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The chains of one sequence of the source assembly. They may overlap and lie in one another: an implicit tree over them, sorted by
 * their start, knows how far those of each branch reach.
 */
public final class ContigChains
{
    private final Chain[] chains;
    // the farthest end of the chains of the branch whose middle this is
    private final long[] farthest;

    ContigChains(List<Chain> chains)
    {
        this.chains = chains.stream()
                .sorted(Comparator.comparingLong(Chain::sourceStart))
                .toArray(Chain[]::new);
        farthest = new long[this.chains.length];
        farthest(0, farthest.length);
    }

    private long farthest(int from, int to)
    {
        if (from >= to) {
            return 0;
        }
        int middle = (from + to) >>> 1;
        long end = Math.max(chains[middle].sourceEnd(), Math.max(farthest(from, middle), farthest(middle + 1, to)));
        farthest[middle] = end;
        return end;
    }

    /**
     * Lifts an interval, as UCSC liftOver and htsjdk do: one chain must cover enough of it, and no other; it then runs from where its first
     * covered base lies to where its last one does.
     *
     * @param start 0-based
     * @param end exclusive, after {@code start}
     * @param minMatch which part of the bases must be covered, such as 0.95
     */
    public LiftOver lift(long start, long end, double minMatch)
    {
        checkArgument(start < end, "The interval is empty");
        Search search = new Search(start, end, minMatch * (end - start));
        search.visit(0, chains.length);
        return switch (search.found) {
            case 0 -> new LiftOver(LiftOverStatus.NO_TARGET, Optional.empty());
            case 1 -> new LiftOver(LiftOverStatus.LIFTED, Optional.of(search.chain.lift(start, end)));
            default -> new LiftOver(LiftOverStatus.MULTIPLE_TARGETS, Optional.empty());
        };
    }

    /**
     * @param lifted where the interval is now, if it was lifted
     */
    public record LiftOver(LiftOverStatus status, Optional<Lifted> lifted) {}

    private final class Search
    {
        private final long start;
        private final long end;
        private final double needed;
        private int found;
        private Chain chain;

        private Search(long start, long end, double needed)
        {
            this.start = start;
            this.end = end;
            this.needed = needed;
        }

        private void visit(int from, int to)
        {
            if (from >= to) {
                return;
            }
            int middle = (from + to) >>> 1;
            if (farthest[middle] <= start) {
                return;
            }
            visit(from, middle);
            Chain candidate = chains[middle];
            if (candidate.sourceStart() < end) {
                long covered = candidate.covered(start, end);
                if (covered > 0 && covered >= needed) {
                    found++;
                    chain = candidate;
                }
                visit(middle + 1, to);
            }
        }
    }
}
