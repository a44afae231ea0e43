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
package io.genolake.connector.scan;

import io.genolake.formats.region.ContigCode;
import io.genolake.formats.text.Bytes;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * What is known of the contig of a record: remembered, because the next record is most often of the same one.
 */
final class ContigMemo
{
    private final LocationFilter filter;
    private byte[] name = new byte[0];
    private int code;
    private boolean admitted;
    private boolean known;

    ContigMemo(LocationFilter filter)
    {
        this.filter = requireNonNull(filter, "filter is null");
    }

    /**
     * Goes to the contig of a name.
     *
     * @return whether it is another one than before
     */
    boolean move(byte[] bytes, int start, int end)
    {
        if (known && Bytes.equals(bytes, start, end, name)) {
            return false;
        }
        name = Arrays.copyOfRange(bytes, start, end);
        code = ContigCode.of(name);
        admitted = filter.admitsContig(new String(name, UTF_8));
        known = true;
        return true;
    }

    boolean isCalled(byte[] other)
    {
        return Arrays.equals(name, other);
    }

    int code()
    {
        return code;
    }

    boolean isAdmitted()
    {
        return admitted;
    }
}
