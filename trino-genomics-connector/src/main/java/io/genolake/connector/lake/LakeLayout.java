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
package io.genolake.connector.lake;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.filesystem.Location;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * The template of the path of a file under the lake, for example <code>{schema}/{sample_id}/**</code>. A name in braces stands for
 * one segment; {@code schema} is the project, every other name becomes a column. {@code *} is any one segment, {@code **} at the end is any
 * number of them, the file's name included; anything else stands for itself. The segments before <code>{schema}</code> are literal.
 * <p>
 * A file that lies higher up than a named segment is in the project all the same: it has no value for that segment.
 */
public final class LakeLayout
{
    private static final Pattern NAME = Pattern.compile("\\{([a-z][a-z0-9_]*)}");
    private static final String SCHEMA = "{schema}";

    private final List<String> prefix;
    private final List<String> segments;

    public LakeLayout(String template)
    {
        List<String> parts = Splitter.on('/').omitEmptyStrings().splitToList(template);
        int schema = parts.indexOf(SCHEMA);
        checkArgument(schema >= 0, "genomics.layout has no {schema} segment: %s", template);
        prefix = ImmutableList.copyOf(parts.subList(0, schema));
        checkArgument(prefix.stream().noneMatch(part -> part.contains("{") || part.contains("*")), "genomics.layout has a pattern before {schema}: %s", template);
        List<String> rest = parts.subList(schema + 1, parts.size());
        checkArgument(!rest.isEmpty() && rest.getLast().equals("**"), "genomics.layout must end with /**: %s", template);
        segments = ImmutableList.copyOf(rest.subList(0, rest.size() - 1));
        for (String segment : segments) {
            checkArgument(!segment.equals("**"), "genomics.layout has ** before its end: %s", template);
            checkArgument(!segment.contains("{") || NAME.matcher(segment).matches(), "genomics.layout has a segment that is no {lower_case_name}: %s", segment);
        }
        checkArgument(columns().size() == columns().stream().distinct().count(), "genomics.layout names a segment twice: %s", template);
    }

    /**
     * The folder, relative to the lake, whose folders are the projects. Empty where that is the lake itself.
     */
    public String schemaParent()
    {
        return String.join("/", prefix);
    }

    /**
     * The folder whose folders are the projects.
     */
    public Location schemaParent(Location lake)
    {
        return prefix.isEmpty() ? lake : lake.appendPath(schemaParent());
    }

    /**
     * The names of the columns that the layout makes.
     */
    public List<String> columns()
    {
        return segments.stream()
                .map(LakeLayout::name)
                .flatMap(Optional::stream)
                .collect(toImmutableList());
    }

    /**
     * The values of the named segments, for a path relative to the project's folder.
     *
     * @return empty if the layout leaves the file out
     */
    public Optional<Map<String, String>> match(String relativePath)
    {
        List<String> parts = Splitter.on('/').omitEmptyStrings().splitToList(relativePath);
        List<String> folders = parts.subList(0, parts.size() - 1);
        ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            Optional<String> name = name(segment);
            if (i >= folders.size()) {
                if (name.isEmpty() && !segment.equals("*")) {
                    return Optional.empty();
                }
            }
            else if (name.isPresent()) {
                values.put(name.orElseThrow(), folders.get(i));
            }
            else if (!segment.equals("*") && !segment.equals(folders.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values.buildOrThrow());
    }

    private static Optional<String> name(String segment)
    {
        return segment.startsWith("{") ? Optional.of(segment.substring(1, segment.length() - 1)) : Optional.empty();
    }
}
