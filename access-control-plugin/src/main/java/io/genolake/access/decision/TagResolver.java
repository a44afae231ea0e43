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

import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.TableName;
import io.genolake.access.policy.TagDeclaration;
import io.genolake.access.policy.TaggedResource;
import io.genolake.access.policy.TaggedResource.Level;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import static io.genolake.access.policy.Policy.SENSITIVITY;
import static java.util.Objects.requireNonNull;

/**
 * Resolves tags from catalog to column. Of an ordered tag the strictest value of all levels wins, of any other the one that is said nearest
 * to the column.
 */
final class TagResolver
{
    private final Policy policy;

    TagResolver(Policy policy)
    {
        this.policy = requireNonNull(policy, "policy is null");
    }

    TableTags table(TableName name)
    {
        String[] path = {name.catalog(), name.schema(), name.table()};
        Accumulator accumulator = new Accumulator();
        boolean inherit = false;
        boolean notNull = true;
        boolean named = false;
        boolean scoped = false;
        Set<String> scopes = new HashSet<>();
        for (TaggedResource resource : policy.resources()) {
            if (resource.level() == Level.COLUMN) {
                named |= resource.pattern().first(Level.TABLE.size()).matches(path);
                continue;
            }
            if (!matches(resource, path)) {
                continue;
            }
            accumulator.add(resource);
            if (resource.level() == Level.TABLE) {
                named = true;
                inherit |= resource.inherit();
                if (resource.scope().isPresent()) {
                    scopes.add(resource.scope().orElseThrow());
                    notNull &= resource.notNull();
                    scoped = true;
                }
            }
        }
        // Two resources that differ in the scope leave none, so that no scoped permit shows anything
        Optional<String> scope = scopes.size() == 1 ? Optional.of(scopes.iterator().next()) : Optional.empty();
        return new TableTags(accumulator.tags(), inherit, scope, scoped && notNull, named, accumulator.conflicts());
    }

    /**
     * The tags of a column. A column that no resource names, of a table that does not let its columns inherit, is untagged: its sensitivity
     * is what the policy's defaults say, if that is stricter than its table's.
     */
    Map<String, String> column(TableName name, TableTags table, String column)
    {
        String[] path = {name.catalog(), name.schema(), name.table(), column};
        Accumulator accumulator = new Accumulator();
        boolean named = false;
        for (TaggedResource resource : policy.resources()) {
            if (resource.level() == Level.COLUMN && resource.pattern().matches(path)) {
                accumulator.add(resource);
                named = true;
            }
        }
        Map<String, String> tags = new HashMap<>(table.tags());
        accumulator.tags().forEach((tag, value) -> tags.merge(tag, value, (above, nearer) -> combine(tag, above, nearer)));
        accumulator.conflicts().forEach(tags::remove);
        boolean untagged = !named && !table.inherit();
        // A conflict is no tag at all, which for sensitivity must not be less than untagged
        if (untagged || accumulator.conflicts().contains(SENSITIVITY)) {
            policy.untaggedColumn().ifPresent(value -> tags.merge(SENSITIVITY, value, (above, untaggedValue) -> combine(SENSITIVITY, above, untaggedValue)));
        }
        return tags;
    }

    /**
     * The columns that resources name exactly: those that can be explained without a server.
     */
    Set<String> namedColumns(TableName name)
    {
        String[] path = {name.catalog(), name.schema(), name.table()};
        Set<String> columns = new TreeSet<>();
        for (TaggedResource resource : policy.resources()) {
            if (resource.level() == Level.COLUMN && resource.pattern().first(Level.TABLE.size()).matches(path) && resource.pattern().parts().getLast().indexOf('*') < 0) {
                columns.add(resource.pattern().parts().getLast());
            }
        }
        return columns;
    }

    private static boolean matches(TaggedResource resource, String[] path)
    {
        String[] names = new String[resource.level().size()];
        System.arraycopy(path, 0, names, 0, names.length);
        return resource.pattern().matches(names);
    }

    private String combine(String tag, String above, String nearer)
    {
        TagDeclaration declaration = policy.tags().get(tag);
        return declaration.isOrdered() ? declaration.strictest(above, nearer) : nearer;
    }

    /**
     * Gathers tags level by level.
     */
    private final class Accumulator
    {
        private final Map<Level, Map<String, String>> levels = new HashMap<>();
        private final Set<String> conflicts = new HashSet<>();

        void add(TaggedResource resource)
        {
            Map<String, String> level = levels.computeIfAbsent(resource.level(), _ -> new HashMap<>());
            resource.tags().forEach((tag, value) -> {
                String former = level.putIfAbsent(tag, value);
                if (former == null || former.equals(value)) {
                    return;
                }
                if (policy.tags().get(tag).isOrdered()) {
                    level.put(tag, combine(tag, former, value));
                }
                else {
                    conflicts.add(tag);
                }
            });
        }

        Map<String, String> tags()
        {
            Map<String, String> tags = new HashMap<>();
            for (Level level : Level.values()) {
                levels.getOrDefault(level, Map.of()).forEach((tag, value) -> tags.merge(tag, value, (above, nearer) -> combine(tag, above, nearer)));
            }
            conflicts.forEach(tags::remove);
            return tags;
        }

        Set<String> conflicts()
        {
            return ImmutableSet.copyOf(conflicts);
        }
    }
}
