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
package io.genolake.formats.bam;

import com.google.common.collect.ImmutableList;
import io.genolake.formats.HeaderParts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * The header of a BAM file: the text of a SAM header, and the binary dictionary of reference sequences, to which the
 * records refer by index (SAM specification, section 4.2). Where the two differ, the dictionary counts, and
 * {@link #problems} says so.
 */
public final class BamHeader
{
    private static final int MAX_PROBLEMS = 1000;

    private static final int BASE_BYTES = 500;
    private static final int ENTRY_BYTES = 56;
    private static final int REFERENCE_BYTES = 200;

    private record Dictionary(List<BamReference> references, Map<String, Integer> index) {}

    private final List<String> rawLines;
    private final Dictionary dictionary;
    private final List<ReadGroup> readGroups;
    private final Map<String, ReadGroup> readGroupsById;
    private final Optional<String> sortOrder;
    private final long firstRecord;
    private final List<String> problems;

    /**
     * @param text text of the SAM header, without the NUL bytes that may fill it up
     * @param firstRecord virtual offset of the first record
     */
    public BamHeader(String text, List<BamReference> references, long firstRecord)
    {
        this.rawLines = text.lines().collect(toImmutableList());
        this.firstRecord = firstRecord;
        List<String> problems = new ArrayList<>();

        Map<String, Integer> referenceIndex = HashMap.newHashMap(references.size());
        for (int index = 0; index < references.size(); index++) {
            if (referenceIndex.putIfAbsent(references.get(index).name(), index) != null) {
                note(problems, "The dictionary has reference '%s' twice, as number %s too".formatted(references.get(index).name(), index));
            }
        }
        this.dictionary = new Dictionary(ImmutableList.copyOf(references), Collections.unmodifiableMap(referenceIndex));

        Map<String, ReadGroup> readGroups = new LinkedHashMap<>();
        Set<String> sequences = new HashSet<>();
        Optional<String> sortOrder = Optional.empty();
        int number = 0;
        for (String raw : rawLines) {
            number++;
            Optional<BamHeaderLine> parsed = BamHeaderLine.parse(raw);
            if (parsed.isEmpty()) {
                note(problems, "Header line %s is not a header line".formatted(number));
                continue;
            }
            BamHeaderLine line = parsed.orElseThrow();
            switch (line.type()) {
                case "HD" -> {
                    if (number > 1) {
                        note(problems, "Header line %s is @HD, which must be the first line".formatted(number));
                    }
                    sortOrder = sortOrder.or(() -> line.tag("SO"));
                }
                case "SQ" -> checkSequence(line, number, sequences, problems);
                case "RG" -> {
                    Optional<String> id = line.tag("ID");
                    if (id.isEmpty()) {
                        note(problems, "Header line %s is a read group without ID".formatted(number));
                    }
                    else if (readGroups.putIfAbsent(id.orElseThrow(), readGroup(id.orElseThrow(), line)) != null) {
                        note(problems, "Header line %s has read group '%s' once more".formatted(number, id.orElseThrow()));
                    }
                }
                default -> {}
            }
        }
        if (!sequences.isEmpty() && sequences.size() < referenceIndex.size()) {
            for (BamReference reference : references) {
                if (!sequences.contains(reference.name())) {
                    note(problems, "Reference '%s' of the dictionary has no @SQ line".formatted(reference.name()));
                }
            }
        }
        this.readGroups = ImmutableList.copyOf(readGroups.values());
        this.readGroupsById = Collections.unmodifiableMap(readGroups);
        this.sortOrder = sortOrder;
        this.problems = ImmutableList.copyOf(problems);
    }

    private BamHeader(BamHeader header, List<String> rawLines, Dictionary dictionary)
    {
        this.rawLines = rawLines;
        this.dictionary = dictionary;
        this.readGroups = header.readGroups;
        this.readGroupsById = header.readGroupsById;
        this.sortOrder = header.sortOrder;
        this.firstRecord = header.firstRecord;
        this.problems = header.problems;
    }

    /**
     * The same header, with the parts that other headers have too as the same objects.
     */
    public BamHeader share(HeaderParts parts)
    {
        parts.keep(BASE_BYTES + (long) readGroups.size() * BASE_BYTES);
        problems.forEach(problem -> parts.keep(ENTRY_BYTES + problem.length()));
        return new BamHeader(
                this,
                rawLines.stream().map(line -> parts.share(line, ENTRY_BYTES + line.length())).collect(toImmutableList()),
                parts.share(dictionary, (long) dictionary.references().size() * REFERENCE_BYTES));
    }

    private void checkSequence(BamHeaderLine line, int number, Set<String> sequences, List<String> problems)
    {
        Optional<String> name = line.tag("SN");
        if (name.isEmpty()) {
            note(problems, "Header line %s is a sequence without SN".formatted(number));
            return;
        }
        Integer index = dictionary.index().get(name.orElseThrow());
        if (!sequences.add(name.orElseThrow())) {
            note(problems, "Header line %s has sequence '%s' once more".formatted(number, name.orElseThrow()));
        }
        else if (index == null) {
            note(problems, "Header line %s has sequence '%s', which the dictionary lacks".formatted(number, name.orElseThrow()));
        }
        else {
            String length = line.tag("LN").orElse("");
            if (!length.equals(Long.toString(dictionary.references().get(index).length()))) {
                note(problems, "Header line %s gives sequence '%s' the length '%s', the dictionary %s".formatted(number, name.orElseThrow(), length, dictionary.references().get(index).length()));
            }
            if (index != sequences.size() - 1) {
                note(problems, "Header line %s has sequence '%s' in another order than the dictionary, as number %s instead of %s".formatted(number, name.orElseThrow(), sequences.size() - 1, index));
            }
        }
    }

    private static void note(List<String> problems, String problem)
    {
        // a header that is wrong throughout would fill the memory with its problems
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
        else if (problems.size() == MAX_PROBLEMS) {
            problems.add("There are more problems in the header");
        }
    }

    private static ReadGroup readGroup(String id, BamHeaderLine line)
    {
        return new ReadGroup(id, line.tag("SM"), line.tag("LB"), line.tag("PL"), line.tag("PU"), line.tag("CN"), line.tag("DS"));
    }

    /**
     * The lines of the text that are header lines, parsed anew with each call: they may be millions.
     */
    public List<BamHeaderLine> lines()
    {
        return rawLines.stream()
                .map(BamHeaderLine::parse)
                .flatMap(Optional::stream)
                .collect(toImmutableList());
    }

    /**
     * The dictionary; a record's refID is an index into it.
     */
    public List<BamReference> references()
    {
        return dictionary.references();
    }

    /**
     * The refID of each reference by its name; of a doubled name the first.
     */
    public Map<String, Integer> referenceIndex()
    {
        return dictionary.index();
    }

    /**
     * Read groups in the order of the text; of a doubled id the first.
     */
    public List<ReadGroup> readGroups()
    {
        return readGroups;
    }

    public Optional<ReadGroup> readGroup(String id)
    {
        return Optional.ofNullable(readGroupsById.get(id));
    }

    /**
     * The sample of a read group; empty if there is no such group, or it names none.
     */
    public Optional<String> sampleOf(String readGroupId)
    {
        return readGroup(readGroupId).flatMap(ReadGroup::sample);
    }

    /**
     * {@code SO} of the {@code @HD} line: coordinate, queryname, unsorted or unknown.
     */
    public Optional<String> sortOrder()
    {
        return sortOrder;
    }

    /**
     * Virtual offset of the first record.
     */
    public long firstRecord()
    {
        return firstRecord;
    }

    /**
     * What is wrong in the header and yet does not keep the records from being read.
     */
    public List<String> problems()
    {
        return problems;
    }
}
