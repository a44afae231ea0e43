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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.String.join;
import static java.util.Locale.ENGLISH;

/**
 * Names with dots between, such as {@code genomics.cardio.*}: a star stands for any text within one name. Names are compared in lower case,
 * as Trino has them.
 */
public record NamePattern(List<String> parts)
{
    private static final Splitter DOTS = Splitter.on('.');

    public NamePattern
    {
        parts = parts.stream().map(part -> part.toLowerCase(ENGLISH)).collect(toImmutableList());
        checkArgument(!parts.isEmpty() && parts.stream().noneMatch(String::isEmpty), "a name is empty");
    }

    public static NamePattern parse(String text)
    {
        return new NamePattern(DOTS.splitToList(text));
    }

    public int size()
    {
        return parts.size();
    }

    /**
     * Whether the names match, part by part.
     */
    public boolean matches(String... names)
    {
        if (names.length != parts.size()) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!matches(parts.get(i), names[i])) {
                return false;
            }
        }
        return true;
    }

    public NamePattern first(int count)
    {
        return new NamePattern(ImmutableList.copyOf(parts.subList(0, count)));
    }

    public boolean isExact()
    {
        return parts.stream().noneMatch(part -> part.indexOf('*') >= 0);
    }

    /**
     * Linear in the length of both: only the last star is ever tried again.
     */
    private static boolean matches(String pattern, String name)
    {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p;
                p++;
                resume = n;
            }
            else if (p < pattern.length() && pattern.charAt(p) == Character.toLowerCase(name.charAt(n))) {
                p++;
                n++;
            }
            else if (star >= 0) {
                p = star + 1;
                resume++;
                n = resume;
            }
            else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String toString()
    {
        return join(".", parts);
    }
}
