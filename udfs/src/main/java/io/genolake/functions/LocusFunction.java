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
package io.genolake.functions;

import io.airlift.slice.Slice;
import io.genolake.formats.region.ContigCode;
import io.genolake.formats.region.Locus;
import io.trino.spi.TrinoException;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

public final class LocusFunction
{
    private LocusFunction() {}

    @ScalarFunction("locus")
    @Description("Contig and position in one sortable number, the value of the column \"$locus\"")
    @SqlType(StandardTypes.BIGINT)
    public static long locus(
            @Name("chrom") @SqlType(StandardTypes.VARCHAR) Slice chrom,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos)
    {
        try {
            return Locus.of(code(chrom), pos);
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "locus: " + e.getMessage(), e);
        }
    }

    static int code(Slice chrom)
    {
        int start = chrom.byteArrayOffset();
        return ContigCode.of(chrom.byteArray(), start, start + chrom.length());
    }
}
