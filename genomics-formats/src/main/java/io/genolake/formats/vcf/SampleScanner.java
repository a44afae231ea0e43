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

/**
 * Goes over the sample columns of a record from left to right, and finds the fields in them.
 * Samples that are passed over are not looked at beyond counting tabs.
 */
public final class SampleScanner
{
    private byte[] bytes;
    private int start;
    private int end;
    // the next column begins here; past the end when there is none
    private int next;
    private int nextSample;
    private int sampleStart;
    private int sampleEnd;
    private int valueStart;
    private int valueEnd;

    /**
     * Begins with a record.
     *
     * @param start where the first sample column begins; greater than {@code end} if the record has none
     * @param end the end of the line
     */
    public void start(byte[] bytes, int start, int end)
    {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        next = start;
        nextSample = 0;
    }

    /**
     * Goes to the next sample.
     *
     * @return false if the record has no more columns
     */
    public boolean next()
    {
        if (next > end) {
            return false;
        }
        sampleStart = next;
        sampleEnd = Bytes.indexOf(bytes, next, end, '\t');
        next = sampleEnd + 1;
        nextSample++;
        return true;
    }

    /**
     * Goes to the next sample and finds a field of it.
     *
     * @param field its index in FORMAT; negative if FORMAT has it not, so that all samples drop it
     * @return false if the record has no more columns
     */
    public boolean nextValue(int field)
    {
        if (field == 0 && PlainCalls.startAt(bytes, next, end)) {
            sampleStart = next;
            valueStart = next;
            valueEnd = next + PlainCalls.LENGTH - 1;
            sampleEnd = Bytes.indexOf(bytes, valueEnd, end, '\t');
            next = sampleEnd + 1;
            nextSample++;
            return true;
        }
        if (!next()) {
            return false;
        }
        valueStart = field < 0 ? -1 : fieldStart(bytes, sampleStart, sampleEnd, field);
        valueEnd = valueStart < 0 ? -1 : fieldEnd(bytes, valueStart, sampleEnd);
        return true;
    }

    /**
     * Where the field that {@link #nextValue} looked for begins, -1 if the sample drops it.
     */
    public int valueStart()
    {
        return valueStart;
    }

    /**
     * Where the field that {@link #nextValue} looked for ends, -1 if the sample drops it.
     */
    public int valueEnd()
    {
        return valueEnd;
    }

    /**
     * Goes to a sample.
     *
     * @param sample its index, greater than that of the current sample
     * @return false if the record has not so many columns
     */
    public boolean advance(int sample)
    {
        int skipped = sample - nextSample;
        if (skipped > 0 && next <= end) {
            next = Bytes.indexOfNth(bytes, next, end, '\t', skipped) + 1;
            nextSample = sample;
        }
        return next();
    }

    /**
     * Index of the current sample.
     */
    public int sample()
    {
        return nextSample - 1;
    }

    public int sampleStart()
    {
        return sampleStart;
    }

    public int sampleEnd()
    {
        return sampleEnd;
    }

    /**
     * The number of sample columns of the record, counted to the end of the line.
     */
    public int countSamples()
    {
        return start > end ? 0 : 1 + Bytes.count(bytes, start, end, '\t');
    }

    /**
     * The first fields of the current sample, in one pass.
     *
     * @param starts takes where they begin, as many as there is room for
     * @param ends takes where they end
     * @return how many fields were found; the sample drops the others, which makes them missing
     */
    public int fields(int[] starts, int[] ends)
    {
        int count = 0;
        int position = sampleStart;
        while (count < starts.length && position <= sampleEnd) {
            int fieldEnd = Bytes.indexOf(bytes, position, sampleEnd, ':');
            starts[count] = position;
            ends[count] = fieldEnd;
            count++;
            position = fieldEnd + 1;
        }
        return count;
    }

    /**
     * Where a field of a sample begins.
     *
     * @param field its index in FORMAT
     * @return -1 if the sample drops it, which makes it missing
     */
    public static int fieldStart(byte[] bytes, int sampleStart, int sampleEnd, int field)
    {
        if (field == 0) {
            return sampleStart;
        }
        int colon = Bytes.indexOfNth(bytes, sampleStart, sampleEnd, ':', field);
        return colon == sampleEnd ? -1 : colon + 1;
    }

    /**
     * Where a field of a sample ends.
     *
     * @param fieldStart what {@link #fieldStart} gave
     */
    public static int fieldEnd(byte[] bytes, int fieldStart, int sampleEnd)
    {
        return Bytes.indexOf(bytes, fieldStart, sampleEnd, ':');
    }
}
