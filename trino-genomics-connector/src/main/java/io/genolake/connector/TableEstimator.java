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
package io.genolake.connector;

import com.google.inject.Inject;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.Project;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.snapshot.HeaderSummary;
import io.genolake.connector.snapshot.Snapshot;
import io.genolake.connector.table.ColumnSource;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.formats.io.Compression;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;

import java.util.Optional;

import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;

/**
 * Guesses how many rows a table has, from the sizes of its files and the headers that are already known: no file is opened.
 */
public final class TableEstimator
{
    // typical of the field's files, good for an order of magnitude: bytes of a record, and of a sample in it
    private static final Bytes VARIANT = new Bytes(150, 30);
    private static final Bytes GENOTYPE = new Bytes(4, 0.08);
    private static final Bytes RICH_GENOTYPE = new Bytes(30, 2);
    private static final Bytes ALIGNMENT = new Bytes(350, 75);
    private static final Bytes INTERVAL = new Bytes(30, 6);

    /**
     * Bytes that something takes in a file, plain and compressed.
     */
    private record Bytes(double plain, double compressed)
    {
        double in(HeaderSummary header)
        {
            return header.compression() == Compression.NONE ? plain : compressed;
        }
    }

    private final HeaderCache headers;

    @Inject
    public TableEstimator(HeaderCache headers)
    {
        this.headers = requireNonNull(headers, "headers is null");
    }

    /**
     * Unknown where an estimate would do harm: with {@code "$bin"} in sight the written order of the join must stand, so that its dynamic filter
     * reaches the raw table; with samples chosen, a number would tell of the others.
     */
    public TableStatistics estimate(GenomicsTableHandle table, Project project, Optional<Snapshot> snapshot)
    {
        if (table.table().isAboutFiles()
                || table.isProjected(ColumnSource.BIN)
                || table.constraint().isNone()
                || !table.fileConditions().isEmpty()
                || table.isConstrained(ColumnSource.SAMPLE)
                || table.isConstrained(ColumnSource.READ_SAMPLE)
                || table.isConstrained(ColumnSource.READ_GROUP)
                || table.isConstrained(ColumnSource.FILE_SAMPLE)) {
            return TableStatistics.empty();
        }
        ScanPredicate predicate = ScanPredicate.of(table, TupleDomain.all());
        double rows = 0;
        for (LakeFile file : project.files(table.table().formats())) {
            if (!predicate.admits(file)) {
                continue;
            }
            Optional<HeaderSummary> header = snapshot.isPresent()
                    ? snapshot.orElseThrow().header(file)
                    : headers.getIfPresent(file).map(known -> HeaderSummary.of(known, Optional.empty()));
            if (header.isEmpty()) {
                return TableStatistics.empty();
            }
            rows += rows(table.table(), file, header.orElseThrow());
        }
        return TableStatistics.builder()
                .setRowCount(Estimate.of(max(1, rows)))
                .build();
    }

    private static double rows(GenomicsTable table, LakeFile file, HeaderSummary header)
    {
        return switch (table) {
            case VARIANTS, GENOTYPES -> {
                Bytes genotype = header.formatFields() <= 1 ? GENOTYPE : RICH_GENOTYPE;
                double records = file.length() / (VARIANT.in(header) + header.samples() * genotype.in(header));
                yield table == GenomicsTable.GENOTYPES ? records * header.samples() : records;
            }
            case ALIGNMENTS -> file.length() / ALIGNMENT.in(header);
            case INTERVALS -> file.length() / INTERVAL.in(header);
            default -> throw new IllegalArgumentException("not a table of records: " + table);
        };
    }
}
