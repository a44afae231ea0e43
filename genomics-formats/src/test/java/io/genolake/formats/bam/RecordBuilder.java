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
import java.nio.ByteBuffer;
import java.util.Arrays;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Makes the bytes of a BAM record, {@code block_size} first. Any field may contradict the others.
 */
public final class RecordBuilder
{
    private int refId = -1;
    private int pos = -1;
    private int mapq = 255;
    private int bin;
    private int flag = BamRecord.FLAG_UNMAPPED;
    private int mateRefId = -1;
    private int matePos = -1;
    private int templateLength;
    private byte[] name = {'r', 0};
    private int[] cigar = {};
    private String sequence = "";
    private byte[] qualities;
    private final ByteArrayOutputStream tags = new ByteArrayOutputStream();

    public static RecordBuilder record()
    {
        return new RecordBuilder();
    }

    public RecordBuilder place(int refId, int pos)
    {
        this.refId = refId;
        this.pos = pos;
        this.flag = flag & ~BamRecord.FLAG_UNMAPPED;
        return this;
    }

    public RecordBuilder mate(int mateRefId, int matePos, int templateLength)
    {
        this.mateRefId = mateRefId;
        this.matePos = matePos;
        this.templateLength = templateLength;
        return this;
    }

    public RecordBuilder mapq(int mapq)
    {
        this.mapq = mapq;
        return this;
    }

    public RecordBuilder flag(int flag)
    {
        this.flag = flag;
        return this;
    }

    public RecordBuilder bin(int bin)
    {
        this.bin = bin;
        return this;
    }

    public RecordBuilder name(String name)
    {
        return rawName((name + "\0").getBytes(ISO_8859_1));
    }

    public RecordBuilder rawName(byte[] name)
    {
        this.name = name;
        return this;
    }

    /**
     * @param operations each {@code length << 4 | operation}
     */
    public RecordBuilder cigar(int... operations)
    {
        this.cigar = operations;
        return this;
    }

    public RecordBuilder cigar(String cigar)
    {
        return cigar(operations(cigar));
    }

    public static int[] operations(String cigar)
    {
        int[] operations = new int[cigar.length()];
        int count = 0;
        int length = 0;
        for (char character : cigar.toCharArray()) {
            if (Character.isDigit(character)) {
                length = 10 * length + character - '0';
            }
            else {
                operations[count] = length << 4 | "MIDNSHP=X".indexOf(character);
                count++;
                length = 0;
            }
        }
        return Arrays.copyOf(operations, count);
    }

    /**
     * Bases, with missing qualities.
     */
    public RecordBuilder sequence(String sequence)
    {
        this.sequence = sequence;
        this.qualities = null;
        return this;
    }

    public RecordBuilder qualities(byte... qualities)
    {
        this.qualities = qualities;
        return this;
    }

    public RecordBuilder rawTags(byte... bytes)
    {
        tags.writeBytes(bytes);
        return this;
    }

    public RecordBuilder text(String key, char type, String value)
    {
        return rawTags((key + type + value + (type == 'A' ? "" : "\0")).getBytes(ISO_8859_1));
    }

    /**
     * A number of any type but f.
     */
    public RecordBuilder number(String key, char type, long value)
    {
        tags.writeBytes((key + type).getBytes(ISO_8859_1));
        return element(type, value);
    }

    public RecordBuilder real(String key, float value)
    {
        tags.writeBytes((key + 'f').getBytes(ISO_8859_1));
        return element('f', Float.floatToRawIntBits(value));
    }

    public RecordBuilder array(String key, char type, long... values)
    {
        tags.writeBytes((key + 'B' + type).getBytes(ISO_8859_1));
        element('i', values.length);
        for (long value : values) {
            element(type, value);
        }
        return this;
    }

    private RecordBuilder element(char type, long value)
    {
        int size = switch (type) {
            case 'c', 'C' -> 1;
            case 's', 'S' -> 2;
            case 'd' -> 8;
            default -> 4;
        };
        tags.write(ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putLong(value).array(), 0, size);
        return this;
    }

    public byte[] build()
    {
        int length = sequence.length();
        ByteBuffer record = ByteBuffer.allocate(36 + name.length + 4 * cigar.length + (length + 1) / 2 + length + tags.size()).order(LITTLE_ENDIAN);
        record.putInt(record.capacity() - 4)
                .putInt(refId)
                .putInt(pos)
                .put((byte) name.length)
                .put((byte) mapq)
                .putShort((short) bin)
                .putShort((short) cigar.length)
                .putShort((short) flag)
                .putInt(length)
                .putInt(mateRefId)
                .putInt(matePos)
                .putInt(templateLength)
                .put(name);
        for (int operation : cigar) {
            record.putInt(operation);
        }
        for (int i = 0; i < length; i += 2) {
            int high = code(sequence.charAt(i));
            int low = i + 1 < length ? code(sequence.charAt(i + 1)) : 0;
            record.put((byte) (high << 4 | low));
        }
        for (int i = 0; i < length; i++) {
            record.put(qualities == null ? (byte) 0xFF : qualities[i]);
        }
        return record.put(tags.toByteArray()).array();
    }

    private static int code(char base)
    {
        return "=ACMGRSVTWYHKDBN".indexOf(base);
    }
}
