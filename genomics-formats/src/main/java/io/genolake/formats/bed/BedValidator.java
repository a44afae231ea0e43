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
package io.genolake.formats.bed;

import com.google.common.collect.ImmutableList;
import io.genolake.formats.text.Bytes;

import java.util.List;

import static io.genolake.formats.bed.BedFields.BLOCK_COUNT;
import static io.genolake.formats.bed.BedFields.BLOCK_SIZES;
import static io.genolake.formats.bed.BedFields.BLOCK_STARTS;
import static io.genolake.formats.bed.BedFields.CHROM;
import static io.genolake.formats.bed.BedFields.END;
import static io.genolake.formats.bed.BedFields.REQUIRED;
import static io.genolake.formats.bed.BedFields.SCORE;
import static io.genolake.formats.bed.BedFields.START;
import static io.genolake.formats.bed.BedFields.STRAND;
import static io.genolake.formats.bed.BedFields.THICK_END;
import static io.genolake.formats.bed.BedFields.THICK_START;
import static io.genolake.formats.bed.BedFields.isMissing;
import static io.genolake.formats.text.Bytes.MALFORMED_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Decodes everything in a record, and says what is wrong with it.
 */
public final class BedValidator
{
    private static final int MAX_QUOTED = 60;

    private BedValidator() {}

    /**
     * All problems of a record, in the order of its fields; empty if it is sound.
     *
     * @param batch records with all of their fields
     */
    public static List<BedProblem> validate(BedBatch batch, int record)
    {
        int fields = batch.fieldCount(record);
        if (fields < REQUIRED) {
            return ImmutableList.of(new BedProblem("record", "it has %s of the 3 fields that a BED record must have".formatted(fields)));
        }
        ImmutableList.Builder<BedProblem> problems = ImmutableList.builder();
        if (batch.fieldStart(record, CHROM) == batch.fieldEnd(record, CHROM)) {
            problems.add(new BedProblem("chrom", "the contig name is empty"));
        }
        String start = quote(batch, record, START);
        if (BedFields.pos(batch, record) == MALFORMED_LONG) {
            problems.add(new BedProblem("pos", "the start %s is not a position".formatted(start)));
        }
        else if (BedFields.endPos(batch, record) == MALFORMED_LONG) {
            String end = quote(batch, record, END);
            problems.add(new BedProblem("end_pos", "the end %s is not a position from the start %s on".formatted(end, start)));
        }
        if (!isMissing(batch, record, SCORE) && Bytes.isMalformed(BedFields.score(batch, record))) {
            problems.add(new BedProblem("score", quote(batch, record, SCORE) + " is not a number"));
        }
        if (!isMissing(batch, record, STRAND) && !BedFields.isStrandWellFormed(batch, record)) {
            problems.add(new BedProblem("strand", quote(batch, record, STRAND) + " is not +, - or a dot"));
        }
        if (!isMissing(batch, record, THICK_START) && BedFields.thickStart(batch, record) == MALFORMED_LONG) {
            problems.add(new BedProblem("thick_start", quote(batch, record, THICK_START) + " is not a position"));
        }
        if (!isMissing(batch, record, THICK_END) && BedFields.thickEnd(batch, record) == MALFORMED_LONG) {
            problems.add(new BedProblem("thick_end", quote(batch, record, THICK_END) + " is not a position"));
        }
        if (!isMissing(batch, record, BLOCK_COUNT) && BedFields.blockCount(batch, record) == MALFORMED_LONG) {
            problems.add(new BedProblem("block_count", quote(batch, record, BLOCK_COUNT) + " is not a count"));
        }
        if (!isBlockListSound(batch, record, BLOCK_SIZES)) {
            problems.add(blockListProblem(batch, record, BLOCK_SIZES, "block_sizes"));
        }
        if (!isBlockListSound(batch, record, BLOCK_STARTS)) {
            problems.add(blockListProblem(batch, record, BLOCK_STARTS, "block_starts"));
        }
        return problems.build();
    }

    private static boolean isBlockListSound(BedBatch batch, int record, int field)
    {
        return isMissing(batch, record, field) || BedFields.isBlockListWellFormed(batch, record, field);
    }

    private static BedProblem blockListProblem(BedBatch batch, int record, int field, String name)
    {
        String list = quote(batch, record, field);
        String count = quote(batch, record, BLOCK_COUNT);
        return new BedProblem(name, "%s are not as many numbers as the block count %s says".formatted(list, count));
    }

    private static String quote(BedBatch batch, int record, int field)
    {
        int start = batch.fieldStart(record, field);
        int length = batch.fieldEnd(record, field) - start;
        String text = new String(batch.bytes(), start, Math.min(length, MAX_QUOTED), UTF_8);
        return "\"%s%s\"".formatted(text, length > MAX_QUOTED ? "..." : "");
    }
}
