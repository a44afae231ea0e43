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
package io.genolake.functions.read;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * The bits of FLAG (SAM specification, section 1.4.2), by the names that samtools gives them.
 */
public final class SamFlagFunctions
{
    private static final int PAIRED = 0x1;
    private static final int PROPER_PAIR = 0x2;
    private static final int UNMAPPED = 0x4;
    private static final int MATE_UNMAPPED = 0x8;
    private static final int REVERSE = 0x10;
    private static final int MATE_REVERSE = 0x20;
    private static final int READ1 = 0x40;
    private static final int READ2 = 0x80;
    private static final int SECONDARY = 0x100;
    private static final int QC_FAIL = 0x200;
    private static final int DUPLICATE = 0x400;
    private static final int SUPPLEMENTARY = 0x800;

    private static final int MAX_FLAG = 0xFFFF;
    private static final Slice[] NAMES = {
            utf8Slice("PAIRED"),
            utf8Slice("PROPER_PAIR"),
            utf8Slice("UNMAP"),
            utf8Slice("MUNMAP"),
            utf8Slice("REVERSE"),
            utf8Slice("MREVERSE"),
            utf8Slice("READ1"),
            utf8Slice("READ2"),
            utf8Slice("SECONDARY"),
            utf8Slice("QCFAIL"),
            utf8Slice("DUP"),
            utf8Slice("SUPPLEMENTARY"),
    };

    private SamFlagFunctions() {}

    @ScalarFunction("sam_flags")
    @Description("The names of the bits that are set in the FLAG of an alignment, as samtools flags gives them")
    @SqlType("array(varchar)")
    public static Block samFlags(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        check("sam_flags", flag);
        BlockBuilder names = VARCHAR.createBlockBuilder(null, NAMES.length);
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((flag & 1L << bit) != 0) {
                VARCHAR.writeSlice(names, NAMES[bit]);
            }
        }
        return names.build();
    }

    @ScalarFunction("is_paired")
    @Description("Whether the template has several segments (flag 0x1)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isPaired(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_paired", flag, PAIRED);
    }

    @ScalarFunction("is_proper_pair")
    @Description("Whether each segment is properly aligned, according to the aligner (flag 0x2)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isProperPair(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_proper_pair", flag, PROPER_PAIR);
    }

    @ScalarFunction("is_unmapped")
    @Description("Whether the segment is unmapped (flag 0x4)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isUnmapped(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_unmapped", flag, UNMAPPED);
    }

    @ScalarFunction("is_mate_unmapped")
    @Description("Whether the next segment of the template is unmapped (flag 0x8)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isMateUnmapped(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_mate_unmapped", flag, MATE_UNMAPPED);
    }

    @ScalarFunction("is_reverse")
    @Description("Whether seq is reverse complemented (flag 0x10)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isReverse(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_reverse", flag, REVERSE);
    }

    @ScalarFunction("is_mate_reverse")
    @Description("Whether seq of the next segment of the template is reverse complemented (flag 0x20)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isMateReverse(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_mate_reverse", flag, MATE_REVERSE);
    }

    @ScalarFunction("is_read1")
    @Description("Whether this is the first segment of the template (flag 0x40)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isRead1(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_read1", flag, READ1);
    }

    @ScalarFunction("is_read2")
    @Description("Whether this is the last segment of the template (flag 0x80)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isRead2(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_read2", flag, READ2);
    }

    @ScalarFunction("is_secondary")
    @Description("Whether this is a secondary alignment (flag 0x100)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isSecondary(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_secondary", flag, SECONDARY);
    }

    @ScalarFunction("is_qc_fail")
    @Description("Whether the read does not pass filters, such as quality controls of the platform (flag 0x200)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isQcFail(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_qc_fail", flag, QC_FAIL);
    }

    @ScalarFunction("is_duplicate")
    @Description("Whether the read is a PCR or optical duplicate (flag 0x400)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isDuplicate(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_duplicate", flag, DUPLICATE);
    }

    @ScalarFunction("is_supplementary")
    @Description("Whether this is a supplementary alignment (flag 0x800)")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isSupplementary(@Name("flag") @SqlType(StandardTypes.BIGINT) long flag)
    {
        return isSet("is_supplementary", flag, SUPPLEMENTARY);
    }

    private static boolean isSet(String function, long flag, int bit)
    {
        check(function, flag);
        return (flag & bit) != 0;
    }

    private static void check(String function, long flag)
    {
        if (flag < 0 || flag > MAX_FLAG) {
            throw invalid("%s: flag %s is out of range: a flag has 16 bits", function, flag);
        }
    }
}
