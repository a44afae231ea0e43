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

import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A meta-information line of a header: {@code ##key=value} or {@code ##key=<ID=id,Number=1,...>}.
 *
 * @param raw the line as it is in the file, without its end
 */
public record VcfHeaderLine(String key, Optional<String> id, Optional<String> number, Optional<String> type, Optional<String> description, String raw)
{
    public VcfHeaderLine
    {
        requireNonNull(key, "key is null");
        requireNonNull(id, "id is null");
        requireNonNull(number, "number is null");
        requireNonNull(type, "type is null");
        requireNonNull(description, "description is null");
        requireNonNull(raw, "raw is null");
    }

    /**
     * The text after the key, as written.
     */
    public String value()
    {
        int equals = raw.indexOf('=');
        return equals < 0 ? "" : raw.substring(equals + 1);
    }

    /**
     * All attributes of a structured line in their order, the ID and its like included; empty for other lines.
     * Made anew with each call, because a header of a million contigs would take its memory several times otherwise.
     */
    public Map<String, String> attributes()
    {
        return ImmutableMap.copyOf(VcfHeaderLineParser.parse(raw).attributes());
    }
}
