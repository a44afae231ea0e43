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

import com.google.common.collect.ImmutableList;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.table.ColumnSource;
import io.genolake.formats.bam.ReadGroup;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static java.util.Objects.requireNonNull;

/**
 * What a scan must give: the domains that the connector enforces, static and dynamic, and the ranges that prune it.
 */
public final class ScanPredicate
{
    private final TupleDomain<GenomicsColumnHandle> constraint;
    private final Optional<List<GenomicRange>> ranges;
    private final Optional<long[]> bins;

    public ScanPredicate(TupleDomain<GenomicsColumnHandle> constraint, Optional<List<GenomicRange>> ranges)
    {
        this.constraint = requireNonNull(constraint, "constraint is null");
        this.ranges = requireNonNull(ranges, "ranges is null").map(ImmutableList::copyOf);
        bins = constraint.isNone() ? Optional.empty() : domain(ColumnSource.BIN).flatMap(ScanPredicate::discreteValues);
    }

    /**
     * @param dynamicFilter what is known of the other side of a join; domains of columns that the connector does not enforce are left out
     */
    public static ScanPredicate of(GenomicsTableHandle table, TupleDomain<GenomicsColumnHandle> dynamicFilter)
    {
        return new ScanPredicate(
                table.constraint().intersect(dynamicFilter.filter((column, _) -> column.source().isEnforced())),
                table.ranges());
    }

    public TupleDomain<GenomicsColumnHandle> constraint()
    {
        return constraint;
    }

    /**
     * The ranges of which a record must overlap one.
     */
    public Optional<List<GenomicRange>> ranges()
    {
        return ranges;
    }

    /**
     * The values of {@code "$bin"} that a record may have, sorted; empty if they are not known one by one. There may be some 100,000.
     */
    public Optional<long[]> bins()
    {
        return bins;
    }

    private static Optional<long[]> discreteValues(Domain domain)
    {
        List<Range> values = domain.getValues().getRanges().getOrderedRanges();
        if (domain.isNullAllowed() || !values.stream().allMatch(Range::isSingleValue)) {
            return Optional.empty();
        }
        return Optional.of(values.stream().mapToLong(range -> (long) range.getSingleValue()).sorted().toArray());
    }

    public boolean isNone()
    {
        return constraint.isNone();
    }

    /**
     * The kinds of the columns that have a domain.
     */
    public Set<ColumnSource> domains()
    {
        return constraint.getDomains().orElseThrow().keySet().stream()
                .map(GenomicsColumnHandle::source)
                .collect(toImmutableSet());
    }

    /**
     * The domain of the table's column of a kind.
     */
    public Optional<Domain> domain(ColumnSource source)
    {
        return constraint.getDomains().orElseThrow().entrySet().stream()
                .filter(entry -> entry.getKey().source() == source)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Whether a file may hold rows, by what its listing says.
     */
    public boolean admits(LakeFile file)
    {
        for (Map.Entry<GenomicsColumnHandle, Domain> entry : constraint.getDomains().orElseThrow().entrySet()) {
            GenomicsColumnHandle column = entry.getKey();
            boolean admitted = switch (column.source()) {
                case PATH, FILE, FILE_SIZE, FILE_MODIFIED_TIME, SEGMENT -> entry.getValue().includesNullableValue(value(column, file));
                default -> true;
            };
            if (!admitted) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value of a column that is the same for all rows of a file, as Trino's native value; null is NULL.
     */
    public static Object value(GenomicsColumnHandle column, LakeFile file)
    {
        return switch (column.source()) {
            case PATH, FILE -> utf8Slice(file.location());
            case FILE_SIZE -> file.length();
            case FILE_MODIFIED_TIME -> packDateTimeWithZone(file.stored().modified(), UTC_KEY);
            case SEGMENT -> {
                String value = file.segments().get(column.keys().getFirst());
                yield value == null ? null : utf8Slice(value);
            }
            default -> throw new IllegalArgumentException("not a column of files: " + column);
        };
    }

    /**
     * Whether a file may hold rows, by the samples and read groups of its header. Rows that belong to no sample have NULL.
     */
    public boolean admits(FileHeader header)
    {
        return switch (header) {
            case FileHeader.Vcf vcf -> {
                List<String> samples = vcf.header().samples();
                yield admitsAny(ColumnSource.SAMPLE, samples, false)
                        && admitsAny(ColumnSource.FILE_SAMPLE, samples.size() == 1 ? samples : ImmutableList.of(), samples.size() != 1);
            }
            case FileHeader.Bam bam -> {
                List<ReadGroup> groups = bam.header().readGroups();
                // a read may have no read group, or one that the header does not declare
                yield admitsAny(ColumnSource.READ_SAMPLE, groups.stream().flatMap(group -> group.sample().stream()).toList(), true);
            }
            case FileHeader.Lines _ -> true;
        };
    }

    /**
     * Whether the header shows samples, and none that the domains on samples leave out: what the file holds is of these alone. Of a BAM file no
     * header shows that, for its reads may be of no read group, or of one that is not declared.
     */
    public boolean admitsAllSamples(FileHeader header)
    {
        List<Domain> domains = Stream.of(ColumnSource.SAMPLE, ColumnSource.FILE_SAMPLE)
                .flatMap(source -> domain(source).stream())
                .toList();
        List<String> samples = switch (header) {
            case FileHeader.Vcf vcf -> vcf.header().samples();
            case FileHeader.Bam _, FileHeader.Lines _ -> ImmutableList.of();
        };
        return !samples.isEmpty() && samples.stream().allMatch(sample -> domains.stream().allMatch(domain -> admits(domain, sample)));
    }

    /**
     * Whether the domain of {@code sample}, if there is one, includes a sample, or that there is none.
     */
    public boolean admitsSample(Optional<String> sample)
    {
        Optional<Domain> domain = domain(ColumnSource.SAMPLE);
        return domain.isEmpty() || sample.map(name -> admits(domain.orElseThrow(), name)).orElse(domain.orElseThrow().isNullAllowed());
    }

    private boolean admitsAny(ColumnSource source, List<String> values, boolean orNull)
    {
        return domain(source)
                .map(domain -> (orNull && domain.isNullAllowed())
                        || values.stream().anyMatch(value -> admits(domain, value)))
                .orElse(true);
    }

    /**
     * Whether a domain of text includes a value.
     */
    public static boolean admits(Domain domain, String value)
    {
        return domain.includesNullableValue(utf8Slice(value));
    }
}
