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

import io.genolake.formats.text.Bytes;
import io.genolake.formats.text.TabbedBatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import static io.genolake.formats.text.Bytes.MALFORMED_LONG;
import static io.genolake.formats.vcf.VcfColumns.ALT;
import static io.genolake.formats.vcf.VcfColumns.CHROM;
import static io.genolake.formats.vcf.VcfColumns.FILTER;
import static io.genolake.formats.vcf.VcfColumns.FIRST_SAMPLE;
import static io.genolake.formats.vcf.VcfColumns.FIXED;
import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static io.genolake.formats.vcf.VcfColumns.ID;
import static io.genolake.formats.vcf.VcfColumns.INFO;
import static io.genolake.formats.vcf.VcfColumns.POS;
import static io.genolake.formats.vcf.VcfColumns.QUAL;
import static io.genolake.formats.vcf.VcfColumns.REF;
import static io.genolake.formats.vcf.VcfColumns.isMissing;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Decodes everything in a record, and says what is wrong with it: what keeps a column from being decoded, and, if it is strict,
 * also what can be read but is not as the specification or the header says. Not safe for use by several threads.
 */
public final class VcfValidator
{
    private static final int MAX_PROBLEMS = 100;
    private static final int MAX_SHOWN = 50;
    private static final List<String> COLUMN_NAMES = List.of("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT");

    private final VcfHeader header;
    private final boolean strict;
    private final KeyTable infoKeys;
    private final VcfField[] infoFields;
    private final KeyTable formatKeys;
    private final VcfField[] formatFields;

    private List<VcfProblem> problems = List.of();

    // the last FORMAT that was read: its text, and for each of its keys the name, the declaration if there is one, and whether
    // a problem with it was found in the current record
    private byte[] format = new byte[0];
    private String[] keys = new String[0];
    private VcfField[] fields = new VcfField[0];
    private boolean[] failed = new boolean[0];

    // by wanted key of the header: the last record that has it
    private final int[] seenInfo;
    private int records;

    /**
     * @param strict whether to report also what can be read: undeclared and doubled keys, counts of values that contradict
     *         the header, bases that are none
     */
    public VcfValidator(VcfHeader header, boolean strict)
    {
        this.header = requireNonNull(header, "header is null");
        this.strict = strict;
        infoKeys = keys(header.info());
        infoFields = header.info().values().toArray(VcfField[]::new);
        formatKeys = keys(header.format());
        formatFields = header.format().values().toArray(VcfField[]::new);
        seenInfo = new int[infoFields.length];
    }

    private static KeyTable keys(Map<String, VcfField> fields)
    {
        Collection<String> ids = fields.keySet();
        return new KeyTable(ids.stream()
                .map(id -> id.getBytes(UTF_8))
                .toList());
    }

    /**
     * The problems of a record, in the order of its columns, at most a hundred; empty if it is sound. A field of which several
     * samples are malformed is one problem.
     *
     * @param batch lines with their first 9 fields
     */
    public List<VcfProblem> validate(TabbedBatch batch, int record)
    {
        problems = new ArrayList<>();
        records++;
        byte[] bytes = batch.bytes();
        int fixed = min(batch.fieldCount(record), FIXED);
        for (int column = 0; column < fixed; column++) {
            // others that are empty can be read as missing
            boolean needed = column == CHROM || column == POS || column == REF || column == ALT;
            if ((strict || needed) && batch.fieldStart(record, column) == batch.fieldEnd(record, column)) {
                add(COLUMN_NAMES.get(column), "it is empty");
            }
        }
        int columns = batch.fieldCount(record);
        if (columns > FORMAT) {
            columns += Bytes.count(bytes, batch.fieldEnd(record, FORMAT), batch.lineEnd(record), '\t');
        }
        if (columns != header.columns()) {
            add("record", "it has %s columns, and the header has %s".formatted(columns, header.columns()));
        }
        if (columns < FIXED) {
            return List.copyOf(problems);
        }
        int altCount = VcfColumns.altCount(bytes, batch.fieldStart(record, ALT), batch.fieldEnd(record, ALT));
        validateFixed(batch, record);
        validateInfo(bytes, batch.fieldStart(record, INFO), batch.fieldEnd(record, INFO), altCount);
        validateEnd(batch, record);
        if (columns > FORMAT) {
            validateSamples(bytes, batch.fieldStart(record, FORMAT), batch.fieldEnd(record, FORMAT), batch.lineEnd(record), altCount);
        }
        return List.copyOf(problems);
    }

    private void validateFixed(TabbedBatch batch, int record)
    {
        byte[] bytes = batch.bytes();
        int start = batch.fieldStart(record, POS);
        int end = batch.fieldEnd(record, POS);
        if (start < end && VcfColumns.pos(bytes, start, end) == MALFORMED_LONG) {
            add("POS", "'%s' is not a position".formatted(text(bytes, start, end)));
        }
        start = batch.fieldStart(record, QUAL);
        end = batch.fieldEnd(record, QUAL);
        if (!isMissing(bytes, start, end) && Bytes.isMalformed(Bytes.parseDouble(bytes, start, end))) {
            add("QUAL", "'%s' is not a number".formatted(text(bytes, start, end)));
        }
        if (strict) {
            validateAlleles(batch, record);
            for (int column : new int[] {CHROM, ID, FILTER}) {
                start = batch.fieldStart(record, column);
                end = batch.fieldEnd(record, column);
                if (Bytes.indexOf(bytes, start, end, ' ') < end) {
                    add(COLUMN_NAMES.get(column), "'%s' has a blank".formatted(text(bytes, start, end)));
                }
            }
        }
    }

    private void validateAlleles(TabbedBatch batch, int record)
    {
        byte[] bytes = batch.bytes();
        int start = batch.fieldStart(record, REF);
        int end = batch.fieldEnd(record, REF);
        if (start < end && !areBases(bytes, start, end)) {
            add("REF", "'%s' has a character that is not a base".formatted(text(bytes, start, end)));
        }
        start = batch.fieldStart(record, ALT);
        end = batch.fieldEnd(record, ALT);
        if (isMissing(bytes, start, end)) {
            return;
        }
        while (start <= end) {
            int alleleEnd = Bytes.indexOf(bytes, start, end, ',');
            if (!isAlternateAllele(bytes, start, alleleEnd)) {
                add("ALT", "'%s' is not an allele".formatted(text(bytes, start, alleleEnd)));
                return;
            }
            start = alleleEnd + 1;
        }
    }

    /**
     * Whether an allele is of bases, the overlapping deletion, symbolic, or a breakend (VCF 4.5 specification, section 1.6.1).
     */
    private static boolean isAlternateAllele(byte[] bytes, int start, int end)
    {
        if (start == end) {
            return false;
        }
        if (bytes[start] == '<') {
            return end - start > 2 && bytes[end - 1] == '>';
        }
        if (Bytes.indexOf(bytes, start, end, '[') < end || Bytes.indexOf(bytes, start, end, ']') < end) {
            return true;
        }
        if (end - start == 1 && bytes[start] == '*') {
            return true;
        }
        // a breakend without a mate
        int from = bytes[start] == '.' ? start + 1 : start;
        int to = from < end && bytes[end - 1] == '.' ? end - 1 : end;
        return from < to && areBases(bytes, from, to);
    }

    private static boolean areBases(byte[] bytes, int start, int end)
    {
        for (int position = start; position < end; position++) {
            if ("ACGTN".indexOf(bytes[position] & ~0x20) < 0) {
                return false;
            }
        }
        return true;
    }

    private void validateInfo(byte[] bytes, int start, int end, int altCount)
    {
        if (isMissing(bytes, start, end)) {
            return;
        }
        int position = start;
        while (position < end) {
            int entryEnd = Bytes.indexOf(bytes, position, end, ';');
            int keyEnd = Bytes.indexOf(bytes, position, entryEnd, '=');
            int index = infoKeys.find(bytes, position, keyEnd);
            if (index >= 0) {
                // of a doubled key the first counts, and the others are not decoded
                if (seenInfo[index] != records) {
                    seenInfo[index] = records;
                    validateInfo(infoFields[index], bytes, keyEnd, entryEnd, altCount);
                }
                else if (strict) {
                    add("INFO/" + infoFields[index].id(), "it is there twice");
                }
            }
            else if (strict && position < entryEnd) {
                add("INFO/" + text(bytes, position, keyEnd), "the header does not declare it");
            }
            position = entryEnd + 1;
        }
    }

    private void validateInfo(VcfField field, byte[] bytes, int keyEnd, int entryEnd, int altCount)
    {
        if (field.type() == VcfType.FLAG) {
            if (strict && keyEnd < entryEnd) {
                add("INFO/" + field.id(), "it is a Flag, and has a value");
            }
            return;
        }
        if (keyEnd == entryEnd) {
            if (strict) {
                add("INFO/" + field.id(), "it has no value");
            }
            return;
        }
        String reason = valueProblem(field, bytes, keyEnd + 1, entryEnd, altCount);
        if (!reason.isEmpty()) {
            add("INFO/" + field.id(), reason);
        }
    }

    private void validateEnd(TabbedBatch batch, int record)
    {
        long pos = VcfColumns.pos(batch.bytes(), batch.fieldStart(record, POS), batch.fieldEnd(record, POS));
        // a header that declares the field in the usual way has told of it before
        if (pos != MALFORMED_LONG && problems.stream().noneMatch(problem -> problem.field().equals("INFO/END") || problem.field().equals("INFO/SVLEN"))
                && VcfEnd.endPos(batch, record, pos) == MALFORMED_LONG) {
            add("INFO", "the end of the record is unknown, as END, SVLEN or FORMAT/LEN is not a number");
        }
    }

    private void validateSamples(byte[] bytes, int formatStart, int formatEnd, int lineEnd, int altCount)
    {
        readFormat(bytes, formatStart, formatEnd);
        Arrays.fill(failed, false);
        if (strict) {
            validateFormat();
        }
        int sample = 0;
        int position = formatEnd + 1;
        while (position <= lineEnd) {
            int sampleEnd = Bytes.indexOf(bytes, position, lineEnd, '\t');
            int field = 0;
            int start = position;
            while (start <= sampleEnd) {
                int end = Bytes.indexOf(bytes, start, sampleEnd, ':');
                if (field == fields.length) {
                    if (sampleEnd > position) {
                        add("FORMAT", "sample %s has more values than FORMAT has keys".formatted(sampleName(sample)));
                    }
                    break;
                }
                if (!failed[field]) {
                    String reason = sampleProblem(field, bytes, start, end, altCount);
                    if (!reason.isEmpty()) {
                        failed[field] = true;
                        add("FORMAT/" + keys[field], "sample %s: %s".formatted(sampleName(sample), reason));
                    }
                }
                field++;
                start = end + 1;
            }
            sample++;
            position = sampleEnd + 1;
        }
    }

    private void validateFormat()
    {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < keys.length && i < MAX_PROBLEMS; i++) {
            if (before.contains(keys[i])) {
                add("FORMAT/" + keys[i], "it is there twice");
            }
            else if (fields[i] == null) {
                add("FORMAT/" + keys[i], "the header does not declare it");
            }
            if (i > 0 && keys[i].equals("GT")) {
                add("FORMAT/GT", "it is not the first key");
            }
            before.add(keys[i]);
        }
    }

    private String sampleProblem(int field, byte[] bytes, int start, int end, int altCount)
    {
        if (keys[field].equals("GT")) {
            if (Genotypes.dosage(bytes, start, end, altCount) == Genotypes.MALFORMED) {
                return Genotypes.describeMalformed(bytes, start, end, altCount);
            }
            return "";
        }
        return fields[field] == null ? "" : valueProblem(fields[field], bytes, start, end, altCount);
    }

    private void readFormat(byte[] bytes, int start, int end)
    {
        if (Bytes.equals(bytes, start, end, format)) {
            return;
        }
        format = Arrays.copyOfRange(bytes, start, end);
        int count = isMissing(bytes, start, end) ? 0 : 1 + Bytes.count(bytes, start, end, ':');
        keys = new String[count];
        fields = new VcfField[count];
        failed = new boolean[count];
        int position = start;
        for (int i = 0; i < count; i++) {
            int keyEnd = Bytes.indexOf(bytes, position, end, ':');
            int index = formatKeys.find(bytes, position, keyEnd);
            keys[i] = text(bytes, position, keyEnd);
            fields[i] = index < 0 ? null : formatFields[index];
            position = keyEnd + 1;
        }
    }

    /**
     * What is wrong with a value, nothing if it is sound.
     */
    private String valueProblem(VcfField field, byte[] bytes, int start, int end, int altCount)
    {
        if (isMissing(bytes, start, end)) {
            return "";
        }
        int values = 0;
        int position = start;
        while (position <= end) {
            int valueEnd = Bytes.indexOf(bytes, position, end, ',');
            if (!isMissing(bytes, position, valueEnd)) {
                boolean malformed = switch (field.type()) {
                    case INTEGER -> Bytes.parseLong(bytes, position, valueEnd) == MALFORMED_LONG;
                    case FLOAT -> Bytes.isMalformed(Bytes.parseDouble(bytes, position, valueEnd));
                    case CHARACTER -> strict && valueEnd - position != 1;
                    case FLAG, STRING -> false;
                };
                if (malformed) {
                    return "'%s' is not of the type %s".formatted(text(bytes, position, valueEnd), field.type());
                }
            }
            values++;
            position = valueEnd + 1;
        }
        boolean number = field.type() == VcfType.INTEGER || field.type() == VcfType.FLOAT;
        if (number && field.isScalar() && values > 1) {
            return "'%s' are several values, and its Number is 1".formatted(text(bytes, start, end));
        }
        if (strict && !isCount(field.number(), values, altCount)) {
            return "it has %s values, and its Number is %s".formatted(values, field.number());
        }
        return "";
    }

    private static boolean isCount(String number, int values, int altCount)
    {
        return switch (number) {
            case "A" -> values == altCount;
            case "R" -> values == altCount + 1;
            // these depend on ploidy and other fields
            case "G", "P", "M", "LA", "LR", "LG", "." -> true;
            default -> {
                byte[] text = number.getBytes(UTF_8);
                long count = Bytes.parseLong(text, 0, text.length);
                // a number that is none is a problem of the header
                yield count < 0 || count == values;
            }
        };
    }

    private String sampleName(int sample)
    {
        return sample < header.samples().size() ? header.samples().get(sample) : "in column %s".formatted(sample + FIRST_SAMPLE + 1);
    }

    private void add(String field, String reason)
    {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new VcfProblem(field, reason));
        }
    }

    private static String text(byte[] bytes, int start, int end)
    {
        return end - start > MAX_SHOWN ? new String(bytes, start, MAX_SHOWN, UTF_8) + "..." : new String(bytes, start, end - start, UTF_8);
    }
}
