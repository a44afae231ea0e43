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

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.io.Window;

import java.io.IOException;

/**
 * Where the placed reads of a sorted BAM file end: the reads without a place follow, or nothing.
 */
public final class BamTail
{
    private BamTail() {}

    /**
     * Whether a virtual offset, such as the largest one of an index, is the end of the data or the start of a record without
     * reference, so that an index of the placed reads may end there. The reads that follow are not looked at.
     *
     * @param maxRecordSize most bytes of a record; the window must be able to hold at least as many
     * @throws MalformedFileException if the file itself is damaged or not complete
     */
    public static boolean isTail(Window window, BamHeader header, long virtualOffset, int maxRecordSize)
            throws IOException
    {
        try {
            int start = window.seek(virtualOffset);
            if (start == window.limit()) {
                return true;
            }
            if (!holds(window, start + BamRecord.FIXED_LENGTH) || !new BamPlausibility(header, maxRecordSize).isFixedPlausible(window.bytes(), start)) {
                return false;
            }
            int end = start + 4 + BamRecord.blockSize(window.bytes(), start);
            return holds(window, end) &&
                    BamRecord.refId(window.bytes(), start) == -1 &&
                    BamRecordCheck.check(window.bytes(), start, end, header.references().size()) == BamRecordCheck.SOUND;
        }
        catch (MalformedFileException e) {
            if (e.scope() == Scope.INDEX) {
                return false;
            }
            throw e;
        }
    }

    private static boolean holds(Window window, int limit)
            throws IOException
    {
        while (window.limit() < limit) {
            if (!window.extend()) {
                return false;
            }
        }
        return true;
    }
}
