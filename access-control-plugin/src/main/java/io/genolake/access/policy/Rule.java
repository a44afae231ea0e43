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
import com.google.common.collect.ImmutableSet;
import io.genolake.access.condition.Condition;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * @param verbs what a permit allows or a forbid takes away; empty for the other effects
 * @param resources the tables; empty for a mask that is about columns of any table
 * @param rows what a permit shows or a restrict leaves
 * @param columns the columns that a mask is about
 * @param masks the mask by type of column, and for {@link TypeGroup#OTHER} the default
 * @param line where the rule is in policy.yaml
 */
public record Rule(
        String id,
        Effect effect,
        Set<Verb> verbs,
        Optional<Selector> resources,
        Optional<Condition> when,
        Optional<Condition> unless,
        Optional<RowScope> rows,
        Optional<Selector> columns,
        Map<TypeGroup, MaskKind> masks,
        int line)
{
    public Rule
    {
        requireNonNull(id, "id is null");
        requireNonNull(effect, "effect is null");
        verbs = ImmutableSet.copyOf(verbs);
        requireNonNull(resources, "resources is null");
        requireNonNull(when, "when is null");
        requireNonNull(unless, "unless is null");
        requireNonNull(rows, "rows is null");
        requireNonNull(columns, "columns is null");
        masks = ImmutableMap.copyOf(masks);
    }

    public MaskKind mask(TypeGroup group)
    {
        return masks.getOrDefault(group, MaskKind.REPLACE_WITH_NULL);
    }
}
