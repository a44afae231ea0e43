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
package io.genolake.formats.vcf;

import com.google.common.base.Splitter;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import static io.genolake.formats.vcf.VcfColumns.FIRST_SAMPLE;
import static io.genolake.formats.vcf.VcfColumns.FIXED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads the header of a VCF file, versions 4.0 to 4.5. Whatever does not keep the records from being read is noted in
 * {@link VcfHeader#problems} and read over.
 */
public final class VcfHeaderReader
{
    private static final long MAX_HEADER_BYTES = 256L << 20;
    private static final int MAX_HEADER_LINES = 4 << 20;
    private static final int MAX_PROBLEMS = 1000;
    private static final int BATCH_RECORDS = 1024;
    private static final int BATCH_BYTES = 1 << 16;

    private static final String COLUMNS_LINE = "#CHROM";
    private static final List<String> COLUMN_NAMES = List.of("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT");
    private static final String VERSION_PREFIX = "VCFv";

    private final String location;

    private Optional<String> version = Optional.empty();
    private final List<VcfHeaderLine> lines = new ArrayList<>();
    private final Map<String, VcfField> info = new LinkedHashMap<>();
    private final Map<String, VcfField> format = new LinkedHashMap<>();
    private final Map<String, String> filters = new LinkedHashMap<>();
    private final Map<String, VcfContig> contigs = new LinkedHashMap<>();
    private Optional<String> reference = Optional.empty();
    private final List<String> problems = new ArrayList<>();

    private VcfHeaderReader(String location)
    {
        this.location = requireNonNull(location, "location is null");
    }

    /**
     * Reads the header from the start of a file.
     *
     * @throws MalformedFileException if the file is empty, is something else than VCF, or its header is broken off or too large
     */
    public static VcfHeader read(Window window)
            throws IOException
    {
        return new VcfHeaderReader(window.location()).readFile(window);
    }

    /**
     * Reads a header from its text, as a BCF file has it. Its {@link VcfHeader#firstRecord} is 0.
     *
     * @param text the header with its #CHROM line; what follows that is not read
     */
    public static VcfHeader parse(String location, String text)
    {
        VcfHeaderReader reader = new VcfHeaderReader(location);
        // the text of a BCF header ends in a NUL
        int end = text.indexOf(0);
        for (String line : Splitter.on('\n').split(end < 0 ? text : text.substring(0, end))) {
            String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (stripped.startsWith(COLUMNS_LINE)) {
                return reader.finish(stripped, 0);
            }
            if (!stripped.isEmpty()) {
                reader.add(stripped);
            }
        }
        throw reader.malformed("", "the header has no #CHROM line", "The file is truncated or damaged: restore it");
    }

    private VcfHeader readFile(Window window)
            throws IOException
    {
        int start = window.seek(0);
        if (start == window.limit()) {
            throw malformed("", "the file is empty", "A VCF file has a header at least: restore the file");
        }
        if (window.bytes()[start] != '#') {
            throw malformed("", "the file is not VCF, it seems to be " + VcfImpostor.describe(window.bytes(), start, window.limit()), "Rename the file by what it is, or restore it");
        }
        TabbedReader reader = new TabbedReader(window, 0);
        reader.start(start);
        TabbedBatch batch = new TabbedBatch();
        long headerBytes = 0;
        while (reader.read(batch, BATCH_RECORDS, BATCH_BYTES) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                int lineStart = batch.lineStart(i);
                int lineEnd = batch.lineEnd(i);
                String place = "line " + (batch.lineIndex(i) + 1);
                if (batch.bytes()[lineStart] != '#') {
                    throw malformed(place, "the header ends without a #CHROM line", "Add the line, for instance with bcftools reheader");
                }
                headerBytes += lineEnd - lineStart;
                if (headerBytes > MAX_HEADER_BYTES || lines.size() > MAX_HEADER_LINES) {
                    throw malformed(place, "the header is larger than %s bytes or has more than %s lines".formatted(MAX_HEADER_BYTES, MAX_HEADER_LINES), "Check whether the file is really VCF");
                }
                String line = new String(batch.bytes(), lineStart, lineEnd - lineStart, UTF_8);
                if (line.startsWith(COLUMNS_LINE)) {
                    return finish(line, firstRecord(window, lineEnd));
                }
                add(line);
            }
        }
        throw malformed("", "the header has no #CHROM line", "The file is truncated or damaged: restore it");
    }

    /**
     * The virtual offset after a line feed, or that of the line feed if the file ends there: the offset after the last byte
     * of a block is none.
     */
    private static long firstRecord(Window window, int lineEnd)
            throws IOException
    {
        int lineFeed = lineEnd;
        while (lineFeed < window.limit() && window.bytes()[lineFeed] != '\n') {
            lineFeed++;
        }
        if (lineFeed + 1 < window.limit() || (lineFeed < window.limit() && window.extend())) {
            return window.virtualOffset(lineFeed + 1);
        }
        return window.virtualOffset(lineFeed);
    }

    private void add(String raw)
    {
        VcfHeaderLineParser.Result parsed = VcfHeaderLineParser.parse(raw);
        Map<String, String> attributes = parsed.attributes();
        VcfHeaderLine line = new VcfHeaderLine(
                parsed.key(),
                Optional.ofNullable(attributes.get("ID")),
                Optional.ofNullable(attributes.get("Number")),
                Optional.ofNullable(attributes.get("Type")),
                Optional.ofNullable(attributes.get("Description")),
                raw);
        lines.add(line);
        parsed.problem().ifPresent(this::note);
        switch (line.key()) {
            case "fileformat" -> addVersion(line.value().strip());
            case "INFO" -> addField(line, info);
            case "FORMAT" -> addField(line, format);
            case "FILTER" -> addFilter(line);
            case "contig" -> addContig(line, attributes);
            case "reference" -> addReference(attributes.getOrDefault("ID", line.value().strip()));
            default -> {}
        }
    }

    private void addVersion(String value)
    {
        if (lines.size() > 1) {
            note("##fileformat is not the first line");
        }
        if (!value.startsWith(VERSION_PREFIX)) {
            note("the version does not begin with " + VERSION_PREFIX);
            return;
        }
        if (!value.startsWith("4.", VERSION_PREFIX.length())) {
            note("version %s is read as if it were 4".formatted(value.substring(VERSION_PREFIX.length())));
        }
        if (version.isEmpty()) {
            version = Optional.of(value.substring(VERSION_PREFIX.length()));
        }
    }

    private void addField(VcfHeaderLine line, Map<String, VcfField> fields)
    {
        if (line.id().filter(id -> !id.isEmpty()).isEmpty()) {
            note("it declares a field without an ID");
            return;
        }
        String id = line.id().orElseThrow();
        VcfField field = new VcfField(
                id,
                line.number().filter(number -> !number.isEmpty()).orElseGet(() -> {
                    note("%s has no Number".formatted(id));
                    return ".";
                }),
                type(id, line.type().orElse("")),
                line.description().orElse(""));
        if (fields.putIfAbsent(id, field) != null) {
            note("%s is declared before, which counts".formatted(id));
        }
    }

    private VcfType type(String id, String type)
    {
        return switch (type.toLowerCase(Locale.ENGLISH)) {
            case "integer" -> VcfType.INTEGER;
            case "float" -> VcfType.FLOAT;
            case "flag" -> VcfType.FLAG;
            case "character" -> VcfType.CHARACTER;
            case "string" -> VcfType.STRING;
            default -> {
                note("%s has the type '%s', which is none: it is read as a String".formatted(id, type));
                yield VcfType.STRING;
            }
        };
    }

    private void addFilter(VcfHeaderLine line)
    {
        if (line.id().isEmpty()) {
            note("it declares a filter without an ID");
            return;
        }
        String id = line.id().orElseThrow();
        if (filters.putIfAbsent(id, line.description().orElse("")) != null) {
            note("%s is declared before, which counts".formatted(id));
        }
    }

    private void addContig(VcfHeaderLine line, Map<String, String> attributes)
    {
        if (line.id().isEmpty()) {
            note("it declares a contig without an ID");
            return;
        }
        String name = line.id().orElseThrow();
        Optional<String> assembly = Optional.ofNullable(attributes.get("assembly"));
        if (contigs.putIfAbsent(name, new VcfContig(name, length(attributes), assembly)) != null) {
            note("contig %s is declared before, which counts".formatted(name));
        }
    }

    private OptionalLong length(Map<String, String> attributes)
    {
        String length = attributes.get("length");
        if (length == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(length));
        }
        catch (NumberFormatException e) {
            note("the length '%s' is no number".formatted(length));
            return OptionalLong.empty();
        }
    }

    private void addReference(String value)
    {
        if (reference.isEmpty() && !value.isEmpty()) {
            reference = Optional.of(value);
        }
    }

    private VcfHeader finish(String columnsLine, long firstRecord)
    {
        String place = "header line " + (lines.size() + 1);
        List<String> columns = Splitter.on('\t').splitToList(columnsLine);
        if (columns.size() < FIXED) {
            String blanks = columnsLine.indexOf(' ') >= 0 ? "; it has blanks where tabs should be" : "";
            throw malformed(place, "the #CHROM line has %s columns instead of at least 8%s".formatted(columns.size(), blanks), "Separate the columns by tabs");
        }
        for (int i = 0; i < Math.min(columns.size(), COLUMN_NAMES.size()); i++) {
            if (!columns.get(i).equals(COLUMN_NAMES.get(i))) {
                note(place, "column %s is called '%s' instead of '%s'".formatted(i + 1, columns.get(i), COLUMN_NAMES.get(i)));
            }
        }
        List<String> samples = columns.size() > FIRST_SAMPLE ? columns.subList(FIRST_SAMPLE, columns.size()) : List.of();
        Set<String> names = new HashSet<>();
        for (String sample : samples) {
            if (!names.add(sample)) {
                note(place, "there are several samples called '%s'".formatted(sample));
            }
            if (sample.isEmpty()) {
                note(place, "a sample has no name");
            }
        }
        if (version.isEmpty()) {
            note("header line 1", "there is no ##fileformat");
        }
        contigs.values().stream()
                .flatMap(contig -> contig.assembly().stream())
                .findFirst()
                .ifPresent(this::addReference);
        return new VcfHeader(version, lines, info, format, filters, List.copyOf(contigs.values()), samples, columns.size(), firstRecord, reference, problems);
    }

    private void note(String reason)
    {
        note("header line " + lines.size(), reason);
    }

    private void note(String place, String reason)
    {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add("%s: %s".formatted(place, reason));
        }
        else if (problems.size() == MAX_PROBLEMS) {
            problems.add("there are more problems, which are not listed");
        }
    }

    private MalformedFileException malformed(String place, String reason, String remedy)
    {
        return new MalformedFileException(Scope.FILE, location, place, reason, remedy);
    }
}
