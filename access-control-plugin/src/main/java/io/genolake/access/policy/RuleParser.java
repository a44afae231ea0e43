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
import com.google.common.collect.ImmutableSet;
import io.genolake.access.condition.Condition;
import io.genolake.access.condition.ConditionCompiler;
import io.genolake.access.condition.InvalidConditionException;
import io.genolake.access.policy.TaggedResource.Level;
import io.genolake.access.policy.YamlNode.Scalar;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.access.policy.PolicyFields.scalar;
import static io.genolake.access.policy.PolicyFields.shown;
import static java.lang.String.join;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Reads resources, rules and grants, whose tags and conditions must fit what is declared.
 */
final class RuleParser
{
    private final ConditionCompiler compiler;
    private final Map<String, TagDeclaration> tags;
    private final Set<String> sampleAttributes;

    RuleParser(ConditionCompiler compiler, Map<String, TagDeclaration> tags, Set<String> sampleAttributes)
    {
        this.compiler = requireNonNull(compiler, "compiler is null");
        this.tags = ImmutableMap.copyOf(tags);
        this.sampleAttributes = ImmutableSet.copyOf(sampleAttributes);
    }

    static Condition condition(ConditionCompiler compiler, String file, YamlNode node, ConditionCompiler.Kind kind)
    {
        Scalar text = scalar(file, node, "a condition");
        try {
            return compiler.compile(text.text(), kind);
        }
        catch (InvalidConditionException e) {
            throw new PolicyException(file, text.line(), "the condition is not valid: " + e.getMessage(), "Conditions are CEL over user, tags and purpose");
        }
    }

    private Condition condition(String file, YamlNode node, ConditionCompiler.Kind kind)
    {
        Condition condition = condition(compiler, file, node, kind);
        for (String reference : condition.references()) {
            int dot = reference.indexOf('.');
            String name = reference.substring(dot + 1);
            if (dot < 0) {
                continue;
            }
            if (reference.startsWith("tags.") && !tags.containsKey(name)) {
                throw new PolicyException(file, node.line(), "the tag '%s' is not declared".formatted(shown(name)), "Declare it under tags, or mend the name");
            }
            if (reference.startsWith("sample.") && !sampleAttributes.contains(name)) {
                throw new PolicyException(file, node.line(), "the registry has no attribute '%s'".formatted(shown(name)), "Its header names the attributes; add it there, or mend the name");
            }
        }
        return condition;
    }

    List<TaggedResource> resources(String file, List<YamlNode> nodes)
    {
        List<TaggedResource> resources = new ArrayList<>();
        for (YamlNode node : nodes) {
            PolicyFields fields = PolicyFields.of(file, node, "a resource", "catalog", "schema", "table", "column", "tags", "columns", "scope", "not_null");
            List<Level> levels = new ArrayList<>();
            for (Level level : Level.values()) {
                if (fields.node(level.name().toLowerCase(ENGLISH)).isPresent()) {
                    levels.add(level);
                }
            }
            if (levels.size() != 1) {
                throw fields.error("a resource is one of a catalog, a schema, a table and a column", "Write exactly one of the keys catalog, schema, table, column");
            }
            resources.add(resource(fields, levels.getFirst()));
        }
        return resources;
    }

    private TaggedResource resource(PolicyFields fields, Level level)
    {
        String key = level.name().toLowerCase(ENGLISH);
        NamePattern pattern = pattern(fields.file(), scalar(fields.file(), fields.required(key), key));
        if (level == Level.COLUMN && pattern.size() > Level.COLUMN.size()) {
            // A field inside a row: the whole column has its tags, for rows are masked whole
            pattern = pattern.first(Level.COLUMN.size());
        }
        if (pattern.size() != level.size()) {
            throw fields.error(key, "a %s has %s names with dots between".formatted(key, level.size()), "Write for example " + join(".", ImmutableList.of("lake", "silver", "patients", "ssn").subList(0, level.size())));
        }
        if (level != Level.TABLE && (fields.node("scope").isPresent() || fields.node("columns").isPresent() || fields.node("not_null").isPresent())) {
            throw fields.error("only tables have columns, scope and not_null", "Say them of a table; lake.silver.* is every table of a schema");
        }
        boolean inherit = false;
        if (fields.node("columns").isPresent()) {
            if (!fields.requiredText("columns").equals("inherit")) {
                throw fields.error("columns", "columns can only be inherit", "Write columns: inherit, or leave it out and tag each column");
            }
            inherit = true;
        }
        return new TaggedResource(level, pattern, tagValues(fields, "tags", false), inherit, fields.text("scope").map(name -> name.toLowerCase(ENGLISH)), fields.bool("not_null", false), fields.line());
    }

    private static NamePattern pattern(String file, Scalar text)
    {
        try {
            return NamePattern.parse(text.text());
        }
        catch (IllegalArgumentException _) {
            throw new PolicyException(file, text.line(), "a name is empty", "Write names with dots between, * for any");
        }
    }

    private Map<String, String> tagValues(PolicyFields fields, String key, boolean pattern)
    {
        ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        fields.node(key).ifPresent(node -> PolicyFields.mapping(fields.file(), node, "tags").entries().forEach((name, value) -> {
            TagDeclaration declaration = tags.get(name);
            if (declaration == null) {
                throw new PolicyException(fields.file(), value.line(), "the tag '%s' is not declared".formatted(shown(name)), "Declare it under tags, or mend the name");
            }
            String text = scalar(fields.file(), value, name).text();
            if (!(pattern && text.equals("*")) && !declaration.accepts(text)) {
                throw new PolicyException(fields.file(), value.line(), "'%s' is no value of the tag '%s'".formatted(shown(text), name), "Use one of " + join(", ", declaration.values()));
            }
            values.put(name, text);
        }));
        return values.buildOrThrow();
    }

    List<Rule> rules(String file, List<YamlNode> nodes, List<TaggedResource> resources)
    {
        ImmutableList.Builder<Rule> rules = ImmutableList.builder();
        Set<String> ids = new HashSet<>();
        for (YamlNode node : nodes) {
            Rule rule = rule(file, node);
            if (!ids.add(rule.id())) {
                throw new PolicyException(file, node.line(), "there are two rules '%s'".formatted(shown(rule.id())), "Give each rule an id of its own: the audit names it");
            }
            checkScope(file, rule, resources);
            rules.add(rule);
        }
        return rules.build();
    }

    private Rule rule(String file, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "a rule", "id", "effect", "verbs", "resources", "when", "unless", "rows", "columns", "mask");
        Effect effect = fields.choice("effect", fields.required("effect"), Effect.class);
        Set<Verb> verbs = verbs(fields);
        Optional<RowScope> rows = fields.node("rows").map(value -> rows(file, value));
        Optional<Selector> resources = fields.node("resources").map(value -> resourceSelector(file, value));
        Optional<Selector> columns = fields.node("columns").map(value -> columnSelector(file, value));
        Map<TypeGroup, MaskKind> masks = fields.node("mask").map(value -> masks(file, value)).orElse(ImmutableMap.of());
        switch (effect) {
            case PERMIT -> {
                require(fields, "verbs", "resources");
                refuse(fields, effect, "columns", "mask");
                if (verbs.contains(Verb.SELECT) && rows.isEmpty()) {
                    throw fields.error("a permit to select does not say which rows", "Add rows: {column: sample, in: user.samples}, or rows: all");
                }
                if (!verbs.contains(Verb.SELECT) && rows.isPresent()) {
                    throw fields.error("rows", "the permit has rows but not the verb select", "Add select to verbs, or remove rows");
                }
            }
            case RESTRICT -> {
                require(fields, "resources", "rows");
                refuse(fields, effect, "verbs", "columns", "mask");
                if (rows.orElseThrow() instanceof RowScope.All) {
                    throw fields.error("rows", "a restrict to all rows restricts nothing", "Say which rows are left, or remove the rule");
                }
            }
            case MASK -> {
                require(fields, "columns", "mask");
                refuse(fields, effect, "verbs", "rows");
            }
            case FORBID -> {
                require(fields, "verbs", "resources");
                refuse(fields, effect, "rows", "columns", "mask");
            }
        }
        return new Rule(
                fields.requiredText("id"),
                effect,
                verbs,
                resources,
                fields.node("when").map(value -> condition(file, value, ConditionCompiler.Kind.CONDITION)),
                fields.node("unless").map(value -> condition(file, value, ConditionCompiler.Kind.CONDITION)),
                rows,
                columns,
                masks,
                fields.line());
    }

    private static void require(PolicyFields fields, String... keys)
    {
        for (String key : keys) {
            fields.required(key);
        }
    }

    private static void refuse(PolicyFields fields, Effect effect, String... keys)
    {
        for (String key : keys) {
            if (fields.node(key).isPresent()) {
                throw fields.error(key, "a %s has no %s".formatted(PolicyFields.spelling(effect), key), "Remove it, or make a rule of its own for it");
            }
        }
    }

    private static Set<Verb> verbs(PolicyFields fields)
    {
        return fields.scalars("verbs").stream()
                .map(verb -> fields.choice("verbs", verb, Verb.class))
                .collect(toImmutableSet());
    }

    private Selector resourceSelector(String file, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "resources", "tags", "catalogs", "schemas", "tables");
        ImmutableList.Builder<NamePattern> names = ImmutableList.builder();
        names.addAll(patterns(fields, "catalogs", 1));
        names.addAll(patterns(fields, "schemas", 2));
        names.addAll(patterns(fields, "tables", 3));
        return selector(fields, names.build());
    }

    private Selector columnSelector(String file, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "columns", "tags", "names");
        return selector(fields, patterns(fields, "names", 4));
    }

    private Selector selector(PolicyFields fields, List<NamePattern> names)
    {
        Selector selector = new Selector(tagValues(fields, "tags", true), names);
        if (selector.tags().isEmpty() && names.isEmpty()) {
            throw fields.error("nothing is selected", "Name tags or patterns");
        }
        return selector;
    }

    private static List<NamePattern> patterns(PolicyFields fields, String key, int size)
    {
        return fields.scalars(key).stream()
                .map(text -> {
                    NamePattern pattern = pattern(fields.file(), text);
                    if (pattern.size() != size) {
                        throw new PolicyException(fields.file(), text.line(), "a name under %s has %s parts, not %s".formatted(key, pattern.size(), size), "Write " + join(".", ImmutableList.of("catalog", "schema", "table", "column").subList(0, size)));
                    }
                    return pattern;
                })
                .collect(toImmutableList());
    }

    private RowScope rows(String file, YamlNode node)
    {
        if (node instanceof Scalar text) {
            if (text.text().equals("all")) {
                return new RowScope.All();
            }
            throw new PolicyException(file, node.line(), "rows are neither all nor a scope", "Write rows: all, or rows: {column: sample, in: user.samples}");
        }
        PolicyFields fields = PolicyFields.of(file, node, "rows", "column", "in", "from", "where");
        String column = fields.requiredText("column").toLowerCase(ENGLISH);
        if (fields.node("in").isPresent()) {
            refuse(fields, Effect.RESTRICT, "from", "where");
            YamlNode in = fields.required("in");
            if (in instanceof Scalar) {
                return new RowScope.Attribute(column, condition(file, in, ConditionCompiler.Kind.LIST));
            }
            return new RowScope.Literals(column, fields.scalars("in").stream().map(Scalar::text).collect(toImmutableList()));
        }
        if (!fields.requiredText("from").equals("samples")) {
            throw fields.error("from", "there is no such registry", "Write from: samples");
        }
        if (sampleAttributes.isEmpty()) {
            throw fields.error("from", "the policy has no registry of samples", "Name one under attributes: samples: samples.csv");
        }
        return new RowScope.Registered(column, condition(file, fields.required("where"), ConditionCompiler.Kind.WHERE));
    }

    private static Map<TypeGroup, MaskKind> masks(String file, YamlNode node)
    {
        Map<TypeGroup, MaskKind> masks = new EnumMap<>(TypeGroup.class);
        if (node instanceof Scalar) {
            MaskKind kind = mask(file, node);
            for (TypeGroup group : TypeGroup.values()) {
                masks.put(group, kind);
            }
            return masks;
        }
        PolicyFields fields = PolicyFields.of(file, node, "mask", "string", "date", "number", "default");
        MaskKind otherwise = fields.node("default").map(value -> mask(file, value)).orElse(MaskKind.REPLACE_WITH_NULL);
        for (TypeGroup group : TypeGroup.values()) {
            masks.put(group, fields.node(group.name().toLowerCase(ENGLISH)).map(value -> mask(file, value)).orElse(otherwise));
        }
        return masks;
    }

    private static MaskKind mask(String file, YamlNode node)
    {
        String text = scalar(file, node, "mask").text();
        return switch (text) {
            case "show-last-4" -> MaskKind.SHOW_LAST_4;
            case "year" -> MaskKind.YEAR;
            case "generalise" -> MaskKind.GENERALISE;
            case "age-band" -> MaskKind.AGE_BAND;
            case "zip3" -> MaskKind.ZIP3;
            case "position-bin" -> MaskKind.POSITION_BIN;
            case "date-shift" -> MaskKind.DATE_SHIFT;
            case "token" -> MaskKind.TOKEN;
            case "pseudonym" -> MaskKind.PSEUDONYM;
            case "replace-with-null" -> MaskKind.REPLACE_WITH_NULL;
            case "deny" -> MaskKind.DENY;
            default -> throw new PolicyException(file, node.line(), "there is no mask '%s'".formatted(shown(text)), "Use one of show-last-4, year, generalise, age-band, zip3, position-bin, date-shift, token, pseudonym, replace-with-null, deny");
        };
    }

    /**
     * A table has one scope column: a permit that names the table and another column would show nothing. A permit by tags may be about tables
     * of several scopes, and shows what it can.
     */
    private static void checkScope(String file, Rule rule, List<TaggedResource> resources)
    {
        Optional<String> column = rule.effect() == Effect.PERMIT ? rule.rows().flatMap(RuleParser::column) : Optional.empty();
        if (column.isEmpty() || rule.resources().orElseThrow().names().isEmpty()) {
            return;
        }
        for (TaggedResource resource : resources) {
            if (resource.scope().isPresent() && !resource.scope().equals(column)
                    && rule.resources().orElseThrow().matches(resource.tags(), resource.pattern().parts().toArray(String[]::new))) {
                throw new PolicyException(
                        file,
                        rule.line(),
                        "the permit '%s' is by column '%s', but the scope of %s is '%s'".formatted(shown(rule.id()), shown(column.orElseThrow()), resource.pattern(), resource.scope().orElseThrow()),
                        "Use the scope column of the table, or make the rule a restrict");
            }
        }
    }

    private static Optional<String> column(RowScope rows)
    {
        return switch (rows) {
            case RowScope.All() -> Optional.empty();
            case RowScope.Literals(String column, List<String> _) -> Optional.of(column);
            case RowScope.Attribute(String column, Condition _) -> Optional.of(column);
            case RowScope.Registered(String column, Condition _) -> Optional.of(column);
        };
    }

    List<Grant> grants(String file, List<YamlNode> nodes)
    {
        ImmutableList.Builder<Grant> grants = ImmutableList.builder();
        for (YamlNode node : nodes) {
            PolicyFields fields = PolicyFields.of(file, node, "a grant", "user", "verbs", "resources", "rows", "until", "approver", "ticket");
            Set<Verb> verbs = verbs(fields);
            if (verbs.isEmpty()) {
                throw fields.error("a grant without verbs grants nothing", "Add verbs: [describe, select]");
            }
            grants.add(new Grant(
                    fields.requiredText("user"),
                    verbs,
                    resourceSelector(file, fields.required("resources")),
                    fields.node("rows").map(value -> rows(file, value)).orElse(new RowScope.All()),
                    instant(file, scalar(file, fields.required("until"), "until")),
                    fields.requiredText("approver"),
                    fields.requiredText("ticket"),
                    fields.line()));
        }
        return grants.build();
    }

    static Instant instant(String file, Scalar text)
    {
        try {
            return Instant.parse(text.text());
        }
        catch (DateTimeException _) {
            throw new PolicyException(file, text.line(), "this is no point in time", "Write it in UTC, as 2026-12-31T18:00:00Z");
        }
    }
}
