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

import io.genolake.formats.region.RecordBin;
import io.genolake.formats.text.Bytes;

import java.util.function.LongConsumer;

import static com.google.common.base.Preconditions.checkArgument;
import static io.genolake.formats.text.Bytes.MALFORMED_LONG;

/**
 * The fields of a BED record (BED specification 1.0, sections 1.5 to 1.8). A record has the first 3 to 12 of them;
 * what follows the twelfth is somebody's own. Coordinates are 0-based and half-open in the file, and 1-based with
 * both ends included here: a feature of length zero has {@code endPos = pos - 1}.
 * <p>
 * Every method but {@link #isMissing} expects a field that is not missing. Nothing here throws for what the file has.
 */
public final class BedFields
{
    public static final int CHROM = 0;
    public static final int START = 1;
    public static final int END = 2;
    public static final int NAME = 3;
    public static final int SCORE = 4;
    public static final int STRAND = 5;
    public static final int THICK_START = 6;
    public static final int THICK_END = 7;
    public static final int ITEM_RGB = 8;
    public static final int BLOCK_COUNT = 9;
    public static final int BLOCK_SIZES = 10;
    public static final int BLOCK_STARTS = 11;

    /**
     * The number of fields that every record has.
     */
    public static final int REQUIRED = 3;

    /**
     * The number of fields that the format defines.
     */
    public static final int COUNT = 12;

    private BedFields() {}

    /**
     * Whether a record has no value of a field: the line ends before it, or it is empty or a single dot.
     */
    public static boolean isMissing(BedBatch batch, int record, int field)
    {
        if (field >= batch.fieldCount(record)) {
            return true;
        }
        int start = batch.fieldStart(record, field);
        int length = batch.fieldEnd(record, field) - start;
        return length == 0 || (length == 1 && batch.bytes()[start] == '.');
    }

    /**
     * First position, 1-based.
     *
     * @return {@link Bytes#MALFORMED_LONG} if there is no start, or it is no number from 0 to
     *         {@link RecordBin#MAX_POSITION} - 1
     */
    public static long pos(BedBatch batch, int record)
    {
        return onePlus(coordinate(batch, record, START));
    }

    /**
     * Last position, 1-based and included.
     *
     * @return {@link Bytes#MALFORMED_LONG} if there is no end, it is no number up to {@link RecordBin#MAX_POSITION},
     *         or it is before the start
     */
    public static long endPos(BedBatch batch, int record)
    {
        long start = coordinate(batch, record, START);
        long end = coordinate(batch, record, END);
        return start == MALFORMED_LONG || end < start ? MALFORMED_LONG : end;
    }

    /**
     * The score. The specification has whole numbers from 0 to 1000, and tools write any.
     *
     * @return a number for which {@link Bytes#isMalformed} is true, if it is none
     */
    public static double score(BedBatch batch, int record)
    {
        return Bytes.parseDouble(batch.bytes(), batch.fieldStart(record, SCORE), batch.fieldEnd(record, SCORE));
    }

    /**
     * Whether the strand is {@code +} or {@code -}.
     */
    public static boolean isStrandWellFormed(BedBatch batch, int record)
    {
        int start = batch.fieldStart(record, STRAND);
        byte strand = batch.bytes()[start];
        return batch.fieldEnd(record, STRAND) - start == 1 && (strand == '+' || strand == '-');
    }

    /**
     * First position that is drawn thick, 1-based.
     *
     * @return {@link Bytes#MALFORMED_LONG} if it is no number from 0 on in the file
     */
    public static long thickStart(BedBatch batch, int record)
    {
        return onePlus(coordinate(batch, record, THICK_START));
    }

    /**
     * Last position that is drawn thick, 1-based and included.
     *
     * @return {@link Bytes#MALFORMED_LONG} if it is no number from 0 on
     */
    public static long thickEnd(BedBatch batch, int record)
    {
        return coordinate(batch, record, THICK_END);
    }

    /**
     * The number of blocks.
     *
     * @return {@link Bytes#MALFORMED_LONG} if it is no number from 0 on
     */
    public static long blockCount(BedBatch batch, int record)
    {
        return coordinate(batch, record, BLOCK_COUNT);
    }

    /**
     * Whether the block sizes or the block starts are as many numbers from 0 on as the block count says, with or
     * without a comma after the last.
     *
     * @param field {@link #BLOCK_SIZES} or {@link #BLOCK_STARTS}
     */
    public static boolean isBlockListWellFormed(BedBatch batch, int record, int field)
    {
        checkArgument(field == BLOCK_SIZES || field == BLOCK_STARTS, "not a list of blocks: %s", field);
        byte[] bytes = batch.bytes();
        int end = batch.fieldEnd(record, field);
        int position = batch.fieldStart(record, field);
        long count = 0;
        while (position < end) {
            int valueEnd = Bytes.indexOf(bytes, position, end, ',');
            if (Bytes.parseLong(bytes, position, valueEnd) < 0) {
                return false;
            }
            count++;
            position = valueEnd + 1;
        }
        return !isMissing(batch, record, BLOCK_COUNT) && count == blockCount(batch, record);
    }

    /**
     * Gives the block sizes, or the block starts, which are 0-based and relative to the feature's start, as in the
     * file.
     *
     * @param field {@link #BLOCK_SIZES} or {@link #BLOCK_STARTS}, well-formed
     */
    public static void forEachBlock(BedBatch batch, int record, int field, LongConsumer values)
    {
        byte[] bytes = batch.bytes();
        int end = batch.fieldEnd(record, field);
        int position = batch.fieldStart(record, field);
        while (position < end) {
            int valueEnd = Bytes.indexOf(bytes, position, end, ',');
            values.accept(Bytes.parseLong(bytes, position, valueEnd));
            position = valueEnd + 1;
        }
    }

    private static long coordinate(BedBatch batch, int record, int field)
    {
        if (field >= batch.fieldCount(record)) {
            return MALFORMED_LONG;
        }
        long value = Bytes.parseLong(batch.bytes(), batch.fieldStart(record, field), batch.fieldEnd(record, field));
        return value < 0 || value > RecordBin.MAX_POSITION ? MALFORMED_LONG : value;
    }

    private static long onePlus(long start)
    {
        return start == MALFORMED_LONG || start == RecordBin.MAX_POSITION ? MALFORMED_LONG : start + 1;
    }
}
