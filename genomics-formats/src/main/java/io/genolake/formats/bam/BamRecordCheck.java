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

import static java.util.Objects.requireNonNull;

/**
 * Whether a record's fields fit into it and each other, so that {@link BamRecord} can read them.
 */
enum BamRecordCheck
{
    SOUND(""),
    READ_NAME("the read name has no byte, not even its NUL"),
    SEQUENCE_LENGTH("the sequence length is negative"),
    LENGTHS("name, CIGAR, sequence and qualities are longer than the record"),
    REFERENCE("the reference is none of the header's"),
    MATE_REFERENCE("the mate's reference is none of the header's"),
    POSITION("the position is negative"),
    MATE_POSITION("the mate's position is negative"),
    CIGAR("the CIGAR has an unknown operation"),
    TAGS("the tags are broken, among which the CIGAR must be"),
    /**/;

    /**
     * A record cannot be shorter than its fixed fields.
     */
    static final int MIN_BLOCK_SIZE = 32;

    private final String reason;

    BamRecordCheck(String reason)
    {
        this.reason = requireNonNull(reason, "reason is null");
    }

    String reason()
    {
        return reason;
    }

    /**
     * Checks the fields of fixed length; {@code block_size} has been checked.
     */
    static BamRecordCheck checkFixed(byte[] bytes, int start, int referenceCount)
    {
        if (bytes[start + 12] == 0) {
            return READ_NAME;
        }
        int sequenceLength = BamRecord.sequenceLength(bytes, start);
        if (sequenceLength < 0) {
            return SEQUENCE_LENGTH;
        }
        long length = BamRecord.FIXED_LENGTH - 4L + (bytes[start + 12] & 0xFF) + 4L * BamRecord.storedCigarCount(bytes, start) + (sequenceLength + 1L) / 2 + sequenceLength;
        if (length > BamRecord.blockSize(bytes, start)) {
            return LENGTHS;
        }
        int refId = BamRecord.refId(bytes, start);
        if (refId < -1 || refId >= referenceCount) {
            return REFERENCE;
        }
        int mateRefId = BamRecord.mateRefId(bytes, start);
        if (mateRefId < -1 || mateRefId >= referenceCount) {
            return MATE_REFERENCE;
        }
        if (BamRecord.pos(bytes, start) < -1) {
            return POSITION;
        }
        return BamRecord.matePos(bytes, start) < -1 ? MATE_POSITION : SOUND;
    }

    /**
     * Checks a whole record.
     */
    static BamRecordCheck check(byte[] bytes, int start, int end, int referenceCount)
    {
        BamRecordCheck fixed = checkFixed(bytes, start, referenceCount);
        if (fixed != SOUND) {
            return fixed;
        }
        if (!BamRecord.isCigarSound(bytes, BamRecord.cigarStart(bytes, start), BamRecord.storedCigarCount(bytes, start))) {
            return CIGAR;
        }
        int longCigar = BamRecord.longCigar(bytes, start, end);
        if (longCigar == BamTags.BROKEN) {
            return TAGS;
        }
        if (longCigar >= 0 && !BamRecord.isCigarSound(bytes, longCigar + 6, BamRecord.getInt(bytes, longCigar + 2))) {
            return CIGAR;
        }
        return SOUND;
    }
}
