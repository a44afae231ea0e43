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
package io.genolake.server;

import com.google.common.collect.ImmutableMap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * The variables of a script, <code>${name}</code>, which are replaced as text before it is taken apart. A script gives one a default by a
 * line of comment that has it first, an equals sign, and the value up to two spaces or the end of the line:
 * <pre>{@code
 * --   ${smallest_cell} = 5    counts of fewer people are not shown
 * }</pre>
 */
final class SqlVariables
{
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z][a-z0-9_]*)}");
    private static final Pattern DEFAULT = Pattern.compile("^--[ \t]*\\$\\{([a-z][a-z0-9_]*)} =(?: (\\S+(?: \\S+)*))?[ \t]*(?:  .*)?$", Pattern.MULTILINE);

    private final Map<String, String> values;

    SqlVariables(Map<String, String> values)
    {
        this.values = ImmutableMap.copyOf(requireNonNull(values, "values is null"));
    }

    String resolve(String script)
    {
        Map<String, String> known = new LinkedHashMap<>();
        DEFAULT.matcher(script).results().forEach(match -> known.put(match.group(1), match.group(2) == null ? "" : match.group(2)));
        known.putAll(values);
        return VARIABLE.matcher(script).replaceAll((MatchResult match) -> {
            String value = known.get(match.group(1));
            if (value == null) {
                throw new LaunchException(match.group(1).equals("schema")
                        ? "it is for a project: give its schema with --schema NAME"
                        : "the variable %s has no value: give one with --set %s=VALUE".formatted(match.group(1), match.group(1)));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
