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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a meta-information line apart, and puts up with what is found in real files: missing quotes and brackets, quotes inside
 * quotes, blanks around names and values, unquoted commas.
 */
final class VcfHeaderLineParser
{
    // longer lines are kept, but not taken apart: their parts would need many times their memory
    private static final int MAX_LENGTH = 1 << 20;

    private final String text;
    private final int end;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String lastName = "";
    private Optional<String> problem = Optional.empty();
    private int position;

    private VcfHeaderLineParser(String text, int start, int end)
    {
        this.text = text;
        this.position = start;
        this.end = end;
    }

    /**
     * @param attributes of a structured line, in their order; empty for any other line
     * @param problem what is wrong with the line
     */
    record Result(String key, Map<String, String> attributes, Optional<String> problem) {}

    static Result parse(String line)
    {
        int start = line.startsWith("##") ? 2 : 1;
        int equals = line.indexOf('=');
        if (start > line.length() || equals < start) {
            return new Result(line.substring(Math.min(start, line.length())), Map.of(), Optional.of("it has no key and value"));
        }
        String key = line.substring(start, equals).strip();
        int open = skipBlanks(line, equals + 1, line.length());
        if (open == line.length() || line.charAt(open) != '<') {
            return new Result(key, Map.of(), start == 1 ? Optional.of("it begins with one # instead of two") : Optional.empty());
        }
        if (line.length() > MAX_LENGTH) {
            return new Result(key, Map.of(), Optional.of("it is too long to be taken apart"));
        }
        int end = line.length();
        while (Character.isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        boolean closed = line.charAt(end - 1) == '>';
        VcfHeaderLineParser parser = new VcfHeaderLineParser(line, open + 1, closed ? end - 1 : end);
        parser.parseAttributes();
        if (!closed) {
            parser.note("it lacks the > at its end");
        }
        if (start == 1) {
            parser.note("it begins with one # instead of two");
        }
        return new Result(key, parser.attributes, parser.problem);
    }

    private void parseAttributes()
    {
        while (position < end) {
            int nameEnd = position;
            while (nameEnd < end && text.charAt(nameEnd) != '=' && text.charAt(nameEnd) != ',') {
                nameEnd++;
            }
            if (nameEnd == end || text.charAt(nameEnd) == ',') {
                // no attribute: most likely the value before it has a comma and no quotes
                String part = text.substring(position, nameEnd);
                if (!part.isBlank()) {
                    note("it has a comma outside of quotes");
                    attributes.computeIfPresent(lastName, (_, value) -> value + "," + part);
                }
                position = nameEnd + 1;
                continue;
            }
            String name = text.substring(position, nameEnd).strip();
            position = skipBlanks(text, nameEnd + 1, end);
            String value = position < end && text.charAt(position) == '"' ? quotedValue() : plainValue();
            if (attributes.putIfAbsent(name, value) != null) {
                note("it has %s twice".formatted(name));
            }
            lastName = name;
        }
    }

    private String plainValue()
    {
        int valueEnd = position;
        while (valueEnd < end && text.charAt(valueEnd) != ',') {
            valueEnd++;
        }
        String value = text.substring(position, valueEnd).strip();
        position = valueEnd + 1;
        return value;
    }

    private String quotedValue()
    {
        position++;
        StringBuilder value = new StringBuilder();
        while (position < end) {
            char c = text.charAt(position);
            if (c == '\\' && position + 1 < end && (text.charAt(position + 1) == '"' || text.charAt(position + 1) == '\\')) {
                value.append(text.charAt(position + 1));
                position += 2;
                continue;
            }
            if (c == '"') {
                int next = skipBlanks(text, position + 1, end);
                if (next == end || text.charAt(next) == ',') {
                    position = next + 1;
                    return value.toString();
                }
                note("it has quotes inside of quotes");
            }
            value.append(c);
            position++;
        }
        note("it has an opening quote without a closing one");
        return value.toString();
    }

    private void note(String reason)
    {
        if (problem.isEmpty()) {
            problem = Optional.of(reason);
        }
    }

    private static int skipBlanks(String text, int start, int end)
    {
        int position = start;
        while (position < end && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }
}
