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
import io.genolake.connector.reference.References;
import io.trino.spi.function.SqlNullable;

/**
 * SPDI (Holmes et al. 2020, doi:10.1093/bioinformatics/btz856): sequence, position between bases, deleted and inserted bases, fully justified. NULL for
 * alleles that have no bases.
 */
public final class SpdiFunction
{
    private final ReferenceArgument references;
    private final TrimmedVariant variant = new TrimmedVariant();
    private final Text text = new Text();

    SpdiFunction(References references)
    {
        this.references = new ReferenceArgument(references);
    }

    @SqlNullable
    public Slice evaluate(Slice reference, Slice chrom, long pos, Slice ref, Slice alt)
    {
        if (Bases.isSymbolic(alt)) {
            return null;
        }
        variant.set(references.cursor(reference, chrom), pos, ref, alt);
        text.clear();
        text.append(chrom).append(':');
        if (variant.isReference()) {
            text.append(pos - 1).append(':');
            appendReference(pos - 1, ref.length());
            text.append(':');
            appendReference(pos - 1, ref.length());
            return text.toSlice();
        }
        text.append(variant.start() - variant.left()).append(':');
        appendReference(variant.start() - variant.left(), variant.justifiedRefLength());
        text.append(':');
        for (long i = 0; i < variant.justifiedAltLength(); i++) {
            text.append(variant.justifiedAlt(i));
        }
        return text.toSlice();
    }

    private void appendReference(long start, long length)
    {
        for (long i = 0; i < length; i++) {
            text.append(variant.base(start + i));
        }
    }
}
