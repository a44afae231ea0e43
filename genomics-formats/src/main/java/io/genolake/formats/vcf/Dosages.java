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

import static io.genolake.formats.vcf.Genotypes.ALL_READ;
import static io.genolake.formats.vcf.Genotypes.MALFORMED;

/**
 * The dosages of all samples of a record, see {@link Genotypes#dosage}.
 */
public final class Dosages
{
    private Dosages() {}

    /**
     * Fills in the dosages of all samples of a record.
     *
     * @param start where the first sample column begins; greater than {@code end} if the record has none
     * @param end the end of the line
     * @param field index of GT in FORMAT; negative if it is not there, which makes all missing
     * @param altCount the number of ALT alleles of the record
     * @param samples how many sample columns there are by the header
     * @param dosages takes a dosage for each sample, {@link Genotypes#MISSING} for a missing one
     * @param offset where in {@code dosages} the first sample's goes
     * @return {@link Genotypes#ALL_READ}, or the index of the first sample that cannot be read: it has no column, or its GT is malformed
     *         or has more alleles than a dosage can count. The number of samples if there are more columns than that
     */
    public static int fill(byte[] bytes, int start, int end, int field, int altCount, int samples, byte[] dosages, int offset)
    {
        int sample = 0;
        int position = start;
        if (field == 0 && altCount > 0 && PlainCalls.mayBe(start, end, samples)) {
            sample = fillPlainCalls(bytes, start, altCount, samples, dosages, offset);
            position += sample * PlainCalls.LENGTH;
        }
        while (sample < samples) {
            if (position > end) {
                return sample;
            }
            int valueStart = position;
            int valueEnd;
            int sampleEnd;
            if (field == 0 && PlainCalls.startAt(bytes, position, end)) {
                valueEnd = position + PlainCalls.LENGTH - 1;
                sampleEnd = Bytes.indexOf(bytes, valueEnd, end, '\t');
            }
            else {
                sampleEnd = Bytes.indexOf(bytes, position, end, '\t');
                valueStart = field < 0 ? -1 : SampleScanner.fieldStart(bytes, position, sampleEnd, field);
                valueEnd = valueStart < 0 ? -1 : SampleScanner.fieldEnd(bytes, valueStart, sampleEnd);
            }
            int dosage = Genotypes.dosage(bytes, valueStart, valueEnd, altCount);
            if (dosage == MALFORMED || dosage > Byte.MAX_VALUE) {
                return sample;
            }
            dosages[offset + sample] = (byte) dosage;
            sample++;
            position = sampleEnd + 1;
        }
        return position > end ? ALL_READ : samples;
    }

    /**
     * Reads calls of three characters, eight or two at a time, as far as there are such.
     *
     * @return the number of samples that were read, at most all but one
     */
    private static int fillPlainCalls(byte[] bytes, int start, int altCount, int samples, byte[] dosages, int offset)
    {
        int position = start;
        int sample = 0;
        while (sample < samples - 2) {
            if (sample < samples - 8) {
                long first = PlainCalls.read(bytes, position);
                long second = PlainCalls.read(bytes, position + 2 * PlainCalls.LENGTH);
                long third = PlainCalls.read(bytes, position + 4 * PlainCalls.LENGTH);
                long fourth = PlainCalls.read(bytes, position + 6 * PlainCalls.LENGTH);
                if (PlainCalls.areBiallelic(first | second | third | fourth)) {
                    Bytes.putWord(dosages, offset + sample, pair(first) | pair(second) << 16 | pair(third) << 32 | pair(fourth) << 48);
                    sample += 8;
                    position += 8 * PlainCalls.LENGTH;
                    continue;
                }
            }
            long calls = PlainCalls.read(bytes, position);
            if (PlainCalls.areBiallelic(calls)) {
                long pair = pair(calls);
                dosages[offset + sample] = (byte) pair;
                dosages[offset + sample + 1] = (byte) (pair >>> 8);
            }
            else {
                int secondPosition = position + PlainCalls.LENGTH;
                int first = Genotypes.dosage(bytes, position, secondPosition - 1, altCount);
                int second = Genotypes.dosage(bytes, secondPosition, secondPosition + PlainCalls.LENGTH - 1, altCount);
                if (first == MALFORMED || second == MALFORMED || bytes[secondPosition - 1] != '\t' || bytes[secondPosition + PlainCalls.LENGTH - 1] != '\t') {
                    return sample;
                }
                dosages[offset + sample] = (byte) first;
                dosages[offset + sample + 1] = (byte) second;
            }
            sample += 2;
            position += 2 * PlainCalls.LENGTH;
        }
        return sample;
    }

    /**
     * The dosages of two biallelic calls, as a little-endian pair of bytes.
     */
    private static long pair(long calls)
    {
        // a bit and the one 16 above it are the alleles of a call
        long sums = calls + (calls >>> 16);
        return (sums & 3) | (sums >>> 24 & 0x300);
    }
}
