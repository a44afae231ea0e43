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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * The dosages of all samples of a record, see {@link Genotypes#dosage}.
 */
public final class Dosages
{
    /**
     * All samples were read.
     */
    public static final int OK = -1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);

    // a diploid call of digits and the tab after it
    private static final int CALL_LENGTH = 4;
    private static final int SEPARATORS = 0xFF00FF00;
    private static final int PHASED = '|' << 8 | '\t' << 24;
    private static final int UNPHASED = '/' << 8 | '\t' << 24;

    private Dosages() {}

    /**
     * Fills in the dosages of all samples of a record.
     *
     * @param start where the first sample column begins; greater than {@code end} if the record has none
     * @param end the end of the line
     * @param field index of GT in FORMAT; negative if it is not there, which makes all missing
     * @param altCount the number of ALT alleles of the record
     * @param samples how many sample columns there are by the header
     * @param dosages takes a dosage for each sample, 0 for a missing one
     * @param missing takes whether the dosage is missing
     * @return {@link #OK}, or the index of the first sample that cannot be read: it has no column, its GT is malformed or has
     *         more alleles than a dosage can count. The number of samples if there are more columns than that
     */
    public static int fill(byte[] bytes, int start, int end, int field, int altCount, int samples, byte[] dosages, boolean[] missing)
    {
        int sample = 0;
        int position = start;
        if (field == 0 && end - start + 1 == CALL_LENGTH * samples) {
            // most likely GT is all there is, and all calls are like 0|1
            sample = fillCalls(bytes, start, altCount, samples, dosages, missing);
            position += CALL_LENGTH * sample;
        }
        while (sample < samples) {
            if (position > end) {
                return sample;
            }
            int sampleEnd = Bytes.indexOf(bytes, position, end, '\t');
            int dosage = Genotypes.MISSING;
            if (field >= 0) {
                int valueStart = SampleScanner.fieldStart(bytes, position, sampleEnd, field);
                if (valueStart >= 0) {
                    dosage = Genotypes.dosage(bytes, valueStart, SampleScanner.fieldEnd(bytes, valueStart, sampleEnd), altCount);
                    if (dosage == Genotypes.MALFORMED || dosage > Byte.MAX_VALUE) {
                        return sample;
                    }
                }
            }
            missing[sample] = dosage == Genotypes.MISSING;
            dosages[sample] = (byte) (dosage == Genotypes.MISSING ? 0 : dosage);
            sample++;
            position = sampleEnd + 1;
        }
        return position == end + 1 || (samples == 0 && position > end) ? OK : samples;
    }

    /**
     * Reads calls of three characters up to the first that is not of digits.
     *
     * @return the number of samples that were read; the last one, which has no tab after it, is left
     */
    private static int fillCalls(byte[] bytes, int start, int altCount, int samples, byte[] dosages, boolean[] missing)
    {
        int position = start;
        for (int sample = 0; sample < samples - 1; sample++) {
            int call = (int) INT.get(bytes, position);
            int separators = call & SEPARATORS;
            int first = (call & 0xFF) - '0';
            int second = (call >>> 16 & 0xFF) - '0';
            if ((separators != PHASED && separators != UNPHASED) || first < 0 || first > 9 || second < 0 || second > 9 || first > altCount || second > altCount) {
                return sample;
            }
            dosages[sample] = (byte) ((first > 0 ? 1 : 0) + (second > 0 ? 1 : 0));
            missing[sample] = false;
            position += CALL_LENGTH;
        }
        return Math.max(samples - 1, 0);
    }
}
