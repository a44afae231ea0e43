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
package io.genolake.formats.index;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bgzf.BgzfStream;

import java.io.IOException;

/**
 * What proves that an index is that of a file.
 */
public final class IndexProof
{
    private IndexProof() {}

    /**
     * Whether the largest end of an index is the end of the file's data. Empty blocks count for nothing, so that there are
     * several virtual offsets of that end. Reads the last blocks of the file.
     *
     * @throws MalformedFileException if the file itself is damaged or not complete
     */
    public static boolean endsWhereDataEnds(BgzfStream data, long largestEnd)
            throws IOException
    {
        byte[] block = new byte[data.maxBlockSize()];
        try {
            int offset = data.seek(largestEnd);
            if (offset > 0 && (data.read(block, 0) != offset || data.blockOffset() + offset != largestEnd)) {
                return false;
            }
            return data.read(block, 0) < 0;
        }
        catch (MalformedFileException e) {
            if (e.scope() == Scope.INDEX) {
                return false;
            }
            throw e;
        }
    }
}
