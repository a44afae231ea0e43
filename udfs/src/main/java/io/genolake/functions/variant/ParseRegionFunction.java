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
package io.genolake.functions.variant;

import io.airlift.slice.Slice;
import io.genolake.formats.region.RecordBin;
import io.genolake.formats.region.Region;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Values.bigint;
import static io.genolake.functions.Values.row;
import static io.genolake.functions.Values.varchar;

public final class ParseRegionFunction
{
    private ParseRegionFunction() {}

    @ScalarFunction("parse_region")
    @Description("The parts of a region such as chr17:43,044,295-43,125,483; a region without an end has the largest position that bins takes")
    @SqlType("row(chrom varchar, pos bigint, end_pos bigint)")
    public static SqlRow parseRegion(@Name("region") @SqlType(StandardTypes.VARCHAR) Slice text)
    {
        Region region;
        try {
            region = Region.parse(text.toStringUtf8());
        }
        catch (IllegalArgumentException e) {
            throw invalid("parse_region: %s", e.getMessage());
        }
        long end = region.end() == Long.MAX_VALUE ? RecordBin.MAX_POSITION : region.end();
        return row(varchar(utf8Slice(region.chrom())), bigint(region.start()), bigint(end));
    }
}
