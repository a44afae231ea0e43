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

import com.google.common.primitives.ImmutableLongArray;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Whether bytes that may be anything look like a record: stricter than what a reader asks of a record, so that
 * chance does not pass.
 */
final class BamPlausibility
{
    private final ImmutableLongArray referenceLengths;
    private final int maxRecordSize;

    BamPlausibility(BamHeader header, int maxRecordSize)
    {
        referenceLengths = ImmutableLongArray.copyOf(header.references().stream().map(BamReference::length).collect(toImmutableList()));
        this.maxRecordSize = maxRecordSize;
    }

    /**
     * Whether the fields of fixed length, {@link BamRecord#FIXED_LENGTH} bytes, look like those of a record.
     */
    boolean isFixedPlausible(byte[] bytes, int start)
    {
        int blockSize = BamRecord.blockSize(bytes, start);
        if (blockSize < BamRecordCheck.MIN_BLOCK_SIZE || blockSize > maxRecordSize - 4) {
            return false;
        }
        if (BamRecordCheck.checkFixed(bytes, start, referenceLengths.length()) != BamRecordCheck.SOUND) {
            return false;
        }
        // the mate may be anywhere, in a file whose references were shortened to what was cut out of them
        int refId = BamRecord.refId(bytes, start);
        return refId < 0 || BamRecord.pos(bytes, start) < referenceLengths.get(refId);
    }

    /**
     * Whether name and CIGAR look like those of a record whose fixed fields are plausible; the bytes hold them.
     */
    static boolean isNameAndCigarPlausible(byte[] bytes, int start)
    {
        int nameEnd = BamRecord.cigarStart(bytes, start) - 1;
        if (bytes[nameEnd] != 0) {
            return false;
        }
        for (int position = BamRecord.readNameStart(start); position < nameEnd; position++) {
            if (!isPrintable(bytes[position])) {
                return false;
            }
        }
        int count = BamRecord.storedCigarCount(bytes, start);
        if (!BamRecord.isCigarSound(bytes, nameEnd + 1, count)) {
            return false;
        }
        int length = BamRecord.sequenceLength(bytes, start);
        return count == 0 || length == 0 || BamRecord.readLength(bytes, nameEnd + 1, count) == length;
    }

    /**
     * Whether qualities and tags look like those of a record whose other fields are plausible; the bytes hold them.
     */
    static boolean areQualitiesAndTagsPlausible(byte[] bytes, int start, int end)
    {
        int position = BamRecord.qualitiesStart(bytes, start);
        int tags = BamRecord.tagsStart(bytes, start);
        if (BamRecord.hasQualities(bytes, start)) {
            for (; position < tags; position++) {
                if (bytes[position] < 0 || bytes[position] > BamRecord.MAX_QUALITY) {
                    return false;
                }
            }
        }
        else {
            for (; position < tags; position++) {
                if (bytes[position] != (byte) 0xFF) {
                    return false;
                }
            }
        }
        position = tags;
        while (position < end) {
            position = BamTags.skip(bytes, position, end);
            if (position < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(byte character)
    {
        return character >= ' ' && character < 0x7F;
    }
}
