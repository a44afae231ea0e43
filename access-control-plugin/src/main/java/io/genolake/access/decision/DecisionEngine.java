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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.genolake.access.condition.Condition;
import io.genolake.access.condition.ConditionException;
import io.genolake.access.policy.Effect;
import io.genolake.access.policy.GenomicsTables;
import io.genolake.access.policy.Grant;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.NamePattern;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.RowScope;
import io.genolake.access.policy.Rule;
import io.genolake.access.policy.Selector;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TaggedResource;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.Subject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.genolake.access.policy.Policy.PSEUDONYM_KEY;
import static io.genolake.access.policy.Policy.SENSITIVITY;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

/**
 * The algebra of a policy: visible rows are the union of what permits show, cut by every restrict; a forbid takes verbs away; of several masks
 * the strictest stands. What is not permitted is denied. A permit whose condition has no answer does not apply, any other rule does.
 */
public final class DecisionEngine
{
    private static final Set<String> FILE_VALUES = ImmutableSet.of("file", "index_file", "problem", "ordinal");
    private static final int CACHED_TABLES = 10_000;
    private static final int CACHED_REGISTRY_ROWS = 5_000_000;
    private static final int CACHED_DECISION_ROWS = 5_000_000;

    private static final String SAMPLE = "sample";

    private final Policy policy;
    private final Set<String> genomicsCatalogs;
    private final TagResolver tagResolver;
    private final Cache<TableName, TableTags> tableTags = CacheBuilder.newBuilder().maximumSize(CACHED_TABLES).build();
    /**
     * Which samples fulfil a condition for a subject: the conditions are pure
     */
    private final Cache<RegistryKey, Set<String>> registered = CacheBuilder.newBuilder()
            .maximumWeight(CACHED_REGISTRY_ROWS)
            .weigher((RegistryKey _, Set<String> ids) -> ids.size() + 1)
            .build();

    /**
     * What was decided for a subject: of the same attributes the same, until a grant ends
     */
    private final Cache<DecisionKey, TimedDecision> decisions = CacheBuilder.newBuilder()
            .maximumWeight(CACHED_DECISION_ROWS)
            .weigher((DecisionKey _, TimedDecision timed) -> 100 + timed.decision().rows().ids().values().stream().mapToInt(Set::size).sum())
            .build();
    /**
     * The samples of the registry that are alike in some attributes, by those attributes
     */
    private final Map<Set<String>, SampleGroups> alike = new ConcurrentHashMap<>();

    private record RegistryKey(Condition where, Map<String, Object> variables) {}

    private record DecisionKey(TableName table, String user, Map<String, Object> attributes, Optional<String> purpose) {}

    private record TimedDecision(TableDecision decision, Instant from, Instant until) {}

    public DecisionEngine(Policy policy, Set<String> genomicsCatalogs)
    {
        this.policy = requireNonNull(policy, "policy is null");
        this.genomicsCatalogs = ImmutableSet.copyOf(genomicsCatalogs);
        this.tagResolver = new TagResolver(policy);
        // now, and not at somebody's first query
        Stream.concat(policy.rules().stream().flatMap(rule -> rule.rows().stream()), policy.grants().stream().map(Grant::rows)).forEach(rows -> {
            if (rows instanceof RowScope.Registered(String _, Condition where)) {
                groups(where);
            }
        });
    }

    public Policy policy()
    {
        return policy;
    }

    public boolean isGenomicsCatalog(String catalog)
    {
        return genomicsCatalogs.contains(catalog);
    }

    public TableTags tags(TableName table)
    {
        try {
            return tableTags.get(table, () -> tagResolver.table(table));
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    public Set<String> namedColumns(TableName table)
    {
        return tagResolver.namedColumns(table);
    }

    public TableDecision decide(Subject subject, TableName table)
    {
        DecisionKey key = new DecisionKey(table, subject.user(), subject.attributes(), subject.purpose());
        TimedDecision known = decisions.getIfPresent(key);
        if (known != null && !subject.at().isBefore(known.from()) && subject.at().isBefore(known.until())) {
            return known.decision();
        }
        TableDecision decision = evaluate(subject, table);
        decisions.put(key, new TimedDecision(decision, subject.at(), nextEndOfGrant(subject)));
        return decision;
    }

    private Instant nextEndOfGrant(Subject subject)
    {
        return policy.grants().stream()
                .filter(grant -> grant.user().equals(subject.user()))
                .map(Grant::until)
                .filter(until -> subject.at().isBefore(until))
                .min(naturalOrder())
                .orElse(Instant.MAX);
    }

    private TableDecision evaluate(Subject subject, TableName table)
    {
        TableTags tags = tags(table);
        Map<String, Object> variables = variables(subject, tags.tags());
        String[] path = {table.catalog(), table.schema(), table.table()};
        List<String> applied = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        Set<String> ids = new HashSet<>();
        boolean allRows = false;
        if (!tags.conflicts().isEmpty()) {
            reasons.add("resources of the policy give different values of %s".formatted(String.join(", ", tags.conflicts())));
            return new TableDecision(table, tags, verbs, none(tags), applied, reasons, (_, _) -> denied());
        }

        for (Rule rule : policy.rules()) {
            if (rule.effect() != Effect.PERMIT || !isAbout(rule.resources(), tags, path)) {
                continue;
            }
            try {
                if (!permits(rule, variables)) {
                    reasons.add(rule.id() + ": its condition does not hold");
                    continue;
                }
                if (rule.verbs().contains(Verb.SELECT)) {
                    allRows |= addRows(rule.id(), rule.rows().orElseThrow(), tags, variables, ids, reasons);
                }
                verbs.addAll(rule.verbs());
                applied.add(rule.id());
            }
            catch (ConditionException e) {
                reasons.add("%s: %s".formatted(rule.id(), e.getMessage()));
            }
        }
        for (Grant grant : policy.grants()) {
            if (!grant.user().equals(subject.user()) || !grant.resources().matches(tags.tags(), path)) {
                continue;
            }
            String id = "grant " + grant.ticket();
            if (!subject.at().isBefore(grant.until())) {
                reasons.add("%s: it has expired".formatted(id));
                continue;
            }
            try {
                if (grant.verbs().contains(Verb.SELECT)) {
                    allRows |= addRows(id, grant.rows(), tags, variables, ids, reasons);
                }
                verbs.addAll(grant.verbs());
                applied.add(id);
            }
            catch (ConditionException e) {
                reasons.add("%s: %s".formatted(id, e.getMessage()));
            }
        }
        for (Rule rule : policy.rules()) {
            if (rule.effect() == Effect.FORBID && isAbout(rule.resources(), tags, path) && applies(rule, variables, reasons)) {
                verbs.removeAll(rule.verbs());
                applied.add(rule.id());
            }
        }
        VisibleRows rows = verbs.contains(Verb.SELECT) ? permitted(tags, allRows, ids) : none(tags);
        for (Rule rule : policy.rules()) {
            if (rule.effect() == Effect.RESTRICT && isAbout(rule.resources(), tags, path) && applies(rule, variables, reasons)) {
                rows = rows.and(restricted(rule, variables, reasons));
                applied.add(rule.id());
            }
        }
        VisibleRows visible = rows;
        List<Rule> maskRules = policy.rules().stream()
                .filter(rule -> rule.effect() == Effect.MASK && isAbout(rule.resources(), tags, path))
                .collect(toImmutableList());
        // columns of the same tags have the same masks, but for those by name
        Map<Map<String, String>, Map<String, Boolean>> masks = new ConcurrentHashMap<>();
        return new TableDecision(table, tags, verbs, rows, applied, reasons, (column, group) -> column(subject, table, tags, visible, maskRules, masks, column, group));
    }

    /**
     * Whether a grant, and not only a rule, gives the subject a verb.
     */
    public boolean isGranted(Subject subject, TableName table, Verb verb)
    {
        Map<String, String> tags = tags(table).tags();
        return decide(subject, table).allows(verb) && policy.grants().stream().anyMatch(grant -> grant.user().equals(subject.user())
                && grant.verbs().contains(verb)
                && subject.at().isBefore(grant.until())
                && grant.resources().matches(tags, table.catalog(), table.schema(), table.table()));
    }

    /**
     * Whether the subject may be allowed something in a catalog, or in a schema of it: what listings show.
     */
    public boolean mayReach(Subject subject, String... prefix)
    {
        List<Map<String, Object>> candidates = candidates(subject, prefix);
        return policy.rules().stream().anyMatch(rule -> rule.effect() == Effect.PERMIT
                && mayMatch(rule.resources().orElseThrow(), prefix)
                && candidates.stream().anyMatch(variables -> mayPermit(rule, variables)))
                || policy.grants().stream().anyMatch(grant -> grant.user().equals(subject.user()) && subject.at().isBefore(grant.until()) && mayMatch(grant.resources(), prefix));
    }

    /**
     * What conditions may see for tables below a prefix: each resource there alone, so that a tag of another one is missing.
     */
    private List<Map<String, Object>> candidates(Subject subject, String... prefix)
    {
        Map<String, String> above = new HashMap<>();
        List<Map<String, Object>> candidates = new ArrayList<>();
        policy.resources().stream()
                .filter(resource -> resource.level().size() <= prefix.length && isCompatible(resource.pattern(), prefix))
                .forEach(resource -> above.putAll(resource.tags()));
        candidates.add(variables(subject, above));
        policy.resources().stream()
                .filter(resource -> resource.level().size() > prefix.length && isCompatible(resource.pattern(), prefix))
                .map(TaggedResource::tags)
                .distinct()
                .forEach(tags -> {
                    Map<String, String> merged = new HashMap<>(above);
                    merged.putAll(tags);
                    candidates.add(variables(subject, merged));
                });
        return candidates;
    }

    private static boolean mayPermit(Rule rule, Map<String, Object> variables)
    {
        try {
            return permits(rule, variables);
        }
        catch (ConditionException _) {
            // By a tag that another resource gives
            Map<?, ?> tags = (Map<?, ?>) variables.get("tags");
            return Stream.of(rule.when(), rule.unless())
                    .flatMap(Optional::stream)
                    .flatMap(condition -> condition.references().stream())
                    .anyMatch(reference -> reference.equals("tags") || (reference.startsWith("tags.") && !tags.containsKey(reference.substring(5))));
        }
    }

    private boolean mayMatch(Selector selector, String... prefix)
    {
        boolean named = selector.names().isEmpty() || selector.names().stream().anyMatch(pattern -> isCompatible(pattern, prefix));
        return named && selector.tags().entrySet().stream()
                .allMatch(tag -> policy.resources().stream()
                        .filter(resource -> isCompatible(resource.pattern(), prefix))
                        .map(resource -> resource.tags().get(tag.getKey()))
                        .anyMatch(value -> value != null && (tag.getValue().equals("*") || tag.getValue().equals(value))));
    }

    private static boolean isCompatible(NamePattern pattern, String... prefix)
    {
        int size = Math.min(pattern.size(), prefix.length);
        return pattern.first(size).matches(Arrays.copyOf(prefix, size));
    }

    /**
     * Whether the table holds what the policy protects: it has a tag, or a column of more than the mildest sensitivity.
     */
    public boolean isProtected(TableName table)
    {
        TableTags tags = tags(table);
        Map<String, String> others = new HashMap<>(tags.tags());
        String sensitivity = others.remove(SENSITIVITY);
        if (!others.isEmpty() || !tags.conflicts().isEmpty()) {
            return true;
        }
        if (policy.untaggedColumn().isEmpty()) {
            return tags.named() && !tags.inherit();
        }
        String mildest = policy.tags().get(SENSITIVITY).values().getFirst();
        return !mildest.equals(tags.inherit() ? sensitivity : policy.untaggedColumn().orElseThrow())
                || namedColumns(table).stream().anyMatch(column -> !mildest.equals(tagResolver.column(table, tags, column).get(SENSITIVITY)))
                || hasColumnPatterns(table);
    }

    /**
     * Whether the policy tags columns of the table by patterns, so that they cannot be listed.
     */
    public boolean hasColumnPatterns(TableName table)
    {
        return policy.resources().stream().anyMatch(resource -> resource.level() == TaggedResource.Level.COLUMN
                && resource.pattern().first(3).matches(table.catalog(), table.schema(), table.table())
                && resource.pattern().parts().getLast().indexOf('*') >= 0);
    }

    /**
     * Whether a mask is about columns of the table by their names.
     */
    public boolean masksColumnsByName(TableName table)
    {
        return policy.rules().stream()
                .flatMap(rule -> rule.columns().stream())
                .flatMap(columns -> columns.names().stream())
                .anyMatch(pattern -> pattern.first(3).matches(table.catalog(), table.schema(), table.table()));
    }

    private static VisibleRows permitted(TableTags tags, boolean allRows, Set<String> ids)
    {
        if (allRows) {
            return VisibleRows.ALL;
        }
        return VisibleRows.of(tags.scope().orElse(""), tags.scope().isPresent() ? ids : ImmutableSet.of());
    }

    private static VisibleRows none(TableTags tags)
    {
        return VisibleRows.of(tags.scope().orElse(""), ImmutableSet.of());
    }

    private static ColumnDecision denied()
    {
        return new ColumnDecision(MaskKind.DENY, Optional.empty(), List.of());
    }

    private static boolean isAbout(Optional<Selector> selector, TableTags tags, String... path)
    {
        return selector.map(resources -> resources.matches(tags.tags(), path)).orElse(true);
    }

    private static boolean permits(Rule rule, Map<String, Object> variables)
            throws ConditionException
    {
        if (rule.when().isPresent() && !rule.when().orElseThrow().test(variables)) {
            return false;
        }
        return rule.unless().isEmpty() || !rule.unless().orElseThrow().test(variables);
    }

    /**
     * Whether a forbid, restrict or mask applies; without an answer it does.
     */
    private static boolean applies(Rule rule, Map<String, Object> variables, List<String> reasons)
    {
        try {
            return permits(rule, variables);
        }
        catch (ConditionException e) {
            reasons.add("%s applies: %s".formatted(rule.id(), e.getMessage()));
            // A condition that surely does not hold makes the other one, which has no answer, irrelevant
            return !surely(rule.when(), false, variables) && !surely(rule.unless(), true, variables);
        }
    }

    private static boolean surely(Optional<Condition> condition, boolean answer, Map<String, Object> variables)
    {
        try {
            return condition.isPresent() && condition.orElseThrow().test(variables) == answer;
        }
        catch (ConditionException _) {
            return false;
        }
    }

    /**
     * Adds the ids that a permit shows.
     *
     * @return whether it shows all rows
     */
    private boolean addRows(String rule, RowScope scope, TableTags tags, Map<String, Object> variables, Set<String> ids, List<String> reasons)
            throws ConditionException
    {
        if (scope instanceof RowScope.All) {
            return true;
        }
        Map.Entry<String, Set<String>> resolved = resolve(scope, variables);
        // Of another column than the table's scope nothing can be shown: the union of both would be no domain
        if (tags.scope().equals(Optional.of(resolved.getKey()))) {
            ids.addAll(resolved.getValue());
        }
        else {
            reasons.add("%s shows no rows: it is by column '%s', the scope of the table is %s".formatted(rule, resolved.getKey(), tags.scope().map("'%s'"::formatted).orElse("not given")));
        }
        return false;
    }

    private VisibleRows restricted(Rule rule, Map<String, Object> variables, List<String> reasons)
    {
        RowScope scope = rule.rows().orElseThrow();
        try {
            Map.Entry<String, Set<String>> resolved = resolve(scope, variables);
            return VisibleRows.of(resolved.getKey(), resolved.getValue());
        }
        catch (ConditionException e) {
            reasons.add("%s leaves no rows: %s".formatted(rule.id(), e.getMessage()));
            return VisibleRows.of(column(scope), ImmutableSet.of());
        }
    }

    private static String column(RowScope scope)
    {
        return switch (scope) {
            case RowScope.All() -> "";
            case RowScope.Literals(String column, List<String> _) -> column;
            case RowScope.Attribute(String column, Condition _) -> column;
            case RowScope.Registered(String column, Condition _) -> column;
        };
    }

    private Map.Entry<String, Set<String>> resolve(RowScope scope, Map<String, Object> variables)
            throws ConditionException
    {
        return switch (scope) {
            case RowScope.All() -> throw new IllegalArgumentException("all rows have no ids");
            case RowScope.Literals(String column, List<String> ids) -> Map.entry(column, ImmutableSet.copyOf(ids));
            case RowScope.Attribute(String column, Condition ids) -> Map.entry(column, ImmutableSet.copyOf(ids.list(variables)));
            case RowScope.Registered(String column, Condition where) -> Map.entry(column, registered(where, variables));
        };
    }

    /**
     * The values that a condition can see: all that its answer depends on beside the registry.
     */
    private static Map<String, Object> referenced(Condition condition, Map<String, Object> variables)
    {
        ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
        for (String reference : condition.references()) {
            int dot = reference.indexOf('.');
            Object value = variables.get(dot < 0 ? reference : reference.substring(0, dot));
            if (dot >= 0 && value instanceof Map<?, ?> map) {
                value = map.get(reference.substring(dot + 1));
            }
            if (value != null) {
                values.put(reference, value);
            }
        }
        return values.buildOrThrow();
    }

    /**
     * The attributes of a sample that a condition can see. Samples that are alike in them are decided at once: a registry has many more samples
     * than projects.
     */
    private Set<String> sampleAttributes(Condition where)
    {
        if (where.references().contains(SAMPLE)) {
            return policy.subjects().samples().attributes();
        }
        return where.references().stream()
                .filter(reference -> reference.startsWith(SAMPLE + "."))
                .map(reference -> reference.substring(SAMPLE.length() + 1))
                .collect(toImmutableSet());
    }

    private SampleGroups groups(Condition where)
    {
        return alike.computeIfAbsent(sampleAttributes(where), attributes -> SampleGroups.of(policy.subjects().samples(), attributes));
    }

    private Set<String> registered(Condition where, Map<String, Object> variables)
    {
        RegistryKey key = new RegistryKey(where, referenced(where, variables));
        Set<String> known = registered.getIfPresent(key);
        if (known != null) {
            return known;
        }
        ImmutableSet.Builder<String> ids = ImmutableSet.builder();
        Map<String, Object> scope = new HashMap<>(variables);
        for (SampleGroups.Group group : groups(where).candidates(where, variables)) {
            scope.put(SAMPLE, group.attributes());
            try {
                if (where.test(scope)) {
                    ids.addAll(group.samples());
                }
            }
            catch (ConditionException _) {
                // A sample of which nothing certain can be said is not visible
            }
        }
        Set<String> result = ids.build();
        registered.put(key, result);
        return result;
    }

    private ColumnDecision column(Subject subject, TableName table, TableTags tableTags, VisibleRows rows, List<Rule> maskRules, Map<Map<String, String>, Map<String, Boolean>> masks, String column, TypeGroup group)
    {
        Map<String, String> tags = tagResolver.column(table, tableTags, column);
        Map<String, Object> variables = variables(subject, tags);
        Map<String, Boolean> known = masks.computeIfAbsent(tags, _ -> new ConcurrentHashMap<>());
        List<String> applied = new ArrayList<>();
        MaskKind mask = MaskKind.NONE;
        for (Rule rule : maskRules) {
            if (rule.columns().orElseThrow().matches(tags, table.catalog(), table.schema(), table.table(), column)
                    && known.computeIfAbsent(rule.id(), _ -> applies(rule, variables, new ArrayList<>()))) {
                mask = mask.and(rule.mask(group));
                applied.add(rule.id());
            }
        }
        if (isGenomicsCatalog(table.catalog())) {
            mask = mask.and(genomicsMask(rows, column, mask));
        }
        return new ColumnDecision(mask, Optional.ofNullable(tags.get(PSEUDONYM_KEY)), applied);
    }

    private static MaskKind genomicsMask(VisibleRows rows, String column, MaskKind mask)
    {
        if (GenomicsTables.isFileColumn(column)) {
            return rows.isAll() && mask == MaskKind.NONE ? MaskKind.NONE : MaskKind.DENY;
        }
        if (GenomicsTables.isKeyColumn(column)) {
            return mask == MaskKind.NONE ? MaskKind.NONE : MaskKind.DENY;
        }
        if (FILE_VALUES.contains(column)) {
            // The same as "$path", or a name or a text of a file, and how many samples come before one in its file; but SELECT * of a table about files has them
            return rows.isAll() ? MaskKind.NONE : MaskKind.REPLACE_WITH_NULL;
        }
        return MaskKind.NONE;
    }

    private static Map<String, Object> variables(Subject subject, Map<String, String> tags)
    {
        ImmutableMap.Builder<String, Object> variables = ImmutableMap.builder();
        variables.put("user", subject.attributes());
        Map<String, Object> values = new HashMap<>(tags);
        values.computeIfPresent(Policy.INDIVIDUAL, (_, value) -> value.equals("true"));
        variables.put("tags", values);
        subject.purpose().ifPresent(purpose -> variables.put("purpose", purpose));
        return variables.buildOrThrow();
    }
}
