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

import com.google.common.base.Splitter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A line of the SAM header text (SAM specification, section 1.3).
 *
 * @param type record type without the {@code @}: HD, SQ, RG, PG, CO or one of a user's own
 * @param tags the line's tags in their order; of a doubled tag the first; none for CO
 * @param raw the whole line
 */
public record BamHeaderLine(String type, Map<String, String> tags, String raw)
{
    private static final Splitter TABS = Splitter.on('\t');

    public BamHeaderLine
    {
        requireNonNull(type, "type is null");
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        requireNonNull(raw, "raw is null");
    }

    /**
     * Reads a line, leniently: a field that is not a tag is left out of the tags.
     *
     * @return empty if the line is not a header line, {@code @} and a type of two letters
     */
    public static Optional<BamHeaderLine> parse(String line)
    {
        if (line.length() < 3 || line.charAt(0) != '@' || (line.length() > 3 && line.charAt(3) != '\t')) {
            return Optional.empty();
        }
        String type = line.substring(1, 3);
        Map<String, String> tags = new LinkedHashMap<>();
        if (!type.equals("CO") && line.length() > 4) {
            for (String field : TABS.split(line.substring(4))) {
                if (field.length() >= 3 && field.charAt(2) == ':') {
                    tags.putIfAbsent(field.substring(0, 2), field.substring(3));
                }
            }
        }
        return Optional.of(new BamHeaderLine(type, tags, line));
    }

    public Optional<String> tag(String key)
    {
        return Optional.ofNullable(tags.get(key));
    }
}
