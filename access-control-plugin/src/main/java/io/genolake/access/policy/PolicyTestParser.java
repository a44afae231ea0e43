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

import com.google.common.collect.ImmutableMap;
import io.genolake.access.policy.PolicyTest.Expectation;
import io.genolake.access.policy.YamlNode.Scalar;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.access.policy.PolicyFields.scalar;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Reads the tests of a policy.
 */
final class PolicyTestParser
{
    private final String file;

    PolicyTestParser(String file)
    {
        this.file = requireNonNull(file, "file is null");
    }

    List<PolicyTest> parse(List<YamlNode> nodes)
    {
        return nodes.stream()
                .map(this::test)
                .collect(toImmutableList());
    }

    private PolicyTest test(YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "a test", "as", "groups", "purpose", "at", "table", "expect");
        TableName table;
        try {
            table = TableName.parse(fields.requiredText("table"));
        }
        catch (IllegalArgumentException _) {
            throw fields.error("table", "a table has three names with dots between", "Write catalog.schema.table");
        }
        return new PolicyTest(
                fields.requiredText("as"),
                fields.scalars("groups").stream().map(Scalar::text).collect(toImmutableSet()),
                fields.text("purpose"),
                fields.node("at").map(at -> RuleParser.instant(file, scalar(file, at, "at"))),
                table,
                expectation(fields.required("expect")),
                fields.line());
    }

    private Expectation expectation(YamlNode node)
    {
        if (node instanceof Scalar text) {
            if (text.text().equals("deny")) {
                return new Expectation(false, Optional.empty(), Optional.empty(), Optional.empty());
            }
            throw new PolicyException(file, node.line(), "a test expects deny, or rows and masks", "Write expect: deny, or expect: {rows: {sample: [s1]}, masks: {}}");
        }
        PolicyFields fields = PolicyFields.of(file, node, "expect", "rows", "masks");
        Optional<Boolean> allRows = Optional.empty();
        Optional<Map<String, Set<String>>> rows = Optional.empty();
        if (fields.node("rows").isPresent() && fields.required("rows") instanceof Scalar text) {
            allRows = Optional.of(switch (text.text()) {
                case "all" -> true;
                case "none" -> false;
                default -> throw fields.error("rows", "rows are all, none, or ids by column", "Write rows: all, rows: none, or rows: {sample: [s1, s4]}");
            });
        }
        else {
            rows = fields.node("rows").map(this::rows);
        }
        return new Expectation(true, allRows, rows, fields.node("masks").map(this::masks));
    }

    private Map<String, Set<String>> rows(YamlNode node)
    {
        ImmutableMap.Builder<String, Set<String>> rows = ImmutableMap.builder();
        PolicyFields.mapping(file, node, "rows").entries().forEach((column, ids) -> rows.put(
                column.toLowerCase(ENGLISH),
                PolicyFields.list(file, ids, "the ids").stream()
                        .map(id -> scalar(file, id, "an id").text())
                        .collect(toImmutableSet())));
        return rows.buildOrThrow();
    }

    private Map<String, MaskKind> masks(YamlNode node)
    {
        ImmutableMap.Builder<String, MaskKind> masks = ImmutableMap.builder();
        PolicyFields.mapping(file, node, "masks").entries().forEach((column, mask) -> {
            String text = scalar(file, mask, "a mask").text();
            masks.put(column.toLowerCase(ENGLISH), Arrays.stream(MaskKind.values())
                    .filter(kind -> PolicyFields.spelling(kind).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new PolicyException(
                            file,
                            mask.line(),
                            "there is no mask '%s'".formatted(PolicyFields.shown(text)),
                            "Use one of show-last-4, year, generalise, pseudonym, replace-with-null, deny")));
        });
        return masks.buildOrThrow();
    }
}
