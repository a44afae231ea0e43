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
package io.genolake.lineage;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.eventlistener.QueryContext;
import io.trino.spi.eventlistener.QueryMetadata;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * The name of the job that a query is a run of. What a client did not say is {@code unknown}.
 */
final class JobName
{
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(SOURCE|TRACE_TOKEN|USER|QUERY_DIGEST|QUERY_ID)\\b");
    private static final String MISSING = "unknown";

    private final String format;

    JobName(String format)
    {
        this.format = requireNonNull(format, "format is null");
        checkArgument(isValid(format), "format of the job's name is not valid: %s", format);
    }

    static boolean isValid(String format)
    {
        return !format.isBlank() && !PLACEHOLDER.matcher(format).replaceAll("").contains("$");
    }

    String of(QueryContext context, QueryMetadata query)
    {
        Map<String, String> values = ImmutableMap.of(
                "SOURCE", context.getSource().orElse(MISSING),
                "TRACE_TOKEN", context.getTraceToken().orElse(MISSING),
                "USER", context.getUser(),
                "QUERY_DIGEST", SqlText.of(query).digest(),
                "QUERY_ID", query.getQueryId());
        return PLACEHOLDER.matcher(format).replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
    }
}
