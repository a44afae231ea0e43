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
package io.genolake.formats.vcf;

import io.genolake.formats.text.Bytes;

import static io.genolake.formats.text.Bytes.MALFORMED_LONG;

/**
 * The fixed columns of a record, and what is common to their values. Ranges are {@code [start, end)}.
 */
public final class VcfColumns
{
    public static final int CHROM = 0;
    public static final int POS = 1;
    public static final int ID = 2;
    public static final int REF = 3;
    public static final int ALT = 4;
    public static final int QUAL = 5;
    public static final int FILTER = 6;
    public static final int INFO = 7;
    public static final int FORMAT = 8;

    /**
     * The column of the first sample, and the number of columns before it.
     */
    public static final int FIRST_SAMPLE = 9;

    /**
     * The number of columns that every record has.
     */
    public static final int FIXED = 8;

    private VcfColumns() {}

    /**
     * Whether a value is missing: a single dot, or nothing.
     */
    public static boolean isMissing(byte[] bytes, int start, int end)
    {
        return end == start || (end - start == 1 && bytes[start] == '.');
    }

    /**
     * A 1-based position; 0 stands for a telomere.
     *
     * @return {@link Bytes#MALFORMED_LONG} if it is no number of at least 0
     */
    public static long pos(byte[] bytes, int start, int end)
    {
        long pos = Bytes.parseLong(bytes, start, end);
        return pos < 0 ? MALFORMED_LONG : pos;
    }

    /**
     * How many alleles an ALT column has, 0 for a dot.
     */
    public static int altCount(byte[] bytes, int start, int end)
    {
        return isMissing(bytes, start, end) ? 0 : 1 + Bytes.count(bytes, start, end, ',');
    }
}
