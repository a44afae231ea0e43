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
import io.genolake.formats.text.TabbedBatch;

import static io.genolake.formats.text.Bytes.MALFORMED_LONG;
import static io.genolake.formats.vcf.VcfColumns.ALT;
import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static io.genolake.formats.vcf.VcfColumns.INFO;
import static io.genolake.formats.vcf.VcfColumns.REF;
import static io.genolake.formats.vcf.VcfColumns.isMissing;
import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The last position of a record, 1-based and included, by one rule for all versions of VCF (VCF 4.5 specification,
 * section 1.6.1, where END is deprecated, and its predecessors, where it counts): INFO/END where it is not before POS, otherwise
 * the largest of
 * <ul>
 * <li>POS + length of REF - 1
 * <li>POS + |SVLEN| for each ALT {@code <DEL>}, {@code <DUP>}, {@code <INV>} or {@code <CNV>}, or a subtype of it
 * <li>POS + the largest FORMAT/LEN - 1 for the ALT {@code <*>} or {@code <NON_REF>}
 * </ul>
 */
public final class VcfEnd
{
    /**
     * INFO and FORMAT keys that make a record longer than its REF.
     */
    public static final String SVLEN_KEY = "SVLEN";
    public static final String LEN_KEY = "LEN";

    private static final byte[] END = "END=".getBytes(US_ASCII);
    private static final byte[] SVLEN = "SVLEN=".getBytes(US_ASCII);
    private static final byte[] LEN = "LEN".getBytes(US_ASCII);
    private static final byte[] UNSPECIFIED = "<*>".getBytes(US_ASCII);
    private static final byte[] NON_REF = "<NON_REF>".getBytes(US_ASCII);
    private static final byte[][] SPANNING = {
            "<DEL".getBytes(US_ASCII), "<DUP".getBytes(US_ASCII), "<INV".getBytes(US_ASCII), "<CNV".getBytes(US_ASCII),
    };

    private VcfEnd() {}

    /**
     * @param batch lines with at least their first 8 fields; the ninth is needed to see FORMAT/LEN
     * @param pos the record's position
     * @return {@link Bytes#MALFORMED_LONG} if END, SVLEN or LEN is needed and is no number
     */
    public static long endPos(TabbedBatch batch, int record, long pos)
    {
        return endPos(batch, record, pos, true, true);
    }

    /**
     * @param useSvlen whether INFO/SVLEN counts: a header that does not declare it gives no meaning to it
     * @param useLen whether FORMAT/LEN counts, likewise
     */
    public static long endPos(TabbedBatch batch, int record, long pos, boolean useSvlen, boolean useLen)
    {
        byte[] bytes = batch.bytes();
        int infoStart = batch.fieldStart(record, INFO);
        int infoEnd = batch.fieldEnd(record, INFO);
        int start = findValue(bytes, infoStart, infoEnd, END);
        if (start >= 0) {
            int end = Bytes.indexOf(bytes, start, infoEnd, ';');
            if (!isMissing(bytes, start, end)) {
                long value = Bytes.parseLong(bytes, start, end);
                if (value >= pos || value == MALFORMED_LONG) {
                    return value;
                }
            }
        }

        long length = max(batch.fieldEnd(record, REF) - batch.fieldStart(record, REF), 1);
        int altStart = batch.fieldStart(record, ALT);
        int altEnd = batch.fieldEnd(record, ALT);
        if (Bytes.indexOf(bytes, altStart, altEnd, '<') < altEnd) {
            length = symbolicLength(batch, record, length, useSvlen, useLen);
        }
        return length == MALFORMED_LONG || length > Long.MAX_VALUE - pos ? MALFORMED_LONG : pos + length - 1;
    }

    /**
     * The number of positions from POS to the end, if there is no END.
     */
    private static long symbolicLength(TabbedBatch batch, int record, long refLength, boolean useSvlen, boolean useLen)
    {
        byte[] bytes = batch.bytes();
        // the values of SVLEN go along with the alleles; value > valuesEnd when there are no more
        int infoEnd = batch.fieldEnd(record, INFO);
        int value = useSvlen ? findValue(bytes, batch.fieldStart(record, INFO), infoEnd, SVLEN) : -1;
        int valuesEnd = -1;
        if (value < 0) {
            value = 0;
        }
        else {
            valuesEnd = Bytes.indexOf(bytes, value, infoEnd, ';');
        }

        long length = refLength;
        boolean samplesRead = false;
        int altEnd = batch.fieldEnd(record, ALT);
        int alt = batch.fieldStart(record, ALT);
        while (alt < altEnd) {
            int end = Bytes.indexOf(bytes, alt, altEnd, ',');
            int valueEnd = value > valuesEnd ? value : Bytes.indexOf(bytes, value, valuesEnd, ',');
            if (isSpanning(bytes, alt, end)) {
                if (!isMissing(bytes, value, valueEnd)) {
                    long svlen = Bytes.parseLong(bytes, value, valueEnd);
                    if (svlen == MALFORMED_LONG || abs(svlen) == Long.MAX_VALUE) {
                        return MALFORMED_LONG;
                    }
                    // the base at POS is the one before the event
                    length = max(length, abs(svlen) + 1);
                }
            }
            else if (!samplesRead && (Bytes.equals(bytes, alt, end, UNSPECIFIED) || Bytes.equals(bytes, alt, end, NON_REF))) {
                samplesRead = true;
                long sampleLength = sampleLength(batch, record);
                if (sampleLength == MALFORMED_LONG) {
                    return MALFORMED_LONG;
                }
                length = max(length, sampleLength);
            }
            alt = end + 1;
            value = value > valuesEnd ? value : valueEnd + 1;
        }
        return length;
    }

    private static boolean isSpanning(byte[] bytes, int start, int end)
    {
        for (byte[] type : SPANNING) {
            if (Bytes.startsWith(bytes, start, end, type)) {
                int next = start + type.length;
                return next < end && (bytes[next] == '>' || bytes[next] == ':');
            }
        }
        return false;
    }

    /**
     * The largest FORMAT/LEN of the samples, 0 if there is none.
     */
    private static long sampleLength(TabbedBatch batch, int record)
    {
        if (batch.fieldCount(record) <= FORMAT) {
            return 0;
        }
        byte[] bytes = batch.bytes();
        int field = findField(bytes, batch.fieldStart(record, FORMAT), batch.fieldEnd(record, FORMAT));
        if (field < 0) {
            return 0;
        }
        long longest = 0;
        int lineEnd = batch.lineEnd(record);
        int sample = batch.fieldEnd(record, FORMAT) + 1;
        while (sample < lineEnd) {
            int sampleEnd = Bytes.indexOf(bytes, sample, lineEnd, '\t');
            int start = SampleScanner.fieldStart(bytes, sample, sampleEnd, field);
            if (start >= 0) {
                int end = SampleScanner.fieldEnd(bytes, start, sampleEnd);
                if (!isMissing(bytes, start, end)) {
                    long value = Bytes.parseLong(bytes, start, end);
                    if (value == MALFORMED_LONG) {
                        return MALFORMED_LONG;
                    }
                    longest = max(longest, value);
                }
            }
            sample = sampleEnd + 1;
        }
        return longest;
    }

    private static int findField(byte[] bytes, int start, int end)
    {
        int field = 0;
        int position = start;
        while (position < end) {
            int keyEnd = Bytes.indexOf(bytes, position, end, ':');
            if (Bytes.equals(bytes, position, keyEnd, LEN)) {
                return field;
            }
            field++;
            position = keyEnd + 1;
        }
        return -1;
    }

    /**
     * Where the value of a key begins in an INFO column, -1 if it is not there. Of a doubled key it is the first.
     *
     * @param key with its equals sign
     */
    private static int findValue(byte[] bytes, int start, int end, byte[] key)
    {
        int position = start;
        while (position < end) {
            if (Bytes.startsWith(bytes, position, end, key)) {
                return position + key.length;
            }
            position = Bytes.indexOf(bytes, position, end, ';') + 1;
        }
        return -1;
    }
}
