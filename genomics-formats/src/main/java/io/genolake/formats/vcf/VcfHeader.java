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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.formats.HeaderParts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The header of a VCF file, or the text header of a BCF file.
 *
 * @param version as in {@code ##fileformat=VCFv4.2}: {@code 4.2}
 * @param lines all meta-information lines in their order
 * @param info INFO fields by ID, in their order; the first of several declarations counts
 * @param format FORMAT fields by ID, in their order; the first of several declarations counts
 * @param filters descriptions of FILTERs by ID
 * @param contigs in their order, each name once
 * @param samples in the order of their columns; a name may occur twice
 * @param columns number of columns of a record: 8, or 9 and one for each sample
 * @param firstRecord virtual offset at which to begin to read records: that of the first byte after the header, or, where
 *         the file ends with its header, that of the line feed before
 * @param reference the reference or assembly that the header names
 * @param problems what is wrong with the header and does not keep it from being read, fit to be shown to a user
 */
public record VcfHeader(
        Optional<String> version,
        List<VcfHeaderLine> lines,
        Map<String, VcfField> info,
        Map<String, VcfField> format,
        Map<String, String> filters,
        List<VcfContig> contigs,
        List<String> samples,
        int columns,
        long firstRecord,
        Optional<String> reference,
        List<String> problems)
{
    private static final int BASE_BYTES = 500;
    private static final int ENTRY_BYTES = 56;
    private static final int LINE_BYTES = 250;

    public VcfHeader
    {
        requireNonNull(version, "version is null");
        lines = ImmutableList.copyOf(lines);
        info = ImmutableMap.copyOf(info);
        format = ImmutableMap.copyOf(format);
        filters = ImmutableMap.copyOf(filters);
        contigs = ImmutableList.copyOf(contigs);
        samples = ImmutableList.copyOf(samples);
        requireNonNull(reference, "reference is null");
        problems = ImmutableList.copyOf(problems);
    }

    /**
     * Whether records have genotype columns, so that the ninth column is FORMAT.
     */
    public boolean hasFormat()
    {
        return columns > VcfColumns.FORMAT;
    }

    /**
     * The same header, with the parts that other headers have too as the same objects.
     */
    public VcfHeader share(HeaderParts parts)
    {
        parts.keep(BASE_BYTES);
        samples.forEach(sample -> parts.keep(ENTRY_BYTES + sample.length()));
        problems.forEach(problem -> parts.keep(ENTRY_BYTES + problem.length()));
        return new VcfHeader(
                version,
                lines.stream().map(line -> parts.share(line, LINE_BYTES + 2L * line.raw().length())).toList(),
                parts.share(info, (long) info.size() * LINE_BYTES),
                parts.share(format, (long) format.size() * LINE_BYTES),
                parts.share(filters, (long) filters.size() * LINE_BYTES),
                parts.share(contigs, (long) contigs.size() * LINE_BYTES),
                samples,
                columns,
                firstRecord,
                reference,
                problems);
    }

    @Override
    public String toString()
    {
        return "VCF %s header of %s lines, %s samples".formatted(version.orElse("?"), lines.size(), samples.size());
    }
}
