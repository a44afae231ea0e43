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

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * @param values of an ordered tag from the mildest to the strictest, of an enum in no order; else empty
 */
public record TagDeclaration(String name, Kind kind, List<String> values)
{
    public enum Kind
    {
        FREE,
        BOOLEAN,
        ENUM,
        ORDERED,
    }

    public TagDeclaration
    {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        values = ImmutableList.copyOf(values);
    }

    public static TagDeclaration bool(String name)
    {
        return new TagDeclaration(name, Kind.BOOLEAN, ImmutableList.of("false", "true"));
    }

    public boolean accepts(String value)
    {
        return kind == Kind.FREE || values.contains(value);
    }

    /**
     * Whether values have a strictest, which wins over what is said nearer to the column.
     */
    public boolean isOrdered()
    {
        return kind == Kind.ORDERED || kind == Kind.BOOLEAN;
    }

    public String strictest(String left, String right)
    {
        return values.indexOf(left) >= values.indexOf(right) ? left : right;
    }
}
