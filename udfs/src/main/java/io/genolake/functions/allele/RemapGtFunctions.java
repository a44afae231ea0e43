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
package io.genolake.functions.allele;

import io.airlift.slice.DynamicSliceOutput;
import io.airlift.slice.Slice;
import io.airlift.slice.SliceOutput;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.genolake.functions.Values.NULL_ELEMENT;

/**
 * The genotype of a record that was split or atomized. Separators stay as they are, hence ploidy and phase too.
 */
public final class RemapGtFunctions
{
    private static final Slice REF = utf8Slice("0");

    private RemapGtFunctions() {}

    @ScalarFunction("remap_gt")
    @Description("A genotype where a record is split and the ALT becomes the only one: another ALT becomes 0")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice remapGt(
            @Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele)
    {
        return remapGt(gt, allele, REF);
    }

    @ScalarFunction("remap_gt")
    @Description("A genotype where a record is split and the ALT becomes the only one: another ALT becomes 0 or, if so chosen, a dot")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice remapGt(
            @Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt,
            @Name("allele") @SqlType(StandardTypes.BIGINT) long allele,
            @Name("other") @SqlType(StandardTypes.VARCHAR) Slice other)
    {
        if (allele < 1) {
            throw invalid("remap_gt: there is no ALT %s: the first one is 1", allele);
        }
        if (other.length() != 1 || (other.getByte(0) != '0' && other.getByte(0) != '.')) {
            throw invalid("remap_gt: another ALT cannot become %s, only '0' or '.'", shown(other));
        }
        SliceOutput output = new DynamicSliceOutput(gt.length());
        int position = writePrefix(gt, output);
        while (true) {
            int end = alleleEnd(gt, position);
            long value = allele(gt, position, end);
            if (value == NULL_ELEMENT) {
                output.writeByte('.');
            }
            else if (value == 0) {
                output.writeByte('0');
            }
            else {
                output.writeByte(value == allele ? '1' : other.getByte(0));
            }
            if (end == gt.length()) {
                return output.slice();
            }
            output.writeByte(separator(gt, end));
            position = end + 1;
        }
    }

    @ScalarFunction("remap_gt")
    @Description("A genotype in a record whose alleles are those of another by an allele_map")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice remapGt(
            @Name("gt") @SqlType(StandardTypes.VARCHAR) Slice gt,
            @Name("allele_map") @SqlType("array(bigint)") Block alleleMap)
    {
        AlleleMap.check("remap_gt", alleleMap);
        SliceOutput output = new DynamicSliceOutput(gt.length());
        int position = writePrefix(gt, output);
        while (true) {
            int end = alleleEnd(gt, position);
            long allele = allele(gt, position, end);
            if (allele >= alleleMap.getPositionCount()) {
                throw invalid("remap_gt: %s has allele %s, and allele_map has alleles 0 to %s", shown(gt), allele, alleleMap.getPositionCount() - 1);
            }
            int mapped = allele == NULL_ELEMENT ? NULL_ELEMENT : AlleleMap.get("remap_gt", alleleMap, (int) allele, Integer.MAX_VALUE);
            if (mapped == NULL_ELEMENT) {
                output.writeByte('.');
            }
            else {
                output.writeBytes(utf8Slice(String.valueOf(mapped)));
            }
            if (end == gt.length()) {
                return output.slice();
            }
            output.writeByte(separator(gt, end));
            position = end + 1;
        }
    }

    private static int writePrefix(Slice gt, SliceOutput output)
    {
        if (gt.length() > 0 && isSeparator(gt.getByte(0))) {
            output.writeByte(gt.getByte(0));
            return 1;
        }
        return 0;
    }

    private static int alleleEnd(Slice gt, int start)
    {
        if (start < gt.length() && gt.getByte(start) == '.') {
            return start + 1;
        }
        int position = start;
        while (position < gt.length() && gt.getByte(position) >= '0' && gt.getByte(position) <= '9') {
            position++;
        }
        return position;
    }

    private static long allele(Slice gt, int start, int end)
    {
        if (start == end) {
            throw malformed(gt);
        }
        if (gt.getByte(start) == '.') {
            return NULL_ELEMENT;
        }
        long allele = 0;
        for (int position = start; position < end; position++) {
            allele = allele * 10 + gt.getByte(position) - '0';
            if (allele > Integer.MAX_VALUE) {
                throw malformed(gt);
            }
        }
        return allele;
    }

    private static byte separator(Slice gt, int position)
    {
        byte separator = gt.getByte(position);
        if (!isSeparator(separator)) {
            throw malformed(gt);
        }
        return separator;
    }

    private static boolean isSeparator(byte value)
    {
        return value == '/' || value == '|';
    }

    private static TrinoException malformed(Slice gt)
    {
        return invalid("remap_gt: %s is not a genotype such as 0/1, 1|0 or ./.", shown(gt));
    }
}
