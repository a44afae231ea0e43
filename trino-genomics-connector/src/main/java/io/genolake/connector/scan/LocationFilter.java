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

import io.genolake.connector.predicate.LongDomain;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.region.Locus;
import io.genolake.formats.region.RecordBin;
import io.trino.spi.predicate.Domain;

import java.util.Optional;

/**
 * The domains of a predicate on where a record lies, for a test of every record.
 */
final class LocationFilter
{
    private final Optional<Domain> chrom;
    private final Optional<LongDomain> pos;
    private final Optional<LongDomain> endPos;
    private final Optional<LongDomain> locus;
    private final Optional<LongDomain> bin;
    private final Optional<LongDomain> virtualOffset;

    LocationFilter(ScanPredicate predicate)
    {
        chrom = predicate.domain(ColumnSource.CHROM);
        pos = longDomain(predicate, ColumnSource.POS);
        endPos = longDomain(predicate, ColumnSource.END_POS);
        locus = longDomain(predicate, ColumnSource.LOCUS);
        bin = longDomain(predicate, ColumnSource.BIN);
        virtualOffset = longDomain(predicate, ColumnSource.VIRTUAL_OFFSET);
    }

    static Optional<LongDomain> longDomain(ScanPredicate predicate, ColumnSource source)
    {
        return predicate.domain(source).map(LongDomain::new);
    }

    boolean needsPos()
    {
        return pos.isPresent() || needsEndPos() || locus.isPresent();
    }

    boolean needsEndPos()
    {
        return endPos.isPresent() || bin.isPresent();
    }

    boolean isAll()
    {
        return chrom.isEmpty() && !needsPos() && virtualOffset.isEmpty();
    }

    boolean needsVirtualOffset()
    {
        return virtualOffset.isPresent();
    }

    boolean admitsContig(String name)
    {
        return chrom.isEmpty() || ScanPredicate.admits(chrom.orElseThrow(), name);
    }

    boolean admitsNoContig()
    {
        return chrom.isEmpty() || chrom.orElseThrow().isNullAllowed();
    }

    boolean admitsVirtualOffset(long value)
    {
        return virtualOffset.isEmpty() || virtualOffset.orElseThrow().contains(value);
    }

    /**
     * @param code the contig's code
     * @param pos first base, 1-based
     */
    boolean admitsPos(int code, long pos)
    {
        return (this.pos.isEmpty() || this.pos.orElseThrow().contains(pos))
                && (locus.isEmpty() || locus.orElseThrow().contains(Locus.of(code, pos)));
    }

    /**
     * @param endPos last base, 1-based, included
     */
    boolean admitsEnd(int code, long pos, long endPos)
    {
        return (this.endPos.isEmpty() || this.endPos.orElseThrow().contains(endPos))
                && (bin.isEmpty() || bin.orElseThrow().contains(RecordBin.of(code, pos, endPos)));
    }

    /**
     * Whether a record without a position is let through.
     */
    boolean admitsNoPosition()
    {
        return admitsNull(pos) && admitsNull(endPos) && admitsNull(locus) && admitsNull(bin);
    }

    private static boolean admitsNull(Optional<LongDomain> domain)
    {
        return domain.isEmpty() || domain.orElseThrow().containsNull();
    }
}
