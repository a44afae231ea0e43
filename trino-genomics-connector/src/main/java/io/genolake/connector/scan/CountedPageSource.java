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
package io.genolake.connector.scan;

import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.split.CountedSplit;
import io.genolake.connector.split.CountedSplit.ContigCount;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Math.min;

/**
 * Rows that are counted, not read.
 */
final class CountedPageSource
        implements ConnectorPageSource
{
    private static final int MAX_PAGE_POSITIONS = 1 << 20;

    private final List<GenomicsColumnHandle> columns;
    private final Iterator<ContigCount> counts;
    private Optional<ContigCount> current = Optional.empty();
    private long left;
    private long rows;

    /**
     * @param columns of the contig, if any
     */
    CountedPageSource(CountedSplit split, List<GenomicsColumnHandle> columns)
    {
        this.columns = List.copyOf(columns);
        counts = split.counts().iterator();
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (left == 0) {
            if (!counts.hasNext()) {
                current = Optional.empty();
                return null;
            }
            current = Optional.of(counts.next());
            left = current.orElseThrow().count();
            if (left == 0) {
                return null;
            }
        }
        int size = (int) min(left, MAX_PAGE_POSITIONS);
        left -= size;
        rows += size;
        if (columns.isEmpty()) {
            return SourcePage.create(size);
        }
        Block chrom = writeNativeValue(VARCHAR, current.orElseThrow().chrom().map(name -> utf8Slice(name)).orElse(null));
        return SourcePage.create(new Page(size, columns.stream()
                .map(_ -> RunLengthEncodedBlock.create(chrom, size))
                .toArray(Block[]::new)));
    }

    @Override
    public boolean isFinished()
    {
        return left == 0 && !counts.hasNext();
    }

    @Override
    public OptionalLong getCompletedPositions()
    {
        return OptionalLong.of(rows);
    }

    @Override
    public long getCompletedBytes()
    {
        return 0;
    }

    @Override
    public long getReadTimeNanos()
    {
        return 0;
    }

    @Override
    public void close() {}
}
