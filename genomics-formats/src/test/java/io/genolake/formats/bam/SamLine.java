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
package io.genolake.formats.bam;

import java.io.ByteArrayOutputStream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A record as a line of SAM text, made with nothing but what decodes the columns.
 */
final class SamLine
{
    private final BamHeader header;
    private final BamTags tags = new BamTags();

    SamLine(BamHeader header)
    {
        this.header = header;
    }

    String of(BamBatch batch, int record)
    {
        byte[] bytes = batch.bytes();
        int start = batch.recordStart(record);
        int end = batch.recordEnd(record);
        int refId = BamRecord.refId(bytes, start);
        int mateRefId = BamRecord.mateRefId(bytes, start);
        int nameStart = BamRecord.readNameStart(start);
        StringBuilder line = new StringBuilder()
                .append(new String(bytes, nameStart, BamRecord.readNameEnd(bytes, start) - nameStart, ISO_8859_1)).append('\t')
                .append(BamRecord.flag(bytes, start)).append('\t')
                .append(name(refId)).append('\t')
                .append(BamRecord.pos(bytes, start) + 1L).append('\t')
                .append(BamRecord.mapq(bytes, start)).append('\t')
                .append(cigar(bytes, start, end)).append('\t')
                .append(mateRefId >= 0 && mateRefId == refId ? "=" : name(mateRefId)).append('\t')
                .append(BamRecord.matePos(bytes, start) + 1L).append('\t')
                .append(BamRecord.templateLength(bytes, start)).append('\t')
                .append(sequence(bytes, start)).append('\t')
                .append(qualities(bytes, start));
        tags.reset(batch, record);
        while (tags.next()) {
            line.append('\t')
                    .append(new String(bytes, tags.keyStart(), 2, ISO_8859_1)).append(':')
                    .append(switch (tags.type()) {
                        case 'c', 'C', 's', 'S', 'i', 'I' -> 'i';
                        default -> tags.type();
                    }).append(':')
                    .append(value(tags));
        }
        return line.toString();
    }

    private String name(int refId)
    {
        return refId < 0 ? "*" : header.references().get(refId).name();
    }

    static String cigar(byte[] bytes, int start, int end)
    {
        byte[] out = new byte[(int) BamRecord.cigarLengthBound(bytes, start, end) + 1];
        int written = BamRecord.writeCigar(bytes, start, end, out, 1);
        return written == 1 ? "*" : text(out, 1, written);
    }

    static String sequence(byte[] bytes, int start)
    {
        int length = BamRecord.sequenceLength(bytes, start);
        byte[] out = new byte[length + 1];
        int written = BamRecord.writeSequence(bytes, start, out, 1);
        return length == 0 ? "*" : text(out, 1, written);
    }

    static String qualities(byte[] bytes, int start)
    {
        if (!BamRecord.hasQualities(bytes, start)) {
            return "*";
        }
        byte[] out = new byte[BamRecord.sequenceLength(bytes, start) + 1];
        int written = BamRecord.writeQualities(bytes, start, out, 1);
        return written < 0 ? "too high" : text(out, 1, written);
    }

    static String value(BamTags tags)
    {
        byte[] out = new byte[(int) tags.textLengthBound() + 1];
        return text(out, 1, tags.writeText(out, 1));
    }

    private static String text(byte[] out, int start, int end)
    {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(out, start, end - start);
        return text.toString(ISO_8859_1);
    }
}
