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
package io.genolake.access.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * A part of a YAML file, with the line that it begins at, from 1.
 */
public sealed interface YamlNode
{
    int line();

    /**
     * @param quoted whether the text was in quotes, so that it is text even where it looks like a number
     */
    record Scalar(String text, boolean quoted, int line)
            implements YamlNode
    {
        public Scalar
        {
            requireNonNull(text, "text is null");
        }
    }

    record Sequence(List<YamlNode> items, int line)
            implements YamlNode
    {
        public Sequence
        {
            items = ImmutableList.copyOf(items);
        }
    }

    record Mapping(Map<String, YamlNode> entries, int line)
            implements YamlNode
    {
        public Mapping
        {
            entries = ImmutableMap.copyOf(entries);
        }
    }
}
