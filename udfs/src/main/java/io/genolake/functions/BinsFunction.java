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
import io.genolake.formats.region.RecordBin;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import java.util.Optional;

import static io.genolake.functions.LocusFunction.code;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

public final class BinsFunction
{
    private BinsFunction() {}

    @ScalarFunction("bins")
    @Description("Every value that the column \"$bin\" of a record that overlaps the interval can have")
    @SqlType("array(bigint)")
    public static Block bins(
            @Name("chrom") @SqlType(StandardTypes.VARCHAR) Slice chrom,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("end_pos") @SqlType(StandardTypes.BIGINT) long endPos)
    {
        long[] bins;
        try {
            bins = RecordBin.overlapping(code(chrom), pos, endPos);
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "bins: " + e.getMessage(), e);
        }
        return new LongArrayBlock(bins.length, Optional.empty(), bins);
    }
}
