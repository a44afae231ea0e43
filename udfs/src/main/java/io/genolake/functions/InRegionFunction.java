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
import io.genolake.formats.region.Region;
import io.trino.spi.TrinoException;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

/**
 * The region is the same for many rows, mostly for all of them: the last one stays parsed. An instance serves one
 * driver, hence one thread.
 */
@ScalarFunction("in_region")
@Description("Whether a record overlaps a region, such as chr17:43,044,295-43,125,483")
public final class InRegionFunction
{
    private Slice text;
    private Slice contig;
    private Region region;

    @SqlType(StandardTypes.BOOLEAN)
    public boolean inRegion(
            @Name("chrom") @SqlType(StandardTypes.VARCHAR) Slice chrom,
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("end_pos") @SqlType(StandardTypes.BIGINT) long endPos,
            @Name("region") @SqlType(StandardTypes.VARCHAR) Slice region)
    {
        if (!region.equals(text)) {
            parse(region);
        }
        return chrom.equals(contig) && this.region.overlaps(pos, endPos);
    }

    private void parse(Slice text)
    {
        try {
            region = Region.parse(text.toStringUtf8());
        }
        catch (IllegalArgumentException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, e.getMessage(), e);
        }
        contig = utf8Slice(region.chrom());
        // a copy, for the slice is part of a page that is not to be kept alive
        this.text = text.copy();
    }
}
