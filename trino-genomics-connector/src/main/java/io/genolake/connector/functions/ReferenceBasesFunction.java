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
import io.airlift.slice.Slices;
import io.genolake.connector.reference.References;
import io.genolake.formats.fasta.FastaCursor;
import io.trino.spi.TrinoException;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

public final class ReferenceBasesFunction
{
    // a value goes through the engine whole
    private static final int MAX_BASES = 10_000_000;

    private final ReferenceArgument references;

    ReferenceBasesFunction(References references)
    {
        this.references = new ReferenceArgument(references);
    }

    public Slice evaluate(Slice reference, Slice chrom, long pos, long endPos)
    {
        FastaCursor cursor = references.cursor(reference, chrom);
        // an interval without bases, as a zero-length one of BED is, lies between two of them
        if (pos < 1 || endPos < pos - 1 || endPos > cursor.length()) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s:%s-%s is no interval of %s, which has %s bases in the reference".formatted(cursor.contig().name(), pos, endPos, cursor.contig().name(), cursor.length()));
        }
        if (endPos - pos >= MAX_BASES) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s:%s-%s has %s bases, more than the %s of one value".formatted(cursor.contig().name(), pos, endPos, endPos - pos + 1, MAX_BASES));
        }
        byte[] bases = new byte[(int) (endPos - pos + 1)];
        cursor.copy(pos, endPos, bases, 0);
        return Slices.wrappedBuffer(bases);
    }
}
