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

import static java.util.Objects.requireNonNull;

/**
 * Reads every field of a record and lists what is wrong in it (SAM specification, sections 1.4 and 4.2). Other than what
 * {@link BamReader} refuses, most of it is read all the same.
 */
public final class BamProblems
{
    // the more tags a record doubles, the less each tells
    private static final int MAX_TAG_PROBLEMS = 20;

    private final BamHeader header;
    private final long[] seenTags = new long[1 << 10];

    public BamProblems(BamHeader header)
    {
        this.header = requireNonNull(header, "header is null");
    }

    /**
     * @param record a record of the batch
     */
    public ImmutableList<BamProblem> check(BamBatch batch, int record)
    {
        return check(batch.bytes(), batch.recordStart(record), batch.recordEnd(record));
    }

    private ImmutableList<BamProblem> check(byte[] bytes, int start, int end)
    {
        ImmutableList.Builder<BamProblem> problems = ImmutableList.builder();
        checkName(bytes, start, problems);
        checkPlace("chrom", "pos", BamRecord.refId(bytes, start), BamRecord.pos(bytes, start), problems);
        checkPlace("mate_chrom", "mate_pos", BamRecord.mateRefId(bytes, start), BamRecord.matePos(bytes, start), problems);
        checkCigar(bytes, start, end, problems);
        checkQualities(bytes, start, problems);
        checkTags(bytes, start, end, problems);
        return problems.build();
    }

    private static void checkName(byte[] bytes, int start, ImmutableList.Builder<BamProblem> problems)
    {
        int nameStart = BamRecord.readNameStart(start);
        int nameEnd = BamRecord.readNameEnd(bytes, start);
        if (nameEnd == BamRecord.cigarStart(bytes, start)) {
            problems.add(new BamProblem("qname", "The read name does not end with NUL", false));
        }
        if (nameEnd == nameStart) {
            problems.add(new BamProblem("qname", "The read name is empty", false));
        }
        for (int position = nameStart; position < nameEnd; position++) {
            // section 1.4: [!-?A-~]
            if (bytes[position] <= ' ' || bytes[position] == '@' || bytes[position] >= 0x7F) {
                problems.add(new BamProblem("qname", "The read name has the character 0x%02X".formatted(bytes[position]), false));
                return;
            }
        }
    }

    private void checkPlace(String chrom, String pos, int refId, int position, ImmutableList.Builder<BamProblem> problems)
    {
        if (refId < 0) {
            if (position >= 0) {
                problems.add(new BamProblem(pos, "Position %s without a reference".formatted(position + 1L), false));
            }
            return;
        }
        BamReference reference = header.references().get(refId);
        if (position >= reference.length()) {
            problems.add(new BamProblem(pos, "Position %s is behind the end of '%s', which is %s long".formatted(position + 1L, reference.name(), reference.length()), false));
        }
    }

    private void checkCigar(byte[] bytes, int start, int end, ImmutableList.Builder<BamProblem> problems)
    {
        int count = BamRecord.cigarCount(bytes, start, end);
        int refId = BamRecord.refId(bytes, start);
        boolean isMapped = (BamRecord.flag(bytes, start) & BamRecord.FLAG_UNMAPPED) == 0;
        if (isMapped && refId < 0) {
            problems.add(new BamProblem("flag", "The read counts as mapped, but has no reference", false));
        }
        if (count == 0) {
            return;
        }
        int length = BamRecord.sequenceLength(bytes, start);
        long cigarLength = BamRecord.readLength(bytes, BamRecord.cigarStart(bytes, start, end), count);
        if (length > 0 && cigarLength != length) {
            problems.add(new BamProblem("cigar", "The CIGAR is for %s bases, the read has %s".formatted(cigarLength, length), false));
        }
        long endPos = BamRecord.endPos(bytes, start, end);
        if (isMapped && refId >= 0 && BamRecord.pos(bytes, start) < header.references().get(refId).length() && endPos > header.references().get(refId).length()) {
            problems.add(new BamProblem("end_pos", "The alignment ends at %s, behind the end of '%s', which is %s long".formatted(endPos, header.references().get(refId).name(), header.references().get(refId).length()), false));
        }
    }

    private static void checkQualities(byte[] bytes, int start, ImmutableList.Builder<BamProblem> problems)
    {
        int position = BamRecord.qualitiesStart(bytes, start);
        int end = BamRecord.tagsStart(bytes, start);
        boolean isMissing = !BamRecord.hasQualities(bytes, start);
        for (; position < end; position++) {
            int quality = bytes[position] & 0xFF;
            if (isMissing && quality != 0xFF) {
                problems.add(new BamProblem("qual", "The qualities begin as missing ones, yet there is a %s".formatted(quality), false));
                return;
            }
            if (!isMissing && quality > BamRecord.MAX_QUALITY) {
                problems.add(new BamProblem("qual", "A quality is %s, more than %s".formatted(quality, BamRecord.MAX_QUALITY), true));
                return;
            }
        }
    }

    private void checkTags(byte[] bytes, int start, int end, ImmutableList.Builder<BamProblem> problems)
    {
        int first = BamRecord.tagsStart(bytes, start);
        int position = first;
        int reported = 0;
        while (position < end && reported < MAX_TAG_PROBLEMS) {
            int after = BamTags.skip(bytes, position, end);
            if (after < 0) {
                problems.add(new BamProblem("tags", "The tags are broken from byte %s of %s on".formatted(position - first, end - first), true));
                break;
            }
            String key = "" + (char) bytes[position] + (char) bytes[position + 1];
            String reason = tagProblem(bytes, position, after, key);
            if (!reason.isEmpty()) {
                problems.add(new BamProblem("tags", reason, false));
                reported++;
            }
            position = after;
        }
        // only the tags that were looked at have set a bit
        int checked = position;
        for (position = first; position < checked; position = BamTags.skip(bytes, position, end)) {
            seenTags[BamRecord.getShort(bytes, position) >> 6] = 0;
        }
    }

    private String tagProblem(byte[] bytes, int position, int after, String key)
    {
        int number = BamRecord.getShort(bytes, position);
        boolean isDoubled = (seenTags[number >> 6] & 1L << number) != 0;
        seenTags[number >> 6] |= 1L << number;
        if (isDoubled) {
            return "Tag %s is there twice, the first one counts".formatted(key);
        }
        if (!isLetter(bytes[position]) || !(isLetter(bytes[position + 1]) || isDigit(bytes[position + 1]))) {
            return "'%s' is no tag, which is a letter and a letter or digit".formatted(key);
        }
        byte type = bytes[position + 2];
        switch (type) {
            case 'A' -> {
                if (bytes[position + 3] <= ' ' || bytes[position + 3] >= 0x7F) {
                    return "Tag %s has the character 0x%02X".formatted(key, bytes[position + 3]);
                }
            }
            case 'Z' -> {
                for (int i = position + 3; i < after - 1; i++) {
                    if (bytes[i] < ' ' || bytes[i] >= 0x7F) {
                        return "Tag %s has the character 0x%02X".formatted(key, bytes[i]);
                    }
                }
            }
            case 'H' -> {
                if ((after - 1 - position - 3) % 2 != 0) {
                    return "Tag %s has half a byte".formatted(key);
                }
                for (int i = position + 3; i < after - 1; i++) {
                    if (!isDigit(bytes[i]) && (bytes[i] < 'A' || bytes[i] > 'F')) {
                        return "Tag %s has '%s', which is no hexadecimal digit".formatted(key, (char) (bytes[i] & 0xFF));
                    }
                }
            }
            case 'd' -> {
                return "Tag %s has the type d, which the specification does not know".formatted(key);
            }
            default -> {}
        }
        return "";
    }

    private static boolean isLetter(byte character)
    {
        return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
    }

    private static boolean isDigit(byte character)
    {
        return character >= '0' && character <= '9';
    }
}
