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
import java.util.ArrayList;
import java.util.List;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Makes the decoded bytes of a BAM file.
 */
public final class BamBuilder
{
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Integer> positions = new ArrayList<>();

    public BamBuilder(String text, List<BamReference> references)
    {
        byte[] textBytes = text.getBytes(UTF_8);
        bytes.writeBytes(new byte[] {'B', 'A', 'M', 1});
        writeInt(textBytes.length);
        bytes.writeBytes(textBytes);
        writeInt(references.size());
        for (BamReference reference : references) {
            byte[] name = (reference.name() + "\0").getBytes(UTF_8);
            writeInt(name.length);
            bytes.writeBytes(name);
            writeInt((int) reference.length());
        }
    }

    public BamBuilder add(byte[] record)
    {
        positions.add(bytes.size());
        bytes.writeBytes(record);
        return this;
    }

    public BamBuilder add(RecordBuilder record)
    {
        return add(record.build());
    }

    /**
     * Where the records begin in the decoded bytes.
     */
    public List<Integer> positions()
    {
        return List.copyOf(positions);
    }

    public int size()
    {
        return bytes.size();
    }

    public byte[] toBytes()
    {
        return bytes.toByteArray();
    }

    private void writeInt(int value)
    {
        bytes.writeBytes(ByteBuffer.allocate(4).order(LITTLE_ENDIAN).putInt(value).array());
    }
}
