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
package io.genolake.connector.functions;

import io.airlift.slice.Slice;
import io.genolake.connector.reference.Reference;
import io.genolake.connector.reference.References;
import io.genolake.formats.fasta.FastaCursor;

import java.util.HashMap;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * The arguments reference and chrom of a function, for one driver: they are the same for many rows, mostly, and the last ones stay
 * resolved. The query sees one version of the reference, or fails.
 */
final class ReferenceArgument
{
    // each has a page in its hands
    private static final int MAX_CURSORS = 32;
    private static final int CALLS_BETWEEN_CHECKS = 1 << 12;

    private final References references;

    private Slice name;
    private Reference reference;
    private Slice chrom;
    private FastaCursor cursor;
    private final Map<Slice, FastaCursor> cursors = new HashMap<>();
    private int calls;

    ReferenceArgument(References references)
    {
        this.references = requireNonNull(references, "references is null");
    }

    FastaCursor cursor(Slice reference, Slice chrom)
    {
        resolve(reference);
        if (!chrom.equals(this.chrom)) {
            find(chrom);
        }
        return cursor;
    }

    Reference resolve(Slice reference)
    {
        if (!reference.equals(name)) {
            this.reference = references.reference(reference.toStringUtf8());
            // copies, for a slice is part of a page that is not to be kept alive
            name = reference.copy();
            chrom = null;
            cursors.clear();
        }
        calls++;
        if ((calls & (CALLS_BETWEEN_CHECKS - 1)) == 0) {
            references.checkUnchanged(this.reference);
        }
        return this.reference;
    }

    private void find(Slice chrom)
    {
        FastaCursor found = cursors.get(chrom);
        Slice key = chrom.copy();
        if (found == null) {
            // fails where there is no such contig, after which TRY may go on with the next row
            found = reference.cursor(chrom.toStringUtf8());
            if (cursors.size() == MAX_CURSORS) {
                cursors.clear();
            }
            cursors.put(key, found);
        }
        this.chrom = key;
        cursor = found;
    }
}
