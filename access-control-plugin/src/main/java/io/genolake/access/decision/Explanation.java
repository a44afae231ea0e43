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
package io.genolake.access.decision;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.Subject;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static io.genolake.access.policy.PolicyFields.spelling;
import static java.util.Objects.requireNonNull;

/**
 * A decision in words: what a user may do with a table, by which rules, and what is missing.
 *
 * @param rows {@code all}, {@code none}, or the ids by column
 * @param masks the masks of the columns that the policy names or that were asked for, by column; text columns where types differ
 * @param rules the rules that apply
 * @param reasons the rules that do not, and why
 */
public record Explanation(String user, TableName table, Set<String> verbs, String rows, Map<String, String> masks, List<String> rules, List<String> reasons)
{
    public Explanation
    {
        requireNonNull(user, "user is null");
        requireNonNull(table, "table is null");
        verbs = ImmutableSet.copyOf(verbs);
        requireNonNull(rows, "rows is null");
        masks = ImmutableMap.copyOf(masks);
        rules = ImmutableList.copyOf(rules);
        reasons = ImmutableList.copyOf(reasons);
    }

    public static Explanation explain(DecisionEngine engine, Subject subject, TableName table, Set<String> columns)
    {
        TableDecision decision = engine.decide(subject, table);
        Set<String> verbs = new TreeSet<>();
        decision.verbs().forEach(verb -> verbs.add(spelling(verb)));
        Set<String> named = new TreeSet<>(engine.namedColumns(table));
        named.addAll(columns);
        Map<String, String> masks = new TreeMap<>();
        named.forEach(column -> {
            MaskKind mask = decision.column(column, TypeGroup.STRING).mask();
            if (mask != MaskKind.NONE) {
                masks.put(column, spelling(mask));
            }
        });
        return new Explanation(subject.user(), table, verbs, rows(decision), masks, decision.rules(), decision.reasons());
    }

    private static String rows(TableDecision decision)
    {
        if (!decision.allows(Verb.SELECT) || decision.rows().isNone()) {
            return "none";
        }
        return decision.rows().isAll() ? "all" : new TreeMap<>(decision.rows().ids()).toString();
    }

    public String text()
    {
        StringBuilder text = new StringBuilder();
        text.append("%s on %s%n".formatted(user, table));
        text.append("  verbs  %s%n".formatted(verbs.isEmpty() ? "none: denied" : String.join(", ", verbs)));
        text.append("  rows   %s%n".formatted(rows));
        masks.forEach((column, mask) -> text.append("  mask   %s: %s%n".formatted(column, mask)));
        rules.forEach(rule -> text.append("  rule   %s%n".formatted(rule)));
        reasons.forEach(reason -> text.append("  not    %s%n".formatted(reason)));
        return text.toString();
    }
}
