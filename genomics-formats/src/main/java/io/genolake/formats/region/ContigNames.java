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
package io.genolake.formats.region;

import com.google.common.collect.ImmutableList;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Contig names that mean the same in different assemblies. Names compare exactly everywhere else; this is for the
 * warning that a name is in none of the files, but a like one is.
 */
public final class ContigNames
{
    private static final String PREFIX = "chr";
    private static final List<String> MITOCHONDRION = ImmutableList.of("chrM", "MT", "M", "chrMT");

    private ContigNames() {}

    /**
     * Other spellings of a name, the most usual first: {@code 1} of {@code chr1}, {@code chrM} of {@code MT}.
     */
    public static List<String> aliases(String name)
    {
        int code = ContigCode.of(name);
        List<String> spellings;
        if (ContigCode.isHuman(code)) {
            spellings = switch (code) {
                case 23 -> ImmutableList.of("chrX", "X");
                case 24 -> ImmutableList.of("chrY", "Y");
                case 25 -> MITOCHONDRION;
                default -> ImmutableList.of(PREFIX + code, String.valueOf(code));
            };
        }
        else if (name.startsWith(PREFIX) && name.length() > PREFIX.length()) {
            spellings = ImmutableList.of(name.substring(PREFIX.length()));
        }
        else {
            spellings = ImmutableList.of(PREFIX + name);
        }
        return spellings.stream()
                .filter(spelling -> !spelling.equals(name))
                .collect(toImmutableList());
    }

    /**
     * Those of the given names that are another spelling of a name, RefSeq names and differences in case included.
     */
    public static List<String> findAliases(String name, Collection<String> names)
    {
        String normalized = normalize(name);
        return names.stream()
                .filter(other -> !other.equals(name) && normalize(other).equals(normalized))
                .distinct()
                .collect(toImmutableList());
    }

    private static String normalize(String name)
    {
        int code = ContigCode.of(name);
        if (!ContigCode.isHuman(code)) {
            String bare = name.toLowerCase(Locale.ENGLISH);
            if (bare.startsWith(PREFIX) && bare.length() > PREFIX.length()) {
                bare = bare.substring(PREFIX.length());
            }
            code = ContigCode.of(bare.toUpperCase(Locale.ENGLISH));
            if (!ContigCode.isHuman(code)) {
                return bare;
            }
        }
        // apart from the names 23 to 25, which other species use
        return "human " + code;
    }
}
