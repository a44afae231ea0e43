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
package io.genolake.connector.about;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.genolake.connector.FileErrors;
import io.genolake.connector.FileIds;
import io.genolake.connector.GenomicsColumnHandle;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.GenomicsTableHandle;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.header.HeaderCache;
import io.genolake.connector.header.HeaderResult;
import io.genolake.connector.lake.FileCheck;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.predicate.ScanPredicate;
import io.genolake.connector.snapshot.SnapshotStore;
import io.genolake.connector.split.IndexCache;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.bam.BamHeaderLine;
import io.genolake.formats.bam.BamReference;
import io.genolake.formats.bam.ReadGroup;
import io.genolake.formats.index.BinningIndex;
import io.genolake.formats.vcf.VcfContig;
import io.genolake.formats.vcf.VcfHeaderLine;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.spi.connector.ConnectorPageSource;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static java.lang.Math.toIntExact;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * The rows of the tables about files.
 */
public final class AboutFiles
{
    private final HeaderCache headers;
    private final IndexCache indexes;
    private final SnapshotRows snapshots;
    private final FileErrors errors;
    private final FileIds fileIds;
    private final int maxRecordSize;

    @Inject
    public AboutFiles(GenomicsConfig config, HeaderCache headers, IndexCache indexes, SnapshotStore snapshots, FileErrors errors, FileIds fileIds)
    {
        this.headers = requireNonNull(headers, "headers is null");
        this.indexes = requireNonNull(indexes, "indexes is null");
        this.snapshots = new SnapshotRows(snapshots);
        this.errors = requireNonNull(errors, "errors is null");
        this.fileIds = requireNonNull(fileIds, "fileIds is null");
        maxRecordSize = toIntExact(config.getMaxRecordSize().toBytes());
    }

    public ConnectorPageSource pageSource(TrinoFileSystem fileSystem, GenomicsTableHandle handle, List<LakeFile> files, List<GenomicsColumnHandle> columns, ScanPredicate predicate, boolean skip)
    {
        GenomicsTable table = handle.table();
        AboutRows rows = new AboutRows(columns);
        List<LakeFile> admitted = files.stream()
                .filter(predicate::admits)
                .toList();
        if (table == GenomicsTable.PROBLEMS) {
            admitted.forEach(file -> checkVersion(fileSystem, handle, file));
            return new ProblemPageSource(fileSystem, admitted, headers, indexes, rows, maxRecordSize);
        }
        Map<String, String> fieldNames = fieldNames(columns);
        return new AboutPageSource(admitted, rows, file -> {
            checkVersion(fileSystem, handle, file);
            switch (table) {
                case FILES -> addFile(fileSystem, file, rows);
                case SAMPLES -> header(fileSystem, file, skip).ifPresent(header -> addSamples(file, header, predicate, rows));
                case CONTIGS -> header(fileSystem, file, skip).ifPresent(header -> addContigs(fileSystem, file, header, rows));
                case HEADER_LINES -> header(fileSystem, file, skip).ifPresent(header -> addHeaderLines(file, header, fieldNames, rows));
                case SNAPSHOTS -> snapshots.add(fileSystem, handle.schema(), file, rows);
                default -> throw new IllegalArgumentException("not a table about files: " + table);
            }
        }, (file, failure) -> errors.failure(handle, file, failure));
    }

    /**
     * A version has the files that it was made of, or it cannot be read.
     */
    private static void checkVersion(TrinoFileSystem fileSystem, GenomicsTableHandle table, LakeFile file)
    {
        if (table.version().isPresent()) {
            FileCheck check = new FileCheck(fileSystem, table.version());
            check.check(file.stored());
            file.index().ifPresent(check::check);
        }
    }

    private void addFile(TrinoFileSystem fileSystem, LakeFile file, AboutRows rows)
    {
        Map<String, Object> row = new HashMap<>();
        row.put("file_id", fileIds.id(file.location()));
        row.put("format", file.format().displayName());
        row.put("size", file.length());
        row.put("modified", packDateTimeWithZone(file.stored().modified(), UTC_KEY));
        file.index().ifPresent(index -> row.put("index_file", index.location()));
        file.contentDigest().ifPresent(digest -> row.put("content_digest", digest));
        row.put("in_layout", !file.isLeftOut());
        if (file.isLeftOut()) {
            rows.add(file, row);
            return;
        }
        if (GenomicsTable.VARIANTS.formats().contains(file.format())
                || GenomicsTable.ALIGNMENTS.formats().contains(file.format())
                || GenomicsTable.INTERVALS.formats().contains(file.format())) {
            HeaderResult result = headers.get(fileSystem, file);
            result.failure().ifPresent(failure -> row.put("problem", failure.getMessage()));
            result.header().ifPresent(header -> {
                row.put("compression", header.compression().name().toLowerCase(ENGLISH));
                header.reference().ifPresent(reference -> row.put("reference", reference));
                List<String> samples = samples(header);
                row.put("sample_count", (long) samples.size());
                row.put("samples", samples);
                if (!header.problems().isEmpty()) {
                    row.put("problem", String.join("; ", header.problems()));
                }
                row.put("index_state", indexState(fileSystem, file, header, row));
            });
        }
        else if (file.format().isIndex() && file.isOrphan()) {
            row.put("index_state", "orphan");
        }
        rows.add(file, row);
    }

    private String indexState(TrinoFileSystem fileSystem, LakeFile file, FileHeader header, Map<String, Object> row)
    {
        if (file.index().isEmpty()) {
            return "missing";
        }
        StoredFile index = file.index().orElseThrow();
        try {
            if (indexes.get(fileSystem, file, header).isEmpty()) {
                row.merge("problem", "the file is not BGZF, so that its index cannot be used", (a, b) -> a + "; " + b);
                return "untrusted";
            }
            return index.modified() < file.stored().modified() ? "stale" : "ok";
        }
        catch (MalformedFileException e) {
            row.merge("problem", e.getMessage(), (a, b) -> a + "; " + b);
            return "untrusted";
        }
    }

    private static List<String> samples(FileHeader header)
    {
        return switch (header) {
            case FileHeader.Vcf vcf -> vcf.header().samples();
            case FileHeader.Bam bam -> bam.header().readGroups().stream()
                    .flatMap(group -> group.sample().stream())
                    .distinct()
                    .toList();
            case FileHeader.Lines _ -> ImmutableList.of();
        };
    }

    private static void addSamples(LakeFile file, FileHeader header, ScanPredicate predicate, AboutRows rows)
    {
        switch (header) {
            case FileHeader.Vcf vcf -> {
                long ordinal = 1;
                for (String sample : vcf.header().samples()) {
                    if (predicate.admitsSample(Optional.of(sample))) {
                        rows.add(file, Map.of("sample", sample, "ordinal", ordinal));
                    }
                    ordinal++;
                }
            }
            case FileHeader.Bam bam -> {
                long ordinal = 1;
                for (ReadGroup group : bam.header().readGroups()) {
                    Map<String, Object> row = new HashMap<>();
                    row.put("ordinal", ordinal);
                    row.put("read_group", group.id());
                    group.sample().ifPresent(sample -> row.put("sample", sample));
                    group.library().ifPresent(library -> row.put("library", library));
                    group.platform().ifPresent(platform -> row.put("platform", platform));
                    if (predicate.admitsSample(group.sample())) {
                        rows.add(file, row);
                    }
                    ordinal++;
                }
            }
            case FileHeader.Lines _ -> {}
        }
    }

    private record Contig(OptionalLong length, Optional<String> assembly) {}

    private void addContigs(TrinoFileSystem fileSystem, LakeFile file, FileHeader header, AboutRows rows)
    {
        Map<String, Contig> contigs = new LinkedHashMap<>();
        switch (header) {
            case FileHeader.Vcf vcf -> {
                for (VcfContig contig : vcf.header().contigs()) {
                    contigs.putIfAbsent(contig.name(), new Contig(contig.length(), contig.assembly()));
                }
            }
            case FileHeader.Bam bam -> {
                for (BamReference reference : bam.header().references()) {
                    contigs.putIfAbsent(reference.name(), new Contig(OptionalLong.of(reference.length()), Optional.empty()));
                }
            }
            case FileHeader.Lines _ -> {}
        }
        Map<String, Long> counts = recordCounts(fileSystem, file, header);
        counts.keySet().forEach(name -> contigs.putIfAbsent(name, new Contig(OptionalLong.empty(), Optional.empty())));
        long ordinal = 1;
        for (Map.Entry<String, Contig> contig : contigs.entrySet()) {
            Map<String, Object> row = new HashMap<>();
            row.put("chrom", contig.getKey());
            row.put("ordinal", ordinal);
            contig.getValue().length().ifPresent(length -> row.put("length", length));
            contig.getValue().assembly().ifPresent(assembly -> row.put("assembly", assembly));
            row.put("record_count", counts.get(contig.getKey()));
            rows.add(file, row);
            ordinal++;
        }
    }

    /**
     * Of a proven index that has counts; a contig that such an index lacks has no records.
     */
    private Map<String, Long> recordCounts(TrinoFileSystem fileSystem, LakeFile file, FileHeader header)
    {
        Optional<BinningIndex> index;
        try {
            index = indexes.get(fileSystem, file, header);
        }
        catch (MalformedFileException _) {
            // files.index_state tells
            return Map.of();
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        index.flatMap(known -> IndexCache.contigNames(known, header)).ifPresent(names -> {
            for (int contig = 0; contig < index.orElseThrow().contigCount(); contig++) {
                String name = names.get(contig);
                index.orElseThrow().statistics(contig).ifPresent(statistics -> counts.put(name, statistics.mapped() + statistics.unmapped()));
            }
        });
        return counts;
    }

    private static void addHeaderLines(LakeFile file, FileHeader header, Map<String, String> fieldNames, AboutRows rows)
    {
        switch (header) {
            case FileHeader.Vcf vcf -> {
                long number = 1;
                for (VcfHeaderLine line : vcf.header().lines()) {
                    Map<String, Object> row = new HashMap<>();
                    row.put("line", number);
                    row.put("key", line.key());
                    line.id().ifPresent(id -> row.put("id", id));
                    line.number().ifPresent(value -> row.put("number", value));
                    line.type().ifPresent(type -> row.put("type", type));
                    row.put("description", line.description().orElse(line.id().isPresent() ? null : line.value()));
                    row.put("raw", line.raw());
                    if (line.id().isPresent() && (line.key().equals("INFO") || (line.key().equals("FORMAT") && !line.id().orElseThrow().equals("GT")))) {
                        row.put("field_name", fieldNames.getOrDefault(line.key() + "/" + line.id().orElseThrow(), line.id().orElseThrow()));
                    }
                    rows.add(file, row);
                    number++;
                }
            }
            case FileHeader.Bam bam -> {
                long number = 1;
                for (BamHeaderLine line : bam.header().lines()) {
                    Map<String, Object> row = new HashMap<>();
                    row.put("line", number);
                    row.put("key", line.type());
                    line.tag("ID").or(() -> line.tag("SN")).ifPresent(id -> row.put("id", id));
                    row.put("raw", line.raw());
                    rows.add(file, row);
                    number++;
                }
            }
            case FileHeader.Lines _ -> {}
        }
    }

    /**
     * The names of fields that are not called as their keys, by kind and key: {@code INFO/af}.
     */
    private static Map<String, String> fieldNames(List<GenomicsColumnHandle> columns)
    {
        Map<String, String> names = new HashMap<>();
        columns.stream()
                .filter(column -> column.name().equals("field_name"))
                .flatMap(column -> column.keys().stream())
                .forEach(name -> names.put(name.substring(0, name.lastIndexOf('=')), name.substring(name.lastIndexOf('=') + 1)));
        return names;
    }

    /**
     * @param skip whether a file with a broken header is left out, or an error
     */
    private Optional<FileHeader> header(TrinoFileSystem fileSystem, LakeFile file, boolean skip)
    {
        HeaderResult result = headers.get(fileSystem, file);
        return skip ? result.header() : Optional.of(result.orElseThrow());
    }
}
